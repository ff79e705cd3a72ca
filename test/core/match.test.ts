import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, type Knowledge } from '../../src/core/compile.ts';
import { isContent } from '../../src/core/features.ts';
import type { Entry } from '../../src/core/knowledge.ts';
import { optionsNamed } from '../../src/core/lexicon.ts';
import { MAX_MATCHES, type Match } from '../../src/core/match.ts';
import { MAX_PIECES, MAX_WHOLE_WORDS } from '../../src/core/pieces.ts';
import { knowledge } from '../knowledge.ts';

const { pack, lexicon } = knowledge;

function match(text: string, options?: readonly string[], from: Knowledge = knowledge): Match[] {
  return from.matcher.match(from.lexicon.read(text), options);
}

const ids = (matches: readonly Match[]) => matches.map(({ entry }) => entry.id);

function entry(id: string): Entry {
  const known = pack.entries.get(id);
  if (!known) throw new Error(`the pack has no entry "${id}"`);
  return known;
}

/** The pack with these entries and no others, in this order. */
function packOf(entries: readonly Entry[]): Knowledge {
  const entriesById = new Map(entries.map((one) => [one.id, one]));
  return compile({ ...pack, entries: entriesById }, 'test', { fitted: knowledge.fitted });
}

describe('the options that are asked about', () => {
  /** Ways to ask about one option, whose name stands for §. */
  const PHRASINGS = [
    'cons of §',
    '§ cons',
    'cons: §',
    'what are the cons of §?',
    'WHAT SPEAKS AGAINST §',
    'downsides of `§`, please',
    'tell me the bad parts of § before we start',
    "§'s weaknesses",
    'We picked § last year. What are the cons?',
    'we come from python and js. cons of §?',
    'so... disadvantages? of § I mean',
    'drawbacks of § for a team of 5 that ships twice a week and has to keep the lights on at night as well, honestly?',
    'is § hard to learn',
    'who uses §',
    'is § secure',
    'when should we choose §',
    'does § scale',
  ];
  const NAMES: Readonly<Record<string, readonly string[]>> = {
    django: ['django', 'Django', 'DJANGO', 'djagno', 'djnago', '*django*', 'django5'],
    nodejs: ['node', 'Node.js', 'NodeJS', 'node-js', 'Node JS', 'noed', 'nodjs', 'Ｎｏｄｅ', '#node', 'node18'],
  };
  const rows = Object.entries(NAMES).flatMap(([option, names]) =>
    names.map((name): [string, string] => [name, option]),
  );

  it.each(rows)('keep entries about another option alone away: every phrasing with %s', (name, option) => {
    for (const phrasing of PHRASINGS) {
      const text = phrasing.replace('§', name);
      const matches = match(text);
      expect([text, matches.length > 0]).toEqual([text, true]);
      for (const { entry: found } of matches)
        expect([text, found.id, found.options]).toEqual([text, found.id, expect.arrayContaining([option])]);
    }
  });

  it.each(rows)('decide between two entries with the same words: the cons of %s', (name, option) => {
    for (const phrasing of PHRASINGS.slice(0, 11))
      expect([phrasing, ids(match(phrasing.replace('§', name)))[0]]).toEqual([phrasing, `${option}-cons`]);
  });

  it('hold for every question of the pack, and for every eighth example', () => {
    for (const { question, examples } of pack.entries.values()) {
      for (const text of [question, ...examples.filter((_, index) => index % 8 === 0)]) {
        const named = optionsNamed(lexicon.read(text));
        for (const { entry: found } of match(text))
          expect(
            named.length === 0 || named.some((option) => found.options.includes(option)),
            `${text}: ${found.id}`,
          ).toBe(true);
      }
    }
  });

  it('are those given, where the words name none', () => {
    expect(ids(match('what are the cons', ['nodejs']))[0]).toBe('nodejs-cons');
    expect(ids(match('what are the cons', ['django']))[0]).toBe('django-cons');
    for (const { options } of match('what are the cons', ['nodejs']).map((one) => one.entry))
      expect(options).toContain('nodejs');
  });

  it('are what "it" stands for, where one is given', () => {
    for (const said of ['who uses it', 'is it secure', 'what speaks for it'])
      expect(match(said, ['nodejs']).map(({ score }) => score)).toEqual(
        match(said.replace('it', 'node')).map(({ score }) => score),
      );
  });

  it('are those given, even where the words name another', () => {
    expect(ids(match('cons of django', ['nodejs']))[0]).toBe('nodejs-cons');
  });

  it('may be named in one sentence and asked about in the next', () => {
    expect(ids(match('Our backend is node. What are the pros?'))[0]).toBe('nodejs-pros');
    expect(ids(match('I like node well enough. And is Django secure?'))[0]).toBe('django-security');
  });

  it.each([
    ['is django slow', 'django-performance', 'all of it'],
    ['which one performs better', 'performance-compared', 'all of it'],
    ['is it slow', 'django-performance', 'less'],
    ['performance of django', 'performance-compared', 'less'],
    ['django or node: is django slow', 'django-performance', 'less'],
  ])('count by how they agree with those of the entry: %j leaves %s %s', (text, id, kept) => {
    const factor = match(text).find((one) => one.entry.id === id)?.parts.options ?? 0;
    expect(factor).toBeGreaterThan(0);
    expect(factor === 1 ? 'all of it' : 'less').toBe(kept);
  });
});

