import { readConfig } from '../config.ts';
import { backupSqlite } from '../store/backup.ts';
import type { Place } from '../store/open-store.ts';
import { UsageError } from './usage.ts';

/** `versus backup` with its arguments. */
export function backupCommand(args: readonly string[]): Promise<number> {
  return backup(fileIn('backup', args), readConfig(process.env).database);
}

/** The one file that a command takes. */
export function fileIn(command: string, [file, ...others]: readonly string[]): string {
  if (file === undefined || file.trim() === '' || file.startsWith('-') || others.length > 0)
    throw new UsageError(`${command} takes the name of one file; see versus --help`);
  return file;
}

/** `versus backup FILE`: copies the database into a new file, also while the bot runs. Throws when that cannot be. */
export async function backup(copy: string, place: Place): Promise<number> {
  if ('url' in place)
    throw new Error(
      'backup is for SQLite; for PostgreSQL use its own: pg_dump --format=custom --file=FILE "$DATABASE_URL"',
    );
  if (place.file === ':memory:') throw new Error('DATABASE_FILE is ":memory:": there is nothing to back up');
  await backupSqlite(place.file, copy);
  console.log(`backed up ${place.file} to ${copy}`);
  return 0;
}
