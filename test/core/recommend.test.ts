import { describe, expect, it } from 'vitest';
import { type Brief, briefOf, chosen, extendBrief } from '../../src/core/brief.ts';
import { flipsOf } from '../../src/core/flip.ts';
import { argumentsFor, recommend } from '../../src/core/recommend.ts';
import { knowledge } from '../knowledge.ts';
import { brief, heard, outcome, packOf } from './briefs.ts';

const { pack, readNeeds } = knowledge;

describe('the worked cases', () => {
  const check = (text: string, because: readonly string[], expected: string) => {
    it(`"${text}" → ${expected}`, () => {
      const verdict = recommend(briefOf(readNeeds(text)), pack);
      const counted = verdict.points.map(({ criterion }) => criterion.id);
      const neither = verdict.kind === 'neither' ? [verdict.neither.id] : [];
      const facts = verdict.facts.map(({ fact }) => fact);
      expect([...counted, ...facts, ...neither]).toEqual(expect.arrayContaining([...because]));
      expect(outcome(verdict)).toBe(expected);
    });
  };

  for (const [text, because, expected] of [
    [
      'Chat app with thousands of online users, React team',
      ['real-time', 'io-concurrency', 'team-javascript'],
      'nodejs',
    ],
    ['News site, 20 editors, Python developer', ['content-heavy', 'admin-backoffice', 'team-python'], 'django'],
    [
      'Shop with recommendation engine and staff back office',
      ['admin-backoffice', 'cpu-data-ml', 'relational-orm'],
      'django',
    ],
    [
      'Shop with back office plus live auction for 50k viewers, team of 12, Python + TS',
      ['admin-backoffice', 'relational-orm', 'real-time', 'io-concurrency'],
      'both',
    ],
    [
      'Next.js product, Postgres, one full-stack TS developer, MVP in 6 weeks',
      ['same-language-ssr', 'team-javascript', 'time-to-market'],
      'nodejs',
    ],
    [
      'Hospital records, roles, audit, five-year life',
      ['auth-security-defaults', 'relational-orm', 'long-term-maintenance'],
      'django',
    ],
    [
      '5,000 sensors over MQTT sending every second, dashboards and back office for staff',
      ['iot-devices', 'io-concurrency', 'admin-backoffice'],
      'both',
    ],
    ['REST API for a mobile app, no preference, team knows both', ['team-python', 'team-javascript'], 'either'],
    ['Cloudflare Workers API with low latency', ['serverless-edge', 'io-concurrency'], 'nodejs'],
    ['Internal CRM in one month, solo Python dev', ['admin-backoffice', 'time-to-market', 'team-python'], 'django'],
    [
      'Small team, Django app exists, needs live notifications',
      ['existing-django', 'real-time', 'small-team'],
      'django',
    ],
    ['Company landing page', ['static-site'], 'neither'],
  ] as const)
    check(text, because, expected);
});

