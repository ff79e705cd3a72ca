// Fits the model of src/core/decide.ts on the pack's tuning utterances and prints it.
// usage: node test/bench/calibrate.ts
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { signalsOf } from '../../src/core/decide.ts';
import { rivalsNamed, setsOthersAgainst } from '../../src/core/lexicon.ts';
import { loadKnowledge } from '../../src/pack/load-knowledge.ts';

const KNOWLEDGE = join(import.meta.dirname, '..', '..', 'knowledge');
const STEPS = 20_000;
const LEARNING_RATE = 2;
/** Pulls the weights towards 0, so that few utterances do not decide too much. */
const RIDGE = 0.0005;

const knowledge = loadKnowledge(KNOWLEDGE);
const rowSchema = z.object({ text: z.string(), entries: z.array(z.string()) });
const samples = readFileSync(join(KNOWLEDGE, knowledge.pack.id, 'eval', 'tune.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => rowSchema.parse(JSON.parse(line)))
  .flatMap(({ text, entries }) => {
    const terms = knowledge.lexicon.read(text);
    const [best, second] = knowledge.matcher.match(terms);
    if (!best || rivalsNamed(terms).length > 0 || setsOthersAgainst(terms)) return [];
    return [{ signals: [1, ...signalsOf(best, second?.score ?? 0)], isRight: entries.includes(best.entry.id) ? 1 : 0 }];
  });

const weights = [0, 0, 0, 0];
for (let step = 0; step < STEPS; step++) {
  const gradient = weights.map(() => 0);
  for (const { signals, isRight } of samples) {
    const error = isRight - probability(signals);
    signals.forEach((signal, index) => {
      gradient[index] = (gradient[index] ?? 0) + error * signal;
    });
  }
  weights.forEach((weight, index) => {
    weights[index] =
      weight + LEARNING_RATE * ((gradient[index] ?? 0) / samples.length - (index === 0 ? 0 : RIDGE * weight));
  });
}
const [bias = 0, score = 0, lead = 0, coverage = 0] = weights.map((weight) => Math.round(weight * 100) / 100);
const loss = samples.reduce(
  (sum, { signals, isRight }) => sum - Math.log(isRight ? probability(signals) : 1 - probability(signals)),
  0,
);
console.log(
  { bias, score, lead, coverage },
  `log loss ${(loss / samples.length).toFixed(4)} over ${samples.length} utterances`,
);

function probability(signals: readonly number[]): number {
  return 1 / (1 + Math.exp(-signals.reduce((sum, signal, index) => sum + signal * (weights[index] ?? 0), 0)));
}
