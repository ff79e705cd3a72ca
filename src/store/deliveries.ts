import { sql } from 'kysely';
import { type Database, integer, statement, text } from './database.ts';
import type { Write } from './group.ts';
import { cleanLease, endOf, isFree } from './lease.ts';
import type { Next } from './next.ts';
import { cleanName } from './rows.ts';
import type { Deliveries } from './store.ts';
import type { WriteQueue } from './write-queue.ts';

/** Old keys that are forgotten at once, at most. */
const FORGOTTEN_AT_ONCE = 500;

/** The inbox over a database. */
export function createDeliveries({
  database,
  next,
  queue,
  keepDoneMs,
}: {
  readonly database: Database;
  readonly next: Next;
  readonly queue: WriteQueue<Write>;
  readonly keepDoneMs: number;
}): Deliveries {
  const { writer, reader, dialect } = database;
  const take = statement(
    database,
    (given) => sql<never>`
      update leases set holder = ${text(1)}, until = ${integer(2)}, attempts = ${integer(3)} from ${given}
      where leases.thread = ${text(0)}`,
  );
  const drop = statement(
    database,
    (given) => sql<never>`delete from leases where thread in (select ${text(0)} from ${given})`,
  );
  const held = statement(
    database,
    (given) => sql<{ thread: string }>`
      select leases.thread from leases
      where (leases.thread, leases.holder) in (select ${text(0)}, ${text(1)} from ${given})
      order by leases.thread${dialect.forUpdate}`,
  );
  const leased = statement(
    database,
    (given) => sql<{ thread: string }>`
      select leases.thread from ${given} join leases on leases.thread = ${text(0)}`,
  );
  const extend = statement(
    database,
    (given) => sql<never>`
      update leases set until = ${integer(1)} from ${given} where leases.thread = ${text(0)}`,
  );
  return {
    accept: (delivery, lease) =>
      new Promise((resolve, reject) => {
        queue.add({
          type: 'accept',
          key: cleanName(delivery.key),
          thread: cleanName(delivery.thread),
          body: JSON.stringify(delivery),
          lease: cleanLease(lease),
          touches: [],
          resolve,
          reject,
        });
      }),
    claim: ({ holder, at, until, limit }) =>
      writer.transaction().execute(async (trx) => {
        const { rows: free } = await sql<{ thread: string; attempts: number }>`
          select thread, attempts from leases where ${isFree(at)} order by until, thread limit ${limit}${dialect.forUpdateOfFree}
        `.execute(trx);
        const threads = free.map(({ thread }) => thread);
        const found = await next.deliveries(trx, threads, at);
        const taken = free.filter(({ thread }) => found.has(thread));
        await take(
          trx,
          taken.map(({ thread, attempts }) => [thread, cleanName(holder), endOf(at, until), attempts + 1]),
        );
        await drop(
          trx,
          threads.filter((thread) => !found.has(thread)).map((thread) => [thread]),
        );
        await sql`
          delete from deliveries where id in (
            select id from deliveries where id in (select id from deliveries order by id limit ${FORGOTTEN_AT_ONCE})
            and done_at < ${at - keepDoneMs}${dialect.forUpdateOfFree}
          )`.execute(trx);
        return taken.flatMap(({ thread, attempts }) => {
          const delivery = found.get(thread);
          return delivery ? [{ delivery, attempt: attempts + 1 }] : [];
        });
      }),
    renew: ({ holder, threads, at, until }) =>
      writer.transaction().execute(async (trx) => {
        const names = new Map(threads.map((thread) => [cleanName(thread), thread]));
        const rows = await held(
          trx,
          [...names.keys()].map((thread) => [thread, cleanName(holder)]),
        );
        await extend(
          trx,
          rows.map(({ thread }) => [thread, endOf(at, until)]),
        );
        return rows.flatMap(({ thread }) => names.get(thread) ?? []);
      }),
    release: (holder) =>
      writer.transaction().execute(async (trx) => {
        const { rows } = await sql<{ thread: string }>`
          select thread from leases where holder = ${cleanName(holder)} order by thread${dialect.forUpdate}`.execute(
          trx,
        );
        if (rows.length === 0) return;
        await trx.updateTable('leases').set({ holder: '', until: 0 }).where('holder', '=', cleanName(holder)).execute();
      }),
    isBusy: async (thread) => {
      const [row] = await leased(reader, [[cleanName(thread)]]);
      return row !== undefined;
    },
    depth: async () => {
      const { count, oldest } = await reader
        .selectFrom('deliveries')
        .select((row) => [row.fn.countAll<number>().as('count'), row.fn.min('accepted_at').as('oldest')])
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return { count, oldestAt: oldest ?? undefined };
    },
  };
}
