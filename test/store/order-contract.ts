import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Commits, Store } from '../../src/store/store.ts';
import type { TestDatabase } from './databases.ts';
import { ANSWERED, delivery, lease, NOTHING } from './samples.ts';

const HOLDERS = ['a', 'b', 'c'] as const;
const THREADS = ['one', 'two', 'three', 'four'] as const;
type Holder = (typeof HOLDERS)[number];
type Thread = (typeof THREADS)[number];

/** What may happen; a holder that crashes forgets what it has in hand, one that is only slow does not. */
type Step = {
  readonly type: 'accept' | 'again' | 'finish' | 'claim' | 'renew' | 'release' | 'crash' | 'wait';
  readonly by: Holder;
  readonly thread: Thread;
  readonly nth: number;
};
const HAPPENINGS = ['accept', 'again', 'finish', 'claim', 'renew', 'release', 'crash', 'wait'] as const;
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    // What makes and does work happens more often than what disturbs it.
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('accept' as const, 'finish' as const, 'claim' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...HAPPENINGS) },
    ),
    by: fc.constantFrom(...HOLDERS),
    thread: fc.constantFrom(...THREADS),
    nth: fc.nat(2000),
  }),
  { minLength: 5, maxLength: 60 },
);

/** The order of each thread, on any database: against a simple model, and with holders that really run at the same time. */
export function orderContract({ open, place, name }: TestDatabase): void {
  it('does what a simple model does, whatever happens in whatever order', async () => {
    const there = await place();
    const first = await open(there);
    const second = name === 'SQLite in memory' ? first : await open(there);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (happenings) => {
        run += 1;
        await compareWithModel({ a: first, b: second, c: second }, `run ${run}`, happenings);
      }),
      { numRuns: name === 'PostgreSQL' ? 25 : 60 },
    );
  }, 60_000);

  it('has every delivery handled once and in order, while holders stop and are slow at random', async () => {
    const there = await place();
    const first = await open(there);
    const stores: readonly Store[] =
      name === 'SQLite in memory' ? [first] : [first, await open(there), await open(there)];
    const done: string[] = [];
    const handling: Promise<void>[] = [];
    const accepted = new Map<string, string[]>();
    let isOver = false;
    const producers = Array.from({ length: 8 }, async (_, index) => {
      const thread = `thread ${index}`;
      const keys = Array.from({ length: 30 }, (_, nth) => `${thread}, ${nth}`);
      accepted.set(thread, keys);
      for (const [nth, key] of keys.entries()) {
        const holder = nth % stores.length;
        if ((await accept(holder, key, thread)) === 'leased') handling.push(handle(holder, key, thread));
        if (nth % 7 === 0) expect(await accept((nth + 1) % stores.length, key, thread)).toBe('seen');
      }
    });
    const claimers = stores.map(async (store, holder) => {
      while (!isOver) {
        const claimed = await store.deliveries.claim({ ...realLease(holder), limit: 4 });
        for (const { delivery: one } of claimed) handling.push(handle(holder, one.key, one.thread));
        await sleep(3);
      }
    });
    await Promise.all(producers);
    while ((await first.deliveries.depth()).count > 0) await sleep(10);
    isOver = true;
    await Promise.all(claimers);
    await Promise.all(handling);
    for (const [thread, keys] of accepted)
      expect(
        done.filter((key) => keys.includes(key)),
        thread,
      ).toEqual(keys);
    expect(done).toHaveLength(8 * 30);

    function accept(holder: number, key: string, thread: string) {
      return stores[holder]?.deliveries.accept(delivery(key, thread), realLease(holder));
    }

    async function handle(holder: number, key: string, thread: string) {
      for (let next: string | undefined = key; next !== undefined; ) {
        const fate = Math.random();
        if (fate < 0.05) return;
        if (fate < 0.1) await sleep(40);
        const finished: Awaited<ReturnType<Commits['finish']>> | undefined = await stores[holder]?.commits.finish({
          ...NOTHING,
          ...realLease(holder),
          key: next,
          thread,
        });
        if (finished?.outcome !== 'kept') return;
        done.push(next);
        next = finished.next?.key;
      }
    }
  }, 60_000);
}

/** A lease that lasts for 25 ms of the real clock. */
function realLease(holder: number) {
  const at = Date.now();
  return { holder: `holder ${holder}`, at, until: at + 25 };
}

type Waiting = { readonly keys: string[]; holder: string; until: number; attempts: number };

