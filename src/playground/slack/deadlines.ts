/** How long Slack waits, in milliseconds; tests shorten them. */
export type Deadlines = {
  /** An acknowledgement must come within this (docs: 3 seconds). */
  readonly ackMs: number;
  /** A trigger id can be exchanged for this long (docs: 3 seconds). */
  readonly triggerMs: number;
  /** A response_url can be used for this long (docs: 30 minutes). */
  readonly responseUrlMs: number;
  /** Before each further try of an event: nearly at once, after a minute, after five (docs: events API). */
  readonly retryMs: readonly number[];
  /** Between two pings of an open connection; clients that got one expect the next within 30 seconds. */
  readonly pingMs: number;
  /** A fault that hangs lets go of the connection after this. */
  readonly hangMs: number;
};

export const SLACK_DEADLINES: Deadlines = {
  ackMs: 3_000,
  triggerMs: 3_000,
  responseUrlMs: 30 * 60_000,
  retryMs: [0, 60_000, 5 * 60_000],
  pingMs: 10_000,
  hangMs: 120_000,
};

type Timer = ReturnType<typeof setTimeout>;

/** Timers that are all forgotten at once when the server stops; later ones never run. */
export type Timers = {
  readonly after: (ms: number, action: () => void) => () => void;
  readonly every: (ms: number, action: () => void) => () => void;
  readonly clear: () => void;
};

export function createTimers(): Timers {
  const running = new Set<Timer>();
  let isStopped = false;
  return {
    after: (ms, action) => {
      const timer = setTimeout(() => {
        running.delete(timer);
        action();
      }, ms);
      return track(timer);
    },
    every: (ms, action) => track(setInterval(action, ms)),
    clear: () => {
      isStopped = true;
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };

  function track(timer: Timer): () => void {
    if (isStopped) clearTimeout(timer);
    else running.add(timer);
    return () => {
      clearTimeout(timer);
      running.delete(timer);
    };
  }
}
