import { Client, Events, GatewayIntentBits, type Message, Routes, SlashCommandBuilder } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { DiscordServer, DiscordServerOptions } from '../../../src/playground/discord/discord.ts';
import { shownMessage } from '../../../src/playground/discord/driver.ts';
import { startClient, startRest, startServer } from './local.ts';

const frame = z.object({ op: z.number(), t: z.string().nullish(), s: z.number().nullish(), d: z.unknown().optional() });

/** A bare socket to the gateway, with the frames that came and how it was closed. */
async function connect(server: DiscordServer, query = '?v=10&encoding=json') {
  const info = z.object({ url: z.string() }).parse(await startRest(server).get(Routes.gatewayBot()));
  const socket = new WebSocket(info.url + query);
  onTestFinished(() => socket.terminate());
  const frames: z.infer<typeof frame>[] = [];
  const arrivals = new Set<() => void>();
  socket.on('message', (raw) => {
    frames.push(frame.parse(JSON.parse(raw.toString())));
    for (const arrival of arrivals) arrival();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    closed,
    send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })),
    sendRaw: (text: string) => socket.send(text),
    close: (code: number) => socket.close(code),
    next: (fits: (one: z.infer<typeof frame>) => boolean) =>
      new Promise<z.infer<typeof frame>>((resolve) => {
        const look = () => {
          const at = frames.findIndex(fits);
          const [found] = at < 0 ? [] : frames.splice(at, 1);
          if (!found) return;
          arrivals.delete(look);
          resolve(found);
        };
        arrivals.add(look);
        look();
      }),
  };
}

function identify(server: DiscordServer, fields: object = {}) {
  return { token: server.token, intents: GatewayIntentBits.Guilds, properties: {}, ...fields };
}

describe('a connection', () => {
  it('starts with hello, acknowledges heartbeats and greets who identifies', async () => {
    const server = await startServer({ times: { heartbeatIntervalMs: 30_000 } });
    const socket = await connect(server);
    expect((await socket.next(({ op }) => op === 10)).d).toEqual({ heartbeat_interval: 30_000 });
    socket.send(1, null);
    await socket.next(({ op }) => op === 11);
    socket.send(2, identify(server));
    expect(await socket.next(({ t }) => t === 'READY')).toMatchObject({ s: 1, d: { v: 10 } });
    expect(await socket.next(({ t }) => t === 'GUILD_CREATE')).toMatchObject({ s: 2, d: { name: 'Acme' } });
  });

  const closings: readonly (readonly [string, (server: DiscordServer) => readonly [number, unknown], number])[] = [
    ['an operation that there is not', () => [99, {}], 4001],
    ['a broken identify', () => [2, {}], 4002],
    ['asking for members first', () => [8, {}], 4003],
    ['a wrong token', (server) => [2, identify(server, { token: 'wrong' })], 4004],
    ['a shard that there is not', (server) => [2, identify(server, { shard: [2, 2] })], 4010],
    ['intents that there are not', (server) => [2, identify(server, { intents: 1 << 30 })], 4013],
    [
      'an intent that is not granted',
      (server) => [2, identify(server, { intents: GatewayIntentBits.MessageContent })],
      4014,
    ],
  ];
  it.each(closings)('is closed for %s', async (_, frameOf, code) => {
    const server = await startServer();
    const socket = await connect(server);
    const [op, d] = frameOf(server);
    socket.send(op, d);
    expect(await socket.closed).toBe(code);
  });

  it('is closed for another version, another encoding, no JSON, a second identify and too many frames', async () => {
    const server = await startServer();
    expect(await (await connect(server, '?v=9&encoding=json')).closed).toBe(4012);
    expect(await (await connect(server, '?v=10&encoding=etf')).closed).toBe(4002);
    const broken = await connect(server);
    broken.sendRaw('{');
    expect(await broken.closed).toBe(4002);
    const twice = await connect(server);
    twice.send(2, identify(server));
    twice.send(2, identify(server));
    expect(await twice.closed).toBe(4005);
    const chatty = await connect(server);
    for (let count = 0; count <= 120; count += 1) chatty.send(1, null);
    expect(await chatty.closed).toBe(4008);
  });

  it('is closed when heartbeats stay away', async () => {
    const server = await startServer({ times: { heartbeatIntervalMs: 20 } });
    expect(await (await connect(server)).closed).toBe(4009);
  });

  it('answers an identify that comes too soon after another with an invalid session', async () => {
    const server = await startServer({ times: { identifyIntervalMs: 60_000 } });
    (await connect(server)).send(2, identify(server));
    const second = await connect(server);
    second.send(2, identify(server));
    expect(await second.next(({ op }) => op === 9)).toMatchObject({ d: false });
  });

  it('replays what was missed, and refuses sessions and numbers it does not know', async () => {
    const server = await startServer();
    const first = await connect(server);
    first.send(2, identify(server, { intents: GatewayIntentBits.GuildMessages }));
    const ready = z.object({ session_id: z.string() }).parse((await first.next(({ t }) => t === 'READY')).d);
    first.close(4000);
    await first.closed;
    await server.person('ann').channel('general').send('missed');
    const resume = (fields: object) => ({ token: server.token, session_id: ready.session_id, seq: 1, ...fields });
    const second = await connect(server);
    second.send(6, resume({}));
    expect(await second.next(({ op }) => op === 0)).toMatchObject({ t: 'MESSAGE_CREATE', s: 2 });
    expect(await second.next(({ op }) => op === 0)).toMatchObject({ t: 'RESUMED' });
    const third = await connect(server);
    third.send(6, resume({ session_id: 'unknown' }));
    expect(await third.next(({ op }) => op === 9)).toMatchObject({ d: false });
    third.send(6, resume({ seq: 1000 }));
    expect(await third.closed).toBe(4007);
  });

  it('speaks one zlib stream to a client that asks for it', async () => {
    const server = await startServer();
    const info = z.object({ url: z.string() }).parse(await startRest(server).get(Routes.gatewayBot()));
    const socket = new WebSocket(`${info.url}?v=10&encoding=json&compress=zlib-stream`);
    onTestFinished(() => socket.terminate());
    const { createInflate } = await import('node:zlib');
    const inflate = createInflate();
    socket.on('message', (chunk: Buffer) => inflate.write(chunk));
    const first = await new Promise<Buffer>((resolve) => inflate.once('data', resolve));
    expect(frame.parse(JSON.parse(first.toString())).op).toBe(10);
  });
});

