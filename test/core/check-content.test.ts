import { describe, expect, it } from 'vitest';
import {
  type Files,
  findingsOf,
  LONE_CLAIM,
  LONE_ENTRY,
  lineOf,
  SMALL_PACK,
  smallPackWith,
} from '../pack/small-pack.ts';

const TEA = 'entries/basics/what-is-tea.md';
const BOTH = 'entries/basics/main-difference.md';
const CAFFEINE = 'claims/caffeine.yaml';
/** What is found in the small pack as it is: one claim that waits for its entry. */
const KNOWN = findingsOfSmallPack();

/** One change of a good pack, and all that is found in it then: the level, on the line of these words, the text. */
type Row = {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly level?: 'problem' | 'warning';
  readonly on?: string;
  readonly says: string | undefined;
};

const ROWS: readonly Row[] = [
  {
    title: 'an example that reads like one of another entry but for endings and small words',
    file: TEA,
    from: 'tea in a nutshell',
    to: 'the sort of tea',
    says: 'examples[5]: "the sort of tea" asks the same as "sorts of tea" of "tea-kinds"; keep it where it fits best',
  },
  {
    title: 'an example that reads like one of another entry but for punctuation',
    file: TEA,
    from: 'tea in a nutshell',
    to: 'sorts of tea?!',
    says: 'examples[5]: "sorts of tea?!" asks the same as "sorts of tea" of "tea-kinds"; keep it where it fits best',
  },
  {
    title: 'an example that reads like one of another entry but for one letter',
    file: TEA,
    from: 'tea in a nutshell',
    to: 'types of leavse',
    says: 'examples[5]: "types of leavse" asks the same as "types of leaves" of "tea-kinds"; keep it where it fits best',
  },
  {
    title: 'a first sentence that names neither an option nor a word of the question',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: 'It depends.',
    says: 'answer: expected the first sentence to name an option or a word of the question; say what the answer is about',
  },
  {
    title: 'a marketing word in an answer, on its own line',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: 'Tea is green or black.\n\nIt is brewed seamlessly.',
    on: 'It is brewed',
    says: 'answer: "seamlessly" praises and cannot be checked; say what is so and how it shows, or quote who says it',
  },
  {
    title: 'a marketing word below "## More"',
    file: LONE_ENTRY,
    from: 'There is white tea too.',
    to: 'There is\ncutting edge tea too.',
    on: 'cutting edge',
    says: 'more: "cutting edge" praises and cannot be checked; say what is so and how it shows, or quote who says it',
  },
  {
    title: 'a marketing word in a claim',
    file: CAFFEINE,
    from: 'Tea has a little caffeine.',
    to: 'Tea has Robust caffeine.',
    says: '[1].statement: "Robust" praises and cannot be checked; say what is so and how it shows, or quote who says it',
  },
  {
    title: 'a quoted marketing word where no article is quoted',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: 'Tea is "elegant".',
    says: 'answer: "elegant" praises and cannot be checked; say what is so and how it shows, or quote who says it',
  },
  {
    title: 'a marketing word in a reason of a criterion',
    file: 'criteria.yaml',
    from: 'Much caffeine.',
    to: 'Powerful caffeine.',
    on: 'reason: Powerful',
    says: 'criteria[1].scores.coffee.reason: "Powerful" praises and cannot be checked; say what is so and how it shows, or quote who says it',
  },
  {
    title: 'a marketing word in the short rule',
    file: 'pack.yaml',
    from: 'Tea calms and coffee wakes.',
    to: 'Tea is world-class.',
    on: 'shortRule',
    says: 'shortRule: "world-class" praises and cannot be checked; say what is so and how it shows, or quote who says it',
  },
  {
    title: 'words that only begin like marketing words',
    file: LONE_ENTRY,
    from: 'Tea is green or black.',
    to: 'Tea has power and some elegance.',
    says: undefined,
  },
  {
    title: 'an overview that says more of one side',
    file: BOTH,
    from: 'Coffee has more caffeine than tea.',
    to: 'Coffee has much caffeine and wakes people early. Tea calms.',
    says: 'answer: expected as much about each option, within 25 %; words in sentences that name one alone: tea 2, coffee 8: even them out, or say why (imbalance: "…")',
  },
  {
    title: 'an overview that says nearly as much of each side',
    file: BOTH,
    from: 'Coffee has more caffeine than tea.',
    to: 'Coffee has much caffeine.\n\n- Tea calms people\n- more or less',
    says: undefined,
  },
  {
    title: 'an overview of which little is about one option alone',
    level: 'warning',
    file: BOTH,
    from: 'Coffee has more caffeine than tea.',
    to: 'Coffee has more caffeine than tea. Coffee wakes.',
    on: 'Coffee has',
    says: 'answer: only 2 of 8 words stand in sentences about one option (tea 0, coffee 2); see whether each side is told',
  },
  {
    title: 'an uneven overview with a reason',
    file: BOTH,
    from: '---\nCoffee has more caffeine than tea.',
    to: 'imbalance: Coffee is what was asked about.\n---\nCoffee has much caffeine and wakes people. Tea calms.',
    says: undefined,
  },
  {
    title: 'an even overview with a reason',
    level: 'warning',
    file: BOTH,
    from: '---\nCoffee has more caffeine than tea.',
    to: 'imbalance: Nobody knows.\n---\nCoffee wakes. Tea calms.',
    on: 'imbalance',
    says: 'imbalance: the sides are even (words: tea 2, coffee 2), so no reason is needed; take it out',
  },
  {
    title: 'an uneven entry about several options that stands for no comparison',
    level: 'warning',
    file: LONE_ENTRY,
    from: 'options: [tea]',
    to: 'options: [tea, coffee]',
    on: 'Tea is green',
    says: 'answer: expected as much about each option, within 25 %; words in sentences that name one alone: tea 5, coffee 0: even them out, or say why (imbalance: "…")',
  },
  {
    title: 'a claim of the article that nothing states',
    file: LONE_CLAIM,
    from: 'basis: source',
    to: 'basis: article',
    on: 'id: tea.taste',
    says: '[1].id: no entry and no criterion states the claim "tea.taste"; list it where it is stated, or take it out',
  },
  {
    title: 'a source that no claim rests on',
    file: 'sources.yaml',
    from: '- id: handbook\n',
    to: '- { id: leaflet, title: Leaflet, publisher: Example, date: 2026-01-02, kind: data }\n- id: handbook\n',
    on: '- { id: leaflet',
    says: '[1].id: no claim rests on the source "leaflet"; cite it in a claim, or take it out',
  },
  {
    title: 'a reason for an imbalance that is none',
    level: 'warning',
    file: 'pack.yaml',
    from: 'overview: ',
    to: 'imbalance: { pros: Tea is better. }\noverview: ',
    on: 'imbalance',
    says: 'imbalance.pros: the sides are even (Tea 1, Coffee 1), so no reason is needed; take it out',
  },
];

