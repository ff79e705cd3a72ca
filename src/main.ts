import { randomUUID } from 'node:crypto';
import { config as readDotenv } from 'dotenv';
import { createBot } from './bot.ts';
import { type Config, ConfigError, readConfig, SECRETS } from './config.ts';
import type { Knowledge } from './core/compile.ts';
import { createLog, redact } from './ops/log.ts';
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
  for (const line of lines) console.error(`versus: ${redact(line, secrets())}`);
  process.exitCode = 2;
}
// Runs only while something keeps the process alive that nobody waits for: what a library left half open.
setTimeout(() => process.exit(), LEFTOVER_MS).unref();

/** Wires the running bot, runs it until it is told to stop, and closes in order. */
async function run(): Promise<void> {
  readDotenv({ quiet: true });
  const config = readConfig(process.env);
  for (const warning of config.warnings) console.error(`versus: ${warning}`);
  const log = createLog(config.logLevel, secrets());
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
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    process.once('SIGTERM', force).once('SIGINT', force);
    void supervisor.stop(STOP_DEADLINE_MS);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    log.info({ pack: pack.id, version, entries: pack.entries.size }, 'started');
    await supervisor.start();
    if (!isStopped) for (const line of greetingOf(config, supervisor.states())) console.log(line);
    await supervisor.ended;
  } finally {
    await supervisor.stop(STOP_DEADLINE_MS);
    await store.health.close();
  }
  log.info({}, 'stopped');
}

/** What must stand nowhere, whatever variable it was put into. */
function secrets(): string[] {
  return SECRETS.flatMap((name) => process.env[name]?.trim() ?? []);
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