/** The client's own wait of five seconds between two identifies, switched off. */
const UNTHROTTLED = { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) };

/** A client that answers /go, and counts what it did. */
async function answering(options: DiscordServerOptions = {}) {
  const server = await startServer(options);
  const answered: string[] = [];
  const client = await startClient(server, { ws: UNTHROTTLED }, (listening) => {
    listening.on(Events.InteractionCreate, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      answered.push(interaction.id);
      await interaction.reply('gone');
    });
  });
  await client.application.commands.set([new SlashCommandBuilder().setName('go').setDescription('Goes')]);
  return { server, client, answered, go: () => server.person('ann').channel('general').command('go') };
}

describe('a client in the middle of traffic', () => {
  it.each<[string, (server: DiscordServer) => void]>([
    ['its socket is cut', (server) => server.faults.cut()],
    ['it is closed with 4000', (server) => server.faults.close(4000)],
    ['it is closed with 1001', (server) => server.faults.close(1001)],
    ['it is closed with 4009', (server) => server.faults.close(4009)],
    ['it is asked to reconnect', (server) => server.faults.reconnect()],
    ['its session is declared resumable', (server) => server.faults.invalidate(true)],
  ])('loses nothing and does nothing twice when %s', async (_, disturb) => {
    const { server, answered, go } = await answering();
    disturb(server);
    const outcomes = await Promise.all(Array.from({ length: 5 }, go));
    expect(outcomes.map((outcome) => shownMessage(outcome).text)).toEqual(Array(5).fill('gone'));
    expect(new Set(answered).size).toBe(answered.length);
    expect(answered).toHaveLength(5);
  });

  it('identifies again after an invalid session', async () => {
    const { server, go } = await answering();
    const before = identifies(server);
    server.faults.invalidate(false);
    await until(() => identifies(server) > before && server.connectedSessions() === 1);
    expect(shownMessage(await go()).text).toBe('gone');
  });

  it('resumes after heartbeats that nobody acknowledged', async () => {
    const { server, go } = await answering({ times: { heartbeatIntervalMs: 150 } });
    server.faults.swallowHeartbeats(true);
    await until(() => server.traffic.entries().some((entry) => entry.kind === 'closed'));
    server.faults.swallowHeartbeats(false);
    expect(shownMessage(await go()).text).toBe('gone');
  });

  it('runs its listener twice for an interaction that is delivered twice, and the second answer is refused', async () => {
    const { server, client, go } = await answering();
    client.removeAllListeners(Events.InteractionCreate);
    const results: unknown[] = [];
    client.on(Events.InteractionCreate, (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      interaction.reply('gone').then(
        () => results.push('answered'),
        ({ code }) => results.push(code),
      );
    });
    expect(server.faults.redeliver('INTERACTION_CREATE')).toBe(false);
    await go();
    expect(server.faults.redeliver('INTERACTION_CREATE')).toBe(true);
    await until(() => results.length === 2);
    expect(results).toEqual(['answered', 40060]);
  });

  it('answers too late what was delivered too late', async () => {
    const { server, client, go } = await answering({ times: { acknowledgeMs: 60 } });
    client.removeAllListeners(Events.InteractionCreate);
    const codes: unknown[] = [];
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) interaction.reply('late').catch(({ code }) => codes.push(code));
    });
    server.faults.holdEvents();
    expect(await go()).toMatchObject({ kind: 'failed' });
    server.faults.releaseEvents();
    await until(() => codes.length > 0);
    expect(codes).toEqual([10062]);
  });

  it('hears of what a test makes up, later where events are delayed', async () => {
    const server = await startServer();
    const heard: string[] = [];
    const client = await startClient(server);
    client.on(Events.MessageCreate, ({ id }) => heard.push(id));
    client.on(Events.GuildUnavailable, ({ id }) => heard.push(id));
    server.faults.delayEvents(10);
    const sent = await server.person('ann').channel('general').send('late');
    const guild = client.guilds.cache.firstKey() ?? '';
    server.faults.dispatch('GUILD_DELETE', { id: guild, unavailable: true });
    await until(() => heard.length === 2);
    expect(heard).toEqual([guild, sent.id]);
  });

  it('identifies again after a connection was refused, as discord.js does', async () => {
    const { server, go } = await answering();
    const before = identifies(server);
    server.faults.refuseConnections(1);
    server.faults.cut();
    await until(() => identifies(server) > before && server.connectedSessions() === 1);
    expect(shownMessage(await go()).text).toBe('gone');
  });
});

