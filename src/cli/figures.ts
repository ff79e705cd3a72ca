import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { compile, type Knowledge } from '../core/compile.ts';
import { respond } from '../core/respond.ts';
import { EMPTY_THREAD } from '../core/thread.ts';
import { TUNING_FILE } from '../pack/read-fitted.ts';
import { type LoadedPack, readPacks } from '../pack/read-pack.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';
import type { Inspection } from './check.ts';

/** One figure of how well the packs answer; `isShare` is shown in percent. */
export type Figure = { readonly name: string; readonly value: number; readonly isShare: boolean };

const rowSchema = z.object({ text: z.string(), entries: z.array(z.string()) });
type Row = z.output<typeof rowSchema>;

/** How well the packs answer their labelled utterances and find their own examples: what a change to them is judged by. */
export function figuresOf(knowledgeDir: string, { inspected }: Inspection): readonly Figure[] {
  const vectors = wordVectorsOf(knowledgeDir);
  const { packs } = readPacks(knowledgeDir);
  return packs.flatMap((loaded) => {
    const { pack, version, fitted } = loaded;
    const prefix = packs.length > 1 ? `${pack.id}: ` : '';
    const examples = inspected.find((one) => one.pack?.id === pack.id)?.report?.examples;
    return [
      ...asked(rowsOf(loaded), compile(pack, version, { fitted, vectors })),
      ...(examples && examples.asked > 0
        ? [share('examples that find their entry', examples.asked - examples.lost, examples.asked)]
        : []),
    ].map((figure) => ({ ...figure, name: prefix + figure.name }));
  });
}

/** The labelled utterances of a pack; those without an entry are out of its scope. */
function rowsOf({ folder }: LoadedPack): Row[] {
  const path = join(folder, TUNING_FILE);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)));
}

function asked(rows: readonly Row[], knowledge: Knowledge): Figure[] {
  const replies = rows.map(({ text, entries }) => {
    const { intent } = respond({ content: { type: 'utterance', text } }, EMPTY_THREAD, [knowledge], '');
    const answer = intent.type === 'answer' || intent.type === 'compare' ? intent.entry.id : undefined;
    const offered = intent.type === 'clarify' ? intent.suggestions.map(({ entry }) => entry.id) : [];
    return { entries, answer, offered };
  });
  const inside = replies.filter(({ entries }) => entries.length > 0);
  const outside = replies.filter(({ entries }) => entries.length === 0);
  const answered = inside.filter(({ answer }) => answer !== undefined);
  return [
    ...(inside.length > 0
      ? [
          share('questions answered', answered.length, inside.length),
          share(
            'answers that are right',
            count(answered, ({ entries, answer = '' }) => entries.includes(answer)),
            answered.length,
          ),
          share(
            'found by "Did you mean"',
            count(inside, ({ entries, offered }) => offered.some((id) => entries.includes(id))),
            inside.length,
          ),
        ]
      : []),
    ...(outside.length > 0
      ? [
          share(
            'foreign messages answered',
            count(outside, ({ answer }) => answer !== undefined),
            outside.length,
          ),
        ]
      : []),
  ];
}

function count<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  return items.filter(is).length;
}

function share(name: string, part: number, all: number): Figure {
  return { name, value: all === 0 ? 0 : part / all, isShare: true };
}
