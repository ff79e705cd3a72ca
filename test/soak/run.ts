import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from '../../src/store/open-store.ts';
import { createBots } from './bots.ts';
import { acceptedIn, type Count, count } from './count.ts';
import { createDiscordSide } from './discord-side.ts';
import { createRandom, type Random } from './random.ts';
import { type Side, WORDS_A_THREAD } from './side.ts';
import { createSlackSide } from './slack-side.ts';

export type RunOptions = {
  readonly seed: number;
  /** Words that are said, on both platforms together. */
  readonly words: number;
  /** How often a process is killed with -9. */
  readonly kills: number;
  /** How many processes share the database. */
  readonly replicas: number;
  readonly place: Place;
  /** What goes wrong with the database while the bot works; undefined where nothing does. */
  readonly breakStore?: (random: Random) => Promise<string>;
  /** A folder for the bots to run in. */
  readonly cwd: string;
  readonly tell: (line: string) => void;
};

/** What a run came to. */
export type Report = Count & {
  readonly seed: number;
  readonly kills: number;
  readonly seconds: number;
  /** How often each kind of trouble was begun. */
  readonly troubles: Readonly<Record<string, number>>;
  /** Commands, which are answered where they are given: while no process is up there is nobody to answer. */
  readonly commands: { readonly given: number; readonly answered: number };
  /** How long each platform was without a connection, at most, in seconds. */
  readonly longestAway: Readonly<Record<Side['name'], number>>;
  /** Exit codes of the processes that were told to stop at the end. */
  readonly codes: readonly (number | null)[];
};

const MAX_IN_FLIGHT = 200;
/** Threads of each platform in which is spoken at one time. */
const THREADS_AT_A_TIME = 60;
/** One kind of trouble begins for so many words. */
const WORDS_A_TROUBLE = 40;
const WORDS_A_COMMAND = 40;
const AWAY_LOOK_MS = 50;
/** After so long without any reply, nothing is expected any more. */
const PATIENCE_MS = 90_000;

const QUESTIONS = [
  'what is django',
  'is django good for a real-time chat?',
  'django or node for a small team',
  'what are the cons of node',
  'verdict: realtime chat app, team of 3 knows python',
  'can we use both together?',
  'what about laravel',
  'thanks',
] as const;

