import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from '../bot.ts';
import type { Outgoing, Posted } from '../platforms/platform.ts';
import { createRecent } from '../recent.ts';
import type { Received } from '../store/store.ts';
import { handledFacts, type Observe } from './facts.ts';
import { outgoingOf, platformOf } from './post-body.ts';
import { type DeliveryTiming, inTime } from './timing.ts';

/** Answers words while the store is away, and remembers which. */
export type StandIn = {
  /** Resolves once the answer stands where it belongs; rejects when nobody can tell that it does. */
  readonly answer: (received: Received) => Promise<void>;
  /** Whether a delivery was answered so; waits for one that is being answered. */
  readonly isAnswered: (key: string) => Promise<boolean>;
};

export type StandInOptions = {
  readonly bot: Pick<Bot, 'handleFromMemory'>;
  readonly post: (platform: string, post: Outgoing) => Promise<Posted>;
  readonly platforms: () => readonly string[];
  readonly now: () => Date;
  readonly observe: Observe;
  readonly timing: DeliveryTiming;
};

/** Answers that are remembered, should what they answer turn up in the inbox later. */
const MAX_ANSWERED = 20_000;

/** The bot without a store: it knows what this process remembers, and keeps nothing. */
export function createStandIn({ bot, post, platforms, now, observe, timing }: StandInOptions): StandIn {
  const answers = createRecent<Promise<boolean>>(MAX_ANSWERED);

  return {
    answer: async (received) => {
      const answering = speak(received);
      const answered = answering.then(
        () => true,
        () => false,
      );
      answers.set(received.key, answered);
      await answering;
    },
    isAnswered: async (key) => (await answers.get(key)) ?? false,
  };

  async function speak(received: Received): Promise<void> {
    const startedMs = performance.now();
    const turn = bot.handleFromMemory(received);
    const durationMs = performance.now() - startedMs;
    const sinceReceiptMs = now().getTime() - received.receivedAt;
    handledFacts(received, turn, { durationMs, sinceReceiptMs, withStore: false }).forEach(observe);
    if (turn.place === 'nowhere') return;
    const platform = platformOf(received);
    // Another process may have answered it before it lost the store, or may have the write that went astray here.
    const outgoing = outgoingOf(received, turn.card, 2);
    for (let waitedMs = 0; ; ) {
      if (!platforms().includes(platform)) throw new Error(`${platform} is not up`);
      const posted = await inTime(timing.postMs, post(platform, outgoing));
      switch (posted.type) {
        case 'posted':
          observe({ platform, type: 'posted', attempt: 1, sinceReceiptMs: now().getTime() - received.receivedAt });
          return;
        case 'refused':
          observe({ platform, type: 'post refused', reason: posted.reason });
          return;
        case 'later':
          observe({ platform, type: 'post put off', reason: 'rate limit', afterMs: posted.afterMs });
          waitedMs += posted.afterMs;
          if (waitedMs > timing.pauseInHandMs) throw new Error('a rate limit holds the answer back');
          await sleep(posted.afterMs);
      }
    }
  }
}
