import { describe, expect, it } from 'vitest';
import type { TestHost } from '../host.ts';
import { lease, newFile, operations, shown, stands, start, startOn, way, words } from './engine-here.ts';
import { pretendPlatform } from './pretend-platform.ts';

describe('words', () => {
  it('are answered once, in the thread they came from, and counted', async () => {
    const { host, facts, platform } = await start();
    const asked = words('what is django');
    await host.take(asked, way('C1'));
    await stands(platform, [asked.key]);
    const [post] = platform.standing();
    expect(post).toMatchObject({ operation: asked.key, address: { to: 'C1' }, at: asked.at, attempt: 1 });
    expect(shown(post)).toContain('Django');
    expect(facts.map(({ type }) => type)).toEqual(['taken', 'handled', 'posted']);
    expect(facts[1]).toMatchObject({ intent: 'answer', place: 'here', withStore: true, arrival: 'direct' });
    expect(JSON.stringify(facts)).not.toMatch(/django|ana|C1/i);
  });

  it('that come twice, at once or later, are answered once', async () => {
    const { host, facts, platform } = await start();
    const asked = words('what is django');
    await Promise.all([host.take(asked, way()), host.take(asked, way())]);
    await host.take(asked, way());
    await stands(platform, [asked.key]);
    expect(platform.tried()).toHaveLength(1);
    expect(facts.filter(({ type }) => type === 'repeated')).toHaveLength(2);
  });

  it('of one thread are answered in the order they came, those of others beside them', async () => {
    const { host, platform } = await start();
    const asked = Array.from({ length: 12 }, (_, index) => words('what is node', `test:w:c:${index % 3}`));
    await Promise.all(asked.map((one) => host.take(one, way(one.thread))));
    await expect.poll(() => platform.standing().length).toBe(12);
    for (const thread of ['0', '1', '2']) {
      const of = asked.filter((one) => one.thread.endsWith(thread)).map(({ key }) => key);
      expect(operations(platform).filter((key) => of.includes(key))).toEqual(of);
    }
  });

  it('that are nothing to the bot are passed over without a write', async () => {
    const { host, store, facts } = await start();
    const overheard = { ...words('so what?'), arrival: { type: 'overheard', mentionsOthers: false } } as const;
    await host.take(overheard, way());
    expect(facts).toMatchObject([{ type: 'passed over' }]);
    expect(await store.deliveries.accept({ ...overheard, receivedAt: 0, isAgain: false, way: way() }, lease())).toBe(
      'leased',
    );
  });

  it('that go on from an answer that is still being made wait for it, and are heard', async () => {
    const { host, platform } = await start();
    const [asked, more] = [words('what are the pros of django'), words('and for node?')];
    const overheard = { ...more, arrival: { type: 'overheard', mentionsOthers: false } } as const;
    await Promise.all([host.take(asked, way()), host.take(overheard, way())]);
    await stands(platform, [asked.key, overheard.key]);
    expect(shown(platform.standing()[1])).toContain('Node');
  });
});

describe('a process that ends at the wrong moment', () => {
  it.each([
    ['between keeping and handling', { handle: true }],
    ['between handling and posting', { post: true }],
    ['after posting, before that is written', { sent: true }],
  ])('%s: the next one answers exactly once', async (_when, dies) => {
    const file = newFile();
    const platform = pretendPlatform();
    const first: TestHost = await startOn(file, platform, {
      bot: (bot) => ({
        handle: async (delivery, commit) => {
          if ('handle' in dies) first.kill();
          return 'handle' in dies ? new Promise<never>(() => undefined) : bot.handle(delivery, commit);
        },
      }),
    });
    platform.faults.push(() => {
      first.kill();
      return 'sent' in dies ? 'stored, unclear' : 'hang';
    });
    const asked = [words('what is django'), words('what is node'), words('cons of node')];
    const [begun, ...others] = asked;
    if (begun) await first.host.take(begun, way());
    await expect.poll(() => first.isDead()).toBe(true);
    if ('handle' in dies) platform.faults.length = 0;
    const second = await startOn(file, platform);
    for (const one of [...others, ...asked]) await second.host.take(one, way());
    await stands(
      platform,
      asked.map(({ key }) => key),
    );
    expect(operations(platform)).toEqual(asked.map(({ key }) => key));
  });

  it('in an order is followed by the next one, which leaves nothing behind when it stops', async () => {
    const file = newFile();
    const platform = pretendPlatform();
    const first = await startOn(file, platform);
    await first.engine.stop(1000);
    const late = words('what is django');
    // Kept, although it is not begun any more.
    await first.host.take(late, way());
    expect(operations(platform)).toEqual([]);
    await startOn(file, platform, { timing: { leaseMs: 60_000 } });
    await stands(platform, [late.key]);
  });

  it('gives up at once what it has in hand when it stops in time', async () => {
    const file = newFile();
    const platform = pretendPlatform();
    const first = await startOn(file, platform, {
      timing: { leaseMs: 60_000, pauseInHandMs: 60_000 },
    });
    platform.faults.push(() => ({ type: 'later', afterMs: 30_000 }));
    const asked = words('what is django');
    await first.host.take(asked, way());
    await expect.poll(() => platform.tried().length).toBe(1);
    const startedMs = performance.now();
    await first.engine.stop(3000);
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(platform.standing()).toEqual([]);
  });
});

