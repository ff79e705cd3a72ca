import { describe, expect, it } from 'vitest';
import { check, type Row } from './problem-row.ts';
import { LONE_CLAIM, LONE_ENTRY, problemsOf, smallPackWith } from './small-pack.ts';

const SHAPES: readonly Row[] = [
  {
    title: 'names a field that is missing, on the line where what lacks it begins',
    file: 'pack.yaml',
    from: '    name: Tea\n',
    to: '',
    says: [['- id: tea\n', 'options[1].name: expected this field (text); add it']],
  },
  {
    title: 'names a field that does not exist, and what is missing in its place',
    file: 'criteria.yaml',
    from: 'weight: 3',
    to: 'weigth: 3',
    says: [
      ['id: wakefulness', 'criteria[1].weight: expected this field (number); add it'],
      ['weigth: 3', 'criteria[1].weigth: no field is called "weigth" here; take it out, or mend its name'],
    ],
  },
  {
    title: 'wants text where a number stands',
    file: 'pack.yaml',
    from: 'title: Tea vs Coffee',
    to: 'title: 7',
    says: 'title: expected text; got 7',
  },
  {
    title: 'wants a list where one thing stands',
    file: LONE_ENTRY,
    from: 'options: [tea]',
    to: 'options: tea',
    says: 'options: expected a list; got "tea"',
  },
  {
    title: 'wants a value where there is none, and says so where the name stands',
    file: 'pack.yaml',
    from: 'title: Tea vs Coffee',
    to: 'title:',
    says: 'title: expected text; got null',
  },
  {
    title: 'wants a short list where one thing stands, however few there must be in it',
    file: LONE_ENTRY,
    from: 'related: [what-is-tea]',
    to: 'related: what-is-tea',
    says: 'related: expected a list; got "what-is-tea"',
  },
  {
    title: 'wants fields where text stands',
    file: 'criteria.yaml',
    from: 'tea: { score: 2, reason: It has one. }',
    to: 'tea: much',
    says: 'criteria[2].scores.tea: expected a map of fields; got "much"',
  },
  {
    title: 'wants a map of scores where a list of them stands',
    file: 'criteria.yaml',
    from: '      tea: { score: 2, reason: It has one. }\n      coffee: { score: -1, reason: It has less of one. }\n',
    to: '      - { score: 2, reason: It has one. }\n',
    says: 'criteria[2].scores: expected a map of fields; got [{"score":2,"reason":"It has one."}]',
  },
  {
    title: 'wants text where a value holds itself',
    file: 'pack.yaml',
    from: 'title: Tea vs Coffee',
    to: 'title: &self [*self]',
    says: 'title: expected text; got a value that holds itself',
  },
  {
    title: 'wants some text where there is none',
    file: 'pack.yaml',
    from: 'title: Tea vs Coffee',
    to: 'title: ""',
    says: 'title: expected some text; got ""',
  },
  {
    title: 'shows the beginning of text that is too long',
    file: 'pack.yaml',
    from: 'summary: I know tea and coffee.',
    to: `summary: ${'x'.repeat(401)}`,
    says: `summary: expected at most 400 characters; got "${'x'.repeat(58)}…`,
  },
  {
    title: 'limits a name to what a button can show',
    file: 'criteria.yaml',
    from: 'name: Staying awake',
    to: `name: ${'a'.repeat(29)}`,
    says: `criteria[1].name: expected at most 28 characters; got "${'a'.repeat(29)}"`,
  },
  {
    title: 'wants an id in its form',
    file: 'pack.yaml',
    from: 'id: tea-vs-coffee',
    to: 'id: Tea vs Coffee',
    says: 'id: expected an id: lower-case words joined by hyphens; got "Tea vs Coffee"',
  },
  {
    title: 'wants an id that fits on a button',
    file: 'pack.yaml',
    from: 'id: tea-vs-coffee',
    to: `id: ${'tea'.repeat(14)}`,
    says: `id: expected at most 40 characters; got "${'tea'.repeat(14)}"`,
  },
  {
    title: 'says only the first of two things that are wrong with one value',
    file: 'pack.yaml',
    from: 'id: tea-vs-coffee',
    to: `id: ${'Tea '.repeat(11).trim()}`,
    says: `id: expected at most 40 characters; got "${'Tea '.repeat(11).trim()}"`,
  },
  {
    title: 'wants ids as the keys of scores',
    file: 'criteria.yaml',
    from: 'coffee: { score: -1',
    to: 'Coffee: { score: -1',
    says: 'criteria[2].scores.Coffee: expected an id: lower-case words joined by hyphens; got {"score":-1,"reason":"It has less of one."}',
  },
  {
    title: 'wants a kind of fact that there is',
    file: 'criteria.yaml',
    from: 'effect: one-back-end',
    to: 'effect: two-kitchens',
    says: 'facts[1].effect: expected an effect: one-back-end, counts-as or ask; got "two-kitchens"',
  },
  {
    title: 'wants a kind of fact at all',
    file: 'criteria.yaml',
    from: 'effect: one-back-end, ',
    to: '',
    says: [['- { id: one-kitchen', 'facts[1].effect: expected an effect: one-back-end, counts-as or ask; got nothing']],
  },
  {
    title: 'lists what a field may say',
    file: LONE_CLAIM,
    from: 'status: opinion',
    to: 'status: true',
    says: '[1].status: expected one of "holds", "caveat", "outdated", "wrong", "opinion"; got true',
  },
  {
    title: 'wants days that exist',
    file: LONE_CLAIM,
    from: 'checkedOn: 2026-11-01',
    to: 'checkedOn: 2026-11-31',
    says: '[1].checkedOn: expected a day such as 2026-11-22; got "2026-11-31"',
  },
  {
    title: 'wants a score of at most +2',
    file: 'criteria.yaml',
    from: 'score: 2\n',
    to: 'score: 3\n',
    says: 'criteria[1].scores.coffee.score: expected at most 2; got 3',
  },
  {
    title: 'wants a score of at least -2',
    file: 'criteria.yaml',
    from: 'score: -1',
    to: 'score: -3',
    says: 'criteria[2].scores.coffee.score: expected at least -2; got -3',
  },
  {
    title: 'wants a whole number as a score',
    file: 'criteria.yaml',
    from: 'score: 2\n',
    to: 'score: 1.5\n',
    says: 'criteria[1].scores.coffee.score: expected a whole number; got 1.5',
  },
  {
    title: 'wants enough ways of asking',
    file: LONE_ENTRY,
    from: 'examples: [kinds of tea, sorts of tea, green or black, types of leaves, tea varieties]',
    to: 'examples: [kinds of tea]',
    says: 'examples: expected at least 5 items; got ["kinds of tea"]',
  },
  {
    title: 'wants no more entries in a topic than a card has buttons for',
    file: 'pack.yaml',
    from: '[what-is-tea, what-is-coffee, main-difference]',
    to: `[${'a, '.repeat(24)}a]`,
    says: `topics[1].entries: expected at most 24 items; got [${'"a",'.repeat(14)}"a…`,
  },
  {
    title: 'wants a short answer below the front matter',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: '',
    says: [['\n\n## More', 'answer: expected some text; got ""']],
  },
  {
    title: 'wants something below "## More"',
    file: LONE_ENTRY,
    from: 'There is white tea too.',
    to: '',
    says: [['## More', 'more: expected some text; got ""']],
  },
];

describe('the shape of what is written', () => {
  SHAPES.forEach(check);

  it('wants whole https addresses', () => {
    for (const address of ['http://example.org/handbook', 'example.org', 'a handbook'])
      expect(problemsOf(smallPackWith('sources.yaml', 'https://example.org/handbook', address))).toEqual([
        `sources.yaml:3: [1].address: expected a whole https address; got "${address}"`,
      ]);
  });
});
