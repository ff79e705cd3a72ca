import { type Kysely, sql } from 'kysely';
import { type Database, integer, statement, type Tables, text, type Value } from './database.ts';
import { type Channel, channelKey, type Next } from './next.ts';
import type { Deliveries, Finished, Kept, Lease, Left, NotKept, PlacedPost, Post, Received } from './store.ts';
import type { Queued } from './write-queue.ts';

/** What is written in groups. Names in it are clean. */
export type Write = Queued &
  (
    | {
        readonly type: 'accept';
        readonly key: string;
        readonly thread: string;
        readonly body: string;
        readonly lease: Lease;
        readonly resolve: (accepted: Awaited<ReturnType<Deliveries['accept']>>) => void;
      }
    | {
        readonly type: 'finish';
        readonly key: string;
        readonly thread: string;
        readonly left: Left;
        readonly lease: Lease;
        readonly resolve: (finished: Finished | NotKept<'lost' | 'changed'>) => void;
      }
    | {
        readonly type: 'keep';
        readonly key: string;
        readonly left: Left;
        readonly lease: Lease;
        readonly resolve: (kept: Kept | NotKept<'seen' | 'changed'>) => void;
      }
    | {
        readonly type: 'settle';
        readonly post: PlacedPost;
        readonly result: string | null;
        readonly reason: string | null;
        readonly lease: Lease;
        readonly resolve: (next: Post | undefined) => void;
      }
  );

type Of<Type extends Write['type']> = Extract<Write, { readonly type: Type }>;
type WithLeft = Of<'finish'> | Of<'keep'>;

/** Another process changed a state between our look at it and our writing; everything must be undone. */
const CHANGED_MEANWHILE = new Error('a state was changed meanwhile');

/** Whether an error is about a state that was changed meanwhile. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error === CHANGED_MEANWHILE;
}

/**
 * Writes a group in the given transaction, and gives what to tell whom once that is committed. The order of its steps is the
 * same for every group, and within a step rows are taken in order of their names, so that the processes that share a
 * database wait for each other and never in a circle: leases, keys, states, channels.
 */