describe('the matches', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('django', 'node', 'is', 'secure', 'why', '.', ',', 'fast', '10k', 'users', 'zqx', 'the'), {
        maxLength: 120,
      })
      .map((words) => words.join(' ')),
  );

  it('are different entries, best first, with scores and parts from 0 to 1, for any words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const matches = match(text);
        expect(matches.length).toBeLessThanOrEqual(MAX_MATCHES);
        expect(new Set(ids(matches)).size).toBe(matches.length);
        matches.forEach(({ score, parts }, index) => {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(matches[index - 1]?.score ?? 1);
          for (const [name, part] of Object.entries(parts)) {
            expect(part).toBeGreaterThanOrEqual(0);
            // Familiarity has no upper end; floats of 32 bits are exact to seven digits.
            if (name !== 'familiarity') expect(part).toBeLessThanOrEqual(1 + 1e-6);
          }
          expect(parts.nearestThree).toBeLessThanOrEqual(parts.nearest + 1e-9);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are none for nothing, and for words that the pack has never seen a letter of', () => {
    expect(match('')).toEqual([]);
    expect(match('日本')).toEqual([]);
  });

  it('rest on no piece that says nothing, where another says something', () => {
    const word = fc.constantFrom('what', 'is', 'this', 'it', 'why', 'secure', 'fast', 'django', '.', '.');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const isTelling = (text: string) => lexicon.read(text).some(isContent);
        const text = words.join(' ');
        for (const { piece } of match(text)) expect(isTelling(piece)).toBe(isTelling(text));
      }),
      { numRuns: 60 },
    );
  });

  it('name the example that was nearest, and the words that were compared', () => {
    const [best] = match('Good morning all. Is Node.js hard to learn?');
    expect(best?.entry.id).toBe('nodejs-learning');
    expect(best?.example).toBe('Is Node.js hard to learn?');
    expect(best?.piece).toBe('is nodejs hard to learn');
    expect(best?.parts).toMatchObject({ options: 1, coverage: 1 });
    expect(best?.parts.nearest).toBeCloseTo(1, 6);
  });

  it('lose coverage by words that the entry does not speak of', () => {
    const coverage = (text: string) => match(text).find((one) => one.entry.id === 'nodejs-cons')?.parts.coverage ?? 0;
    expect(coverage('cons of node')).toBe(1);
    expect(coverage('cons of node for zeppelins')).toBeLessThan(1);
    expect(coverage('cons of node for zeppelins and gondolas')).toBeLessThan(coverage('cons of node for zeppelins'));
  });

  it('find every entry first by its own question', () => {
    for (const { id, question } of pack.entries.values())
      expect([question, ids(match(question))[0]]).toEqual([question, id]);
  });

  it('are the same whatever was asked before, and in whatever order the entries were read', () => {
    const questions = [...pack.entries.values()].map(({ question }) => question);
    const reversed = packOf([...pack.entries.values()].toReversed());
    const ordered = packOf([...pack.entries.values()]);
    const first = questions.map((question) => match(question, undefined, ordered));
    const later = questions
      .toReversed()
      .map((question) => match(question, undefined, reversed))
      .toReversed();
    expect(later).toEqual(first);
    expect(questions.map((question) => match(question, undefined, reversed))).toEqual(first);
  });

  it('stand in the order of their ids where scores are equal', () => {
    const copies = ['zebra', 'mole', 'ant', 'mole-rat'].map((id): Entry => ({ ...entry('express'), id }));
    for (const entries of [copies, copies.toReversed()]) {
      const matches = match('should i still use express', undefined, packOf([...entries, entry('nestjs')]));
      expect(new Set(matches.slice(0, 4).map(({ score }) => score)).size).toBe(1);
      expect(ids(matches).slice(0, 4)).toEqual(['ant', 'mole', 'mole-rat', 'zebra']);
    }
  });
});

