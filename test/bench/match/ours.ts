import { join } from 'node:path';
import { type Fusions, USUAL_FUSIONS } from '../../../src/core/engine.ts';
import { fitFusions } from '../../../src/core/fit.ts';
import { createLexicon } from '../../../src/core/lexicon.ts';
import { createRanker, subjectOf, type Topic } from '../../../src/core/ranker.ts';
import { wordVectorsOf } from '../../../src/pack/read-word-vectors.ts';
import type { Example } from './datasets.ts';

/** The label that fits a question best, and how well; undefined when none does. */
export type Ask = (text: string) => { readonly label: string; readonly score: number } | undefined;

const KNOWLEDGE = join(import.meta.dirname, '..', '..', '..', 'knowledge');
const vectors = wordVectorsOf(KNOWLEDGE);

/** The engine as the bot uses it, without a pack's vocabulary. */
export function buildOurs(examples: readonly Example[], fusions: Fusions = USUAL_FUSIONS): Ask {
  const { labels, topics } = topicsOf(examples);
  const ranker = createRanker(topics, { fusions, vectors });
  return (text) => {
    const [best] = ranker.rank(lexicon.read(text));
    return best && { label: labels[best.subject] ?? '', score: best.score };
  };
}

/** What `versus eval --fit` learns from a pack's examples, learned from these. */
export function fitOurs(examples: readonly Example[]): Fusions {
  return fitFusions(topicsOf(examples).topics.map(subjectOf), { vectors, from: USUAL_FUSIONS });
}

const lexicon = createLexicon({ options: {}, synonyms: [], rivals: [], neighbours: [] });

function topicsOf(examples: readonly Example[]): {
  readonly labels: readonly string[];
  readonly topics: readonly Topic[];
} {
  const byLabel = new Map<string, string[]>();
  for (const { text, label } of examples) {
    const texts = byLabel.get(label);
    if (texts) texts.push(text);
    else byLabel.set(label, [text]);
  }
  return {
    labels: [...byLabel.keys()],
    topics: [...byLabel.values()].map((texts) => texts.map((text) => lexicon.read(text))),
  };
}
