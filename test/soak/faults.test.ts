import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bots, createBots } from './bots.ts';
import { acceptedIn, count } from './count.ts';
import { createDiscordSide } from './discord-side.ts';
import { createRandom } from './random.ts';
import type { Side } from './side.ts';
import { createSlackSide } from './slack-side.ts';

/** Each fault meets so many words, in so many threads of their own. */
const WORDS = 6;
const THREADS = 3;
/** How many of them a fault is for, where it is about single ones. */
const TIMES = 3;
const PATIENCE_MS = 90_000;
const MOST_FAULTS = 40;

describe.concurrent.each([
  ['slack', async () => createSlackSide(MOST_FAULTS * THREADS)],
  ['discord', async () => createDiscordSide(MOST_FAULTS * THREADS)],
] as const)('the running bot on %s', (name, create) => {
  let side: Side;
  let bots: Bots;
  const folder = mkdtempSync(join(tmpdir(), 'versus-faults-'));
  const file = join(folder, 'versus.sqlite');
  beforeAll(async () => {
    side = await create();
    await side.start();
    bots = createBots(
      () => ({ ...side.environment(), DATABASE_FILE: file, LOG_LEVEL: 'error', HEALTH_PORT: 'off' }),
      folder,
    );
    await bots.start();
  }, 30_000);
  afterAll(async () => {
    await bots.stop();
    await side.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'answers everything once and in order, whatever goes wrong on the way',
    async () => {
      const random = createRandom(1);
      const table: string[] = [];
      for (const [nth, trouble] of side.troubles.entries()) {
        const keys: string[] = [];
        const say = (word: number) =>
          keys.push(side.say(nth * THREADS + (word % THREADS), `what is django? (${word})`));
        say(0);
        await sleep(50);
        trouble.begin(TIMES, random);
        for (let word = 1; word < WORDS; word++) say(word);
        await settled(side, keys);
        side.clear();
        const { answered, lost, double, outOfOrder } = count(keys, side.replies(), await acceptedIn({ file }));
        table.push(
          `${name}: ${trouble.name}: ${keys.length} said, ${answered} answered, ${lost.length} lost, ${double.length} double, ${outOfOrder.length} out of order`,
        );
        expect({ trouble: trouble.name, lost, double, outOfOrder }, bots.lastWords().join('\n')).toEqual({
          trouble: trouble.name,
          lost: [],
          double: [],
          outOfOrder: [],
        });
      }
      console.log(table.join('\n'));
    },
    10 * PATIENCE_MS,
  );
});

/** Waits until all is answered, and whether any of it is answered twice. */
async function settled(side: Side, keys: readonly string[]): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  const isAnswered = () => {
    const answered = new Set(side.replies().map(({ key }) => key));
    return keys.every((key) => answered.has(key));
  };
  while (!isAnswered() && performance.now() < endMs) await sleep(10);
  await sleep(300);
}
