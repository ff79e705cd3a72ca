import { describe } from 'vitest';
import { check, type Row } from './problem-row.ts';
import { LONE_CLAIM, LONE_ENTRY } from './small-pack.ts';

const MANY_WORDS = 'tea '.repeat(29).trim();

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
    says: '[1].sources: expected a source beside "basis: source"; add one, or write "basis: practice"',
  },
  {
    title: 'wants no source where a claim is common practice',
    file: LONE_CLAIM,
    from: 'basis: source',
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
    title: 'wants a group of words that is there',
    file: 'criteria.yaml',
    from: 'phrases: [ritual]',
    to: 'phrases: ["{people} drink"]',
    says: 'criteria[2].phrases[1]: expected a group in braces, one of none, as there is no "groups"; got "{people}"',
  },
  {
    title: 'wants an option where it is said what a "no" means for it',
    file: 'criteria.yaml',
    from: 'phrases: [night shift, <3-8> cups, <1000+> people]',
    to: 'denied: { score: -1, reason: It has none. }\n    phrases: [night shift, <3-8> cups, <1000+> people]',
    says: [
      [
        'denied: { score: -1',
        'criteria[1].denied: expected "option" beside "denied": it says for which option the score counts; add it',
      ],
    ],
  },
  ...['... shift', 'night ...', '...'].map((phrase) => ({
    title: `wants words on both sides of a gap in a phrase: "${phrase}"`,
    file: 'criteria.yaml',
    from: 'night shift',
    to: phrase,
    says: `criteria[1].phrases[1]: expected words before and after "..."; got "${phrase}"`,
  })),
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
    says: 'answer: expected a first sentence of at most 25 words; it has 29: split it',
  },
  {
    title: 'takes an answer without a full stop as one sentence',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: MANY_WORDS,
    says: 'answer: expected a first sentence of at most 25 words; it has 29: split it',
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
    says: [['| white', 'more: expected paragraphs, "- " bullets, **bold** and `code` only; found a table']],
  },
  {
    title: 'wants no second "## More"',
    file: LONE_ENTRY,
    from: 'There is white tea too.',
    to: 'There is white tea too.\n\n## More\nAnd red.',
    says: [['## More\nAnd', 'expected one "## More"; put what stands below the second into the first']],
  },
  ...['answer', 'more'].map((field) => ({
    title: `wants no "${field}" in the front matter`,
    file: LONE_ENTRY,
    from: 'topic: basics\n',
    to: `topic: basics\n${field}: Lost words.\n`,
    says: [[`${field}: Lost`, `"${field}" is no field of the front matter; write it below, as text`]] as const,
  })),
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

describe('the content', () => {
  CONTENT.forEach(check);
});