async function compareWithModel(stores: Readonly<Record<Holder, Store>>, run: string, happenings: readonly Step[]) {
  /** What the store should hold: threads with something that waits. */
  const waiting = new Map<string, Waiting>();
  /** What each holder believes to have in hand. */
  const inHand: Record<Holder, Map<string, string>> = { a: new Map(), b: new Map(), c: new Map() };
  const accepted: { readonly key: string; readonly thread: string }[] = [];
  const done: string[] = [];
  let now = 0;
  for (const step of happenings) await happen(step);
  now += 5000;
  await claim('a');
  while (inHand.a.size > 0) await finish('a', 0);
  expect(await stores.a.deliveries.depth()).toEqual({ count: 0, oldestAt: undefined });
  for (const one of THREADS) {
    const thread = `${run} ${one}`;
    const keys = accepted.filter((taken) => taken.thread === thread).map(({ key }) => key);
    expect(done.filter((key) => key.startsWith(thread))).toEqual(keys);
    const { state, revision } = await stores.a.threads.load(thread);
    expect([state?.version, revision]).toEqual([keys.at(-1), keys.length]);
  }

  async function happen({ type, by, thread, nth }: Step): Promise<void> {
    switch (type) {
      case 'accept':
        return accept(by, `${run} ${thread}`);
      case 'again': {
        const taken = accepted[nth % Math.max(1, accepted.length)];
        if (taken)
          expect(await stores[by].deliveries.accept(delivery(taken.key, taken.thread), lease(by, now))).toBe('seen');
        return;
      }
      case 'finish':
        return finish(by, nth);
      case 'claim':
        return claim(by);
      case 'renew': {
        const threads = [...inHand[by].keys()];
        const held = threads.filter((one) => waiting.get(one)?.holder === by);
        const renewed = await stores[by].deliveries.renew({ ...lease(by, now), threads });
        expect([...renewed].sort()).toEqual(held.sort());
        for (const one of held) Object.assign(waiting.get(one) ?? {}, { until: now + 1000 });
        return;
      }
      case 'release':
        await stores[by].deliveries.release(by);
        for (const one of waiting.values()) if (one.holder === by) Object.assign(one, { holder: '', until: 0 });
        return;
      case 'crash':
        return inHand[by].clear();
      case 'wait':
        now += nth;
        return;
    }
  }

  async function accept(by: Holder, thread: string) {
    const key = `${thread} ${accepted.length}`;
    const there = waiting.get(thread);
    const outcome = await stores[by].deliveries.accept(delivery(key, thread), lease(by, now));
    expect(outcome).toBe(there ? 'queued' : 'leased');
    accepted.push({ key, thread });
    if (there) there.keys.push(key);
    else {
      waiting.set(thread, { keys: [key], holder: by, until: now + 1000, attempts: 1 });
      inHand[by].set(thread, key);
    }
  }

  async function finish(by: Holder, nth: number) {
    const chosen = [...inHand[by]][nth % Math.max(1, inHand[by].size)];
    if (!chosen) return;
    const [thread, key] = chosen;
    inHand[by].delete(thread);
    const { revision } = await stores[by].threads.load(thread);
    const states = [{ thread, state: { ...ANSWERED, version: key }, after: revision }];
    const finished = await stores[by].commits.finish({ ...NOTHING, states, ...lease(by, now), key, thread });
    const there = waiting.get(thread);
    if (there?.holder !== by || there.keys[0] !== key) {
      expect(finished).toEqual({ outcome: 'lost' });
      return;
    }
    done.push(key);
    there.keys.shift();
    const next = there.keys[0];
    expect(finished).toEqual({
      outcome: 'kept',
      send: [],
      next: next === undefined ? undefined : delivery(next, thread),
    });
    if (next === undefined) waiting.delete(thread);
    else {
      Object.assign(there, { until: now + 1000, attempts: 1 });
      inHand[by].set(thread, next);
    }
  }

  async function claim(by: Holder) {
    const free = [...waiting].filter(([, { until }]) => until <= now);
    const claimed = await stores[by].deliveries.claim({ ...lease(by, now), limit: 99 });
    const expected = free.map(([thread, { keys, attempts }]) => ({
      delivery: delivery(keys[0] ?? '', thread),
      attempt: attempts + 1,
    }));
    expect([...claimed].sort(byKey)).toEqual(expected.sort(byKey));
    for (const [thread, there] of free) {
      Object.assign(there, { holder: by, until: now + 1000, attempts: there.attempts + 1 });
      inHand[by].set(thread, there.keys[0] ?? '');
    }
  }
}

type WithKey = { readonly delivery: { readonly key: string } };

function byKey(one: WithKey, other: WithKey): number {
  return one.delivery.key < other.delivery.key ? -1 : 1;
}
