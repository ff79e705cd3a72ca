/** The order in which the deliveries of each thread came to this process, for as long as they are not done. */
export type Order = {
  /** It came, after all that came before. False when it is known already. */
  readonly came: (key: string, thread: string) => boolean;
  /** Whether anything of a thread is not done. */
  readonly isBusy: (thread: string) => boolean;
  /** It may be answered without the store: what came later waits for it, until it is done or in line again. */
  readonly stepOut: (key: string) => void;
  readonly stepIn: (key: string) => void;
  /** Nobody has to wait for it any more. */
  readonly done: (key: string) => void;
  /** Resolves once all that came before it in its thread is done; not later than the limit. */
  readonly turn: (key: string) => Promise<void>;
  /** Resolves once nothing that came before it may be answered without the store; not later than the limit. */
  readonly clear: (key: string) => Promise<void>;
};

type Entry = {
  readonly sinceMs: number;
  readonly done: PromiseWithResolvers<void>;
  /** While it may be answered without the store. */
  out: PromiseWithResolvers<void> | undefined;
};

/**
 * The inbox keeps the order by itself. Only what is answered without the store could overtake what waits in it, or be
 * overtaken. What another process took over is never done here: after the limit nobody waits for it.
 */
export function createOrder(limitMs: number): Order {
  const threads = new Map<string, Map<string, Entry>>();
  /** The thread of each key, the oldest first. */
  const threadOf = new Map<string, string>();

  return {
    came: (key, thread) => {
      forgetOld();
      if (threadOf.has(key)) return false;
      const entries = threads.get(thread) ?? new Map<string, Entry>();
      threads.set(thread, entries);
      threadOf.set(key, thread);
      entries.set(key, { sinceMs: performance.now(), done: Promise.withResolvers(), out: undefined });
      return true;
    },
    isBusy: (thread) => threads.has(thread),
    stepOut: (key) => {
      const entry = entriesBeside(key).get(key);
      if (entry) entry.out = Promise.withResolvers();
    },
    stepIn: (key) => entriesBeside(key).get(key)?.out?.resolve(),
    done,
    turn: (key) => settled(before(key).map((entry) => entry.done.promise)),
    clear: (key) => settled(before(key).flatMap(({ out }) => out?.promise ?? [])),
  };

  function entriesBeside(key: string): Map<string, Entry> {
    return threads.get(threadOf.get(key) ?? '') ?? new Map();
  }

  function before(key: string): readonly Entry[] {
    const entries = entriesBeside(key);
    const earlier: Entry[] = [];
    for (const [one, entry] of entries) {
      if (one === key) break;
      earlier.push(entry);
    }
    return earlier;
  }

  function done(key: string): void {
    const entries = entriesBeside(key);
    const entry = entries.get(key);
    entry?.done.resolve();
    entry?.out?.resolve();
    entries.delete(key);
    if (entries.size === 0) threads.delete(threadOf.get(key) ?? '');
    threadOf.delete(key);
  }

  function forgetOld(): void {
    for (const key of threadOf.keys()) {
      const sinceMs = entriesBeside(key).get(key)?.sinceMs ?? 0;
      if (performance.now() - sinceMs < limitMs) return;
      done(key);
    }
  }

  async function settled(waitedFor: readonly Promise<void>[]): Promise<void> {
    if (waitedFor.length === 0) return;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, limitMs);
    await Promise.race([Promise.all(waitedFor), late.promise]);
    clearTimeout(timer);
  }
}
