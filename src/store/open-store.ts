import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import * as z from 'zod';
import { threadStateSchema } from '../core/thread.ts';
import { migrate } from './migrate.ts';
import type { Store, StoredNote } from './store.ts';

/** Tables: text, integers, and JSON as text, so that another database can hold the same. */
type Tables = {
  threads: { thread: string; state: string; updated_at: number };
  settings: { name: string; value: string };
  notes: { id: number; thread: string; kind: string; body: string; at: number };
};

const noteBody = z.object({
  kind: z.literal('feedback'),
  entry: z.string(),
  value: z.enum(['liked', 'disliked']),
  version: z.string(),
});

/** How long a write waits for another process that holds the file. */
const BUSY_TIMEOUT_MS = 5000;
const BUSY_PAUSE_MS = 20;

/** Opens (and makes, where there is none) the SQLite file; `:memory:` keeps nothing. Throws when it cannot be used. */
export async function openStore(file: string): Promise<Store> {
  const sqlite = openSqlite(file);
  const db = new Kysely<Omit<Tables, 'notes'> & { notes: Omit<Tables['notes'], 'id'> & { id?: number } }>({
    dialect: new SqliteDialect({ database: forKysely(sqlite) }),
  });

  return {
    loadThread: async (thread) => {
      const row = await db.selectFrom('threads').select('state').where('thread', '=', thread).executeTakeFirst();
      return row && threadStateSchema.safeParse(parseJson(row.state)).data;
    },
    commit: async ({ states, notes, at }) => {
      await db.transaction().execute(async (trx) => {
        for (const { thread, state } of states) {
          const json = JSON.stringify(state);
          await trx
            .insertInto('threads')
            .values({ thread, state: json, updated_at: at })
            .onConflict((conflict) => conflict.column('thread').doUpdateSet({ state: json, updated_at: at }))
            .execute();
        }
        for (const { thread, ...note } of notes) {
          await trx
            .insertInto('notes')
            .values({ thread, kind: note.kind, body: JSON.stringify(note), at })
            .execute();
        }
      });
    },
    once: async (name, at) => {
      const added = await db
        .insertInto('settings')
        .values({ name, value: String(at) })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    notesSince: async (at) => {
      const rows = await db
        .selectFrom('notes')
        .select(['thread', 'body', 'at'])
        .where('at', '>=', at)
        .orderBy('id')
        .execute();
      return rows.map(
        (row): StoredNote => ({ ...noteBody.parse(JSON.parse(row.body)), thread: row.thread, at: row.at }),
      );
    },
    close: async () => {
      await db.destroy();
      // Kysely closes only what it has used.
      if (sqlite.isOpen) sqlite.close();
    },
  };
}

function openSqlite(file: string): DatabaseSync {
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    const sqlite = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    whenFree(() => sqlite.exec('pragma journal_mode = wal'));
    sqlite.exec('pragma synchronous = full; pragma foreign_keys = on');
    migrate(sqlite);
    return sqlite;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `cannot use the database ${file}: ${reason}. DATABASE_FILE must name a SQLite file, or one that can be made`,
      { cause: error },
    );
  }
}

/** One folder at a time: Node's own recursion never returns below /proc. */
function makeFolder(folder: string) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in between.
    if (!existsSync(folder)) throw error;
  }
}

/** Two processes that make the file at the same moment: SQLite does not wait by itself while the journal mode changes. */
function whenFree(change: () => void) {
  const waiter = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; ; waitedMs += BUSY_PAUSE_MS) {
    try {
      return change();
    } catch (error) {
      if (waitedMs >= BUSY_TIMEOUT_MS || !isBusy(error)) throw error;
      Atomics.wait(waiter, 0, 0, BUSY_PAUSE_MS);
    }
  }
}

/** SQLITE_BUSY, as node:sqlite reports it. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

/** A row that is no JSON is as good as none: its thread begins anew. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `node:sqlite` in the shape that Kysely's SQLite dialect expects. */
function forKysely(sqlite: DatabaseSync): ConstructorParameters<typeof SqliteDialect>[0]['database'] & object {
  return {
    close: () => sqlite.close(),
    prepare: (sql: string) => {
      const statement = sqlite.prepare(sql);
      const bind = (parameters: readonly unknown[]) =>
        z.array(z.union([z.string(), z.number(), z.null()])).parse(parameters);
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...bind(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...bind(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...bind(parameters)),
      };
    },
  };
}
