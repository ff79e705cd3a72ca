import {
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  HTTPError,
  Partials,
  REST,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import {
  createDiscordServer,
  type DiscordServer,
  type DiscordServerOptions,
} from '../../../src/playground/discord/discord.ts';

/** No waits and allowances that would make tests slow, and no deadlines that a slow machine would miss. */
const QUICK: DiscordServerOptions = {
  times: { identifyIntervalMs: 0, acknowledgeMs: 20_000 },
  rateLimits: {
    global: { limit: 10_000, windowMs: 1000 },
    messages: { limit: 10_000, windowMs: 1000 },
    webhooks: { limit: 10_000, windowMs: 1000 },
    other: { limit: 10_000, windowMs: 1000 },
  },
};

/** A local Discord that stops with the test. */
export async function startServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const server = createDiscordServer({ ...QUICK, ...options, times: { ...QUICK.times, ...options.times } });
  await server.start();
  onTestFinished(() => server.stop());
  return server;
}

/** An unmodified client of a local Discord, ready, that is destroyed with the test. */
export async function startClient(
  server: DiscordServer,
  options: Partial<ClientOptions> = {},
  listen: (client: Client) => void = () => {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    enforceNonce: true,
    ...options,
    rest: { api: server.apiUrl(), retries: 0, ...options.rest },
  });
  onTestFinished(() => client.destroy());
  const errors: unknown[] = [];
  client.on(Events.Error, (error) => errors.push(error));
  onTestFinished(() => {
    if (errors.length > 0) throw new Error('A listener of the client failed.', { cause: errors[0] });
  });
  listen(client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(server.token);
  return ready;
}

/** A REST client of a local Discord, without a gateway connection. */
export function startRest(server: DiscordServer, token = server.token): REST {
  return new REST({ api: server.apiUrl(), retries: 0 }).setToken(token);
}

/** Status and code of the refusal that a request must end with, and the names of its problems. */
export async function refusalOf(
  request: Promise<unknown>,
): Promise<{ readonly status: number; readonly code: number; readonly problems: readonly string[] }> {
  try {
    await request;
  } catch (error) {
    if (error instanceof DiscordAPIError)
      return { status: error.status, code: Number(error.code), problems: problemsIn(JSON.stringify(error.rawError)) };
    if (error instanceof HTTPError) return { status: error.status, code: 0, problems: [] };
    throw error;
  }
  throw new Error('The request was not refused.');
}

function problemsIn(json: string): string[] {
  return [...json.matchAll(/"code":"(\w+)"/g)].flatMap(([, code]) => code ?? []);
}
