import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { config as readDotenv } from 'dotenv';
import { type Bot, createBot } from './bot.ts';
import { type Config, ConfigError, readConfig, secretsIn } from './config.ts';
import { chartOfCard } from './core/chart.ts';
import { type Library, startersOf } from './core/library.ts';
import { respond } from './core/respond.ts';
import { EMPTY_THREAD } from './core/thread.ts';
import { createEngine } from './delivery/engine.ts';
import { noticeOf } from './delivery/post-body.ts';
import { startDigest } from './digest.ts';
import { createLog, type Log } from './ops/log.ts';
import type { Metrics } from './ops/metrics.ts';
import { redact } from './ops/redact.ts';
import { startOps } from './ops/start-ops.ts';
import { readVersion } from './ops/version.ts';
import { KnowledgeError } from './pack/load-knowledge.ts';
import { wordVectorsOf } from './pack/read-word-vectors.ts';
import { watchKnowledge } from './pack/watch-knowledge.ts';
import type { DrawCard, Host, Platform } from './platforms/platform.ts';
import { renderCard } from './platforms/terminal/render.ts';
import type { Playground } from './playground/host.ts';
import { startRetention } from './retention.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { NoPlatformError, type Supervisor, supervise } from './supervise.ts';
import { exchangeTrace, TRACE_MESSAGE } from './trace.ts';