describe('sharding and privileges', () => {
  it('tells each shard of its own guilds', async () => {
    const guilds = ['One', 'Two', 'Three'].map((name) => ({
      name,
      people: ['ann'],
      channels: [{ name: `in-${name}` }],
    }));
    const server = await startServer({ guilds });
    const client = await startClient(server, { shards: [0], shardCount: 1 });
    expect(client.guilds.cache.map(({ name }) => name).sort()).toEqual(['One', 'Three', 'Two']);
  });

  it('refuses the login of a client whose token is wrong or whose intent is not granted', async () => {
    const server = await startServer();
    const rest = { api: server.apiUrl(), retries: 0 };
    await expect(new Client({ intents: [], rest }).login('wrong')).rejects.toMatchObject({ code: 'TokenInvalid' });
    const greedy = new Client({ intents: [GatewayIntentBits.MessageContent], rest });
    onTestFinished(() => greedy.destroy());
    await expect(greedy.login(server.token)).rejects.toThrow('Used disallowed intents');
  });

  it('gives a message to a client only where the bot sees the channel', async () => {
    const server = await startServer({
      guilds: [
        {
          name: 'Acme',
          people: ['ann'],
          channels: [{ name: 'general' }, { name: 'secret', botMayNot: ['ViewChannel'] }],
        },
      ],
    });
    const heard: Message[] = [];
    await startClient(server, {}, (client) => client.on(Events.MessageCreate, (message) => heard.push(message)));
    await server.person('ann').channel('secret').mention('psst');
    const open = await server.person('ann').channel('general').send('open');
    await until(() => heard.length > 0);
    expect(heard.map(({ id }) => id)).toEqual([open.id]);
  });
});

function identifies(server: DiscordServer): number {
  return server.traffic
    .entries()
    .filter((entry) => entry.kind === 'received' && frame.safeParse(entry.body).data?.op === 2).length;
}

/** Waits until something is so; it is looked at again and again, since a client says nothing of what it does. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
