import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Place } from '../../../src/playground/discord/driver.ts';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { startServer } from '../../playground/discord/local.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { ACME, channel, realHost, startOn, threadOf } from './bot.ts';

const PROS = 'what are the pros of django';
const CONS = 'what are the cons of node';
const FOUND = 'looked through what was written meanwhile';

/** A bot that ann talked to in a thread and directly, and that can be away for a while. */
async function talkedTo(options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer({ guilds: [ACME], ...options });
  const database = join(temporaryFolder(), 'versus.sqlite');
  /** Whether the store cannot say where the bot answered. */
  const isAway = { now: false };
  const start = async () => {
    const stage = await realHost({
      database,
      timing: { leaseMs: 400, lookMs: 20 },
      limits: { perThread: 1000, perPerson: 1000, windowMs: 60_000 },
      changeHost: (host) => ({
        recentThreads: (asked) => (isAway.now ? Promise.reject(new Error('away')) : host.recentThreads(asked)),
      }),
    });
    await startOn(server, stage.host);
    return stage;
  };
  const first = await start();
  const ann = server.person('ann');
  const [general, direct] = [ann.channel('general'), ann.direct()];
  const asked = await general.mention(PROS);
  await asked.answer();
  await (await direct.send(PROS)).answer();
  return {
    server,
    ann,
    general,
    direct,
    thread: threadOf(asked),
    first,
    start,
    isAway,
  };
}

