import { setTimeout as sleep } from 'node:timers/promises';
import { type RateLimitData, RateLimitError } from 'discord.js';

/** A rate limit that is over by then is waited for inside the library; others may go on meanwhile. */
const WAITED_FOR_MS = 3000;
/** The wait where Discord does not say how long it is. */
const UNSAID_MS = 1000;
const PATIENCE_MS = 60_000;

/** Whether a request should be given up instead of waiting: words can be posted later, what a person waits for cannot. */
export function isTooLong({ route, retryAfter, timeToReset }: RateLimitData): boolean {
  if (!/^\/(?:channels|users)\//.test(route)) return false;
  return retryAfter <= 0 || Math.max(retryAfter, timeToReset) > WAITED_FOR_MS;
}

/** How long to wait after a request was held back; undefined for any other failure. */
export function heldBackMs(error: unknown): number | undefined {
  if (!(error instanceof RateLimitError)) return undefined;
  return Math.ceil(Math.max(error.retryAfter, error.timeToReset, UNSAID_MS));
}

/** The work, done again after each rate limit it meets, for about a minute. */
export async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waitMs = heldBackMs(error);
      if (waitMs === undefined || performance.now() - startedAt + waitMs > PATIENCE_MS) throw error;
      await sleep(waitMs, undefined, { ref: false });
    }
  }
}