/** Longest time from a signal to the end. */
const STOP_DEADLINE_MS = 8000;
/** The part of it in which what is in hand is finished while the platforms are still there. */
const FINISH_DEADLINE_MS = 5000;
/** How long what the platforms' libraries left open may go on after that. */
const LEFTOVER_MS = 1000;
/** How long a database that is just starting is waited for. */
const DATABASE_WAIT_MS = 60_000;

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
  // Nothing is in hand yet that a signal would have to spare.
  const leave = () => process.exit();
  process.once('SIGTERM', leave).once('SIGINT', leave);
  readDotenv({ quiet: true });
  const config = readConfig(process.env);
  for (const warning of config.warnings) console.error(`versus: ${warning}`);
  const log = createLog(config.logLevel, secrets());
  // A payload that a platform's library cannot read must not end the bot for everybody else.
  process.on('unhandledRejection', (reason) => {
    // Its message may quote what somebody wrote.
    log.error({ error: reason instanceof Error ? reason.name : typeof reason }, 'unhandled rejection');
  });
  const knowledge = watchKnowledge(config.knowledgeDir, ({ versions, problem }) => {
    if (problem) log.warn({ problems: problem.lines }, 'knowledge is broken, the last good packs stay');
    else log.info({ packs: versions }, 'knowledge was read again');
  });
  const metrics = config.health && (await metricsOf(config));
  const store = await openPatiently(config.database, metrics, log);
  // What is typed waits in standard input, which is first read when the terminal is made.
  const playground = config.playground && (await openPlayground(config.playground.port, knowledge.library(), log));
  const told = Promise.withResolvers<void>();
  const platforms = await platformsOf(config, knowledge.library(), drawWith(log), told.resolve);
  const bot = createBot({
    library: knowledge.library,
    store,
    now: () => new Date(),
    observe: (handled) => log.info(handled, 'handled'),
    keepsWords: config.retentionDays > 0,
  });
  const retaining = startRetention({
    store,
    days: config.retentionDays,
    now: () => new Date(),
    failed: (error) => log.warn({ error: error instanceof Error ? error.name : typeof error }, 'nothing was removed'),
  });
  const holder = randomUUID();
  const engine = createEngine({
    bot: config.isTraced ? { ...bot, handle: traced(bot.handle, log) } : bot,
    store,
    holder,
    isShared: 'url' in config.database,
    post: (platform, post) => supervisor.post(platform, post),
    platforms: () => supervisor.up(),
    now: () => new Date(),
    observe: metrics?.observe ?? (() => {}),
    log,
  });
  const host: Host = {
    ...engine,
    get starters() {
      return startersOf(knowledge.library());
    },
    log,
  };
  const supervisor: Supervisor = supervise(platforms, host, { log });
  const digesting = config.digest && digestTo(config.digest);
  let stopped: Promise<void> | undefined;
  const ops =
    config.health &&
    metrics &&
    startOps({
      health: config.health,
      metrics,
      dependencies: {
        checkStore: store.health.check,
        platforms: supervisor.states,
        knowledge: () => {
          const { versions, problem } = knowledge.state();
          const packs = Object.entries(versions).map(([id, version]) => ({ id, version }));
          return { packs, isLastReloadFailed: problem !== undefined };
        },
        isStopping: () => stopped !== undefined,
      },
      depths: { inbox: store.deliveries.depth, outbox: store.outbox.depth },
      unreadable: store.health.unreadable,
      log,
      secrets: secrets(),
    });
  const stopOnce = () => {
    stopped ??= stopAll();
    return stopped;
  };
  const stopAll = async () => {
    const endMs = performance.now() + STOP_DEADLINE_MS;
    await engine.stop(FINISH_DEADLINE_MS);
    await supervisor.stop(Math.max(0, endMs - performance.now()));
  };
  const stop = () => {
    told.resolve();
    process.once('SIGTERM', force).once('SIGINT', force);
    void stopOnce();
  };
  // In this order: a signal that is on its way while nobody listens would be lost.
  process.once('SIGTERM', stop).once('SIGINT', stop).off('SIGTERM', leave).off('SIGINT', leave);
  // Whoever started this process with a channel to it is gone: the playground's bot does not outlive the playground.
  process.once('disconnect', stop);
  try {
    log.info({ packs: knowledge.state().versions }, 'started');
    warmUp(knowledge.library());
    await supervisor.start();
    engine.start();
    if (!stopped) for (const line of greetingOf(config, supervisor.states())) console.log(line);
    await supervisor.ended;
    // Where nobody typed, the end of the input is not the end of the playground.
    if (playground && !process.stdin.isTTY) await told.promise;
  } finally {
    await Promise.all([stopOnce(), playground?.stop()]);
    await digesting?.stop();
    await retaining.stop();
    await ops?.close();
    await store.health.close();
    knowledge.stop();
    if (process.connected) process.disconnect();
  }
  log.info({}, 'stopped');

  /** What people missed, to the channel that was named; kept under its id, it is posted once by whichever process looks first. */
  function digestTo({ platform, channel }: NonNullable<Config['digest']>) {
    return startDigest({
      store,
      library: knowledge.library,
      vectors: wordVectorsOf(config.knowledgeDir),
      now: () => new Date(),
      post: async ({ id, card, at }) => {
        const address = platforms.find(({ name }) => name === platform)?.channelAddress?.(channel, at);
        if (address === undefined) return;
        const posts = [noticeOf({ id, platform, channel, address, card, at })];
        await store.commits.keep({ key: id, states: [], notes: [], posts, holder, at, until: at });
      },
      failed: (error) => log.warn({ error: error instanceof Error ? error.name : typeof error }, 'no digest'),
    });
  }
}

/** A bot that was started together with its database waits for it. */
async function openPatiently(place: Config['database'], metrics: Metrics | undefined, log: Log): Promise<Store> {
  let said: string | undefined;
  return openStore(place, {
    ...(metrics ? { wrote: metrics.wrote } : {}),
    unreadable: ({ table, count }) => {
      if (!isPowerOfTen(count)) return;
      log.error(
        { table, count },
        'rows of the database cannot be read, and are left out; see whether another version or program wrote them',
      );
    },
    waitMs: DATABASE_WAIT_MS,
    waiting: (reason) => {
      const line = `the database cannot be reached yet (${reason}); it is tried again for ${DATABASE_WAIT_MS / 1000} s`;
      // The same reason again is no news.
      if (reason !== said) console.error(`versus: ${redact(line, secrets())}`);
      said = reason;
    },
  });
}

/** The first, the tenth, the hundredth: what goes on without end must not fill the log. */
function isPowerOfTen(count: number): boolean {
  return /^10*$/.test(String(count));
}