describe('what was written while the bot was away', () => {
  it('is answered once, wherever it was written, and what was answered before is not answered again', async () => {
    const { server, first, general, direct, thread, start } = await talkedTo();
    await first.stop(1000);
    const asked = [await thread.mention(CONS), await direct.send(CONS), await general.mention(CONS)];
    const again = await start();
    for (const one of asked) expect((await one.answer()).text).toContain('Node.js');
    await vi.waitFor(() =>
      expect(saidOf(again)).toMatchObject([{ level: 'info', about: { failed: 0, left: 0, cut: 0 } }]),
    );
    expect(again.handled).toHaveLength(3);
    expect([thread, direct].map(botsMessages)).toEqual([2, 2]);
    await again.stop(1000);
    const third = await start();
    await vi.waitFor(() => expect(saidOf(third)).toHaveLength(1));
    await (await server.person('ben').direct().send('hello')).answer();
    expect(third.handled).toHaveLength(1);
    expect([thread, direct].map(botsMessages)).toEqual([2, 2]);
  });

  it('is answered also where the process was killed before it had kept anything', async () => {
    const { first, thread, start, server } = await talkedTo();
    server.faults.holdEvents();
    const asked = await thread.mention(CONS);
    await first.crash();
    const again = await start();
    server.faults.releaseEvents();
    expect((await asked.answer()).text).toContain('Node.js');
    await vi.waitFor(() => expect(saidOf(again)).toHaveLength(1));
    expect(botsMessages(thread)).toBe(2);
  });

  it('is answered once where two processes on one database look for it at the same instant', async () => {
    const { server, first, general, direct, thread, start } = await talkedTo();
    await first.stop(1000);
    const asked = [await thread.mention(CONS), await direct.send(CONS), await general.mention(CONS)];
    const both = await Promise.all([start(), start()]);
    for (const one of asked) expect((await one.answer()).text).toContain('Node.js');
    for (const stage of both) await vi.waitFor(() => expect(saidOf(stage)).toHaveLength(1));
    // What both of them hear comes after what they found.
    await (await server.person('ben').direct().send('hello')).answer();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([thread, direct, server.person('ben').direct()].map(botsMessages)).toEqual([2, 2, 1]);
    expect(both.flatMap(({ handled }) => handled)).toHaveLength(4);
  });

  it('and was not meant for the bot is answered shortly after, and never late', async () => {
    const options = { intents: ['messageContent'] } as const;
    const { first, thread, start, server } = await talkedTo(options);
    await first.stop(1000);
    const soon = await thread.send('and for node?');
    const again = await start();
    expect((await soon.answer()).text).toContain('Node.js');
    await again.stop(1000);
    await thread.send('and for django?');
    const now = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 20 * 60_000);
    onTestFinished(() => void vi.restoreAllMocks());
    const third = await start();
    await vi.waitFor(() => expect(saidOf(third)).toMatchObject([{ about: { failed: 0 } }]));
    await (await server.person('ben').direct().send('hello')).answer();
    expect(botsMessages(thread)).toBe(2);
  });

  it('is nobody’s business where the bot never answered anybody: nothing is read on the first start', async () => {
    const server = await startServer({ guilds: [ACME] });
    await server.person('ann').channel('general').mention(PROS);
    const stage = await realHost();
    await startOn(server, stage.host);
    await (await server.person('ben').direct().send('hello')).answer();
    expect(stage.handled).toHaveLength(1);
    expect(server.traffic.countRequests('GET', /\/messages/)).toBe(0);
    expect(saidOf(stage)).toEqual([]);
  });

  it('in more places, and in more words, than are read is counted', async () => {
    const names = Array.from({ length: 105 }, (_, number) => `room-${number}`);
    const guilds = [{ ...ACME, channels: [...ACME.channels, ...names.map((name) => channel(name))] }];
    const { server, first, direct, start } = await talkedTo({ guilds });
    await first.stop(1000);
    for (const name of names) await server.person('ben').channel(name).send('hm');
    for (let count = 0; count < 60; count += 1) await direct.send('thanks');
    const again = await start();
    const counts = { places: 100, cut: 1, failed: 0, left: 8 };
    await vi.waitFor(() => expect(saidOf(again)).toMatchObject([{ level: 'warn', about: counts }]), 5000);
  });

  it('is found behind many threads in which the bot answered and nothing was written since', async () => {
    const wide = { limit: 1000, windowMs: 1000 };
    const { first, general, start } = await talkedTo({ rateLimits: { global: wide, messages: wide, other: wide } });
    const answered = Array.from({ length: 110 }, async () => (await general.mention(PROS)).answer());
    await Promise.all(answered);
    await first.stop(1000);
    const place = await general.openThread('another');
    const asked = await place.mention(CONS);
    await start();
    expect((await asked.answer()).text).toContain('Node.js');
  });

  it('in places that are gone is left, and what cannot be read now is counted', async () => {
    const { server, first, direct, thread, start } = await talkedTo();
    await first.stop(1000);
    const asked = await direct.send(CONS);
    server.faults.onRequest({
      path: new RegExp(`^/channels/${thread.id}/messages`),
      fault: { kind: 'refuse', with: REFUSAL.missingAccess },
    });
    server.faults.onRequest({
      method: 'GET',
      path: new RegExp(`^/channels/${direct.id}/messages`),
      times: 4,
      fault: { kind: 'reset' },
    });
    const again = await start();
    await vi.waitFor(() => expect(saidOf(again)).toMatchObject([{ level: 'warn', about: { failed: 1 } }]), 5000);
    expect(asked.now()).toBeDefined();
  });

  it('is looked for, with a word, once the store can say where to look', async () => {
    const { first, thread, direct, start, isAway } = await talkedTo();
    await first.stop(1000);
    const asked = await thread.mention(CONS);
    isAway.now = true;
    const again = await start();
    await vi.waitFor(() => expect(again.logged).toMatchObject([{ level: 'warn', about: { error: 'Error' } }]));
    expect((await (await direct.send(PROS)).answer()).text).toContain('Django');
    expect(botsMessages(thread)).toBe(1);
    isAway.now = false;
    expect((await asked.answer()).text).toContain('Node.js');
  });
});

describe('a session that could not go on', () => {
  it('loses nothing of what was written meanwhile', async () => {
    const { server, general, thread, first, direct } = await talkedTo();
    server.faults.holdEvents();
    const lost = [await thread.mention(CONS), await general.mention(CONS), await direct.send(CONS)];
    server.faults.invalidate(false);
    // The library waits five seconds between two beginnings: for the test the clock is put forward.
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 8000);
    await vi.waitFor(() => expect(server.connectedSessions()).toBe(1), 4000);
    vi.useRealTimers();
    for (const one of lost) expect((await one.answer()).text).toContain('Node.js');
    server.faults.releaseEvents();
    await (await server.person('ben').direct().send('hello')).answer();
    expect(first.handled).toHaveLength(6);
    expect(first.observed.filter(({ type }) => type === 'reconnecting')).toHaveLength(1);
  });
});

function saidOf({ logged }: Awaited<ReturnType<typeof realHost>>) {
  return logged.filter(({ message }) => message === FOUND);
}

function botsMessages(place: Place): number {
  return place.messages().filter(({ author }) => author === 'Versus').length;
}