describe('a long message', () => {
  const FILLER = 'we had a lovely walk through the old town';
  const QUESTION = 'How does testing compare?';
  const sentences = (count: number) => Array.from({ length: count }, (_, index) => `${FILLER} ${index}.`).join(' ');

  it.each([
    ['at the end', `${sentences(12)} ${QUESTION}`],
    ['at the beginning', `${QUESTION} ${sentences(12)}`],
    ['in the middle', `${sentences(6)} ${QUESTION} ${sentences(6)}`],
    [
      'inside one endless sentence',
      `${FILLER} and ${FILLER} so how does testing compare because ${FILLER} and ${FILLER}`,
    ],
    ['among words of one sentence each', `${'Well. '.repeat(40)} ${QUESTION}`],
  ])('is searched for its question, %s', (_, text) => {
    expect(ids(match(text))[0]).toBe('testing-compared');
  });

  it(`is read in at most ${MAX_PIECES} pieces, so what stands beyond changes nothing`, () => {
    const inside = `${sentences(MAX_PIECES - 1)} ${QUESTION}`;
    expect(ids(match(inside))[0]).toBe('testing-compared');
    const beyond = sentences(MAX_PIECES);
    expect(match(`${beyond} ${QUESTION}`)).toEqual(match(beyond));
    expect(match(`${beyond} ${`${QUESTION} `.repeat(500)}`)).toEqual(match(beyond));
  });

  it('is read in as few pieces when it never ends a sentence', () => {
    const endless = `${FILLER} `.repeat(40);
    expect(match(`${endless} how does testing compare`)).toEqual(match(endless));
    expect(ids(match(`how does testing compare ${endless}`))[0]).toBe('testing-compared');
  });

  it(`is compared in pieces of at most ${MAX_WHOLE_WORDS} words each`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('django', 'scale', 'secure', 'walk', 'and', '.', '\n', 'x'), { maxLength: 400 }),
        (words) => {
          for (const { piece } of match(words.join(' ')))
            expect(piece.split(' ').length).toBeLessThanOrEqual(MAX_WHOLE_WORDS);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('of single words alone is read by its first ones', () => {
    const words = ['Testing', ...Array.from({ length: MAX_WHOLE_WORDS + 20 }, () => 'Mhm')];
    expect(ids(match(words.join('. ')))[0]).toBe('testing-compared');
    expect(match([...words.slice(1), 'Testing'].join('. '))).toEqual(match(words.slice(1).join('. ')));
  });
});
