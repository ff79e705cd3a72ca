import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { backup, backupCommand } from '../../src/cli/backup.ts';
import { restore } from '../../src/cli/restore.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { delivery, lease } from './samples.ts';
import { itOnSmallDisk } from './small-disk.ts';

const NOW = new Date('2026-11-22T16:35:00.123Z');
const DATED = 'versus.sqlite.2026-11-22T16-35-00.123Z';

/** A place where nobody may make a file, whoever runs the tests. */
const UNWRITABLE = '/sys/versus-test.sqlite';

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a backup', () => {
  it('made while the bot runs and writes has everything that was kept before it began', async () => {
    const { file, folder, store } = await start();
    for (let nth = 0; nth < 200; nth++) await store.settings.set(`before ${nth}`, 'x'.repeat(500));
    let isOver = false;
    const writing = (async () => {
      for (let nth = 0; !isOver; nth++) await store.deliveries.accept(delivery(`${nth}`), lease('a'));
    })();
    const copy = join(folder, 'copy.sqlite');
    expect(await backup(copy, { file })).toBe(0);
    isOver = true;
    await writing;
    expect(console.log).toHaveBeenCalledExactlyOnceWith(`backed up ${file} to ${copy}`);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
    expect(await settingsOf(copy)).toBeGreaterThanOrEqual(200);
  });

  it('is refused where there is a file already, and leaves that as it is', async () => {
    const { file, folder } = await start();
    const copy = write(join(folder, 'copy.sqlite'), 'my notes');
    await expect(backup(copy, { file })).rejects.toThrow(`${copy} is there already`);
    expect(readFileSync(copy, 'utf8')).toBe('my notes');
  });

  it('is refused of what is no database of ours, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const copy = join(folder, 'copy.sqlite');
    const file = join(folder, 'other.sqlite');
    await expect(backup(copy, { file })).rejects.toThrow(`there is no database ${file} to back up`);
    write(file, 'Remember the milk. '.repeat(99));
    await expect(backup(copy, { file })).rejects.toThrow(`cannot use ${file}: file is not a database`);
    await expect(backup(copy, { file: ':memory:' })).rejects.toThrow('there is nothing to back up');
    await expect(backup(copy, { url: 'postgres://a@b/c' })).rejects.toThrow('use its own: pg_dump');
    write(file, '');
    await expect(backup(copy, { file })).rejects.toThrow(
      `cannot use ${file}: it is empty; there is nothing to back up`,
    );
    await expect(backup(copy, { file: folder })).rejects.toThrow(`${folder} is a folder; DATABASE_FILE must name`);
    expect(readdirSync(folder)).toEqual(['other.sqlite']);
  });

  it('touches nothing but the file it makes', async () => {
    const { file, folder } = await start();
    const copy = join(folder, 'copy.sqlite');
    const notes = write(`${copy}.unfinished`, 'my notes');
    await backup(copy, { file });
    expect(readFileSync(notes, 'utf8')).toBe('my notes');
  });

  it('that cannot be written names the file, and says what to do', async () => {
    const { file, folder } = await start();
    const nowhere = join(folder, 'none', 'copy.sqlite');
    const below = join(write(join(folder, 'notes.txt'), ''), 'copy.sqlite');
    await expect(backup(nowhere, { file })).rejects.toThrow(
      `cannot write ${nowhere}: there is no folder ${join(folder, 'none')}; make it`,
    );
    await expect(backup(below, { file })).rejects.toThrow(`there is no folder ${join(folder, 'notes.txt')}`);
    await expect(backup(folder, { file })).rejects.toThrow(`${folder} is a folder; name a file in it`);
    await expect(backup(UNWRITABLE, { file })).rejects.toThrow(`cannot write ${UNWRITABLE}: `);
    await expect(backup(UNWRITABLE, { file })).rejects.toThrow('run this with the right to write there');
    expect(() => backupCommand([' '])).toThrow('backup takes the name of one file');
  });
});

