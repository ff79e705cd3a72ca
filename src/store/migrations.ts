/**
 * Every change to the tables, in order, as SQLite reads it; the number of a migration is its place, and none is ever edited.
 */
export const MIGRATIONS: readonly string[] = [
  `create table threads (thread text primary key, state text not null, updated_at integer not null) strict;
   create table notes (id integer primary key, thread text not null, kind text not null, body text not null, at integer not null) strict;`,
  'create table settings (name text primary key, value text not null) strict;',
  `alter table threads add column revision integer not null default 1;
   create table deliveries (
     id integer primary key, key text not null unique, thread text not null, body text not null,
     accepted_at integer not null, done_at integer
   ) strict;
   create index pending_deliveries on deliveries (thread, id) where done_at is null;
   create table leases (
     thread text primary key, holder text not null, until integer not null, attempts integer not null
   ) strict, without rowid;
   create table posts (
     position integer primary key, id text not null unique, platform text not null, channel text not null,
     body text not null, written_at integer not null, settled_at integer, result text, reason text
   ) strict;
   create index pending_posts on posts (platform, channel, position) where settled_at is null;
   create table channels (
     platform text not null, channel text not null, holder text not null, until integer not null,
     attempts integer not null, primary key (platform, channel)
   ) strict, without rowid;`,
];

/** The same migration as PostgreSQL reads it. */
export function forPostgres(migration: string): string {
  return migration
    .replaceAll(/\binteger primary key\b/g, 'bigint generated always as identity primary key')
    .replaceAll(/\binteger\b/g, 'bigint')
    .replaceAll(/\) strict(?:, without rowid)?;/g, ');');
}

/** Why a database of this version cannot be used; undefined when it can. */
export function newerThanKnown(version: number): string | undefined {
  return version > MIGRATIONS.length
    ? `the database is of a newer Versus (tables ${version}, this one knows ${MIGRATIONS.length}); run the newer version, or restore an older copy`
    : undefined;
}
