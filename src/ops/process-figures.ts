import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What the process itself is like at this moment. */
export type ProcessFigures = {
  /** By how much the event loop was late since the figures before. */
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly externalBytes: number;
  readonly cpuMs: number;
  readonly startedAt: number;
};

export type ProcessReader = { readonly read: () => ProcessFigures; readonly close: () => void };

/** How often the event loop is looked at; what Node measures holds this pause too. */
const LOOK_MS = 10;
/** Two readers in a short time see the same delays. */
const WINDOW_MS = 10_000;

/** Watches the event loop from now on, until it is closed. */
export function createProcessReader(windowMs: number = WINDOW_MS): ProcessReader {
  const delays = monitorEventLoopDelay({ resolution: LOOK_MS });
  delays.enable();
  let windowFrom = performance.now();
  return {
    read: () => {
      const isEmpty = delays.count === 0;
      const late = (nanoseconds: number) => (isEmpty ? 0 : Math.max(0, nanoseconds / 1e6 - LOOK_MS));
      const eventLoopDelayMs = {
        p50: late(delays.percentile(50)),
        p99: late(delays.percentile(99)),
        max: late(delays.max),
      };
      if (performance.now() - windowFrom >= windowMs) {
        delays.reset();
        windowFrom = performance.now();
      }
      const memory = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      return {
        eventLoopDelayMs,
        residentBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        heapTotalBytes: memory.heapTotal,
        externalBytes: memory.external,
        cpuMs: (user + system) / 1000,
        startedAt: performance.timeOrigin,
      };
    },
    close: () => {
      delays.disable();
    },
  };
}