describe('the rules', () => {
  const check = (title: string, given: Brief, expected: string) => {
    it(title, () => expect(outcome(recommend(given, pack))).toBe(expected));
  };

  describe('what a need gives', () => {
    const points = (words: string) => recommend(brief([words]), pack).points.map((point) => point.points);
    const checkPoints = (words: string, expected: readonly object[]) => {
      it(`"${words}" gives ${JSON.stringify(expected)}`, () => expect(points(words)).toEqual(expected));
    };
    checkPoints('admin-backoffice', [{ django: 6, nodejs: -3 }]);
    checkPoints('admin-backoffice must', [{ django: 12, nodejs: -6 }]);
    checkPoints('admin-backoffice nice', [{ django: 3, nodejs: -1.5 }]);
    checkPoints('admin-backoffice implied', [{ django: 3, nodejs: -1.5 }]);
    checkPoints('no admin-backoffice', []);
    checkPoints('never-heard-of', []);

    it('is 0 for an option that the criterion does not score', () => {
      const made = packOf(['x', 'y'], { a: [3, 2, 1] });
      const criteria = made.criteria.map((criterion) => ({
        ...criterion,
        splits: true,
        scores: { x: { score: 2, reason: 'a', claims: [] } },
      }));
      const verdict = recommend(brief(['a']), { ...made, criteria });
      expect(verdict.points.map((point) => point.points)).toEqual([{ x: 6, y: 0 }]);
      expect(outcome(verdict)).toBe('x');
    });

    it('adds up to totals, evidence and margin', () => {
      const { totals, evidence, margin } = recommend(brief(['admin-backoffice', 'type-safety must']), pack);
      expect(totals.map(({ option, total }) => [option.id, total])).toEqual([
        ['django', 6],
        ['nodejs', -1],
      ]);
      expect({ evidence, margin }).toEqual({ evidence: 5, margin: 7 });
    });
  });

  describe('neither comes first', () => {
    const stack = { neither: heard('other-stack') };
    check('before any sum', brief(['admin-backoffice must'], stack), 'neither');
    check('before the combination that was asked for', brief([], { ...stack, together: 'use both' }), 'neither');
    check('but not against a need that speaks for an option', brief(['real-time'], stack), 'nodejs');
    check('though not where that need is only implied', brief(['real-time implied'], stack), 'neither');
    check('nor where it is denied', brief(['no real-time'], stack), 'neither');
    check(
      'the next case that was heard is tried',
      brief(['real-time'], { neither: heard('other-stack', 'heavy-compute') }),
      'neither',
    );
    check(
      'a case that the pack does not have any more is none',
      brief(['real-time'], { neither: heard('gone') }),
      'nodejs',
    );
  });

  describe('both, when each option leads on a part that can stand alone', () => {
    const each = ['admin-backoffice', 'real-time'];
    check('is before the margin', brief(['admin-backoffice must', 'real-time']), 'both');
    for (const fact of ['small-team', 'one-language', 'first-mvp'])
      check(`is ruled out by ${fact}`, brief(each, { facts: heard(fact) }), 'django');
    for (const fact of ['knows-both', 'compliance', 'huge-scale', 'beginner'])
      check(`is not ruled out by ${fact}`, brief(each, { facts: heard(fact) }), 'both');
    check('takes no need that is only nice to have', brief(['admin-backoffice', 'real-time nice']), 'django');
    check('takes no need that is only implied', brief(['admin-backoffice implied', 'real-time']), 'nodejs');
    check('takes no need that is denied', brief(['admin-backoffice', 'no real-time']), 'django');
    check('takes no need that no part can follow by itself', brief(['auth-security-defaults', 'real-time']), 'either');
    check('takes no lead below 2 score points', brief(['admin-backoffice', 'iot-devices']), 'django');

    it('names the need that each option leads on most', () => {
      const verdict = recommend(brief(['streaming-media', 'real-time', 'cpu-data-ml must', 'admin-backoffice']), pack);
      const owners = verdict.kind === 'both' ? verdict.owners : [];
      expect(owners.map(({ option, point }) => [option.id, point.criterion.id])).toEqual([
        ['django', 'cpu-data-ml'],
        ['nodejs', 'real-time'],
      ]);
    });

    const checkSplit = (needs: readonly string[], expected: string) => {
      it(`divides ${needs.join(' and ')} as ${expected}`, () => {
        const verdict = recommend(brief(needs), pack);
        expect(verdict.kind === 'both' ? verdict.split?.id : outcome(verdict)).toBe(expected);
      });
    };
    checkSplit(['admin-backoffice', 'real-time'], 'core-and-sockets');
    checkSplit(['cpu-data-ml', 'real-time'], 'node-product-python-brain');
    checkSplit(['admin-backoffice', 'same-language-ssr'], 'api-and-server-rendering');
    checkSplit(['admin-backoffice', 'io-concurrency'], 'aggregator');
    checkSplit(['admin-backoffice', 'io-concurrency', 'iot-devices'], 'device-gateway');
    checkSplit(['content-heavy', 'admin-backoffice', 'streaming-media'], 'core-and-sockets');
  });

  describe('both, when the combination itself is asked for', () => {
    const asked = { together: 'use both' };
    check('with nothing else', brief([], asked), 'both');
    check('whatever else is needed', brief(['admin-backoffice must'], asked), 'both');

    it('divides the work in the usual way', () => {
      const verdict = recommend(brief([], asked), pack);
      expect(verdict.kind === 'both' ? verdict.split?.id : undefined).toBe('core-and-sockets');
    });
  });

  it('tells what was said that rules both out, where each option would have led on a part', () => {
    const ruledOut = (needs: readonly string[]) =>
      recommend(brief(needs, { facts: heard('small-team') }), pack).ruledOut;
    expect(ruledOut(['admin-backoffice', 'real-time'])).toEqual({ fact: 'small-team', said: 'small-team' });
    expect(ruledOut(['admin-backoffice', 'geo'])).toBeUndefined();
  });

  describe('below an evidence of 3 the bot asks', () => {
    check('nothing', brief([]), 'ask');
    check('an evidence of 2', brief(['io-concurrency']), 'ask');
    check('an evidence of 2.5', brief(['io-concurrency', 'type-safety nice']), 'ask');
    check('at 3 it decides', brief(['io-concurrency', 'type-safety']), 'nodejs');
  });

  describe('the margin, as a share of the evidence', () => {
    const checkShare = (rows: Readonly<Record<string, readonly number[]>>, expected: string) => {
      it(`${JSON.stringify(rows)} → ${expected}`, () => {
        const verdict = recommend(brief(Object.keys(rows)), packOf(['x', 'y'], rows));
        expect(verdict.kind === 'option' ? `${verdict.sureness} ${verdict.option.id}` : verdict.kind).toBe(expected);
      });
    };
    checkShare({ a: [3, 0, 0] }, 'either');
    checkShare({ a: [1, 1, 0], b: [3, 0, 0] }, 'either');
    checkShare({ a: [1.5, 1, 0], b: [3, 0, 0] }, 'leaning x');
    checkShare({ a: [3, 0, 1], b: [2.5, 0, 0] }, 'leaning y');
    checkShare({ a: [3, 0, 1], b: [2, 0, 0] }, 'clear y');
    checkShare({ a: [3, 2, -2] }, 'clear x');
  });

  it('is clear only with an evidence of 3 said outright', () => {
    const made = packOf(['x', 'y'], { a: [3, 2, 0], b: [3, 2, 0] });
    const sureness = (...needs: readonly string[]) => {
      const verdict = recommend(brief(needs), made);
      return verdict.kind === 'option' ? verdict.sureness : verdict.kind;
    };
    expect(sureness('a implied', 'b implied')).toBe('leaning');
    expect(sureness('a implied', 'b')).toBe('clear');
  });

  it('leaves equal totals in the order of the pack', () => {
    const { totals } = recommend(brief(['a']), packOf(['y', 'z', 'x'], { a: [3, 1, 2, 1] }));
    expect(totals.map(({ option }) => option.id)).toEqual(['z', 'y', 'x']);
  });
});

