import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_UTTERANCE_CHARS, tokenise } from '../../src/core/text.ts';

describe('the words of a text', () => {
  const check = (text: string, words: string) =>
    expect(
      tokenise(text)
        .map((token) => token.word)
        .join(' '),
    ).toBe(words);

  it.each([
    ['Is Django FAST?', 'is django fast'],
    ['ｄｊａｎｇｏ ①', 'django 1'],
    ['Crème brûlée, naïve', 'crème brûlée naïve'],
    ['node.js / node-js / node_js', 'node js node js node js'],
    ['C++, C# and F# or .NET', 'c++ c# and f# or .net'],
    ['an .netting knot', 'an netting knot'],
    ['👍 🎉 …', ''],
    ['', ''],
  ])('are lower-case and free of punctuation: %j', check);

  it.each([
    ["can't", 'can not'],
    ['cannot', 'can not'],
    ["won't", 'will not'],
    ['dont', 'do not'],
    ["it doesn't", 'it does not'],
    ["we're they've she'll i'd", 'we are they have she will i would'],
    ["I'm, and he'm", 'i am and he am'],
    ['what’s it‘s that`s', 'what is it is that is'],
    ["Django's admin, the team's choice", 'django admin the team choice'],
    ["five o'clock", 'five oclock'],
    ["n't", 'not'],
    ['whats gonna happen', 'what is going to happen'],
  ])('take contractions apart: %j', check);

  it.each([
    ['<@U12AB> is node ok?', 'is node ok'],
    ['<#C0FFEE|general> <!here> hello', 'hello'],
    ['see https://nodejs.org/en/about?x=1 please', 'see please'],
    ['HTTP://EXAMPLE.COM/cons-of-django pros', 'pros'],
    ['a < b and <b> is bold', 'a b and b is bold'],
  ])('leave links and mentions out: %j', check);

  it('keep the place they have in the original, whatever was left out before them', () => {
    const text = '<@U1>  Can’t https://x.test/y  NODE';
    expect(tokenise(text).map(({ word, start, end }) => [word, text.slice(start, end)])).toEqual([
      ['can', 'Can’t'],
      ['not', 'Can’t'],
      ['node', 'NODE'],
    ]);
  });
});

describe('numbers in a text', () => {
  it.each<[string, number | undefined]>([
    ['50k', 50_000],
    ['50 K', 50_000],
    ['1.5m', 1_500_000],
    ['1,5 mn', 1_500_000],
    ['2 million', 2_000_000],
    ['10,000', 10_000],
    ['30.000', 30_000],
    ['1.234.567', 1_234_567],
    ['1,234,567', 1_234_567],
    ['1,000k', 1_000_000],
    ['42', 42],
    ['two', 2],
    ['Fifty', 50],
    ['thousand', 1000],
    ['5mm', undefined],
    ['1st', undefined],
    ['v20', undefined],
    ['many', undefined],
    ['9'.repeat(400), undefined],
  ])('%j is worth %j', (text, value) => {
    expect(tokenise(text).map((token) => token.number)).toEqual([value]);
  });
});

describe('sentences and clauses', () => {
  /** Sentences parted by " . ", clauses by " | ". */
  const check = (text: string, parted: string) => {
    const tokens = tokenise(text);
    const words = tokens.map(({ word, sentence, clause }, index) => {
      const before = tokens[index - 1];
      if (before === undefined || before.clause === clause) return word;
      return before.sentence === sentence ? `| ${word}` : `. ${word}`;
    });
    expect(words.join(' ')).toBe(parted);
  };

  it.each([
    ['We like it. Does it scale?', 'we like it . does it scale'],
    ['Really?! (Yes.) ok', 'really . yes . ok'],
    ['first line\nsecond line', 'first line . second line'],
    ['是。不是', '是 . 不是'],
    ['Node.js is fast', 'node js is fast'],
    ['real-time chat', 'real time chat'],
    ['cheap, simple: good', 'cheap | simple | good'],
    ['django (the framework) or “node”', 'django | the framework | or | node'],
    ['fast – or slow - or not', 'fast | or slow | or not'],
    ['nice but slow', 'nice | but slow'],
    ['nice, but slow', 'nice | but slow'],
    ['but why', 'but why'],
    ['live updates instead of polling', 'live updates | instead of polling'],
  ])('%j', check);

  it.each(['hello', '... ? hello', 'but', '- however'])('begin at 0, whatever comes first: %j', (text) => {
    expect(tokenise(text)).toMatchObject([{ sentence: 0, clause: 0 }]);
  });
});

describe('any text at all', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom("can't", '<@U1>', 'https://a.b', ' ', '\n', '. ', '10', 'k', ',', '’s', '.net', 'ﷺ', 'İ'))
      .map((parts) => parts.join('')),
  );

  it('has words that are lower-case, without blanks, and stand in their order inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenise(text);
        for (const [index, { word, start, end, sentence, clause }] of tokens.entries()) {
          expect(word).toMatch(/^\S+$/);
          expect(word).toBe(word.toLowerCase());
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
          const before = tokens[index - 1];
          if (!before) continue;
          expect(start === before.start || start >= before.end).toBe(true);
          expect(sentence).toBeGreaterThanOrEqual(before.sentence);
          expect(clause).toBeGreaterThanOrEqual(before.clause);
        }
      }),
    );
  });

  it.each([
    ['1.', 1],
    ['1,', 1],
    ['1.1 ', 2],
    ['123,', 0.2],
    ["a'", 0.5],
    ['. ', 0],
    ['<@', 0],
  ])('has four times the words when it is four times as long, up to the longest length: of %j', (piece, wordsEach) => {
    const count = (times: number) => tokenise(piece.repeat(times)).length;
    const times = MAX_UTTERANCE_CHARS / 4 / piece.length;
    expect(count(times) / times).toBeCloseTo(wordsEach, 2);
    expect(count(4 * times)).toBe(4 * count(times));
  });

  it('is read up to its longest length and not beyond', () => {
    const longest = 'ab '.repeat(Math.ceil(MAX_UTTERANCE_CHARS / 3)).slice(0, MAX_UTTERANCE_CHARS);
    expect(tokenise(`${longest} and more`)).toEqual(tokenise(longest));
  });
});

describe('a word written as a name or as code', () => {
  it.each([
    ['use NestJS here', [false, true, false]],
    ['Django is fine', [false, false, false]],
    ['the v2 api', [false, true, false]],
    ['run `manage check` now', [false, true, true, false]],
    ['one ` alone', [false, true]],
    ['IS IT FAST', [false, false, false]],
    ['is IT fast', [false, true, false]],
    ["don't", [false, false]],
    ['größe', [false]],
  ])('%j: %j', (text, expected) => {
    expect(tokenise(text).map(({ isLiteral }) => isLiteral)).toEqual(expected);
  });
});
