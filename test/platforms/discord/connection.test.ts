import { createServer } from 'node:http';
import { GatewayIntentBits, Routes } from 'discord.js';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { connect } from '../../../src/platforms/discord/connect.ts';
import { createDiscord } from '../../../src/platforms/discord/discord.ts';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import { shownMessage } from '../../../src/playground/discord/driver.ts';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { startRest, startServer } from '../../playground/discord/local.ts';
import { realHost, startOn, startStage, waiting } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const ANSWER = 'Can Django do real time?';
const ask = { question: WEBSOCKETS };

afterEach(() => {
  vi.useRealTimers();
});

describe('a start that cannot be', () => {
  const refusals: readonly (readonly [string, (server: DiscordServer) => void, RegExp])[] = [
    [
      'whose token is refused',
      ({ faults }) => faults.onRequest({ path: /@me$/, fault: { kind: 'refuse', with: REFUSAL.unauthorized } }),
      /^DISCORD_TOKEN: Discord refused it \(401\)\. Copy the token/,
    ],
    [
      'whose token is refused a moment later',
      ({ faults }) => faults.onRequest({ path: /^\/gateway/, fault: { kind: 'refuse', with: REFUSAL.unauthorized } }),
      /^DISCORD_TOKEN: Discord refused it \(401\)\. Copy the token/,
    ],
    [
      'because Discord is down',
      ({ faults }) =>
        faults.onRequest({
          path: /@me$/,
          fault: { kind: 'refuse', with: { refusedWith: 503, code: 0, message: 'Down' } },
        }),
      /^DISCORD_API_URL: http:\/\/127\S+ answered 503\. Look at discordstatus/,
    ],
  ];
  it.each(refusals)('%s, says what was said and what to do, in one line', async (_, breakIt, line) => {
    const server = await startServer();
    breakIt(server);
    expect(await reasonOf(server.apiUrl(), server.token)).toMatch(line);
  });

  it('because nobody is there, or something else is, says so', async () => {
    const page = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]'),
    );
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const address = page.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    expect(await reasonOf(`http://127.0.0.1:${port}/api`, 'x')).toMatch(/answered something that is no application/);
    await new Promise((resolve) => page.close(resolve));
    expect(await reasonOf(`http://127.0.0.1:${port}/api`, 'x')).toMatch(/cannot be reached \(ECONNREFUSED\)/);
  });

  it.each([
    ['before anything is known', /@me$/],
    ['when the gateway is asked for', /^\/gateway/],
  ])('because Discord does not answer %s, ends in time and says so', async (_, path) => {
    const server = await startServer();
    server.faults.onRequest({ path, times: 99, fault: { kind: 'hang', isDone: false } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const reason = reasonOf(server.apiUrl(), server.token);
    const hung = () => server.traffic.countRequests('GET', path);
    while (hung() === 0) await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await reason).toMatch(/^DISCORD_API_URL: \S+ did not answer in time/);
  });

  it.each([
    ['says nothing', undefined],
    ['says hello and nothing more', { op: 10, d: { heartbeat_interval: 40_000 } }],
    ['speaks another language', 'hello'],
  ])('because the gateway %s, ends in time, says so, and leaves nothing open', async (_, first) => {
    const gateway = await silentGateway(first);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const reason = reasonOf(gateway.apiUrl, 'x');
    while (gateway.opened() === 0) await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await reason).toMatch(/^DISCORD_API_URL: \S+ did not answer in time/);
    vi.useRealTimers();
    await vi.waitFor(() => expect(gateway.open()).toBe(0));
  });

  it('because an intent was taken back, says what to do', async () => {
    const server = await startServer();
    const reason = reasonOf(server.apiUrl(), server.token);
    await vi.waitFor(() => expect(opened(server)).toBe(1), { interval: 1 });
    server.faults.close(4014);
    expect(await reason).toMatch(/^DISCORD_TOKEN: Discord took back the intents .*4014.*Start the bot again/);
  });

  it('can be tried again', async () => {
    const server = await startServer();
    const { host } = await realHost();
    const platform = createDiscord({ token: server.token, apiUrl: server.apiUrl() });
    server.faults.onRequest({ path: /@me$/, fault: { kind: 'reset' } });
    await expect(platform.start(host)).rejects.toThrow('DISCORD_API_URL');
    const running = await platform.start(host);
    await running.stop(500);
    expect(server.connectedSessions()).toBe(0);
  });
});

