import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely';
import type { Database, Tables } from './database.ts';
import { MIGRATIONS, newerThanKnown } from './migrations.ts';

/** Stands in the header of every file of ours: "Vrss". */
export const APPLICATION_ID = 0x56727373;

/** How long a write waits for another process that holds the file, and how often it looks. */
const BUSY_TIMEOUT_MS = 5000;
const BUSY_PAUSE_MS = 10;
/** A file that was found held this long ago may have been free since. */
const BUSY_MEMORY_MS = 500;

/** Result codes of SQLite. */
const BUSY = 5;
const TOO_BIG = 18;
const CONSTRAINT = 19;
const MISMATCH = 20;

/** What a result code means for whoever runs the bot. */
const ADVICE: Readonly<Record<number, string>> = {
  5: `is held by another process, and was for ${BUSY_TIMEOUT_MS / 1000} s; stop that process, or let it finish`,
  8: 'cannot be written to; see who owns the file and its folder',
  10: 'cannot be read or written: the disk reports an error; see whether it is full or broken',
  11: 'is damaged; restore a backup',
  13: 'cannot grow: the disk is full; make room, then it goes on by itself',
};

/** Opens (and makes, where there is none) a SQLite file; `:memory:` keeps nothing. Throws when it cannot be used. */
export async function openSqlite(file: string): Promise<Database> {
  const connections: DatabaseSync[] = [];
  const connect = async (): Promise<DatabaseSync> => {
    // Waiting is done outside of SQLite, so that everything else goes on meanwhile.
    const sqlite = new DatabaseSync(file, { timeout: 0 });
    connections.push(sqlite);
    return sqlite;
  };
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    const sqlite = await connect();
    const whenFree = createPatience(file);
    await whenFree(() => refuseForeign(sqlite));
    await whenFree(() => sqlite.exec('pragma journal_mode = wal'));
    sqlite.exec('pragma synchronous = full; pragma foreign_keys = on');
    await whenFree(() => migrate(sqlite));
    const writer = new Kysely<Tables>({ dialect: dialectOf(sqlite, file) });
    const reader = file === ':memory:' ? writer : new Kysely<Tables>({ dialect: dialectOf(await connect(), file) });
    return {
      writer,
      reader,
      dialect: {
        elements: (json) => sql`json_each(${json})`,
        forUpdate: sql``,
        forUpdateOfFree: sql``,
      },
      isOfOne: (error) => [CONSTRAINT, TOO_BIG, MISMATCH].includes(resultCode(error) ?? 0),
      close: async () => {
        await Promise.all([writer.destroy(), reader.destroy()]);
        // Kysely closes only what it has used.
        closeAll(connections);
      },
    };
  } catch (error) {
    closeAll(connections);
    throw new Error(
      `cannot use the database ${file}: ${reasonOf(error)}. DATABASE_FILE must name a SQLite file, or one that can be made`,
      { cause: error },
    );
  }
}

/** Throws when a file is no database, or one of another program; an empty one is welcome. */
export function refuseForeign(sqlite: DatabaseSync): void {
  // What is read is of one moment, though another process may be making the tables meanwhile.
  sqlite.exec('begin');
  try {
    if (!belongsToUs(sqlite)) throw new Error('it is the database of another program');
  } finally {
    if (sqlite.isTransaction) sqlite.exec('rollback');
  }
}

/** Which migrations a file has had. */
export function tablesVersion(sqlite: DatabaseSync): number {
  return number(sqlite, 'user_version');
}

function belongsToUs(sqlite: DatabaseSync): boolean {
  const id = number(sqlite, 'application_id');
  if (id === APPLICATION_ID) return true;
  if (id !== 0) return false;
  const tables = sqlite.prepare(`select name from sqlite_schema where type = 'table'`).all();
  // Files of the first versions do not say whose they are.
  const first = new Set<unknown>(['threads', 'notes', 'settings']);
  return tables.length === 0 || (tables.every(({ name }) => first.has(name)) && tablesVersion(sqlite) > 0);
}

