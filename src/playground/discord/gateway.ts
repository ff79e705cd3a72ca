import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { GatewayEvent } from './events.ts';
import { shardOf } from './ids.ts';
import * as limits from './limits.ts';
import { guildPayload, memberPayload, userPayload } from './payloads.ts';
import { ALL_INTENTS, APPLICATION_FLAG, CLOSE_CODE, INTENT, OPCODE } from './protocol.ts';
import { type Connection, createConnection, createSession, type Session } from './session.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

/** How long things last at the gateway. */
export type GatewayTimes = {
  readonly heartbeatIntervalMs: number;
  readonly identifyIntervalMs: number;
  /** For how long a session without a connection can be resumed. */
  readonly sessionLifetimeMs: number;
};

/** The side of the gateway that the rest of the server uses. */
export type Gateway = {
  /** Serves a socket that was just opened at this address. */
  readonly accept: (socket: WebSocket, address: URL) => void;
  readonly tell: (event: GatewayEvent) => void;
  readonly sessions: () => readonly Session[];
  /** Connections that are open, identified or not. */
  readonly connections: () => readonly Connection[];
  /** Declares a session invalid; one that can be resumed hears nothing until it is. */
  readonly invalidate: (session: Session, canResume: boolean) => void;
  readonly startsLeft: () => number;
  readonly stop: () => void;
  /** What tests bend. */
  readonly behaviour: { swallowsHeartbeats: boolean; delayMs: number; isHeld: boolean };
  /** Delivers what was held back. */
  readonly release: () => void;
};

const frame = z.object({ op: z.int(), d: z.unknown().optional() });
const identify = z.object({
  token: z.string(),
  intents: z.int().min(0),
  properties: z.object({}),
  shard: z.tuple([z.int(), z.int()]).nullish(),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });
const requestMembers = z.object({
  guild_id: z.string(),
  query: z.string().nullish(),
  limit: z.int().nullish(),
  user_ids: z.union([z.string().transform((id) => [id]), z.array(z.string())]).nullish(),
  nonce: z.string().nullish(),
});

