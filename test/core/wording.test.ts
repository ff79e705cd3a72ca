import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/core/knowledge.ts';
import { recommend } from '../../src/core/recommend.ts';
import {
  caveatNote,
  checkedNote,
  correctedNote,
  counterHeading,
  greeting,
  helpText,
  outOfScope,
  practiceNote,
  settlesIt,
  shownDay,
  shownFlip,
  shownNeed,
  shownRule,
  shownStrength,
  shownSum,
  verdictHeading,
} from '../../src/core/wording.ts';
import { knowledge } from '../knowledge.ts';
import { brief, heard, need, packOf } from './briefs.ts';

const { pack } = knowledge;

/** Whether `said` reads as expected, row by row. */
function check<T>(rows: readonly (readonly [given: T, expected: string])[], said: (given: T) => string) {
  for (const [given, expected] of rows) it(`${expected}`, () => expect(said(given)).toBe(expected));
}

describe('a day', () => {
  check(
    [
      ['2026-11-22', '22 Nov 2026'],
      ['2012-06-06', '6 Jun 2012'],
      ['2024-01-31', '31 Jan 2024'],
    ],
    shownDay,
  );
});

describe('what an answer rests on', () => {
  const rows: readonly (readonly [Parameters<typeof checkedNote>, string])[] = [
    [['2026-11-22', 3, false, false], 'Checked 22 Nov 2026 · 3 sources'],
    [['2026-11-22', 1, false, false], 'Checked 22 Nov 2026 · 1 source'],
    [['2026-11-22', 2, true, false], 'Checked 22 Nov 2026 · 2 sources and common practice'],
    [['2026-11-22', 0, true, false], 'Checked 22 Nov 2026 · common practice, no source'],
    [['2024-05-01', 2, false, true], 'May be outdated · checked 1 May 2024 · 2 sources'],
  ];
  check(rows, (given) => checkedNote(...given));
  check(
    [
      [1, 'One statement is common practice, with no source.'],
      [4, '4 statements are common practice, with no source.'],
    ],
    practiceNote,
  );

  it('sets right what is often said, and what holds only in part', () => {
    const claim: Claim = {
      id: 'x.y',
      statement: 'It does not scale.',
      correction: 'It does.',
      options: ['django'],
      topic: 'performance',
      status: 'wrong',
      basis: 'practice',
      sources: [],
      checkedOn: '2026-11-22',
      reviewBy: '2027-11-22',
      confidence: 'high',
    };
    const other = { ...claim, statement: 'It is slow.', correction: 'It is not.' };
    expect(correctedNote([claim, other])).toBe(
      'Often said: "It does not scale." In truth: It does.\nOften said: "It is slow." In truth: It is not.',
    );
    const { correction, ...bare } = claim;
    expect(caveatNote([claim, bare])).toBe(
      `Holds with a caveat: "It does not scale." ${correction}\nHolds with a caveat: "It does not scale."`,
    );
  });
});

describe('words about what the bot knows come from the pack', () => {
  const summary = 'I know tea and coffee.';
  const tea = { ...pack, summary };

  it('in the greeting and the help', () => {
    expect(greeting(tea)).toContain(summary);
    expect(helpText(tea)[0]).toBe(summary);
  });

  it('in the plain no, which names the first rival', () => {
    expect(outOfScope(tea, [])).toBe(`${summary} I would rather say so than guess.`);
    expect(outOfScope(tea, ['ruby on rails', 'flask'])).toBe(
      `I do not compare ruby on rails. ${summary} I would rather say so than guess.`,
    );
  });
});

