import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../src/core/respond.ts';
import { EMPTY_THREAD, type ThreadState, withBrief } from '../../src/core/thread.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Commit } from '../../src/store/store.ts';
import { startNode } from '../child.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const STORE_MODULE = join(import.meta.dirname, '..', '..', 'src', 'store', 'open-store.ts');
const HELPED: Note = { kind: 'feedback', entry: 'what-is-tea', value: 'liked', version: 'abc' };
const ANSWERED: ThreadState = { ...EMPTY_THREAD, version: 'abc', last: 'answer', entry: 'what-is-tea' };
const ADVISED: ThreadState = withBrief(
  { ...ANSWERED, last: 'verdict', options: ['tea'], question: 'who-drinks' },
  {
    needs: [
      { criterion: 'wakefulness', strength: 0.5, negated: true, said: 'no "night shift" 🌙\u0000\n', by: 'said' },
    ],
    facts: [{ fact: 'no-sleep', said: 'no sleep' }],
    neither: [],
    together: 'tea and coffee',
    asked: ['who-drinks'],
  },
);

/** What a delivery in one thread leaves behind. */
function left({ thread, state, notes, at }: Left): Commit {
  return { states: [{ thread, state }], notes: notes.map((note) => ({ ...note, thread })), at };
}

type Left = {
  readonly thread: string;
  readonly state: ThreadState;
  readonly notes: readonly Note[];
  readonly at: number;
};

