import { describe, expect, it } from 'vitest';
import {
  EMPTY_THREAD,
  MAX_VERDICTS,
  newestVerdict,
  type ThreadState,
  threadStateSchema,
  verdictBrief,
  withBrief,
} from '../../src/core/thread.ts';
import { brief, heard } from './briefs.ts';

/** The thread after this many verdicts; each brief holds its own number as the words that asked for it. */
function threadAfter(verdicts: number, state: ThreadState = EMPTY_THREAD): ThreadState {
  if (verdicts === 0) return state;
  return threadAfter(verdicts - 1, withBrief(state, brief([], { together: `verdict ${newestVerdict(state) + 1}` })));
}

describe('the verdicts of a thread', () => {
  const check = (verdicts: number, newest: number, kept: readonly number[], gone: readonly number[]) => {
    it(`after ${verdicts} the newest is ${newest}, and ${kept.join(', ') || 'none'} can be found`, () => {
      const state = threadAfter(verdicts);
      expect(newestVerdict(state)).toBe(newest);
      for (const number of kept) expect(verdictBrief(state, number)?.together).toBe(`verdict ${number}`);
      for (const number of gone) expect(verdictBrief(state, number)).toBeUndefined();
    });
  };
  check(0, 0, [], [0, 1]);
  check(1, 1, [1], [0, 2]);
  check(MAX_VERDICTS, MAX_VERDICTS, [1, MAX_VERDICTS], [0, MAX_VERDICTS + 1]);
  check(MAX_VERDICTS + 2, MAX_VERDICTS + 2, [3, MAX_VERDICTS + 2], [1, 2]);

  it('keep their numbers however many there were', () => {
    const state = threadAfter(3 * MAX_VERDICTS);
    expect(state.verdicts.briefs).toHaveLength(MAX_VERDICTS);
    expect(state.verdicts.first).toBe(2 * MAX_VERDICTS + 1);
  });

  it('leave the state they were added to as it was', () => {
    const state = threadAfter(2);
    threadAfter(5, state);
    expect(state).toEqual(threadAfter(2));
  });
});

describe('the state of a thread', () => {
  const whole = brief(['real-time must', 'no geo', 'type-safety implied'], {
    facts: heard('small-team'),
    neither: heard('static-site'),
    together: 'use both',
    asked: ['what-it-does'],
  });
  const check = (title: string, state: ThreadState) => {
    it(`comes back from JSON as it was: ${title}`, () => {
      expect(threadStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    });
  };
  check('nothing said', EMPTY_THREAD);
  check('an answer', { ...EMPTY_THREAD, last: 'answer', entry: 'django-pros', options: ['django'] });
  check('a "Did you mean"', { ...EMPTY_THREAD, last: 'clarify', suggestions: ['django-pros', 'django-cons'] });
  check('a verdict that waits for an answer', {
    ...withBrief(EMPTY_THREAD, whole),
    last: 'verdict',
    question: 'who-builds-it',
  });

  it('gives back the brief that a verdict was made of', () => {
    const stored = threadStateSchema.parse(JSON.parse(JSON.stringify(withBrief(EMPTY_THREAD, whole))));
    expect(verdictBrief(stored, 1)).toEqual(whole);
  });

  it('is refused when a field has another form', () => {
    expect(threadStateSchema.safeParse({ ...EMPTY_THREAD, last: 'review' }).success).toBe(false);
    expect(threadStateSchema.safeParse({ ...EMPTY_THREAD, verdicts: [] }).success).toBe(false);
  });
});
