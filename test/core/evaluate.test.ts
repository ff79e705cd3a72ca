import { describe, expect, it } from 'vitest';
import {
  aurocOf,
  bestPoint,
  calibrationErrorOf,
  confusionsOf,
  curveOf,
  type EvalRow,
  figuresOf,
  type Judged,
  judge,
} from '../../src/core/evaluate.ts';
import { library, TODAY } from '../knowledge.ts';

const row = (set: EvalRow['set'], entries: readonly string[] = [], turns: readonly string[] = ['…']): EvalRow => ({
  set,
  turns,
  entries,
  takesVerdict: set === 'verdict',
  intent: undefined,
});
const judged = (of: EvalRow, given: string | undefined, confidence: number, place = 0): Judged => ({
  row: of,
  given,
  isRight: given !== undefined && of.entries.includes(given),
  ranked: [],
  place,
  isOffered: false,
  isSuggesting: given === undefined && confidence > 0.3,
  confidence,
  match: { isRight: place === 1, confidence, decides: true },
  isUnderstood: false,
});
const PLAYED = [
  judged(row('in', ['a']), 'a', 0.9, 1),
  judged(row('in', ['a']), 'b', 0.7, 2),
  judged(row('in', ['c']), undefined, 0.4, 1),
  judged(row('turns', ['d']), undefined, 0.1),
  judged(row('out'), 'b', 0.6),
  judged(row('out'), undefined, 0.2),
];

describe('the figures of judged messages', () => {
  it('are shares of the messages in scope, and of those answered', () => {
    const { scope, sets, out } = figuresOf(PLAYED);
    expect(scope).toMatchObject({ messages: 4, first: 0.5, firstThree: 0.75, mrr: 2.5 / 4, answered: 0.5, right: 0.5 });
    expect(sets.in).toMatchObject({ messages: 3, answered: 2 / 3 });
    expect(sets.verdict).toMatchObject({ messages: 0, answered: 0, right: 0 });
    expect(out).toEqual({ messages: 2, answered: 0.5, suggested: 0 });
  });

  it('say how well confidence tells in scope from out of scope; equals count half', () => {
    expect(aurocOf([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(aurocOf([0.1], [0.9])).toBe(0);
    expect(aurocOf([0.5, 0.9], [0.5, 0.1])).toBe(0.875);
    expect(aurocOf([], [0.5])).toBe(0);
  });

  it('say how far confidence is from being right', () => {
    expect(calibrationErrorOf([{ confidence: 1, isRight: true }])).toBe(0);
    expect(
      calibrationErrorOf([
        { confidence: 0.75, isRight: true },
        { confidence: 0.75, isRight: false },
      ]),
    ).toBeCloseTo(0.25);
    expect(calibrationErrorOf([])).toBe(0);
  });

  it('count what is taken for what, the most frequent first, and never small talk', () => {
    const again = judged(row('in', ['a']), 'b', 0.7, 2);
    expect(confusionsOf([...PLAYED, again, judged(row('small'), 'a', 1)]).map(({ texts: _, ...pair }) => pair)).toEqual(
      [
        { wanted: 'a', given: 'b', count: 2 },
        { wanted: 'out of scope', given: 'b', count: 1 },
      ],
    );
  });
});

describe('the curve of wrong answers', () => {
  it('answers less and errs less from a higher confidence on', () => {
    expect(curveOf(PLAYED, [0.3, 0.65, 0.8])).toEqual([
      { from: 0.3, answered: 0.75, wrong: 1 / 3, foreign: 0.5 },
      { from: 0.65, answered: 0.5, wrong: 0.5, foreign: 0 },
      { from: 0.8, answered: 0.25, wrong: 0, foreign: 0 },
    ]);
  });

  it('leaves what another rule decided as it is', () => {
    const [first] = PLAYED;
    if (!first) throw new Error('nothing was played');
    const fixed = { ...first, match: { isRight: false, confidence: 0.1, decides: false } };
    expect(curveOf([fixed], [0.9])).toEqual([{ from: 0.9, answered: 1, wrong: 0, foreign: 0 }]);
  });

  it('has a best point that keeps what is wanted, or none', () => {
    expect(bestPoint(PLAYED)).toMatchObject({ from: 0.9, answered: 0.25, wrong: 0 });
    expect(bestPoint([judged(row('in', ['a']), 'b', 0.9)])).toBeUndefined();
  });
});

describe('a labelled message', () => {
  const play = (of: EvalRow) => judge(of, library, TODAY);

  it('is right when one of its entries answers', () => {
    expect(play(row('in', ['django-pros', 'when-django'], ['pros of django']))).toMatchObject({
      given: 'django-pros',
      isRight: true,
      place: 1,
    });
    expect(play(row('in', ['nodejs-pros'], ['pros of django']))).toMatchObject({
      given: 'django-pros',
      isRight: false,
    });
  });

  it('is played to its last turn', () => {
    expect(play(row('turns', ['nodejs-pros'], ['pros of django', 'and node?']))).toMatchObject({ isRight: true });
  });

  it('may take a verdict, and one that asks is no answer', () => {
    const described = ['verdict: live chat and presence, js team'];
    expect(play(row('verdict', [], described))).toMatchObject({ given: 'verdict', isRight: true, confidence: 1 });
    expect(play(row('in', ['chat-app-compared'], described))).toMatchObject({ given: 'verdict', isRight: false });
    expect(play(row('verdict', [], ['verdict: a website']))).toMatchObject({ given: undefined, isSuggesting: true });
  });

  it('is out of scope when nothing answers it', () => {
    const lunch = play(row('out', [], ["what's for lunch"]));
    expect(lunch).toMatchObject({ given: undefined, isSuggesting: false });
    expect(lunch.confidence).toBeLessThan(0.3);
  });

  it('is small talk that must be met as what it is; praise is said after an answer', () => {
    const small = (intent: string, text: string) => play({ ...row('small', [], [text]), intent }).isUnderstood;
    expect(small('greeting', 'hello there')).toBe(true);
    expect(small('feedback', 'that was helpful')).toBe(true);
    expect(small('thanks', 'hello there')).toBe(false);
  });
});