describe('restoring', () => {
  it('brings back what was backed up, and keeps what was there beside it', async () => {
    const { file, folder, store } = await start();
    await store.settings.set('colour', 'green');
    const copy = join(folder, 'copy.sqlite');
    await backup(copy, { file });
    await store.settings.set('colour', 'blue');
    await store.health.close();
    expect(await restore(copy, { file }, NOW)).toBe(0);
    expect(console.log).toHaveBeenLastCalledWith(
      `restored ${file} from ${copy}; what was there is kept in ${join(folder, DATED)}`,
    );
    expect(readdirSync(folder).sort()).toEqual(['copy.sqlite', 'versus.sqlite', DATED]);
    expect(await colourIn(file)).toBe('green');
    expect(await colourIn(join(folder, DATED))).toBe('blue');
    expect(await colourIn(copy)).toBe('green');
  });

  it('is refused while another process has the database open, also when it does nothing', async () => {
    const { file, folder, store } = await start();
    await store.settings.set('colour', 'green');
    const copy = join(folder, 'copy.sqlite');
    await backup(copy, { file });
    await store.settings.set('colour', 'blue');
    await expect(restore(copy, { file }, NOW)).rejects.toThrow(`another process has ${file} open; stop the bot`);
    await store.settings.set('size', 'large');
    expect(await store.settings.get('colour')).toBe('blue');
    expect(existsSync(join(folder, DATED))).toBe(false);
  });

  it('makes the database where there is none, and sets a damaged one aside', async () => {
    const { file, folder, store } = await start();
    await store.settings.set('colour', 'green');
    const copy = join(folder, 'copy.sqlite');
    await backup(copy, { file });
    const elsewhere = join(temporaryFolder(), 'versus.sqlite');
    chmodSync(copy, 0o444);
    await restore(copy, { file: elsewhere }, NOW);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o644);
    expect(await colourIn(elsewhere)).toBe('green');
    await store.health.close();
    write(file, 'Remember the milk. '.repeat(99));
    await restore(copy, { file }, NOW);
    expect(await colourIn(file)).toBe('green');
    expect(readFileSync(join(folder, DATED), 'utf8')).toContain('milk');
  });

  it('brings back what stands beside a copy of the files of a bot that was killed', async () => {
    const { file, folder, store } = await start();
    await store.settings.set('colour', 'green');
    const copies = join(folder, 'copies');
    mkdirSync(copies);
    for (const rest of ['', '-wal', '-shm']) copyFileSync(`${file}${rest}`, join(copies, `copy.sqlite${rest}`));
    const fresh = join(folder, 'not', 'made yet', 'versus.sqlite');
    await restore(join(copies, 'copy.sqlite'), { file: fresh }, NOW);
    expect(await colourIn(fresh)).toBe('green');
    expect(readdirSync(join(folder, 'not', 'made yet'))).toEqual(['versus.sqlite']);
    expect(readdirSync(copies)).toEqual(['copy.sqlite', 'copy.sqlite-shm', 'copy.sqlite-wal']);
  });

  it('leaves the backup alone, whatever its name is', async () => {
    const { file, store } = await start();
    await store.settings.set('colour', 'green');
    const copy = `${file}.unfinished`;
    await backup(copy, { file });
    await store.health.close();
    await restore(copy, { file }, NOW);
    expect(await colourIn(copy)).toBe('green');
  });

  it('is refused for the database itself, under another name too', async () => {
    const { file, folder, store } = await start();
    await store.settings.set('colour', 'green');
    await store.health.close();
    const link = join(folder, 'link');
    symlinkSync(file, link);
    for (const copy of [file, link])
      await expect(restore(copy, { file }, NOW)).rejects.toThrow(`${copy} is the database itself`);
    expect(readdirSync(folder)).toEqual(['link', 'versus.sqlite']);
    expect(await colourIn(file)).toBe('green');
  });

  it('that cannot be says which file it is about, and what to do', async () => {
    const { file, folder } = await start();
    const copy = join(folder, 'copy.sqlite');
    await backup(copy, { file });
    const below = join(write(join(folder, 'notes.txt'), ''), 'versus.sqlite');
    await expect(restore(folder, { file }, NOW)).rejects.toThrow(`${folder} is a folder; name the backup in it`);
    await expect(restore(copy, { file: folder }, NOW)).rejects.toThrow(
      `${folder} is a folder; DATABASE_FILE must name`,
    );
    await expect(restore(copy, { file: below }, NOW)).rejects.toThrow(`cannot write ${below}: there is no folder`);
    await expect(restore(copy, { file: UNWRITABLE }, NOW)).rejects.toThrow(`cannot write ${UNWRITABLE}: `);
    await expect(restore(copy, { file: UNWRITABLE }, NOW)).rejects.toThrow('run this with the right to write there');
  });

  for (const [title, spoil, reason] of [
    ['is missing', undefined, 'there is no backup'],
    ['is of a newer version', (copy: string) => change(copy, 'pragma user_version = 99'), 'is of a newer Versus'],
    ['is of another program', (copy: string) => change(copy, 'pragma application_id = 7'), 'of another program'],
    ['is no database', (copy: string) => write(copy, 'Remember the milk. '.repeat(99)), 'file is not a database'],
    ['is empty', (copy: string) => write(copy, ''), 'it is empty'],
    ['was cut', (copy: string) => truncateSync(copy, 30_000), 'malformed'],
  ] as const) {
    it(`is refused when the backup ${title}, and changes nothing`, async () => {
      const { file, folder, store } = await start();
      for (let nth = 0; nth < 100; nth++) await store.settings.set(`setting ${nth}`, 'x'.repeat(900));
      await store.settings.set('colour', 'green');
      await store.health.close();
      const copy = join(folder, 'copy.sqlite');
      if (spoil) {
        copyFileSync(file, copy);
        spoil(copy);
      }
      const before = readdirSync(folder);
      await expect(restore(copy, { file }, NOW)).rejects.toThrow(reason);
      expect(readdirSync(folder)).toEqual(before);
      expect(await colourIn(file)).toBe('green');
    });
  }

  it('is for SQLite files only', async () => {
    await expect(restore('copy', { file: ':memory:' }, NOW)).rejects.toThrow('there is nowhere to restore to');
    await expect(restore('copy', { url: 'postgres://a@b/c' }, NOW)).rejects.toThrow(
      'use its own: pg_restore --clean --if-exists',
    );
    await expect(restore('copy', { url: 'postgres://a@b/c' }, NOW)).rejects.toThrow('stop every bot');
  });
});