export function createGroupWriter(
  database: Database,
  next: Next,
): (trx: Kysely<Tables>, writes: readonly Write[]) => Promise<readonly (() => void)[]> {
  const { dialect } = database;
  /** Those that were there already stay as they are, but are kept from others. */
  const knownKeys = statement(
    database,
    (given) => sql<{ key: string }>`select key from deliveries where key in (select ${text(0)} from ${given})`,
  );
  const takeLeases = statement(
    database,
    (given) => sql<{ thread: string }>`
      insert into leases (thread, holder, until, attempts)
      select ${text(0)}, ${text(1)}, ${integer(2)}, 1 from ${given} where true order by 1
      on conflict (thread) do update set thread = excluded.thread where false returning thread`,
  );
  const extendLeases = statement(
    database,
    (given) => sql<never>`
      update leases set until = ${integer(1)}, attempts = 1 from ${given} where leases.thread = ${text(0)}`,
  );
  const dropLeases = statement(
    database,
    (given) => sql<never>`delete from leases where thread in (select ${text(0)} from ${given})`,
  );
  const insertDeliveries = statement(
    database,
    (given) => sql<{ key: string }>`
      insert into deliveries (key, thread, body, accepted_at, done_at)
      select ${text(0)}, ${text(1)}, ${text(2)}, ${integer(3)}, ${integer(4)} from ${given} where true
      on conflict (key) do nothing returning key`,
  );
  const finishDeliveries = statement(
    database,
    (given) => sql<{ key: string }>`
      update deliveries set done_at = ${integer(3)}, body = '' from ${given}
      where deliveries.key = ${text(0)} and deliveries.done_at is null and exists (
        select 1 from leases where leases.thread = ${text(1)} and leases.holder = ${text(2)}
      ) returning deliveries.key`,
  );
  const revisions = statement(
    database,
    (given) => sql<{ thread: string; revision: number }>`
      select thread, revision from threads where thread in (select ${text(0)} from ${given})
      order by thread${dialect.forUpdate}`,
  );
  const writeStates = statement(
    database,
    (given) => sql<{ thread: string }>`
      insert into threads (thread, state, updated_at, revision)
      select ${text(0)}, ${text(1)}, ${integer(2)}, ${integer(3)} + 1 from ${given} where true order by 1
      on conflict (thread) do update
      set state = excluded.state, updated_at = excluded.updated_at, revision = excluded.revision
      where threads.revision = excluded.revision - 1 returning thread`,
  );
  const insertNotes = statement(
    database,
    (given) => sql<never>`
      insert into notes (thread, kind, body, at)
      select ${text(0)}, ${text(1)}, ${text(2)}, ${integer(3)} from ${given} where true`,
  );
  const takeChannels = statement(
    database,
    (given) => sql<Channel>`
      insert into channels (platform, channel, holder, until, attempts)
      select ${text(0)}, ${text(1)}, ${text(2)}, ${integer(3)}, 1 from ${given} where true order by 1, 2
      on conflict (platform, channel) do update set channel = excluded.channel where false returning platform, channel`,
  );
  const extendChannels = statement(
    database,
    (given) => sql<never>`
      update channels set until = ${integer(2)}, attempts = 1 from ${given}
      where channels.platform = ${text(0)} and channels.channel = ${text(1)}`,
  );
  const dropChannels = statement(
    database,
    (given) => sql<never>`
      delete from channels where (platform, channel) in (
        select ${text(0)}, ${text(1)} from ${given}
      )`,
  );
  const heldChannels = statement(
    database,
    (given) => sql<Channel>`
      select channels.platform, channels.channel from ${given} join channels
      on channels.platform = ${text(0)} and channels.channel = ${text(1)} and channels.holder = ${text(2)}`,
  );
  const insertPosts = statement(
    database,
    (given) => sql<never>`
      insert into posts (id, platform, channel, body, written_at)
      select ${text(0)}, ${text(1)}, ${text(2)}, ${text(3)}, ${integer(4)} from ${given} where true`,
  );
  const settlePosts = statement(
    database,
    (given) => sql<never>`
      update posts set settled_at = ${integer(1)}, result = ${text(2)}, reason = ${text(3)},
      body = case when ${text(3)} is null then '' else body end
      from ${given} where posts.id = ${text(0)} and posts.settled_at is null`,
  );

  return async (trx, writes) => {
    const asked = writes.filter((write) => write.type === 'accept');
    const finishes = writes.filter((write) => write.type === 'finish');
    const keeps = writes.filter((write) => write.type === 'keep');
    const settles = writes.filter((write) => write.type === 'settle');

    const accepts = await withoutSeen(trx, asked);
    const opened = new Set((await takeLeases(trx, leaseRows([...accepts, ...finishes]))).map(({ thread }) => thread));
    const accepted = await accept(trx, accepts, opened);
    const unchanged = await withoutChanged(trx, [...finishes, ...keeps]);
    const isUnchanged = new Set<Write>(unchanged);
    const kept = await markDone(trx, unchanged);
    const send = await leave(trx, kept, settles);
    const nextDeliveries = await passOn(
      trx,
      finishes.filter((write) => kept.has(write)),
      accepted.threads,
      opened,
    );
    const nextPosts = await settle(trx, settles, send.needless);

    return [
      ...asked.map((write) => () => write.resolve(accepted.outcomes.get(write) ?? 'seen')),
      ...finishes.map((write) => () => {
        if (kept.has(write))
          write.resolve({ outcome: 'kept', send: send.of(write), next: nextDeliveries.get(write.thread) });
        else write.resolve({ outcome: isUnchanged.has(write) ? 'lost' : 'changed' });
      }),
      ...keeps.map((write) => () => {
        if (kept.has(write)) write.resolve({ outcome: 'kept', send: send.of(write) });
        else write.resolve({ outcome: isUnchanged.has(write) ? 'seen' : 'changed' });
      }),
      ...settles.map((write) => () => write.resolve(nextPosts.get(channelKey(write.post)))),
    ];
  };

  /** A second copy is the rule on some platforms: it is found out before anything is written. */
  async function withoutSeen(trx: Kysely<Tables>, asked: readonly Of<'accept'>[]): Promise<readonly Of<'accept'>[]> {
    const known = await knownKeys(
      trx,
      asked.map(({ key }) => [key]),
    );
    const keys = new Set(known.map(({ key }) => key));
    return asked.filter(({ key }) => !keys.has(key));
  }

  /** A thread that had no lease has nothing that waits: its first new delivery is the oldest. */
  async function accept(trx: Kysely<Tables>, accepts: readonly Of<'accept'>[], opened: ReadonlySet<string>) {
    const rows = accepts.map(({ key, thread, body, lease }) => [key, thread, body, lease.at, null]);
    const fresh = new Set((await insertDeliveries(trx, rows)).map(({ key }) => key));
    const threads = new Set<string>();
    const outcomes = new Map<Write, 'leased' | 'queued'>();
    for (const write of accepts) {
      // Of two copies in one group the first is the new one.
      if (!fresh.delete(write.key)) continue;
      outcomes.set(write, opened.has(write.thread) && !threads.has(write.thread) ? 'leased' : 'queued');
      threads.add(write.thread);
    }
    return { outcomes, threads };
  }

  async function withoutChanged(trx: Kysely<Tables>, writes: readonly WithLeft[]): Promise<readonly WithLeft[]> {
    const threads = writes.flatMap(({ left }) => left.states.map(({ thread }) => [thread]));
    const found = new Map((await revisions(trx, threads)).map(({ thread, revision }) => [thread, revision]));
    return writes.filter(({ left }) => left.states.every(({ thread, after }) => (found.get(thread) ?? 0) === after));
  }

  async function markDone(trx: Kysely<Tables>, writes: readonly WithLeft[]): Promise<ReadonlySet<WithLeft>> {
    const finishes = writes.filter((write) => write.type === 'finish');
    const keeps = writes.filter((write) => write.type === 'keep');
    const finished = await finishDeliveries(
      trx,
      finishes.map(({ key, thread, lease }) => [key, thread, lease.holder, lease.at]),
    );
    const fresh = await insertDeliveries(
      trx,
      keeps.map(({ key, lease }) => [key, '', '', lease.at, lease.at]),
    );
    const finishedKeys = new Set(finished.map(({ key }) => key));
    const freshKeys = new Set(fresh.map(({ key }) => key));
    return new Set(writes.filter(({ type, key }) => (type === 'finish' ? finishedKeys : freshKeys).has(key)));
  }

  async function leave(trx: Kysely<Tables>, kept: ReadonlySet<WithLeft>, settles: readonly Of<'settle'>[]) {
    const writes = [...kept];
    const states = writes.flatMap(({ left, lease }) =>
      left.states.map(({ thread, state, after }) => [thread, JSON.stringify(state), lease.at, after]),
    );
    if ((await writeStates(trx, states)).length < states.length) throw CHANGED_MEANWHILE;
    const posts = writes.flatMap(({ left, lease }) => left.posts.map((post) => ({ ...post, lease })));
    const settled = settles.map(({ post, lease }) => ({ ...post, lease }));
    const opened = await takeChannels(trx, channelRows([...posts, ...settled]));
    await insertPosts(
      trx,
      posts.map(({ id, platform, channel, body, lease }) => [id, platform, channel, JSON.stringify(body), lease.at]),
    );
    await insertNotes(
      trx,
      writes.flatMap(({ left, lease }) =>
        left.notes.map(({ thread, ...note }) => [thread, note.kind, JSON.stringify(note), lease.at]),
      ),
    );
    /** The first post of each channel in which nothing waited. */
    const first = new Map<string, string>();
    const openedKeys = new Set(opened.map(channelKey));
    for (const post of posts) {
      const key = channelKey(post);
      if (openedKeys.has(key) && !first.has(key)) first.set(key, post.id);
    }
    const sendable = new Set(first.values());
    const of = ({ left }: WithLeft) => left.posts.map(({ id }) => id).filter((id) => sendable.has(id));
    return { needless: opened.filter((channel) => !first.has(channelKey(channel))), of };
  }

  /** Leases go on to the thread's next delivery, or are given up. */
  async function passOn(
    trx: Kysely<Tables>,
    finished: readonly Of<'finish'>[],
    fresh: ReadonlySet<string>,
    opened: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, Received>> {
    const found = await next.deliveries(
      trx,
      finished.map(({ thread }) => thread),
      finished[0]?.lease.at ?? 0,
    );
    const goingOn = finished.filter(({ thread }) => found.has(thread));
    await extendLeases(
      trx,
      goingOn.map(({ thread, lease }) => [thread, lease.until]),
    );
    const over = finished.map(({ thread }) => thread).filter((thread) => !found.has(thread));
    const needless = [...opened].filter((thread) => !fresh.has(thread));
    await dropLeases(
      trx,
      [...over, ...needless].map((thread) => [thread]),
    );
    return found;
  }

  /** Channels go on to their next post, or are given up; the channel of a holder that lost it stays as it is. */
  async function settle(
    trx: Kysely<Tables>,
    settles: readonly Of<'settle'>[],
    needless: readonly Channel[],
  ): Promise<ReadonlyMap<string, Post>> {
    await settlePosts(
      trx,
      settles.map(({ post, lease, result, reason }) => [post.id, lease.at, result, reason]),
    );
    await dropChannels(
      trx,
      needless.map(({ platform, channel }) => [platform, channel]),
    );
    const held = await heldChannels(
      trx,
      settles.map(({ post, lease }) => [post.platform, post.channel, lease.holder]),
    );
    const found = await next.posts(trx, held, settles[0]?.lease.at ?? 0);
    const untils = new Map(settles.map(({ post, lease }) => [channelKey(post), lease.until]));
    const goingOn = held.filter((channel) => found.has(channelKey(channel)));
    await extendChannels(
      trx,
      goingOn.map((one) => [one.platform, one.channel, untils.get(channelKey(one)) ?? 0]),
    );
    await dropChannels(
      trx,
      held.filter((one) => !found.has(channelKey(one))).map(({ platform, channel }) => [platform, channel]),
    );
    return found;
  }
}

/** A row for each thread, though several writes may concern it. */
function leaseRows(writes: readonly (Of<'accept'> | Of<'finish'>)[]): readonly Value[][] {
  const rows = new Map(writes.map(({ thread, lease }) => [thread, [thread, lease.holder, lease.until]]));
  return [...rows.values()];
}

/** A row for each channel, though several posts may go there. */
function channelRows(posts: readonly (Channel & { readonly lease: Lease })[]): readonly Value[][] {
  const rows = new Map(
    posts.map((post) => [channelKey(post), [post.platform, post.channel, post.lease.holder, post.lease.until]]),
  );
  return [...rows.values()];
}