describe('the verdict in one line', () => {
  const made = packOf(['Tea', 'Coffee'], { a: [3, 2, 0], b: [3, 0, 2], c: [1.5, 1, 0], d: [3, 0, 0] });
  const splits = { ...made, criteria: made.criteria.map((criterion) => ({ ...criterion, splits: true })) };
  const rows = [
    [recommend(brief(['a']), made), 'Pick Tea: a clear case'],
    [recommend(brief(['c', 'd']), made), 'Leaning to Tea'],
    [recommend(brief(['a', 'b']), made), 'Close call: either will do'],
    [recommend(brief(['a', 'b']), splits), 'Use both, one for each half'],
    [recommend(brief([]), pack), 'What is the heart of it?'],
    [
      recommend(brief([], { neither: heard('static-site') }), pack),
      'Neither: A static site generator or a hosted CMS.',
    ],
    [
      recommend(brief([], { neither: heard('small-python-api') }), pack),
      'Neither: FastAPI or Flask, which are lighter for a small JSON API.',
    ],
  ] as const;
  check(rows, verdictHeading);

  it('is argued against by the name of the option that was picked', () => {
    expect(counterHeading(recommend(brief(['a']), made))).toBe('The case against Tea');
    expect(counterHeading(recommend(brief(['a', 'b']), made))).toBe('The case against this verdict');
  });
});

describe('which rule decided', () => {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [
      ['admin-backoffice'],
      'The lead is +9 on +3 of evidence (weight × strength): a close call up to 25 %, clear from 60 %.',
    ],
    [
      ['team-python', 'team-javascript'],
      'The lead is 0 on +6 of evidence (weight × strength): a close call up to 25 %, clear from 60 %.',
    ],
    [
      ['admin-backoffice', 'real-time'],
      'The lead is +3 on +6 of evidence (weight × strength). Each option leads by 2 score points or more on a part that can stand alone, so each gets its part.',
    ],
    [['geo nice'], 'The lead is +2 on +1 of evidence (weight × strength); below 3 the bot asks instead of choosing.'],
  ];
  check(rows, (needs) => shownRule(recommend(brief(needs), pack)));
  it('tells what ruled both out', () => {
    const verdict = recommend(brief(['admin-backoffice', 'real-time'], { facts: heard('small-team') }), pack);
    expect(shownRule(verdict)).toMatch(/ "small-team" rules out using both\.$/);
  });
  it('says that neither comes before any sum', () => {
    expect(shownRule(recommend(brief([], { neither: heard('static-site') }), pack))).toContain('before any sum');
  });
});

describe('needs and what would flip the verdict', () => {
  const [realTime, concurrency] = pack.criteria;
  if (!realTime || !concurrency) throw new Error('the pack has criteria');

  check(
    [
      ['real-time', 'Real time ("real-time")'],
      ['real-time must', 'Real time ("real-time must", a must)'],
      ['real-time nice', 'Real time ("real-time nice", nice to have)'],
      ['real-time implied', 'Real time ("real-time implied", implied)'],
    ],
    (words) => shownNeed(need(words), realTime),
  );

  check(
    [
      [2, 'a must'],
      [1, 'wanted'],
      [0.5, 'nice to have'],
      [0, 'not needed'],
    ],
    shownStrength,
  );

  const flip = (strength: number, isNew: boolean, kind: 'option' | 'both', option?: string) => {
    return { criterion: realTime, strength, isNew, isLess: !isNew, to: { kind, option } };
  };
  check(
    [
      [flip(2, true, 'option', 'nodejs'), 'Node.js, with "Real time" a must'],
      [flip(1, true, 'both'), 'Both, with "Real time" wanted'],
      [flip(0.5, true, 'option', 'nodejs'), 'Node.js, with "Real time" nice to have'],
      [flip(0.5, false, 'option', 'django'), 'Django, with "Real time" only nice to have'],
      [flip(0, false, 'option', 'django'), 'Django, with "Real time" not needed'],
    ],
    (given) => shownFlip(given, pack),
  );

  it('asks what would settle a close call', () => {
    expect(settlesIt(realTime.question)).toBe(
      "What would settle it: Must people see each other's changes within about a second?",
    );
  });

  it('shows what a need gives each option, with a real minus', () => {
    const points = { django: 0, nodejs: -1.5 };
    expect(shownSum(need('real-time nice'), realTime, points, pack)).toBe(
      'weight 3 × strength 0.5 × score: Django 0, Node.js −1.5',
    );
    expect(shownSum(need('io-concurrency'), concurrency, { nodejs: 4 }, pack)).toBe(
      'weight 2 × strength 1 × score: Django 0, Node.js +4',
    );
  });
});
