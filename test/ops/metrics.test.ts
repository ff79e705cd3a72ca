import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { THRESHOLDS } from '../../src/core/decide.ts';
import type { Observed } from '../../src/delivery/observed.ts';
import { createMetrics, type Gauges } from '../../src/ops/metrics.ts';
import { parseExposition } from './exposition.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const GAUGES: Gauges = {
  inbox: { count: 3, oldestAt: NOW - 4500 },
  outbox: { count: 0, oldestAt: undefined },
  unreadable: { posts: 2 },
  readiness: {
    status: 'degraded',
    isStopping: false,
    store: { state: 'up', reason: undefined },
    platforms: [
      { name: 'slack', state: 'up' },
      { name: 'discord', state: 'starting' },
    ],
    knowledge: { packs: [{ id: 'drinks', version: 'abc' }], isLastReloadFailed: true },
  },
  process: {
    eventLoopDelayMs: { p50: 1, p99: 20, max: 300 },
    residentBytes: 1e8,
    heapUsedBytes: 2e7,
    heapTotalBytes: 3e7,
    externalBytes: 1e6,
    cpuMs: 1234,
    startedAt: NOW - 1000,
  },
};
const HANDLED = {
  type: 'handled',
  platform: 'slack',
  arrival: 'mention',
  intent: 'answer',
  place: 'here',
  confidence: 0.7,
  zone: 'answer',
  durationMs: 2,
  sinceReceiptMs: 5,
  withStore: true,
} as const;
const SLACK = { platform: 'slack' };

async function rendered(facts: readonly Observed[], gauges: Partial<Gauges> = {}) {
  const metrics = createMetrics({
    platforms: ['slack', 'discord'],
    versions: { version: '0.1.0', node: '24.0.0' },
  });
  for (const fact of facts) metrics.observe(fact);
  metrics.wrote({ count: 4, durationMs: 3 });
  const { body } = await metrics.render(NOW, { ...GAUGES, ...gauges });
  return parseExposition(body);
}

