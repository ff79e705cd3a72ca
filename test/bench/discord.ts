// Prints what Versus adds to a bare discord.js client that sends the same finished card: over loopback, each bot in a
// process of its own, its driver and a thin wire in this one. Rounds alternate; the medians are shown.
// usage: npm run bench:discord [rounds]
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { openWire, type Wire } from './discord-wire.ts';

const QUESTION = 'is django any good for websockets?';
const ROUNDS = Number(process.argv[2] ?? 5);
const WARM_UP_EVENTS = 1500;
const ALONE_EVENTS = 1000;
const TOGETHER_EVENTS = 4000;
const IN_FLIGHT = 32;
/** What Versus may add. */
const WANTED = { cpuMs: 0.6, p50Ms: 1 } as const;

const BOTS = ['bare', 'versus'] as const;
const WAYS = ['command', 'mention'] as const;
type Bot = (typeof BOTS)[number];
type Way = (typeof WAYS)[number];
type Measured = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the bot's process, for one event: one in flight, and many. */
  readonly cpuAloneMs: number;
  readonly cpuTogetherMs: number;
  readonly rssMb: number;
};

const usage = z.object({ cpuMicros: z.number(), rssBytes: z.number() });
const measured = new Map<string, Measured[]>();

for (let round = 0; round < ROUNDS; round += 1) {
  for (const bot of round % 2 === 0 ? BOTS : BOTS.toReversed()) await measure(bot);
}
show();

async function measure(bot: Bot): Promise<void> {
  const wire = await openWire(QUESTION);
  const app = fork(join(import.meta.dirname, 'discord-app.ts'), [bot, wire.apiUrl, wire.token, QUESTION]);
  try {
    await Promise.all([once(app, 'message'), wire.ready()]);
    for (const way of WAYS) {
      await together(wire[way], WARM_UP_EVENTS);
      const before = await usageOf(app);
      const times = await alone(wire[way]);
      const between = await usageOf(app);
      const perSecond = await together(wire[way], TOGETHER_EVENTS);
      const after = await usageOf(app);
      keep(bot, way, {
        perSecond,
        p50Ms: at(times, 0.5),
        p99Ms: at(times, 0.99),
        cpuAloneMs: (between.cpuMicros - before.cpuMicros) / 1000 / ALONE_EVENTS,
        cpuTogetherMs: (after.cpuMicros - between.cpuMicros) / 1000 / TOGETHER_EVENTS,
        rssMb: after.rssBytes / 2 ** 20,
      });
    }
  } finally {
    if (app.connected) app.disconnect();
    wire.stop();
  }
}

/** One event after the other; the times, shortest first. */
async function alone(send: Wire[Way]): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < ALONE_EVENTS; count += 1) {
    const startedAt = performance.now();
    await send(count % IN_FLIGHT);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
}

/** Always so many in flight; the events answered in a second. */
async function together(send: Wire[Way], events: number): Promise<number> {
  const startedAt = performance.now();
  let left = events;
  const slots = Array.from({ length: IN_FLIGHT }, async (_, slot) => {
    while (left > 0) {
      left -= 1;
      await send(slot);
    }
  });
  await Promise.all(slots);
  return events / ((performance.now() - startedAt) / 1000);
}

async function usageOf(app: ChildProcess): Promise<z.infer<typeof usage>> {
  app.send('usage');
  const [said] = await once(app, 'message');
  return usage.parse(said);
}

function keep(bot: Bot, way: Way, one: Measured): void {
  const key = `${bot} ${way}`;
  measured.set(key, [...(measured.get(key) ?? []), one]);
}

function show(): void {
  console.log(`node ${process.versions.node}; medians of ${ROUNDS} rounds; ${IN_FLIGHT} in flight, then one\n`);
  const head = ['events/s', 'p50 ms', 'p99 ms', 'CPU ms (1)', `CPU ms (${IN_FLIGHT})`, 'RSS MB'];
  console.log(`${''.padEnd(18)}${head.map((name) => name.padStart(12)).join('')}`);
  for (const way of WAYS) {
    const [bare, versus] = BOTS.map((bot) => medians(`${bot} ${way}`));
    if (!bare || !versus) continue;
    row(`bare ${way}`, bare);
    row(`versus ${way}`, versus);
    const cpuMs = versus.cpuTogetherMs - bare.cpuTogetherMs;
    const p50Ms = versus.p50Ms - bare.p50Ms;
    const verdict = cpuMs <= WANTED.cpuMs && p50Ms <= WANTED.p50Ms ? 'holds' : 'DOES NOT HOLD';
    console.log(
      `  added: ${cpuMs.toFixed(2)} ms CPU (at most ${WANTED.cpuMs}), ${p50Ms.toFixed(2)} ms at p50 (at most ${WANTED.p50Ms}): ${verdict}\n`,
    );
  }
}

function row(name: string, { perSecond, p50Ms, p99Ms, cpuAloneMs, cpuTogetherMs, rssMb }: Measured): void {
  const shown = [
    perSecond.toFixed(0),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    cpuAloneMs.toFixed(3),
    cpuTogetherMs.toFixed(3),
    rssMb.toFixed(0),
  ];
  console.log(name.padEnd(18) + shown.map((value) => value.padStart(12)).join(''));
}

function medians(key: string): Measured | undefined {
  const all = measured.get(key) ?? [];
  if (all.length === 0) return undefined;
  const median = (of: (one: Measured) => number) =>
    at(
      all.map(of).sort((a, b) => a - b),
      0.5,
    );
  return {
    perSecond: median((one) => one.perSecond),
    p50Ms: median((one) => one.p50Ms),
    p99Ms: median((one) => one.p99Ms),
    cpuAloneMs: median((one) => one.cpuAloneMs),
    cpuTogetherMs: median((one) => one.cpuTogetherMs),
    rssMb: median((one) => one.rssMb),
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
