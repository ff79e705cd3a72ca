import {
  ApplicationFlags,
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  Options,
  Partials,
  RateLimitError,
  REST,
  RESTEvents,
  Routes,
} from 'discord.js';
import * as z from 'zod';
import { type DrawCard, type Log, START_TIMEOUT_MS } from '../platform.ts';
import { faultOf, systemCode } from './faults.ts';
import { keepSession } from './keep-session.ts';
import { isTooLong } from './patience.ts';
import { createRequests, type Requests } from './requests.ts';
import { TOO_LATE, within } from './within.ts';

/** How to reach Discord. */
export type DiscordOptions = {
  readonly token: string;
  /** Without a version and without a slash at its end; Discord's own unless given. */
  readonly apiUrl?: string;
  /** Requests a second that Discord allows the application: 50, unless it granted more. */
  readonly requestsPerSecond?: number;
  /** Draws what goes with a card that is shared; without it the words go alone. */
  readonly draw?: DrawCard;
  /** The parts of Discord's traffic that this process takes: as many as Discord wants, or these of so many; all in one unless given. */
  readonly shards?: Shards | undefined;
};

/** Parts of Discord's traffic, each with a connection of its own. */
export type Shards = 'auto' | { readonly ids: readonly number[]; readonly count: number };

/** A client that nothing has come through yet, and what its application may see. */
export type Line = {
  readonly client: Client;
  /** Whether messages that do not mention the bot come with their words. */
  readonly readsContent: boolean;
  readonly takeUnclear: Requests['takeUnclear'];
};

/** A client that is connected: all its shards, or the first of them while the others follow. */
export type Connection = {
  readonly client: Client;
  /** The client with all its shards; rejects with the reason where they never come. */
  readonly complete: Promise<Client<true>>;
  /** Resolves once it was disconnected, rejects when Discord takes it no longer. */
  readonly ended: Promise<void>;
  /** Closes the connection, within the deadline; never rejects. */
  readonly disconnect: (deadlineMs: number) => Promise<void>;
};

/** Discord's own address. */
export const DISCORD_API_URL = 'https://discord.com/api';

/**
 * Connects an unmodified client that survives the faults of its library and of the network. `listen` is called before
 * anything comes. Rejects within `START_TIMEOUT_MS` with one line that says what is wrong and what to do.
 */
export async function connect(options: DiscordOptions, log: Log, listen: (line: Line) => void): Promise<Connection> {
  const { token, apiUrl = DISCORD_API_URL } = options;
  const { flags } = await readApplication({ token, apiUrl });
  const readsContent = (flags & CONTENT_FLAGS) !== 0;
  const over = Promise.withResolvers<void>();
  // Nobody may be listening yet when it ends.
  over.promise.catch(() => undefined);
  const requests = createRequests(() => breakOff(REFUSED_TOKEN));
  let isStarting = true;
  let isLeaving = false;
  const client = createClient({ ...options, apiUrl }, readsContent, requests, () => isStarting);
  watch(client, log, breakOff);
  listen({ client, readsContent, takeUnclear: requests.takeUnclear });
  try {
    const complete = completed(client, over.promise);
    const end = (error: unknown) => isLeaving || over.reject(explained(error, apiUrl));
    await within(CONNECT_TIMEOUT_MS, Promise.race([begun(client, token, end), over.promise]));
    isStarting = false;
    return {
      client,
      complete,
      ended: over.promise,
      disconnect: async (deadlineMs) => {
        isLeaving = true;
        await destroy(client, deadlineMs);
        over.resolve();
      },
    };
  } catch (error) {
    requests.end();
    await destroy(client, DESTROY_TIMEOUT_MS);
    throw explained(error, apiUrl);
  }

  function breakOff(reason: string): void {
    over.reject(new Error(reason));
    void destroy(client, DESTROY_TIMEOUT_MS);
  }
}

const application = z.object({
  id: z.string(),
  flags: z
    .number()
    .nullish()
    .transform((flags) => flags ?? 0),
});

