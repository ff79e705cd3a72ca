import { describe, expect, it, onTestFinished } from 'vitest';
import type { Note } from '../src/core/note.ts';
import { EMPTY_THREAD } from '../src/core/thread.ts';
import { removeOld, startRetention } from '../src/retention.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const NOTE: Note = { kind: 'feedback', pack: 'p', entry: 'e', value: 'liked', version: 'v' };

describe('retention', () => {
  it.each([
    ['removes what is older than so many days', 180, undefined, [1, 179], [1, 179]],
    ['removes what is older than one day', 1, undefined, [], []],
    [
      'removes what was kept in words before words were not to be kept, and then keeps what is counted',
      0,
      '180',
      [],
      [],
    ],
    ['keeps what is only counted, and a thread for a day', 0, '0', [1, 179, 181], []],
  ])('%s', async (_, days, before, notes, threads) => {
    const store = await filled([1, 179, 181]);
    if (before !== undefined) await store.settings.set('retention days', before);
    await removeOld({ store, days, now: () => new Date(NOW.getTime() + 1) });
    expect((await store.notes.since(0)).map(({ at }) => (NOW.getTime() - at) / DAY_MS).toReversed()).toEqual(notes);
    const left = [];
    for (const age of [1, 179, 181]) if ((await store.threads.load(`age ${age}`)).state) left.push(age);
    expect(left).toEqual(threads);
    expect(await store.settings.get('retention days')).toBe(String(days));
  });

  it('goes on after a failure, and is over when it was stopped', async () => {
    const store = await filled([181]);
    const failures: unknown[] = [];
    let calls = 0;
    const failing: Pick<Store, 'retention' | 'settings'> = {
      settings: store.settings,
      retention: {
        forget: async (before) => {
          calls += 1;
          if (calls === 1) throw new Error('the disk is full');
          return store.retention.forget(before);
        },
      },
    };
    const failed = (error: unknown) => failures.push(error);
    const retaining = startRetention({ store: failing, days: 180, now: () => NOW, failed, intervalMs: 5 });
    await expect.poll(async () => (await store.notes.since(0)).length).toBe(0);
    await retaining.stop();
    const after = calls;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([failures.length, calls]).toEqual([1, after]);
  });
});

/** A store with a note and a thread of each age, in days. */
async function filled(ages: readonly number[]): Promise<Store> {
  const store = await openStore({ file: ':memory:' });
  onTestFinished(() => store.health.close());
  for (const age of ages.toSorted((a, b) => b - a)) {
    const at = NOW.getTime() - age * DAY_MS;
    const thread = `age ${age}`;
    const states = [{ thread, state: EMPTY_THREAD, after: 0 }];
    await store.commits.keep({
      key: thread,
      states,
      posts: [],
      notes: [{ ...NOTE, thread }],
      holder: 't',
      at,
      until: at,
    });
  }
  return store;
}
