import { onTestFinished } from 'vitest';
import { createBot, type Handled } from '../../../src/bot.ts';
import { discordCommands } from '../../../src/cli/discord-commands.ts';
import { createDiscord } from '../../../src/platforms/discord/discord.ts';
import { PERMISSIONS } from '../../../src/platforms/discord/permissions.ts';
import type { Host, Running } from '../../../src/platforms/platform.ts';
import type { DiscordServer, DiscordServerOptions } from '../../../src/playground/discord/discord.ts';
import type { Place, SeenMessage } from '../../../src/playground/discord/driver.ts';
import type { ChannelPlan, GuildPlan } from '../../../src/playground/discord/guild-plan.ts';
import { MEMBER_PERMISSIONS, type PermissionName } from '../../../src/playground/discord/permissions.ts';
import type { ReplyLimits } from '../../../src/reply-budget.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { knowledge, NOW } from '../../knowledge.ts';
import { startServer } from '../../playground/discord/local.ts';

/** One thing that was logged. */
export type Logged = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly about: Readonly<Record<string, unknown>>;
  readonly message: string;
};

/** The real bot on a local Discord. */
export type Stage = {
  readonly server: DiscordServer;
  readonly host: Host;
  readonly running: Running;
  /** What was logged, oldest first. */
  readonly logged: readonly Logged[];
  /** What the bot handled, oldest first. */
  readonly handled: readonly Handled[];
};

/** What the install link does not ask for is refused to the bot wherever members have it. */
const NOT_ASKED_FOR: readonly PermissionName[] = MEMBER_PERMISSIONS.filter(
  (name) => !PERMISSIONS.some((asked) => asked.name === name),
);

/** A channel in which the bot may do exactly what the install link asks for, less what is named. */
export function channel(name: string, kind: ChannelPlan['kind'] = 'text', botMayNot: readonly PermissionName[] = []) {
  return { name, kind, botMayNot: [...NOT_ASKED_FOR, ...botMayNot] } as const;
}

/** A server with ann, ben and cleo. */
export const ACME: GuildPlan = {
  name: 'Acme',
  people: ['ann', 'ben', 'cleo'],
  channels: [channel('general'), channel('random'), channel('news', 'announcement'), channel('ideas', 'forum')],
};

/** Makes a host of a real bot on a store in memory; `change` may break it. */
export async function realHost(change: (host: Host) => Partial<Host> = () => ({}), limits?: ReplyLimits) {
  const logged: Logged[] = [];
  const handled: Handled[] = [];
  const store = await openStore({ file: ':memory:' });
  onTestFinished(() => store.health.close());
  const bot = createBot({
    knowledge,
    store,
    now: () => NOW,
    observe: (one) => handled.push(one),
    ...(limits ? { limits } : {}),
  });
  const at = (level: Logged['level']) => (about: Logged['about'], message: string) => {
    logged.push({ level, about, message });
  };
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const host: Host = { ...bot, starters: knowledge.pack.starters, log };
  return { host: { ...host, ...change(host) }, logged, handled };
}

/** Starts the real bot on a local Discord, its commands registered; all stops with the test. */
export async function startStage(
  options: DiscordServerOptions & {
    readonly change?: (host: Host) => Partial<Host>;
    readonly limits?: ReplyLimits;
  } = {},
): Promise<Stage> {
  const { change, limits, ...serverOptions } = options;
  const server = await startServer({ guilds: [ACME], ...serverOptions });
  const { host, logged, handled } = await realHost(change, limits);
  await discordCommands({ token: server.token, apiUrl: server.apiUrl() }, () => {});
  const running = await startOn(server, host);
  return { server, host, running, logged, handled };
}

/** Starts the platform on a server; it stops with the test. */
export async function startOn(server: DiscordServer, host: Host): Promise<Running> {
  const running = await createDiscord({ token: server.token, apiUrl: server.apiUrl() }).start(host);
  onTestFinished(() => running.stop(500));
  return running;
}

/** The labels of a card's buttons, in order. */
export function labels(message: SeenMessage | undefined): string[] {
  return message?.buttons.map(({ label }) => label) ?? [];
}

/** The thread that grew out of a message. */
export function threadOf(message: SeenMessage): Place {
  const thread = message.now()?.thread();
  if (!thread) throw new Error(`No thread grew out of "${message.text}".`);
  return thread;
}
