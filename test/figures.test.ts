import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dropsSince, FIGURES_FILE, readFigures } from '../src/cli/eval-figures.ts';
import { keptNow } from '../src/cli/eval-packs.ts';
import { EVAL_FILES, readEvalRows } from '../src/cli/eval-rows.ts';
import { readPacks } from '../src/pack/read-pack.ts';
import { knowledge } from './knowledge.ts';

const { packs } = readPacks(join(import.meta.dirname, '..', 'knowledge'));

/** What is compared of two texts: letters and digits alone. */
const normalised = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

describe.each(packs)('the labelled messages of $pack.id', (loaded) => {
  const { folder, pack } = loaded;
  const rows = EVAL_FILES.map((file) => ({ file, rows: readEvalRows(folder, file) }));

  it('name entries that exist', () => {
    const unknown = rows.flatMap(({ file, rows: of }) =>
      of.flatMap(({ entries }) => entries.filter((id) => !pack.entries.has(id)).map((id) => `${file}: ${id}`)),
    );
    expect(unknown).toEqual([]);
  });

  it.each(EVAL_FILES)('stand nowhere among the examples: %s', (file) => {
    const examples = new Set([...pack.entries.values()].flatMap((entry) => entry.examples.map(normalised)));
    const copied = readEvalRows(folder, file).flatMap(({ turns, set }, index) =>
      set !== 'small' && turns.length === 1 && turns.some((text) => examples.has(normalised(text)))
        ? [`row ${index + 1}`]
        : [],
    );
    expect(copied).toEqual([]);
  });

  it(`are answered as well as ${FIGURES_FILE} says, to one point in a hundred`, () => {
    const kept = readFigures(folder);
    if (!kept) throw new Error(`${pack.id} has no ${FIGURES_FILE}; run "npm run -s versus -- eval --write"`);
    const now = keptNow(loaded, knowledge);
    for (const file of EVAL_FILES) console.log(`${pack.id}, ${file}: ${JSON.stringify(now[file]?.headline)}`);
    expect(dropsSince(kept, now), 'if the change is worth it, run "npm run -s versus -- eval --write"').toEqual([]);
  });
});

describe('kept figures', () => {
  const kept = (headline: Readonly<Record<string, number>>) => ({
    headline: { ...headline },
    messages: {},
    beside: {},
  });
  const drops = (before: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>) =>
    dropsSince({ version: 'x', final: kept(before) }, { final: kept(now) });

  it('may move by a point, and no further; each that does is named', () => {
    expect(drops({ answered: 0.8, MRR: 0.9 }, { answered: 0.79, MRR: 0.95 })).toEqual([]);
    expect(drops({ answered: 0.8, MRR: 0.9 }, { answered: 0.789, MRR: 0.7 })).toEqual([
      'final: answered was 0.8, is 0.789',
      'final: MRR was 0.9, is 0.7',
    ]);
  });

  it('may not grow where less is better', () => {
    expect(drops({ 'out of scope answered': 0.05 }, { 'out of scope answered': 0.01 })).toEqual([]);
    expect(drops({ 'out of scope answered': 0.05 }, { 'out of scope answered': 0.07 })).toHaveLength(1);
    expect(drops({ 'calibration error': 0.02 }, { 'calibration error': 0.04 })).toHaveLength(1);
  });
});
