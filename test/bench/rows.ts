// Prints what the bot leaves in its database: rows and bytes of each table after so many words that were answered, and after as
// many commands. A platform that only nods stands in for Slack.
// usage: npm run bench:rows -- [deliveries, 10000 unless given]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import * as z from 'zod';
import { createBot } from '../../src/bot.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { createEngine, type Engine } from '../../src/delivery/engine.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';
import { openStore, type Place } from '../../src/store/open-store.ts';
import { POSTGRES_FOLDER, startPostgres } from '../store/postgres-server.ts';

const KNOWLEDGE = join(import.meta.dirname, '..', '..', 'knowledge');
const TABLES = ['deliveries', 'posts', 'threads', 'notes', 'settings', 'leases', 'channels'] as const;
/** Words in one thread, on average. */
const WORDS_A_THREAD = 3;
const PEOPLE = 500;
const CHANNELS = 50;
const AT_ONCE = 64;
const UNHELD = { perThread: 1e9, perPerson: 1e9, windowMs: 60_000 };

const library = loadLibrary(KNOWLEDGE);
const count = Number(process.argv[2] ?? 10_000);
const texts = readFileSync(join(KNOWLEDGE, 'django-vs-nodejs', 'eval', 'tune.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => z.object({ text: z.string() }).parse(JSON.parse(line)).text);

const folder = mkdtempSync(join(tmpdir(), 'versus-rows-'));
await measure('SQLite', { file: join(folder, 'versus.sqlite') });
rmSync(folder, { recursive: true });
if (POSTGRES_FOLDER === undefined) console.log('PostgreSQL is not installed: not measured');
else {
  const server = await startPostgres(POSTGRES_FOLDER);
  await measure('PostgreSQL', { url: await server.newDatabase() });
  await server.remove();
}

async function measure(name: string, place: Place): Promise<void> {
  const store = await openStore(place);
  const bot = createBot({
    library: () => library,
    store,
    now: () => new Date(),
    observe: () => {},
    limits: UNHELD,
  });
  const fail = (about: object, message: string) => console.error(message, about);
  let posted = 0;
  const engine = createEngine({
    bot,
    store,
    holder: 'rows',
    isShared: false,
    post: async () => {
      posted += 1;
      return { type: 'posted', result: `${1_790_000_000 + posted}.000100` };
    },
    platforms: () => ['slack'],
    now: () => new Date(),
    observe: () => {},
    log: { debug: () => {}, info: () => {}, warn: fail, error: fail },
  });
  engine.start();
  const empty = await tablesOf(place);
  await eachOf((nth) => say(engine, nth));
  for (let before = -1; before !== posted; await new Promise((resolve) => setTimeout(resolve, 1000))) before = posted;
  const words = await tablesOf(place);
  await eachOf(async (nth) => void (await engine.answer(command(nth))));
  const commands = await tablesOf(place);
  await engine.stop(5000);
  await store.health.close();
  print(`${name}: ${count} words, ${posted} replies`, empty, words);
  print(`${name}: ${count} commands more`, words, commands);
}

function say(engine: Engine, nth: number): Promise<void> {
  const thread = Math.floor(nth / WORDS_A_THREAD);
  const root = ts(thread * WORDS_A_THREAD);
  const channel = `C0ABCDEF${100 + (thread % CHANNELS)}`;
  const person = `U0ABCDE${1000 + (thread % PEOPLE)}`;
  const delivery: Delivery = {
    key: `slack:T0ABCDEFG:${channel}:${ts(nth)}`,
    thread: `slack:T0ABCDEFG:${channel}:${root}`,
    own: `slack:T0ABCDEFG:${channel}:${root}:${person}`,
    person,
    at: Date.now(),
    arrival: { type: 'mention' },
    content: { type: 'utterance', text: texts[nth % texts.length] ?? '' },
  };
  return engine.take(delivery, { channel, address: { channel, thread: root, person, isDirect: false } });
}

function command(nth: number): Delivery {
  const channel = `C0ABCDEF${100 + (nth % CHANNELS)}`;
  const person = `U0ABCDE${1000 + (nth % PEOPLE)}`;
  return {
    key: `slack:T0ABCDEFG:${9_000_000_000 + nth}.12345.0123456789abcdef0123456789abcdef`,
    thread: `slack:T0ABCDEFG:${channel}:main`,
    own: `slack:T0ABCDEFG:${channel}:main:${person}`,
    person,
    at: Date.now(),
    arrival: { type: 'command' },
    content: { type: 'command', name: 'ask', text: texts[nth % texts.length] ?? '' },
  };
}

function ts(nth: number): string {
  return `${1_780_000_000 + nth}.${String(100_000 + nth).padStart(6, '0')}`;
}

async function eachOf(work: (nth: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

type Size = { readonly rows: number; readonly bytes: number };

/** Each table with its indexes. */
async function tablesOf(place: Place): Promise<ReadonlyMap<string, Size>> {
  const size = z.object({ rows: z.coerce.number(), bytes: z.coerce.number() });
  if ('file' in place) {
    const database = new DatabaseSync(place.file, { readOnly: true });
    const found = TABLES.map((table) => {
      const ofTable = `select sum(pgsize) from dbstat where name in (select name from sqlite_schema where tbl_name = '${table}')`;
      return [
        table,
        size.parse(database.prepare(`select count(*) rows, (${ofTable}) bytes from ${table}`).get()),
      ] as const;
    });
    database.close();
    return new Map(found);
  }
  const client = new Client({ connectionString: place.url });
  await client.connect();
  const found = new Map<string, Size>();
  for (const table of TABLES) {
    const { rows } = await client.query(
      `select count(*) as rows, pg_total_relation_size('${table}') as bytes from ${table}`,
    );
    found.set(table, size.parse(rows[0]));
  }
  await client.end();
  return found;
}

function print(title: string, before: ReadonlyMap<string, Size>, after: ReadonlyMap<string, Size>): void {
  console.log(`${title}\n${['table', 'rows more', 'KB more', 'bytes each'].map((text) => text.padStart(12)).join('')}`);
  let total = 0;
  for (const table of TABLES) {
    const rows = (after.get(table)?.rows ?? 0) - (before.get(table)?.rows ?? 0);
    const bytes = (after.get(table)?.bytes ?? 0) - (before.get(table)?.bytes ?? 0);
    total += bytes;
    if (rows === 0 && bytes === 0) continue;
    const figures = [table, rows, Math.round(bytes / 1024), rows === 0 ? '' : Math.round(bytes / rows)];
    console.log(figures.map((figure) => String(figure).padStart(12)).join(''));
  }
  console.log(
    `${'together'.padStart(12)}${' '.repeat(12)}${String(Math.round(total / 1024)).padStart(12)}, ${(total / 1024 / count).toFixed(2)} KB for each\n`,
  );
}
