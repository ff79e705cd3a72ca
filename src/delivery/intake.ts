import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from '../bot.ts';
import type { Host, Log } from '../platforms/platform.ts';
import { createRecent } from '../recent.ts';
import type { Received, Store } from '../store/store.ts';
import type { Observe } from './facts.ts';
import type { Order } from './order.ts';
import { platformOf } from './post-body.ts';
import { type DeliveryTiming, inTime, loggable } from './timing.ts';
import type { StandIn } from './without-store.ts';

/** Takes words: has them kept, or answered without the store. */
export type Intake = {
  readonly take: Host['take'];
  /** Whether this process took a delivery, as far as it remembers. */
  readonly isOurs: (key: string) => boolean;
  /** From now on words are only kept, for the next process. */
  readonly stop: () => void;
};

export type IntakeOptions = {
  readonly deliveries: Store['deliveries'];
  readonly bot: Pick<Bot, 'isSilentTo'>;
  readonly standIn: StandIn;
  readonly order: Order;
  /** Has a delivery handled that is this process's to handle now. */
  readonly begin: (received: Received, attempt: number) => void;
  readonly holder: string;
  readonly isShared: boolean;
  readonly now: () => Date;
  readonly observe: Observe;
  readonly log: Log;
  readonly timing: DeliveryTiming;
};

/** Keys that are remembered, so that most of what comes twice needs no look into the store. */
const MAX_RECENT_KEYS = 20_000;

