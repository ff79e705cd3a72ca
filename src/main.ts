import { randomUUID } from 'node:crypto';
import { config as readDotenv } from 'dotenv';
import { createBot } from './bot.ts';
import { type Config, ConfigError, readConfig, SECRETS } from './config.ts';
import type { Knowledge } from './core/compile.ts';
import { createLog } from './ops/log.ts';
import { KnowledgeError, loadKnowledge } from './pack/load-knowledge.ts';
import type { Platform } from './platforms/platform.ts';
import { openStore } from './store/open-store.ts';
import { NoPlatformError, type Supervisor, supervise } from './supervise.ts';

/** Longest time from a signal to the end. */
const STOP_DEADLINE_MS = 8000;
/** How long what the platforms' libraries left open may go on after that. */
const LEFTOVER_MS = 1000;

try {
  await run();
} catch (error) {
  const lines =
    error instanceof ConfigError || error instanceof KnowledgeError || error instanceof NoPlatformError
      ? error.lines
      : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(`versus: ${line}`);
  process.exitCode = 2;
}

/** Wires the running bot, runs it until it is told to stop, and closes in order. */
async function run(): Promise<void> {
  readDotenv({ quiet: true });
  const config = readConfig(process.env);
  for (const warning of config.warnings) console.error(`versus: ${warning}`);
  const log = createLog(
    config.logLevel,
    SECRETS.flatMap((name) => process.env[name]?.trim() ?? []),
  );
  // A payload that a platform's library cannot read must not end the bot for everybody else.
  process.on('unhandledRejection', (reason) => {
    // Its message may quote what somebody wrote.
    log.error({ error: reason instanceof Error ? reason.name : typeof reason }, 'unhandled rejection');
  });
  const knowledge = loadKnowledge(config.knowledgeDir);
  const store = await openStore(config.database);
  const bot = createBot({
    knowledge,
    store,
    now: () => new Date(),
    observe: (handled) => log.info(handled, 'handled'),
  });
  const { pack, version } = knowledge;
  const supervisor = supervise(await platformsOf(config, knowledge), { ...bot, starters: pack.starters, log }, { log });
  const stop = () => {
    process.once('SIGTERM', force).once('SIGINT', force);
    void supervisor.stop(STOP_DEADLINE_MS);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    log.info({ pack: pack.id, version, entries: pack.entries.size }, 'started');
    await supervisor.start();
    for (const line of greetingOf(config, supervisor.states())) console.log(line);
    await supervisor.ended;
  } finally {
    await supervisor.stop(STOP_DEADLINE_MS);
    await store.health.close();
  }
  log.info({}, 'stopped');
  // Runs only while something else keeps the process alive: a connection of a library that was left half open.
  setTimeout(() => process.exit(), LEFTOVER_MS).unref();
}

/** The platforms that have a token; the terminal where none has. Their libraries are loaded only where they are used. */
async function platformsOf({ slack, discord }: Config, { pack }: Knowledge): Promise<readonly Platform[]> {
  const platforms: Platform[] = [];
  if (slack) {
    const { createSlack } = await import('./platforms/slack/slack.ts');
    platforms.push(createSlack(slack));
  }
  if (discord) {
    const { createDiscord } = await import('./platforms/discord/discord.ts');
    platforms.push(createDiscord(discord));
  }
  if (platforms.length > 0) return platforms;
  const { createTerminal } = await import('./platforms/terminal/terminal.ts');
  const { stdin: input, stdout: output } = process;
  const terminal = createTerminal({
    input,
    output,
    thread: 'terminal:local:local:main',
    samples: pack.starters,
    nextKey: () => `terminal:${randomUUID()}`,
    now: () => Date.now(),
  });
  return [terminal];
}

/** What whoever starts the bot wants to know; nothing in the terminal, where the conversation is to be seen. */
function greetingOf({ slack, discord }: Config, states: ReturnType<Supervisor['states']>): readonly string[] {
  if (!slack && !discord) return [];
  const shown = states.map(
    ({ name, state }) => `${name} ${state === 'up' ? 'is connected' : 'is away and tried again'}`,
  );
  return [`versus: ${shown.join('; ')}`];
}

/** A second signal does not wait. */
function force(): void {
  process.exit(1);
}
