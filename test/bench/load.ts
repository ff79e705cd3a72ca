// Prints how many mentions the bot answers in a second on each platform, over loopback, with its inbox on a file: with as many
// in flight as it takes (sustained), and at half of that rate (p50, p99); then whether memory grows over many deliveries.
// usage: npm run load [-- --deliveries 200000 --seconds 20]
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { startOptions } from '../start-words.ts';
import { openWire as openDiscordWire } from './discord-wire.ts';
import { openWire as openSlackWire } from './slack-wire.ts';

const QUESTION = 'is django any good for websockets?';
const IN_FLIGHT = 64;
const WARM_UP = 3000;
const WANTED = { p99Ms: 250, growthMb: 20, share: 0.5 } as const;

const { values } = parseArgs({
  options: { deliveries: { type: 'string', default: '200000' }, seconds: { type: 'string', default: '20' } },
});
const deliveries = Number(values.deliveries);
const forMs = Number(values.seconds) * 1000;

/** A bot with a wire to it. */
type Line = {
  readonly child: ChildProcess;
  /** Somebody mentions the bot; resolves when the reply is posted. */
  readonly mention: (slot: number) => Promise<unknown>;
  readonly stop: () => void;
};

const figures = z.object({
  rss: z.number(),
  heap: z.number(),
  loopP99Ms: z.number(),
  loopMaxMs: z.number(),
  groups: z.number(),
  writes: z.number(),
});

for (const [name, open] of [
  ['slack', openSlack],
  ['discord', openDiscord],
] as const) {
  const syncs = syncsPerSecond();
  const line = await open();
  await flow(line, (count) => count < WARM_UP);
  await figuresOf(line);
  const sustained = await timed(line);
  const busy = await figuresOf(line);
  const atHalf = await steadily(line, sustained / 2);
  const half = await figuresOf(line);
  const startedMs = performance.now();
  await flow(line, (count) => count < deliveries / 10);
  const before = await figuresOf(line);
  await flow(line, (count) => count < deliveries - deliveries / 10);
  const after = await figuresOf(line);
  const grownMb = (after.heap - before.heap) / 2 ** 20;
  const meanGroup = busy.writes / busy.groups;
  console.log(`${name}, node ${process.versions.node}`);
  console.log(
    `  the disk syncs ${syncs} times a second by itself; groups of ${meanGroup.toFixed(1)} writes in the mean: ${Math.round(syncs * meanGroup)} writes a second at most`,
  );
  console.log(
    `  sustained, ${IN_FLIGHT} in flight: ${Math.round(sustained)} mentions/s (${Math.round((busy.writes / forMs) * 1000)} writes/s, ${(((busy.writes / forMs) * 1000) / (syncs * meanGroup)).toFixed(2)} of the most; wanted ${WANTED.share}); event-loop delay p99 ${busy.loopP99Ms.toFixed(0)} ms`,
  );
  console.log(
    `  at half of that: p50 ${atHalf.p50Ms.toFixed(1)} ms, p99 ${atHalf.p99Ms.toFixed(1)} ms (wanted under ${WANTED.p99Ms}); event-loop delay p99 ${half.loopP99Ms.toFixed(0)} ms, at most ${half.loopMaxMs.toFixed(0)} ms`,
  );
  console.log(
    `  memory over ${deliveries} deliveries: heap ${mb(before.heap)} to ${mb(after.heap)} MB, ${grownMb.toFixed(1)} MB more (wanted under ${WANTED.growthMb}); resident ${mb(before.rss)} to ${mb(after.rss)} MB; ${Math.round((performance.now() - startedMs) / 1000)} s\n`,
  );
  line.stop();
}

async function openSlack(): Promise<Line> {
  const wire = await openSlackWire();
  const child = await started(['slack', wire.apiUrl]);
  return { child, mention: () => wire.mention(QUESTION), stop: () => ended(child, wire.stop) };
}

async function openDiscord(): Promise<Line> {
  const wire = await openDiscordWire(QUESTION);
  const child = await started(['discord', wire.apiUrl, wire.token]);
  await wire.ready();
  return { child, mention: wire.mention, stop: () => ended(child, wire.stop) };
}

async function started(args: readonly string[]): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'load-app.ts'), args, { execArgv: [...startOptions(), '--expose-gc'] });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)));
  });
  return child;
}

function ended(child: ChildProcess, stop: () => void): void {
  child.kill();
  stop();
}

/** With a new mention as soon as one is answered. */
async function flow(line: Line, goesOn: (count: number) => boolean): Promise<number> {
  let count = 0;
  const one = async (slot: number) => {
    while (goesOn(count)) {
      count += 1;
      await line.mention(slot);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, slot) => one(slot)));
  return count;
}

/** Mentions answered in a second, in the time given. */
async function timed(line: Line): Promise<number> {
  const startMs = performance.now();
  const count = await flow(line, () => performance.now() - startMs < forMs);
  return count / ((performance.now() - startMs) / 1000);
}

/** Mentions at a steady rate, whether those before are answered or not; a thread waits for its own. */
async function steadily(line: Line, perSecond: number) {
  const times: number[] = [];
  const slots = Array.from({ length: IN_FLIGHT }, (_, slot) => slot);
  const underWay = new Set<Promise<void>>();
  const startMs = performance.now();
  for (let sent = 0; performance.now() - startMs < forMs; sent++) {
    const dueMs = startMs + (sent * 1000) / perSecond;
    if (dueMs > performance.now()) await sleep(dueMs - performance.now());
    const slot = slots.shift();
    // Each thread has its own in hand: the person waits, and that counts.
    if (slot === undefined) {
      await Promise.race(underWay);
      continue;
    }
    const work = line.mention(slot).then(() => {
      times.push(performance.now() - dueMs);
      slots.push(slot);
      underWay.delete(work);
    });
    underWay.add(work);
  }
  await Promise.all(underWay);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function figuresOf({ child }: Line): Promise<z.output<typeof figures>> {
  const told = new Promise<unknown>((resolve) => child.once('message', resolve));
  child.send('figures');
  return figures.parse(await told);
}

/** How often the disk alone puts four kilobytes where they stay. */
function syncsPerSecond(): number {
  const folder = mkdtempSync(join(tmpdir(), 'versus-load-disk-'));
  const file = openSync(join(folder, 'file'), 'w');
  const startMs = performance.now();
  let count = 0;
  for (; performance.now() - startMs < 1000; count++) {
    writeSync(file, Buffer.alloc(4096));
    fdatasyncSync(file);
  }
  closeSync(file);
  rmSync(folder, { recursive: true });
  return count;
}

function mb(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