describe('a full disk', () => {
  const title = 'is what a backup and restoring say, with the file, and nothing is left there';
  itOnSmallDisk(
    title,
    async (disk) => {
      const { file, folder, store } = await start();
      for (let nth = 0; nth < 2000; nth++) await store.settings.set(`before ${nth}`, 'x'.repeat(900));
      const there = join(disk, 'versus.sqlite');
      const full = `cannot write ${there}: `;
      const advice = `make room on the disk of ${disk}`;
      await expect(backup(there, { file })).rejects.toThrow(full);
      await expect(backup(there, { file })).rejects.toThrow(advice);
      const copy = join(folder, 'copy.sqlite');
      await backup(copy, { file });
      await expect(restore(copy, { file: there }, NOW)).rejects.toThrow(full);
      await expect(restore(copy, { file: there }, NOW)).rejects.toThrow(advice);
      expect(readdirSync(disk)).toEqual([]);
    },
    60_000,
  );
});

async function start(): Promise<{ readonly file: string; readonly folder: string; readonly store: Store }> {
  const folder = temporaryFolder();
  const file = join(folder, 'versus.sqlite');
  const store = await openStore({ file });
  onTestFinished(() => store.health.close());
  return { file, folder, store };
}

async function colourIn(file: string): Promise<string | undefined> {
  const store = await openStore({ file });
  const colour = await store.settings.get('colour');
  await store.health.close();
  return colour;
}

async function settingsOf(file: string): Promise<number> {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const row = sqlite.prepare('select count(*) as count from settings').get();
  sqlite.close();
  return Number(row?.count);
}

function change(file: string, sql: string) {
  const sqlite = new DatabaseSync(file);
  sqlite.exec(sql);
  sqlite.close();
}

function write(path: string, text: string): string {
  writeFileSync(path, text);
  return path;
}
