import { describe, expect, it } from 'vitest';
import { createVectoriser, isContent, saidOf, type Vector } from '../../src/core/features.ts';
import { createLexicon, type Term } from '../../src/core/lexicon.ts';

const lexicon = createLexicon({
  options: {
    crane: { aliases: ['crane'], parts: ['hook'], languages: [] },
    lorry: { aliases: ['lorry'], parts: [], languages: [] },
  },
  synonyms: [],
  rivals: [],
  neighbours: [],
});
const LONG = 'pneumonoultramicroscopicsilicovolcanoconiosis';
const DOCUMENTS = [
  'what does a crane cost to rent',
  'what does a crane lift and how heavy is the load',
  'how heavy a load can a lorry carry',
  'carrying 20 tonnes',
  LONG,
];
const said = (text: string) => saidOf(lexicon.read(text));
const vectoriser = createVectoriser(DOCUMENTS.map((text) => [said(text)]));

const read = (text: string): Term[] => lexicon.read(text);
const both = (text: string) => vectoriser.vector(said(text));
const words = (text: string) => vectoriser.vector({ ...said(text), spelled: [] });

function length({ weights }: Vector): number {
  return Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
}

function cosine(a: Vector, b: Vector): number {
  const weights = new Map(a.ids.map((id, index) => [id, a.weights[index] ?? 0]));
  return b.ids.reduce((sum, id, index) => sum + (weights.get(id) ?? 0) * (b.weights[index] ?? 0), 0);
}

describe('a vector', () => {
  it('has length 1 for a text whose features are all known', () => {
    for (const text of DOCUMENTS) {
      expect(length(both(text))).toBeCloseTo(1, 12);
      expect(length(words(text))).toBeCloseTo(1, 12);
      expect(cosine(both(text), both(text))).toBeCloseTo(1, 12);
    }
  });

  it('has each feature once, from those learned', () => {
    const { ids, weights } = both('what does a crane cost and what does a lorry cost');
    expect(new Set(ids).size).toBe(ids.length);
    expect(weights.length).toBe(ids.length);
    for (const id of ids) expect(id).toBeLessThan(vectoriser.size);
    for (const weight of weights) expect(weight).toBeGreaterThan(0);
  });

  it('is shorter the more of the text was never seen', () => {
    const [known, half, foreign] = ['heavy load', 'heavy zwwq', 'xyjj zwwq'].map((text) => length(both(text)));
    expect(known).toBeGreaterThan(half ?? 1);
    expect(half).toBeGreaterThan(foreign ?? 1);
  });

  it('of nothing at all has nothing in it', () => {
    expect(both('')).toEqual({ ids: [], weights: [] });
  });

  it('is the same for the same question about another option', () => {
    expect(both('what does a lorry cost')).toEqual(both('what does a crane cost'));
  });

  it("tells the part of an option from the option's own name", () => {
    expect(both('what does a hook cost')).not.toEqual(both('what does a crane cost'));
  });

  it('takes one number for another as a word', () => {
    expect(words('carrying 500 tonnes')).toEqual(words('carrying 20 tonnes'));
    expect(both('carrying 500 tonnes')).not.toEqual(both('carrying 20 tonnes'));
  });

  it('takes one form of a word for another, and finds a misspelt one by its letters alone', () => {
    expect(cosine(words('heaviest loads'), words('load'))).toBeGreaterThan(0);
    expect(cosine(words('laod'), words('load'))).toBe(0);
    expect(cosine(both('haevy'), both('heavy'))).toBeGreaterThan(0.05);
    expect(cosine(both('rusty'), both('heavy'))).toBeLessThan(cosine(both('haevy'), both('heavy')));
  });

  it('knows which word comes first, which last, and which after which', () => {
    const features = (text: string) => words(text).ids.length;
    expect([features('what'), features('rent'), features('lift')]).toEqual([2, 2, 1]);
    expect(features('cost to')).toBeGreaterThan(features('to cost'));
  });

  it("says nothing by an option's own name alone", () => {
    expect(words('rusty crane arrives').ids).toEqual([]);
    expect(words('rusty load arrives').ids).not.toEqual([]);
  });

  it('leaves the letters of the names of options out', () => {
    expect(both('crane')).toEqual(words('crane'));
    expect(both('hook').ids.length).toBeGreaterThan(words('hook').ids.length);
  });

  it('says of two options side by side hardly more than of none', () => {
    const texts = ['what lifts more', 'what lifts more, crane or lorry', 'what is the rent of a crane'].map(said);
    const own = createVectoriser(texts.map((text) => [text]));
    const vector = (text: string) => own.vector(said(text));
    expect(cosine(vector('what lifts more'), vector('what lifts more, lorry or crane'))).toBeGreaterThan(0.85);
    expect(vector('crane or lorry').ids).not.toEqual(vector('crane from lorry').ids);
  });

  it('reads the letters of a very long word at its beginning only', () => {
    const cut = both(`${LONG.slice(0, 30)}xxxxxx`);
    const wordIds = new Set(words(LONG).ids);
    const letterIds = both(LONG).ids.filter((id) => !wordIds.has(id));
    expect(cut.ids).toEqual(expect.arrayContaining(letterIds));
  });

  it('weighs what is said twice more than what is said once, and less than double', () => {
    const weightOfLoad = (text: string) => {
      const { ids, weights } = words(text);
      const [load] = words('load').ids;
      const [heavy] = words('heavy').ids;
      return (weights[ids.indexOf(load ?? -1)] ?? 0) / (weights[ids.indexOf(heavy ?? -1)] ?? 1);
    };
    const ratio = weightOfLoad('load heavy load') / weightOfLoad('load heavy');
    expect(ratio).toBeCloseTo(1 + Math.log(2), 12);
  });
});

describe('the rarity of a word', () => {
  it('is highest when it was never seen, and lowest when it is everywhere', () => {
    const [everywhere, often, once, never] = ['a', 'heavi', 'rent', 'zzz'].map(vectoriser.rarity);
    expect([everywhere, often, once, never]).toEqual(
      [everywhere, often, once, never].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
    expect(new Set([everywhere, often, once, never]).size).toBe(4);
  });

  it('counts the documents a word stands in, and not how often it stands there, nor in how many texts of one', () => {
    const documents = [['dust dust dust', 'more dust'], ['rust'], ['moss and lichen'], ['moss']];
    const repeated = createVectoriser(documents.map((texts) => texts.map(said)));
    expect(repeated.rarity('dust')).toBe(repeated.rarity('rust'));
    expect(repeated.rarity('moss')).toBeLessThan(repeated.rarity('dust'));
  });

  it('has no word begin where the text before it ends', () => {
    const apart = createVectoriser([['dust', 'rust'].map(said)]);
    const joined = createVectoriser([[said('dust rust')]]);
    const pairs = (one: typeof apart) => one.vector({ ...said('dust rust'), spelled: [] }).ids.length;
    // Both words, and that one comes first and the other last; the pair is known only where it was seen.
    expect([pairs(apart), pairs(joined)]).toEqual([4, 5]);
  });
});

describe('a word with a content of its own', () => {
  it.each([
    ['crane', false],
    ['hook', true],
    ['the', false],
    ['does', false],
    ['load', true],
    ['20', true],
  ])('%s: %s', (text, expected) => {
    expect(read(text).map(isContent)).toEqual([expected]);
  });
});
