import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { briefOf } from '../../src/core/brief.ts';
import { flipsOf } from '../../src/core/flip.ts';
import { recommend } from '../../src/core/recommend.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';

/** Prints how long needs and verdict take for a brief of 500 words and for 100,000 characters, and what would flip it. */
const ROOT = join(import.meta.dirname, '..', '..', 'knowledge');
const ROUNDS = 200;
const [{ pack, readNeeds }] = loadLibrary(ROOT);
const texts = readFileSync(join(ROOT, pack.id, 'eval', 'projects-tune.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => String(JSON.parse(line).text));
const words = texts.join(' ').split(/\s+/);

function decide(text: string): number {
  const start = performance.now();
  recommend(briefOf(readNeeds(text)), pack);
  return performance.now() - start;
}

function flip(text: string): number {
  const brief = briefOf(readNeeds(text));
  const verdict = recommend(brief, pack);
  const start = performance.now();
  flipsOf(verdict, brief, pack);
  return performance.now() - start;
}

function percentile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${(sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2)} ms`;
}

const briefs = Array.from({ length: ROUNDS }, (_, round) => {
  const from = (round * 37) % (words.length - 500);
  return words.slice(from, from + 500).join(' ');
});
for (const text of briefs) decide(text);
const times = briefs.map(decide);
const flips = briefs.map(flip);
console.log(`a brief of 500 words: p50 ${percentile(times, 0.5)}, p95 ${percentile(times, 0.95)}`);
console.log(`what would flip its verdict: p50 ${percentile(flips, 0.5)}`);
const long = `${texts.join(' ')} `.repeat(4).slice(0, 100_000);
console.log(
  `100,000 characters: p50 ${percentile(
    Array.from({ length: 9 }, () => decide(long)),
    0.5,
  )}`,
);