describe('a start', () => {
  it.each([
    [false, 'never asks for the words of messages where that was not granted'],
    [true, 'asks for the words of messages where that was granted'],
  ])('(granted: %s) %s', async (isGranted) => {
    const { server } = await startStage(isGranted ? { intents: ['messageContent'] } : {});
    const asked = identifies(server).map(({ intents }) => (intents & GatewayIntentBits.MessageContent) !== 0);
    expect(asked).toEqual([isGranted]);
  });

  it('says which command to run where the registered commands are not those of this version', async () => {
    const { server, host, logged, running } = await startStage();
    const path = Routes.applicationCommands(server.applicationId);
    await startRest(server).post(path, { body: { type: 3, name: 'Old', description: '' } });
    await running.stop(500);
    await startOn(server, host);
    await vi.waitFor(() => expect(logged).toHaveLength(1));
    expect(logged[0]).toMatchObject({ level: 'warn', about: { differing: 1 } });
    expect(logged[0]?.message).toContain('run "npm run -s versus -- discord-commands"');
  });

  it('goes on where the registered commands cannot be read', async () => {
    const server = await startServer();
    const { host, logged } = await realHost();
    const refused = { kind: 'refuse', with: REFUSAL.missingAccess } as const;
    server.faults.onRequest({ path: /\/commands$/, fault: refused });
    await startOn(server, host);
    await vi.waitFor(() => expect(logged).toMatchObject([{ level: 'warn', about: { status: 403 } }]));
    expect((await (await server.person('ann').direct().send('hello')).answer()).text).toContain('Hello');
  });
});

describe('a connection that breaks in the middle of traffic', () => {
  const breaks: readonly (readonly [string, (server: DiscordServer) => void])[] = [
    ['the socket is cut', ({ faults }) => faults.cut()],
    ['it is closed with 4000', ({ faults }) => faults.close(4000)],
    ['it is closed with 1001', ({ faults }) => faults.close(1001)],
    ['it is closed with 4009', ({ faults }) => faults.close(4009)],
    ['the client is asked to reconnect', ({ faults }) => faults.reconnect()],
    [
      'the socket is cut and the next two connections are refused',
      ({ faults }) => {
        faults.refuseConnections(2);
        faults.cut();
      },
    ],
  ];
  it.each(breaks)('loses nothing and answers nothing twice when %s', async (_, breakIt) => {
    const { server, handled, logged } = await startStage();
    const ann = server.person('ann');
    const general = ann.channel('general');
    const card = shownMessage(await general.command('versus ask', ask));
    breakIt(server);
    const commands = Array.from({ length: 5 }, () => general.command('versus ask', ask));
    const press = card.press('More');
    const asked = await general.mention(WEBSOCKETS);
    const direct = await ann.direct().send(WEBSOCKETS);
    for (const outcome of await Promise.all(commands)) expect(shownMessage(outcome).text).toContain(ANSWER);
    expect((await press).kind).toBe('updated');
    for (const answer of [await asked.answer(), await direct.answer()]) expect(answer.text).toContain(ANSWER);
    expect(handled).toHaveLength(9);
    expect(general.messages().filter(({ isEphemeral }) => isEphemeral)).toHaveLength(6);
    expect(identifies(server)).toHaveLength(1);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('begins a new session where the old one is invalid, also after a refused connection', async () => {
    const { server } = await startStage();
    server.faults.refuseConnections(1);
    server.faults.cut();
    await vi.waitFor(() => expect(server.connectedSessions()).toBe(0));
    await vi.waitFor(() => expect(server.connectedSessions()).toBe(1), 3000);
    expect(identifies(server)).toHaveLength(1);
    server.faults.invalidate(false);
    // The library waits five seconds between two beginnings: for the test the clock is put forward.
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 60_000);
    await vi.waitFor(() => expect(identifies(server)).toHaveLength(2), 3000);
    vi.useRealTimers();
    expect((await (await server.person('ann').direct().send(WEBSOCKETS)).answer()).text).toContain(ANSWER);
  });
});

describe('a bot that Discord takes no longer', () => {
  it('because of its token ends, so that it is started anew, and can be', async () => {
    const { server, running, host, logged } = await startStage();
    server.faults.onRequest({ path: /\/threads$/, fault: { kind: 'refuse', with: REFUSAL.unauthorized } });
    const ended = running.ended.catch((error: unknown) => error);
    await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect(String(await ended)).toMatch(/DISCORD_TOKEN: Discord refused it \(401\)/);
    await vi.waitFor(() => expect(server.connectedSessions()).toBe(0));
    await startOn(server, host);
    expect((await (await server.person('ann').direct().send(WEBSOCKETS)).answer()).text).toContain(ANSWER);
    expect(JSON.stringify(logged)).not.toContain(server.token);
  });

  it.each([
    [4004, 'DISCORD_TOKEN: Discord refused it'],
    [4010, 'DISCORD_SHARDS: Discord does not take these shards'],
    [4011, 'DISCORD_SHARDS: the bot is in more servers'],
    [4013, 'DISCORD_TOKEN: Discord closed the connection for good (4013)'],
  ])('because the connection was closed with %s ends with the reason', async (code, reason) => {
    const { server, running } = await startStage();
    const ended = running.ended.catch((error: unknown) => error);
    server.faults.close(code);
    expect(String(await ended)).toContain(reason);
  });
});

describe('what the library cannot read', () => {
  it('ends nothing: the next event is answered', async () => {
    const { server } = await startStage();
    const rejections: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => rejections.push(reason));
    onTestFinished(() => {
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    });
    server.faults.dispatch('INTERACTION_CREATE', null);
    server.faults.dispatch('MESSAGE_CREATE', { id: '1', channel_id: '2', channel_type: 1, author: null });
    server.faults.dispatch('A_NAME_FROM_THE_FUTURE', { x: [] });
    const answer = await (await server.person('ann').direct().send(WEBSOCKETS)).answer();
    expect(answer.text).toContain(ANSWER);
    expect(rejections.length).toBeGreaterThan(0);
  });
});

