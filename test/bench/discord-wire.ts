import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { COMMANDS } from '../../src/platforms/discord/commands.ts';

/** A wire to one client: just enough of Discord for a bot to be ready, to hear of events and to answer them. */
export type Wire = {
  readonly apiUrl: string;
  readonly token: string;
  /** Resolves when the client has identified. */
  readonly ready: () => Promise<void>;
  /** A person runs "/versus ask": resolves when the answer has arrived. */
  readonly command: (slot: number) => Promise<void>;
  /** A person mentions the bot in a thread: resolves when the answer is posted. */
  readonly mention: (slot: number) => Promise<void>;
  readonly stop: () => void;
};

const EPOCH = 1_420_070_400_000;
const BOT = '900000000000000001';
const GUILD = '900000000000000002';
const CHANNEL = '900000000000000003';
const PERSON = '900000000000000004';
const FIRST_THREAD = 900_000_000_000_001_000n;
const THREADS = 64;
const ALL_PERMISSIONS = String((1n << 52n) - 1n);

/** Starts a wire on this machine. `question` is what everybody asks. */
export async function openWire(question: string): Promise<Wire> {
  const waiting = new Map<string, () => void>();
  const ready = Promise.withResolvers<void>();
  let socket: WebSocket | undefined;
  let sequence = 0;
  let number = 0n;
  const http = createServer((request, response) => route(request, response));
  const gateway = new WebSocketServer({ server: http });
  gateway.on('connection', greet);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const port = address && typeof address === 'object' ? address.port : 0;

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token: `${Buffer.from(BOT).toString('base64url')}.bench.${'x'.repeat(30)}`,
    ready: () => ready.promise,
    command: (slot) => {
      const id = nextId();
      const done = answered(id);
      dispatch('INTERACTION_CREATE', interaction(id, slot));
      return done;
    },
    mention: (slot) => {
      const done = answered(threadOf(slot));
      dispatch('MESSAGE_CREATE', message(nextId(), slot));
      return done;
    },
    stop: () => {
      socket?.terminate();
      http.close();
      http.closeAllConnections();
    },
  };

  function answered(key: string): Promise<void> {
    return new Promise((resolve) => waiting.set(key, resolve));
  }

  function settle(key: string): void {
    waiting.get(key)?.();
    waiting.delete(key);
  }

  function greet(client: WebSocket): void {
    socket = client;
    const send = (frame: object) => client.send(JSON.stringify(frame));
    send({ op: 10, d: { heartbeat_interval: 45_000 }, s: null, t: null });
    client.on('message', (raw) => {
      const { op } = JSON.parse(raw.toString());
      if (op === 1) send({ op: 11 });
      if (op !== 2) return;
      dispatch('READY', {
        v: 10,
        user: botUser,
        guilds: [{ id: GUILD, unavailable: true }],
        session_id: 'bench',
        resume_gateway_url: `ws://127.0.0.1:${port}/gateway`,
        application: { id: BOT, flags: 0 },
      });
      dispatch('GUILD_CREATE', guild());
      setTimeout(ready.resolve, 200);
    });
  }

  function dispatch(t: string, d: object): void {
    sequence += 1;
    socket?.send(JSON.stringify({ op: 0, s: sequence, t, d }));
  }

  function route(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').split('?')[0]?.replace('/api/v10', '') ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [, kind = '', id = '', , last = ''] = path.split('/');
      if (kind === 'interactions') {
        response.writeHead(204).end();
        settle(id);
      } else if (kind === 'channels' && request.method === 'POST') {
        const { nonce } = JSON.parse(Buffer.concat(chunks).toString());
        answer(response, { ...posted, id: nextId(), channel_id: id, nonce });
        settle(id);
      } else if (kind === 'gateway') {
        const session_start_limit = { total: 1000, remaining: 1000, reset_after: 1, max_concurrency: 1 };
        answer(response, { url: `ws://127.0.0.1:${port}/gateway`, shards: 1, session_start_limit });
      } else {
        answer(response, last === 'commands' || id === BOT ? registered : { id: BOT, flags: 0 });
      }
    });
  }

  function nextId(): string {
    number += 1n;
    return String((BigInt(Date.now() - EPOCH) << 22n) + (number & 0x3fffffn));
  }

  function interaction(id: string, slot: number) {
    return {
      id,
      application_id: BOT,
      type: 2,
      token: `aW50ZXJhY3Rpb246${id}${'t'.repeat(180)}`,
      version: 1,
      data: {
        id: '900000000000000005',
        name: 'versus',
        type: 1,
        options: [{ type: 1, name: 'ask', options: [{ type: 3, name: 'question', value: question }] }],
      },
      channel_id: CHANNEL,
      channel: { ...channel, permissions: ALL_PERMISSIONS },
      guild_id: GUILD,
      guild: { id: GUILD, locale: 'en-US', features: [] },
      guild_locale: 'en-US',
      member: { ...member, user: person(slot), permissions: ALL_PERMISSIONS },
      app_permissions: ALL_PERMISSIONS,
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: GUILD },
      context: 0,
      attachment_size_limit: 10_485_760,
    };
  }

  function message(id: string, slot: number) {
    return {
      ...posted,
      id,
      channel_id: threadOf(slot),
      guild_id: GUILD,
      channel_type: 11,
      author: person(slot),
      member,
      content: `<@${BOT}> ${question}`,
      components: [],
      mentions: [{ ...botUser, member }],
    };
  }
}

