import { describe, expect, it } from 'vitest';
import { check, type Row } from './problem-row.ts';
import { LONE_CLAIM, LONE_ENTRY, problemsOf, SMALL_PACK, smallPackWith } from './small-pack.ts';

/** Every place that names something else: the words around the id, what it names, and the field. */
const REFERENCES: Readonly<Record<string, readonly (readonly [words: string, names: string, field: string])[]>> = {
  'pack.yaml': [
    ['entry: §\n    against', 'entry what-is-tea', 'options[1].entry'],
    ['against: §\n  - id: coffee', 'entry main-difference', 'options[1].against'],
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
    ['two cups., claims: [§]', 'claim coffee.caffeine', 'bothCost.claims[1]'],
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

/** Keys that must be ids of options, and lists in which an id may stand once. */
const KEYS: readonly Row[] = [
  {
    title: 'must exist: an option of vocabulary.yaml, which has every option',
    file: 'vocabulary.yaml',
    from: '  coffee:\n',
    to: '  cofee:\n',
    says: [
      ['tea:', 'options: expected the words of the option "coffee"; add it with its aliases'],
      ['aliases: [coffee]', 'options.cofee: no option has the id "cofee"; did you mean "coffee"?'],
    ],
  },
  {
    title: 'must exist: the option that owns a part',
    file: 'criteria.yaml',
    from: 'coffee: the morning',
    to: 'cofee: the morning',
    says: 'splits[1].owns.cofee: no option has the id "cofee"; did you mean "coffee"?',
  },
  {
    title: 'must exist: the option of a score, which every option has',
    file: 'criteria.yaml',
    from: 'coffee: { score: -1',
    to: 'cofee: { score: -1',
    says: [
      ['tea: { score: 2', 'criteria[2].scores: expected a score for the option "coffee"; add it'],
      ['cofee: { score: -1', 'criteria[2].scores.cofee: no option has the id "cofee"; did you mean "coffee"?'],
    ],
  },
  {
    title: 'is told by its id: of a criterion',
    file: 'criteria.yaml',
    from: 'id: ceremony',
    to: 'id: wakefulness',
    says: [
      [
        'id: wakefulness\n    name: Ceremony',
        'criteria[2].id: "wakefulness" stands under criteria twice; rename or remove one',
      ],
    ],
  },
  {
    title: 'is told by its id: of a fact',
    file: 'criteria.yaml',
    from: 'id: guests',
    to: 'id: one-kitchen',
    says: [
      [
        '- { id: one-kitchen, name: Guests',
        'facts[3].id: "one-kitchen" stands under facts twice; rename or remove one',
      ],
    ],
  },
  {
    title: 'is told by its id: of a topic',
    file: 'pack.yaml',
    from: '    entries: [what-is-tea, what-is-coffee, main-difference]\n',
    to: '    entries: [what-is-tea, what-is-coffee]\n  - { id: basics, title: Again, entries: [main-difference] }\n',
    says: [['- { id: basics', 'topics[2].id: "basics" stands under topics twice; rename or remove one']],
  },
  {
    title: 'is told by its id: of an option',
    file: 'pack.yaml',
    from: 'overview: ',
    to: '  - { id: tea, name: Again, entry: what-is-tea, against: main-difference }\noverview: ',
    says: [['- { id: tea', 'options[3].id: "tea" stands under options twice; rename or remove one']],
  },
];

describe('what names something else', () => {
  for (const [file, places] of Object.entries(REFERENCES)) {
    for (const [words, names, field] of places) {
      const [kind = '', id = ''] = names.split(' ');
      const [from, to] = [words.replace('§', id), words.replace('§', id.slice(0, -1))];
      const says = `${field}: no ${kind} has the id "${id.slice(0, -1)}"; did you mean "${id}"?`;
      check({ title: `must exist: ${field} of ${file}`, file, from, to, says });
    }
  }

  KEYS.forEach(check);

  it('is told by its id: of an entry', () => {
    const again = { 'entries/basics/zebra.md': SMALL_PACK[LONE_ENTRY] ?? '' };
    expect(problemsOf({ ...SMALL_PACK, ...again })).toEqual([
      'entries/basics/zebra.md:2: id: the entry "tea-kinds" stands in entries/basics/tea-kinds.md too; rename or remove one',
    ]);
  });
});

describe('one mistake', () => {
  for (const [title, files] of [
    [
      'in a claim',
      smallPackWith('claims/caffeine.yaml', 'status: holds\n  basis: source', 'status: hold\n  basis: source'),
    ],
    ['in an entry', smallPackWith('entries/basics/what-is-tea.md', 'question: What is tea?\n', '')],
    ['in an entry that is no YAML', smallPackWith('entries/basics/what-is-tea.md', 'What is tea?', 'Tea: what is it?')],
    ['in the id of a claim', smallPackWith(LONE_CLAIM, 'id: tea.taste', 'id: 7')],
    ['in a source', smallPackWith('sources.yaml', 'kind: documentation', 'kind: hearsay')],
    ['in a criterion', smallPackWith('criteria.yaml', 'weight: 3', 'weight: much')],
    ['in claims that are no YAML', smallPackWith('claims/caffeine.yaml', 'statement: Tea has', 'statement: Tea: has')],
    ['in pack.yaml that is no YAML', smallPackWith('pack.yaml', 'title: Tea', 'title: Tea: ')],
    ['in pack.yaml that is empty', { ...SMALL_PACK, 'pack.yaml': '' }],
    ['in criteria.yaml that is no YAML', smallPackWith('criteria.yaml', 'It has one.', 'It has: one.')],
  ] as const) {
    it(`is one problem, whatever refers to what is broken: ${title}`, () => {
      expect(problemsOf(files)).toHaveLength(1);
    });
  }
});
