import type { Announcer } from './events.ts';

/** Waits until something is to be seen. */
export type Wait = <T>(look: () => T | undefined, what: string, patienceMs?: number) => Promise<T>;

/** How often patience is counted, and how much of it a moment takes at most: while the machine stood still, nobody waited. */
const STEP_MS = 20;
const MAX_STEP_MS = 5 * STEP_MS;

/** A wait that looks again whenever anything changed, and gives up after a while, saying what was missing. */
export function createWait(announcer: Announcer, usualPatienceMs: number): Wait {
  return (look, what, patienceMs = usualPatienceMs) =>
    new Promise((resolve, reject) => {
      const now = look();
      if (now !== undefined) return resolve(now);
      const unwatch = announcer.watch(() => {
        const found = look();
        if (found === undefined) return;
        end();
        resolve(found);
      });
      let waitedMs = 0;
      let lastMs = performance.now();
      const timer = setInterval(
        () => {
          waitedMs += Math.min(performance.now() - lastMs, MAX_STEP_MS);
          lastMs = performance.now();
          if (waitedMs < patienceMs) return;
          end();
          reject(new Error(`Nothing to be seen after ${patienceMs} ms: ${what}`));
        },
        Math.min(STEP_MS, patienceMs),
      );
      function end(): void {
        unwatch();
        clearInterval(timer);
      }
    });
}
