import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Observed } from '../delivery/observed.ts';
import type { ProcessFigures } from './process-figures.ts';
import type { Readiness } from './readiness.ts';

/** How much waits in a queue, and since when the oldest of it does, in epoch milliseconds. */
export type Waiting = { readonly count: number; readonly oldestAt: number | undefined };

/** What is asked for at the moment of reading; what could not be had is undefined, and has no line. */
export type Gauges = {
  readonly inbox: Waiting | undefined;
  readonly outbox: Waiting | undefined;
  /** Rows that could not be read, by table. */
  readonly unreadable: Readonly<Record<string, number>>;
  readonly readiness: Readiness;
  readonly process: ProcessFigures;
};

export type Metrics = {
  /** Counts one fact. */
  readonly observe: (fact: Observed) => void;
  /** Counts one group of writes that the store made together. */
  readonly wrote: (group: { readonly count: number; readonly durationMs: number }) => void;
  /** Everything, in Prometheus' text format. */
  readonly render: (now: number, gauges: Gauges) => Promise<{ readonly type: string; readonly body: string }>;
};

export type MetricsOptions = {
  /** Names of the platforms that are configured. */
  readonly platforms: readonly string[];
  /** Of Versus and of Node. */
  readonly versions: { readonly version: string; readonly node: string };
};

