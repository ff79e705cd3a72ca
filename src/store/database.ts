import { type Generated, type Kysely, type RawBuilder, sql } from 'kysely';

/** Tables: text, integers, and JSON as text, so that either database can hold the same. */
export type Tables = {
  threads: { thread: string; state: string; updated_at: number; revision: number };
  notes: { id: Generated<number>; thread: string; kind: string; body: string; at: number };
  settings: { name: string; value: string };
  deliveries: {
    id: Generated<number>;
    key: string;
    thread: string;
    /** Empty once it is done. */
    body: string;
    accepted_at: number;
    done_at: number | null;
  };
  /** A row for each thread with deliveries that are not done, and for no other. */
  leases: { thread: string; holder: string; until: number; attempts: number };
  posts: {
    position: Generated<number>;
    id: string;
    platform: string;
    channel: string;
    /** Empty once it is settled. */
    body: string;
    written_at: number;
    settled_at: number | null;
    result: string | null;
    reason: string | null;
  };
  /** A row for each channel with posts that are not settled, and for no other. */
  channels: { platform: string; channel: string; holder: string; until: number; attempts: number };
};

/** An open database, and what differs between the kinds. */
export type Database = {
  readonly writer: Kysely<Tables>;
  /** Does not wait for what is being written, where there is another connection to read from. */
  readonly reader: Kysely<Tables>;
  readonly dialect: Dialect;
  /** Whether an error is about what was written, or a clash with another writer: others may then still succeed. */
  readonly isOfOne: (error: unknown) => boolean;
  readonly close: () => Promise<void>;
};

export type Dialect = {
  /** The elements of a JSON array as rows with a column `value`. */
  readonly elements: (json: string) => RawBuilder<unknown>;
  /** At the end of a select: keeps its rows from others until the transaction ends; nothing where writers are alone anyway. */
  readonly forUpdate: RawBuilder<unknown>;
  /** The same, without the rows that others keep. */
  readonly forUpdateOfFree: RawBuilder<unknown>;
};

export type Value = string | number | null;

/** A statement that takes any number of rows as its one parameter. */
export type Statement<Row> = (db: Kysely<Tables>, rows: readonly (readonly Value[])[]) => Promise<readonly Row[]>;

/** Compiles a statement once; the rows stand in it as `given`, and `text` and `integer` name their values. */
export function statement<Row>(
  { writer, dialect }: Database,
  build: (given: RawBuilder<unknown>) => RawBuilder<Row>,
): Statement<Row> {
  const compiled = build(sql`${dialect.elements('[]')} as given`).compile(writer);
  return async (db, rows) => {
    if (rows.length === 0) return [];
    const { rows: found } = await db.executeQuery<Row>({ ...compiled, parameters: [JSON.stringify(rows)] });
    return found;
  };
}

/** The nth value of a given row, as text. */
export function text(nth: number): RawBuilder<string> {
  return sql<string>`(given.value ->> ${sql.lit(nth)})`;
}

/** The nth value of a given row, as a whole number. */
export function integer(nth: number): RawBuilder<number> {
  return sql<number>`cast((given.value ->> ${sql.lit(nth)}) as bigint)`;
}