/** The application that a token belongs to; rejects with one line that says what is wrong and what to do. */
export async function readApplication({
  token,
  apiUrl = DISCORD_API_URL,
}: DiscordOptions): Promise<z.output<typeof application>> {
  const rest = new REST({
    api: apiUrl,
    retries: 0,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
    rejectOnRateLimit: () => true,
  }).setToken(token);
  const controller = new AbortController();
  try {
    const read = rest.get(Routes.currentApplication(), { signal: controller.signal });
    return application.parse(await within(APPLICATION_TIMEOUT_MS, read));
  } catch (error) {
    throw explained(error, apiUrl);
  } finally {
    // What was not answered in time would go on and hold the process.
    controller.abort();
  }
}

const APPLICATION_TIMEOUT_MS = 5000;
/** A guild that is down does not keep the others waiting. */
const GUILDS_TIMEOUT_MS = 5000;
const DESTROY_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = START_TIMEOUT_MS - APPLICATION_TIMEOUT_MS - DESTROY_TIMEOUT_MS;
const HANDLER_SWEEP_MS = 60_000;
const REQUESTS_PER_SECOND = 50;
/** Refused requests after which Discord's limit on them is worth a word; it is 10,000 in ten minutes. */
const INVALID_REQUESTS_WARNING = 500;
const CONTENT_FLAGS = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

const REFUSED_TOKEN =
  'DISCORD_TOKEN: Discord refused it (401). Copy the token from the page "Bot" of your application at discord.com/developers';

function createClient(
  { apiUrl, requestsPerSecond = REQUESTS_PER_SECOND, shards }: DiscordOptions & { readonly apiUrl: string },
  readsContent: boolean,
  { makeRequest }: Requests,
  isStarting: () => boolean,
): Client {
  const client: Client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(readsContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Without it direct messages, and messages of threads that the client has not seen, are dropped in silence.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    enforceNonce: true,
    // Our payloads have the names of Discord's API already.
    jsonTransformer: (payload) => payload,
    waitGuildTimeout: GUILDS_TIMEOUT_MS,
    ...(shards === undefined ? {} : shardOptions(shards)),
    makeCache: Options.cacheWithLimits({
      MessageManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 100, keepOverLimit: (user) => user.id === user.client.user.id },
      ThreadMemberManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      VoiceStateManager: 0,
      StageInstanceManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      AutoModerationRuleManager: 0,
    }),
    ws: { buildStrategy: (manager) => keepSession(manager, client) },
    rest: {
      api: apiUrl,
      makeRequest,
      globalRequestsPerSecond: requestsPerSecond,
      // A start that is held back is over before the wait is; words are posted later, and others before them.
      rejectOnRateLimit: (limit) => isStarting() || isTooLong(limit),
      // A deferred interaction leaves an object behind that is only swept.
      handlerSweepInterval: HANDLER_SWEEP_MS,
      invalidRequestWarningInterval: INVALID_REQUESTS_WARNING,
    },
  });
  return client;
}

function shardOptions(shards: Shards): Pick<ClientOptions, 'shards' | 'shardCount'> {
  return shards === 'auto' ? { shards } : { shards: [...shards.ids], shardCount: shards.count };
}

/** Says what happens to the connection, in objects of our own: the library's hold tokens and words. */
function watch(client: Client, log: Log, breakOff: (reason: string) => void): void {
  let waits = 0;
  // Without a listener an error of the library would end the process.
  client.on(Events.Error, (error) => log.error(faultOf(error), 'discord client failed'));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, ...faultOf(error) }, 'discord connection failed'));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'discord is reconnecting'));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'discord resumed'));
  client.on(Events.ShardDisconnect, ({ code }) => breakOff(closeReason(code)));
  client.rest.on(RESTEvents.RateLimited, ({ route, timeToReset, global }) => {
    waits += 1;
    log.debug({ route, waitMs: timeToReset, isGlobal: global, waits }, 'waiting for a rate limit of discord');
  });
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    log.warn(
      { count, remainingMs: remainingTime },
      'discord refused many requests; from 10,000 on it shuts the bot out',
    ),
  );
}

