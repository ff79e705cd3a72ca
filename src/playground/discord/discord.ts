import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Admin, createAdmin } from './admin.ts';
import { applicationRoutes } from './application-routes.ts';
import { createCallbacks } from './callbacks.ts';
import { createCommands } from './commands.ts';
import type { Person } from './driver.ts';
import { type Change, createAnnouncer } from './events.ts';
import { createRequestFaults, type FaultRule } from './faults.ts';
import { createGateway, type Gateway, type GatewayTimes } from './gateway.ts';
import { addGuild, DEFAULT_GUILDS, type GuildPlan } from './guild-plan.ts';
import { createIds } from './ids.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { createInteractions, type Interactions, type InteractionTimes, TOKEN_START } from './interactions.ts';
import * as limits from './limits.ts';
import { messageRoutes } from './message-routes.ts';
import { createMessages } from './messages.ts';
import { createPeople } from './people.ts';
import { APPLICATION_FLAG, OPCODE } from './protocol.ts';
import { createRateLimits, type RateLimitPlan } from './rate-limits.ts';
import { createRest } from './rest.ts';
import type { Services } from './route.ts';
import { createRouter } from './router.ts';
import { threadRoutes } from './thread-routes.ts';
import { createThreads } from './threads.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { createWait } from './waiting.ts';
import { createWorld, type World } from './world.ts';

/** How long things last; each is Discord's own duration unless given. */
export type DiscordTimes = GatewayTimes & InteractionTimes;

/** What a local Discord is made of. */
export type DiscordServerOptions = {
  readonly now?: () => number;
  /** The bot's token. */
  readonly token?: string;
  readonly applicationName?: string;
  /** Privileged intents that are switched on for the app. */
  readonly intents?: readonly (keyof typeof APPLICATION_FLAG)[];
  readonly guilds?: readonly GuildPlan[];
  readonly times?: Partial<DiscordTimes>;
  readonly rateLimits?: Partial<RateLimitPlan>;
  /** For how long the driver waits for what a person expects to see. */
  readonly patienceMs?: number;
};

/** What goes wrong on purpose. */
export type DiscordFaults = {
  /** Breaks requests that fit a rule. */
  readonly onRequest: (rule: FaultRule) => void;
  /** Cuts every gateway socket, as a lost network does (1006). */
  readonly cut: () => void;
  readonly close: (code: number) => void;
  /** Asks every client to reconnect (op 7). */
  readonly reconnect: () => void;
  /** Declares sessions invalid (op 9). */
  readonly invalidate: (canResume: boolean) => void;
  /** Cuts the next connections to the gateway before they open. */
  readonly refuseConnections: (count: number) => void;
  readonly swallowHeartbeats: (isOn: boolean) => void;
  /** Delivers the last event (of a name) again; false where there was none. */
  readonly redeliver: (name?: string) => boolean;
  /** Delivers every event that much later, interactions after part of their deadline. */
  readonly delayEvents: (delayMs: number) => void;
  readonly holdEvents: () => void;
  readonly releaseEvents: () => void;
  /** Lets all deadlines of interactions pass now. */
  readonly expireInteractions: () => void;
  /** Sends an event as it is to every session, also one that no client can read. */
  readonly dispatch: (name: string, payload: unknown) => void;
  /** Takes everything back that is still to come. */
  readonly clear: () => void;
};

/** A local Discord. */
export type DiscordServer = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What `rest.api` of a client is set to; known once started. */
  readonly apiUrl: () => string;
  readonly token: string;
  readonly applicationId: string;
  /** A person of this world, by name. */
  readonly person: (name: string) => Person;
  readonly admin: Admin;
  /** Everything there is, to be read. */
  readonly world: World;
  readonly faults: DiscordFaults;
  readonly traffic: Traffic;
  /** Calls back whenever anything a person might see changed, until the returned function is called. */
  readonly watch: (listener: (change: Change) => void) => () => void;
  /** How many clients are identified and connected. */
  readonly connectedSessions: () => number;
};

const USUAL_PATIENCE_MS = 20_000;
const USUAL_TIMES: DiscordTimes = {
  heartbeatIntervalMs: limits.HEARTBEAT_INTERVAL_MS,
  identifyIntervalMs: limits.IDENTIFY_INTERVAL_MS,
  sessionLifetimeMs: 120_000,
  acknowledgeMs: limits.ACKNOWLEDGE_WITHIN_MS,
  tokenMs: limits.INTERACTION_TOKEN_MS,
};
const USUAL_RATE_LIMITS: RateLimitPlan = {
  global: { limit: limits.GLOBAL_REQUESTS_A_SECOND, windowMs: 1000 },
  messages: { limit: 5, windowMs: 5000 },
  webhooks: { limit: 5, windowMs: 2000 },
  other: { limit: 50, windowMs: 1000 },
};

