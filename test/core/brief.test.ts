import { describe, expect, it } from 'vitest';
import { briefOf, chosen, extendBrief, pressedNeed } from '../../src/core/brief.ts';
import { knowledge } from '../knowledge.ts';
import { brief, heard, need } from './briefs.ts';

describe('the brief of a project', () => {
  it('holds all that was heard, and no question yet', () => {
    const { needs, facts, neither, together, asked } = briefOf(
      knowledge.readNeeds('Landing page with live chat, MVP by a team of two, using both'),
    );
    expect(needs.map(({ criterion }) => criterion)).toEqual(['real-time', 'time-to-market']);
    expect(facts.map(({ fact }) => fact)).toEqual(['first-mvp', 'small-team']);
    expect(neither.map(({ fact }) => fact)).toEqual(['static-site']);
    expect({ together, asked }).toEqual({ together: 'using both', asked: [] });
  });
});

describe('what is said or pressed later', () => {
  const before = brief(['real-time', 'geo'], {
    facts: heard('small-team'),
    neither: heard('static-site'),
    together: 'use both',
    asked: ['what-it-does'],
  });

  it('adds to what was said before', () => {
    const after = extendBrief(before, {
      needs: [need('real-time must'), need('type-safety')],
      facts: heard('compliance'),
      asked: ['who-builds-it'],
    });
    expect(after.needs).toEqual([need('real-time must'), need('geo'), need('type-safety')]);
    expect(after.facts).toEqual(heard('small-team', 'compliance'));
    expect(after.asked).toEqual(['what-it-does', 'who-builds-it']);
    expect(after.together).toBe('use both');
  });

  it('changes nothing where it says nothing', () => {
    expect(extendBrief(before, {})).toEqual({ ...before, previous: before });
  });

  it('keeps a fact in the words that said it first, and a question once', () => {
    const again = { facts: [{ fact: 'small-team', said: 'two devs' }], asked: ['what-it-does'] };
    expect(extendBrief(before, again)).toEqual({ ...before, previous: before });
  });

  it('may ask for the combination in other words', () => {
    expect(extendBrief(before, { together: 'mix both' }).together).toBe('mix both');
  });

  const check = (title: string, later: Parameters<typeof extendBrief>[1], expected: readonly string[]) => {
    it(title, () => expect(extendBrief(before, later).neither).toEqual(heard(...expected)));
  };
  check('ends a "neither" of before with a need', { needs: [need('type-safety')] }, []);
  check('keeps it when it only denies', { needs: [need('no type-safety')] }, ['static-site']);
  check('keeps it when it only tells a fact', { facts: heard('compliance') }, ['static-site']);
  check('puts a "neither" of its own in its place', { neither: heard('other-stack') }, ['other-stack']);
  check('even beside a need', { neither: heard('other-stack'), needs: [need('type-safety')] }, ['other-stack']);
});

describe('a press', () => {
  const question = {
    id: 'which-part',
    text: 'Which part is it?',
    choices: [
      { label: 'The large one', criteria: ['geo', 'real-time'], facts: ['small-team'] },
      { label: 'None', criteria: [], facts: [] },
    ],
  };
  const check = (choice: number, expected: ReturnType<typeof chosen>) => {
    const pressed = question.choices.slice(choice, choice + 1);
    it(`on "${pressed[0]?.label}" adds what it stands for, in its words, and its question is answered`, () => {
      expect(pressed.map((one) => chosen(question, one, knowledge.pack))).toEqual([expected]);
    });
  };
  const wants = (criterion: string) => {
    return { criterion, strength: 1, negated: false, said: 'The large one', by: 'pressed' } as const;
  };
  check(0, {
    needs: [wants('geo'), wants('real-time')],
    facts: [{ fact: 'small-team', said: 'The large one' }],
    asked: ['which-part'],
  });
  check(1, { needs: [], facts: [], asked: ['which-part'] });

  it('on strength 0 denies the need', () => {
    expect(pressedNeed('geo', 0, 'no')).toEqual({
      criterion: 'geo',
      strength: 0,
      negated: true,
      said: 'no',
      by: 'pressed',
    });
  });

  it('on another strength wants it', () => {
    expect(pressedNeed('geo', 0.5, 'yes').negated).toBe(false);
  });
});
