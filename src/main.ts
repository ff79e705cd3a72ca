import { randomUUID } from 'node:crypto';
import { config as readDotenv } from 'dotenv';
import { createBot } from './bot.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './ops/log.ts';
import { KnowledgeError, loadKnowledge } from './pack/load-knowledge.ts';
import { createTerminal } from './platforms/terminal/terminal.ts';
import { openStore } from './store/open-store.ts';

try {
  await run();
} catch (error) {
  const lines =
    error instanceof ConfigError || error instanceof KnowledgeError
      ? error.lines
      : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(`versus: ${line}`);
  process.exitCode = 2;
}

/** Wires the running bot, runs it until it is told to stop, and closes in order. */
async function run(): Promise<void> {
  readDotenv({ quiet: true });
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const knowledge = loadKnowledge(config.knowledgeDir);
  const store = await openStore(config.databaseFile);
  const bot = createBot({
    knowledge,
    store,
    now: () => new Date(),
    observe: (handled) => log.info(handled, 'handled'),
  });
  const terminal = createTerminal({
    input: process.stdin,
    output: process.stdout,
    thread: 'terminal:local:local:main',
    samples: knowledge.pack.starters,
    nextKey: () => `terminal:${randomUUID()}`,
  });
  process.once('SIGTERM', terminal.stop);
  process.once('SIGINT', terminal.stop);
  log.info({ pack: knowledge.pack.id, version: knowledge.version, entries: knowledge.pack.entries.size }, 'started');
  try {
    await terminal.run({ handle: async (delivery) => (await bot.handle(delivery)).card });
  } finally {
    terminal.stop();
    await store.close();
  }
  log.info({}, 'stopped');
}
