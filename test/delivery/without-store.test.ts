import { describe, expect, it } from 'vitest';
import { plainCard } from '../../src/core/card.ts';
import { SENTENCES } from '../../src/core/wording.ts';
import { hostOn } from '../host.ts';
import {
  later,
  newFile,
  openHere,
  operations,
  shown,
  stands,
  startFragile,
  startOn,
  way,
  words,
} from './engine-here.ts';
import { pretendPlatform } from './pretend-platform.ts';

describe('a store that is away', () => {
  it.each([
    ['slow', (work: () => Promise<unknown>) => later(120).then(work)],
    ['broken', () => Promise.reject(new Error('disk full'))],
    ['hanging', () => new Promise<never>(() => undefined)],
  ] as const)(
    'and %s: questions and verdicts are answered once, and the answer says that it is not kept',
    async (how, fault) => {
      const { host, platform, facts, isAway } = await startFragile(fault);
      isAway.now = true;
      const asked = [words('what is django', 'test:w:c:1'), words('verdict: live chat, python team', 'test:w:c:2')];
      for (const one of asked) {
        await host.take(one, way(one.thread));
        expect(operations(platform)).toContain(one.key);
      }
      for (const post of platform.standing()) expect(shown(post)).toContain(SENTENCES.notRemembered);
      for (const one of asked) await host.take(one, way(one.thread));
      isAway.now = false;
      await later(how === 'slow' ? 400 : 60);
      const next = words('what is node', 'test:w:c:1');
      await host.take(next, way('test:w:c:1'));
      await stands(platform, [...asked.map(({ key }) => key), next.key]);
      expect(platform.tried()).toHaveLength(3);
      expect(shown(platform.standing()[2])).not.toContain(SENTENCES.notRemembered);
      expect(facts).toContainEqual(expect.objectContaining({ type: 'handled', withStore: false, intent: 'verdict' }));
    },
  );

  it('has words that it cannot answer come again', async () => {
    const { host, platform, facts, isAway } = await startFragile(() => Promise.reject(new Error('disk full')));
    isAway.now = true;
    platform.faults.push(() => 'unclear');
    const asked = words('what is django');
    await expect(host.take(asked, way())).rejects.toThrow();
    await host.take(asked, way());
    await stands(platform, [asked.key]);
    const overheard = { ...words('and node?'), arrival: { type: 'overheard', mentionsOthers: false } } as const;
    await expect(host.take(overheard, way())).rejects.toThrow('disk full');
    expect(facts.filter(({ type }) => type === 'turned away')).toHaveLength(2);
  });

  it('keeps words after all, once it is back, whose answer without it may or may not stand there', async () => {
    const { host, platform, isAway } = await startFragile(() => Promise.reject(new Error('disk full')));
    isAway.now = true;
    platform.faults.push(() => 'unclear');
    const asked = words('what is django');
    const taking = host.take(asked, way());
    await expect.poll(() => platform.tried()).toHaveLength(1);
    isAway.now = false;
    await taking;
    await stands(platform, [asked.key]);
    expect(platform.tried().map(({ attempt }) => attempt > 1)).toEqual([true, true]);
  });

  it('leaves to the other event of a post what another process may answer as well', async () => {
    const { host, platform, isAway } = await startFragile(() => Promise.reject(new Error('restarting')), {
      isShared: true,
    });
    isAway.now = true;
    const [mention, echo] = [words('what is django'), words('what is node')];
    const taking = host.take(echo, { ...way(), isEcho: true });
    await host.take(mention, way());
    await later(150);
    expect(operations(platform)).toEqual([mention.key]);
    isAway.now = false;
    await taking;
    await stands(platform, [mention.key, echo.key]);
    isAway.now = true;
    await expect(host.take(words('cons of node'), { ...way(), isEcho: true })).rejects.toThrow('restarting');
  });

  it('has a copy of what another process may be answering wait until that can be found', async () => {
    const { host, platform, isAway } = await startFragile(() => Promise.reject(new Error('restarting')), {
      isShared: true,
    });
    isAway.now = true;
    const [copy, kept] = [words('what is django', 'test:w:c:1'), words('what is node', 'test:w:c:2')];
    const startedMs = performance.now();
    await host.take(copy, { ...way(), isAgain: true });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(495);
    expect(platform.tried()).toMatchObject([{ operation: copy.key, attempt: 2 }]);
    const taking = host.take(kept, { ...way('C2'), isAgain: true });
    await later(150);
    isAway.now = false;
    await taking;
    await stands(platform, [copy.key, kept.key]);
    expect(shown(platform.standing()[1])).not.toContain(SENTENCES.notRemembered);
  });

  it('that is away for a moment is waited for', async () => {
    const { host, platform, isAway } = await startFragile(() => Promise.reject(new Error('restarting')));
    isAway.now = true;
    const asked = words('what is django');
    const taking = host.take(asked, way());
    await later(20);
    isAway.now = false;
    await taking;
    await stands(platform, [asked.key]);
    expect(shown(platform.standing()[0])).not.toContain(SENTENCES.notRemembered);
  });

  it('lets nothing overtake what waits for it in the same thread', async () => {
    const { host, platform, isAway } = await startFragile(() => Promise.reject(new Error('locked')));
    const [first, second, third] = [words('what is django'), words('what is node'), words('cons of node')];
    isAway.finish = true;
    await host.take(first, way());
    isAway.now = true;
    const taking = [second, third].map((one) => host.take(one, way()));
    await later(100);
    expect(platform.tried()).toEqual([]);
    isAway.now = false;
    isAway.finish = false;
    await Promise.all(taking);
    await stands(platform, [first.key, second.key, third.key]);
    expect(operations(platform)).toEqual([first.key, second.key, third.key]);
  });

  it('has presses and commands answered in time, and says what could not be kept', async () => {
    const { host, isAway, facts } = await startFragile(() => new Promise<never>(() => undefined));
    isAway.now = true;
    const press = (id: string) =>
      ({ ...words(''), arrival: { type: 'press', on: 'public' }, content: { type: 'press', id } }) as const;
    const startedMs = performance.now();
    const [help, liked, why, more] = await Promise.all([
      host.answer({ ...words('what is django'), arrival: { type: 'command' } }),
      host.answer(press('v1:liked:django-vs-nodejs:django-pros')),
      host.answer(press('v1:why:3')),
      host.answer(press('v1:sources:django-vs-nodejs:django-pros')),
    ]);
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(help && plainCard(help.card)).toContain(SENTENCES.notRemembered);
    expect(liked && plainCard(liked.card)).toBe(SENTENCES.notKept);
    expect(why && plainCard(why.card)).toBe(SENTENCES.cannotRecall);
    expect(more && plainCard(more.card)).toContain(SENTENCES.notRemembered);
    expect(facts.filter(({ type }) => type === 'feedback')).toEqual([]);
  });

  it('goes on from what this process still knows of a thread', async () => {
    const { host, platform, isAway } = await startFragile(() => Promise.reject(new Error('locked')));
    const asked = words('what are the pros of django');
    await host.take(asked, way());
    await stands(platform, [asked.key]);
    isAway.now = true;
    await host.take(words('and for node?'), way());
    expect(shown(platform.standing()[1])).toContain('Node');
  });

  it('has what was kept too late not answered a second time, also by the next process', async () => {
    const file = newFile();
    const platform = pretendPlatform();
    const store = await openHere(file);
    // Kept, and nobody is told.
    const silent = hostOn(
      {
        ...store,
        deliveries: {
          ...store.deliveries,
          accept: (...given) => store.deliveries.accept(...given).then(() => new Promise<never>(() => undefined)),
        },
      },
      { platform: 'test', timing: { storeMs: 40, leaseMs: 100 } },
    );
    silent.attach(platform);
    const asked = words('what is django');
    await silent.host.take(asked, way());
    silent.kill();
    const next = await startOn(file, platform);
    await expect.poll(() => next.facts.at(-1)).toMatchObject({ type: 'posted' });
    expect(operations(platform)).toEqual([asked.key]);
  });
});