describe('stopping', () => {
  it('takes nothing new, waits for what is in hand, and disconnects', async () => {
    const taken = Promise.withResolvers<undefined>();
    const going = Promise.withResolvers<undefined>();
    const { server, running, stop, handled } = await startStage({
      change: waiting(() => {
        taken.resolve(undefined);
        return going.promise;
      }),
    });
    const direct = server.person('ann').direct();
    const first = await direct.send(WEBSOCKETS);
    await taken.promise;
    const stopped = stop(2000);
    await direct.send('hello');
    going.resolve(undefined);
    await stopped;
    await running.ended;
    expect((await first.answer()).text).toContain(ANSWER);
    expect(handled).toHaveLength(1);
    expect(server.connectedSessions()).toBe(0);
  });

  it('waits no longer than it was told', async () => {
    const taken = Promise.withResolvers<undefined>();
    const { server, running } = await startStage({
      changeHost: () => ({
        answer: () => {
          taken.resolve(undefined);
          return new Promise(() => {});
        },
      }),
    });
    void server.person('ann').direct().command('versus help');
    await taken.promise;
    const startedAt = performance.now();
    await running.stop(100);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    await running.ended;
  });

  it('twice, and when Discord is gone, never rejects', async () => {
    const { server, running } = await startStage();
    await server.stop();
    await Promise.all([running.stop(200), running.stop(200)]);
    await running.ended;
  });
});

describe('memory', () => {
  it('of deferred interactions is given back every minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const server = await startServer();
    const { host } = await realHost();
    const connection = await connect({ token: server.token, apiUrl: server.apiUrl() }, host.log, () => {});
    onTestFinished(() => connection.disconnect(500));
    const { rest } = connection.client;
    for (let count = 0; count < 20; count += 1) {
      const path = `/webhooks/${server.applicationId}/token-${count}/messages/@original` as const;
      await rest.patch(path, { body: {}, auth: false }).catch(() => {});
    }
    expect(rest.handlers.size).toBeGreaterThanOrEqual(20);
    vi.advanceTimersByTime(60_000);
    expect(rest.handlers.size).toBeLessThan(5);
  });
});

async function reasonOf(apiUrl: string, token: string): Promise<string> {
  const { host } = await realHost();
  const failure: unknown = await createDiscord({ token, apiUrl })
    .start(host)
    .catch((error: unknown) => error);
  if (!(failure instanceof Error)) throw new Error('It was started.');
  expect(failure.message).not.toContain('\n');
  expect(failure.message).not.toContain(token.length > 5 ? token : '\n');
  return failure.message;
}

/** A Discord whose gateway opens, says one thing at most, and is silent from then on. */
async function silentGateway(first: unknown) {
  let address = '';
  let count = 0;
  const http = createServer(({ url = '' }, response) => {
    const limit = { total: 9, remaining: 9, reset_after: 0, max_concurrency: 1 };
    const gateway = { url: `ws://${address}`, shards: 1, session_start_limit: limit };
    const body = url.endsWith('/gateway/bot') ? gateway : { id: '1474144684551307264', flags: 0 };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    count += 1;
    if (first !== undefined) socket.send(JSON.stringify(first));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const bound = http.address();
  address = `127.0.0.1:${bound && typeof bound === 'object' ? bound.port : 0}`;
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    http.closeAllConnections();
    http.close();
  });
  return { apiUrl: `http://${address}/api`, opened: () => count, open: () => sockets.clients.size };
}

const identify = z.object({ op: z.literal(2), d: z.object({ intents: z.number() }) });

/** The sessions that were begun. */
function identifies({ traffic }: DiscordServer): { readonly intents: number }[] {
  return traffic.entries().flatMap((entry) => {
    const parsed = entry.kind === 'received' ? identify.safeParse(entry.body) : undefined;
    return parsed?.success ? [parsed.data.d] : [];
  });
}

function opened({ traffic }: DiscordServer): number {
  return traffic.entries().filter(({ kind }) => kind === 'opened').length;
}
