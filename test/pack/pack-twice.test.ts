import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemLine, readPacks } from '../../src/pack/read-pack.ts';
import { check, type Row } from './problem-row.ts';
import { LONE_CLAIM, LONE_ENTRY, problemsOf, SMALL_PACK, smallPackWith, writeKnowledge } from './small-pack.ts';

const TWICE: readonly Row[] = [
  {
    title: 'a phrase of one criterion, whatever its capitals and blanks',
    file: 'criteria.yaml',
    from: 'phrases: [night shift,',
    to: 'phrases: [night shift, Night  Shift,',
    says: 'criteria[1].phrases[2]: the phrase "Night  Shift" stands under "wakefulness" twice; take one out',
  },
  {
    title: 'a phrase of one criterion, said outright and implied',
    file: 'criteria.yaml',
    from: 'implied: [tired]',
    to: 'implied: [night shift]',
    says: 'criteria[1].implied[1]: the phrase "night shift" stands under "wakefulness" twice; take one out',
  },
  {
    title: 'a phrase of the combination and of a fact',
    file: 'criteria.yaml',
    from: 'bothPhrases: [tea and coffee]',
    to: 'bothPhrases: [one kitchen]',
    says: 'bothPhrases[1]: the phrase "one kitchen" stands under "one-kitchen" too; keep it in one place',
  },
  {
    title: 'an alias of two options, whatever its punctuation',
    file: 'vocabulary.yaml',
    from: 'aliases: [coffee]',
    to: 'aliases: [coffee, Tea!]',
    says: 'options.coffee.aliases[2]: "Tea!" names the option "tea" too; keep it under the one that people mean by it',
  },
  {
    title: 'an alias of one option that is a part of another',
    file: 'vocabulary.yaml',
    from: 'aliases: [coffee]',
    to: 'aliases: [coffee]\n    parts: [tea]',
    says: [
      [
        'parts: [tea]',
        'options.coffee.parts[1]: "tea" names the option "tea" too; keep it under the one that people mean by it',
      ],
    ],
  },
  {
    title: 'a word of two rows of synonyms',
    file: 'vocabulary.yaml',
    from: '  coffee:\n    aliases: [coffee]\n',
    to: '  coffee:\n    aliases: [coffee]\nsynonyms:\n  - [cup, mug]\n  - [glass, mug]\n',
    says: [
      ['[glass, mug]', 'synonyms[2][2]: "mug" stands in the row of "cup" too; keep it in one row, or join the two'],
    ],
  },
  {
    title: 'an option among its rivals',
    file: 'vocabulary.yaml',
    from: '  coffee:\n    aliases: [coffee]\n',
    to: '  coffee:\n    aliases: [coffee]\nrivals: [cocoa, Coffee]\nneighbours: [milk]\n',
    says: [
      [
        'rivals: ',
        'rivals[2]: "Coffee" is a name of the option "coffee"; what is compared is neither a rival nor a neighbour: take it out',
      ],
    ],
  },
  {
    title: 'an id in one list of an entry',
    file: LONE_ENTRY,
    from: 'related: [what-is-tea]',
    to: 'related: [what-is-tea, what-is-tea]',
    says: 'related[2]: "what-is-tea" stands in this list twice; take one out',
  },
  {
    title: 'an example of one entry',
    file: LONE_ENTRY,
    from: 'tea varieties',
    to: 'Sorts of  tea',
    says: 'examples[5]: "Sorts of  tea" stands among these examples twice; take one out',
  },
];

describe('what stands twice is one problem, on its second line:', () => {
  TWICE.forEach(check);

  it('a question, in the entry that comes later', () => {
    const files = smallPackWith(LONE_ENTRY, 'question: Which kinds of tea are there?', 'question: what is  coffee?');
    expect(problemsOf(files)).toEqual([
      'entries/basics/what-is-coffee.md:3: question: "What is coffee?" is the question of "tea-kinds" too; ask something else, or make one entry of the two',
    ]);
  });

  it('a question of one entry among the examples of another', () => {
    expect(problemsOf(smallPackWith(LONE_ENTRY, 'tea varieties', 'what is tea?'))).toEqual([
      `${LONE_ENTRY}:8: examples[5]: "what is tea?" is the question of "what-is-tea"; take it out, or ask in other words`,
    ]);
  });
});

describe('a place of its own', () => {
  check({
    title: 'is what a title of a topic has room for',
    file: 'pack.yaml',
    from: 'title: What they are',
    to: `title: ${'What they are '.repeat(5).trim()}`,
    says: 'topics[1].title: expected at most 60 characters, which is what its button holds; it has 69: shorten it',
  });
  check({
    title: 'in time is what a review has: after its check',
    file: LONE_CLAIM,
    from: 'reviewBy: 2028-05-01',
    to: 'reviewBy: 2026-10-31',
    says: '[1].reviewBy: expected a day after the check on 2026-11-01; got 2026-10-31',
  });
});

describe('a file that is no UTF-8', () => {
  const broken = (place: string, bytes: (text: string) => Buffer) => {
    const knowledgeDir = writeKnowledge({ pack: SMALL_PACK });
    const path = join(knowledgeDir, 'pack', place);
    writeFileSync(path, bytes(SMALL_PACK[place] ?? ''));
    return readPacks(knowledgeDir).problems.map((problem) =>
      problemLine(problem).replaceAll(`${knowledgeDir}/pack/`, ''),
    );
  };
  const message = 'this is no valid UTF-8: a character could not be read; save the file as UTF-8, and write it anew';

  it('is named, with the line of its first character that cannot be read', () => {
    const latin = (text: string) => Buffer.from(text.replace('white', 'w\u00E9ite'), 'latin1');
    expect(broken(LONE_ENTRY, latin)).toEqual([`${LONE_ENTRY}:13: ${message}`]);
    const claim = (text: string) => Buffer.from(text.replace('mild', 'm\u00EFld'), 'latin1');
    expect(broken(LONE_CLAIM, claim)).toEqual([`${LONE_CLAIM}:2: ${message}`]);
  });

  it('may be UTF-16', () => {
    expect(broken('sources.yaml', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual([
      `sources.yaml:1: ${message}`,
    ]);
  });

  it('may hold what a program put in place of a lost character', () => {
    expect(broken(LONE_CLAIM, (text) => Buffer.from(text.replace('mild', 'm\uFFFDld')))).toEqual([
      `${LONE_CLAIM}:2: ${message}`,
    ]);
  });

  it('is not looked for among files of another kind', () => {
    const knowledgeDir = writeKnowledge({ pack: SMALL_PACK });
    mkdirSync(join(knowledgeDir, 'pack', 'eval'));
    writeFileSync(join(knowledgeDir, 'pack', 'picture.png'), Buffer.from([0xff, 0xd8]));
    expect(readPacks(knowledgeDir).problems).toEqual([]);
  });
});