describe('two processes on one database', () => {
  it('answer each delivery once, whichever of them gets it, and keep the order of a thread', async () => {
    const file = newFile();
    const platform = pretendPlatform();
    const both = [await startOn(file, platform), await startOn(file, platform)];
    const asked = Array.from({ length: 40 }, (_, index) => words('what is node', `test:w:c:${index % 4}`));
    for (const [index, one] of asked.entries()) {
      await both[index % 2]?.host.take(one, way(one.thread));
      if (index % 5 === 0) await both[(index + 1) % 2]?.host.take(one, way(one.thread));
    }
    await expect.poll(() => platform.standing().length, { timeout: 20_000 }).toBe(40);
    for (let thread = 0; thread < 4; thread++) {
      const of = asked.filter((one) => one.thread.endsWith(`:${thread}`)).map(({ key }) => key);
      expect(operations(platform).filter((key) => of.includes(key))).toEqual(of);
    }
  }, 15_000);
});

describe('a platform', () => {
  it('that limits a channel has only that one wait', async () => {
    const { host, platform, facts } = await start();
    platform.faults.push(() => ({ type: 'later', afterMs: 400 }));
    const [held, free] = [words('what is django', 'test:w:c:1'), words('what is node', 'test:w:c:2')];
    await host.take(held, way('C1'));
    await expect.poll(() => platform.tried().length).toBe(1);
    await host.take(free, way('C2'));
    await stands(platform, [free.key, held.key]);
    expect(platform.tried().map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    expect(facts).toContainEqual({ platform: 'test', type: 'post put off', reason: 'rate limit', afterMs: 400 });
  });

  it('of which nobody knows whether it took a post is asked again, with the next attempt', async () => {
    const { host, platform, facts } = await start();
    platform.faults.push(
      () => 'stored, unclear',
      () => 'unclear',
    );
    const asked = words('what is django');
    await host.take(asked, way());
    await expect.poll(() => facts.at(-1)).toMatchObject({ type: 'posted', attempt: 3 });
    expect(platform.tried().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(operations(platform)).toEqual([asked.key]);
  });

  it('that never says is given up at last, and what comes after is posted', async () => {
    const { host, platform, facts, log } = await start({ timing: { postAgainMs: 1, longestPauseMs: 2 } });
    for (let count = 0; count < 15; count++) platform.faults.push(() => 'unclear');
    const [lost, next] = [words('what is django'), words('what is node')];
    await host.take(lost, way());
    await host.take(next, way());
    await stands(platform, [next.key]);
    expect(facts).toContainEqual({ platform: 'test', type: 'post given up' });
    expect(log).toContainEqual({ level: 'error', about: { post: lost.key }, message: 'a reply is given up' });
  });

  it('that refuses a post is not asked again', async () => {
    const { host, platform, facts } = await start();
    platform.faults.push(() => ({ type: 'refused', reason: 'channel_not_found' }));
    await host.take(words('what is django'), way());
    await expect.poll(() => facts.at(-1)).toMatchObject({ type: 'post refused', reason: 'channel_not_found' });
    expect(platform.tried()).toHaveLength(1);
  });

  it('that is down gets its replies when it is up again', async () => {
    const { host, platform, attach } = await start();
    attach(undefined);
    const asked = words('what is django');
    await host.take(asked, way());
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(platform.tried()).toEqual([]);
    attach(platform);
    await stands(platform, [asked.key]);
    expect(platform.tried()).toHaveLength(1);
  });
});

describe('handling that fails', () => {
  it('is tried again, and then answered', async () => {
    let failures = 2;
    const { host, platform, facts } = await start({
      bot: (bot) => ({
        handle: async (delivery, commit) => {
          failures -= 1;
          if (failures >= 0) throw new Error('no room for Zebedee');
          return bot.handle(delivery, commit);
        },
      }),
    });
    const asked = words('what is django');
    await host.take(asked, way());
    await stands(platform, [asked.key]);
    expect(facts.filter(({ type }) => type === 'handling failed')).toHaveLength(2);
  });

  it('for ever ends in an apology to whoever waits, and what comes after in the thread goes on', async () => {
    const { host, platform, facts, log } = await start({
      bot: (bot) => ({
        handle: (delivery, commit) =>
          delivery.content.type === 'utterance' && delivery.content.text === 'poison'
            ? Promise.reject(new Error('poison'))
            : bot.handle(delivery, commit),
      }),
      timing: { handleAgainMs: 5 },
    });
    const [poison, next] = [words('poison'), words('what is node')];
    await host.take(poison, way());
    await host.take(next, way());
    await stands(platform, [poison.key, next.key]);
    expect(platform.standing()[0]?.content).toEqual({ type: 'apology' });
    expect(facts).toContainEqual({ platform: 'test', type: 'handling given up' });
    expect(JSON.stringify(log)).not.toContain('poison"');
  });

  it('is no reason to give up while the delivery is young: the store may come and go', async () => {
    let fails = 8;
    const { host, platform, facts } = await start({
      bot: (bot) => ({
        handle: (delivery, commit) => {
          fails -= 1;
          return fails >= 0 ? Promise.reject(new Error('the store is restarting')) : bot.handle(delivery, commit);
        },
      }),
      timing: { handleAgainMs: 2, giveUpAfterMs: 60_000 },
    });
    const asked = words('what is node');
    await host.take(asked, way());
    await stands(platform, [asked.key]);
    expect(platform.standing()[0]?.content).toMatchObject({ type: 'answer' });
    expect(facts.map(({ type }) => type)).not.toContain('handling given up');
  });

  it('of words that nobody meant for the bot ends in silence', async () => {
    const { host, platform, facts } = await start({
      bot: () => ({ handle: () => Promise.reject(new Error('poison')), isSilentTo: async () => false }),
      timing: { handleAgainMs: 5 },
    });
    await host.take({ ...words('poison'), arrival: { type: 'overheard', mentionsOthers: false } }, way());
    await expect.poll(() => facts.at(-1)).toMatchObject({ type: 'handling given up' });
    expect(platform.tried()).toEqual([]);
  });
});

describe('what is answered at once', () => {
  it('is answered once for each key', async () => {
    const { host, facts } = await start();
    const asked = { ...words('help'), arrival: { type: 'command' } } as const;
    expect((await host.answer(asked))?.place).toBe('private');
    expect(await host.answer(asked)).toBeUndefined();
    expect(facts.map(({ type }) => type)).toEqual(['handled', 'repeated']);
  });

  it('is counted with what somebody thinks of an answer', async () => {
    const { host, facts } = await start();
    const content = { type: 'press', id: 'v1:liked:django-vs-nodejs:django-pros' } as const;
    const pressed = { ...words(''), arrival: { type: 'press', on: 'public' }, content } as const;
    await host.answer(pressed);
    expect(facts).toContainEqual({ platform: 'test', type: 'feedback', value: 'liked' });
  });

  it('says which threads the bot spoke in lately', async () => {
    const { host, platform } = await start();
    const since = Date.now();
    for (const thread of ['test:w:c:1', 'test:w:c:2']) {
      const asked = words('what is django', thread);
      await host.take(asked, way());
      await expect.poll(() => operations(platform)).toContain(asked.key);
    }
    const recent = await host.recentThreads({ platform: 'test', since, limit: 1 });
    expect(recent).toEqual([{ thread: 'test:w:c:2', at: expect.any(Number) }]);
    expect(await host.recentThreads({ platform: 'tes', since, limit: 9 })).toEqual([]);
  });
});
