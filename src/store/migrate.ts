import type { DatabaseSync } from 'node:sqlite';

/** Every change to the tables, in order; the number of a migration is its place, and none is ever edited. */
const MIGRATIONS: readonly string[] = [
  `create table threads (thread text primary key, state text not null, updated_at integer not null) strict;
   create table notes (id integer primary key, thread text not null, kind text not null, body text not null, at integer not null) strict;`,
  'create table settings (name text primary key, value text not null) strict;',
];

/**
 * Brings the tables up to date, in one transaction that holds the file's write lock, so that two processes that start
 * at once do not migrate twice. Throws when the file is of a newer program.
 */
export function migrate(sqlite: DatabaseSync): void {
  sqlite.exec('begin immediate');
  try {
    const version = Number(sqlite.prepare('pragma user_version').get()?.user_version ?? 0);
    if (version > MIGRATIONS.length) {
      throw new Error(
        `the database is of a newer Versus (tables ${version}, this one knows ${MIGRATIONS.length}); run the newer version, or restore an older copy`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) sqlite.exec(migration);
    sqlite.exec(`pragma user_version = ${MIGRATIONS.length}`);
    sqlite.exec('commit');
  } catch (error) {
    sqlite.exec('rollback');
    throw error;
  }
}
