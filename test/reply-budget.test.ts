import { describe, expect, it } from 'vitest';
import { createReplyBudget } from '../src/reply-budget.ts';

describe('the budget of replies', () => {
  it('ends the replies in one thread, whoever speaks there, and no other', () => {
    const budget = createReplyBudget({ perThread: 3, perPerson: 10, windowMs: 1000 });
    const allowed = Array.from({ length: 5 }, (_, index) => budget.allows('loop', `bot ${index}`, 0));
    expect(allowed).toEqual([true, true, true, false, false]);
    expect(budget.allows('other', 'bot 1', 0)).toBe(true);
  });

  it('ends the replies to one person, in whatever threads they write', () => {
    const budget = createReplyBudget({ perThread: 10, perPerson: 2, windowMs: 1000 });
    expect(['one', 'two', 'three'].map((thread) => budget.allows(thread, 'eve', 0))).toEqual([true, true, false]);
    expect(budget.allows('three', 'ana', 0)).toBe(true);
  });

  it('begins anew when its window is over', () => {
    const budget = createReplyBudget({ perThread: 1, perPerson: 1, windowMs: 1000 });
    expect([0, 999, 1000, 1001].map((at) => budget.allows('one', 'ana', at))).toEqual([true, false, true, false]);
  });

  it('is far above what a person writes', () => {
    const budget = createReplyBudget();
    expect(Array.from({ length: 15 }, () => budget.allows('one', 'ana', 0))).not.toContain(false);
    expect(Array.from({ length: 15 }, () => budget.allows('one', 'ana', 0))).toContain(false);
  });
});
