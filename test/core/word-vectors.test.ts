import { describe, expect, it } from 'vitest';
import { readWordVectors, writeWordVectors } from '../../src/core/word-vectors.ts';

const ROWS = [
  { word: 'tea', numbers: [0.5, -1, 0.25] },
  { word: 'coffee', numbers: [100, 50, -25] },
  { word: 'nothing', numbers: [0, 0, 0] },
];

function vectorOf(word: string, bytes = writeWordVectors(3, ROWS)): number[] | undefined {
  const table = readWordVectors(bytes);
  const rank = table.rankOf(word);
  if (rank === undefined) return undefined;
  const sum = new Float64Array(table.dimensions);
  table.addTo(sum, rank, 1);
  return [...sum];
}

describe('a table of word vectors', () => {
  it('gives back what was written, but for the last digits', () => {
    for (const { word, numbers } of ROWS) {
      const largest = Math.max(...numbers.map(Math.abs));
      vectorOf(word)?.forEach((number, dimension) => {
        expect(Math.abs(number - (numbers[dimension] ?? 0))).toBeLessThanOrEqual((largest / 127 / 2) * 1.00001);
      });
    }
  });

  it('has its words in their order, and no others', () => {
    const table = readWordVectors(writeWordVectors(3, ROWS));
    expect([table.size, table.dimensions]).toEqual([3, 3]);
    expect(['tea', 'coffee', 'nothing', 'water', ''].map(table.rankOf)).toEqual([0, 1, 2, undefined, undefined]);
  });

  it('adds a vector as often as is asked', () => {
    const table = readWordVectors(writeWordVectors(3, ROWS));
    const sum = new Float64Array(3);
    table.addTo(sum, 0, 2);
    table.addTo(sum, 0, -2);
    expect([...sum]).toEqual([0, 0, 0]);
  });

  it('can stand anywhere in memory', () => {
    const bytes = writeWordVectors(3, ROWS);
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    expect(vectorOf('coffee', shifted)).toEqual(vectorOf('coffee'));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['something else', new TextEncoder().encode('a picture\nof a cat'), /no table of word vectors/],
    ['nothing', new Uint8Array(), /no table of word vectors/],
    ['a table that was cut', writeWordVectors(3, ROWS).slice(0, -4), /damaged/],
  ])('is refused where it is %s', (_, bytes, message) => {
    expect(() => readWordVectors(bytes)).toThrow(message);
  });
});
