import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, Log, Outgoing, Platform, Posted, Running } from './platforms/platform.ts';

/** What a supervised platform does now. */
export type PlatformState = { readonly name: string; readonly state: 'starting' | 'up' | 'down' | 'ended' };

export type Supervisor = {
  /** Starts all at once. Resolves when each is up or down and one is up; rejects with every reason when none can start. */
  readonly start: () => Promise<void>;
  /** Resolves when all have ended; rejects when one broke, cannot be started again, and no other is up. */
  readonly ended: Promise<void>;
  readonly states: () => readonly PlatformState[];
  /** The names of the platforms that are up. */
  readonly up: () => readonly string[];
  /** Posts a reply on a platform that is up; rejects as its `post` does, and when it is not up. */
  readonly post: (platform: string, post: Outgoing) => Promise<Posted>;
  /** Stops all at once. Never rejects; what is not done by the deadline is left. */
  readonly stop: (deadlineMs: number) => Promise<void>;
};

/** No platform can be started; `lines` say why, one for each. */
export class NoPlatformError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** How long a platform that is down waits before it is tried again: the first time, and at most. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Keeps platforms running apart from each other: one that cannot start, or breaks, is tried again while another is up. */
export function supervise(
  platforms: readonly Platform[],
  host: Host,
  { log, firstWaitMs = FIRST_WAIT_MS }: { readonly log: Log; readonly firstWaitMs?: number },
): Supervisor {
  const states = new Map<string, PlatformState['state']>(platforms.map(({ name }) => [name, 'starting']));
  const running = new Map<string, Running>();
  const stopping = new AbortController();
  const stopped = Promise.withResolvers<undefined>();
  const over = Promise.withResolvers<void>();
  // Nobody may be listening yet when it ends.
  over.promise.catch(() => undefined);

  return {
    start,
    ended: over.promise,
    states: () => [...states].map(([name, state]) => ({ name, state })),
    up: () => [...running.keys()],
    post: async (platform, post) => {
      const one = running.get(platform);
      if (!one) throw new Error(`${platform} is not up`);
      return one.post(post);
    },
    stop,
  };

  async function start(): Promise<void> {
    const failures = await Promise.race([Promise.all(platforms.map(bringUp)), stopped.promise]);
    // What is still starting is stopped once it has started.
    if (failures === undefined) return;
    const reasons = failures.filter((reason) => reason !== undefined);
    if (reasons.length === platforms.length && platforms.length > 0) throw new NoPlatformError(reasons);
    for (const [index, platform] of platforms.entries()) {
      const reason = failures[index];
      if (reason === undefined) continue;
      log.error({ platform: platform.name, reason }, 'platform cannot start, and is tried again');
      void bringBack(platform, reason);
    }
  }

  /** Starts a platform once; gives the reason when it cannot be. */
  async function bringUp(platform: Platform): Promise<string | undefined> {
    const { name } = platform;
    states.set(name, 'starting');
    try {
      const one = await platform.start(host);
      if (stopping.signal.aborted) {
        await one.stop(0);
        return undefined;
      }
      running.set(name, one);
      states.set(name, 'up');
      log.info({ platform: name }, 'platform is up');
      one.ended.then(
        () => end(name),
        (error: unknown) => lose(platform, error),
      );
      return undefined;
    } catch (error) {
      states.set(name, 'down');
      return `${name}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  function end(name: string): void {
    running.delete(name);
    states.set(name, 'ended');
    if ([...states.values()].every((state) => state === 'ended')) over.resolve();
  }

  function lose(platform: Platform, error: unknown): void {
    const { name } = platform;
    running.delete(name);
    states.set(name, 'starting');
    log.error({ platform: name, reason: error instanceof Error ? error.message : String(error) }, 'platform is down');
    void bringBack(platform, undefined);
  }

  /** Tries until it is up, for as long as another is: alone, it gives up, and whoever runs the bot starts it anew. */
  async function bringBack(platform: Platform, before: string | undefined): Promise<void> {
    let said = before;
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      if (!(await slept(waitMs))) return;
      const reason = await bringUp(platform);
      if (reason === undefined) return;
      if (!isHopeLeft()) return over.reject(new NoPlatformError([reason]));
      // The same reason again is no news.
      if (reason !== said) log.error({ platform: platform.name, reason }, 'platform cannot start, and is tried again');
      said = reason;
    }
  }

  /** Whether a platform is up, or on its way: the others may go on trying. */
  function isHopeLeft(): boolean {
    return [...states.values()].some((state) => state === 'up' || state === 'starting');
  }

  /** False when it is time to stop instead. */
  function slept(waitMs: number): Promise<boolean> {
    return sleep(waitMs, undefined, { signal: stopping.signal }).then(
      () => true,
      () => false,
    );
  }

  async function stop(deadlineMs: number): Promise<void> {
    stopping.abort();
    stopped.resolve(undefined);
    const closed = Promise.allSettled([...running.values()].map((one) => one.stop(deadlineMs)));
    await Promise.race([closed, sleep(deadlineMs, undefined, { ref: false })]);
    over.resolve();
  }
}
