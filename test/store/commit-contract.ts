import { expect, it } from 'vitest';
import type { TestDatabase } from './databases.ts';
import { ADVISED, ANSWERED, delivery, HELPED, lease, NOTHING, post } from './samples.ts';

/** What is promised of what handling leaves behind, on any database. */
export function commitContract({ open, place, change, name }: TestDatabase): void {
  it('keeps the states, the posts and the notes of a delivery together with the mark that it is done', async () => {
    const { deliveries, commits, threads, notes, outbox } = await open();
    await deliveries.accept(delivery('1'), lease('a'));
    const left = {
      states: [
        { thread: 'one', state: ADVISED, after: 0 },
        { thread: 'one:ana', state: ANSWERED, after: 0 },
      ],
      posts: [post('p1'), post('p2'), post('p3', 'random')],
      notes: [{ ...HELPED, thread: 'one' }],
    };
    expect(await commits.finish({ ...left, ...lease('a', 7), key: '1', thread: 'one' })).toEqual({
      outcome: 'kept',
      send: ['p1', 'p3'],
      next: undefined,
    });
    expect(await threads.load('one')).toEqual({ state: ADVISED, revision: 1 });
    expect(await threads.load('one:ana')).toEqual({ state: ANSWERED, revision: 1 });
    expect(await notes.since(0)).toEqual([{ ...HELPED, thread: 'one', at: 7 }]);
    expect(await outbox.depth()).toEqual({ count: 3, oldestAt: 7 });
    expect(await deliveries.depth()).toEqual({ count: 0, oldestAt: undefined });
  });

  it('keeps a press under its own key, once', async () => {
    const { commits, notes, threads } = await open();
    const pressed = { ...NOTHING, notes: [{ ...HELPED, thread: 'one' }], ...lease('a'), key: 'press' };
    const states = [{ thread: 'one', state: ANSWERED, after: 0 }];
    expect(await commits.keep({ ...pressed, states, posts: [post('p1')] })).toEqual({ outcome: 'kept', send: ['p1'] });
    expect(await commits.keep({ ...pressed, states: [{ thread: 'one', state: ADVISED, after: 1 }] })).toEqual({
      outcome: 'seen',
    });
    const twice = { ...pressed, key: 'another' };
    const both = await Promise.all([commits.keep(twice), commits.keep(twice)]);
    expect(both).toEqual([{ outcome: 'kept', send: [] }, { outcome: 'seen' }]);
    expect(await threads.load('one')).toEqual({ state: ANSWERED, revision: 1 });
    expect(await notes.since(0)).toHaveLength(2);
  });

  it('knows the keys of presses apart from nothing: a delivery of the same key was seen', async () => {
    const { deliveries, commits } = await open();
    await commits.keep({ ...NOTHING, ...lease('a'), key: 'both' });
    expect(await deliveries.accept(delivery('both'), lease('a'))).toBe('seen');
    await deliveries.accept(delivery('waits'), lease('a'));
    expect(await commits.keep({ ...NOTHING, ...lease('a'), key: 'waits' })).toEqual({ outcome: 'seen' });
  });

  it('writes nothing that rests on a state which was changed since it was loaded', async () => {
    const { deliveries, commits, threads, notes } = await open();
    await deliveries.accept(delivery('1'), lease('a'));
    const { revision } = await threads.load('one');
    const pressed = { ...NOTHING, states: [{ thread: 'one', state: ANSWERED, after: revision }] };
    expect(await commits.keep({ ...pressed, ...lease('a'), key: 'press' })).toMatchObject({ outcome: 'kept' });
    const left = {
      states: [
        { thread: 'new', state: ADVISED, after: 0 },
        { thread: 'one', state: ADVISED, after: revision },
      ],
      posts: [post('p1')],
      notes: [{ ...HELPED, thread: 'one' }],
    };
    const handled = { ...left, ...lease('a'), key: '1', thread: 'one' };
    expect(await commits.finish(handled)).toEqual({ outcome: 'changed' });
    expect(await threads.load('one')).toEqual({ state: ANSWERED, revision: 1 });
    expect(await threads.load('new')).toEqual({ state: undefined, revision: 0 });
    expect(await notes.since(0)).toEqual([]);
    const states = [{ thread: 'one', state: ADVISED, after: 1 }];
    expect(await commits.finish({ ...handled, states })).toMatchObject({ outcome: 'kept' });
    expect(await threads.load('one')).toEqual({ state: ADVISED, revision: 2 });
  });

  it('lets one of those who change a state at the same moment win, and tells the others', async () => {
    const there = await place();
    const stores = [await open(there), await open(name === 'SQLite in memory' ? undefined : there)];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const states = [{ thread: 'one', state: ANSWERED, after: 0 }];
        return stores[name === 'SQLite in memory' ? 0 : index % 2]?.commits.keep({
          ...NOTHING,
          ...lease('a'),
          states,
          key: `press ${index}`,
        });
      }),
    );
    expect(results.filter((result) => result?.outcome === 'kept')).toHaveLength(1);
    expect(results.filter((result) => result?.outcome === 'changed')).toHaveLength(19);
    expect(await stores[0]?.threads.load('one')).toEqual({ state: ANSWERED, revision: 1 });
  });

  it('is whole or not at all, and what was written in the same group is not harmed by what failed', async () => {
    const { deliveries, commits, threads, notes } = await open();
    await commits.keep({ ...NOTHING, ...lease('a'), key: 'first', posts: [post('taken')] });
    const keep = (key: string, thread: string, id: string) =>
      commits.keep({
        states: [{ thread, state: ANSWERED, after: 0 }],
        posts: [post(id)],
        notes: [{ ...HELPED, thread }],
        ...lease('a'),
        key,
      });
    const results = await Promise.allSettled([
      keep('good', 'one', 'p1'),
      keep('bad', 'two', 'taken'),
      keep('good too', 'three', 'p2'),
      deliveries.accept(delivery('1', 'four'), lease('a')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    const loaded = await Promise.all(['one', 'two', 'three'].map((thread) => threads.load(thread)));
    expect(loaded.map(({ revision }) => revision)).toEqual([1, 0, 1]);
    expect((await notes.since(0)).map(({ thread }) => thread)).toEqual(['one', 'three']);
    expect(await keep('bad', 'two', 'p3')).toMatchObject({ outcome: 'kept' });
  });

  it('does not disturb others that are made at the same time', async () => {
    const { commits, threads, notes } = await open();
    const names = Array.from({ length: 600 }, (_, index) => `thread-${index}`);
    await Promise.all(
      names.map((thread) =>
        commits.keep({
          states: [{ thread, state: { ...ANSWERED, version: thread }, after: 0 }],
          posts: [],
          notes: [{ ...HELPED, thread }],
          ...lease('a'),
          key: thread,
        }),
      ),
    );
    const loaded = await Promise.all(names.map((thread) => threads.load(thread)));
    expect(loaded.map(({ state }) => state?.version)).toEqual(names);
    expect((await notes.since(0)).map(({ thread }) => thread)).toEqual(names);
  });

  if (name !== 'SQLite in memory') {
    it('counts states and notes that it cannot read, says so, and lets their thread begin anew', async () => {
      const there = await place();
      const told: unknown[] = [];
      const { commits, threads, notes, health } = await open(there, { unreadable: (row) => told.push(row) });
      const states = [{ thread: 'one', state: ANSWERED, after: 0 }];
      const left = { states, posts: [], notes: [{ ...HELPED, thread: 'one' }] };
      await commits.keep({ ...left, ...lease('a'), key: '1' });
      const broken = ['{"last":"something else"}', '{"last":', '', 'null'];
      for (const state of broken) {
        await change(there, `update threads set state = '${state}'`);
        expect(await threads.load('one'), state).toEqual({ state: undefined, revision: 1 });
      }
      await change(there, `update notes set body = '{"kind":"of the future"}'`);
      expect(await notes.since(0)).toEqual([]);
      expect(health.unreadable()).toEqual({ threads: 4, notes: 1 });
      expect(told).toHaveLength(5);
      const anew = [{ thread: 'one', state: ADVISED, after: 1 }];
      await commits.keep({ ...NOTHING, states: anew, ...lease('a'), key: '2' });
      expect(await threads.load('one')).toEqual({ state: ADVISED, revision: 2 });
    });
  }
}
