import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely';
import { DatabaseError, Pool, type PoolClient, types } from 'pg';
import * as z from 'zod';
import type { Database, Tables } from './database.ts';
import { forPostgres, MIGRATIONS, newerThanKnown } from './migrations.ts';

/** One connection writes; the others read, so that a thread is loaded while a group is written. */
const MAX_CONNECTIONS = 6;
const CONNECT_TIMEOUT_MS = 5000;
/** A statement that takes longer is given up by the server, and a little later by us, should the server be gone. */
const STATEMENT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 12_000;
/** A process that stops in the middle of a transaction keeps what it locked no longer than this. */
const IDLE_TRANSACTION_TIMEOUT_MS = 10_000;

/** Names the lock under which tables are made: "Vrss". */
const MIGRATION_LOCK = 0x56727373;

/** The type of 64-bit integers, which pg hands over as text: ours are counts and moments. */
const BIGINT = 20;

/** How long a server that cannot be reached yet is waited for, and who is told why. */
export type Patience = { readonly waitMs: number; readonly waiting: (reason: string) => void };

/**
 * Opens a PostgreSQL database, and makes its tables where they are missing. Throws when it cannot be used, or could not be
 * reached for so long.
 */
export async function openPostgres(url: string, { waitMs, waiting }: Patience): Promise<Database> {
  const pool = connectionPool(url);
  try {
    await withinPatience(() => withClient(pool, migrate), waitMs, waiting);
  } catch (error) {
    await pool.end();
    const waited = waitMs > 0 && isNotThereYet(error) ? `, for ${Math.round(waitMs / 1000)} s` : '';
    throw new Error(
      `cannot use the database ${withoutPassword(url)}: ${reasonOf(error)}${waited}. DATABASE_URL must name a PostgreSQL database that can be reached and written to`,
      { cause: error },
    );
  }
  const db = new Kysely<Tables>({ dialect: dialectOf(pool, withoutPassword(url)) });
  return {
    writer: db,
    reader: db,
    dialect: {
      elements: (json) => sql`json_array_elements(cast(${json} as json))`,
      forUpdate: sql` for update`,
      forUpdateOfFree: sql` for update skip locked`,
    },
    // Data and constraints (22, 23), clashes with another transaction (40), a lock that was not to be had (55).
    isOfOne: (error) => error instanceof DatabaseError && /^(?:22|23|40|55)/.test(error.code ?? ''),
    close: async () => {
      await db.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}

/** Tries again while the server is not there yet, as when both were started at the same time. */
async function withinPatience(
  work: () => Promise<void>,
  waitMs: number,
  waiting: (reason: string) => void,
): Promise<void> {
  const endMs = performance.now() + waitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isNotThereYet(error) || performance.now() + AGAIN_MS > endMs) throw error;
      waiting(reasonOf(error));
      await sleep(AGAIN_MS);
    }
  }
}

/** The pause before a server that is not there yet is asked again. */
const AGAIN_MS = 500;
/** A server that starts, stops, or has no connection left (57P, 53300); a name or an address that nobody answers at yet. */
const NOT_THERE_YET =
  /^(?:57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;

function isNotThereYet(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return NOT_THERE_YET.test(error.code);
  // These have no code.
  return /^(?:Connection terminated|timeout exceeded when trying to connect)/.test(error.message);
}

/** Says in our words that the server cannot be reached. */
function dialectOf(pool: Pool, name: string): Dialect {
  const plain = new PostgresDialect({ pool });
  return {
    createAdapter: () => plain.createAdapter(),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
    createDriver: () => {
      const driver = plain.createDriver();
      return {
        init: () => driver.init(),
        acquireConnection: async () => {
          try {
            return await driver.acquireConnection();
          } catch (error) {
            throw new Error(`the database ${name} cannot be reached: ${reasonOf(error)}; it goes on once it can be`, {
              cause: error,
            });
          }
        },
        beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
        commitTransaction: (connection) => driver.commitTransaction(connection),
        // A connection that is gone has nothing to roll back; what broke it is the error to tell.
        rollbackTransaction: (connection) => driver.rollbackTransaction(connection).catch(() => undefined),
        releaseConnection: (connection) => driver.releaseConnection(connection),
        destroy: () => driver.destroy(),
      };
    },
  };
}

function connectionPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'versus',
    types: {
      getTypeParser: (id, format) => (id === BIGINT ? Number : types.getTypeParser(id, format)),
    },
  });
  // A connection that breaks between two statements belongs to nobody; the next statement says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** In one transaction under a lock of the whole database, so that two processes that start at once do not migrate twice. */
async function migrate(client: PoolClient): Promise<void> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query('create table if not exists tables_version (version bigint not null)');
  const { rows } = await client.query('select version from tables_version');
  const version = z.array(z.object({ version: z.number() })).parse(rows)[0]?.version ?? 0;
  const refusal = newerThanKnown(version);
  if (refusal !== undefined) throw new Error(refusal);
  for (const migration of MIGRATIONS.slice(version)) await client.query(forPostgres(migration));
  await client.query('delete from tables_version');
  await client.query('insert into tables_version (version) values ($1)', [MIGRATIONS.length]);
  await client.query('commit');
}

/** A client that failed is not used again: its transaction goes with it. */
async function withClient(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Where a database is, to go after "the database"; says nothing of an address in which the password may go on after the host. */
export function withoutPassword(url: string): string {
  const parsed = /^[^/]*\/\/[^/?#]*[/?#].*@/s.test(url) ? null : URL.parse(url);
  return parsed === null ? 'of DATABASE_URL' : `${parsed.hostname}:${parsed.port || '5432'}${parsed.pathname}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
