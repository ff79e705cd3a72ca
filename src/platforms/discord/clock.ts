/** Discord's clock, as far as its events tell; this machine's may be off. */
export type Clock = {
  /** How long ago that was, in milliseconds; what comes is always a little old. */
  readonly ageMs: (at: number) => number;
  /** Something came that happened at that moment. */
  readonly saw: (at: number) => void;
};

/** A clock that learns from what comes how far this machine's is ahead. Before that, both are taken to be right. */
export function createClock(): Clock {
  let [aheadMs, aheadBeforeMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let since = performance.now();
  return {
    ageMs: (at) => {
      // What came fastest tells most.
      const leastMs = Math.min(aheadMs, aheadBeforeMs);
      return Date.now() - at - (Number.isFinite(leastMs) ? leastMs : 0);
    },
    saw: (at) => {
      if (performance.now() - since > LEARNT_FOR_MS) {
        [aheadBeforeMs, aheadMs] = [aheadMs, Number.POSITIVE_INFINITY];
        since = performance.now();
      }
      aheadMs = Math.min(aheadMs, Date.now() - at);
    },
  };
}

/** A clock that is set right makes what was learnt wrong. */
const LEARNT_FOR_MS = 10 * 60_000;
