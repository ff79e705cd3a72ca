import { describe, expect, it } from 'vitest';
import { USUAL_FUSIONS } from '../../src/core/engine.ts';
import { createLexicon } from '../../src/core/lexicon.ts';
import { createRanker, type RankerOptions } from '../../src/core/ranker.ts';
import { readWordVectors, writeWordVectors } from '../../src/core/word-vectors.ts';

const lexicon = createLexicon({
  options: { crane: { aliases: ['crane'], parts: ['boomlet'], languages: [] } },
  synonyms: [],
  rivals: ['Lorryx'],
  neighbours: [],
});
const TOPICS = [
  ['what does the insurance cost', 'price of the insurance'],
  ['how heavy is the counterweight', 'weight of a crane'],
].map((texts) => texts.map((text) => lexicon.read(text)));

function ranker(options: Partial<RankerOptions> = {}) {
  const { rank } = createRanker(TOPICS, { fusions: USUAL_FUSIONS, ...options });
  return (text: string) => rank(lexicon.read(text));
}

const words = (piece: readonly { readonly word: string }[] | undefined) => piece?.map(({ word }) => word).join(' ');

describe('the spelling of what was said', () => {
  it.each([
    ['the insurence', 'the insurance', 'a letter for another'],
    ['the insurane', 'the insurance', 'a letter too few'],
    ['the innsurance', 'the insurance', 'a letter too many'],
    ['the isnurance', 'the insurance', 'two letters swapped'],
    ['the insxxance', 'the insxxance', 'too much is wrong'],
    ['the prise', 'the price', 'a short word'],
    ['the coq', 'the coq', 'a word too short to be sure of'],
    ['the insurenc3', 'the insurenc3', 'a digit'],
    ['the inSurence', 'the insurence', 'a capital inside'],
    ['the `insurence`', 'the insurence', 'code'],
    ['THE INSURENCE', 'the insurance', 'capitals alone say nothing'],
    ['the weigth', 'the weight', 'in another topic'],
  ])('is mended where one letter is wrong: %j is read %j (%s)', (text, read) => {
    expect(words(ranker()(text)[0]?.piece)).toBe(read);
  });

  it('is left alone where the word is one, by those who keep the words or by the table', () => {
    const vectors = readWordVectors(writeWordVectors(1, [{ word: 'prise', numbers: [1] }]));
    expect(words(ranker()('the prise')[0]?.piece)).toBe('the price');
    expect(words(ranker({ isWord: (word) => word === 'prise' })('the prise')[0]?.piece)).toBe('the prise');
    expect(words(ranker({ vectors: () => vectors })('the prise')[0]?.piece)).toBe('the prise');
  });

  it('is left alone in the names of options, their parts and others', () => {
    expect(words(ranker()('weight of a boomlet and a lorryx')[0]?.piece)).toBe('weight of a boomlet and a lorryx');
  });
});

describe('words that are an example', () => {
  it('do not need the word vectors, and nothing else does without', () => {
    let asked = 0;
    const rank = ranker({
      vectors: () => {
        asked += 1;
        return undefined;
      },
    });
    expect(rank('Price of the insurance?')[0]?.subject).toBe(0);
    expect(asked).toBe(0);
    rank('price of that insurance');
    rank('price of this insurance');
    expect(asked).toBe(1);
  });
});

describe('a text of several sentences', () => {
  it('counts by its best piece', () => {
    const [best] = ranker()('We had a long day at the harbour. How heavy is the counterweight? Thanks to all of you.');
    expect(best?.subject).toBe(1);
    expect(words(best?.piece)).toBe('how heavy is the counterweight');
  });
});
