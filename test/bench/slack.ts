// Prints what Versus costs over a bare Bolt app that sends the same finished card: events/s, p50, p99, CPU per event, memory.
// usage: npm run bench:slack
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { openWire, type Wire } from './slack-wire.ts';

const ROUNDS = 5;
const WARM_UP = 600;
const ALONE = 200;
const TOGETHER = 600;
const IN_FLIGHT = 32;
const QUESTION = 'is django any good for websockets?';
const CONTENDERS = ['bare', 'versus'] as const;
const WAYS = ['mention', 'command'] as const;

type Contender = { readonly child: ChildProcess; readonly wire: Wire };
type Measured = {
  readonly eventsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuAloneUs: number;
  readonly cpuTogetherUs: number;
  readonly rssMb: number;
};

const USAGE = z.object({ cpu: z.object({ user: z.number(), system: z.number() }), rss: z.number() });

const running = { bare: await start('bare'), versus: await start('versus') };
const measured = new Map<string, Measured[]>();
for (const way of WAYS) {
  for (const name of CONTENDERS) await together(running[name].wire, way, WARM_UP);
  for (let round = 0; round < ROUNDS; round++) {
    // In turn, and in the other order every second time, so that what else the machine does hits both alike.
    for (const name of round % 2 === 0 ? CONTENDERS : [...CONTENDERS].reverse()) {
      const key = `${way} ${name}`;
      measured.set(key, [...(measured.get(key) ?? []), await measure(running[name], way)]);
    }
  }
}
console.log(
  `node ${process.versions.node}; medians of ${ROUNDS} rounds; ${IN_FLIGHT} in flight, or one; one durable write in ${tmpdir()} takes ${durableWriteMs().toFixed(2)} ms\n`,
);
console.log(row('', ['events/s', 'p50 ms', 'p99 ms', 'CPU us', 'CPU us, 1', 'RSS MB']));
for (const way of WAYS) {
  const [bare, versus] = CONTENDERS.map((name) => medians(measured.get(`${way} ${name}`) ?? []));
  if (!bare || !versus) continue;
  for (const [name, one] of [
    ['bare', bare],
    ['versus', versus],
  ] as const)
    console.log(row(`${way}, ${name}`, shown(one)));
  const p50Ms = versus.p50Ms - bare.p50Ms;
  const [cpuMs, cpuAloneMs] = [versus.cpuTogetherUs - bare.cpuTogetherUs, versus.cpuAloneUs - bare.cpuAloneUs].map(
    (us) => us / 1000,
  );
  console.log(
    `${way}: Versus adds ${p50Ms.toFixed(2)} ms at p50 with one in flight (wanted: 1 at most), and ${cpuMs?.toFixed(2)} ms of CPU per event at ${IN_FLIGHT} in flight, ${cpuAloneMs?.toFixed(2)} with one (wanted: 0.6 at most)\n`,
  );
}
for (const { child, wire } of Object.values(running)) {
  child.kill();
  wire.stop();
}

async function start(name: (typeof CONTENDERS)[number]): Promise<Contender> {
  const wire = await openWire();
  const child = fork(join(import.meta.dirname, 'slack-contender.ts'), [name, wire.apiUrl, QUESTION]);
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  return { child, wire };
}

async function measure({ child, wire }: Contender, way: (typeof WAYS)[number]): Promise<Measured> {
  const before = await usage(child);
  const times: number[] = [];
  for (let count = 0; count < ALONE; count++) times.push(await wire[way](QUESTION));
  const between = await usage(child);
  const start = performance.now();
  await together(wire, way, TOGETHER);
  const seconds = (performance.now() - start) / 1000;
  const after = await usage(child);
  times.sort((a, b) => a - b);
  return {
    eventsPerSecond: TOGETHER / seconds,
    p50Ms: times[Math.floor(ALONE * 0.5)] ?? 0,
    p99Ms: times[Math.floor(ALONE * 0.99)] ?? 0,
    cpuAloneUs: (between.cpuUs - before.cpuUs) / ALONE,
    cpuTogetherUs: (after.cpuUs - between.cpuUs) / TOGETHER,
    rssMb: after.rss / 2 ** 20,
  };
}

/** What the disk alone costs: Versus keeps what a thread remembers before it replies. */
function durableWriteMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'versus-bench-disk-'));
  const file = openSync(join(folder, 'file'), 'w');
  const times = Array.from({ length: 50 }, () => {
    const start = performance.now();
    writeSync(file, Buffer.alloc(4096));
    fsyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return times.sort((a, b) => a - b)[25] ?? 0;
}

/** So many in all, with a new one as soon as one is answered. */
async function together(wire: Wire, way: (typeof WAYS)[number], count: number): Promise<void> {
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await wire[way](QUESTION);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
}

async function usage(child: ChildProcess): Promise<{ readonly cpuUs: number; readonly rss: number }> {
  const told = new Promise<unknown>((resolve) => child.once('message', resolve));
  child.send('usage');
  const { cpu, rss } = USAGE.parse(await told);
  return { cpuUs: cpu.user + cpu.system, rss };
}

function medians(rounds: readonly Measured[]): Measured {
  const of = (key: keyof Measured) => {
    const sorted = rounds.map((round) => round[key]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return {
    eventsPerSecond: of('eventsPerSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuAloneUs: of('cpuAloneUs'),
    cpuTogetherUs: of('cpuTogetherUs'),
    rssMb: of('rssMb'),
  };
}

function shown({ eventsPerSecond, p50Ms, p99Ms, cpuAloneUs, cpuTogetherUs, rssMb }: Measured): string[] {
  return [
    eventsPerSecond.toFixed(0),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    cpuTogetherUs.toFixed(0),
    cpuAloneUs.toFixed(0),
    rssMb.toFixed(0),
  ];
}

function row(title: string, cells: readonly string[]): string {
  return title.padEnd(18) + cells.map((cell) => cell.padStart(11)).join('');
}
