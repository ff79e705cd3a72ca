import type { Announcer } from './events.ts';

/** Waits until something is to be seen. */
export type Wait = <T>(look: () => T | undefined, what: string, patienceMs?: number) => Promise<T>;

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
      const timer = setTimeout(() => {
        end();
        reject(new Error(`Nothing to be seen after ${patienceMs} ms: ${what}`));
      }, patienceMs);
      function end(): void {
        unwatch();
        clearTimeout(timer);
      }
    });
}
