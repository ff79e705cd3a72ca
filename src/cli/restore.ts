import { existsSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { restoreSqlite } from '../store/backup.ts';
import type { Place } from '../store/open-store.ts';
import { fileIn } from './backup.ts';

/** `versus restore` with its arguments. */
export function restoreCommand(args: readonly string[]): Promise<number> {
  return restore(fileIn('restore', args), readConfig(process.env).database, new Date());
}

/**
 * `versus restore FILE`: puts a backup in the place of the database, and keeps the old one beside it under a name with the
 * date. Throws, and changes nothing, when that cannot be, such as while the bot runs.
 */
export async function restore(copy: string, place: Place, now: Date): Promise<number> {
  if ('url' in place)
    throw new Error(
      'restore is for SQLite; for PostgreSQL stop every bot on it, and use its own: pg_restore --clean --if-exists --dbname="$DATABASE_URL" FILE',
    );
  if (place.file === ':memory:') throw new Error('DATABASE_FILE is ":memory:": there is nowhere to restore to');
  const kept = `${place.file}.${now.toISOString().replaceAll(':', '-')}`;
  const isThere = existsSync(place.file);
  restoreSqlite(copy, place.file, kept);
  console.log(`restored ${place.file} from ${copy}${isThere ? `; what was there is kept in ${kept}` : ''}`);
  return 0;
}
