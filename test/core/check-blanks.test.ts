import { describe, expect, it } from 'vitest';
import { BLANK, blanksIn, stringsIn, withoutBlanks } from '../../src/core/check-blanks.ts';
import { findingsOf, LONE_CLAIM, LONE_ENTRY, problemsOf, SMALL_PACK, smallPackWith } from '../pack/small-pack.ts';

describe('a blank', () => {
  const check = (title: string, file: string, from: string, to: string, says: string) => {
    it(`is one problem that says what to write: ${title}`, () => {
      expect(problemsOf(smallPackWith(file, from, to))).toEqual([`${file}:${says}`]);
    });
  };
  const message = (wanted: string) => `this blank is not filled in: "${wanted}"; write that in place of "FILL-IN …"`;
  check('in a text', 'pack.yaml', 'Tea vs Coffee', `${BLANK} a title`, `2: title: ${message('a title')}`);
  check(
    'where an id must be',
    LONE_ENTRY,
    '[tea.caffeine]',
    `[${BLANK} a claim]`,
    `6: claims[1]: ${message('a claim')}`,
  );
  check(
    'where a number must be',
    'criteria.yaml',
    'weight: 3',
    `weight: ${BLANK} 0 to 3`,
    `5: criteria[1].weight: ${message('0 to 3')}`,
  );
  check('where a day must be', LONE_CLAIM, '2028-05-01', `${BLANK} a day`, `10: [1].reviewBy: ${message('a day')}`);
  check('in an example', LONE_ENTRY, 'tea varieties', `${BLANK} slang`, `8: examples[5]: ${message('slang')}`);
  check('in an answer', LONE_ENTRY, 'Tea is green or black.', `${BLANK} it.`, `10: answer: ${message('it.')}`);
  check(
    'in a line of the longer part',
    LONE_ENTRY,
    'There is white tea too.',
    `There is white tea.\n- ${BLANK} more`,
    `14: more: ${message('more')}`,
  );
  check(
    'that says nothing',
    'pack.yaml',
    'Tea vs Coffee',
    BLANK,
    '2: title: this blank is not filled in; write that in place of "FILL-IN …"',
  );

  it('does not hide what is wrong elsewhere in its file', () => {
    const text = (SMALL_PACK[LONE_CLAIM] ?? '').replace('Tea tastes mild.', `${BLANK} a taste`);
    expect(problemsOf({ ...SMALL_PACK, [LONE_CLAIM]: text.replace('status: opinion', 'status: maybe') })).toEqual([
      `${LONE_CLAIM}:2: [1].statement: ${message('a taste')}`,
      expect.stringContaining(`${LONE_CLAIM}:5: [1].status: expected one of`),
    ]);
  });

  it('keeps its entry from being judged by its content', () => {
    const files = smallPackWith(LONE_ENTRY, 'Tea is green or black.', `It is so.\n\n${BLANK} the rest`);
    expect(findingsOf(files).filter((line) => line.includes(LONE_ENTRY))).toEqual([]);
    expect(findingsOf({ ...SMALL_PACK })).toHaveLength(1);
  });
});

describe('texts inside a value', () => {
  it('are found with their path, and a value that holds itself ends the walk', () => {
    const loop: { a: string; self?: unknown } = { a: 'x' };
    loop.self = loop;
    expect(stringsIn({ list: ['one', { two: 'three' }], none: null, count: 1 })).toEqual([
      { path: ['list', 0], text: 'one' },
      { path: ['list', 1, 'two'], text: 'three' },
    ]);
    expect(stringsIn(loop).length).toBeLessThan(20);
  });

  it('are counted by their lines where there are several', () => {
    expect(blanksIn('f', { text: `one\n${BLANK} two` }).map(({ path }) => path)).toEqual([['text', 1]]);
  });
});

describe('a problem beside a blank', () => {
  const blank = { file: 'f', path: ['list', 1], message: 'blank' };
  const check = (title: string, file: string, path: readonly (string | number)[], isKept: boolean) => {
    it(`${isKept ? 'stays' : 'goes'}: ${title}`, () => {
      expect(withoutBlanks([{ file, path, message: 'x' }], [blank])).toHaveLength(isKept ? 1 : 0);
    });
  };
  check('at the same place', 'f', ['list', 1], false);
  check('inside it', 'f', ['list', 1, 'id'], false);
  check('around it', 'f', ['list'], false);
  check('beside it', 'f', ['list', 0], true);
  check('in another file', 'g', ['list', 1], true);
  check('of the file as a whole', 'f', [], true);
});