/** Logs in, and waits for the first shard. Many begin one every five seconds; `end` is told when one of them cannot. */
async function begun(client: Client, token: string, end: (error: unknown) => void): Promise<void> {
  const first = new Promise<void>((resolve) => {
    client.once(Events.ShardReady, () => resolve());
  });
  client.login(token).catch(end);
  await first;
}

/** The client once all its shards are there. */
function completed(client: Client, ended: Promise<void>): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  const complete = Promise.race([ready, ended.then(() => Promise.reject(new Error(OVER)))]);
  // Nobody may be waiting for it.
  complete.catch(() => undefined);
  return complete;
}

const OVER = 'The connection ended before all its shards were there.';

async function destroy(client: Client, deadlineMs: number): Promise<void> {
  // What follows from closing it ourselves is no news.
  for (const event of [Events.ShardReconnecting, Events.ShardDisconnect] as const) client.removeAllListeners(event);
  // The other side may never answer the closing of the socket.
  await within(Math.max(deadlineMs, 1), client.destroy()).catch(() => undefined);
}

/** One line for whoever runs the bot. */
function explained(error: unknown, apiUrl: string): Error {
  if (!(error instanceof Error)) return new Error(`Discord cannot be reached at ${apiUrl}.`);
  if (error.message.startsWith('DISCORD_')) return error;
  const status = error instanceof DiscordAPIError ? error.status : undefined;
  if (status === 401 || error.message.includes('invalid token')) return new Error(REFUSED_TOKEN);
  if (error.message === 'Used disallowed intents') return new Error(closeReason(DISALLOWED_INTENTS));
  if (error.message.startsWith('Not enough sessions'))
    return new Error(
      'DISCORD_TOKEN: the bot was started too often today, and Discord allows no more starts until tomorrow. Look for what restarts it',
    );
  if (error instanceof RateLimitError)
    return new Error(
      `DISCORD_API_URL: ${apiUrl} holds the bot back (429) for ${Math.ceil(error.retryAfter / 1000)} s more. Start it again after that, and look for what makes so many requests`,
    );
  const said = reasonOf(error, status);
  return new Error(
    `DISCORD_API_URL: ${apiUrl} ${said}. Look at discordstatus.com, the network and, where it is set, the address`,
  );
}

function reasonOf(error: Error, status: number | undefined): string {
  if (error.message === TOO_LATE || error.name === 'AbortError') return 'did not answer in time';
  if (error instanceof z.ZodError) return 'answered something that is no application';
  const answered = status ?? ('status' in error && typeof error.status === 'number' ? error.status : undefined);
  if (answered !== undefined) return `answered ${answered}`;
  return `cannot be reached (${systemCode(error) ?? error.name})`;
}

const AUTHENTICATION_FAILED = 4004;
const INVALID_SHARD = 4010;
const SHARDING_REQUIRED = 4011;
const DISALLOWED_INTENTS = 4014;

/** Why Discord closed the connection for good. */
function closeReason(code: number): string {
  switch (code) {
    case AUTHENTICATION_FAILED:
      return REFUSED_TOKEN;
    case INVALID_SHARD:
      return 'DISCORD_SHARDS: Discord does not take these shards (4010). Give every process other ones of the same number';
    case SHARDING_REQUIRED:
      return 'DISCORD_SHARDS: the bot is in more servers than so few connections may serve (4011). Set it to auto';
    case DISALLOWED_INTENTS:
      return 'DISCORD_TOKEN: Discord took back the intents that it had granted (4014). Start the bot again: it asks only for what the page "Bot" of your application grants';
  }
  return `DISCORD_TOKEN: Discord closed the connection for good (${code}). Look at discordstatus.com and at your application at discord.com/developers`;
}
