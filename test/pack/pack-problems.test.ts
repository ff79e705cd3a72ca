import { describe, expect, it } from 'vitest';
import { LONE_CLAIM, LONE_ENTRY, lineOf, problemsOf, smallPackWith } from './small-pack.ts';

/** One break in one file of a good pack, and every problem it makes: on the line of these words, with this text. */
type Row = {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly says: string | readonly (readonly [onTheLineOf: string, says: string])[];
};

function check({ title, file, from, to, says }: Row) {
  it(title, () => {
    const files = smallPackWith(file, from, to);
    const lines = typeof says === 'string' ? [[to, says] as const] : says;
    expect(problemsOf(files)).toEqual(lines.map(([words, text]) => `${file}:${lineOf(files[file], words)}: ${text}`));
  });
}

const MANY_WORDS = 'tea '.repeat(29).trim();

const SHAPES: readonly Row[] = [
  {
    title: 'names a field that is missing, on the line where what lacks it begins',
    file: 'pack.yaml',
    from: '    name: Tea\n',
    to: '',
    says: [['- id: tea\n', 'options[1].name: expected this field (string); add it']],
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
    says: 'title: expected a string; got 7',
  },
  {
    title: 'wants a list where one thing stands',
    file: LONE_ENTRY,
    from: 'related: [what-is-tea]',
    to: 'related: what-is-tea',
    says: 'related: expected a list; got "what-is-tea"',
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
    to: '[a, b, c, d, e]',
    says: 'topics[1].entries: expected at most 4 items; got ["a","b","c","d","e"]',
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

/** Every place that names something else: the words around the id, what it names, and the field. */
const REFERENCES: Readonly<Record<string, readonly (readonly [words: string, names: string, field: string])[]>> = {
  'pack.yaml': [
    ['entry: §\n  - id: coffee', 'entry what-is-tea', 'options[1].entry'],
    ['overview: §', 'entry main-difference', 'overview'],
    ['[§, what', 'entry what-is-tea', 'topics[1].entries[1]'],
  ],
  'criteria.yaml': [
    ['entry: §', 'entry what-is-tea', 'criteria[2].entry'],
    ['option: §', 'option tea', 'criteria[2].option'],
    ['claims: [§]\n      coffee', 'claim tea.caffeine', 'criteria[1].scores.tea.claims[1]'],
    ['question: §,', 'question who-drinks', 'facts[3].question'],
    ['counts-as, criteria: [§]', 'criterion wakefulness', 'facts[2].criteria[1]'],
    ['claims: [§], phrases: [no sleep]', 'claim coffee.caffeine', 'facts[2].claims[1]'],
    ['unless: [§]', 'criterion wakefulness', 'neither[1].unless[1]'],
    ['claims: [§]\n    unless', 'claim coffee.caffeine', 'neither[1].claims[1]'],
    ['criteria: [§]\n    claims', 'criterion wakefulness', 'splits[1].criteria[1]'],
    ['claims: [§]\ngroundRules', 'claim tea.caffeine', 'splits[1].claims[1]'],
    ['enough., claims: [§]', 'claim tea.caffeine', 'groundRules[1].claims[1]'],
    ['owls, criteria: [§]', 'criterion wakefulness', 'questions[1].choices[1].criteria[1]'],
    ['facts: [§]', 'fact no-sleep', 'questions[1].choices[2].facts[1]'],
  ],
  [LONE_CLAIM]: [
    ['topic: §', 'topic basics', '[1].topic'],
    ['options: [§]', 'option tea', '[1].options[1]'],
    ['sources: [§]', 'source handbook', '[1].sources[1]'],
    ['correctedBy: [§]', 'claim tea.caffeine', '[1].correctedBy[1]'],
  ],
  [LONE_ENTRY]: [
    ['options: [§]', 'option tea', 'options[1]'],
    ['claims: [§]', 'claim tea.caffeine', 'claims[1]'],
    ['related: [§]', 'entry what-is-tea', 'related[1]'],
  ],
};

const CONTENT: readonly Row[] = [
  {
    title: 'says so when no known id is near the unknown one',
    file: 'pack.yaml',
    from: 'overview: main-difference',
    to: 'overview: anything-else',
    says: 'overview: no entry has the id "anything-else"; known are the ids of the pack\'s entries',
  },
  {
    title: 'wants a source where a claim says that it has one',
    file: LONE_CLAIM,
    from: 'sources: [handbook]',
    to: 'sources: []',
    says: '[1].sources: expected a source beside "basis: article"; add one, or write "basis: practice"',
  },
  {
    title: 'wants no source where a claim is common practice',
    file: LONE_CLAIM,
    from: 'basis: article',
    to: 'basis: practice',
    says: [
      [
        'sources: [handbook]',
        '[1].sources: expected no source beside "basis: practice"; take the sources out, or write "basis: source"',
      ],
    ],
  },
  ...['caveat', 'outdated', 'wrong'].map((status) => ({
    title: `wants what is true instead beside a claim with the status "${status}"`,
    file: LONE_CLAIM,
    from: 'status: opinion',
    to: `status: ${status}`,
    says: `[1].status: expected a "correction" beside "status: ${status}"; write what is true instead`,
  })),
  {
    title: 'wants a claim id once',
    file: 'claims/caffeine.yaml',
    from: 'id: coffee.caffeine\n',
    to: 'id: tea.caffeine\n  statement: Again.\n  options: [tea]\n  topic: basics\n  status: holds\n  basis: practice\n  sources: []\n  checkedOn: 2026-11-01\n  reviewBy: 2028-05-01\n  confidence: low\n- id: coffee.caffeine\n',
    says: [
      [
        'id: tea.caffeine\n  statement: Again.',
        '[2].id: the claim "tea.caffeine" stands in claims/caffeine.yaml too; rename or remove one',
      ],
    ],
  },
  {
    title: 'wants a source id once',
    file: 'sources.yaml',
    from: '- id: handbook\n',
    to: '- { id: handbook, title: First, publisher: Example, date: 2026-01-02, kind: data }\n- id: handbook\n',
    says: [['- id: handbook', '[2].id: the source "handbook" stands in sources.yaml too; rename or remove one']],
  },
  {
    title: 'wants a score for every option, and only for options',
    file: 'criteria.yaml',
    from: 'coffee: { score: -1',
    to: 'cofee: { score: -1',
    says: [
      ['tea: { score: 2', 'criteria[2].scores: expected a score for the option "coffee"; add it'],
      ['cofee: { score: -1', 'criteria[2].scores.cofee: no option has the id "cofee"; did you mean "coffee"?'],
    ],
  },
  {
    title: 'wants a phrase under one criterion only, whatever its capitals',
    file: 'criteria.yaml',
    from: 'phrases: [ritual]',
    to: 'phrases: [ritual, Tired]',
    says: 'criteria[2].phrases[2]: the phrase "Tired" stands under "wakefulness" too; keep it in one place',
  },
  {
    title: 'allows only numbers as placeholders of a phrase',
    file: 'criteria.yaml',
    from: '<3-8> cups',
    to: '<some> cups',
    says: 'criteria[1].phrases[2]: expected <number>, <3>, <1-4> or <1000+>; got "<some>"',
  },
  {
    title: 'wants a placeholder to end',
    file: 'criteria.yaml',
    from: '<3-8> cups',
    to: '<3 cups',
    says: 'criteria[1].phrases[2]: expected <number>, <3>, <1-4> or <1000+>; got "<3 cups"',
  },
  {
    title: 'wants words for every option',
    file: 'vocabulary.yaml',
    from: '  coffee:\n    aliases: [coffee]\n',
    to: '',
    says: [['tea:', 'options: expected the words of the option "coffee"; add it with its aliases']],
  },
  {
    title: 'wants an example under one entry only',
    file: 'entries/basics/what-is-tea.md',
    from: 'tea in a nutshell',
    to: ' Kinds of tea ',
    says: 'examples[5]: "Kinds of tea" is an example of "tea-kinds" too; keep it where it fits best',
  },
  {
    title: 'wants an entry to be related to others',
    file: LONE_ENTRY,
    from: 'related: [what-is-tea]',
    to: 'related: [tea-kinds]',
    says: 'related: an entry is not related to itself; take it out',
  },
  {
    title: 'wants a file to have the name of its entry',
    file: LONE_ENTRY,
    from: 'id: tea-kinds',
    to: 'id: kinds-of-tea',
    says: 'id: expected the file entries/basics/kinds-of-tea.md; move the file, or mend topic and id',
  },
  {
    title: 'wants a file to lie in the folder of its topic',
    file: LONE_ENTRY,
    from: 'topic: basics',
    to: 'topic: basic',
    says: [
      ['id: tea-kinds', 'id: expected the file entries/basic/tea-kinds.md; move the file, or mend topic and id'],
      ['topic: basic\n', 'topic: no topic has the id "basic"; did you mean "basics"?'],
    ],
  },
  {
    title: 'wants a short answer to be short',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: 'Tea is good. '.repeat(34).trim(),
    says: 'answer: expected at most 100 words in the short answer; it has 102: move the rest below "## More"',
  },
  {
    title: 'wants a short first sentence',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: `${MANY_WORDS}. Short.`,
    says: 'answer: expected a first sentence of at most 28 words; it has 29: split it',
  },
  {
    title: 'takes an answer without a full stop as one sentence',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: MANY_WORDS,
    says: 'answer: expected a first sentence of at most 28 words; it has 29: split it',
  },
  {
    title: 'names markup that an answer may not use',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: 'Tea is [green](https://example.org).',
    says: 'answer: expected paragraphs, "- " bullets, **bold** and `code` only; found a link',
  },
  {
    title: 'names markup that the longer part may not use',
    file: LONE_ENTRY,
    from: 'There is white tea too.',
    to: '| white | tea |',
    says: [['## More', 'more: expected paragraphs, "- " bullets, **bold** and `code` only; found a table']],
  },
  {
    title: 'says where YAML cannot be read',
    file: LONE_CLAIM,
    from: 'statement: Tea tastes mild.',
    to: 'statement: Tea: it tastes mild.',
    says: 'this is no valid YAML: bad indentation of a mapping entry; quote text that holds ": " or " #", and mind the indent',
  },
  {
    title: 'says where front matter cannot be read',
    file: LONE_ENTRY,
    from: 'question: Which kinds of tea are there?',
    to: 'question: Tea: which kinds are there?',
    says: 'this is no valid YAML: bad indentation of a mapping entry; quote text that holds ": " or " #", and mind the indent',
  },
  {
    title: 'wants front matter above an answer',
    file: LONE_ENTRY,
    from: '---\nTea is',
    to: 'Tea is',
    says: [['---', 'expected front matter between two lines "---" at the top, then the short answer']],
  },
];

describe('the shape of what is written', () => {
  SHAPES.forEach(check);

  it('names the kinds of fact there are where another one stands', () => {
    const files = smallPackWith('criteria.yaml', 'effect: one-back-end', 'effect: two-kitchens');
    expect(problemsOf(files)).toEqual([
      expect.stringMatching(/^criteria\.yaml:\d+: facts\[1\]\.effect: expected one of .*; got "two-kitchens"$/),
    ]);
  });

  it('wants whole https addresses', () => {
    const files = smallPackWith('sources.yaml', 'https://example.org/handbook', 'http://example.org/handbook');
    expect(problemsOf(files)).toContain(
      'sources.yaml:3: [1].address: expected a whole https address; got "http://example.org/handbook"',
    );
  });
});

describe('what names something else', () => {
  for (const [file, places] of Object.entries(REFERENCES)) {
    for (const [words, names, field] of places) {
      const [kind = '', id = ''] = names.split(' ');
      const [from, to] = [words.replace('§', id), words.replace('§', id.slice(0, -1))];
      const says = `${field}: no ${kind} has the id "${id.slice(0, -1)}"; did you mean "${id}"?`;
      check({ title: `must exist: ${field} of ${file}`, file, from, to, says });
    }
  }
});

describe('the content', () => {
  CONTENT.forEach(check);
});
