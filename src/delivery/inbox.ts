import type { Bot } from '../bot.ts';
import type { Log } from '../platforms/platform.ts';
import type { Commits, Finished, Post, Received, Store } from '../store/store.ts';
import { handledFacts, type Observe } from './facts.ts';
import type { Order } from './order.ts';
import { platformOf, postOf } from './post-body.ts';
import { type DeliveryTiming, loggable, pauseAfter } from './timing.ts';

/** Works off the inbox. */
export type InboxWorker = {
  /** Handles what is this process's to handle now, and what waits behind it in its thread. */
  readonly begin: (received: Received, attempt: number) => void;
  /** Takes what waits and nobody has in hand. Rejects when the store cannot say. */
  readonly look: () => Promise<void>;
  readonly renew: () => Promise<void>;
  /** Begins nothing more; resolves when what is in hand is done. */
  readonly drain: () => Promise<void>;
};

export type InboxWorkerOptions = {
  readonly bot: Pick<Bot, 'handle'>;
  readonly deliveries: Store['deliveries'];
  readonly commits: Commits;
  readonly holder: string;
  readonly order: Order;
  /** Whether this process took it: then it knows whether it was answered. */
  readonly isOurs: (key: string) => boolean;
  /** Resolves with whether a delivery was answered already, while the store was away. */
  readonly isAnswered: (key: string) => Promise<boolean>;
  readonly send: (posts: readonly Omit<Post, 'at'>[]) => void;
  /** Asks for a look after so many milliseconds. */
  readonly lookIn: (ms: number) => void;
  readonly now: () => Date;
  readonly observe: Observe;
  readonly log: Log;
  readonly timing: DeliveryTiming;
};

/** Most tries of a delivery that cannot be handled, once it is old enough; those of processes that ended in the middle count. */
const MAX_TRIES = 5;
/** Most threads that are in hand when more are looked for. */
const MAX_THREADS = 200;

/** One thread is handled by one process at a time, in the order in which its deliveries were accepted. */
export function createInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { bot, deliveries, commits, holder, order, isOurs, isAnswered, send, lookIn, now, observe, log, timing } =
    options;
  /** The threads in hand, with the moment since which, or to which, they are. */
  const held = new Map<string, number>();
  const inHand = new Set<Promise<void>>();
  let isStopping = false;

  return {
    begin,
    look: async () => {
      const limit = MAX_THREADS - held.size;
      if (limit <= 0 || isStopping) return;
      const claimed = await deliveries.claim({ ...lease(), limit });
      for (const { delivery, attempt } of claimed) begin(delivery, attempt);
      if (claimed.length === limit) lookIn(0);
    },
    renew: async () => {
      const startedMs = performance.now();
      const old = [...held].filter(([, since]) => startedMs - since > timing.leaseMs / 4).map(([thread]) => thread);
      if (old.length === 0) return;
      for (const thread of await deliveries.renew({ ...lease(), threads: old }))
        if (held.has(thread)) held.set(thread, startedMs);
    },
    drain: async () => {
      isStopping = true;
      await Promise.allSettled(inHand);
    },
  };

  function lease() {
    const at = now().getTime();
    return { holder, at, until: at + timing.leaseMs };
  }

  function begin(first: Received, attempt: number): void {
    const { thread } = first;
    // What this process has in hand is nobody's to take, though its lease ran out while the store was away.
    if (held.has(thread) || isStopping) return;
    held.set(thread, performance.now());
    order.came(first.key, thread);
    const done = handleAll(first, attempt).finally(() => {
      held.delete(thread);
      inHand.delete(done);
    });
    inHand.add(done);
  }

  /** Never rejects. */
  async function handleAll(first: Received, firstAttempt: number): Promise<void> {
    let attempt = firstAttempt;
    for (let received: Received | undefined = first; received && !isStopping; attempt = 1) {
      held.set(received.thread, performance.now());
      received = await handleOrPutOff(received, attempt);
    }
  }

  /** Gives the thread's next delivery, while the thread is still this process's. */
  async function handleOrPutOff(received: Received, attempt: number): Promise<Received | undefined> {
    try {
      return await handle(received, attempt);
    } catch (error) {
      const afterMs = pauseAfter(attempt, timing.handleAgainMs, timing.longestPauseMs);
      log.error({ key: received.key, attempt, ...loggable(error) }, 'a delivery could not be handled');
      observe({ platform: platformOf(received), type: 'handling failed', attempt });
      await putOff(received, afterMs);
      return undefined;
    }
  }

  /** It stays this process's for as long as the pause lasts, and is anybody's then. */
  async function putOff({ thread }: Received, afterMs: number): Promise<void> {
    try {
      const at = now().getTime();
      await deliveries.renew({ holder, at, threads: [thread], until: at + afterMs });
      lookIn(afterMs);
    } catch {
      // The store is away: the lease runs out by itself.
    }
  }

  async function handle(received: Received, attempt: number): Promise<Received | undefined> {
    const { key, thread } = received;
    await order.clear(key);
    if (await isAnswered(key)) return (await finish(received, [])).next;
    // A store that comes and goes uses up tries in a hurry, and is no reason to give up.
    const isOld = now().getTime() - received.receivedAt >= timing.giveUpAfterMs;
    if (attempt > MAX_TRIES && isOld) return giveUp(received);
    const startedMs = performance.now();
    // What another process took may have been answered there, when the store told it too late that it is kept.
    const mayStand = attempt > 1 || received.isAgain || !isOurs(key);
    const made: { finished?: Finished } = {};
    const turn = await bot.handle(received, async ({ place, card }, left) => {
      const posts = place === 'nowhere' ? [] : [postOf(received, { type: 'answer', card }, mayStand)];
      const finished = await commits.finish({ ...lease(), ...left, posts, key, thread });
      if (finished.outcome !== 'kept') return finished.outcome === 'lost' ? 'seen' : 'changed';
      made.finished = finished;
      if (posts.length === 0) order.done(key);
      send(posts.filter(({ id }) => finished.send.includes(id)));
      return 'kept';
    });
    if (!turn) {
      order.done(key);
      return undefined;
    }
    const durationMs = performance.now() - startedMs;
    handledFacts(received, turn, {
      durationMs,
      sinceReceiptMs: now().getTime() - received.receivedAt,
      withStore: true,
    }).forEach(observe);
    return made.finished?.next;
  }

  /** Whoever waits for an answer is told that there is none. */
  async function giveUp(received: Received): Promise<Received | undefined> {
    const isAwaited = received.arrival.type !== 'overheard';
    const posts = isAwaited ? [postOf(received, { type: 'apology' }, true)] : [];
    const { next, isOurs } = await finish(received, posts);
    if (isOurs) {
      log.error({ key: received.key }, 'a delivery is given up');
      observe({ platform: platformOf(received), type: 'handling given up' });
    }
    return next;
  }

  async function finish(received: Received, posts: readonly Omit<Post, 'at'>[]) {
    const { key, thread } = received;
    const finished = await commits.finish({ ...lease(), states: [], notes: [], posts, key, thread });
    if (finished.outcome !== 'kept' || posts.length === 0) order.done(key);
    if (finished.outcome !== 'kept') return { next: undefined, isOurs: false };
    send(posts.filter(({ id }) => finished.send.includes(id)));
    return { next: finished.next, isOurs: true };
  }
}
