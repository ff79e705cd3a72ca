/** How long things take at most, in milliseconds; tests shorten them. */
export type Timing = {
  /** One call of the Web API, or of a response_url. */
  readonly callMs: number;
  /** Slack waits three seconds for an acknowledgement; what takes longer is acknowledged before it is done. */
  readonly acknowledgeMs: number;
  /** The pause before looking whether a post was stored whose answer was lost; it doubles. */
  readonly lookMs: number;
  /** How long a rate limit lasts when Slack does not say; it doubles. */
  readonly limitedMs: number;
  /** How long posts wait while Slack does not take the token; it doubles, up to a minute. */
  readonly lockedOutMs: number;
  /** The first pause before a connection that could not be opened is tried again; it doubles up to the longest. */
  readonly reconnectMs: number;
  readonly longestReconnectMs: number;
  /** A connection that closes sooner was not really one. */
  readonly shortLivedMs: number;
  /** The other side has this long to answer a close. */
  readonly closeMs: number;
  /** A connection whose pings stay unanswered for so long is dead. */
  readonly pongMs: number;
};

export const SLACK_TIMING: Timing = {
  callMs: 10_000,
  acknowledgeMs: 2_000,
  lookMs: 300,
  limitedMs: 1_000,
  lockedOutMs: 1_000,
  reconnectMs: 500,
  longestReconnectMs: 30_000,
  shortLivedMs: 10_000,
  closeMs: 500,
  pongMs: 5_000,
};

/** Waits; rejects when what it waits for is over. */
export type Sleep = (ms: number) => Promise<void>;

/** Waiting that ends at once, with an error, when the signal says so. */
export function createSleep(signal: AbortSignal): Sleep {
  return (ms) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(new Error('stopped while waiting'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
}

/** Resolves with what the work resolves with, or with undefined when it takes longer. Rejects when the work does in time. */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
