import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMender, editDistance, nearest } from '../../src/core/spelling.ts';

const fewLetters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });

describe('the distance between two words', () => {
  it.each([
    ['node', 'node', 0],
    ['node', 'nde', 1],
    ['node', 'noode', 1],
    ['node', 'nods', 1],
    ['node', 'ndoe', 1],
    ['django', 'djagno', 1],
    ['django', 'djnagoo', 2],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    // A swap whose two letters are edited again counts as two edits here (optimal string alignment).
    ['ca', 'abc', 3],
  ])('counts one for a letter missing, added, changed, or swapped with the next: %j, %j: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is the same both ways, and nothing only between equal words', () => {
    fc.assert(
      fc.property(fewLetters, fewLetters, (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('is exact up to the limit, and above it wherever the true one is', () => {
    fc.assert(
      fc.property(fewLetters, fewLetters, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        const distance = editDistance(a, b);
        const limited = editDistance(a, b, limit);
        if (distance <= limit) expect(limited).toBe(distance);
        else expect(limited).toBeGreaterThan(limit);
      }),
    );
  });

  it('stops at one above the limit when words have nothing in common', () => {
    expect(editDistance('aaaaaaaa', 'bbbbbbbb', 2)).toBe(3);
  });
});

describe('the nearest of known words', () => {
  it.each<[string, readonly string[], number, string | undefined]>([
    ['djagno', ['django', 'nodejs'], 1, 'django'],
    ['django', ['djangos', 'django'], 1, 'django'],
    ['dgnago', ['django'], 1, undefined],
    ['dgnago', ['django'], 2, 'django'],
    ['tango', ['django'], 1, undefined],
    ['node', ['no', 'nodejs'], 1, undefined],
    ['anything', [], 3, undefined],
    ['exact', ['exact'], 0, 'exact'],
    ['exakt', ['exact'], 0, undefined],
  ])('%j among %j within %i: %j', (word, known, most, found) => {
    expect(nearest(word, known, most)).toBe(found);
  });

  it('is the one that sorts first when several are as near, in whatever order they come', () => {
    for (const known of [
      ['cat', 'bat', 'rat'],
      ['rat', 'cat', 'bat'],
    ])
      expect(nearest('hat', known, 1)).toBe('bat');
  });

  it('is one that no other known word is nearer than', () => {
    fc.assert(
      fc.property(fewLetters, fc.array(fewLetters), fc.integer({ min: 0, max: 3 }), (word, known, most) => {
        const [best] = known
          .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
          .filter(({ distance }) => distance <= most)
          .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
        expect(nearest(word, known, most)).toBe(best?.candidate);
      }),
    );
  });
});

describe('a mended word', () => {
  const mend = createMender(
    new Map([
      ['server', 5],
      ['serves', 2],
      ['severe', 5],
      ['port', 9],
      ['sort', 9],
      ['cat', 9],
    ]),
  );

  it.each([
    ['sever', 'server', 'the most frequent, then the first, of those one edit away'],
    ['serveer', 'server', 'a letter too many'],
    ['sevrer', 'server', 'two letters swapped'],
    ['sorv', 'sort', 'a letter for another'],
    ['bort', 'port', 'as frequent: the one that sorts first'],
    ['cats', undefined, 'near a word too short to be sure of'],
    ['serv', undefined, 'two edits away'],
    ['server', undefined, 'known'],
    ['cst', undefined, 'too short'],
  ])('%j: %j (%s)', (word: string, found: string | undefined, _: string) => {
    expect(mend(word)).toBe(found);
  });

  it('is always one edit away, and found whenever there is one', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 7 }));
    fc.assert(
      fc.property(
        words,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 7 }),
        (known, word) => {
          const found = createMender(new Map(known.map((one) => [one, 1])))(word);
          const near = known.filter((one) => editDistance(one, word) === 1).toSorted();
          expect(found).toBe(known.includes(word) ? undefined : near[0]);
        },
      ),
    );
  });
});
