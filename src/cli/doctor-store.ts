import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import * as z from 'zod';
import { MIGRATIONS, newerThanKnown } from '../store/migrations.ts';
import { openStore, type Place } from '../store/open-store.ts';
import { withoutPassword } from '../store/postgres.ts';
import { refuseForeign, tablesVersion } from '../store/sqlite.ts';
import type { Depth } from '../store/store.ts';
import type { Finding } from './doctor-report.ts';

/**
 * Looks whether the database can be opened, read and written, also while the bot runs. It makes no database and updates no
 * tables: an older bot that still runs could not go on with them.
 */
export async function examineStore(place: Place, now: () => number): Promise<Finding[]> {
  if ('url' in place) return examinePostgres(place.url, now);
  if (place.file === ':memory:')
    return [warning('DATABASE_FILE is ":memory:": nothing is remembered', 'name a file, or leave it out')];
  const file = resolve(place.file);
  const findings = existsSync(file) ? await examineFile(file, now) : [futureFile(file)];
  return findings.some(({ level }) => level === 'problem') ? findings : [...findings, ...examineDisk(file)];
}

/** Larger files are not read to their end. */
const MAX_READ_BYTES = 100 * 2 ** 20;
const BUSY_TIMEOUT_MS = 5000;
const CONNECT_TIMEOUT_MS = 5000;
/** What a full disk leaves the bot to live on for a day or so. */
const NO_ROOM_BYTES = 64 * 2 ** 20;
const LITTLE_ROOM_BYTES = 512 * 2 ** 20;
/** Whoever waits longer was forgotten. */
const OLD_MS = 10 * 60_000;

async function examineFile(file: string, now: () => number): Promise<Finding[]> {
  try {
    const state = readFile(file);
    if (state.damage !== undefined)
      return [problem(`${file} is damaged: ${state.damage}`, 'stop the bot, and run versus restore with a backup')];
    return await examineTables(state.version, { file }, file, now, `make a backup first: versus backup ${file}.backup`);
  } catch (error) {
    return [
      problem(
        `cannot use ${file}: ${reasonOf(error)}`,
        'DATABASE_FILE must name a SQLite file of Versus that the bot may read and write, or one that can be made',
      ),
    ];
  }
}

/** What a file says without being written to. */
function readFile(file: string): { readonly version: number; readonly damage: string | undefined } {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    refuseForeign(sqlite);
    return { version: tablesVersion(sqlite), damage: damageOf(sqlite, file) };
  } finally {
    sqlite.close();
  }
}

function damageOf(sqlite: DatabaseSync, file: string): string | undefined {
  if (statSync(file).size > MAX_READ_BYTES) return undefined;
  const found = sqlite.prepare('pragma quick_check(1)').get()?.quick_check;
  return found === 'ok' || found === undefined ? undefined : String(found).split('\n')[0];
}

/** Whether the tables are those of this version; then whether they take a write. */
async function examineTables(
  version: number,
  place: Place,
  name: string,
  now: () => number,
  before: string,
): Promise<Finding[]> {
  const refusal = newerThanKnown(version);
  if (refusal !== undefined) return [problem(`cannot use ${name}`, refusal)];
  if (version < MIGRATIONS.length)
    return [
      version === 0
        ? good(`${name} is empty; the first start makes the tables`)
        : warning(`${name} has tables ${version} of ${MIGRATIONS.length}; the next start updates them`, before),
    ];
  try {
    const store = await openStore(place);
    try {
      await store.health.check();
      const [inbox, outbox] = await Promise.all([store.deliveries.depth(), store.outbox.depth()]);
      return [
        good(`${name} can be read and written`),
        ...waitingFinding('deliveries that wait to be handled', inbox, now()),
        ...waitingFinding('replies that wait to be posted', outbox, now()),
      ];
    } finally {
      await store.health.close();
    }
  } catch (error) {
    return [unusable(name, error)];
  }
}

/** The store's own words end in what to do, after a semicolon. */
function unusable(name: string, error: unknown): Finding {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const [says = '', ...todo] = reasonOf(inner).split('; ');
  return problem(
    says.includes(name) ? says : `cannot use ${name}: ${says}`,
    todo.length > 0
      ? todo.join('; ')
      : 'look what holds it, and whether its disk is full; then run versus doctor again',
  );
}

function waitingFinding(what: string, { count, oldestAt }: Depth, at: number): Finding[] {
  const ageMs = oldestAt === undefined ? 0 : at - oldestAt;
  if (ageMs <= OLD_MS) return [];
  return [
    warning(
      `${what}: ${count}, the oldest for ${Math.round(ageMs / 60_000)} min`,
      'start the bot, which works them off; if it runs, see its log and versus_given_up_total',
    ),
  ];
}

/** A file that the first start makes, if it may. */
function futureFile(file: string): Finding {
  let folder = dirname(file);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return good(`${file} is not there yet; the first start makes it`);
  } catch (error) {
    return problem(`cannot make ${file}: ${reasonOf(error)}`, 'name another file in DATABASE_FILE, or give the rights');
  }
}

function examineDisk(file: string): Finding[] {
  let folder = dirname(file);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return [diskFinding(bavail * bsize)];
}

/** What so much free disk means. */
export function diskFinding(freeBytes: number): Finding {
  const free = `${Math.floor(freeBytes / 2 ** 20)} MiB of disk are free`;
  if (freeBytes < NO_ROOM_BYTES) return problem(`only ${free}`, 'make room: a full disk keeps nothing');
  if (freeBytes < LITTLE_ROOM_BYTES) return warning(`only ${free}`, 'make room soon: a full disk keeps nothing');
  return good(free);
}

async function examinePostgres(url: string, now: () => number): Promise<Finding[]> {
  const name = `the database ${withoutPassword(url)}`;
  try {
    const { version, isReadOnly } = await readPostgres(url);
    if (isReadOnly)
      return [problem(`${name} takes no writes: it is a standby`, 'name the primary server in DATABASE_URL')];
    return await examineTables(version, { url }, name, now, 'make a backup first: pg_dump --format=custom');
  } catch (error) {
    return [
      problem(
        `cannot use ${name}: ${reasonOf(error)}`,
        'DATABASE_URL must name a PostgreSQL database that can be reached and written to',
      ),
    ];
  }
}

const versionRows = z.array(z.object({ version: z.coerce.number() }));
const stateRows = z.tuple([z.object({ standby: z.boolean(), tables: z.string().nullable() })]);

async function readPostgres(url: string): Promise<{ readonly version: number; readonly isReadOnly: boolean }> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    application_name: 'versus doctor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const state = await client.query(
      `select pg_is_in_recovery() as standby, cast(to_regclass('tables_version') as text) as tables`,
    );
    const [{ standby, tables }] = stateRows.parse(state.rows);
    if (tables === null) return { version: 0, isReadOnly: standby };
    const { rows } = await client.query('select version from tables_version');
    return { version: versionRows.parse(rows)[0]?.version ?? 0, isReadOnly: standby };
  } finally {
    await client.end();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

function problem(says: string, todo: string): Finding {
  return { area: 'store', level: 'problem', says, todo };
}

function warning(says: string, todo: string): Finding {
  return { area: 'store', level: 'warning', says, todo };
}

function good(says: string): Finding {
  return { area: 'store', level: 'ok', says };
}
