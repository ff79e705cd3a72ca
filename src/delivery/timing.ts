/** How long things take at most, in milliseconds; tests shorten them. */
export type DeliveryTiming = {
  /** The store has this long; whoever waits is answered without it then. */
  readonly storeMs: number;
  /** An answer without the store waits so long for what came before it in its thread, and for the store meanwhile. */
  readonly turnMs: number;
  /** The pause before the store is asked again to keep something. */
  readonly keepAgainMs: number;
  /** What a process has in hand belongs to it for so long after its last word. */
  readonly leaseMs: number;
  /** The pause between two looks for what nobody has in hand; it is made longer at random, up to twice as long. */
  readonly lookMs: number;
  /** The first pause before a delivery is handled again, or a post tried again; it doubles with each try. */
  readonly handleAgainMs: number;
  /** A delivery that cannot be handled is not given up before this. */
  readonly giveUpAfterMs: number;
  readonly postAgainMs: number;
  readonly longestPauseMs: number;
  /** Shorter pauses of a channel are waited for with the channel in hand. */
  readonly pauseInHandMs: number;
  /** The pause of a channel whose platform is away. */
  readonly awayMs: number;
  /** One post; platforms end theirs sooner. */
  readonly postMs: number;
};

export const DELIVERY_TIMING: DeliveryTiming = {
  storeMs: 1500,
  turnMs: 20_000,
  keepAgainMs: 300,
  leaseMs: 10_000,
  lookMs: 1000,
  handleAgainMs: 1000,
  giveUpAfterMs: 3 * 60_000,
  postAgainMs: 300,
  longestPauseMs: 5 * 60_000,
  pauseInHandMs: 3000,
  awayMs: 2000,
  postMs: 60_000,
};

/** Resolves or rejects as the work does; rejects when it takes longer. */
export async function inTime<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new LateError(limitMs)), limitMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The pause after so many tries. */
export function pauseAfter(tries: number, firstMs: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(30, Math.max(0, tries - 1)));
}

/** What may stand in a log of an error: never its message, which may quote what somebody wrote. */
export function loggable(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  // SQLite's own words for the kind of its error.
  const reason = 'errstr' in error && typeof error.errstr === 'string' ? { reason: error.errstr } : {};
  return { error: error.name, ...code, ...reason };
}

class LateError extends Error {
  override readonly name = 'LateError';
  constructor(limitMs: number) {
    super(`it took longer than ${limitMs} ms`);
  }
}
