import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type Answered, type Bot, createBot, type Handled } from '../../../src/bot.ts';
import { createEngine, type Engine } from '../../../src/delivery/engine.ts';
import type { Observed } from '../../../src/delivery/observed.ts';
import { DELIVERY_TIMING, type DeliveryTiming } from '../../../src/delivery/timing.ts';
import type { DiscordOptions } from '../../../src/platforms/discord/connect.ts';
import { createDiscord } from '../../../src/platforms/discord/discord.ts';
import { PERMISSIONS } from '../../../src/platforms/discord/permissions.ts';
import { registerCommands } from '../../../src/platforms/discord/register-commands.ts';
import type { Host, Log, Running } from '../../../src/platforms/platform.ts';
import type { DiscordServer, DiscordServerOptions } from '../../../src/playground/discord/discord.ts';
import type { Place, SeenMessage } from '../../../src/playground/discord/driver.ts';
import type { ChannelPlan, GuildPlan } from '../../../src/playground/discord/guild-plan.ts';
import { MEMBER_PERMISSIONS, type PermissionName } from '../../../src/playground/discord/permissions.ts';
import type { ReplyLimits } from '../../../src/reply-budget.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { knowledge, library, NOW } from '../../knowledge.ts';
import { startServer } from '../../playground/discord/local.ts';

/** One thing that was logged. */
export type Logged = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly about: Readonly<Record<string, unknown>>;
  readonly message: string;
};

/** The real bot on a real store, between them and a platform the real engine. */
export type HostStage = {
  readonly host: Host;
  readonly store: Store;
  readonly engine: Engine;
  /** What was logged, oldest first. */
  readonly logged: readonly Logged[];
  /** What the bot handled, oldest first. */
  readonly handled: readonly Handled[];
  /** What the engine counted, oldest first. */
  readonly observed: readonly Observed[];
  /** Stops as the running bot does: what is in hand first. */
  readonly stop: (deadlineMs: number) => Promise<void>;
  /** Ends the engine as a crash would: what it has in hand stays so, and nothing is posted or written any more. */
  readonly crash: () => Promise<void>;
};

/** The real bot on a local Discord. */
export type Stage = HostStage & { readonly server: DiscordServer; readonly running: Running };

/** What of the bot is not as usual. */
export type HostOptions = {
  readonly change?: ((bot: Bot) => Partial<Bot>) | undefined;
  readonly changeHost?: ((host: Host) => Partial<Host>) | undefined;
  readonly limits?: ReplyLimits | undefined;
  readonly timing?: Partial<DeliveryTiming> | undefined;
  /** A file, for a bot that is started again. */
  readonly database?: string | undefined;
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

/** How each host is told which platform it posts through. */
const attachments = new WeakMap<Host, (running: Running) => void>();

/** A host over a real bot and a real engine, on a store in memory unless told; it ends with the test. */
export async function realHost({
  change = () => ({}),
  changeHost = () => ({}),
  limits,
  timing,
  database = ':memory:',
}: HostOptions = {}): Promise<HostStage> {
  const logged: Logged[] = [];
  const handled: Handled[] = [];
  const observed: Observed[] = [];
  const store = await openStore({ file: database });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await store.health.close();
    isOpen = false;
  };
  onTestFinished(close);
  const usual = createBot({
    library: () => library,
    store,
    now: () => NOW,
    observe: (one) => handled.push(one),
    ...(limits ? { limits } : {}),
  });
  // Like the real one, it does not work taken apart.
  const at = (level: Logged['level']) =>
    function (this: unknown, about: Logged['about'], message: string): void {
      if (this !== log) throw new Error('a method of the log was called without it');
      logged.push({ level, about, message });
    };
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  let isGone = false;
  let platform: Running | undefined;
  const engine = createEngine({
    bot: { ...usual, ...change(usual) },
    store,
    holder: randomUUID(),
    post: async (_, post) => {
      if (!platform || isGone) return new Promise(() => {});
      const posted = await platform.post(post);
      return isGone ? new Promise(() => {}) : posted;
    },
    platforms: () => (platform ? ['discord'] : []),
    now: () => new Date(),
    observe: (fact) => observed.push(fact),
    log,
    timing: { ...DELIVERY_TIMING, ...timing },
  });
  onTestFinished(() => engine.stop(600));
  engine.start();
  const usualHost: Host = { ...engine, starters: knowledge.pack.starters, log };
  const host = { ...usualHost, ...changeHost(usualHost) };
  attachments.set(host, (running) => {
    platform = running;
  });
  return {
    host,
    store,
    engine,
    logged,
    handled,
    observed,
    stop: async (deadlineMs) => {
      await engine.stop(deadlineMs);
      await platform?.stop(deadlineMs);
    },
    crash: async () => {
      isGone = true;
      await close();
      await platform?.stop(0);
    },
  };
}

/** Starts the real bot on a local Discord, its commands registered; all stops with the test. */
export async function startStage(
  options: DiscordServerOptions & HostOptions & Pick<DiscordOptions, 'shards' | 'draw'> = {},
): Promise<Stage> {
  const { change, changeHost, limits, timing, database, shards, draw, ...serverOptions } = options;
  const server = await startServer({ guilds: [ACME], ...serverOptions });
  const hosted = await realHost({ change, changeHost, limits, timing, database });
  await registerCommands({ token: server.token, apiUrl: server.apiUrl() }, () => {});
  const running = await startOn(server, hosted.host, { shards, ...(draw ? { draw } : {}) });
  return { ...hosted, server, running };
}

/** Starts the platform on a server; it stops with the test. */
export async function startOn(
  server: DiscordServer,
  host: Host,
  options: Pick<DiscordOptions, 'shards' | 'draw'> = {},
): Promise<Running> {
  const running = await createDiscord({ token: server.token, apiUrl: server.apiUrl(), ...options }).start(host);
  attachments.get(host)?.(running);
  onTestFinished(() => running.stop(500));
  return running;
}

/** A bot whose answers are changed before they go anywhere. */
export function changing(changeOf: (turn: Answered) => Partial<Answered>) {
  return ({ handle }: Bot): Partial<Bot> => ({
    handle: async (delivery, commit) => {
      if (commit)
        return handle(delivery, (turn, left) =>
          commit({ ...turn, ...changeOf({ ...turn, continueIn: undefined }) }, left),
        );
      const turn = await handle(delivery);
      return turn && { ...turn, ...changeOf(turn) };
    },
  });
}

/** A bot that waits before it handles anything. */
export function waiting(wait: () => Promise<unknown>) {
  return ({ handle }: Bot): Partial<Bot> => ({
    handle: async (...given) => {
      await wait();
      return handle(...given);
    },
  });
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
