// Prints what the store does in a second and what it costs: deliveries accepted and finished with 1 to 256 at once, the mean
// size of a group, and the processor time of each operation, beside what the disk syncs by itself in the same run.
// usage: npm run bench:store --
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_THREAD, type ThreadState } from '../../src/core/thread.ts';
import { openStore, type Place } from '../../src/store/open-store.ts';
import type { Received, Store } from '../../src/store/store.ts';
import { POSTGRES_FOLDER, startPostgres } from '../store/postgres-server.ts';

const MEASURE_MS = 2000;
const WARM_UP_MS = 500;
const AT_ONCE = [1, 8, 64, 256];
const STATE: ThreadState = { ...EMPTY_THREAD, version: 'abcdef0123456789', last: 'answer', entry: 'what-is-tea' };
const BODY = { blocks: [{ type: 'section', text: 'words of a reply '.repeat(60) }] };

let keys = 0;
const folder = mkdtempSync(join(tmpdir(), 'versus-bench-'));
console.log(`node ${process.versions.node}; the disk syncs ${syncsPerSecond()} times a second by itself\n`);
await measure('SQLite', { file: join(folder, 'versus.sqlite') });
if (POSTGRES_FOLDER === undefined) console.log('PostgreSQL is not installed: not measured');
else {
  const server = await startPostgres(POSTGRES_FOLDER);
  await measure('PostgreSQL', { url: await server.newDatabase() });
  await server.remove();
}
console.log(`the disk syncs ${syncsPerSecond()} times a second at the end`);
rmSync(folder, { recursive: true });

async function measure(name: string, place: Place) {
  let groups = 0;
  let writes = 0;
  const wrote = ({ count }: { readonly count: number }) => {
    groups += 1;
    writes += count;
  };
  const store = await openStore(place, { wrote });
  const head = ['at once', 'deliveries/s', 'groups/s', 'mean group', 'p50 ms', 'p99 ms', 'processor µs'];
  console.log(`${name}: each delivery is accepted, and finished with a state and a post that is sent`);
  console.log(head.map((text) => text.padStart(13)).join(''));
  for (const atOnce of AT_ONCE) {
    await load(store, atOnce, WARM_UP_MS);
    [groups, writes] = [0, 0];
    const { count, times, cpuMicros, seconds } = await load(store, atOnce, MEASURE_MS);
    const figures = [
      atOnce,
      Math.round(count / seconds),
      Math.round(groups / seconds),
      (writes / groups).toFixed(1),
      at(times, 0.5),
      at(times, 0.99),
      Math.round(cpuMicros / count),
    ];
    console.log(figures.map((figure) => String(figure).padStart(13)).join(''));
  }
  console.log(`\n${'processor µs each'.padEnd(26)}${'alone'.padStart(9)}${'64 at once'.padStart(13)}`);
  for (const [operation, work] of Object.entries(operations(store))) {
    const [alone, together] = [await cost(work, 1), await cost(work, 64)];
    console.log(operation.padEnd(26) + alone.toFixed(0).padStart(9) + together.toFixed(0).padStart(13));
  }
  console.log();
  await store.health.close();
}

/** The whole way of deliveries, so many at once, for so long. */
async function load(store: Store, atOnce: number, forMs: number) {
  const times: number[] = [];
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const worker = async () => {
    while (performance.now() - start < forMs) {
      const began = performance.now();
      const key = nextKey();
      await store.deliveries.accept(deliveryIn(key), lease());
      await finish(store, key);
      await store.outbox.sent(place(key), { ...lease(), result: '1700000000.000100' });
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(cpu);
  return {
    count: times.length,
    times: times.sort((a, b) => a - b),
    cpuMicros: user + system,
    seconds: (performance.now() - start) / 1000,
  };
}

type Operation = {
  readonly prepare: (keys: readonly string[]) => Promise<unknown>;
  readonly run: (key: string) => Promise<unknown>;
};

function operations(store: Store): Readonly<Record<string, Operation>> {
  const accept = (key: string) => store.deliveries.accept(deliveryIn(key), lease());
  const all = (work: (key: string) => Promise<unknown>) => (keys: readonly string[]) => Promise.all(keys.map(work));
  const nothing = async () => undefined;
  return {
    accept: { prepare: nothing, run: accept },
    'accept (second copy)': { prepare: all(accept), run: accept },
    'finish (state and post)': { prepare: all(accept), run: (key) => finish(store, key) },
    'keep (state)': { prepare: nothing, run: (key) => keep(store, key) },
    'load (a thread)': { prepare: all((key) => keep(store, key)), run: (key) => store.threads.load(key) },
    'load (no thread)': { prepare: nothing, run: (key) => store.threads.load(key) },
  };
}

async function cost({ prepare, run }: Operation, atOnce: number): Promise<number> {
  const rounds = atOnce === 1 ? 300 : 30;
  const keys = Array.from({ length: rounds * atOnce }, nextKey);
  await prepare(keys);
  const cpu = process.cpuUsage();
  for (let from = 0; from < keys.length; from += atOnce) await Promise.all(keys.slice(from, from + atOnce).map(run));
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / keys.length;
}

function finish(store: Store, key: string) {
  return store.commits.finish({
    states: [{ thread: key, state: STATE, after: 0 }],
    posts: [{ ...place(key), body: BODY }],
    notes: [],
    ...lease(),
    key,
    thread: key,
  });
}

function keep(store: Store, key: string) {
  return store.commits.keep({
    states: [{ thread: key, state: STATE, after: 0 }],
    posts: [],
    notes: [],
    ...lease(),
    key,
  });
}

function nextKey(): string {
  keys += 1;
  return `slack:T0123456789:C0123456789:1700000000.${String(keys).padStart(6, '0')}`;
}

function place(key: string) {
  return { id: `post ${key}`, platform: 'slack', channel: `T0123456789:${key}` };
}

function deliveryIn(key: string): Received {
  return {
    key,
    thread: key,
    own: `${key}:U0123456789`,
    person: 'U0123456789',
    at: Date.now(),
    receivedAt: Date.now(),
    isAgain: false,
    way: { channel: key, address: { channel: 'C0123456789', thread: '1700000000.000100', isDirect: false } },
    arrival: { type: 'mention' },
    content: { type: 'utterance', text: 'is django any good for websockets, and what about node? '.repeat(2) },
  };
}

function lease() {
  const at = Date.now();
  return { holder: 'bench', at, until: at + 60_000 };
}

/** As many appended pages as are on disk one by one. */
function syncsPerSecond(): number {
  const file = openSync(join(folder, 'syncs'), 'a');
  const page = Buffer.alloc(4096, 1);
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < 1000; count++) {
    writeSync(file, page);
    fdatasyncSync(file);
  }
  closeSync(file);
  return count;
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
}