/** Upper bounds in seconds. Slack and Discord wait 3 s for an acknowledgement. */
const ACKNOWLEDGE_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
const REPLY_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const WRITE_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Two of them are the bars for an answer and for "Did you mean". */
const CONFIDENCE_BOUNDS = [0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

type Arrival = (Observed & { readonly type: 'handled' })['arrival'];

const KINDS: readonly Arrival[] = ['mention', 'direct', 'overheard', 'command', 'about', 'press'];

/** Counts facts and says them in Prometheus' format. Its labels are names of platforms, kinds and outcomes, never more. */
export function createMetrics({ platforms, versions }: MetricsOptions): Metrics {
  const registry = new Registry();
  const { counter, histogram } = makersIn(registry);
  const each = platforms.map((platform) => ({ platform }));
  const ofEach = (name: string, values: readonly string[]) =>
    each.flatMap((labels) => values.map((value) => ({ ...labels, [name]: value })));
  const kinds = ofEach('kind', KINDS).map((labels) => ({ ...labels, outcome: 'answered' }));
  const reasons = ofEach('reason', ['rate-limit', 'platform-away']);

  const deliveries = counter('versus_deliveries_total', 'Deliveries by how they came and what became of them.', kinds);
  const acknowledged = histogram(
    'versus_acknowledge_seconds',
    'From receipt until a delivery may be acknowledged.',
    ACKNOWLEDGE_BOUNDS,
    each,
  );
  const replied = histogram('versus_reply_seconds', 'From receipt until the reply stands there.', REPLY_BOUNDS, each);
  const handled = histogram('versus_handle_seconds', 'Handling alone: load, converse, keep.', WRITE_BOUNDS, each);
  const withoutStore = counter('versus_without_store_total', 'Answered without the store.', each);
  const retries = counter(
    'versus_retries_total',
    'Handling, or posts, that failed or stayed unclear and are tried again.',
    ofEach('of', ['delivery', 'post']),
  );
  const givenUp = counter(
    'versus_given_up_total',
    'Given up: after too many tries, or refused by the platform for good.',
    ofEach('of', ['delivery', 'post', 'refused-post']),
  );
  const putOff = counter('versus_posts_put_off_total', 'Replies that were told to come later.', reasons);
  const putOffSeconds = counter('versus_posts_put_off_seconds_total', 'How long they were told to wait.', reasons);
  const limited = counter('versus_rate_limited_total', 'Calls that a platform refused because of a rate limit.', each);
  const reconnects = counter('versus_reconnects_total', 'Connections that were lost and opened again.', each);
  const confidence = histogram(
    'versus_confidence',
    'Confidence of the best match, where words were matched.',
    CONFIDENCE_BOUNDS,
  );
  const abstained = counter('versus_abstentions_total', 'Words that got no answer.', [
    { zone: 'suggest' },
    { zone: 'abstain' },
  ]);
  const feedback = counter('versus_feedback_total', 'What people thought of answers.', [
    { value: 'liked' },
    { value: 'disliked' },
  ]);
  const written = histogram('versus_store_write_seconds', 'One durable group of writes.', WRITE_BOUNDS);
  const writes = counter('versus_store_writes_total', 'Writes; divided by the groups, the mean group.');

  return {
    observe,
    wrote: ({ count, durationMs }) => {
      writes.inc(count);
      written.observe(seconds(durationMs));
    },
    render: async (now, gauges) => {
      const all = Registry.merge([registry, readingOf(now, gauges, versions)]);
      return { type: all.contentType, body: await all.metrics() };
    },
  };

  function observe(fact: Observed): void {
    const { platform } = fact;
    switch (fact.type) {
      case 'taken':
        acknowledged.observe({ platform }, seconds(fact.sinceReceiptMs));
        return;
      case 'passed over':
        deliveries.inc({ platform, kind: 'overheard', outcome: 'passed-over' });
        acknowledged.observe({ platform }, seconds(fact.sinceReceiptMs));
        return;
      case 'repeated':
        deliveries.inc({ platform, kind: fact.arrival, outcome: 'repeated' });
        return;
      case 'turned away':
        deliveries.inc({ platform, kind: fact.arrival, outcome: 'turned-away' });
        return;
      case 'handled':
        observeHandled(fact);
        return;
      case 'handling failed':
        retries.inc({ platform, of: 'delivery' });
        return;
      case 'handling given up':
        givenUp.inc({ platform, of: 'delivery' });
        return;
      case 'posted':
        replied.observe({ platform }, seconds(fact.sinceReceiptMs));
        return;
      case 'post refused':
        givenUp.inc({ platform, of: 'refused-post' });
        return;
      case 'post put off':
        putOff.inc({ platform, reason: fact.reason.replace(' ', '-') });
        putOffSeconds.inc({ platform, reason: fact.reason.replace(' ', '-') }, seconds(fact.afterMs));
        return;
      case 'post unclear':
        retries.inc({ platform, of: 'post' });
        return;
      case 'post given up':
        givenUp.inc({ platform, of: 'post' });
        return;
      case 'feedback':
        feedback.inc({ value: fact.value });
        return;
      case 'reconnecting':
        reconnects.inc({ platform });
        return;
      case 'rate limited':
        limited.inc({ platform });
        return;
    }
    fact satisfies never;
  }

  function observeHandled(fact: Observed & { readonly type: 'handled' }): void {
    const { platform, arrival, place, zone, sinceReceiptMs } = fact;
    const isAnswered = place !== 'nowhere';
    deliveries.inc({ platform, kind: arrival, outcome: isAnswered ? 'answered' : 'silent' });
    handled.observe({ platform }, seconds(fact.durationMs));
    if (!fact.withStore) withoutStore.inc({ platform });
    if (fact.confidence !== undefined) confidence.observe(fact.confidence);
    if (isAnswered && (zone === 'suggest' || zone === 'abstain')) abstained.inc({ zone });
    if (isWords(arrival)) return;
    // What is no words is answered in its acknowledgement.
    acknowledged.observe({ platform }, seconds(sinceReceiptMs));
    if (isAnswered) replied.observe({ platform }, seconds(sinceReceiptMs));
  }
}

function isWords(arrival: Arrival): boolean {
  return arrival === 'mention' || arrival === 'direct' || arrival === 'overheard';
}

/** A clock that was set back took no time. */
function seconds(ms: number): number {
  return ms > 0 ? ms / 1000 : 0;
}

type Labels = Readonly<Record<string, string>>;

/** Each series is there, as 0, before anything was counted, so that its first rise is seen. */
function makersIn(registry: Registry) {
  const about = (name: string, help: string, [first = {}]: readonly Labels[]) => ({
    name,
    help,
    labelNames: Object.keys(first),
    registers: [registry],
  });
  return {
    counter: (name: string, help: string, series: readonly Labels[] = []): Counter => {
      const counter = new Counter(about(name, help, series));
      for (const labels of series) counter.inc(labels, 0);
      return counter;
    },
    histogram: (name: string, help: string, bounds: readonly number[], series: readonly Labels[] = []): Histogram => {
      const histogram = new Histogram({ ...about(name, help, series), buckets: [...bounds] });
      for (const labels of series) histogram.zero(labels);
      return histogram;
    },
  };
}

type Figure = number | undefined | readonly (readonly [Labels, number])[];

/** Everything that is asked for now, and not counted. */
function readingOf(now: number, gauges: Gauges, versions: MetricsOptions['versions']): Registry {
  const { inbox, outbox, unreadable, readiness, process } = gauges;
  const { packs, isLastReloadFailed } = readiness.knowledge;
  const registry = new Registry();
  const show = (name: string, help: string, figure: Figure) => {
    const rows = typeof figure === 'number' ? ([[{}, figure]] as const) : (figure ?? []);
    const [first] = rows;
    if (!first) return;
    const options = { name, help, labelNames: Object.keys(first[0]), registers: [registry] };
    const metric = name.endsWith('_total') ? new Counter(options) : new Gauge(options);
    for (const [labels, value] of rows) metric.inc(labels, value);
  };
  const ageSeconds = (waiting: Waiting | undefined) =>
    waiting && (waiting.oldestAt === undefined ? 0 : seconds(now - waiting.oldestAt));

  show('versus_inbox_depth', 'Deliveries that are kept and not handled yet.', inbox?.count);
  show('versus_inbox_oldest_seconds', 'Age of the oldest of them.', ageSeconds(inbox));
  show('versus_outbox_depth', 'Replies that are not posted yet.', outbox?.count);
  show('versus_outbox_oldest_seconds', 'Age of the oldest of them.', ageSeconds(outbox));
  show(
    'versus_platform_up',
    'Whether a platform is connected.',
    readiness.platforms.map(({ name, state }) => [{ platform: name }, Number(state === 'up')]),
  );
  show('versus_store_up', 'Whether the store can be written to.', Number(readiness.store.state === 'up'));
  show('versus_ready', 'Whether /readyz says yes.', Number(readiness.status !== 'unready'));
  show(
    'versus_store_unreadable_rows_total',
    'Rows that could not be read, by table.',
    Object.entries(unreadable).map(([table, count]) => [{ table }, count]),
  );
  show('versus_knowledge_reload_failed', 'Whether the last reload of the packs failed.', Number(isLastReloadFailed));
  show(
    'versus_pack_info',
    'The packs that are answered from.',
    packs.map(({ id, version }) => [{ pack: id, version }, 1]),
  );
  show('versus_build_info', 'The versions that run.', [[versions, 1]]);
  const { p50, p99, max } = process.eventLoopDelayMs;
  show('versus_event_loop_delay_seconds', 'By how much the event loop was late lately.', [
    [{ quantile: '0.5' }, p50 / 1000],
    [{ quantile: '0.99' }, p99 / 1000],
    [{ quantile: '1' }, max / 1000],
  ]);
  show('process_resident_memory_bytes', 'Memory of the process.', process.residentBytes);
  show('versus_heap_used_bytes', 'JavaScript heap in use.', process.heapUsedBytes);
  show('versus_heap_total_bytes', 'JavaScript heap.', process.heapTotalBytes);
  show('versus_external_memory_bytes', 'Memory outside of the heap that JavaScript holds.', process.externalBytes);
  show('process_cpu_seconds_total', 'Processor time.', process.cpuMs / 1000);
  show('process_start_time_seconds', 'When the process started, since 1970.', process.startedAt / 1000);
  return registry;
}
