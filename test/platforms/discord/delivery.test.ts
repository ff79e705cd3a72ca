import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import type { Place, SeenMessage } from '../../../src/playground/discord/driver.ts';
import { startNode } from '../../child.ts';
import { startServer } from '../../playground/discord/local.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { ACME, changing, channel, realHost, startOn, startStage, threadOf } from './bot.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'src', 'main.ts');
const WEBSOCKETS = 'is django any good for websockets?';
const ANSWER = 'Can Django do real time?';
const MESSAGES = /^\/channels\/\d+\/messages$/;
const THREADS = /\/threads$/;
/** Longer than Discord remembers an operation. */
const LONG_AFTER_MS = 10 * 60_000;
const QUICK = { leaseMs: 400, lookMs: 20, postAgainMs: 20 };

/** A bot that can be ended as by a crash and started again, and a clock of Discord's that can be put forward. */
async function breakable(channels = ACME.channels) {
  let aheadMs = 0;
  const server = await startServer({ guilds: [{ ...ACME, channels }], now: () => Date.now() + aheadMs });
  const database = join(temporaryFolder(), 'versus.sqlite');
  const start = async () => {
    const stage = await realHost({ database, timing: QUICK });
    await startOn(server, stage.host);
    return stage;
  };
  const first = await start();
  return {
    server,
    first,
    /** Ends it in the middle of what it does, and starts it again after so long. */
    restart: async (afterMs = LONG_AFTER_MS) => {
      await first.crash();
      aheadMs = afterMs;
      server.faults.clear();
      return start();
    },
  };
}

/** The places in which a mention of ann can be answered, and where to look for the answers. */
const WAYS: readonly (readonly [
  string,
  typeof ACME.channels,
  (server: DiscordServer) => Promise<{ readonly asked: SeenMessage; readonly place: () => Place }>,
])[] = [
  [
    'in a thread under the question',
    ACME.channels,
    async (server) => {
      const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
      return { asked, place: () => threadOf(asked) };
    },
  ],
  [
    'in a thread',
    ACME.channels,
    async (server) => {
      const thread = await server.person('ann').channel('general').openThread('Ours');
      return { asked: await thread.mention(WEBSOCKETS), place: () => thread };
    },
  ],
  [
    'in the channel',
    [channel('general', 'text', ['CreatePublicThreads'])],
    async (server) => {
      const general = server.person('ann').channel('general');
      return { asked: await general.mention(WEBSOCKETS), place: () => general };
    },
  ],
  [
    'directly',
    ACME.channels,
    async (server) => {
      const direct = server.person('ann').direct();
      return { asked: await direct.send(WEBSOCKETS), place: () => direct };
    },
  ],
  [
    'directly, because it may not write where it was asked',
    [channel('general', 'text', ['SendMessages', 'CreatePublicThreads'])],
    async (server) => {
      const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
      return { asked, place: () => server.person('ann').direct() };
    },
  ],
];

describe('a bot that is killed', () => {
  it.each(WAYS)('between posting and being told so posts nothing twice: %s', async (_, channels, ask) => {
    const { server, restart } = await breakable(channels);
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'hang', isDone: true } });
    const { place } = await ask(server);
    await vi.waitFor(() => expect(answersIn(place())).toHaveLength(1));
    const { observed } = await restart();
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ type: 'posted' })), 5000);
    expect(answersIn(place())).toHaveLength(1);
    expect(server.traffic.countRequests('POST', new RegExp(`^/channels/${place().id}/messages$`))).toBe(1);
  });

  it.each(WAYS)('before its answer arrives anywhere posts it after that: %s', async (_, channels, ask) => {
    const { server, restart } = await breakable(channels);
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'hang', isDone: false } });
    const { place } = await ask(server);
    await vi.waitFor(() => expect(server.traffic.countRequests('POST', MESSAGES)).toBe(1));
    const { observed } = await restart();
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ type: 'posted' })), 5000);
    expect(answersIn(place())).toHaveLength(1);
  });

  it('between opening a thread and being told so answers in that thread', async () => {
    const { server, restart } = await breakable();
    server.faults.onRequest({ path: THREADS, fault: { kind: 'hang', isDone: true } });
    const general = server.person('ann').channel('general');
    const asked = await general.mention(WEBSOCKETS);
    await vi.waitFor(() => expect(general.threads()).toHaveLength(1));
    const { observed } = await restart();
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ type: 'posted' })), 5000);
    expect(answersIn(threadOf(asked))).toHaveLength(1);
    expect(general.threads()).toHaveLength(1);
  });

  it('knows which answer of a thread is the one that it was not told of', async () => {
    const { server, first, restart } = await breakable();
    const thread = await server.person('ann').channel('general').openThread('Ours');
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'delay', ms: 300 } });
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'hang', isDone: false } });
    await thread.mention(WEBSOCKETS);
    await thread.mention('what are the cons of django');
    // The answer to the first stands after both questions; the one to the second never arrived.
    await vi.waitFor(() => expect(server.traffic.countRequests('POST', MESSAGES)).toBe(2));
    expect(botsMessages(thread)).toHaveLength(1);
    const { observed } = await restart();
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ type: 'posted' })), 5000);
    expect(botsMessages(thread)).toHaveLength(2);
    expect(first.observed.filter(({ type }) => type === 'posted')).toHaveLength(1);
  });

  it('finds its answer also where somebody pressed a button on it meanwhile', async () => {
    const { server, restart } = await breakable();
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'hang', isDone: true } });
    const thread = await server.person('ann').channel('general').openThread('Ours');
    const asked = await thread.mention('migrations');
    const card = await asked.answer();
    const pressed = await card.press(card.buttons[0]?.label ?? '');
    expect(pressed.kind).toBe('updated');
    const { observed } = await restart();
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ type: 'posted' })), 5000);
    expect(botsMessages(thread)).toHaveLength(1);
  });
});

