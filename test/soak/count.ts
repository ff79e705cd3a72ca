import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Place } from '../../src/store/open-store.ts';
import type { Reply } from './side.ts';

/** What became of the words that were said. */
export type Count = {
  readonly said: number;
  readonly answered: number;
  /** Without a reply. */
  readonly lost: readonly string[];
  /** With more than one. */
  readonly double: readonly string[];
  /** Replies that stand behind one to words that were accepted later, in the same thread. */
  readonly outOfOrder: readonly string[];
  /** Answered while the store was away: nobody could put these in order, so they stand apart from it. */
  readonly withoutStore: number;
};

/** Holds the replies against what was said, and against the order in which the bot accepted it. */
export function count(said: readonly string[], replies: readonly Reply[], accepted: readonly string[]): Count {
  const times = Map.groupBy(replies, ({ key }) => key);
  const position = new Map(accepted.map((key, index) => [key, index]));
  const outOfOrder = [...Map.groupBy(replies, ({ thread }) => thread).values()].flatMap((inThread) => {
    const first = [...new Map(inThread.toReversed().map((reply) => [reply.key, reply])).values()].toReversed();
    const known = first.filter(({ key, isWithoutStore }) => position.has(key) && !isWithoutStore);
    return known.flatMap(({ key }, index) => {
      const before = known[index - 1];
      return before && (position.get(before.key) ?? 0) > (position.get(key) ?? 0) ? [key] : [];
    });
  });
  return {
    said: said.length,
    answered: said.filter((key) => times.has(key)).length,
    lost: said.filter((key) => !times.has(key)),
    double: said.filter((key) => (times.get(key)?.length ?? 0) > 1),
    outOfOrder,
    withoutStore: new Set(replies.filter(({ isWithoutStore }) => isWithoutStore).map(({ key }) => key)).size,
  };
}

/** The keys in the order in which they were accepted, as the database has it. */
export async function acceptedIn(place: Place): Promise<readonly string[]> {
  const select = 'select key from deliveries order by id';
  if ('file' in place) {
    const database = new DatabaseSync(place.file, { readOnly: true });
    const rows = database.prepare(select).all();
    database.close();
    return rows.map(({ key }) => String(key));
  }
  const client = new Client({ connectionString: place.url });
  await client.connect();
  const { rows } = await client.query<{ key: string }>(select);
  await client.end();
  return rows.map(({ key }) => key);
}
