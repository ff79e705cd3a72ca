import { expect, it } from 'vitest';
import { LONGEST_MS } from '../../src/store/lease.ts';
import type { Deliveries } from '../../src/store/store.ts';
import type { TestDatabase } from './databases.ts';
import { ANSWERED, delivery, lease, NOTHING } from './samples.ts';

/** What the inbox promises, on any database. */
export function inboxContract({ open, place, change, name }: TestDatabase): void {
  it('leases the first delivery of a thread, queues the others, and takes each key once', async () => {
    const { deliveries } = await open();
    expect(await deliveries.accept(delivery('1'), lease('a'))).toBe('leased');
    expect(await deliveries.accept(delivery('2'), lease('a'))).toBe('queued');
    expect(await deliveries.accept(delivery('3', 'two'), lease('b'))).toBe('leased');
    for (const key of ['1', '2', '3']) expect(await deliveries.accept(delivery(key), lease('b'))).toBe('seen');
    expect(await deliveries.depth()).toEqual({ count: 3, oldestAt: 0 });
  });

  it('takes what arrives together in the order it came, and what came twice once', async () => {
    const { deliveries, commits } = await open();
    const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`);
    const taken = await Promise.all([...keys, ...keys].map((key) => deliveries.accept(delivery(key), lease('a'))));
    expect(taken).toEqual(['leased', ...keys.slice(1).map(() => 'queued'), ...keys.map(() => 'seen')]);
    const order: string[] = [];
    for (let key: string | undefined = keys[0]; key !== undefined; ) {
      order.push(key);
      const finished = await commits.finish({ ...NOTHING, ...lease('a'), key, thread: 'one' });
      key = finished.outcome === 'kept' ? finished.next?.key : undefined;
    }
    expect(order).toEqual(keys);
  });

  it('gives the next delivery of the thread with all that was in it, and the lease up when there is none', async () => {
    const { deliveries, commits } = await open();
    await deliveries.accept(delivery('1'), lease('a'));
    await deliveries.accept(delivery('2'), lease('b'));
    const first = await commits.finish({ ...NOTHING, ...lease('a', 5), key: '1', thread: 'one' });
    expect(first).toEqual({ outcome: 'kept', send: [], next: delivery('2') });
    expect(await deliveries.accept(delivery('3'), lease('b'))).toBe('queued');
    expect(await commits.finish({ ...NOTHING, ...lease('a', 6), key: '2', thread: 'one' })).toMatchObject({
      next: { key: '3' },
    });
    const last = await commits.finish({ ...NOTHING, ...lease('a', 7), key: '3', thread: 'one' });
    expect(last).toEqual({ outcome: 'kept', send: [], next: undefined });
    expect(await deliveries.accept(delivery('4'), lease('b'))).toBe('leased');
    expect(await deliveries.depth()).toEqual({ count: 1, oldestAt: 0 });
  });

  it('lets others claim a thread once its lease has run out, and says how often it was begun', async () => {
    const { deliveries, commits, threads } = await open();
    await deliveries.accept(delivery('1'), lease('a'));
    await deliveries.accept(delivery('2'), lease('a'));
    expect(await deliveries.claim({ ...lease('b', 999), limit: 9 })).toEqual([]);
    expect(await deliveries.claim({ ...lease('b', 1000), limit: 9 })).toEqual([
      { delivery: delivery('1'), attempt: 2 },
    ]);
    expect(await deliveries.claim({ ...lease('c', 1001), limit: 9 })).toEqual([]);
    const states = [{ thread: 'one', state: ANSWERED, after: 0 }];
    expect(await commits.finish({ ...NOTHING, states, ...lease('a', 1002), key: '1', thread: 'one' })).toEqual({
      outcome: 'lost',
    });
    expect(await threads.load('one')).toEqual({ state: undefined, revision: 0 });
    expect(await commits.finish({ ...NOTHING, ...lease('b', 1003), key: '1', thread: 'one' })).toMatchObject({
      next: { key: '2' },
    });
    expect(await deliveries.claim({ ...lease('c', 3000), limit: 9 })).toMatchObject([
      { delivery: { key: '2' }, attempt: 2 },
    ]);
  });

  it('lets a holder finish what is still its own, although the lease has run out', async () => {
    const { deliveries, commits } = await open();
    await deliveries.accept(delivery('1'), lease('a'));
    expect(await commits.finish({ ...NOTHING, ...lease('a', 5000), key: '1', thread: 'one' })).toMatchObject({
      outcome: 'kept',
    });
  });

  it('writes nothing for a delivery that is done already, nor for one of a thread that was given up', async () => {
    const { deliveries, commits, notes } = await open();
    await deliveries.accept(delivery('1'), lease('a'));
    await commits.finish({ ...NOTHING, ...lease('a'), key: '1', thread: 'one' });
    const again = { ...NOTHING, notes: [{ ...HELPED_IN_ONE }], ...lease('a'), key: '1', thread: 'one' };
    expect(await commits.finish(again)).toEqual({ outcome: 'lost' });
    await deliveries.accept(delivery('2'), lease('a'));
    expect(await commits.finish(again)).toEqual({ outcome: 'lost' });
    expect(await commits.finish({ ...again, key: 'never came', thread: 'other' })).toEqual({ outcome: 'lost' });
    expect(await notes.since(0)).toEqual([]);
    expect(await deliveries.accept(delivery('3', 'other'), lease('b'))).toBe('leased');
  });

  it('claims no more threads than asked for, those first that have waited longest', async () => {
    const { deliveries } = await open();
    for (const [index, thread] of ['c', 'b', 'a'].entries()) {
      await deliveries.accept(delivery(thread, thread), lease('a', index));
    }
    expect(await keysOf(deliveries.claim({ ...lease('b', 9000), limit: 2 }))).toEqual(['c', 'b']);
    expect(await keysOf(deliveries.claim({ ...lease('b', 9000), limit: 2 }))).toEqual(['a']);
  });

  it('lets nobody keep a thread for longer than a lease can last, and has it go on after the clock went back', async () => {
    const { deliveries, commits } = await open();
    const year = 365 * 24 * 3_600_000;
    await deliveries.accept(delivery('1'), { holder: 'a', at: year, until: 9 * year });
    // The clock is right again, and what was leased in the year that has not come yet is as good as over.
    expect(await deliveries.claim({ holder: 'b', at: 5000, until: year, limit: 9 })).toMatchObject([{ attempt: 2 }]);
    expect(await deliveries.claim({ ...lease('c', 5000), limit: 9 })).toEqual([]);
    expect(await deliveries.renew({ holder: 'b', at: 6000, threads: ['one'], until: year })).toEqual(['one']);
    expect(await deliveries.claim({ ...lease('c', 6000), limit: 9 })).toEqual([]);
    await deliveries.accept(delivery('2'), lease('b', 6000));
    expect(
      await commits.finish({ ...NOTHING, holder: 'b', at: 7000, until: year, key: '1', thread: 'one' }),
    ).toMatchObject({ next: { key: '2' } });
    expect(await deliveries.claim({ ...lease('c', 7000), limit: 9 })).toEqual([]);
    expect(await deliveries.claim({ ...lease('c', 7000 + LONGEST_MS - 1), limit: 9 })).toEqual([]);
    expect(await keysOf(deliveries.claim({ ...lease('c', 7000 + LONGEST_MS), limit: 9 }))).toEqual(['2']);
    const at = 7000 + LONGEST_MS;
    await deliveries.accept(delivery('3', 'two'), { holder: 'a', at, until: year });
    expect(await deliveries.claim({ ...lease('d', at), limit: 9 })).toEqual([]);
  });

  it('extends leases, but only those that are still held', async () => {
    const { deliveries } = await open();
    await deliveries.accept(delivery('1', 'one'), lease('a'));
    await deliveries.accept(delivery('2', 'two'), lease('b'));
    const renewed = await deliveries.renew({ holder: 'a', at: 0, threads: ['one', 'two', 'three'], until: 5000 });
    expect(renewed).toEqual(['one']);
    expect(await deliveries.renew({ holder: 'a', at: 0, threads: [], until: 5000 })).toEqual([]);
    expect(await keysOf(deliveries.claim({ ...lease('c', 1000), limit: 9 }))).toEqual(['2']);
    expect(await keysOf(deliveries.claim({ ...lease('c', 5000), limit: 9 }))).toEqual(['2', '1']);
  });

  it('lets others claim at once what a holder gives up', async () => {
    const { deliveries } = await open();
    await deliveries.accept(delivery('1', 'one'), lease('a'));
    await deliveries.accept(delivery('2', 'two'), lease('b'));
    await deliveries.release('a');
    await deliveries.release('nobody');
    expect(await keysOf(deliveries.claim({ ...lease('c', 1), limit: 9 }))).toEqual(['1']);
  });

  it('forgets keys once they were done for as long as they are kept, and nothing that waits', async () => {
    const { deliveries, commits } = await open(undefined, { keepDoneMs: 10_000 });
    await deliveries.accept(delivery('waits', 'two'), lease('a'));
    await deliveries.accept(delivery('done'), lease('a'));
    await commits.finish({ ...NOTHING, ...lease('a'), key: 'done', thread: 'one' });
    await commits.keep({ ...NOTHING, ...lease('a'), key: 'pressed' });
    await deliveries.claim({ ...lease('b', 10_000), limit: 0 });
    expect(await deliveries.accept(delivery('done'), lease('a'))).toBe('seen');
    await deliveries.claim({ ...lease('b', 10_001), limit: 0 });
    expect(await deliveries.accept(delivery('done'), lease('a'))).toBe('leased');
    expect(await deliveries.accept(delivery('waits', 'two'), lease('a'))).toBe('seen');
    expect(await commits.keep({ ...NOTHING, ...lease('a'), key: 'pressed' })).toMatchObject({ outcome: 'kept' });
  });

  it('says of a thread whether anything in it waits or is being handled', async () => {
    const { deliveries, commits } = await open();
    expect(await deliveries.isBusy('one')).toBe(false);
    await deliveries.accept(delivery('1'), lease('a'));
    expect(await deliveries.isBusy('one')).toBe(true);
    expect(await deliveries.isBusy('two')).toBe(false);
    await deliveries.release('a');
    expect(await deliveries.isBusy('one')).toBe(true);
    await deliveries.claim({ ...lease('b', 1), limit: 9 });
    await commits.finish({ ...NOTHING, ...lease('b', 2), key: '1', thread: 'one' });
    expect(await deliveries.isBusy('one')).toBe(false);
  });

  it('strips NUL from names and finds them again', async () => {
    const { deliveries, commits } = await open();
    const odd = delivery('k\0ey', 'th\0read\ud800');
    expect(await deliveries.accept(odd, lease('a\0'))).toBe('leased');
    expect(await deliveries.accept(odd, lease('a\0'))).toBe('seen');
    expect(await deliveries.renew({ holder: 'a\0', at: 0, threads: [odd.thread], until: 1 })).toEqual([odd.thread]);
    expect(await commits.finish({ ...NOTHING, ...lease('a\0'), key: odd.key, thread: odd.thread })).toMatchObject({
      outcome: 'kept',
    });
  });

  if (name !== 'SQLite in memory') {
    it('sets aside what it cannot read, counts it and says so, and goes on with the rest of the thread', async () => {
      const there = await place();
      const told: unknown[] = [];
      const { deliveries, commits, health } = await open(there, { unreadable: (row) => told.push(row) });
      for (const key of ['1', '2', '3', '4']) await deliveries.accept(delivery(key), lease('a'));
      await change(there, `update deliveries set body = '{"key":"2"}' where key = '2'`);
      await change(there, `update deliveries set body = 'no JSON' where key = '3'`);
      const finished = await commits.finish({ ...NOTHING, ...lease('a'), key: '1', thread: 'one' });
      expect(finished).toMatchObject({ next: { key: '4' } });
      expect(told).toEqual([
        { table: 'deliveries', count: 1 },
        { table: 'deliveries', count: 2 },
      ]);
      expect(health.unreadable()).toEqual({ deliveries: 2 });
      await change(there, `update deliveries set body = '[]' where key = '4'`);
      expect(await deliveries.claim({ ...lease('b', 5000), limit: 9 })).toEqual([]);
      expect(await deliveries.accept(delivery('5'), lease('b', 5000))).toBe('leased');
    });
  }
}

const HELPED_IN_ONE = { kind: 'feedback', pack: 'p', entry: 'e', value: 'liked', version: 'v', thread: 'one' } as const;

async function keysOf(claimed: ReturnType<Deliveries['claim']>): Promise<string[]> {
  return (await claimed).map(({ delivery: { key } }) => key);
}