describe('what the store remembers', () => {
  it('is there again after the file was closed and opened: the states of threads, and notes', async () => {
    const file = newFile();
    const before = await openStore(file);
    await before.commit(left({ thread: 'one', state: ADVISED, notes: [HELPED], at: 1000 }));
    await before.commit(left({ thread: 'two', state: ANSWERED, notes: [], at: 2000 }));
    await before.close();
    const store = await openStore(file);
    expect(await store.loadThread('one')).toEqual(ADVISED);
    expect(await store.loadThread('two')).toEqual(ANSWERED);
    expect(await store.notesSince(0)).toEqual([{ ...HELPED, thread: 'one', at: 1000 }]);
    await store.close();
  });

  it('is the last state of each thread, and nothing of a thread in which nothing was said', async () => {
    const store = await openStore(':memory:');
    await store.commit(left({ thread: 'one', state: ADVISED, notes: [], at: 1 }));
    await store.commit(left({ thread: 'one', state: ANSWERED, notes: [], at: 2 }));
    expect(await store.loadThread('one')).toEqual(ANSWERED);
    expect(await store.loadThread('other')).toBeUndefined();
    await store.close();
  });

  it('tells threads apart by every character of their names', async () => {
    const store = await openStore(':memory:');
    const names = ['a', 'A', 'a ', 'a\u0000b', 'a\u0000c', "a'; drop table threads; --", '👩‍🔬', ''];
    for (const name of names) {
      await store.commit(left({ thread: name, state: { ...ANSWERED, version: name }, notes: [], at: 1 }));
    }
    for (const name of names) expect((await store.loadThread(name))?.version).toBe(name);
    await store.close();
  });

  it('is every note since a moment, oldest first, also when two are the same', async () => {
    const store = await openStore(':memory:');
    const wrong: Note = { ...HELPED, value: 'disliked' };
    await store.commit(left({ thread: 'one', state: ANSWERED, notes: [HELPED, HELPED], at: 1000 }));
    await store.commit(left({ thread: 'two', state: ANSWERED, notes: [wrong], at: 2000 }));
    expect(await store.notesSince(1000)).toEqual([
      { ...HELPED, thread: 'one', at: 1000 },
      { ...HELPED, thread: 'one', at: 1000 },
      { ...wrong, thread: 'two', at: 2000 },
    ]);
    expect(await store.notesSince(1001)).toEqual([{ ...wrong, thread: 'two', at: 2000 }]);
    await store.close();
  });

  it('is no state that is broken, or that another version wrote in another shape: the thread begins anew', async () => {
    const file = newFile();
    const store = await openStore(file);
    await store.commit(left({ thread: 'one', state: ANSWERED, notes: [], at: 1 }));
    for (const state of ['{"last":"something else"}', '{"last":', '', 'null']) {
      change(file, `update threads set state = '${state}'`);
      expect(await store.loadThread('one'), state).toBeUndefined();
    }
    await store.commit(left({ thread: 'one', state: ADVISED, notes: [], at: 2 }));
    expect(await store.loadThread('one')).toEqual(ADVISED);
    await store.close();
  });

  it('is which names were given before, in whatever process', async () => {
    const file = newFile();
    const store = await openStore(file);
    const another = await openStore(file);
    expect([await store.once('said', 1), await another.once('said', 2), await store.once('said', 3)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await another.once('said too', 4)).toBe(true);
    await Promise.all([store.close(), another.close()]);
  });

  it('is nothing when it is told to keep nothing', async () => {
    const store = await openStore(':memory:');
    await store.commit(left({ thread: 'one', state: ANSWERED, notes: [], at: 1 }));
    await store.close();
    const another = await openStore(':memory:');
    expect(await another.loadThread('one')).toBeUndefined();
    await another.close();
  });
});

describe('a commit', () => {
  it('is kept whole or not at all', async () => {
    const file = newFile();
    const store = await openStore(file);
    await store.commit(left({ thread: 'one', state: ANSWERED, notes: [], at: 1 }));
    change(
      file,
      `create trigger full before insert on notes when new.at = 2 begin select raise(abort, 'no more room'); end`,
    );
    await expect(store.commit(left({ thread: 'one', state: ADVISED, notes: [HELPED], at: 2 }))).rejects.toThrow(
      'no more room',
    );
    expect(await store.loadThread('one')).toEqual(ANSWERED);
    expect(await store.notesSince(0)).toEqual([]);
    await store.commit(left({ thread: 'one', state: ADVISED, notes: [HELPED], at: 3 }));
    expect(await store.loadThread('one')).toEqual(ADVISED);
    expect(await store.notesSince(0)).toHaveLength(1);
    await store.close();
  });

  it('does not disturb others that are made at the same time', async () => {
    const store = await openStore(newFile());
    const threads = Array.from({ length: 20 }, (_, index) => `thread-${index}`);
    await Promise.all(threads.map((thread) => store.commit(left({ thread, state: ANSWERED, notes: [HELPED], at: 1 }))));
    const loaded = await Promise.all(threads.map((thread) => store.loadThread(thread)));
    expect(loaded).toEqual(threads.map(() => ANSWERED));
    expect(await store.notesSince(0)).toHaveLength(20);
    await store.close();
  });

  for (const [title, notes] of [
    ['after it was used', [HELPED]],
    ['also when nothing was asked of it before', undefined],
  ] as const) {
    it(`fails once the store is closed, ${title}`, async () => {
      const store = await openStore(':memory:');
      if (notes) await store.commit(left({ thread: 'one', state: ANSWERED, notes, at: 1 }));
      await store.close();
      await expect(store.loadThread('one')).rejects.toThrow();
      await expect(store.commit(left({ thread: 'one', state: ANSWERED, notes: [], at: 1 }))).rejects.toThrow();
    });
  }
});

describe('opening', () => {
  it('makes the file, and the folders it is to lie in', async () => {
    const file = join(temporaryFolder(), 'new', 'folder', 'versus.sqlite');
    await (await openStore(file)).close();
    expect(tablesOf(file)).toEqual(['notes', 'settings', 'threads']);
  });

  it('refuses the file of a newer version, says what to do, and leaves it as it is', async () => {
    const file = newFile();
    change(file, 'create table from_the_future (id integer); pragma user_version = 99');
    await expect(openStore(file)).rejects.toThrow(
      /^cannot use the database .*versus\.sqlite: the database is of a newer Versus \(tables 99, this one knows \d+\); run the newer version, or restore an older copy\b/,
    );
    expect(tablesOf(file)).toEqual(['from_the_future']);
  });

  it('brings the tables up to date whole or not at all', async () => {
    const file = newFile();
    change(file, 'create table notes (something_else text)');
    await expect(openStore(file)).rejects.toThrow('table notes already exists');
    expect(tablesOf(file)).toEqual(['notes']);
    change(file, 'drop table notes');
    await (await openStore(file)).close();
    expect(tablesOf(file)).toEqual(['notes', 'settings', 'threads']);
  });

  it('waits for whoever writes to a new file at that moment', async () => {
    const file = newFile();
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      const { parentPort, workerData } = require('node:worker_threads');
      const sqlite = new DatabaseSync(workerData);
      sqlite.exec('begin immediate; create table of_another (id integer)');
      parentPort.postMessage('holds it');
      setTimeout(() => sqlite.exec('commit'), 300);`;
    const writer = new Worker(script, { eval: true, workerData: file });
    const gone = once(writer, 'exit');
    await once(writer, 'message');
    await (await openStore(file)).close();
    await gone;
    expect(tablesOf(file)).toEqual(['notes', 'of_another', 'settings', 'threads']);
  });

  it('works for processes that make the same new file and write to it at the same moment', async () => {
    const file = newFile();
    const script = `
      import { openStore } from ${JSON.stringify(STORE_MODULE)};
      console.log('ready');
      process.stdin.once('data', async () => {
        const store = await openStore(${JSON.stringify(file)});
        const state = ${JSON.stringify(ANSWERED)};
        for (let at = 1; at <= 20; at++) await store.commit({ states: [{ thread: process.pid + ':' + at, state }], notes: [], at });
        await store.close();
        process.exit();
      });`;
    const children = [1, 2].map(() => startNode(['--input-type=module', '--eval', script], {}, join(file, '..')));
    await Promise.all(children.map((child) => child.says('ready')));
    for (const child of children) child.process.stdin.write('go\n');
    const ended = await Promise.all(children.map((child) => child.ended));
    expect(ended).toEqual(children.map(() => ({ code: 0, stdout: 'ready\n', stderr: '' })));
    const store = await openStore(file);
    for (const { process } of children) {
      for (let at = 1; at <= 20; at++) expect(await store.loadThread(`${process.pid}:${at}`)).toEqual(ANSWERED);
    }
    await store.close();
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
      const path = makePath(temporaryFolder());
      await expect(openStore(path)).rejects.toThrow(`cannot use the database ${path}: `);
      await expect(openStore(path)).rejects.toThrow('DATABASE_FILE must name a SQLite file');
    });
  }
});

function newFile(): string {
  return join(temporaryFolder(), 'versus.sqlite');
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

function write(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}