/** The intake of one process. */
export function createIntake(options: IntakeOptions): Intake {
  const { deliveries, bot, standIn, order, begin, holder, isShared, now, observe, log, timing } = options;
  const recent = createRecent<true>(MAX_RECENT_KEYS);
  /** What is being taken at this moment: a second copy shares the fate of the first. */
  const arriving = new Map<string, Promise<void>>();
  let isStopping = false;

  return {
    take: async (delivery, way) => {
      const { key, arrival } = delivery;
      const platform = platformOf(delivery);
      // The other event may be at another process, which answers without the store what this one must leave alone.
      const isEcho = isShared && way.isEcho === true;
      const name = isEcho ? `${key} echo` : key;
      const first = arriving.get(name);
      if (first || recent.has(key)) {
        await first;
        observe({ platform, type: 'repeated', arrival: arrival.type });
        return;
      }
      const { channel, address, isAgain = false } = way;
      const received = { ...delivery, receivedAt: now().getTime(), isAgain, way: { channel, address } };
      const work = takeNew(received, isEcho);
      arriving.set(name, work);
      try {
        await work;
        recent.set(key, true);
      } catch (error) {
        log.error({ key, ...loggable(error) }, 'a delivery could be neither kept nor answered');
        observe({ platform, type: 'turned away', arrival: arrival.type });
        throw error;
      } finally {
        arriving.delete(name);
      }
    },
    isOurs: (key) => recent.has(key) || arriving.has(key) || arriving.has(`${key} echo`),
    stop: () => {
      isStopping = true;
    },
  };

  async function takeNew(received: Received, isEcho: boolean): Promise<void> {
    const { key, thread } = received;
    const startedMs = performance.now();
    const platform = platformOf(received);
    const arrival = received.arrival.type;
    if (arrival === 'overheard' && (await isPassedOver(received))) {
      observe({ platform, type: 'passed over', sinceReceiptMs: performance.now() - startedMs });
      return;
    }
    // Nobody waits for what may never be answered here.
    const isFirst = !isEcho && order.came(key, thread);
    const accepting = order.clear(key).then(() => deliveries.accept(received, lease()));
    try {
      const accepted = await inTime(timing.storeMs, accepting);
      if (accepted === 'seen') {
        if (isFirst) order.done(key);
        return observe({ platform, type: 'repeated', arrival });
      }
      if (accepted === 'leased') soon(() => begin(received, 1));
    } catch (error) {
      const graceMs = Math.max(0, timing.storeMs - (performance.now() - startedMs));
      await takeWithoutStore({ received, isEcho, accepting, error, graceMs }).catch((reason: unknown) => {
        if (isFirst) order.done(key);
        throw reason;
      });
    }
    observe({ platform, type: 'taken', arrival, sinceReceiptMs: performance.now() - startedMs });
  }

  /** What comes while the process ends is kept for the next one. */
  function lease() {
    const at = now().getTime();
    return { holder, at, until: isStopping ? at : at + timing.leaseMs };
  }

  /** Words that are nothing to the bot cost two looks, and no writing; what is said behind words that wait must wait as well. */
  async function isPassedOver(received: Received): Promise<boolean> {
    if (order.isBusy(received.thread)) return false;
    const look = async () => !(await deliveries.isBusy(received.thread)) && (await bot.isSilentTo(received));
    return inTime(timing.storeMs, look()).catch(() => false);
  }

  /**
   * The write that failed may land all the same, at any time from now on. What waits for its turn waits for the store as
   * well: whichever comes first.
   */
  async function takeWithoutStore({
    received,
    isEcho,
    accepting,
    error,
    graceMs,
  }: {
    readonly received: Received;
    readonly isEcho: boolean;
    readonly accepting: ReturnType<Store['deliveries']['accept']>;
    readonly error: unknown;
    /** Left of the time that the store has. */
    readonly graceMs: number;
  }): Promise<void> {
    const { key, arrival } = received;
    const mayAnswer = arrival.type !== 'overheard' && !isEcho;
    // Another process may have the first copy in hand, and answer it as late as its turn comes: then it can be found.
    const copyMs = isShared && received.isAgain ? timing.turnMs * (1 + Math.random()) : 0;
    let state: 'waiting' | 'kept' | 'over' = 'waiting';
    if (mayAnswer) order.stepOut(key);
    const kept = keepAfterAll(received, accepting, {
      isWaiting: () => state === 'waiting',
      landed: () => {
        if (state === 'waiting') state = 'kept';
        order.stepIn(key);
      },
    });
    const turn = mayAnswer
      ? Promise.all([order.turn(key), sleep(Math.max(graceMs, copyMs), undefined, UNREFERENCED)])
      : sleep(timing.turnMs, undefined, UNREFERENCED);
    await Promise.race([turn, kept]);
    if (state !== 'waiting') return;
    state = 'over';
    if (!mayAnswer || isStopping) {
      order.stepIn(key);
      throw error;
    }
    log.warn({ key, ...loggable(error) }, 'the store is away: answered without it');
    let isKept = false;
    void kept.then(() => {
      isKept = true;
    });
    try {
      await standIn.answer(received);
      order.done(key);
    } catch (reason) {
      // Nobody knows whether it stands there; once the store has it, it is looked for there and posted.
      const isKeptNow = isKept || (await isKeptInTime(received));
      order.stepIn(key);
      if (!isKeptNow) throw reason;
    }
  }

  async function isKeptInTime(received: Received): Promise<boolean> {
    let isOver = false;
    const kept = keepAfterAll(received, deliveries.accept(received, lease()), {
      isWaiting: () => !isOver && !isStopping,
      landed: () => undefined,
    }).then(() => true);
    const isKept = await Promise.race([kept, sleep(timing.turnMs, false, UNREFERENCED)]);
    isOver = true;
    return isKept;
  }

  /** Resolves when the store has it; asks again for as long as nothing else was decided. Never rejects. */
  async function keepAfterAll(
    received: Received,
    accepting: ReturnType<Store['deliveries']['accept']>,
    told: { readonly isWaiting: () => boolean; readonly landed: () => void },
  ): Promise<void> {
    for (let attempt = accepting; ; attempt = deliveries.accept(received, lease())) {
      try {
        const accepted = await attempt;
        told.landed();
        if (accepted === 'leased') begin(received, 2);
        return;
      } catch {
        // A second try follows only while somebody waits for it.
        await sleep(timing.keepAgainMs);
        await order.clear(received.key);
        if (!told.isWaiting()) return new Promise(() => undefined);
      }
    }
  }
}

/** Waiting for it keeps no process alive. */
const UNREFERENCED = { ref: false } as const;

/** When what waits for the network now, an acknowledgement above all, is on its way. */
function soon(work: () => void): void {
  setImmediate(work);
}
