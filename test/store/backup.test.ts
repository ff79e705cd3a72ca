import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { backup } from '../../src/cli/backup.ts';
import { restore } from '../../src/cli/restore.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { delivery, lease } from './samples.ts';

const NOW = new Date('2026-11-22T16:35:00.123Z');
const DATED = 'versus.sqlite.2026-11-22T16-35-00.123Z';

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
    expect(readdirSync(folder)).toEqual(['other.sqlite']);
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
    await restore(copy, { file: elsewhere }, NOW);
    expect(await colourIn(elsewhere)).toBe('green');
    await store.health.close();
    write(file, 'Remember the milk. '.repeat(99));
    await restore(copy, { file }, NOW);
    expect(await colourIn(file)).toBe('green');
    expect(readFileSync(join(folder, DATED), 'utf8')).toContain('milk');
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
    await expect(restore('copy', { url: 'postgres://a@b/c' }, NOW)).rejects.toThrow('use its own: pg_restore');
  });
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
