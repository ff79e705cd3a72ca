import { type Kysely, sql } from 'kysely';
import { createCommits } from './commits.ts';
import type { Database, Tables } from './database.ts';
import { statement, text } from './database.ts';
import { createDeliveries } from './deliveries.ts';
import { createGroupWriter, isChangedMeanwhile, type Write } from './group.ts';
import { createNext } from './next.ts';
import { createOutbox } from './outbox.ts';
import { cleanName, createRows, type Rows } from './rows.ts';
import type { Health, Notes, Retention, Settings, Store, Threads } from './store.ts';
import { createWriteQueue } from './write-queue.ts';

/** Where a store keeps what it is given: a SQLite file (`:memory:` keeps nothing), or a PostgreSQL database. */
export type Place = { readonly file: string } | { readonly url: string };

export type StoreOptions = {
  /** How long keys of what was done are known; a week unless given. */
  readonly keepDoneMs?: number;
  /** Told of each group of writes. */
  readonly wrote?: (group: { readonly count: number; readonly durationMs: number }) => void;
  /** How long a PostgreSQL server that cannot be reached yet is waited for; not at all unless given. */
  readonly waitMs?: number;
  /** Told why it is waited for, at each try. */
  readonly waiting?: (reason: string) => void;
  /** Told of each row that cannot be read, with how many of its table could not so far. */
  readonly unreadable?: (row: { readonly table: string; readonly count: number }) => void;
};

const KEEP_DONE_MS = 7 * 24 * 60 * 60_000;
const CHECK_TIMEOUT_MS = 2000;
/** Rows that are removed at once, at most. */
const FORGOTTEN_AT_ONCE = 1000;
/** A check writes as much as handling does: where there is room for a few letters only, the database is not well. */
const CHECK_CHARS = 32_768;

/** Opens a database, and makes or updates its tables. Throws when it cannot be used, with what to do about it. */
export async function openStore(place: Place, options: StoreOptions = {}): Promise<Store> {
  const database = await openDatabase(place, options);
  const { keepDoneMs = KEEP_DONE_MS, wrote = () => undefined, unreadable = () => undefined } = options;
  const rows = createRows(unreadable);
  const next = createNext(database, rows);
  const writeGroup = createGroupWriter(database, next);
  const queue = createWriteQueue<Write>({
    write: (writes) => database.writer.transaction().execute((trx) => writeGroup(trx, writes)),
    isOfOne: (error) => isChangedMeanwhile(error) || database.isOfOne(error),
    wrote,
  });
  return {
    deliveries: createDeliveries({ database, next, queue, keepDoneMs }),
    commits: createCommits(queue),
    outbox: createOutbox({ database, next, queue, keepDoneMs }),
    threads: createThreads(database, rows),
    notes: createNotes(database, rows),
    retention: createRetention(database),
    settings: createSettings(database),
    health: createHealth(database, rows, queue.close),
  };
}

/** Its driver is loaded only now. */
async function openDatabase(place: Place, { waitMs = 0, waiting = () => undefined }: StoreOptions): Promise<Database> {
  if ('file' in place) return (await import('./sqlite.ts')).openSqlite(place.file);
  return (await import('./postgres.ts')).openPostgres(place.url, { waitMs, waiting });
}

function createThreads(database: Database, rows: Rows): Threads {
  const find = statement(
    database,
    (given) => sql<{ state: string; revision: number }>`
      select threads.state, threads.revision from ${given} join threads on threads.thread = ${text(0)}`,
  );
  return {
    load: async (thread) => {
      const [row] = await find(database.reader, [[cleanName(thread)]]);
      return row ? { state: rows.state(row.state), revision: row.revision } : { state: undefined, revision: 0 };
    },
    recent: async ({ prefix, since, limit }) => {
      const found = await database.reader
        .selectFrom('threads')
        .select(['thread', 'updated_at as at'])
        .where('updated_at', '>=', since)
        .where(sql`substr(thread, 1, ${prefix.length})`, '=', prefix)
        .orderBy('updated_at', 'desc')
        .orderBy('thread')
        .limit(limit)
        .execute();
      return found;
    },
  };
}

function createNotes({ reader }: Database, rows: Rows): Notes {
  return {
    since: async (at) => {
      const found = await reader
        .selectFrom('notes')
        .select(['thread', 'body', 'at'])
        .where('at', '>=', at)
        .orderBy('id')
        .execute();
      return found.flatMap((row) => rows.note(row) ?? []);
    },
  };
}

function createRetention({ writer }: Database): Retention {
  const notes = (before: number) => {
    const old = writer.selectFrom('notes').select('id').where('at', '<', before);
    return writer.deleteFrom('notes').where('id', 'in', old.orderBy('id').limit(FORGOTTEN_AT_ONCE));
  };
  const threads = (before: number) => {
    const old = writer.selectFrom('threads').select('thread').where('updated_at', '<', before);
    return (
      writer
        .deleteFrom('threads')
        .where('thread', 'in', old.orderBy('thread').limit(FORGOTTEN_AT_ONCE))
        // One that is changed meanwhile is not old any more.
        .where('updated_at', '<', before)
    );
  };
  return {
    forget: async (before) => ({
      notes: await inParts(() => notes(before.notes).executeTakeFirstOrThrow()),
      threads: await inParts(() => threads(before.threads).executeTakeFirstOrThrow()),
    }),
  };
}

/** Removes rows a part at a time, so that what else is written need not wait long. */
async function inParts(remove: () => Promise<{ readonly numDeletedRows: bigint }>): Promise<number> {
  let all = 0;
  for (;;) {
    const removed = Number((await remove()).numDeletedRows);
    all += removed;
    if (removed < FORGOTTEN_AT_ONCE) return all;
  }
}

function createSettings({ writer, reader }: Database): Settings {
  return {
    once: async (name, at) => {
      const added = await writer
        .insertInto('settings')
        .values({ name: cleanName(name), value: String(at) })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning('name')
        .execute();
      return added.length > 0;
    },
    get: async (name) => {
      const row = await reader
        .selectFrom('settings')
        .select('value')
        .where('name', '=', cleanName(name))
        .executeTakeFirst();
      return row?.value;
    },
    set: (name, value) => put(writer, name, value),
  };
}

function createHealth({ writer, close }: Database, rows: Rows, closeQueue: () => Promise<void>): Health {
  let closed: Promise<void> | undefined;
  return {
    check: () => withinTime(put(writer, 'versus:room', textToWrite())),
    unreadable: rows.unreadable,
    close: () => {
      closed ??= closeQueue().then(close);
      return closed;
    },
  };
}

/** Another one each time: SQLite leaves alone what would stay as it is, and a full disk would not be noticed. */
function textToWrite(): string {
  const letters = Math.random().toString(36).slice(2, 10).padEnd(8, 'x');
  return letters.repeat(CHECK_CHARS / letters.length);
}

async function put(writer: Kysely<Tables>, name: string, text: string): Promise<void> {
  const value = cleanName(text);
  await writer
    .insertInto('settings')
    .values({ name: cleanName(name), value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function withinTime(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`the database did not take a write within ${CHECK_TIMEOUT_MS / 1000} s`)),
    CHECK_TIMEOUT_MS,
  );
  // Whichever is second must not be an unhandled rejection.
  work.catch(() => undefined);
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
