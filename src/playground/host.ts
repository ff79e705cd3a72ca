import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createBotProcess } from './bot-process.ts';
import { disturb } from './chaos.ts';
import { createDiscordServer } from './discord/discord.ts';
import { createDiscordActor } from './discord-actor.ts';
import { createDiscordPane } from './discord-pane.ts';
import type { Gesture } from './gesture.ts';
import { createInspector, discordRefusal, slackRefusal } from './inspector.ts';
import { createPageServer } from './page-server.ts';
import type { Outcome, Refusal } from './protocol.ts';
import type { ManifestInput } from './slack/manifest.ts';
import { createSlackServer } from './slack/slack-server.ts';
import { createSlackActor } from './slack-actor.ts';
import { createSlackPane } from './slack-pane.ts';
import { createTours } from './tour.ts';

export type PlaygroundOptions = {
  /** The port to begin with; the next free one is taken where it is not free. */
  readonly port: number;
  /** The file that runs the bot. */
  readonly main: string;
  /** What the bot's environment is made from; what names another platform or database is left out of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the bot's own database is put, anew with each start. */
  readonly dataFolder: string;
  /** Where the conversations of the tours are. */
  readonly toursFolder: string;
  readonly manifest: ManifestInput;
  /** Registers the bot's commands at a Discord, as whoever installs it does. */
  readonly registerCommands: (discord: { readonly token: string; readonly apiUrl: string }) => Promise<void>;
  /** What the bot writes that is no trace: its log lines. */
  readonly hear: (line: string) => void;
};

/** A local Slack and a local Discord in the browser, with the real bot beside them. */
export type Playground = {
  readonly port: number;
  readonly address: string;
  readonly stop: () => Promise<void>;
};

/** The people on both platforms. */
export const PEOPLE = ['Ada', 'Ben', 'Cleo'] as const;

/** Slack tries events again after these times; a person at a playground does not wait for a minute, as in the real one. */
const RETRY_MS = [0, 2000, 4000, 8000, 16_000, 60_000] as const;

const LOOK_MS = 20;
const DONE: Promise<Outcome> = Promise.resolve({});

/** Starts all of it; resolves when the page can be opened. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const slack = createSlackServer({
    manifest: options.manifest,
    workspaces: [{ name: 'Acme', people: [...PEOPLE], channels: [{ name: 'general' }, { name: 'random' }] }],
    deadlines: { retryMs: RETRY_MS },
  });
  const discord = createDiscordServer({
    guilds: [{ name: 'Acme', people: [...PEOPLE], channels: [{ name: 'general' }, { name: 'random' }] }],
    intents: ['messageContent'],
    times: { identifyIntervalMs: 0 },
  });
  await Promise.all([slack.start(), discord.start()]);
  const panes = { slack: createSlackPane(slack), discord: createDiscordPane(discord) };
  const inspector = createInspector(slack, discord);
  let refused = 0;

  const page = createPageServer({
    state: () => ({
      people: PEOPLE,
      slack: panes.slack.state(),
      discord: panes.discord.state(),
      bot: bot.state(),
      tours: tours.list(),
      playing: tours.playing(),
      exchanges: inspector.exchanges(),
    }),
    act,
    wire: inspector.wire,
    file: (platform, id) => panes[platform].file(id),
  });
  const port = await page.start(options.port);
  const dataFolder = join(options.dataFolder, String(port));
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });

  const bot = createBotProcess({
    main: options.main,
    environment: botEnvironment(),
    hear,
    changed: (state) => page.tell({ type: 'bot', bot: state }),
    isConnected: () => slack.connections() > 0 && discord.connectedSessions() > 0,
  });
  const tours = createTours({
    folder: options.toursFolder,
    people: PEOPLE,
    actors: () => {
      inspector.begin('slack');
      inspector.begin('discord');
      return {
        slack: createSlackActor(slack, PEOPLE, 'thread'),
        discord: createDiscordActor(discord, PEOPLE, 'thread'),
      };
    },
    restart,
    changed: (playing) => page.tell({ type: 'playing', playing }),
    failed: (why) => refuse('bot', 'tour', why),
  });

  const ends = [
    panes.slack.watch(
      (change) => page.tell({ type: 'slack', change }),
      (what, why) => refuse('slack', what, why),
    ),
    panes.discord.watch(
      (change) => page.tell({ type: 'discord', change }),
      (what, why) => refuse('discord', what, why),
    ),
    slack.log.watch((entry) => {
      const found = slackRefusal(entry);
      if (found) refuse('slack', found.what, found.why);
    }),
    discord.traffic.watch((entry) => {
      const found = discordRefusal(entry, discord.traffic);
      if (found) refuse('discord', found.what, found.why);
    }),
  ];
  bot.start();
  await options.registerCommands({ token: discord.token, apiUrl: discord.apiUrl() });
  panes.discord.commandsChanged();

  return {
    port,
    address: `http://127.0.0.1:${port}`,
    stop: async () => {
      tours.stop();
      for (const end of ends) end();
      await Promise.all([bot.stop(), page.stop()]);
      await Promise.all([slack.stop(), discord.stop()]);
    },
  };

  function act(gesture: Gesture): Promise<Outcome> {
    switch (gesture.on) {
      case 'slack':
        inspector.begin('slack');
        return panes.slack.act(gesture);
      case 'discord':
        // What is suggested while somebody types belongs to no exchange.
        if (gesture.do !== 'suggest') inspector.begin('discord');
        return panes.discord.act(gesture);
      case 'tour':
        if (gesture.do === 'play') tours.play(gesture.file, gesture.paceMs);
        else tours.stop();
        return DONE;
      case 'bot':
        if (gesture.do === 'kill') bot.kill();
        else bot.start();
        return DONE;
      case 'chaos':
        disturb(gesture, slack, discord);
        return DONE;
    }
  }

  function hear(line: string): void {
    const exchange = inspector.read(line);
    if (exchange) page.tell({ type: 'exchange', exchange });
    else options.hear(line);
  }

  function refuse(platform: Refusal['platform'], what: string, why: string): void {
    refused += 1;
    page.tell({ type: 'refused', refusal: { id: refused, platform, what, why } });
  }

  async function restart(): Promise<void> {
    await bot.stop();
    bot.start();
    await Promise.all([slack.connected(1), discordConnected()]);
  }

  async function discordConnected(): Promise<void> {
    while (discord.connectedSessions() === 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  function botEnvironment(): Record<string, string> {
    const kept = Object.entries(options.environment).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    return {
      ...Object.fromEntries(kept),
      PLAYGROUND: 'off',
      SLACK_BOT_TOKEN: slack.botToken(),
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_SIGNING_SECRET: '',
      SLACK_API_URL: slack.apiUrl(),
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl(),
      DISCORD_SHARDS: '',
      DATABASE_URL: '',
      DATABASE_FILE: join(dataFolder, 'versus.sqlite'),
      RETENTION_DAYS: '',
      DIGEST_CHANNEL: '',
      HEALTH_PORT: 'off',
      LOG_LEVEL: 'debug',
      TRACE: 'on',
    };
  }
}
