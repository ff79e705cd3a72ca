import { expect, it } from 'vitest';
import type { TestDatabase } from './databases.ts';
import { ADVISED, ANSWERED, delivery, HELPED, lease, NOTHING, post } from './samples.ts';

/** What is promised of threads, notes, settings and health, on any database. */
export function memoryContract({ open, place, name }: TestDatabase): void {
  it('remembers the last state of each thread, and nothing of a thread in which nothing was said', async () => {
    const { commits, threads } = await open();
    for (const [after, state] of [ADVISED, ANSWERED].entries()) {
      const states = [{ thread: 'one', state, after }];
      await commits.keep({ ...NOTHING, states, ...lease('a'), key: `key ${after}` });
    }
    expect(await threads.load('one')).toEqual({ state: ANSWERED, revision: 2 });
    expect(await threads.load('other')).toEqual({ state: undefined, revision: 0 });
  });

  it('tells threads apart by every character of their names', async () => {
    const { commits, threads } = await open();
    const names = ['a', 'A', 'a ', 'a\u0000b', 'a\u0000c', "a'; drop table threads; --", '👩‍🔬', 'é', 'e\u0301', ''];
    for (const thread of names) {
      const states = [{ thread, state: { ...ANSWERED, version: thread }, after: 0 }];
      await commits.keep({ ...NOTHING, states, ...lease('a'), key: `key ${thread}` });
    }
    for (const thread of names) expect((await threads.load(thread)).state?.version).toBe(thread);
  });

  it('gives the threads that were changed since a moment, the latest first, and no more than asked for', async () => {
    const { commits, threads } = await open();
    for (const [index, thread] of ['test:a', 'other:b', 'test:c', 'test:%', 'test:é🌙'].entries()) {
      const states = [{ thread, state: ANSWERED, after: 0 }];
      await commits.keep({ ...NOTHING, states, ...lease('a', index), key: thread });
    }
    expect(await threads.recent({ prefix: 'test:', since: 1, limit: 9 })).toEqual([
      { thread: 'test:é🌙', at: 4 },
      { thread: 'test:%', at: 3 },
      { thread: 'test:c', at: 2 },
    ]);
    expect(await threads.recent({ prefix: 'test:', since: 0, limit: 1 })).toEqual([{ thread: 'test:é🌙', at: 4 }]);
    expect(await threads.recent({ prefix: '%', since: 0, limit: 9 })).toEqual([]);
  });

  it('remembers every note since a moment, oldest first, also when two are the same', async () => {
    const { commits, notes } = await open();
    const wrong = { ...HELPED, value: 'disliked' } as const;
    const helped = { ...HELPED, thread: 'one' };
    await commits.keep({ ...NOTHING, notes: [helped, helped], ...lease('a', 1000), key: '1' });
    await commits.keep({ ...NOTHING, notes: [{ ...wrong, thread: 'two' }], ...lease('a', 2000), key: '2' });
    expect(await notes.since(1000)).toEqual([
      { ...helped, at: 1000 },
      { ...helped, at: 1000 },
      { ...wrong, thread: 'two', at: 2000 },
    ]);
    expect(await notes.since(1001)).toEqual([{ ...wrong, thread: 'two', at: 2000 }]);
  });

  it('forgets what was noted before a moment, however much it is', async () => {
    const { commits, notes, retention } = await open();
    const said = { ...HELPED, thread: 'two', said: 'is "tea" hot? 🌙' };
    const old = Array.from({ length: 2300 }, () => ({ ...HELPED, thread: 'one' }));
    await commits.keep({ ...NOTHING, notes: old, ...lease('a', 1000), key: '1' });
    await commits.keep({ ...NOTHING, notes: [said], ...lease('a', 2000), key: '2' });
    expect(await retention.forget({ notes: 1000, threads: 0 })).toEqual({ notes: 0, threads: 0 });
    expect(await retention.forget({ notes: 2000, threads: 0 })).toEqual({ notes: 2300, threads: 0 });
    expect(await notes.since(0)).toEqual([{ ...said, at: 2000 }]);
    expect(await retention.forget({ notes: 2001, threads: 0 })).toEqual({ notes: 1, threads: 0 });
    expect(await notes.since(0)).toEqual([]);
  });

  it('forgets threads that nobody used since a moment; what rested on one of them is to be done again', async () => {
    const { commits, threads, retention } = await open();
    const keep = (thread: string, after: number, at: number) =>
      commits.keep({
        ...NOTHING,
        states: [{ thread, state: ANSWERED, after }],
        ...lease('a', at),
        key: `${thread} ${at}`,
      });
    await keep('old', 0, 1000);
    await keep('used', 0, 1000);
    await keep('used', 1, 2000);
    expect(await retention.forget({ notes: 0, threads: 2000 })).toEqual({ notes: 0, threads: 1 });
    expect(await threads.load('old')).toEqual({ state: undefined, revision: 0 });
    expect(await threads.load('used')).toEqual({ state: ANSWERED, revision: 2 });
    expect(await keep('old', 1, 3000)).toEqual({ outcome: 'changed' });
    expect(await keep('old', 0, 3001)).toEqual({ outcome: 'kept', send: [] });
  });

  it('remembers small values, and which names were given before', async () => {
    const { settings } = await open();
    expect(await settings.get('colour')).toBeUndefined();
    await settings.set('colour', 'green\0');
    await settings.set('colour', 'blue 🌊');
    expect(await settings.get('colour')).toBe('blue 🌊');
    const given = await Promise.all(['said', 'said', 'said'].map((one) => settings.once(one, 1)));
    expect(given.filter(Boolean)).toHaveLength(1);
    expect(await settings.once('said too', 1)).toBe(true);
    expect(await settings.once('said', 2)).toBe(false);
  });

  it('says that it can be written to', async () => {
    const { health } = await open();
    await health.check();
    await health.check();
    expect(health.unreadable()).toEqual({});
  });

  it('finishes what it was given before it closes, and takes nothing after', async () => {
    const { deliveries, commits, threads, health, settings } = await open();
    const accepted = Array.from({ length: 20 }, (_, index) => deliveries.accept(delivery(`${index}`), lease('a')));
    await health.close();
    expect((await Promise.all(accepted)).slice(0, 2)).toEqual(['leased', 'queued']);
    await expect(deliveries.accept(delivery('late'), lease('a'))).rejects.toThrow('the store is closed');
    await expect(commits.keep({ ...NOTHING, ...lease('a'), key: 'late' })).rejects.toThrow('the store is closed');
    await expect(threads.load('one')).rejects.toThrow();
    await expect(settings.set('a', 'b')).rejects.toThrow();
    await expect(health.check()).rejects.toThrow();
  });

  it('can be closed although nothing was asked of it, and twice', async () => {
    const { health, threads } = await open();
    await health.close();
    await health.close();
    await expect(threads.load('one')).rejects.toThrow();
  });

  it('forgets everything when it is told to keep nothing, and else nothing', async () => {
    const there = await place();
    const before = await open(there);
    await before.settings.set('colour', 'green');
    await before.deliveries.accept(delivery('1'), lease('a'));
    const states = [{ thread: 'one', state: ADVISED, after: 0 }];
    const notes = [{ ...HELPED, thread: 'one' }];
    await before.commits.keep({ states, notes, posts: [post('p')], ...lease('a', 5), key: 'press' });
    await before.health.close();
    const after = await open(there);
    const isKept = name !== 'SQLite in memory';
    expect(await after.settings.get('colour')).toBe(isKept ? 'green' : undefined);
    expect(await after.threads.load('one')).toEqual(
      isKept ? { state: ADVISED, revision: 1 } : { state: undefined, revision: 0 },
    );
    expect(await after.notes.since(0)).toEqual(isKept ? [{ ...HELPED, thread: 'one', at: 5 }] : []);
    expect(await after.deliveries.claim({ ...lease('b', 5000), limit: 9 })).toHaveLength(isKept ? 1 : 0);
    expect(await after.outbox.due({ ...lease('b', 5000), platform: 'slack', limit: 9 })).toEqual(
      isKept ? [{ ...post('p'), at: 5, attempt: 2 }] : [],
    );
  });
}