const botUser = { id: BOT, username: 'Versus', discriminator: '0', global_name: null, avatar: null, bot: true };
const member = {
  nick: null,
  avatar: null,
  roles: [],
  joined_at: '2026-01-01T00:00:00.000Z',
  deaf: false,
  mute: false,
  flags: 0,
};
const channel = {
  id: CHANNEL,
  type: 0,
  guild_id: GUILD,
  name: 'general',
  position: 0,
  parent_id: null,
  nsfw: false,
  topic: null,
  rate_limit_per_user: 0,
  permission_overwrites: [],
  last_message_id: null,
  flags: 0,
};
const posted = {
  type: 0,
  author: botUser,
  content: '',
  embeds: [],
  attachments: [],
  components: [],
  mentions: [],
  mention_roles: [],
  mention_everyone: false,
  timestamp: '2026-01-01T00:00:00.000Z',
  edited_timestamp: null,
  tts: false,
  pinned: false,
  flags: 0,
};
const registered = COMMANDS.map((command, index) => ({ id: String(index), ...command }));

function person(slot: number) {
  const id = String(BigInt(PERSON) + BigInt(slot));
  return { id, username: `person${slot}`, discriminator: '0', global_name: null, avatar: null };
}

function threadOf(slot: number): string {
  return String(FIRST_THREAD + BigInt(slot));
}

function guild() {
  const everyone = {
    id: GUILD,
    name: '@everyone',
    permissions: ALL_PERMISSIONS,
    position: 0,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  };
  const threads = Array.from({ length: THREADS }, (_, slot) => ({
    ...channel,
    id: threadOf(slot),
    type: 11,
    parent_id: CHANNEL,
    owner_id: BOT,
    message_count: 0,
    member_count: 1,
    thread_metadata: {
      archived: false,
      locked: false,
      auto_archive_duration: 1440,
      archive_timestamp: posted.timestamp,
      create_timestamp: posted.timestamp,
    },
  }));
  return {
    id: GUILD,
    name: 'Acme',
    owner_id: PERSON,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    preferred_locale: 'en-US',
    features: [],
    emojis: [],
    stickers: [],
    roles: [everyone],
    joined_at: posted.timestamp,
    member_count: 2,
    members: [{ ...member, user: botUser }],
    channels: [channel],
    threads,
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
