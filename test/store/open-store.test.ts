import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { APPLICATION_ID, refuseForeign } from '../../src/store/sqlite.ts';
import { runNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { describeOnEach } from './databases.ts';
import { ANSWERED, HELPED, lease, NOTHING } from './samples.ts';

const STORE_MODULE = join(import.meta.dirname, '..', '..', 'src', 'store', 'open-store.ts');
const TABLES = ['channels', 'deliveries', 'leases', 'notes', 'posts', 'settings', 'threads'];

/** A file as the first version left it. */
const FIRST_VERSION = `
  create table threads (thread text primary key, state text not null, updated_at integer not null) strict;
  create table notes (id integer primary key, thread text not null, kind text not null, body text not null, at integer not null) strict;
  create table settings (name text primary key, value text not null) strict;
  insert into threads values ('one', '${JSON.stringify(ANSWERED)}', 5);
  insert into notes values (7, 'one', 'feedback', '${JSON.stringify(HELPED)}', 5);
  insert into settings values ('said', '5');
  pragma user_version = 2;`;

describe('opening a SQLite file', () => {
  it('makes the file, and the folders it is to lie in', async () => {
    const file = join(temporaryFolder(), 'new', 'folder', 'versus.sqlite');
    await close(file);
    expect(tablesOf(file)).toEqual(TABLES);
  });

  it('goes on with a file of the first version, and all that is in it', async () => {
    const file = newFile();
    change(file, FIRST_VERSION);
    const store = await openStore({ file });
    expect(await store.threads.load('one')).toEqual({ state: ANSWERED, revision: 1 });
    expect(await store.notes.since(0)).toEqual([{ ...HELPED, thread: 'one', at: 5 }]);
    expect(await store.settings.once('said', 6)).toBe(false);
    const states = [{ thread: 'one', state: ANSWERED, after: 1 }];
    expect(await store.commits.keep({ ...NOTHING, states, ...lease('a'), key: '1' })).toMatchObject({
      outcome: 'kept',
    });
    await store.health.close();
    await close(file);
    expect(tablesOf(file)).toEqual(TABLES);
  });

  it('refuses the file of a newer version, says what to do, and leaves it as it is', async () => {
    const file = newFile();
    await close(file);
    change(file, 'create table from_the_future (id integer); pragma user_version = 99');
    await expect(openStore({ file })).rejects.toThrow(
      /^cannot use the database .*versus\.sqlite: the database is of a newer Versus \(tables 99, this one knows \d+\); run the newer version, or restore an older copy\b/,
    );
    expect(tablesOf(file)).toEqual([...TABLES.slice(0, 2), 'from_the_future', ...TABLES.slice(2)]);
  });

  for (const [title, sql] of [
    ['has other tables', 'create table customers (id integer)'],
    ['has tables of our names without our version', 'create table notes (something_else text)'],
    ['says that it is of another program', 'pragma application_id = 42'],
    ['says so and has tables of our names', `${FIRST_VERSION} pragma application_id = 42`],
  ] as const) {
    it(`refuses a file that ${title}, and leaves it as it is`, async () => {
      const file = newFile();
      change(file, sql);
      const before = tablesOf(file);
      await expect(openStore({ file })).rejects.toThrow('it is the database of another program');
      expect(tablesOf(file)).toEqual(before);
      expect(journalOf(file)).toBe('delete');
    });
  }

  it('does not take a file for that of another program when its tables are made while it is looked at', async () => {
    const made = newFile();
    await close(made);
    const dump = new DatabaseSync(made, { readOnly: true });
    const tables = dump.prepare(`select sql from sqlite_schema where type = 'table'`).all();
    dump.close();
    const file = newFile();
    change(file, 'pragma journal_mode = wal');
    const looking = new DatabaseSync(file);
    let isMade = false;
    looking.setAuthorizer((_action, what) => {
      if (what === 'sqlite_schema' || what === 'sqlite_master') {
        if (!isMade)
          change(file, `${tables.map((table) => table.sql).join(';')}; pragma application_id = ${APPLICATION_ID}`);
        isMade = true;
      }
      return constants.SQLITE_OK;
    });
    refuseForeign(looking);
    looking.close();
    expect(isMade).toBe(true);
    expect(tablesOf(file)).toEqual(TABLES);
  });

  it('brings the tables up to date whole or not at all', async () => {
    const file = newFile();
    change(file, `${FIRST_VERSION} alter table threads add column revision integer`);
    await expect(openStore({ file })).rejects.toThrow('duplicate column name: revision');
    expect(tablesOf(file)).toEqual(['notes', 'settings', 'threads']);
    change(file, 'alter table threads drop column revision');
    await close(file);
    expect(tablesOf(file)).toEqual(TABLES);
  });

  it('waits for whoever writes to a new file at that moment', async () => {
    const file = newFile();
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      const { parentPort, workerData } = require('node:worker_threads');
      const sqlite = new DatabaseSync(workerData);
      sqlite.exec('begin exclusive');
      parentPort.postMessage('holds it');
      setTimeout(() => sqlite.exec('commit'), 300);`;
    const writer = new Worker(script, { eval: true, workerData: file });
    const gone = once(writer, 'exit');
    await once(writer, 'message');
    await close(file);
    await gone;
    expect(tablesOf(file)).toEqual(TABLES);
  });

  for (const [title, makePath] of [
    ['a folder', (folder: string) => folder],
    [
      'a file that is no database',
      (folder: string) => write(join(folder, 'notes.txt'), 'Remember the milk. '.repeat(99)),
    ],
    ['a place below a file', (folder: string) => join(write(join(folder, 'notes.txt'), ''), 'versus.sqlite')],
    ['a place where nothing can be made', () => '/dev/null/versus.sqlite'],
  ] as const) {
    it(`fails for ${title}, and names it and the variable that did`, async () => {
      const file = makePath(temporaryFolder());
      await expect(openStore({ file })).rejects.toThrow(`cannot use the database ${file}: `);
      await expect(openStore({ file })).rejects.toThrow('DATABASE_FILE must name a SQLite file');
    });
  }

  it('does not load the driver of another database', async () => {
    const folder = temporaryFolder();
    const script = `
      import { registerHooks } from 'node:module';
      registerHooks({ load: (url, context, next) => (/node_modules\\/pg/.test(url) && console.log(url), next(url, context)) });
      const { openStore } = await import(${JSON.stringify(STORE_MODULE)});
      await (await openStore({ file: ':memory:' })).health.close();
      console.log('done');
      await openStore({ url: 'postgres://nobody@127.0.0.1:1/none' }).catch(() => undefined);`;
    const { stdout } = await runNode(['--input-type=module', '--eval', script], {}, folder);
    const [before, after] = stdout.split('done\n');
    expect(before).toBe('');
    expect(after).toContain('/pg/');
  });
});

describe('opening a PostgreSQL database', () => {
  for (const [title, url] of [
    ['that nobody serves', 'postgres://versus:secret-planted@127.0.0.1:1/versus'],
    ['on a machine that is not there', 'postgres://versus:secret-planted@versus.invalid/versus'],
  ] as const) {
    it(`${title} fails, and names it and the variable that did, without the password`, async () => {
      const { message } = await openStore({ url }).then(
        () => new Error('it was opened'),
        (error: Error) => error,
      );
      expect(message).toMatch(
        /^cannot use the database [\w.]+:\d+\/versus: \S.*\. DATABASE_URL must name a PostgreSQL/,
      );
      expect(message).not.toContain('planted');
    });
  }
});

it.each(['12/planted', '12?planted', '12#planted', 'planted@h/planted'])(
  'a PostgreSQL address with the unescaped password %s is not repeated',
  async (password) => {
    const opening = openStore({ url: `postgres://host.invalid:${password}@127.0.0.1:1/x` });
    await expect(opening).rejects.toThrow(/^(?!.*planted)cannot use the database of DATABASE_URL: /);
  },
);

describeOnEach(['PostgreSQL'], 'a database that', ({ place, change: changeIn }) => {
  it('is of a newer version is refused, with what to do', async () => {
    const there = await place();
    await (await openStore(there)).health.close();
    await changeIn(there, 'update tables_version set version = 99');
    await expect(openStore(there)).rejects.toThrow(
      /^cannot use the database 127\.0\.0\.1:\d+\/postgres: the database is of a newer Versus \(tables 99, this one knows \d+\); run the newer version/,
    );
  });

  it('cannot be migrated is left as it was', async () => {
    const there = await place();
    await changeIn(there, 'create table posts (something_else text)');
    await expect(openStore(there)).rejects.toThrow('relation "posts" already exists');
    await changeIn(there, 'drop table posts');
    await (await openStore(there)).health.close();
  });
});

function newFile(): string {
  return join(temporaryFolder(), 'versus.sqlite');
}

/** Opens a file as the bot does, and closes it again. */
async function close(file: string): Promise<void> {
  await (await openStore({ file })).health.close();
}

/** What another program may do to the file. */
function change(file: string, sql: string) {
  const sqlite = new DatabaseSync(file);
  sqlite.exec(sql);
  sqlite.close();
}

function tablesOf(file: string): unknown[] {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const rows = sqlite.prepare(`select name from sqlite_schema where type = 'table' order by name`).all();
  sqlite.close();
  return rows.map((row) => row.name);
}

function journalOf(file: string): unknown {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const mode = sqlite.prepare('pragma journal_mode').get()?.journal_mode;
  sqlite.close();
  return mode;
}

function write(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describeOnEach(['PostgreSQL'], 'a server that', ({ place, open, server }) => {
  it('is not there yet is waited for, and whoever asks is told why', async () => {
    const there = await place();
    await server().crash();
    const reasons: string[] = [];
    const opening = open(there, { waitMs: 60_000, waiting: (reason) => reasons.push(reason) });
    await expect.poll(() => reasons.length, { timeout: 20_000 }).toBeGreaterThan(1);
    await server().start();
    await (await opening).health.check();
    expect(reasons[0]).toContain('ECONNREFUSED');
  }, 90_000);

  it('does not come fails, and says how long it was waited for', async () => {
    const there = await place();
    await server().crash();
    await expect(openStore(there, { waitMs: 1000 })).rejects.toThrow(
      /ECONNREFUSED.*, for 1 s\. DATABASE_URL must name/,
    );
    await server().start();
  }, 60_000);

  it('refuses for good is not waited for', async () => {
    const there = await place();
    const url = ('url' in there ? there.url : '').replace('/postgres?', '/nowhere?');
    const waiting = vi.fn();
    await expect(openStore({ url }, { waitMs: 60_000, waiting })).rejects.toThrow(
      /"nowhere" does not exist\. DATABASE_URL/,
    );
    expect(waiting).not.toHaveBeenCalled();
  });
});
