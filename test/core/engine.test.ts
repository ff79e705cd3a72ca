import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine, MAX_CANDIDATES, MAX_MEANT, USUAL_FUSIONS } from '../../src/core/engine.ts';
import { saidOf } from '../../src/core/features.ts';
import { createLexicon } from '../../src/core/lexicon.ts';
import { MAX_NEAREST_EXAMPLES, type Subject } from '../../src/core/word-space.ts';
import { readWordVectors, writeWordVectors } from '../../src/core/word-vectors.ts';

const lexicon = createLexicon({ options: {}, synonyms: [], rivals: [], neighbours: [] });
const said = (text: string) => saidOf(lexicon.read(text));
const subject = (...texts: readonly string[]): Subject => texts.map(said);

/** Drinks point one way, vehicles another, and "the" where everything does. */
const VECTORS = readWordVectors(
  writeWordVectors(
    4,
    [
      ['the', [0, 0, 0, 9]],
      ['tea', [1, 0, 0.1, 1]],
      ['coffee', [1, 0.1, 0, 1]],
      ['espresso', [0.9, 0, 0, 1]],
      ['lorry', [0, 1, 0.1, 1]],
      ['van', [0.1, 1, 0, 1]],
      ['brew', [0.8, 0, 0.5, 1]],
      ['drive', [0, 0.8, 0.5, 1]],
    ].map(([word, numbers]) => ({ word: String(word), numbers: Array.isArray(numbers) ? numbers : [] })),
  ),
);
const SUBJECTS = [
  subject('how do i brew tea', 'is tea strong', 'what does the tea cost'),
  subject('how do i drive a lorry', 'is the lorry heavy', 'what does a lorry carry'),
  subject('when does the shop open', 'is the shop open on sundays'),
];

function engineOf(subjects: readonly Subject[], withVectors = true): Engine {
  return createEngine(subjects, USUAL_FUSIONS, withVectors ? () => VECTORS : undefined);
}

const first = (engine: Engine, text: string) => engine.rank(said(text))[0]?.subject;

describe('the engine', () => {
  it('finds a subject by the words of its examples, by their letters, and by what they mean', () => {
    const engine = engineOf(SUBJECTS);
    expect(first(engine, 'is the tea any good')).toBe(0);
    expect(first(engine, 'loorry')).toBe(1);
    expect(first(engine, 'opening hours of the shop')).toBe(2);
    expect(first(engine, 'espresso')).toBe(0);
    expect(first(engine, 'van')).toBe(1);
  });

  it('works without word vectors, by words and letters', () => {
    const engine = engineOf(SUBJECTS, false);
    expect(first(engine, 'is the tea any good')).toBe(0);
    expect(engine.rank(said('espresso')).every(({ parts }) => parts.meaning === 0)).toBe(true);
  });

  it('asks for the word vectors once, and not before they are needed', () => {
    let asked = 0;
    const engine = createEngine(SUBJECTS, USUAL_FUSIONS, () => {
      asked += 1;
      return VECTORS;
    });
    engine.rank(said('tea'), { isByWordsOnly: true });
    expect(asked).toBe(0);
    engine.rank(said('tea'));
    engine.rank(said('lorry'));
    expect(asked).toBe(1);
  });

  it('gives an example asked in its own words about 1, whatever it is fitted to', () => {
    const [best] = engineOf(SUBJECTS).rank(said('how do i brew tea'));
    expect(best?.subject).toBe(0);
    expect(best?.example).toBe(0);
    expect(best?.parts.nearest).toBeCloseTo(1, 6);
    expect(best?.parts.kin).toBeCloseTo(1, 5);
  });

  it('multiplies scores with factors, and leaves out what has none', () => {
    const engine = engineOf(SUBJECTS);
    const all = engine.rank(said('how do i open the shop'));
    const half = engine.rank(said('how do i open the shop'), { factorOf: (one) => (one === 2 ? 0.5 : 1) });
    const none = engine.rank(said('how do i open the shop'), { factorOf: (one) => (one === 2 ? 0 : 1) });
    const scoreOf = (ranked: typeof all) => ranked.find((one) => one.subject === 2)?.score;
    expect(scoreOf(half)).toBeCloseTo((scoreOf(all) ?? 0) / 2, 5);
    expect(scoreOf(none)).toBeUndefined();
  });

  it('finds nothing for nothing, and for letters nobody used', () => {
    expect(engineOf(SUBJECTS).rank(said(''))).toEqual([]);
    expect(engineOf(SUBJECTS, false).rank(said('日本'))).toEqual([]);
    expect(engineOf([]).rank(said('tea'))).toEqual([]);
  });

  it('knows subjects with one example each, and examples without a known word', () => {
    const engine = engineOf([subject('tea'), subject('lorry'), subject('xyzzy')]);
    expect(first(engine, 'espresso')).toBe(0);
    expect(first(engine, 'xyzzy')).toBe(2);
  });

  it(`compares at most ${MAX_CANDIDATES} subjects example by example, the best of them among these`, () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      subject(`tea number ${index}`, `the tea of house w${index}w`),
    );
    const ranked = engineOf(many).rank(said('the tea of house w77w'));
    expect(ranked).toHaveLength(MAX_CANDIDATES);
    expect(ranked[0]?.subject).toBe(77);
  });

  it(`compares what words mean with the best by words, where there are more than ${MAX_MEANT} subjects`, () => {
    const many = Array.from({ length: MAX_MEANT + 200 }, (_, index) =>
      index === 77 ? subject('brew a coffee in house w77w') : subject(`drive a lorry to gate g${index}g`),
    );
    const [best] = engineOf(many).rank(said('espresso in house w77w'));
    expect(best?.subject).toBe(77);
    expect(best?.parts.meaning).toBeGreaterThan(0.5);
  });

  it(`looks at ${MAX_NEAREST_EXAMPLES} examples of a subject that has more, spread over all of them`, () => {
    const long = subject(...Array.from({ length: MAX_NEAREST_EXAMPLES * 2 }, (_, index) => `tea w${index}w`));
    const [last] = engineOf([long, ...SUBJECTS.slice(1)]).rank(said(`tea w${MAX_NEAREST_EXAMPLES * 2 - 2}w`));
    expect(last?.subject).toBe(0);
    expect(last?.parts.nearest).toBeCloseTo(1, 6);
  });

  it('ranks the same each time, with equal scores in the order of the subjects', () => {
    const engine = engineOf([...SUBJECTS, ...SUBJECTS]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('tea', 'the', 'lorry', 'open', 'espresso', 'how', 'zzz')), (words) => {
        const ranked = engine.rank(said(words.join(' ')));
        expect(engine.rank(said(words.join(' ')))).toEqual(ranked);
        ranked.forEach((one, index) => {
          const before = ranked[index - 1];
          if (before) expect(before.score > one.score || before.subject < one.subject).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });
});