describe('the content of a pack', () => {
  it('is fine in the small pack, but for a claim that waits for its entry', () => {
    expect(findingsOf(SMALL_PACK)).toEqual(KNOWN);
  });

  for (const { title, file, from, to, level = 'problem', on = to, says } of ROWS) {
    it(`${says === undefined ? 'may have' : `${level}:`} ${title}`, () => {
      const files = smallPackWith(file, from, to);
      const expected = says === undefined ? [] : [`${level} ${file}:${lineOf(files[file], on)}: ${says}`];
      expect(newIn(files)).toEqual(expected);
    });
  }

  it('may quote the article, in an entry that states its claim and in the claim itself', () => {
    const claim = (SMALL_PACK[LONE_CLAIM] ?? '')
      .replace('basis: source', 'basis: article')
      .replace('Tea tastes mild.', 'Tea is called “robust”, "powerful" and «elegant».');
    const entry = (SMALL_PACK[LONE_ENTRY] ?? '')
      .replace('[tea.caffeine]', '[tea.taste]')
      .replace('Tea is green or black.', 'Tea is called "robust" here.');
    expect(findingsOf({ ...SMALL_PACK, [LONE_CLAIM]: claim, [LONE_ENTRY]: entry })).toEqual([]);
  });

  it('is dated: a claim is due from the day after its review, and never checked in time to come', () => {
    const due = (today: string) => newIn(SMALL_PACK, today).filter((line) => line.includes('review was due'));
    expect(due('2028-05-01')).toEqual([]);
    expect(due('2028-05-02')).toHaveLength(3);
    expect(due('2028-05-02')[0]).toBe(
      `warning ${CAFFEINE}:9: [1].reviewBy: the review was due on 2028-05-01; check the claim again, then set both days anew`,
    );
    expect(newIn(SMALL_PACK, '2026-10-31')[0]).toBe(
      `warning ${CAFFEINE}:8: [1].checkedOn: expected the day of a check, today at the latest; got 2026-11-01`,
    );
  });

  it('counts criteria and claims of each side, and wants a reason where one has clearly more', () => {
    const more = ['one', 'two', 'three']
      .map(
        (nth) =>
          `- { id: tea.${nth}, statement: Tea ${nth}., options: [tea], topic: basics, status: holds, basis: practice, sources: [], checkedOn: 2026-11-01, reviewBy: 2028-05-01, confidence: low }\n`,
      )
      .join('');
    const files = { ...SMALL_PACK, [CAFFEINE]: `${SMALL_PACK[CAFFEINE]}${more}` };
    const uneven = (of: Files) => findingsOf(of).filter((line) => line.includes('pack.yaml'));
    expect(uneven(files)).toEqual([
      'problem pack.yaml:5: options: expected as many claims on each side, within 20 %: Tea 5, Coffee 1; even them out, or say why in pack.yaml (imbalance: { claims: "…" })',
    ]);
    const reason = 'imbalance: { claims: Tea has more to tell. }\n';
    expect(uneven({ ...files, 'pack.yaml': `${SMALL_PACK['pack.yaml']}${reason}` })).toEqual([]);
  });
});

