import { type Kysely, sql } from 'kysely';
import { type Database, integer, statement, type Tables, text } from './database.ts';
import type { Rows } from './rows.ts';
import type { Post, Received } from './store.ts';

/**
 * Finds what is at the front of the queues. What cannot be read is set aside, with its words kept, so that the rest of its
 * queue goes on.
 */
export type Next = {
  /** The oldest delivery of each of these threads that is not done, by thread. */
  readonly deliveries: (
    trx: Kysely<Tables>,
    threads: readonly string[],
    at: number,
  ) => Promise<ReadonlyMap<string, Received>>;
  /** The oldest post of each of these channels that is not settled, by `channelKey`. */
  readonly posts: (trx: Kysely<Tables>, channels: readonly Channel[], at: number) => Promise<ReadonlyMap<string, Post>>;
};

export type Channel = { readonly platform: string; readonly channel: string };

/** One text for a channel of a platform. */
export function channelKey({ platform, channel }: Channel): string {
  return `${platform}\0${channel}`;
}

/** Finds what is next, in whatever transaction it is given. */
export function createNext(database: Database, rows: Rows): Next {
  const oldestDeliveries = statement(
    database,
    (given) => sql<{ thread: string; id: number; body: string }>`
      select found.thread, found.id, found.body from ${given} join deliveries as found on found.id = (
        select min(waiting.id) from deliveries as waiting where waiting.thread = ${text(0)} and waiting.done_at is null
      )`,
  );
  const setAsideDeliveries = statement(
    database,
    (given) => sql<never>`
      update deliveries set done_at = ${integer(1)} from ${given} where deliveries.id = ${integer(0)}`,
  );
  const oldestPosts = statement(
    database,
    (given) => sql<Pick<Tables['posts'], 'id' | 'platform' | 'channel' | 'body' | 'written_at'>>`
      select found.id, found.platform, found.channel, found.body, found.written_at
      from ${given} join posts as found on found.position = (
        select min(waiting.position) from posts as waiting
        where waiting.platform = ${text(0)} and waiting.channel = ${text(1)} and waiting.settled_at is null
      )`,
  );
  const setAsidePosts = statement(
    database,
    (given) => sql<never>`
      update posts set settled_at = ${integer(1)}, reason = 'cannot be read' from ${given} where posts.id = ${text(0)}`,
  );

  return {
    deliveries: async (trx, threads, at) => {
      const found = new Map<string, Received>();
      let left = threads;
      while (left.length > 0) {
        const broken: { readonly thread: string; readonly id: number }[] = [];
        for (const { thread, id, body } of await oldestDeliveries(
          trx,
          left.map((thread) => [thread]),
        )) {
          const delivery = rows.delivery(body);
          if (delivery) found.set(thread, delivery);
          else broken.push({ thread, id });
        }
        await setAsideDeliveries(
          trx,
          broken.map(({ id }) => [id, at]),
        );
        left = broken.map(({ thread }) => thread);
      }
      return found;
    },
    posts: async (trx, channels, at) => {
      const found = new Map<string, Post>();
      let left = channels;
      while (left.length > 0) {
        const broken: (Channel & { readonly id: string })[] = [];
        const oldest = await oldestPosts(
          trx,
          left.map(({ platform, channel }) => [platform, channel]),
        );
        for (const { id, platform, channel, body, written_at } of oldest) {
          const read = rows.post(body);
          if (read) found.set(channelKey({ platform, channel }), { id, platform, channel, ...read, at: written_at });
          else broken.push({ id, platform, channel });
        }
        await setAsidePosts(
          trx,
          broken.map(({ id }) => [id, at]),
        );
        left = broken;
      }
      return found;
    },
  };
}