/** A gateway over one world, for one token. */
export function createGateway(given: {
  readonly world: World;
  readonly token: string;
  readonly times: GatewayTimes;
  readonly traffic: Traffic;
  readonly resumeUrl: () => string;
}): Gateway {
  const { world, token, times, traffic } = given;
  const sessions = new Map<string, Session>();
  const connections = new Map<number, Connection>();
  const expiries = new Set<NodeJS.Timeout>();
  const held: GatewayEvent[] = [];
  const behaviour = { swallowsHeartbeats: false, delayMs: 0, isHeld: false };
  let connectionCount = 0;
  let identifiedAt = Number.NEGATIVE_INFINITY;
  let startsLeft = limits.MAX_SESSION_STARTS;

  return {
    accept,
    tell,
    sessions: () => [...sessions.values()],
    connections: () => [...connections.values()],
    invalidate: (session, canResume) => {
      const connection = session.connection();
      if (!canResume) sessions.delete(session.id);
      // What happens until the client has resumed waits for the replay.
      session.attach(undefined);
      connection?.send({ op: OPCODE.invalidSession, d: canResume });
    },
    startsLeft: () => startsLeft,
    stop: () => {
      for (const timer of expiries) clearTimeout(timer);
      for (const connection of connections.values()) connection.cut();
    },
    behaviour,
    release: () => {
      behaviour.isHeld = false;
      for (const event of held.splice(0)) deliver(event);
    },
  };

  function tell(event: GatewayEvent): void {
    if (behaviour.isHeld) held.push(event);
    else if (behaviour.delayMs > 0) later(behaviour.delayMs, () => deliver(event));
    else deliver(event);
  }

  function deliver(event: GatewayEvent): void {
    for (const session of sessions.values())
      if (session.hears(event)) session.push(event.name, event.payload(session.knows));
  }

  function accept(socket: WebSocket, address: URL): void {
    connectionCount += 1;
    const number = connectionCount;
    const isCompressed = address.searchParams.get('compress') === 'zlib-stream';
    const connection = createConnection(socket, number, isCompressed, traffic);
    traffic.record({ kind: 'opened', connection: number });
    connections.set(number, connection);
    let session: Session | undefined;
    let sends = 0;
    let deadline: NodeJS.Timeout | undefined;
    const window = setInterval(() => {
      sends = 0;
    }, limits.GATEWAY_WINDOW_MS);
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      clearInterval(window);
      clearTimeout(deadline);
      connections.delete(number);
      traffic.record({ kind: 'closed', connection: number, code });
      const isFarewell = !connection.isClosedHere() && (code === 1000 || code === 1001);
      if (session?.connection() === connection) leave(session, isFarewell);
    });
    const isV10 = address.searchParams.get('v') === '10';
    if (!isV10 || address.searchParams.get('encoding') !== 'json') {
      connection.close(isV10 ? CLOSE_CODE.decodeError : CLOSE_CODE.invalidVersion);
      return;
    }
    socket.on('message', (raw) => {
      sends += 1;
      if (sends > limits.MAX_GATEWAY_SENDS) connection.close(CLOSE_CODE.rateLimited);
      else session = receive(raw, connection, session, expectHeartbeat);
    });
    connection.send({ op: OPCODE.hello, d: { heartbeat_interval: times.heartbeatIntervalMs }, s: null, t: null });
    expectHeartbeat();

    function expectHeartbeat(): void {
      clearTimeout(deadline);
      deadline = setTimeout(() => connection.close(CLOSE_CODE.sessionTimedOut), 2 * times.heartbeatIntervalMs);
    }
  }

  /** Handles one frame and gives the session that the connection has after it. */
  function receive(raw: RawData, connection: Connection, session: Session | undefined, onHeartbeat: () => void) {
    const message = readFrame(raw);
    if (!message) {
      connection.close(CLOSE_CODE.decodeError);
      return session;
    }
    traffic.record({ kind: 'received', connection: connection.number, json: JSON.stringify(message) });
    switch (message.op) {
      case OPCODE.heartbeat:
        onHeartbeat();
        if (!behaviour.swallowsHeartbeats) connection.send({ op: OPCODE.heartbeatAck });
        return session;
      case OPCODE.identify:
        if (!session || !sessions.has(session.id)) return start(message.d, connection);
        connection.close(CLOSE_CODE.alreadyAuthenticated);
        return session;
      case OPCODE.resume:
        if (session?.connection() !== connection) return goOn(message.d, connection);
        connection.close(CLOSE_CODE.alreadyAuthenticated);
        return session;
      case OPCODE.requestMembers:
        if (session) tellMembers(session, message.d);
        else connection.close(CLOSE_CODE.notAuthenticated);
        return session;
      case OPCODE.presence:
      case OPCODE.voiceState:
        if (!session) connection.close(CLOSE_CODE.notAuthenticated);
        return session;
    }
    connection.close(CLOSE_CODE.unknownOpcode);
    return session;
  }

  function start(payload: unknown, connection: Connection): Session | undefined {
    const { data } = identify.safeParse(payload);
    if (!data) return refuse(connection, CLOSE_CODE.decodeError);
    const [shard, shards] = data.shard ?? [0, 1];
    const flags = world.application.flags;
    if (data.token.replace(/^Bot /, '') !== token) return refuse(connection, CLOSE_CODE.authenticationFailed);
    if (shards < 1 || shard < 0 || shard >= shards) return refuse(connection, CLOSE_CODE.invalidShard);
    if ((data.intents & ~ALL_INTENTS) !== 0) return refuse(connection, CLOSE_CODE.invalidIntents);
    if (isDisallowed(data.intents, flags)) return refuse(connection, CLOSE_CODE.disallowedIntents);
    if (performance.now() - identifiedAt < times.identifyIntervalMs) {
      connection.send({ op: OPCODE.invalidSession, d: false });
      return undefined;
    }
    identifiedAt = performance.now();
    startsLeft = Math.max(0, startsLeft - 1);
    const session = createSession({
      id: `session-${world.ids.timed()}`,
      shard: [shard, shards],
      intents: data.intents,
      knows: {
        content: (data.intents & INTENT.messageContent) !== 0,
        members: (data.intents & INTENT.guildMembers) !== 0,
      },
    });
    sessions.set(session.id, session);
    session.attach(connection);
    greet(session);
    return session;
  }

  function greet(session: Session): void {
    const [shard, shards] = session.shard;
    const guilds = [...world.guilds.values()].filter(({ id, hasBot }) => hasBot && shardOf(id, shards) === shard);
    session.push('READY', {
      v: 10,
      user: userPayload(world.application.bot),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: given.resumeUrl(),
      shard: session.shard,
      private_channels: [],
      application: { id: world.application.id, flags: world.application.flags },
    });
    if ((session.intents & INTENT.guilds) === 0) return;
    for (const guild of guilds) session.push('GUILD_CREATE', guildPayload(world, guild, session.knows.members));
  }

  function goOn(payload: unknown, connection: Connection): Session | undefined {
    const { data } = resume.safeParse(payload);
    if (!data) return refuse(connection, CLOSE_CODE.decodeError);
    if (data.token.replace(/^Bot /, '') !== token) return refuse(connection, CLOSE_CODE.authenticationFailed);
    const session = sessions.get(data.session_id);
    if (session && data.seq > session.sequence()) return refuse(connection, CLOSE_CODE.invalidSequence);
    const before = session?.connection();
    session?.attach(connection);
    if (!session?.replay(data.seq)) {
      connection.send({ op: OPCODE.invalidSession, d: false });
      return undefined;
    }
    if (before && before !== connection) before.close(CLOSE_CODE.unknownError);
    session.push('RESUMED', { _trace: [] });
    return session;
  }

  /** Closed by the client with 1000 or 1001 the session ends; after any other end it can be resumed for a while. */
  function leave(session: Session, isFarewell: boolean): void {
    session.attach(undefined);
    if (isFarewell) sessions.delete(session.id);
    else later(times.sessionLifetimeMs, () => !session.connection() && sessions.delete(session.id));
  }

  function tellMembers(session: Session, payload: unknown): void {
    const { data } = requestMembers.safeParse(payload);
    const guild = data && world.guilds.get(data.guild_id);
    if (!guild || (!session.knows.members && !data.query && !data.user_ids)) return;
    const found = [...guild.members.values()].filter(({ user }) =>
      data.user_ids ? data.user_ids.includes(user.id) : user.name.startsWith(data.query ?? ''),
    );
    session.push('GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members: (data.limit ? found.slice(0, data.limit) : found).map((member) => ({
        ...memberPayload(member),
        user: userPayload(member.user),
      })),
      chunk_index: 0,
      chunk_count: 1,
      not_found: data.user_ids?.filter((id) => !guild.members.has(id)) ?? [],
      ...(data.nonce ? { nonce: data.nonce } : {}),
    });
  }

  function later(afterMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      expiries.delete(timer);
      act();
    }, afterMs);
    expiries.add(timer);
  }
}

function refuse(connection: Connection, code: number): undefined {
  connection.close(code);
}

function isDisallowed(intents: number, flags: number): boolean {
  return (
    ((intents & INTENT.messageContent) !== 0 && (flags & APPLICATION_FLAG.messageContent) === 0) ||
    ((intents & INTENT.guildMembers) !== 0 && (flags & APPLICATION_FLAG.guildMembers) === 0) ||
    ((intents & INTENT.guildPresences) !== 0 && (flags & APPLICATION_FLAG.guildPresences) === 0)
  );
}

function readFrame(raw: RawData): z.infer<typeof frame> | undefined {
  const text = raw.toString();
  if (Buffer.byteLength(text) > limits.MAX_GATEWAY_PAYLOAD_BYTES) return undefined;
  try {
    return frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
