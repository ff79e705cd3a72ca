import type { Log, Outgoing, Posted } from '../platforms/platform.ts';
import type { PlacedPost, Post, Store } from '../store/store.ts';
import type { Observed } from './observed.ts';
import { type PostBody, readPostBody } from './post-body.ts';
import { type DeliveryTiming, inTime, loggable, pauseAfter } from './timing.ts';

/** Sends what is in the outbox. */
export type OutboxWorker = {
  /** Sends these, which are this process's to send now, and what waits behind them in their channels. */
  readonly send: (posts: readonly Omit<Post, 'at'>[]) => void;
  /** Takes what waits and nobody has in hand, and sends it. Rejects when the store cannot say. */
  readonly look: () => Promise<void>;
  readonly renew: () => Promise<void>;
  /** Begins nothing more; resolves when what is in hand is done. */
  readonly drain: () => Promise<void>;
};

export type OutboxWorkerOptions = {
  readonly outbox: Store['outbox'];
  /** Told of each post that is done. */
  readonly done: (id: string) => void;
  readonly holder: string;
  /** Whether other processes may take the same words at the same time. */
  readonly isShared: boolean;
  readonly post: (platform: string, post: Outgoing) => Promise<Posted>;
  /** The platforms that are up. */
  readonly platforms: () => readonly string[];
  /** Asks for a look after so many milliseconds. */
  readonly lookIn: (ms: number) => void;
  readonly now: () => Date;
  readonly observe: (fact: Observed) => void;
  readonly log: Log;
  readonly timing: DeliveryTiming;
};

/** Most tries of a post of which nobody knows whether it arrived. */
const MAX_TRIES = 15;
/** Most tries to write down what became of a post. */
const MAX_SETTLING_TRIES = 5;
/** So many tries say that something is wrong with the platform. */
const WORRYING_TRIES = 3;
/** The part of the time that the store has, after which words may have been answered without it. */
const LATE = 0.6;
/** A reply that is a day late is of no use any more. */
const MAX_AGE_MS = 24 * 60 * 60_000;
/** Most channels that are in hand when more are looked for. */
const MAX_CHANNELS = 200;

type Ready = Omit<Post, 'at'> & { readonly at: number; readonly attempt: number };
type Tried = Posted | { readonly type: 'unclear' } | { readonly type: 'away' };