/** In one transaction that holds the file's write lock, so that two processes that start at once do not migrate twice. */
function migrate(sqlite: DatabaseSync): void {
  sqlite.exec('begin immediate');
  try {
    const version = tablesVersion(sqlite);
    const refusal = newerThanKnown(version);
    if (refusal !== undefined) throw new Error(refusal);
    for (const migration of MIGRATIONS.slice(version)) sqlite.exec(migration);
    sqlite.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${MIGRATIONS.length}`);
    sqlite.exec('commit');
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('rollback');
    throw error;
  }
}

/** Makes a folder and those above it, one at a time: Node's own recursion never returns below /proc. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in between.
    if (!existsSync(folder)) throw error;
  }
}

/** `node:sqlite` behind Kysely: statements prepared once, and transactions that take the write lock at once. */
function dialectOf(sqlite: DatabaseSync, file: string): Dialect {
  const plain = new SqliteDialect({ database: forKysely(sqlite) });
  return {
    createAdapter: () => plain.createAdapter(),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
    createDriver: () => patient(plain.createDriver(), sqlite, file),
  };
}

/** Lets everything else go on while another process holds the file, and says in our words what failed. */
function patient(driver: Driver, sqlite: DatabaseSync, file: string): Driver {
  const whenFree = createPatience(file);
  let connection: DatabaseConnection | undefined;
  return {
    init: () => driver.init(),
    acquireConnection: async () => {
      connection ??= patientConnection(await driver.acquireConnection());
      return connection;
    },
    // A lock that is taken later could not be waited for: SQLite refuses it at once when others wrote in between.
    beginTransaction: () => whenFree(() => sqlite.exec('begin immediate')),
    commitTransaction: () => whenFree(() => sqlite.exec('commit')),
    rollbackTransaction: async () => {
      // A full disk rolls back by itself.
      if (sqlite.isTransaction) sqlite.exec('rollback');
    },
    releaseConnection: async () => undefined,
    destroy: async () => {
      if (sqlite.isOpen) await driver.destroy();
    },
  };

  function patientConnection(inner: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: (query) => whenFree(() => inner.executeQuery<never>(query)),
      streamQuery: (query, chunkSize) => inner.streamQuery(query, chunkSize),
    };
  }
}

/** `node:sqlite` in the shape that Kysely's SQLite dialect expects. */
function forKysely(sqlite: DatabaseSync): SqliteDatabase {
  /** By their SQL; there are only as many as stand in our code. */
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare: (text) => {
      const known = prepared.get(text);
      if (known) return known;
      const statement = sqlite.prepare(text);
      const made: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(bindable)),
        run: (parameters) => statement.run(...parameters.map(bindable)),
        iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
      };
      prepared.set(text, made);
      return made;
    },
  };
}

function bindable(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new Error(`cannot write a value of type ${typeof value}`);
}

type WhenFree = <Result>(work: () => Result | Promise<Result>) => Promise<Result>;

/**
 * Does things as soon as nobody else holds the file. It fails once the file was held for too long, and what comes then does
 * not wait once more.
 */
function createPatience(file: string): WhenFree {
  let heldSince = Number.NEGATIVE_INFINITY;
  let lastHeld = Number.NEGATIVE_INFINITY;
  return async (work) => {
    for (;;) {
      try {
        const result = await work();
        lastHeld = Number.NEGATIVE_INFINITY;
        return result;
      } catch (error) {
        if (resultCode(error) !== BUSY) throw inOurWords(error, file);
        const now = performance.now();
        if (now - lastHeld > BUSY_MEMORY_MS) heldSince = now;
        lastHeld = now;
        if (now - heldSince > BUSY_TIMEOUT_MS) throw inOurWords(error, file);
        await sleep(BUSY_PAUSE_MS);
      }
    }
  };
}

/** The error with the file in it and what to do, where somebody can do something; it keeps its result code. */
function inOurWords(error: unknown, file: string): unknown {
  const code = resultCode(error);
  const advice = code === undefined ? undefined : ADVICE[code];
  if (advice === undefined) return error;
  return Object.assign(new Error(`the database ${file} ${advice}`, { cause: error }), { errcode: code });
}

/** SQLite's result code, without what newer ones add to it. */
function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function number(sqlite: DatabaseSync, pragma: string): number {
  return Number(sqlite.prepare(`pragma ${pragma}`).get()?.[pragma] ?? 0);
}

function closeAll(connections: readonly DatabaseSync[]): void {
  for (const sqlite of connections) if (sqlite.isOpen) sqlite.close();
}
