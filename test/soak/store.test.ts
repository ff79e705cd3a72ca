import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { SENTENCES } from '../../src/core/wording.ts';
import type { Place } from '../../src/store/open-store.ts';
import { startNode } from '../child.ts';
import { freePort } from '../cli/doctor-bench.ts';
import { POSTGRES_FOLDER, startPostgres } from '../store/postgres-server.ts';
import { smallDisk } from '../store/small-disk.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { acceptedIn, count } from './count.ts';
import { createDiscordSide } from './discord-side.ts';
import { startRelay } from './relay.ts';
import type { Side } from './side.ts';
import { createSlackSide } from './slack-side.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const SLOW_MS = 2000;
const PATIENCE_MS = 90_000;
const QUESTIONS = ['what is django', 'verdict: realtime chat app, team of 3 knows python', 'cons of node'] as const;

/** What goes wrong with the database of a bot that runs. */
type Trouble = {
  readonly place: Place;
  /** Where the bot finds it, when that is not where it is. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly begin: (pid: number) => void;
  readonly end: (pid: number) => void;
};

const fullDisk = smallDisk();
check(
  'on a disk that is full',
  fullDisk === undefined ? 'no small file system can be mounted here' : undefined,
  async () => {
    const folder = fullDisk?.() ?? '';
    const ballast = join(folder, 'ballast');
    return {
      place: { file: join(folder, 'versus.sqlite') },
      begin: () => fill(ballast),
      end: () => truncateSync(ballast, 0),
    };
  },
);

const limited = spawnSync('prlimit', ['--version']).status === 0;
check('where no byte of any file can be written', limited ? undefined : 'there is no prlimit', async () => ({
  place: { file: join(temporaryFolder(), 'versus.sqlite') },
  begin: (pid) => limitFiles(pid, '0'),
  end: (pid) => limitFiles(pid, 'unlimited'),
}));

check(
  'that answers 2 s late',
  POSTGRES_FOLDER === undefined && process.env.CI !== 'true' ? 'there is no initdb; install PostgreSQL' : undefined,
  async () => {
    const postgres = await startPostgres(POSTGRES_FOLDER ?? '');
    onTestFinished(() => postgres.remove());
    const url = await postgres.newDatabase();
    const relay = await startRelay(Number(new URL(url).port));
    onTestFinished(relay.stop);
    const relayed = new URL(url);
    relayed.port = String(relay.port);
    return {
      place: { url },
      settings: { DATABASE_URL: relayed.href },
      begin: () => relay.delay(SLOW_MS),
      end: () => relay.delay(0),
    };
  },
);

/** The running bot on both platforms: questions and verdicts go on, what needs the store says so, and nothing is lost or doubled. */
function check(how: string, missing: string | undefined, open: () => Promise<Trouble>): void {
  const title = `a store ${how}: the bot lives and is not ready, answers, says what it cannot keep, and goes on by itself`;
  if (missing !== undefined) it.skip(`${title} (not tested: ${missing})`, () => undefined);
  else it(title, async () => play(await open()), 4 * PATIENCE_MS);
}

async function play({ place, settings, begin, end }: Trouble): Promise<void> {
  const sides = [createSlackSide(2 * QUESTIONS.length), await createDiscordSide(2 * QUESTIONS.length)];
  await Promise.all(sides.map((side) => side.start()));
  onTestFinished(() => Promise.all(sides.map((side) => side.stop())).then(() => undefined));
  const port = await freePort();
  const environment = {
    ...Object.assign({}, ...sides.map((side) => side.environment())),
    ...('file' in place ? { DATABASE_FILE: place.file } : { DATABASE_URL: place.url }),
    ...settings,
    LOG_LEVEL: 'error',
    HEALTH_PORT: String(port),
  };
  const bot = startNode([MAIN], environment, temporaryFolder());
  onTestFinished(() => void bot.process.kill('SIGKILL'));
  const pid = bot.process.pid ?? 0;
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  const turns = (expected: number) =>
    expect.poll(() => status('/readyz'), { timeout: PATIENCE_MS, interval: 100 }).toBe(expected);
  const said: string[] = [];
  const say = (from = 0) => {
    const keys = sides.flatMap((side) => QUESTIONS.map((text, nth) => side.say(from + nth, text)));
    said.push(...keys);
    return keys;
  };
  const like = () => Promise.all(sides.map((side) => side.press(0, '👍')));

  await bot.says('slack is connected');
  await bot.says('discord is connected');
  await turns(200);
  await settled(sides, say());
  // What is on its way when the trouble begins waits for the store, in threads of its own: others wait behind it there.
  const before = say(QUESTIONS.length);
  await sleep(20);
  begin(pid);
  await turns(503);
  const meanwhile = [...say(), ...say()];
  const commands = await Promise.all(sides.map((side) => side.command(0, 'what is node')));
  expect(commands).toEqual([true, true]);
  for (const seen of await like()) expect(seen).toContain(SENTENCES.notKept);
  await settled(sides, meanwhile);
  const replies = new Map(sides.flatMap((side) => side.replies()).map((reply) => [reply.key, reply]));
  expect(meanwhile.filter((key) => replies.get(key)?.isWithoutStore !== true)).toEqual([]);
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
  end(pid);
  await turns(200);
  const after = say();
  await settled(sides, [...before, ...after]);
  for (const seen of await like()) expect(seen).toContain(SENTENCES.liked);
  // What was answered may be answered once more.
  await sleep(1500);
  bot.process.kill('SIGTERM');
  const { code, stderr } = await bot.ended;
  const accepted = await acceptedIn(place);
  for (const side of sides) {
    const own = said.filter((key) => key.startsWith(`${side.name}:`));
    const { answered, lost, double, outOfOrder, withoutStore } = count(own, side.replies(), accepted);
    console.log(
      `${side.name}: ${own.length} said, ${answered} answered, ${withoutStore} of them without the store, ` +
        `${lost.length} lost, ${double.length} double, ${outOfOrder.length} out of order`,
    );
    expect({ lost, double, outOfOrder }, stderr).toEqual({ lost: [], double: [], outOfOrder: [] });
    const forgotten = side.replies().filter(({ key, isWithoutStore }) => after.includes(key) && isWithoutStore);
    expect(forgotten).toEqual([]);
  }
  expect(code).toBe(0);
}

/** Waits until all of these are answered. */
async function settled(sides: readonly Side[], keys: readonly string[]): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  const isAnswered = () => {
    const answered = new Set(sides.flatMap((side) => side.replies()).map(({ key }) => key));
    return keys.every((key) => answered.has(key));
  };
  while (!isAnswered() && performance.now() < endMs) await sleep(10);
  expect(isAnswered()).toBe(true);
}

/** Takes all the room that is left, to the last byte. */
function fill(file: string): void {
  for (let bytes = 65_536; bytes >= 1; ) {
    try {
      writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      bytes = Math.floor(bytes / 2);
    }
  }
}

function limitFiles(pid: number, bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}