/** Makes a Discord that an unmodified client connects to on this machine. */
export function createDiscordServer(options: DiscordServerOptions = {}): DiscordServer {
  const now = options.now ?? Date.now;
  const times = { ...USUAL_TIMES, ...options.times };
  const patienceMs = options.patienceMs ?? USUAL_PATIENCE_MS;
  const world = createWorld({
    applicationName: options.applicationName ?? 'Versus',
    applicationFlags: (options.intents ?? []).reduce((flags, name) => flags | APPLICATION_FLAG[name], 0),
    ids: createIds(now),
    now,
  });
  for (const plan of options.guilds ?? DEFAULT_GUILDS) addGuild(world, plan);
  const token =
    options.token ?? `${Buffer.from(world.application.id).toString('base64url')}.local.server-of-the-playground`;
  const traffic = createTraffic(now, new RegExp(`${RegExp.escape(token)}|${TOKEN_START}[\\w-]*`, 'g'));
  const requestFaults = createRequestFaults();
  let http: Server | undefined;
  let refusals = 0;

  const address = (path: string) => `http://127.0.0.1:${portOf(http)}${path}`;
  const gatewayUrl = () => `ws://127.0.0.1:${portOf(http)}/gateway`;
  const gateway = createGateway({ world, token, times, traffic, resumeUrl: gatewayUrl });
  const announcer = createAnnouncer(gateway.tell);
  const messages = createMessages(world, announcer, address);
  const threads = createThreads(world, messages, announcer);
  const interactions = createInteractions(world, announcer, times);
  const callbacks = createCallbacks(world, messages, interactions);
  const services: Services = {
    world,
    announcer,
    messages,
    threads,
    commands: createCommands(world),
    interactions,
    callbacks,
    gateway,
  };
  const rest = createRest({
    world,
    token,
    router: createRouter([
      ...applicationRoutes(services, gatewayUrl),
      ...interactionRoutes(services),
      ...messageRoutes(services),
      ...threadRoutes(services),
    ]),
    rateLimits: createRateLimits({ ...USUAL_RATE_LIMITS, ...options.rateLimits }),
    faults: requestFaults,
    traffic,
  });

  return {
    start: async () => {
      const server = createServer((request, response) => {
        rest(request, response).catch((error: unknown) => {
          response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
        });
      });
      const sockets = new WebSocketServer({ noServer: true });
      server.on('upgrade', (request, socket: Duplex, head) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (refusals > 0 || url.pathname !== '/gateway') {
          refusals = Math.max(0, refusals - 1);
          socket.destroy();
          return;
        }
        sockets.handleUpgrade(request, socket, head, (client) => gateway.accept(client, url));
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      http = server;
    },
    stop: async () => {
      interactions.stop();
      gateway.stop();
      const server = http;
      if (!server) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
    apiUrl: () => address('/api'),
    token,
    applicationId: world.application.id,
    person: createPeople({
      services,
      wait: createWait(announcer, patienceMs),
      acknowledgeMs: times.acknowledgeMs,
      patienceMs,
      address,
    }),
    admin: createAdmin(world, announcer),
    world,
    faults: createFaults(gateway, interactions, {
      onRequest: requestFaults.add,
      clearRequests: requestFaults.clear,
      refuseConnections: (count) => {
        refusals = count;
      },
    }),
    traffic,
    watch: announcer.watch,
    connectedSessions: () => gateway.sessions().filter((session) => session.connection() !== undefined).length,
  };
}

function createFaults(
  gateway: Gateway,
  interactions: Interactions,
  given: {
    readonly onRequest: (rule: FaultRule) => void;
    readonly clearRequests: () => void;
    readonly refuseConnections: (count: number) => void;
  },
): DiscordFaults {
  const { behaviour } = gateway;
  return {
    onRequest: given.onRequest,
    cut: () => {
      for (const connection of gateway.connections()) connection.cut();
    },
    close: (code) => {
      for (const connection of gateway.connections()) connection.close(code);
    },
    reconnect: () => {
      for (const connection of gateway.connections()) connection.send({ op: OPCODE.reconnect, d: null });
    },
    invalidate: (canResume) => {
      for (const session of gateway.sessions()) gateway.invalidate(session, canResume);
    },
    refuseConnections: given.refuseConnections,
    swallowHeartbeats: (isOn) => {
      behaviour.swallowsHeartbeats = isOn;
    },
    redeliver: (name) => gateway.sessions().filter((session) => session.pushAgain(name)).length > 0,
    delayEvents: (delayMs) => {
      behaviour.delayMs = delayMs;
    },
    holdEvents: () => {
      behaviour.isHeld = true;
    },
    releaseEvents: gateway.release,
    expireInteractions: interactions.expireAll,
    dispatch: (name, payload) => {
      for (const session of gateway.sessions()) session.push(name, payload);
    },
    clear: () => {
      given.clearRequests();
      given.refuseConnections(0);
      behaviour.swallowsHeartbeats = false;
      behaviour.delayMs = 0;
      gateway.release();
    },
  };
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  if (!address || typeof address === 'string') throw new Error('The local Discord is not started.');
  return address.port;
}
