import { compile } from '../core/compile.ts';
import { figuresOf as figuresOfJudged } from '../core/evaluate.ts';
import { readPacks } from '../pack/read-pack.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';
import type { Inspection } from './check.ts';
import { headlineOf } from './eval-figures.ts';
import { judgedOf } from './eval-packs.ts';

/** One figure of how well the packs answer; `isShare` is shown in percent. */
export type Figure = { readonly name: string; readonly value: number; readonly isShare: boolean };

/** Headline figures that are no share of anything. */
const NO_SHARES: ReadonlySet<string> = new Set(['MRR', 'AUROC', 'calibration error']);

/** How well the packs answer the messages that they are tuned on and find their own examples: what a change to them is judged by. */
export function figuresOf(knowledgeDir: string, { inspected }: Inspection): readonly Figure[] {
  const vectors = wordVectorsOf(knowledgeDir);
  const { packs } = readPacks(knowledgeDir);
  return packs.flatMap((loaded): Figure[] => {
    const { pack, version, fitted } = loaded;
    const prefix = packs.length > 1 ? `${pack.id}: ` : '';
    const judged = judgedOf(loaded, compile(pack, version, { fitted, vectors }), 'tune');
    const headline = judged.length > 0 ? headlineOf(figuresOfJudged(judged)) : {};
    const examples = inspected.find((one) => one.pack?.id === pack.id)?.report?.examples;
    const found = examples && examples.asked > 0 ? (examples.asked - examples.lost) / examples.asked : undefined;
    return [
      ...Object.entries(headline).map(([name, value]) => ({ name, value, isShare: !NO_SHARES.has(name) })),
      ...(found === undefined ? [] : [{ name: 'examples that find their entry', value: found, isShare: true }]),
    ].map((figure) => ({ ...figure, name: prefix + figure.name }));
  });
}