/** Starts the playground and says where it is. Its files are loaded only where it is used. */
async function openPlayground(port: number, library: Library, log: Log): Promise<Playground> {
  const [{ startPlayground }, { slackManifest }, { registerCommands }] = await Promise.all([
    import('./playground/host.ts'),
    import('./platforms/slack/manifest.ts'),
    import('./platforms/discord/register-commands.ts'),
  ]);
  const playground = await startPlayground({
    port,
    main: import.meta.filename,
    environment: process.env,
    dataFolder: join(import.meta.dirname, '..', 'data', 'playground'),
    toursFolder: join(import.meta.dirname, '..', 'test', 'conversations'),
    manifest: slackManifest({ mentionsOnly: false, prompts: startersOf(library) }),
    registerCommands: (discord) => registerCommands(discord, () => {}),
    hear: (line) => log.debug({ line: redact(line, secrets()) }, 'the bot of the playground'),
  });
  const taken = port !== 0 && playground.port !== port ? ` (port ${port} is taken)` : '';
  console.log(`versus: a little Slack and a little Discord to try it in: ${playground.address}${taken}\n`);
  // Where nobody types, the terminal plays all the samples.
  if (process.stdin.isTTY) console.log(sampleOf(library));
  return playground;
}

/** The first question to begin with, and its answer. */
function sampleOf(library: Library): string {
  const [text = 'help'] = startersOf(library);
  const content = { type: 'utterance', text } as const;
  const { card } = respond({ content }, EMPTY_THREAD, library, new Date().toISOString().slice(0, 10));
  return `> ${text}\n\n${renderCard(card, { columns: 96, colour: false })}\n`;
}

/** Explains each exchange in the log, words included. */
function traced(handle: Bot['handle'], log: Log): Bot['handle'] {
  return async (delivery, commit) => {
    const started = performance.now();
    const turn = await handle(delivery, commit);
    if (turn) log.debug(exchangeTrace(delivery, turn, performance.now() - started), TRACE_MESSAGE);
    return turn;
  };
}

/** Makes what is made when it is first needed, so that nobody waits for it. */
function warmUp(library: Library): void {
  for (const text of ['anything at all', 'verdict: anything at all'])
    respond({ content: { type: 'utterance', text } }, EMPTY_THREAD, library, new Date().toISOString().slice(0, 10));
}

/** What must stand nowhere, whatever variable it was put into. */
function secrets(): readonly string[] {
  return secretsIn(process.env);
}

/** Draws the scoreboards of cards. What draws is loaded when it is first needed; where it is missing, the words go alone. */
function drawWith(log: Log): DrawCard {
  return async (card) => {
    const chart = chartOfCard(card);
    if (!chart) return undefined;
    try {
      const { drawPicture } = await import('./picture/draw-picture.ts');
      return { png: drawPicture(chart.svg), alt: chart.alt };
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.name : typeof error }, 'a picture could not be drawn');
      return undefined;
    }
  };
}

/** The platforms that have a token; the terminal where none has. Their libraries are loaded only where they are used. */
async function platformsOf(
  { slack, discord }: Config,
  library: Library,
  draw: DrawCard,
  left: () => void,
): Promise<readonly Platform[]> {
  const platforms: Platform[] = [];
  if (slack) {
    const { createSlack } = await import('./platforms/slack/slack.ts');
    platforms.push(createSlack({ ...slack, draw }));
  }
  if (discord) {
    const { createDiscord } = await import('./platforms/discord/discord.ts');
    platforms.push(createDiscord({ ...discord, draw }));
  }
  if (platforms.length > 0) return platforms;
  const { createTerminal } = await import('./platforms/terminal/terminal.ts');
  const { stdin: input, stdout: output } = process;
  const terminal = createTerminal({
    input,
    output,
    thread: 'terminal:local:local:main',
    samples: startersOf(library),
    nextKey: () => `terminal:${randomUUID()}`,
    now: () => Date.now(),
    left,
  });
  return [terminal];
}

/** Their library is loaded only where they are served. */
async function metricsOf({ slack, discord }: Config): Promise<Metrics> {
  const { createMetrics } = await import('./ops/metrics.ts');
  const connected = [...(slack ? ['slack'] : []), ...(discord ? ['discord'] : [])];
  return createMetrics({
    platforms: connected.length > 0 ? connected : ['terminal'],
    versions: { version: readVersion(), node: process.versions.node },
  });
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
