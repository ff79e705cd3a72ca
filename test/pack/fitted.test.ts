import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fitPacks } from '../../src/cli/fit-packs.ts';
import { USUAL } from '../../src/core/fitted.ts';
import { loadLibrary } from '../../src/pack/load-knowledge.ts';
import { FITTED_FILE, isFittedStale, TUNING_FILE, writeFitted } from '../../src/pack/read-fitted.ts';
import { problemLine, readPacks } from '../../src/pack/read-pack.ts';
import { wordVectorsOf } from '../../src/pack/read-word-vectors.ts';
import { problemsOf, SMALL_PACK, writeKnowledge } from './small-pack.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', 'knowledge');

function loaded(folder: string) {
  const [pack] = readPacks(dirname(folder)).packs;
  if (!pack) throw new Error(`${folder} holds no pack`);
  return pack;
}

describe('what was fitted', () => {
  it('is missing in a new pack, which goes by what is usual', () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    expect(loaded(join(knowledgeDir, 'drinks')).fitted).toBeUndefined();
    expect(loadLibrary(knowledgeDir)[0].fitted).toEqual(USUAL);
    expect(isFittedStale(join(knowledgeDir, 'drinks'), loadLibrary(knowledgeDir)[0].pack)).toBe(false);
  });

  it('is read as it was written, and belongs to the version', () => {
    const folder = join(writeKnowledge({ drinks: SMALL_PACK }), 'drinks');
    const before = loaded(folder);
    writeFitted(folder, before.pack, USUAL);
    expect(loaded(folder).fitted).toEqual(USUAL);
    expect(loaded(folder).version).not.toBe(before.version);
    expect(isFittedStale(folder, before.pack)).toBe(false);
  });

  it('is stale once an example, or a tuning utterance, has changed, and not for a claim', () => {
    const folder = join(writeKnowledge({ drinks: SMALL_PACK }), 'drinks');
    const { pack } = loaded(folder);
    writeFitted(folder, pack, USUAL);
    const [[id, entry] = [], ...others] = [...pack.entries];
    if (!entry || id === undefined) throw new Error('the small pack has no entry');
    const changed = { ...entry, examples: [...entry.examples, 'another way to ask'] };
    expect(isFittedStale(folder, { ...pack, entries: new Map([[id, changed], ...others]) })).toBe(true);
    expect(isFittedStale(folder, { ...pack, claims: new Map() })).toBe(false);
    mkdirSync(join(folder, 'eval'));
    writeFileSync(join(folder, TUNING_FILE), '{"text": "tea?", "entries": ["what-is-tea"]}\n');
    expect(isFittedStale(folder, pack)).toBe(true);
  });

  it.each([
    ['not json', '{"of": '],
    ['a weight below 0', JSON.stringify({ of: 'x', ...USUAL, confidence: { ...USUAL.confidence, bias: 'much' } })],
  ])('is a problem with a line that says what to do, where it is %s', (_, text) => {
    expect(problemsOf({ ...SMALL_PACK, [FITTED_FILE]: text }).join('\n')).toMatch(
      /fitted\.json:1: .*versus eval --fit.*run it again, or delete the file/,
    );
  });

  it('is there in the pack that ships', () => {
    const { packs } = readPacks(SHIPPED);
    for (const { fitted } of packs) expect(fitted).toBeDefined();
  });
});

describe('versus eval --fit', () => {
  it('fits every pack of a folder, whatever the folder of the pack is called', () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    mkdirSync(join(knowledgeDir, 'drinks', 'eval'));
    const rows = ['what is tea exactly', 'coffee, what is it'].map((text, index) =>
      JSON.stringify({ text, entries: [index === 0 ? 'what-is-tea' : 'what-is-coffee'] }),
    );
    writeFileSync(join(knowledgeDir, 'drinks', TUNING_FILE), `${rows.join('\n')}\n`);
    expect(fitPacks(knowledgeDir)).toBe(0);
    const once = readFileSync(join(knowledgeDir, 'drinks', FITTED_FILE), 'utf8');
    expect(isFittedStale(join(knowledgeDir, 'drinks'), loadLibrary(knowledgeDir)[0].pack)).toBe(false);
    expect(fitPacks(knowledgeDir)).toBe(0);
    expect(readFileSync(join(knowledgeDir, 'drinks', FITTED_FILE), 'utf8')).toBe(once);
  });

  it('keeps the usual confidence where there is nothing to learn it from', () => {
    const knowledgeDir = writeKnowledge({ drinks: SMALL_PACK });
    expect(fitPacks(knowledgeDir)).toBe(0);
    expect(loadLibrary(knowledgeDir)[0].fitted.confidence).toEqual(USUAL.confidence);
  });

  it('mends a file that cannot be read', () => {
    const knowledgeDir = writeKnowledge({ drinks: { ...SMALL_PACK, [FITTED_FILE]: '{}' } });
    expect(readPacks(knowledgeDir).problems).toHaveLength(1);
    expect(fitPacks(knowledgeDir)).toBe(0);
    expect(readPacks(knowledgeDir).problems).toEqual([]);
  });

  it('fits nothing while there is a problem', () => {
    const knowledgeDir = writeKnowledge({ drinks: { ...SMALL_PACK, 'pack.yaml': 'id: x\n' } });
    expect(readPacks(knowledgeDir).problems.map(problemLine)).not.toEqual([]);
    expect(fitPacks(knowledgeDir)).toBe(1);
  });
});

describe('the table of word vectors', () => {
  it('ships, with words and their likeness, also for packs elsewhere, and may be missing', () => {
    const table = wordVectorsOf(SHIPPED)();
    expect([table?.size, table?.dimensions]).toEqual([60_000, 100]);
    const vector = (word: string) => {
      const sum = new Float64Array(100);
      table?.addTo(sum, table.rankOf(word) ?? 0, 1);
      return sum;
    };
    const cosine = (a: Float64Array, b: Float64Array) => {
      const dot = (x: Float64Array, y: Float64Array) =>
        x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    expect(cosine(vector('quick'), vector('fast'))).toBeGreaterThan(cosine(vector('quick'), vector('banana')));
    const elsewhere = writeKnowledge({ drinks: SMALL_PACK });
    expect(wordVectorsOf(elsewhere)()?.size).toBe(60_000);
    expect(wordVectorsOf(elsewhere, elsewhere)()).toBeUndefined();
  });
});
