import { describe, expect, it } from 'vitest';
import { checkContent } from '../../src/core/check-content.ts';
import { shownRate, stepOf } from '../../src/core/check-matching.ts';
import { openPacks } from '../../src/pack/read-pack.ts';
import {
  type Files,
  findingsOf,
  LONE_ENTRY,
  lineOf,
  SMALL_PACK,
  smallPackWith,
  writeKnowledge,
} from '../pack/small-pack.ts';

const COFFEE = 'entries/basics/what-is-coffee.md';

describe('the own question of an entry', () => {
  /** One question of the lone entry, and what it gets. */
  const check = (question: string, gets: string) => {
    it(`must find it: "${question}" gets ${gets}`, () => {
      const files = smallPackWith(LONE_ENTRY, 'Which kinds of tea are there?', question);
      expect(matchingIn(files)).toEqual([
        `problem ${LONE_ENTRY}:${lineOf(files[LONE_ENTRY], 'question')}: question: its own question gets ${gets}; make it differ from that one, or give this entry examples in the words of its question`,
      ]);
    });
  };
  check('Can you tell me about coffee please?', 'the entry "what-is-coffee"');
  check('Hello', 'a greeting');
  check('Thanks', 'thanks');
  check('Help', 'the help');
  check('What topics are there', 'the topics');
  check('New project', 'a new start');
  check('None of these', 'no answer');
  check('Verdict for a night shift', 'a verdict');
});

describe('an example', () => {
  it('that finds another entry is a warning with the rate of those that do', () => {
    const files = smallPackWith(COFFEE, 'define coffee', 'some kinds of tea in general');
    expect(matchingIn(files)).toEqual([
      `warning ${COFFEE}:8: examples[4]: "some kinds of tea in general" gets the entry "tea-kinds" (1 of 20 examples do not find their entry, 5 %); move it there, take it out, or put what sets it apart into its words`,
    ]);
  });
});

describe("an example without an option's name", () => {
  it('that two entries fit is a warning: the bot asks which was meant', () => {
    const files: Files = {
      ...smallPackWith(LONE_ENTRY, 'Which kinds of tea are there?', 'Which 4 kinds are there?'),
      [COFFEE]: (SMALL_PACK[COFFEE] ?? '').replace('define coffee', 'which 3 kinds are there'),
    };
    expect(matchingIn(files)).toEqual([
      expect.stringContaining('its own question gets "Did you mean" with "tea-kinds" first'),
      expect.stringContaining('"which 3 kinds are there" gets "Did you mean" with "what-is-coffee" first (1 of 20'),
    ]);
  });
});

describe('the examples of a pack', () => {
  const check = (entries: number, each: number, step: number) => {
    it(`are asked 1 in ${step}: ${entries} entries with ${each} each`, () => {
      expect(stepOf(entries * each, entries)).toBe(step);
    });
  };
  check(0, 0, 1);
  check(10, 5, 1);
  check(213, 12, 1);
  check(350, 10, 1);
  check(500, 10, 2);
  check(1000, 11, 29);
  check(5000, 10, 167);

  it('are all asked when that is wished', () => {
    const [pack] = openPacks(writeKnowledge({ pack: SMALL_PACK })).packs;
    const draft = pack?.checked.draft;
    expect(draft && checkContent(draft, '2026-11-22', true).examples).toEqual({ total: 20, asked: 20, lost: 0 });
  });
});

describe('the rate of examples that are lost', () => {
  for (const [rate, shown] of [
    [{ total: 20, asked: 20, lost: 1 }, '1 of 20 examples do not find their entry, 5 %'],
    [{ total: 9000, asked: 300, lost: 10 }, '10 of 300 examples asked of 9000 do not find their entry, 3.3 %'],
    [{ total: 0, asked: 0, lost: 0 }, '0 of 0 examples do not find their entry, 0 %'],
  ] as const) {
    it(`reads: ${shown}`, () => expect(shownRate(rate)).toBe(shown));
  }
});

/** What is found about questions and examples. */
function matchingIn(files: Files): string[] {
  return findingsOf(files).filter((line) => / gets /.test(line));
}
