import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup as copyPages, DatabaseSync } from 'node:sqlite';
import { newerThanKnown } from './migrations.ts';
import { refuseForeign, tablesVersion } from './sqlite.ts';

/** As many pages at once as there are: a copy in steps would begin anew whenever the bot writes in between. */
const ALL_PAGES = 0x7fffffff;
/** SQLite's result code for a file that another process has open. */
const BUSY = 5;
const BUSY_TIMEOUT_MS = 5000;

/**
 * Copies a SQLite database while it may be in use; the copy is whole, and of one moment. Throws when the file is no database
 * of ours, or when there is something where the copy is to be.
 */
export async function backupSqlite(file: string, copy: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`there is no database ${file} to back up; DATABASE_FILE names it`);
  if (existsSync(copy)) throw new Error(`${copy} is there already; name a file that is not, or move it away`);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  const source = openToRead(file);
  try {
    await copyPages(source, unfinished, { rate: ALL_PAGES });
    flush(unfinished);
    renameSync(unfinished, copy);
    flush(dirname(copy));
  } finally {
    source.close();
    rmSync(unfinished, { force: true });
  }
}

/**
 * Puts a backup in the place of a SQLite database, and keeps what was there beside it under `kept`. Throws, and changes
 * nothing, when the backup is not whole, not ours or of a newer version, or when another process has the database open.
 */
export function restoreSqlite(copy: string, file: string, kept: string): void {
  if (!existsSync(copy)) throw new Error(`there is no backup ${copy}`);
  if (existsSync(kept)) throw new Error(`${kept} is there already; move it away`);
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    copyFileSync(copy, unfinished);
    refuseUnfit(unfinished, copy);
    flush(unfinished);
    if (existsSync(file)) setAside(file, kept);
    renameSync(unfinished, file);
    flush(dirname(file));
  } finally {
    for (const rest of ['', '-wal', '-shm']) rmSync(`${unfinished}${rest}`, { force: true });
  }
}

function openToRead(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    refuseForeign(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw named(file, error);
  }
}

/** Also folds what SQLite keeps beside the file into it, so that it is one file from then on. */
function refuseUnfit(file: string, name: string): void {
  const sqlite = new DatabaseSync(file);
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
    throw named(name, error);
  } finally {
    sqlite.close();
  }
}

/** Renames a database that nobody has open; one that is damaged can be renamed too. */
function setAside(file: string, kept: string): void {
  const sqlite = new DatabaseSync(file, { timeout: 0 });
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

function named(file: string, error: unknown): Error {
  return new Error(`cannot use ${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