/** Each channel is sent by one process at a time, in the order in which its posts were written. */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { outbox, done, holder, isShared, post, platforms, lookIn, now, observe, log, timing } = options;
  /** The channels in hand, with the moment since which, or to which, they are. */
  const held = new Map<string, { readonly channel: PlacedPost; since: number }>();
  const inHand = new Set<Promise<void>>();
  const stopping = new AbortController();

  return {
    send: (posts) => {
      for (const one of posts) begin({ ...one, at: now().getTime(), attempt: 1 });
    },
    look: async () => {
      for (const platform of platforms()) {
        const limit = MAX_CHANNELS - held.size;
        if (limit <= 0 || stopping.signal.aborted) return;
        const found = await outbox.due({ ...lease(), platform, limit });
        for (const one of found) begin(one);
        if (found.length === limit) lookIn(0);
      }
    },
    renew: async () => {
      const old = [...held.values()].filter(({ since }) => performance.now() - since > timing.leaseMs / 4);
      if (old.length === 0) return;
      const since = performance.now();
      await outbox.renew({ ...lease(), channels: old.map(({ channel }) => channel) });
      for (const one of old) one.since = since;
    },
    drain: async () => {
      stopping.abort();
      await Promise.allSettled(inHand);
    },
  };

  function lease() {
    const at = now().getTime();
    return { holder, at, until: at + timing.leaseMs };
  }

  function begin(ready: Ready): void {
    const name = `${ready.platform}\0${ready.channel}`;
    // What this process has in hand is nobody's to take, though its lease ran out while the store was away.
    if (held.has(name) || stopping.signal.aborted) return;
    const one = { channel: ready, since: performance.now() };
    held.set(name, one);
    const sending = sendAll(ready, () => {
      one.since = performance.now();
    })
      .catch((error: unknown) => log.error({ post: ready.id, ...loggable(error) }, 'the outbox is not written'))
      .finally(() => {
        held.delete(name);
        inHand.delete(sending);
      });
    inHand.add(sending);
  }

  async function sendAll(first: Ready, moveOn: () => void): Promise<void> {
    for (let ready: Ready | undefined = first; ready && !stopping.signal.aborted; moveOn()) {
      const next: Post | undefined = await sendOne(ready);
      ready = next && { ...next, attempt: 1 };
    }
  }

  /** Sends one post until it is settled, or its channel must wait; gives the channel's next one. */
  async function sendOne(ready: Ready): Promise<Post | undefined> {
    const { id, platform } = ready;
    const body = readPostBody(ready.body);
    if (!body) {
      log.error({ post: id }, 'a post of the outbox cannot be read');
      observe({ platform, type: 'post refused', reason: 'unreadable' });
      return settled(() => outbox.failed(ready, { ...lease(), reason: 'cannot be read' }));
    }
    for (let attempt = ready.attempt; ; ) {
      if (now().getTime() - ready.at > MAX_AGE_MS) return giveUp(ready);
      const tried = await tryOnce(ready, body, attempt);
      switch (tried.type) {
        case 'posted':
          done(id);
          observe({ platform, type: 'posted', attempt, sinceReceiptMs: now().getTime() - body.receivedAt });
          return settled(() => outbox.sent(ready, { ...lease(), result: tried.result }));
        case 'refused':
          done(id);
          log.warn({ post: id, reason: tried.reason }, 'a reply was refused');
          observe({ platform, type: 'post refused', reason: tried.reason });
          return settled(() => outbox.failed(ready, { ...lease(), reason: tried.reason }));
        case 'unclear':
          observe({ platform, type: 'post unclear', attempt });
          if (attempt >= MAX_TRIES) return giveUp(ready);
          attempt += 1;
      }
      const afterMs = pauseOf(tried, attempt);
      if (tried.type !== 'unclear') {
        const reason = tried.type === 'later' ? 'rate limit' : 'platform away';
        observe({ platform, type: 'post put off', reason, afterMs });
      }
      if (afterMs <= timing.pauseInHandMs && tried.type !== 'away' && (await paused(afterMs))) continue;
      const at = now().getTime();
      await outbox.later(ready, { holder, at, notBefore: at + afterMs, attempts: attempt - 1 });
      lookIn(afterMs);
      return undefined;
    }
  }

  function pauseOf(tried: Exclude<Tried, { readonly type: 'posted' | 'refused' }>, attempt: number): number {
    switch (tried.type) {
      case 'later':
        return tried.afterMs;
      case 'unclear':
        return pauseAfter(attempt - 1, timing.postAgainMs, timing.longestPauseMs);
      case 'away':
        return timing.awayMs;
    }
  }

  /** A store that was away for a moment must not have the channel wait until its lease runs out. */
  async function settled(settle: () => Promise<Post | undefined>): Promise<Post | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        return await settle();
      } catch (error) {
        const pauseMs = pauseAfter(tries, timing.keepAgainMs, timing.leaseMs);
        if (tries >= MAX_SETTLING_TRIES || !(await paused(pauseMs))) throw error;
      }
    }
  }

  function giveUp(ready: Ready): Promise<Post | undefined> {
    done(ready.id);
    log.error({ post: ready.id }, 'a reply is given up');
    observe({ platform: ready.platform, type: 'post given up' });
    return settled(() => outbox.failed(ready, { ...lease(), reason: 'given up' }));
  }

  async function tryOnce({ id, platform }: Ready, body: PostBody, attempt: number): Promise<Tried> {
    if (!platforms().includes(platform)) return { type: 'away' };
    const { address, at, content, receivedAt } = body;
    // About now another process that took the same words, and does not reach the store, answers them without it.
    const isLate = isShared && now().getTime() - receivedAt >= timing.storeMs * LATE;
    const mayStand = body.mayStand || isLate;
    const outgoing = { operation: id, address, at, content, attempt: mayStand ? attempt + 1 : attempt };
    try {
      return await inTime(timing.postMs, post(platform, outgoing));
    } catch (error) {
      const about = { post: id, attempt, ...loggable(error) };
      // A lost answer is nothing special; the next try finds out.
      if (attempt < WORRYING_TRIES) log.info(about, 'nobody knows whether a reply was posted');
      else log.warn(about, 'nobody knows whether a reply was posted');
      return { type: 'unclear' };
    }
  }

  /** False when it is time to stop instead. */
  function paused(ms: number): Promise<boolean> {
    const { signal } = stopping;
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve(!signal.aborted);
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
