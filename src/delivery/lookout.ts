import type { Log } from '../platforms/platform.ts';
import { type DeliveryTiming, loggable } from './timing.ts';

/** Looks again and again for what nobody has in hand, and keeps what this process has in hand. */
export type Lookout = {
  readonly start: () => void;
  /** Looks after so many milliseconds at the latest. */
  readonly lookIn: (ms: number) => void;
  readonly stop: () => void;
};

/** A look takes as long as it takes; the next one comes a pause later. */
export function createLookout({
  look,
  renew,
  log,
  timing,
}: {
  readonly look: () => Promise<void>;
  readonly renew: () => Promise<void>;
  readonly log: Log;
  readonly timing: DeliveryTiming;
}): Lookout {
  let timer: NodeJS.Timeout | undefined;
  let renewing: NodeJS.Timeout | undefined;
  /** The next look, on the clock of this process. */
  let nextMs = Number.POSITIVE_INFINITY;
  let isLooking = false;
  let isAskedFor = false;
  let isRenewing = false;
  let isAway = false;
  let isOver = true;

  return {
    start: () => {
      isOver = false;
      renewing = setInterval(() => void keep(), timing.leaseMs / 4);
      lookIn(0);
    },
    lookIn,
    stop: () => {
      isOver = true;
      clearTimeout(timer);
      clearInterval(renewing);
    },
  };

  function lookIn(ms: number): void {
    const atMs = performance.now() + ms;
    if (isOver || atMs >= nextMs) return;
    nextMs = atMs;
    clearTimeout(timer);
    timer = setTimeout(() => void lookNow(), ms);
  }

  async function lookNow(): Promise<void> {
    nextMs = Number.POSITIVE_INFINITY;
    isAskedFor = isLooking;
    if (isLooking) return;
    isLooking = true;
    try {
      await look();
      if (isAway) log.info({}, 'the store is back');
      isAway = false;
    } catch (error) {
      // What is closed behind a look that still waits is no news.
      if (!isAway && !isOver) log.error(loggable(error), 'the store is away');
      isAway = true;
    } finally {
      isLooking = false;
      // What was asked for while it looked may have come too late for that look.
      lookIn(isAskedFor ? 0 : timing.lookMs * (1 + Math.random()));
      isAskedFor = false;
    }
  }

  async function keep(): Promise<void> {
    if (isRenewing) return;
    isRenewing = true;
    try {
      await renew();
    } catch (error) {
      if (!isOver) log.warn(loggable(error), 'leases could not be extended');
    } finally {
      isRenewing = false;
    }
  }
}