describe('a process that is killed with -9', () => {
  // Whoever comes next waits until what the dead one had in hand is nobody's, which takes ten seconds.
  it('between posting and being told so has posted once when the next one is through', async () => {
    let aheadMs = 0;
    const server = await startServer({ guilds: [ACME], now: () => Date.now() + aheadMs, patienceMs: 25_000 });
    const environment = {
      DISCORD_TOKEN: server.token,
      DISCORD_API_URL: server.apiUrl(),
      DATABASE_FILE: join(temporaryFolder(), 'versus.sqlite'),
      LOG_LEVEL: 'info',
      HEALTH_PORT: 'off',
    };
    const general = server.person('ann').channel('general');
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'hang', isDone: true } });
    const first = startNode([MAIN], environment, temporaryFolder());
    await first.says('discord is connected');
    const asked = await general.mention(WEBSOCKETS);
    await vi.waitFor(() => expect(asked.now()?.thread()?.messages()).toHaveLength(2), 5000);
    first.process.kill('SIGKILL');
    await first.ended;
    aheadMs = LONG_AFTER_MS;
    const second = startNode([MAIN], environment, temporaryFolder());
    await second.says('discord is connected');
    // The next question of that thread is answered only when the first one is settled.
    await (await threadOf(asked).mention('and for node?')).answer();
    expect(answersIn(threadOf(asked))).toHaveLength(1);
    expect(botsMessages(threadOf(asked))).toHaveLength(2);
    second.process.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
  }, 60_000);
});

describe('a failure that leaves open whether an answer was posted', () => {
  it.each([
    ['the request was done and answered with 500, again and again', { kind: 'doneButAnswered', status: 500 }],
    ['the connection was cut, again and again', { kind: 'reset' }],
    ['Discord is down for a while', { kind: 'refuse', with: { refusedWith: 503, code: 0, message: 'Down' } }],
  ] as const)('brings one answer: %s', async (_, fault) => {
    const { server, observed } = await startStage({ timing: QUICK });
    server.faults.onRequest({ method: 'POST', path: MESSAGES, times: 6, fault });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await vi.waitFor(() => expect(observed).toContainEqual(expect.objectContaining({ type: 'posted' })), 5000);
    expect(answersIn(threadOf(asked))).toHaveLength(1);
    expect(observed.map(({ type }) => type)).toContain('post unclear');
  });
});

