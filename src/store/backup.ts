import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup as copyPages, DatabaseSync } from 'node:sqlite';
import { newerThanKnown } from './migrations.ts';
import { makeFolder, refuseForeign, tablesVersion } from './sqlite.ts';

/** As many pages at once as there are: a copy in steps would begin anew whenever the bot writes in between. */
const ALL_PAGES = 0x7fffffff;
/** SQLite's result code for a file that another process has open. */
const BUSY = 5;
const BUSY_TIMEOUT_MS = 5000;
/** What SQLite may keep beside a file of ours, besides its index of the first, which it makes anew. */
const BESIDE = ['', '-wal', '-journal'];

/** What the codes of Node and of SQLite mean for whoever writes a file. */
const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 10, 13];
const FORBIDDEN: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS', 8, 14];

/**
 * Copies a SQLite database while it may be in use; the copy is whole, and of one moment. Throws when the file is no database
 * of ours or an empty one, or when there is something where the copy is to be.
 */
export async function backupSqlite(file: string, copy: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`there is no database ${file} to back up; DATABASE_FILE names it`);
  if (isFolder(file)) throw new Error(`${file} is a folder; DATABASE_FILE must name the database in it`);
  if (isFolder(copy)) throw new Error(`${copy} is a folder; name a file in it that is not there yet`);
  if (existsSync(copy)) throw new Error(`${copy} is there already; name a file that is not, or move it away`);
  refuseNowhere(copy);
  const source = openToRead(file);
  const unfinished = unfinishedOf(copy);
  try {
    await copyPages(source, resolve(unfinished), { rate: ALL_PAGES });
    flush(unfinished);
    renameSync(unfinished, copy);
    flush(dirname(copy));
  } catch (error) {
    throw notWritten(copy, error);
  } finally {
    source.close();
    remove(unfinished);
  }
}

/**
 * Puts a backup in the place of a SQLite database, and keeps what was there beside it under `kept`. Throws, and changes
 * nothing, when the backup is not whole, not ours or of a newer version, or when another process has the database open.
 */
export function restoreSqlite(copy: string, file: string, kept: string): void {
  refuseUnreadable(copy);
  if (isFolder(file)) throw new Error(`${file} is a folder; DATABASE_FILE must name a file, such as one in it`);
  if (existsSync(kept)) throw new Error(`${kept} is there already; move it away`);
  const real = realpathSync.native(copy);
  if (existsSync(file) && realpathSync.native(file) === real)
    throw new Error(`${copy} is the database itself, which DATABASE_FILE names; name a backup of it, not the database`);
  const unfinished = unfinishedOf(file);
  try {
    makeFolder(dirname(resolve(file)));
    refuseNowhere(file);
    // A copy of a file that was in use has its latest pages beside it.
    for (const rest of BESIDE) if (existsSync(`${real}${rest}`)) copyFileSync(`${real}${rest}`, `${unfinished}${rest}`);
    // A backup may be kept from being written to; the database must not.
    for (const rest of BESIDE) if (existsSync(`${unfinished}${rest}`)) allowWriting(`${unfinished}${rest}`);
    refuseUnfit(unfinished, copy);
    flush(unfinished);
    if (existsSync(file)) setAside(file, kept);
    renameSync(unfinished, file);
    flush(dirname(file));
  } catch (error) {
    throw notWritten(file, error);
  } finally {
    remove(unfinished);
  }
}

/** A name that nothing has yet, so that what is removed under it is nobody else's. */
function unfinishedOf(file: string): string {
  return `${file}.unfinished-${crypto.randomUUID()}`;
}

function remove(unfinished: string): void {
  if (!isFolder(dirname(unfinished))) return;
  for (const rest of [...BESIDE, '-shm']) rmSync(`${unfinished}${rest}`, { force: true });
}

function allowWriting(file: string): void {
  chmodSync(file, statSync(file).mode | constants.S_IWUSR);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function refuseNowhere(file: string): void {
  const folder = dirname(file);
  if (!isFolder(folder))
    throw new Error(`cannot write ${file}: there is no folder ${folder}; make it, or name another`);
}

function refuseUnreadable(copy: string): void {
  if (!existsSync(copy)) throw new Error(`there is no backup ${copy}; name a file that versus backup made`);
  if (isFolder(copy)) throw new Error(`${copy} is a folder; name the backup in it`);
  try {
    accessSync(copy, constants.R_OK);
  } catch (error) {
    throw new Error(`cannot read ${copy}; run this as whoever owns it, or give the right to read it`, { cause: error });
  }
}

function openToRead(file: string): DatabaseSync {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(resolve(file), { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    refuseForeign(sqlite);
    if (tablesVersion(sqlite) === 0) throw new Error('it is empty; there is nothing to back up until the bot has run');
    return sqlite;
  } catch (error) {
    sqlite?.close();
    throw named(file, error);
  }
}

/** Also folds what SQLite keeps beside the file into it, so that it is one file from then on. */
function refuseUnfit(file: string, name: string): void {
  const sqlite = new DatabaseSync(resolve(file));
  try {
    refuseForeign(sqlite);
    const version = tablesVersion(sqlite);
    if (version === 0) throw new Error('it is empty');
    const newer = newerThanKnown(version);
    if (newer !== undefined) throw new Error(newer);
    const problems = sqlite.prepare('pragma integrity_check').all();
    if (problems.length !== 1 || problems[0]?.integrity_check !== 'ok') throw new Error('it is damaged');
    sqlite.exec('pragma journal_mode = delete');
  } catch (error) {
    throw isOf(FULL, error) || isOf(FORBIDDEN, error) ? error : named(name, error);
  } finally {
    sqlite.close();
  }
}

/** Renames a database that nobody has open; one that is damaged can be renamed too. */
function setAside(file: string, kept: string): void {
  const sqlite = new DatabaseSync(resolve(file), { timeout: 0 });
  try {
    refuseOpen(sqlite, file);
    for (const rest of ['', '-wal', '-shm']) {
      if (existsSync(`${file}${rest}`)) renameSync(`${file}${rest}`, `${kept}${rest}`);
    }
  } finally {
    sqlite.close();
  }
}

/** Whoever has the file open keeps it from leaving the journal mode that all of ours have. */
function refuseOpen(sqlite: DatabaseSync, file: string): void {
  try {
    sqlite.exec('pragma journal_mode = delete; begin exclusive');
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY)
      throw new Error(`another process has ${file} open; stop the bot, then restore`, { cause: error });
  }
}

/** Until it is on disk, whatever happens to the machine. */
function flush(path: string): void {
  const opened = openSync(path, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

/** What failed while a file was written, with what to do; what says so already stays as it is. */
function notWritten(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const folder = dirname(resolve(file));
  const advice = isOf(FULL, error)
    ? `; make room on the disk of ${folder}`
    : isOf(FORBIDDEN, error)
      ? `; see who owns ${folder} and what is in it, and run this with the right to write there`
      : '';
  return new Error(`cannot write ${file}: ${error.message}${advice}`, { cause: error });
}

function named(file: string, error: unknown): Error {
  const advice = isOf(FORBIDDEN, error) ? '; see who owns it and its folder, and run this with the right to both' : '';
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`cannot use ${file}: ${reason}${advice}`, { cause: error });
}

function isOf(codes: readonly unknown[], error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  const result = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
  return codes.includes(code) || codes.includes(result);
}