describe('metrics', () => {
  for (const [what, facts, name, labels, expected] of [
    [
      'an answer by how it came',
      [HANDLED, HANDLED],
      'versus_deliveries_total',
      { ...SLACK, kind: 'mention', outcome: 'answered' },
      2,
    ],
    [
      'an answer to come as 0 before the first',
      [],
      'versus_deliveries_total',
      { platform: 'discord', kind: 'press', outcome: 'answered' },
      0,
    ],
    [
      'silence apart',
      [{ ...HANDLED, arrival: 'overheard', place: 'nowhere' }],
      'versus_deliveries_total',
      { ...SLACK, kind: 'overheard', outcome: 'silent' },
      1,
    ],
    [
      'what needs no answer',
      [{ type: 'passed over', platform: 'slack', sinceReceiptMs: 1 }],
      'versus_deliveries_total',
      { ...SLACK, kind: 'overheard', outcome: 'passed-over' },
      1,
    ],
    [
      'a repetition',
      [{ type: 'repeated', platform: 'slack', arrival: 'direct' }],
      'versus_deliveries_total',
      { ...SLACK, kind: 'direct', outcome: 'repeated' },
      1,
    ],
    [
      'what was turned away',
      [{ type: 'turned away', platform: 'slack', arrival: 'direct' }],
      'versus_deliveries_total',
      { ...SLACK, kind: 'direct', outcome: 'turned-away' },
      1,
    ],
    [
      'an acknowledgement by how long it took',
      [{ type: 'taken', platform: 'slack', arrival: 'mention', sinceReceiptMs: 4 }],
      'versus_acknowledge_seconds_bucket',
      { ...SLACK, le: '0.005' },
      1,
    ],
    [
      '… in the right bucket',
      [{ type: 'taken', platform: 'slack', arrival: 'mention', sinceReceiptMs: 4 }],
      'versus_acknowledge_seconds_bucket',
      { ...SLACK, le: '0.0025' },
      0,
    ],
    [
      'a command as acknowledged with its answer',
      [{ ...HANDLED, arrival: 'command' }],
      'versus_acknowledge_seconds_count',
      SLACK,
      1,
    ],
    ['… and as replied to', [{ ...HANDLED, arrival: 'command' }], 'versus_reply_seconds_sum', SLACK, 0.005],
    [
      'a silent press as no reply',
      [{ ...HANDLED, arrival: 'press', place: 'nowhere' }],
      'versus_reply_seconds_count',
      SLACK,
      0,
    ],
    ['words as replied to only once they are posted', [HANDLED], 'versus_reply_seconds_count', SLACK, 0],
    [
      'a post',
      [{ type: 'posted', platform: 'slack', attempt: 1, sinceReceiptMs: 40 }],
      'versus_reply_seconds_bucket',
      { ...SLACK, le: '0.05' },
      1,
    ],
    [
      'a reply that took longer than every bound',
      [{ type: 'posted', platform: 'slack', attempt: 9, sinceReceiptMs: 9e6 }],
      'versus_reply_seconds_bucket',
      { ...SLACK, le: '+Inf' },
      1,
    ],
    ['an answer without the store', [{ ...HANDLED, withStore: false }], 'versus_without_store_total', SLACK, 1],
    [
      'handling that is tried again',
      [{ type: 'handling failed', platform: 'slack', attempt: 1 }],
      'versus_retries_total',
      { ...SLACK, of: 'delivery' },
      1,
    ],
    [
      'a post that is tried again',
      [{ type: 'post unclear', platform: 'slack', attempt: 1 }],
      'versus_retries_total',
      { ...SLACK, of: 'post' },
      1,
    ],
    [
      'handling that was given up',
      [{ type: 'handling given up', platform: 'slack' }],
      'versus_given_up_total',
      { ...SLACK, of: 'delivery' },
      1,
    ],
    [
      'a post that was given up',
      [{ type: 'post given up', platform: 'slack' }],
      'versus_given_up_total',
      { ...SLACK, of: 'post' },
      1,
    ],
    [
      'a post that was refused',
      [{ type: 'post refused', platform: 'slack', reason: 'not_in_channel' }],
      'versus_given_up_total',
      { ...SLACK, of: 'refused-post' },
      1,
    ],
    [
      'a feedback',
      [{ type: 'feedback', platform: 'slack', value: 'disliked' }],
      'versus_feedback_total',
      { value: 'disliked' },
      1,
    ],
    ['a connection that was lost', [{ type: 'reconnecting', platform: 'slack' }], 'versus_reconnects_total', SLACK, 1],
    ['a rate limit', [{ type: 'rate limited', platform: 'slack' }], 'versus_rate_limited_total', SLACK, 1],
    ['confidence', [HANDLED, { ...HANDLED, confidence: 0.2 }], 'versus_confidence_bucket', { le: '0.5' }, 1],
    [
      'no confidence where no words were matched',
      [{ ...HANDLED, confidence: undefined }],
      'versus_confidence_count',
      {},
      0,
    ],
    ['"Did you mean"', [{ ...HANDLED, zone: 'suggest' }], 'versus_abstentions_total', { zone: 'suggest' }, 1],
    ['that it did not know', [{ ...HANDLED, zone: 'abstain' }], 'versus_abstentions_total', { zone: 'abstain' }, 1],
    [
      'no abstention where nobody was to be answered',
      [{ ...HANDLED, arrival: 'overheard', place: 'nowhere', zone: 'abstain' }],
      'versus_abstentions_total',
      { zone: 'abstain' },
      0,
    ],
    ['writes', [], 'versus_store_writes_total', {}, 4],
    ['groups of writes', [], 'versus_store_write_seconds_count', {}, 1],
    ['what waits', [], 'versus_inbox_depth', {}, 3],
    ['how long the oldest of it waits', [], 'versus_inbox_oldest_seconds', {}, 4.5],
    ['an empty queue as no age', [], 'versus_outbox_oldest_seconds', {}, 0],
    ['a platform that is up', [], 'versus_platform_up', SLACK, 1],
    ['a platform that is not', [], 'versus_platform_up', { platform: 'discord' }, 0],
    ['rows that cannot be read', [], 'versus_store_unreadable_rows_total', { table: 'posts' }, 2],
    ['a reload that failed', [], 'versus_knowledge_reload_failed', {}, 1],
    ['the packs', [], 'versus_pack_info', { pack: 'drinks', version: 'abc' }, 1],
    ['the versions', [], 'versus_build_info', { version: '0.1.0', node: '24.0.0' }, 1],
    ['the event loop', [], 'versus_event_loop_delay_seconds', { quantile: '0.99' }, 0.02],
    ['memory', [], 'process_resident_memory_bytes', {}, 1e8],
    ['processor time', [], 'process_cpu_seconds_total', {}, 1.234],
  ] as const satisfies readonly (readonly [
    string,
    readonly Observed[],
    string,
    Readonly<Record<string, string>>,
    number,
  ])[]) {
    it(`show ${what}`, async () => {
      const { value } = await rendered(facts);
      expect(value(name, labels)).toBe(expected);
    });
  }

  it('show how long posts were told to wait, and how often', async () => {
    const put = { type: 'post put off', platform: 'slack', reason: 'rate limit', afterMs: 1500 } as const;
    const limited = { ...SLACK, reason: 'rate-limit' };
    const { value } = await rendered([put, put]);
    expect(value('versus_posts_put_off_total', limited)).toBe(2);
    expect(value('versus_posts_put_off_seconds_total', limited)).toBe(3);
  });

  it('take what a clock that was set back gives as no time, and go on', async () => {
    const { value } = await rendered([{ ...HANDLED, durationMs: -5, sinceReceiptMs: Number.NaN, arrival: 'command' }]);
    expect([value('versus_handle_seconds_sum', SLACK), value('versus_handle_seconds_count', SLACK)]).toEqual([0, 1]);
    expect([value('versus_reply_seconds_sum', SLACK), value('versus_reply_seconds_count', SLACK)]).toEqual([0, 1]);
  });

  it('are apart from those of another bot in the same process', async () => {
    await rendered([HANDLED]);
    const { value } = await rendered([HANDLED]);
    expect(value('versus_confidence_count')).toBe(1);
  });

  it('escape what stands in labels', async () => {
    const odd = 'a "b" \\ \n c';
    const packs = [{ id: odd, version: '1' }];
    const { value } = await rendered([], {
      readiness: { ...GAUGES.readiness, knowledge: { packs, isLastReloadFailed: false } },
    });
    expect(value('versus_pack_info', { pack: odd, version: '1' })).toBe(1);
  });

  it('leave out what could not be asked for', async () => {
    const { value } = await rendered([], { inbox: undefined, outbox: undefined });
    expect([value('versus_inbox_depth'), value('versus_outbox_oldest_seconds')]).toEqual([undefined, undefined]);
    expect(value('versus_store_up')).toBe(1);
  });

  it('tell how often the confidence reached a bar', async () => {
    const { value } = await rendered([HANDLED]);
    for (const bar of Object.values(THRESHOLDS))
      expect(value('versus_confidence_bucket', { le: `${bar}` })).toBeDefined();
  });

  it('have no label but these, so that their number stays small', async () => {
    const { samples } = await rendered([HANDLED]);
    const labels = new Set(samples.flatMap((one) => Object.keys(one.labels)));
    expect([...labels].sort()).toEqual([
      'kind',
      'le',
      'node',
      'of',
      'outcome',
      'pack',
      'platform',
      'quantile',
      'reason',
      'table',
      'value',
      'version',
      'zone',
    ]);
  });

  it('stand in the table of ARCHITECTURE.md, each of them, and no other', async () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'ARCHITECTURE.md'), 'utf8');
    const documented = [...text.matchAll(/`((?:versus|process)_[a-z_]+)/g)].map((found) => found[1]);
    const { samples } = await rendered([HANDLED]);
    const shown = samples.map(({ name }) => name.replace(/_(?:bucket|sum|count)$/, ''));
    expect([...new Set(documented)].sort()).toEqual([...new Set(shown)].sort());
  });
});
