// Prints how long `respond` takes by intent (p50, p99), what loading the pack costs, and the memory of the process.
// usage: npm run bench
import { join } from 'node:path';
import { respond } from '../../src/core/respond.ts';
import { EMPTY_THREAD } from '../../src/core/thread.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';

const ROUNDS = 400;
const WARM_UP_ROUNDS = 50;

/** What people send, by the intent it has; some of each in the length it usually comes in. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  answer: [
    'is django any good for websockets?',
    'cons of node',
    'what does django give me out of the box',
    'is callback hell still a thing in node',
  ],
  compare: [
    'django vs node for real time',
    'which scales better, django or node?',
    'django or node for an online shop',
  ],
  verdict: [
    'verdict: live auction, python team, back office for staff',
    'we are building a booking platform for clinics: patients, doctors, reminders, an admin for the front desk. team of five, mostly python, must be secure. what should we use?',
  ],
  clarify: ['stuff about node and types i guess', 'django things for people'],
  'out-of-scope': ['how do i center a div', 'what is the weather in berlin'],
  'small talk': ['hello!', 'thanks a lot', 'help'],
  'long message': [
    `${'We met last week about the portal and went over the notes from the customer, who would like to have everything by spring. '.repeat(12)}Is django any good for websockets? ${'The rest of the meeting was about budgets and holidays, nothing that matters here. '.repeat(12)}`,
  ],
};

const before = process.memoryUsage().rss;
const loadStart = performance.now();
const library = loadLibrary(join(import.meta.dirname, '..', '..', 'knowledge'));
const loadMs = performance.now() - loadStart;
console.log(
  `node ${process.versions.node}; ${library[0].pack.entries.size} entries loaded and indexed in ${loadMs.toFixed(0)} ms\n`,
);
console.log(`${'intent'.padEnd(14)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}`);
const all: number[] = [];
for (const [intent, utterances] of Object.entries(SAID)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    for (const text of utterances) {
      const start = performance.now();
      respond({ content: { type: 'utterance', text } }, EMPTY_THREAD, library, '2026-11-22');
      if (round >= WARM_UP_ROUNDS) times.push(performance.now() - start);
    }
  }
  if (intent !== 'long message') all.push(...times);
  print(intent, times);
}
print('all but long', all);
const rss = process.memoryUsage().rss;
console.log(`\nmemory: ${megabytes(rss)} MB resident, ${megabytes(rss - before)} MB of it since the pack was loaded`);

function print(name: string, times: number[]) {
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(3).padStart(9);
  console.log(name.padEnd(14) + at(0.5) + at(0.99));
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
