import type { Log } from './log.ts';
import type { Metrics, Waiting } from './metrics.ts';
import { createProcessReader } from './process-figures.ts';
import { createReadiness, type Dependencies, readinessJson } from './readiness.ts';
import { redact } from './redact.ts';
import { type PageServer, plainPage, servePages } from './serve.ts';

export type OpsOptions = {
  /** Where to listen. */
  readonly health: { readonly host: string; readonly port: number };
  readonly metrics: Metrics;
  readonly dependencies: Dependencies;
  /** How much waits; may reject, or take long. */
  readonly depths: { readonly inbox: () => Promise<Waiting>; readonly outbox: () => Promise<Waiting> };
  readonly unreadable: () => Readonly<Record<string, number>>;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** What must stand on no page. */
  readonly secrets: readonly string[];
  readonly retryMs?: number;
  readonly now?: () => number;
};

/** How long a scrape waits for a figure of the store. */
const DEPTH_TIMEOUT_MS = 1000;
/** However many ask, the figures are gathered this often at most. */
const METRICS_EVERY_MS = 1000;
const OK = 200;
const UNAVAILABLE = 503;

/**
 * Serves `/healthz` (the process turns its event loop, whatever else is broken), `/readyz` (whether work should come here)
 * and `/metrics`.
 */
export function startOps({
  health,
  metrics,
  dependencies,
  depths,
  unreadable,
  log,
  secrets,
  retryMs,
  now = Date.now,
}: OpsOptions): PageServer {
  const readiness = createReadiness(dependencies);
  const process = createProcessReader();
  const server = servePages({
    ...health,
    log,
    ...(retryMs === undefined ? {} : { retryMs }),
    pages: {
      '/healthz': () => plainPage(OK, 'ok'),
      '/readyz': async () => {
        const ready = await readiness();
        return {
          status: ready.status === 'unready' ? UNAVAILABLE : OK,
          type: 'application/json; charset=utf-8',
          body: redact(readinessJson(ready), secrets),
        };
      },
      '/metrics': shared(METRICS_EVERY_MS, async () => {
        const [inbox, outbox, ready] = await Promise.all([
          inTime(depths.inbox()),
          inTime(depths.outbox()),
          readiness(),
        ]);
        const gauges = { inbox, outbox, readiness: ready, unreadable: unreadable(), process: process.read() };
        return { status: OK, ...(await metrics.render(now(), gauges)) };
      }),
    },
  });
  return {
    listening: server.listening,
    close: async () => {
      process.close();
      await server.close();
    },
  };
}

/** The same result for all who ask while it is made, and for so long after; a failure only while it is made. */
function shared<Result>(ms: number, make: () => Promise<Result>): () => Promise<Result> {
  let last: Promise<Result> | undefined;
  const forget = () => {
    last = undefined;
  };
  return () => {
    if (last) return last;
    last = make();
    last.then(() => void setTimeout(forget, ms).unref(), forget);
    return last;
  };
}

/** What is asked for, or undefined where it cannot be had now. */
async function inTime<Figure>(figure: Promise<Figure>): Promise<Figure | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), DEPTH_TIMEOUT_MS);
  try {
    return await Promise.race([figure, late.promise]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
