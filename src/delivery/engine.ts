import type { Bot } from '../bot.ts';
import type { Delivery } from '../core/delivery.ts';
import type { Answer, Host, Log, Outgoing, Posted } from '../platforms/platform.ts';
import { createRecent } from '../recent.ts';
import type { Store } from '../store/store.ts';
import { handledFacts, type Observe } from './facts.ts';
import { createInboxWorker } from './inbox.ts';
import { createIntake } from './intake.ts';
import { createLookout } from './lookout.ts';
import { createOrder } from './order.ts';
import { createOutboxWorker } from './outbox.ts';
import { platformOf } from './post-body.ts';
import { DELIVERY_TIMING, type DeliveryTiming, inTime, loggable } from './timing.ts';
import { createStandIn } from './without-store.ts';

/** Everything between the platforms and the store: nothing that was taken is lost, and nothing is answered twice. */
export type Engine = Pick<
  Host,
  'take' | 'answer' | 'complete' | 'once' | 'recentThreads' | 'reconnecting' | 'rateLimited'
> & {
  /** From now on, also what other processes left is worked off. */
  readonly start: () => void;
  /** Begins nothing more, waits for what is in hand, at most so long, and leaves the rest to others. Never rejects. */
  readonly stop: (deadlineMs: number) => Promise<void>;
};

export type EngineOptions = {
  readonly bot: Bot;
  readonly store: Pick<Store, 'deliveries' | 'commits' | 'outbox' | 'threads'>;
  /** Names this process among all that share the database, and is never used again. */
  readonly holder: string;
  /** False where no other process can share the database at the same time. */
  readonly isShared?: boolean;
  readonly post: (platform: string, post: Outgoing) => Promise<Posted>;
  /** The names of the platforms that are up. */
  readonly platforms: () => readonly string[];
  readonly now: () => Date;
  readonly observe: Observe;
  readonly log: Log;
  readonly timing?: DeliveryTiming;
};

/** Keys of commands, presses and pages that are remembered, so that what comes twice is answered once. */
const MAX_RECENT_KEYS = 20_000;
/** Left of the time for a stop, to give up what is in hand. */
const RELEASE_MS = 500;

/** The engine of one process. */
export function createEngine(options: EngineOptions): Engine {
  const { bot, store, holder, isShared = true, post, platforms, now, observe, log, timing = DELIVERY_TIMING } = options;
  const { deliveries, commits } = store;
  const recentAnswers = createRecent<true>(MAX_RECENT_KEYS);
  const order = createOrder(timing.turnMs);

  const lookout = createLookout({ look, renew, log, timing });
  const shared = { holder, lookIn: lookout.lookIn, now, observe, log, timing };
  const standIn = createStandIn({ bot, post, platforms, now, observe, timing });
  const outbox = createOutboxWorker({ ...shared, outbox: store.outbox, isShared, done: order.done, post, platforms });
  const inbox = createInboxWorker({
    ...shared,
    bot,
    deliveries,
    commits,
    order,
    isOurs: (key) => intake.isOurs(key),
    isAnswered: standIn.isAnswered,
    send: outbox.send,
  });
  const intake = createIntake({ ...shared, deliveries, bot, standIn, order, isShared, begin: inbox.begin });

  return {
    take: intake.take,
    answer,
    complete: bot.complete,
    once: bot.once,
    recentThreads: ({ platform, since, limit }) => store.threads.recent({ prefix: `${platform}:`, since, limit }),
    reconnecting: (platform) => observe({ platform, type: 'reconnecting' }),
    rateLimited: (platform) => observe({ platform, type: 'rate limited' }),
    start: lookout.start,
    stop,
  };

  async function answer(delivery: Delivery): Promise<Answer | undefined> {
    const { key, arrival } = delivery;
    const platform = platformOf(delivery);
    const startedMs = performance.now();
    if (recentAnswers.has(key)) return repeated();
    recentAnswers.set(key, true);
    try {
      const { turn, withStore } = await turnInTime(delivery);
      if (!turn) return repeated();
      const durationMs = performance.now() - startedMs;
      handledFacts(delivery, turn, { durationMs, sinceReceiptMs: durationMs, withStore }).forEach(observe);
      return turn;
    } catch (error) {
      // It may come again, and then it must be new.
      recentAnswers.delete(key);
      throw error;
    }

    function repeated(): undefined {
      observe({ platform, type: 'repeated', arrival: arrival.type });
    }
  }

  async function turnInTime(delivery: Delivery) {
    try {
      return { turn: await inTime(timing.storeMs, bot.handle(delivery)), withStore: true };
    } catch (error) {
      log.warn({ key: delivery.key, ...loggable(error) }, 'the store is away: answered without it');
      return { turn: bot.handleFromMemory(delivery), withStore: false };
    }
  }

  async function look(): Promise<void> {
    const looked = await Promise.allSettled([inbox.look(), outbox.look()]);
    const failed = looked.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async function renew(): Promise<void> {
    await Promise.all([inbox.renew(), outbox.renew()]);
  }

  async function stop(deadlineMs: number): Promise<void> {
    intake.stop();
    const drained = inbox.drain().then(outbox.drain);
    await inTime(Math.max(0, deadlineMs - RELEASE_MS), drained).catch(() => void outbox.drain());
    lookout.stop();
    const released = Promise.all([deliveries.release(holder), store.outbox.release(holder)]);
    await inTime(RELEASE_MS, released).catch((error: unknown) =>
      log.warn(loggable(error), 'what was in hand is not given up: others wait until its leases run out'),
    );
  }
}
