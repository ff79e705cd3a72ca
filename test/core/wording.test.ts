import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/core/knowledge.ts';
import type { Need } from '../../src/core/needs.ts';
import { recommend } from '../../src/core/recommend.ts';
import {
  counterHeading,
  settlesIt,
  shownFlip,
  shownNeed,
  shownRule,
  shownStrength,
  shownSum,
  verdictHeading,
} from '../../src/core/verdict-wording.ts';
import {
  caveatNote,
  checkedNote,
  correctedNote,
  greeting,
  helpText,
  outOfScope,
  practiceNote,
  shownDay,
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
    expect(greeting([tea])).toContain(summary);
    expect(helpText([tea])[0]).toBe(summary);
  });

  it('in the plain no, which names the first rival', () => {
    expect(outOfScope([tea], [])).toBe(`${summary} I would rather say so than guess.`);
    expect(outOfScope([tea], ['ruby on rails', 'flask'])).toBe(
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
      'Django leads by 9; 3 counts in all. A lead of up to 0.8 (25 %) is a close call, from 1.8 (60 %) it is clear.',
    ],
    [
      ['team-python', 'team-javascript'],
      'Nobody leads; 6 counts in all. A lead of up to 1.5 (25 %) is a close call, from 3.6 (60 %) it is clear.',
    ],
    [
      ['admin-backoffice', 'real-time'],
      'Django leads by 3; 6 counts in all. But each option leads by 2 marks or more on a part that can stand alone, so each gets its part.',
    ],
    [['geo nice'], 'Django leads by 2; 1 counts in all; below 3 the bot asks instead of choosing.'],
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
  const [realTime] = pack.criteria;
  const python = pack.criteria.find(({ id }) => id === 'team-python');
  if (!realTime || !python) throw new Error('the pack has criteria');

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

  const flip = (from: number, strength: number, kind: 'option' | 'both', option?: string) => {
    const isNew = from === 0;
    return { criterion: realTime, from, strength, isNew, isLess: strength < from, to: { kind, option } };
  };
  check(
    [
      [flip(0, 2, 'option', 'nodejs'), 'to Node.js if "Real time" is a must'],
      [flip(0, 1, 'both'), 'to both if "Real time" is wanted'],
      [flip(0, 0.5, 'option', 'nodejs'), 'to Node.js if "Real time" is nice to have'],
      [flip(1, 2, 'option', 'nodejs'), 'to Node.js if "Real time" is a must, not only wanted'],
      [flip(1, 0.5, 'option', 'django'), 'to Django if "Real time" is only nice to have'],
      [flip(1, 0, 'option', 'django'), 'to Django if "Real time" is not needed'],
      [{ ...flip(1, 0, 'option', 'nodejs'), criterion: python }, 'to Node.js if "Team knows Python" is not so'],
    ],
    (given) => shownFlip(given, pack),
  );

  it('asks what would settle a close call', () => {
    expect(settlesIt(realTime.question)).toBe(
      "What would settle it: Must people see each other's changes within about a second?",
    );
  });

  const sum = (words: string, changed?: Partial<Need>) => {
    const given = { ...need(words), ...changed };
    const [point] = recommend({ ...brief([]), needs: [given] }, pack).points;
    return point && shownSum(point, pack);
  };
  it('shows what a need counts and gives each option, with a real minus and who said it', () => {
    expect(sum('admin-backoffice nice', { said: 'a back office' })).toBe(
      '"a back office", nice to have: counts 1.5. Django +3 (marked +2), Node.js −1.5 (marked −1)',
    );
    expect(sum('real-time must', { said: 'live', who: 'Ana' })).toBe(
      '"live" (Ana), a must: counts 6. Django 0, Node.js +12 (marked +2)',
    );
    expect(sum('no team-python', { said: 'no Python' })).toBe(
      '"no Python", said not to be so: counts 1.5. Django −3 (marked −1), Node.js 0',
    );
  });
});