describe('arguments', () => {
  it('come strongest first, equal ones by their id, those against at the end', () => {
    const made = packOf(['x', 'y', 'z'], { d: [1, 1, 0, 0], c: [1, 1, 0, 0], b: [3, 0, 2, 1], a: [1, 2, 1, -2] });
    const [x] = made.options;
    const { points } = recommend(brief(['a must', 'b', 'c', 'd']), made);
    const shown = x ? argumentsFor(x, points).map(({ point, lead }) => [point.criterion.id, lead]) : [];
    expect(shown).toEqual([
      ['a', 2],
      ['c', 1],
      ['d', 1],
      ['b', -6],
    ]);
  });
});

describe('flips', () => {
  const check = (title: string, given: Brief, expected: readonly string[], of = pack) => {
    it(title, () => {
      const flips = flipsOf(recommend(given, of), given, of);
      const shown = flips.map(({ criterion, strength, isNew, to }) => {
        return `${isNew ? 'new ' : ''}${criterion.id} ${strength} → ${to.option ?? to.kind}`;
      });
      expect(shown).toEqual(expected);
    });
  };
  check(
    'are the least change of a need, and the one need more that takes the least',
    brief(['admin-backoffice', 'real-time nice']),
    ['real-time 1 → both', 'new io-concurrency 1 → both'],
  );
  check('are not offered on what was denied', brief(['team-python', 'team-javascript', 'no real-time']), [
    'team-python 0.5 → nodejs',
    'new io-concurrency 0.5 → nodejs',
  ]);

  const close = packOf(['x', 'y'], { a: [1, 1, 0], b: [3, 0, 0] });
  check('say only what is understood: a need that favours nobody flips nothing', brief(['a', 'b']), ['a 2 → x'], close);

  const opposed = packOf(['x', 'y'], { a: [3, 2, 0], b: [3, 0, 2] });
  const bound = opposed.criteria.map((one) => (one.id === 'b' ? { ...one, option: 'y' } : one));
  check('may be one need more', brief(['a']), ['new b 2 → y'], opposed);
  check('ask for no other team, and nothing else that is bound to an option', brief(['a']), [], {
    ...opposed,
    criteria: bound,
  });
});

describe('questions', () => {
  const answered = (given: Brief, id: string, label: string): Brief => {
    const question = pack.questions.find((candidate) => candidate.id === id);
    const choice = question?.choices.find((candidate) => candidate.label === label);
    return question && choice ? extendBrief(given, chosen(question, choice, pack)) : given;
  };
  /** The questions put one after another, each passed over. */
  const passed = (given: Brief): string[] => {
    const verdict = recommend(given, pack);
    if (verdict.kind !== 'ask') return [outcome(verdict)];
    return [verdict.question.id, ...passed(extendBrief(given, { asked: [verdict.question.id] }))];
  };
  const check = (title: string, given: Brief, expected: readonly string[]) => {
    it(title, () => expect(passed(given)).toEqual(expected));
  };

  const all = ['what-it-does', 'who-builds-it', 'live-features'];
  check('are put once each, in the order of the pack; then it decides', brief([]), [...all, 'either']);
  check('are left out where an answer was given already', brief(['type-safety', 'team-python nice']), [
    'what-it-does',
    'live-features',
    'django',
  ]);
  check('are left out where an answer was denied already', brief(['no real-time']), ['who-builds-it', 'either']);
  check('are left out where an answer is a fact that was heard', brief([], { facts: heard('knows-both') }), [
    'what-it-does',
    'live-features',
    'either',
  ]);
  check('of a fact that was heard come first', brief([], { facts: heard('huge-scale') }), [
    'which-load',
    ...all,
    'either',
  ]);
  check('end as soon as enough is known', answered(brief([]), 'what-it-does', 'Data and models'), ['django']);
  check('go on while too little is known', answered(brief([]), 'what-it-does', 'Pages and articles'), [
    'who-builds-it',
    'live-features',
    'django',
  ]);
  check('take "no" for an answer', answered(brief([]), 'live-features', 'No, a reload is fine'), [
    'what-it-does',
    'who-builds-it',
    'either',
  ]);
});
