import { sql } from 'kysely';
import { type Database, integer, statement, type Tables, text } from './database.ts';
import type { Write } from './group.ts';
import { cleanLease, endOf, isFree } from './lease.ts';
import { type Channel, channelKey, type Next } from './next.ts';
import { cleanName } from './rows.ts';
import type { Lease, Outbox, PlacedPost, Post } from './store.ts';
import type { WriteQueue } from './write-queue.ts';

/** Old posts that are forgotten at once, at most. */
const FORGOTTEN_AT_ONCE = 500;

/** The outbox over a database. */
export function createOutbox({
  database,
  next,
  queue,
  keepDoneMs,
}: {
  readonly database: Database;
  readonly next: Next;
  readonly queue: WriteQueue<Write>;
  readonly keepDoneMs: number;
}): Outbox {
  const { writer, reader, dialect } = database;
  const take = statement(
    database,
    (given) => sql<never>`
      update channels set holder = ${text(2)}, until = ${integer(3)}, attempts = ${integer(4)} from ${given}
      where channels.platform = ${text(0)} and channels.channel = ${text(1)}`,
  );
  const held = statement(
    database,
    (given) => sql<Channel>`
      select channels.platform, channels.channel from channels
      where (channels.platform, channels.channel, channels.holder) in (
        select ${text(0)}, ${text(1)}, ${text(2)} from ${given}
      ) order by channels.platform, channels.channel${dialect.forUpdate}`,
  );
  const extend = statement(
    database,
    (given) => sql<never>`
      update channels set until = ${integer(2)} from ${given}
      where channels.platform = ${text(0)} and channels.channel = ${text(1)}`,
  );
  const drop = statement(
    database,
    (given) => sql<never>`
      delete from channels where (platform, channel) in (select ${text(0)}, ${text(1)} from ${given})`,
  );
  return {
    due: ({ platform, holder, at, until, limit }) =>
      writer.transaction().execute(async (trx) => {
        const { rows: free } = await sql<Pick<Tables['channels'], 'platform' | 'channel' | 'attempts'>>`
          select platform, channel, attempts from channels where platform = ${cleanName(platform)} and ${isFree(at)}
          order by until, channel limit ${limit}${dialect.forUpdateOfFree}`.execute(trx);
        const found = await next.posts(trx, free, at);
        const isFound = (one: Channel) => found.has(channelKey(one));
        await take(
          trx,
          free
            .filter(isFound)
            .map((one) => [one.platform, one.channel, cleanName(holder), endOf(at, until), one.attempts + 1]),
        );
        await drop(
          trx,
          free.filter((one) => !isFound(one)).map((one) => [one.platform, one.channel]),
        );
        await sql`
          delete from posts where position in (
            select position from posts where position in (
              select position from posts order by position limit ${FORGOTTEN_AT_ONCE}
            ) and settled_at < ${at - keepDoneMs}${dialect.forUpdateOfFree}
          )`.execute(trx);
        return free.flatMap((channel) => {
          const post = found.get(channelKey(channel));
          return post ? [{ ...post, attempt: channel.attempts + 1 }] : [];
        });
      }),
    sent: (post, { result, ...lease }) => settle(post, lease, result, null),
    failed: (post, { reason, ...lease }) => settle(post, lease, null, reason),
    later: async ({ platform, channel }, { holder, at, notBefore, attempts }) => {
      await writer
        .updateTable('channels')
        .set({ holder: '', until: endOf(at, notBefore), attempts })
        .where('platform', '=', cleanName(platform))
        .where('channel', '=', cleanName(channel))
        .where('holder', '=', cleanName(holder))
        .execute();
    },
    renew: ({ holder, channels, at, until }) =>
      writer.transaction().execute(async (trx) => {
        const rows = await held(
          trx,
          channels.map((one) => [cleanName(one.platform), cleanName(one.channel), cleanName(holder)]),
        );
        await extend(
          trx,
          rows.map(({ platform, channel }) => [platform, channel, endOf(at, until)]),
        );
      }),
    release: (holder) =>
      writer.transaction().execute(async (trx) => {
        const { rows } = await sql<Channel>`
          select platform, channel from channels where holder = ${cleanName(holder)}
          order by platform, channel${dialect.forUpdate}`.execute(trx);
        if (rows.length === 0) return;
        await trx
          .updateTable('channels')
          .set({ holder: '', until: 0 })
          .where('holder', '=', cleanName(holder))
          .execute();
      }),
    depth: async () => {
      const { count, oldest } = await reader
        .selectFrom('posts')
        .select((row) => [row.fn.countAll<number>().as('count'), row.fn.min('written_at').as('oldest')])
        .where('settled_at', 'is', null)
        .executeTakeFirstOrThrow();
      return { count, oldestAt: oldest ?? undefined };
    },
  };

  function settle(
    post: PlacedPost,
    lease: Lease,
    result: string | null,
    reason: string | null,
  ): Promise<Post | undefined> {
    return new Promise((resolve, reject) => {
      const placed = cleanPlace(post);
      queue.add({
        type: 'settle',
        post: placed,
        result: result && cleanName(result),
        reason: reason && cleanName(reason),
        lease: cleanLease(lease),
        touches: [`channel ${channelKey(placed)}`],
        resolve,
        reject,
      });
    });
  }
}

/** A post's names, clean. */
export function cleanPlace({ id, platform, channel }: PlacedPost): PlacedPost {
  return { id: cleanName(id), platform: cleanName(platform), channel: cleanName(channel) };
}