describe('a rate limit', () => {
  it('of one channel holds up no other, and its answer comes when it is over', async () => {
    const { server, observed } = await startStage({ timing: QUICK });
    const thread = await server.person('ann').channel('general').openThread('Ours');
    const path = new RegExp(`^/channels/${thread.id}/messages$`);
    server.faults.onRequest({ method: 'POST', path, fault: { kind: 'rateLimit', retryAfterMs: 3500 } });
    const slow = await thread.mention(WEBSOCKETS);
    await vi.waitFor(() =>
      expect(observed).toContainEqual(expect.objectContaining({ type: 'post put off', reason: 'rate limit' })),
    );
    for (const place of [server.person('ben').channel('general'), server.person('ben').direct()])
      expect((await (await place.mention(WEBSOCKETS)).answer()).text).toContain(ANSWER);
    expect(answersIn(thread)).toHaveLength(0);
    expect((await slow.answer()).text).toContain(ANSWER);
    expect(server.traffic.countRequests('POST', path)).toBe(2);
  });

  it.each([
    ['without a word on how long it is', { kind: 'rateLimit' }],
    ['of the whole application', { kind: 'rateLimit', retryAfterMs: 3500, scope: 'global' }],
  ] as const)('%s is not run against', async (_, fault) => {
    const { server, observed } = await startStage({ timing: QUICK });
    const direct = server.person('ann').direct();
    server.faults.onRequest({ method: 'POST', path: MESSAGES, times: 2, fault });
    const asked = await direct.send(WEBSOCKETS);
    await vi.waitFor(() => expect(observed.map(({ type }) => type)).toContain('post put off'));
    expect(server.traffic.countRequests('POST', MESSAGES)).toBe(1);
    await vi.waitFor(() => expect(answersIn(direct)).toHaveLength(1), 9000);
    expect(server.traffic.countRequests('POST', MESSAGES)).toBe(3);
    expect(asked.now()).toBeDefined();
  });

  it('that is short is waited for, and is no news', async () => {
    const { server, observed } = await startStage({ timing: QUICK });
    server.faults.onRequest({ method: 'POST', path: MESSAGES, fault: { kind: 'rateLimit', retryAfterMs: 100 } });
    expect((await (await server.person('ann').direct().send(WEBSOCKETS)).answer()).text).toContain(ANSWER);
    expect(observed.map(({ type }) => type)).not.toContain('post put off');
  });

  it('of a channel does not end the sharing of a card', async () => {
    const { server, observed } = await startStage();
    const general = server.person('ann').channel('general');
    const outcome = await general.command('versus ask', { question: WEBSOCKETS });
    if (outcome.kind !== 'message') throw new Error('There is no card.');
    server.faults.onRequest({ path: MESSAGES, fault: { kind: 'rateLimit', retryAfterMs: 3200 } });
    await outcome.message.press('Share with the channel');
    await vi.waitFor(() => expect(outcome.message.now()?.text).toContain('Shared'), 5000);
    expect(server.person('ben').channel('general').messages()).toHaveLength(1);
    expect(observed).toContainEqual({ platform: 'discord', type: 'rate limited' });
  });
});

describe('a post', () => {
  const card = { elements: [{ type: 'heading', text: 'Tea' }] } as const;

  it('with an address that nobody can read is refused', async () => {
    const { running } = await startStage();
    const post = { operation: 'discord:1', at: 0, attempt: 1, content: { type: 'answer', card } } as const;
    for (const address of [null, 'x', 7, [], {}, { channel: '1', message: '../x', person: '1', isDirect: true }])
      expect(await running.post({ ...post, address })).toMatchObject({ type: 'refused' });
  });

  it('to a channel that is gone is refused', async () => {
    const { running, server } = await startStage();
    const spot = { guild: null, channel: '1474144684551307264', thread: null, isDirect: true };
    const address = { ...spot, message: '1474144684551307265', person: server.person('ann').id, threadName: null };
    const post = { operation: 'discord:1', address, at: 0, content: { type: 'answer', card } } as const;
    for (const attempt of [1, 2])
      expect(await running.post({ ...post, attempt })).toEqual({ type: 'refused', reason: 'discord 10003' });
  });

  it('does not wait for a memory that is away', async () => {
    const { server } = await startStage({ changeHost: () => ({ once: () => Promise.reject(new Error('away')) }) });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect((await asked.answer()).text).toContain(ANSWER);
  });

  it('that is long goes out with its file from a process that has just started', async () => {
    const long = { elements: [{ type: 'note', text: 'tea '.repeat(3000) }] } as const;
    const { server } = await startStage({ change: changing(() => ({ card: long })) });
    const answer = await (await server.person('ann').direct().send(WEBSOCKETS)).answer();
    expect(answer.files).toHaveLength(1);
  });
});

function answersIn(place: Place): SeenMessage[] {
  return place.messages().filter(({ text }) => text.includes(ANSWER));
}

function botsMessages(place: Place): SeenMessage[] {
  return place.messages().filter(({ author }) => author === 'Versus');
}