describe('the content of a pack whose form is wrong', () => {
  it('is looked at all the same, as far as it can be read', () => {
    const files: Files = {
      ...smallPackWith('criteria.yaml', 'night shift', '... shift'),
      [LONE_ENTRY]: (SMALL_PACK[LONE_ENTRY] ?? '').replace('Tea is green or black.', 'It depends.'),
    };
    expect(newIn(files)).toEqual([
      `problem ${LONE_ENTRY}:10: answer: expected the first sentence to name an option or a word of the question; say what the answer is about`,
    ]);
  });

  it('is not called unused or uneven for what could not be read', () => {
    const broken = smallPackWith('entries/basics/what-is-coffee.md', 'What is coffee?', 'Coffee: what is it?');
    expect(newIn(broken)).toEqual([]);
    const claims = smallPackWith('entries/basics/what-is-coffee.md', 'topic: basics\n', '');
    expect(newIn(claims)).toEqual([]);
  });

  it('cannot be looked at without its head, its criteria and its vocabulary', () => {
    expect(findingsOf(smallPackWith('pack.yaml', 'title: Tea vs Coffee', 'title: 7'))).toEqual([]);
  });

  it('does not look wrong everywhere because one name was given to two options', () => {
    expect(newIn(smallPackWith('vocabulary.yaml', 'aliases: [coffee]', 'aliases: [coffee, tea]'))).toEqual([]);
  });

  it('is read without the phrases that would take too long', () => {
    const long = `night ${'a|b|c|d '.repeat(12)}shift`;
    expect(newIn(smallPackWith('criteria.yaml', 'night shift', long))).toEqual([]);
  });
});

/** What is found beside what is known. */
function newIn(files: Files, today?: string): string[] {
  return findingsOf(files, today).filter((line) => !KNOWN.includes(line));
}

function findingsOfSmallPack(): readonly string[] {
  return [
    'warning claims/taste.yaml:1: [1].id: no entry and no criterion states the claim "tea.taste"; list it where it is stated, or take it out',
  ];
}
