import { expect, it } from 'vitest';
import { LONGEST_MS } from '../../src/store/lease.ts';
import type { Outbox, Post, Store } from '../../src/store/store.ts';
import type { TestDatabase } from './databases.ts';
import { lease, NOTHING, post } from './samples.ts';

/** What the outbox promises, on any database. */
export function outboxContract({ open, place, change, name }: TestDatabase): void {
  it('gives the posts of a channel one after another, in the order they were written, to whoever sends there', async () => {
    const store = await open();
    expect(await write(store, 'a', [post('1'), post('2'), post('3', 'random')])).toEqual(['1', '3']);
    expect(await write(store, 'b', [post('4'), post('5', 'random'), post('6', 'empty')])).toEqual(['6']);
    const { outbox } = store;
    expect(await outbox.sent(post('1'), { ...lease('a'), result: 'ts 1' })).toEqual({ ...post('2'), at: 0 });
    expect(await outbox.sent(post('2'), { ...lease('a'), result: 'ts 2' })).toMatchObject({ id: '4' });
    expect(await outbox.sent(post('4'), { ...lease('a'), result: 'ts 4' })).toBeUndefined();
    expect(await write(store, 'b', [post('7')])).toEqual(['7']);
    expect(await outbox.depth()).toEqual({ count: 4, oldestAt: 0 });
  });

  it('gives a channel to another holder once the lease has run out, and says that its post may be there already', async () => {
    const store = await open();
    await write(store, 'a', [post('1'), post('2'), post('3', 'random')]);
    const { outbox } = store;
    expect(await due(outbox, 'b', 999)).toEqual([]);
    expect(await outbox.due({ ...lease('b', 1000), platform: 'slack', limit: 1 })).toEqual([
      { ...post('1'), at: 0, attempt: 2 },
    ]);
    expect(await due(outbox, 'c', 1000)).toMatchObject([{ id: '3', attempt: 2 }]);
    // The first holder was only slow: what it sent is sent, but the channel goes on with the second.
    expect(await outbox.sent(post('1'), { ...lease('a', 1001), result: 'ts 1' })).toBeUndefined();
    expect(await outbox.sent(post('1'), { ...lease('b', 1002), result: 'ts 1' })).toMatchObject({ id: '2' });
    expect(await outbox.sent(post('2'), { ...lease('b', 1003), result: 'ts 2' })).toBeUndefined();
    expect(await due(outbox, 'a', 9000)).toMatchObject([{ id: '3', attempt: 3 }]);
  });

  it('gives nothing of a channel that everything was sent to by a holder that had lost it', async () => {
    const store = await open();
    const { outbox } = store;
    await write(store, 'a', [post('1')]);
    expect(await due(outbox, 'b', 1000)).toMatchObject([{ id: '1' }]);
    expect(await outbox.sent(post('1'), { ...lease('a', 1001), result: 'ts' })).toBeUndefined();
    expect(await outbox.sent(post('1'), { ...lease('b', 1001), result: 'ts' })).toBeUndefined();
    expect(await outbox.sent(post('1'), { ...lease('a', 1001), result: 'ts' })).toBeUndefined();
    expect(await due(outbox, 'c', 9000)).toEqual([]);
    expect(await write(store, 'c', [post('2')])).toEqual(['2']);
    await outbox.sent(post('1'), { ...lease('a', 1001), result: 'ts' });
    expect(await due(outbox, 'd', 9000)).toMatchObject([{ id: '2', attempt: 2 }]);
  });

  it('lets a channel wait, and only that one', async () => {
    const store = await open();
    await write(store, 'a', [post('1'), post('2'), post('3', 'random')]);
    const { outbox } = store;
    await outbox.later(post('1'), { holder: 'nobody', at: 0, notBefore: 0, attempts: 0 });
    expect(await due(outbox, 'b', 500)).toEqual([]);
    await outbox.later(post('1'), { holder: 'a', at: 0, notBefore: 700, attempts: 4 });
    expect(await due(outbox, 'b', 699)).toEqual([]);
    expect(await due(outbox, 'b', 700)).toMatchObject([{ id: '1', attempt: 5 }]);
    expect(await outbox.sent(post('3', 'random'), { ...lease('a'), result: 'ts' })).toBeUndefined();
  });

  it('lets nobody keep a channel for longer than anything can last, and has it go on after the clock went back', async () => {
    const store = await open();
    const { outbox } = store;
    const year = 365 * 24 * 3_600_000;
    const far = { holder: 'a', at: year, until: 9 * year };
    await store.commits.keep({ ...NOTHING, posts: [post('1')], ...far, key: 'first' });
    // The clock is right again, and what was written in the year that has not come yet is as good as over.
    expect(await due(outbox, 'b', 5000)).toMatchObject([{ id: '1', attempt: 2 }]);
    expect(await due(outbox, 'c', 5999)).toEqual([]);
    await outbox.later(post('1'), { holder: 'b', at: 6000, notBefore: year, attempts: 1 });
    expect(await due(outbox, 'c', 6000)).toEqual([]);
    expect(await due(outbox, 'c', 6000 + LONGEST_MS - 1)).toEqual([]);
    const at = 6000 + LONGEST_MS;
    expect(await outbox.due({ holder: 'c', at, until: year, platform: 'slack', limit: 1 })).toHaveLength(1);
    expect(await due(outbox, 'd', at)).toEqual([]);
    await outbox.renew({ holder: 'c', at, channels: [post('1')], until: year });
    expect(await due(outbox, 'd', at)).toEqual([]);
    await store.commits.keep({ ...NOTHING, posts: [post('2')], ...lease('c', at), key: 'second' });
    expect(await outbox.sent(post('1'), { holder: 'c', at, until: year, result: 'ts' })).toMatchObject({ id: '2' });
    expect(await due(outbox, 'd', at)).toEqual([]);
    expect(await due(outbox, 'd', at + LONGEST_MS)).toMatchObject([{ id: '2', attempt: 2 }]);
  });

  it('extends what a holder has of channels, and nothing of others', async () => {
    const store = await open();
    await write(store, 'a', [post('1'), post('2', 'random')]);
    const { outbox } = store;
    await outbox.renew({ holder: 'a', at: 0, channels: [post('1'), post('9', 'nowhere')], until: 5000 });
    await outbox.renew({ holder: 'b', at: 0, channels: [post('2', 'random')], until: 5000 });
    await outbox.renew({ holder: 'a', at: 0, channels: [], until: 9000 });
    expect(await due(outbox, 'c', 1000)).toMatchObject([{ id: '2' }]);
    expect(await due(outbox, 'd', 4999)).toMatchObject([{ id: '2' }]);
    expect(await due(outbox, 'c', 5000)).toMatchObject([{ id: '1', attempt: 2 }]);
  });

  it('lets others go on at once with what a holder gives up; their posts may be there already', async () => {
    const store = await open();
    await write(store, 'a', [post('1'), post('2', 'random')]);
    await write(store, 'b', [post('3', 'empty')]);
    const { outbox } = store;
    await outbox.later(post('2', 'random'), { holder: 'a', at: 0, notBefore: 700, attempts: 0 });
    await outbox.release('a');
    await outbox.release('nobody');
    expect(await due(outbox, 'c', 1)).toMatchObject([{ id: '1', attempt: 2 }]);
    expect(await due(outbox, 'c', 700)).toMatchObject([{ id: '2', attempt: 1 }]);
  });

  it('goes on after a post that can never be sent', async () => {
    const store = await open();
    await write(store, 'a', [post('1'), post('2')]);
    const { outbox } = store;
    expect(await outbox.failed(post('1'), { ...lease('a'), reason: 'the channel is\0 gone' })).toMatchObject({
      id: '2',
    });
    expect(await outbox.depth()).toEqual({ count: 1, oldestAt: 0 });
  });

  it('gives each platform its own posts', async () => {
    const store = await open();
    await write(store, 'a', [post('1', 'general', 'slack'), post('2', 'general', 'discord')]);
    const { outbox } = store;
    const discord = await outbox.due({ ...lease('b', 1000), platform: 'discord', limit: 9 });
    expect(discord).toMatchObject([{ id: '2', platform: 'discord' }]);
    expect(await due(outbox, 'b', 1000)).toMatchObject([{ id: '1', platform: 'slack' }]);
  });

  it('tells whoever finishes at the same moment as another one sends, who is to send what', async () => {
    const there = await place();
    const one = await open(there);
    const two = name === 'SQLite in memory' ? one : await open(there);
    for (let round = 0; round < 40; round++) {
      await write(one, 'a', [post(`${round} first`)]);
      const [next, send] = await Promise.all([
        one.outbox.sent(post(`${round} first`), { ...lease('a'), result: 'ts' }),
        write(two, 'b', [post(`${round} second`)]),
      ]);
      expect([next?.id, ...send].filter(Boolean), `round ${round}`).toEqual([`${round} second`]);
      await one.outbox.sent(post(`${round} second`), { ...lease(next ? 'a' : 'b'), result: 'ts' });
    }
    expect(await one.outbox.depth()).toEqual({ count: 0, oldestAt: undefined });
  });

  it('forgets what was sent long enough ago, and keeps what waits', async () => {
    const store = await open(undefined, { keepDoneMs: 10_000 });
    await write(store, 'a', [post('1'), post('2')]);
    await store.outbox.sent(post('1'), { ...lease('a'), result: 'ts' });
    await due(store.outbox, 'a', 10_001);
    expect(await store.outbox.depth()).toEqual({ count: 1, oldestAt: 0 });
    expect(await write(store, 'a', [post('1')])).toEqual([]);
    await expect(write(store, 'a', [post('2')])).rejects.toThrow();
  });

  if (name !== 'SQLite in memory') {
    it('sets aside what it cannot read, counts it, and goes on with the rest of the channel', async () => {
      const there = await place();
      const store = await open(there);
      await write(store, 'a', [post('1'), post('2'), post('3')]);
      await change(there, `update posts set body = 'no JSON' where id in ('1', '2')`);
      expect(await due(store.outbox, 'b', 1000)).toMatchObject([{ id: '3' }]);
      expect(store.health.unreadable()).toEqual({ posts: 2 });
      await change(there, `update posts set body = '' where id = '3'`);
      expect(await due(store.outbox, 'c', 2000)).toEqual([]);
      expect(await write(store, 'c', [post('4')])).toEqual(['4']);
    });

    it('never gives one post to two who ask at the same moment', async () => {
      const there = await place();
      const [one, two] = [await open(there), await open(there)];
      const channels = Array.from({ length: 30 }, (_, index) => `channel ${index}`);
      await write(
        one,
        'a',
        channels.map((channel) => post(channel, channel)),
      );
      const given = await Promise.all([due(one.outbox, 'b', 1000), due(two.outbox, 'c', 1000)]);
      const ids = given.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const rest = await due(one.outbox, 'b', 1000);
      expect([...ids, ...rest.map(({ id }) => id)].sort()).toEqual([...channels].sort());
    });
  }
}

let written = 0;

/** Writes posts as handling does; resolves with those that are to be sent at once. */
async function write(
  { commits }: Store,
  holder: string,
  posts: readonly Omit<Post, 'at'>[],
): Promise<readonly string[]> {
  written += 1;
  const kept = await commits.keep({ ...NOTHING, posts, ...lease(holder), key: `written ${written}` });
  return kept.outcome === 'kept' ? kept.send : [];
}

function due(outbox: Outbox, holder: string, at: number): ReturnType<Outbox['due']> {
  return outbox.due({ ...lease(holder, at), platform: 'slack', limit: 99 });
}