/** Speaks to the real bot on both local platforms while everything goes wrong, and counts what came of it. */
export async function run(options: RunOptions): Promise<Report> {
  const { seed, words, kills, replicas, place, breakStore, cwd, tell } = options;
  const random = createRandom(seed);
  const startedMs = performance.now();
  const threads = Math.ceil(words / 2 / (WORDS_A_THREAD - 1));
  const sides: readonly [Side, Side] = [createSlackSide(threads), await createDiscordSide(threads)];
  await Promise.all(sides.map((side) => side.start()));
  const bots = createBots(
    () => ({
      ...sides[0].environment(),
      ...sides[1].environment(),
      ...('file' in place ? { DATABASE_FILE: place.file } : { DATABASE_URL: place.url }),
      LOG_LEVEL: 'error',
      HEALTH_PORT: 'off',
    }),
    cwd,
  );
  const away = createAwayWatch(sides);
  const said: string[] = [];
  const troubles: Record<string, number> = {};
  const commands = { given: 0, answered: 0 };
  const underWay = new Set<Promise<unknown>>();
  /** What was waited for in vain. */
  let missing = 0;
  const answered = () => sides[0].answered() + sides[1].answered();
  try {
    for (let nth = 0; nth < replicas; nth++) await bots.start();
    await settled(() => sides.every((side) => side.connections() > 0));
    away.start();
    let wasFirst = true;
    const killAt = new Set(Array.from({ length: kills }, (_, nth) => Math.floor(((nth + 0.5) * words) / kills)));
    let nextTrouble = WORDS_A_TROUBLE;
    let isKillDue = false;
    let restarting = Promise.resolve();
    for (const [nth, { side: which, thread, isFirst }] of planOf(threads, words).entries()) {
      // What Discord could not deliver is looked for only where the bot takes part already.
      if (isFirst !== wasFirst) {
        await restarting;
        await room(0);
        await settled(() => sides.every((side) => side.connections() > 0));
      }
      wasFirst = isFirst;
      const side = sides[which];
      said.push(side.say(thread, `${random.pick(QUESTIONS)} (${nth})`));
      if (random.below(WORDS_A_COMMAND) === 0) give(side, thread);
      isKillDue ||= killAt.has(nth);
      if (!isFirst && nth >= nextTrouble) {
        nextTrouble = nth + 1 + random.below(2 * WORDS_A_TROUBLE);
        await beginTrouble();
      }
      if (!isFirst && isKillDue) {
        isKillDue = false;
        await restarting;
        await sleep(random.below(50));
        bots.kill();
        restarting = sleep(random.below(400)).then(bots.start);
        // The reason comes out when it is waited for.
        restarting.catch(() => undefined);
      }
      if (nth % 1000 === 999) tell(`${nth + 1} said, ${answered()} answered, ${seconds(startedMs)} s`);
      await room(MAX_IN_FLIGHT - 1);
    }
    await restarting;
    for (const side of sides) side.clear();
    missing = 0;
    await room(0);
    away.stop();
    await Promise.allSettled(underWay);
    // What was answered may be answered once more.
    await sleep(1500);
    const codes = await bots.stop();
    const accepted = await acceptedIn(place);
    const counts = sides.map(({ name, replies }) =>
      count(
        said.filter((key) => key.startsWith(`${name}:`)),
        replies(),
        accepted,
      ),
    );
    if (counts.some(({ lost }) => lost.length > 0))
      tell(`last words of the bots:\n${bots.lastWords().join('\n---\n')}`);
    return {
      seed,
      kills,
      seconds: seconds(startedMs),
      troubles,
      commands,
      codes,
      longestAway: away.longest(),
      said: said.length,
      answered: counts.reduce((sum, one) => sum + one.answered, 0),
      lost: counts.flatMap(({ lost }) => lost),
      double: counts.flatMap(({ double }) => double),
      outOfOrder: counts.flatMap(({ outOfOrder }) => outOfOrder),
      withoutStore: counts.reduce((sum, one) => sum + one.withoutStore, 0),
    };
  } finally {
    away.stop();
    await bots.stop();
    await Promise.all(sides.map((side) => side.stop()));
  }

  async function beginTrouble(): Promise<void> {
    const side = random.pick(sides);
    const trouble = random.pick(side.troubles);
    const isOfStore = breakStore !== undefined && random.below(12) === 0;
    const name = isOfStore ? await breakStore(random) : `${side.name}: ${trouble.name}`;
    if (!isOfStore) trouble.begin(1 + random.below(4), random);
    troubles[name] = (troubles[name] ?? 0) + 1;
  }

  function give(side: Side, thread: number): void {
    commands.given += 1;
    const work = side.command(thread, random.pick(QUESTIONS)).then(
      (isAnswered) => {
        if (isAnswered) commands.answered += 1;
      },
      () => undefined,
    );
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }

  /** Waits until no more than so many wait for their answer; what nobody heard of for long is not waited for again. */
  async function room(most: number): Promise<void> {
    let known = answered();
    let sinceMs = performance.now();
    while (said.length - answered() - missing > most) {
      await sleep(5);
      const now = answered();
      if (now !== known) {
        known = now;
        sinceMs = performance.now();
      }
      if (performance.now() - sinceMs > PATIENCE_MS) await giveUpWaiting();
    }
  }

  async function giveUpWaiting(): Promise<void> {
    missing = said.length - answered();
    const found = new Set(sides.flatMap(({ replies }) => replies()).map(({ key }) => key));
    const accepted = new Set(await acceptedIn(place));
    const unanswered = said.filter((key) => !found.has(key));
    const kept = unanswered.filter((key) => accepted.has(key));
    tell(
      `${missing} not answered for ${PATIENCE_MS / 1000} s, ${kept.length} of them kept: ${unanswered.slice(0, 5).join(' ')}`,
    );
  }
}

/** How long nobody was connected, which says whether what a platform sends again had a chance to arrive. */
function createAwayWatch(sides: readonly Side[]) {
  const longest = { slack: 0, discord: 0 };
  const sinceMs = new Map<Side, number>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const side of sides) {
      const since = sinceMs.get(side);
      if (side.connections() > 0) sinceMs.delete(side);
      else if (since === undefined) sinceMs.set(side, performance.now());
      else longest[side.name] = Math.max(longest[side.name], seconds(since));
    }
  };
  return {
    start: () => {
      timer = setInterval(look, AWAY_LOOK_MS);
    },
    stop: () => clearInterval(timer),
    longest: () => longest,
  };
}

/** One thing to be said: the first in its thread, or one of the others. */
type Planned = { readonly side: 0 | 1; readonly thread: number; readonly isFirst: boolean };

/** Who says something where, in this order: some threads at a time, each as often as a thread may be spoken in. */
function planOf(threads: number, words: number): readonly Planned[] {
  const plan: Planned[] = [];
  for (let first = 0; first < threads && plan.length < words; first += THREADS_AT_A_TIME) {
    for (let turn = 0; turn < WORDS_A_THREAD - 1; turn++)
      for (let thread = first; thread < Math.min(threads, first + THREADS_AT_A_TIME); thread++)
        for (const side of [0, 1] as const) plan.push({ side, thread, isFirst: turn === 0 });
  }
  return plan.slice(0, words);
}

async function settled(isThere: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !isThere(); tries++) await sleep(10);
}

function seconds(sinceMs: number): number {
  return Math.round((performance.now() - sinceMs) / 100) / 10;
}
