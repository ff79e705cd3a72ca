import type { Said } from './features.ts';
import { doubleAt, normalise, product, productAt } from './numbers.ts';
import type { Subject } from './word-space.ts';
import type { WordVectors } from './word-vectors.ts';

export type MeaningSpace = {
  /** A text as a point among meanings, of length 1; undefined where the table has none of its words. */
  readonly meaningOf: (said: Said) => Float64Array | undefined;
  /**
   * Cosine of what the words of a text mean with the meaning of each subject, 0 where they point apart. Only those are compared
   * of which `sums` has `least` or more.
   */
  readonly compare: (said: Said, sums: Float64Array, least: number) => Float64Array;
};

/** A word counts as `RARITY / (RARITY + p)`, p being how often it is used: the commonest words say little. */
const RARITY = 3e-3;
/** Zipf's law: the word at place r of the table is used 0.1 / (r + 2.7) of the time. */
const COMMONEST = 0.1;
const ZIPF_SHIFT = 2.7;
/** What is added to each direction's spread, as a share of the mean spread, so that few examples do not make one decide. */
const SMOOTHING = 0.5;
/** Steps in which the common direction is found; it hardly moves after a few. */
const POWER_STEPS = 5;
/** More examples than these say nothing new about directions. */
const MAX_LEARNED_FROM = 2000;

/**
 * Indexes subjects by what the words of their examples mean. The direction that all texts share is taken out, and directions in which
 * examples of one subject differ among themselves count less: those are manners of speaking, not meaning (linear discriminant analysis).
 */
export function createMeaningSpace(subjects: readonly Subject[], vectors: WordVectors): MeaningSpace {
  const { dimensions } = vectors;
  const count = subjects.length;
  const total = subjects.reduce((sum, examples) => sum + examples.length, 0);
  const step = Math.max(1, total / MAX_LEARNED_FROM);
  const learned: { readonly row: Float64Array; readonly owner: number }[] = [];
  let [place, next] = [0, 0];
  subjects.forEach((examples, owner) => {
    for (const said of examples) {
      place += 1;
      if (place <= next) continue;
      next += step;
      const row = sumOf(said.meant);
      if (row) learned.push({ row, owner });
    }
  });
  const rows = learned.map(({ row }) => row);
  const common = commonDirection(rows, dimensions);
  for (const row of rows) removeDirection(row, common);
  const mean = meanOf(rows, dimensions);
  const lower = cholesky(spreadWithin(learned, dimensions), dimensions);
  const centroids = new Float32Array(count * dimensions);
  subjects.forEach((examples, subject) => {
    // One subject's rows at a time: those of all would be most of the memory.
    const own = examples.flatMap((said) => sumOf(said.meant) ?? []);
    if (own.length === 0) return;
    for (const row of own) removeDirection(row, common);
    const centroid = meanOf(own, dimensions);
    whiten(centroid);
    centroids.set(centroid, subject * dimensions);
  });

  return {
    meaningOf,
    compare: (said, sums, least) => {
      const cosines = new Float64Array(count);
      const meaning = meaningOf(said);
      if (!meaning) return cosines;
      for (let subject = 0; subject < count; subject++)
        if (doubleAt(sums, subject) >= least)
          cosines[subject] = Math.max(0, productAt(meaning, centroids, subject * dimensions));
      return cosines;
    },
  };

  function meaningOf({ meant }: Said): Float64Array | undefined {
    const meaning = sumOf(meant);
    if (!meaning) return undefined;
    removeDirection(meaning, common);
    whiten(meaning);
    return meaning;
  }

  function sumOf(words: readonly string[]): Float64Array | undefined {
    let sum: Float64Array | undefined;
    for (const word of words) {
      const rank = vectors.rankOf(word);
      if (rank === undefined) continue;
      sum ??= new Float64Array(dimensions);
      vectors.addTo(sum, rank, RARITY / (RARITY + COMMONEST / (rank + ZIPF_SHIFT)));
    }
    return sum;
  }

  /** Turns a row into one in which every direction is spread alike within subjects: solves lower × y = row − mean. */
  function whiten(row: Float64Array) {
    for (let line = 0; line < dimensions; line++) {
      let value = doubleAt(row, line) - doubleAt(mean, line);
      for (let column = 0; column < line; column++)
        value -= doubleAt(lower, line * dimensions + column) * doubleAt(row, column);
      row[line] = value / doubleAt(lower, line * dimensions + line);
    }
    normalise(row);
  }
}

/** The direction that texts have most in common, of length 1, by power iteration. */
function commonDirection(rows: readonly Float64Array[], dimensions: number): Float64Array {
  let direction = new Float64Array(dimensions).fill(1 / Math.sqrt(dimensions));
  for (let step = 0; step < POWER_STEPS; step++) {
    const next = new Float64Array(dimensions);
    for (const row of rows) {
      const share = product(row, direction) / (product(row, row) || 1);
      for (let dimension = 0; dimension < dimensions; dimension++)
        next[dimension] = doubleAt(next, dimension) + share * doubleAt(row, dimension);
    }
    normalise(next);
    direction = next;
  }
  return direction;
}

/** Takes a direction out of a row, which then has length 1. */
function removeDirection(row: Float64Array, direction: Float64Array) {
  const share = product(row, direction);
  for (let dimension = 0; dimension < row.length; dimension++)
    row[dimension] = doubleAt(row, dimension) - share * doubleAt(direction, dimension);
  normalise(row);
}

function meanOf(rows: readonly Float64Array[], dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions);
  for (const row of rows)
    for (let dimension = 0; dimension < dimensions; dimension++)
      mean[dimension] = doubleAt(mean, dimension) + doubleAt(row, dimension) / rows.length;
  return mean;
}

/** The covariance of examples around the mean of their own subject, smoothed; only its lower half is filled. */
function spreadWithin(
  rows: readonly { readonly row: Float64Array; readonly owner: number }[],
  dimensions: number,
): Float64Array {
  const byOwner = new Map<number, Float64Array[]>();
  for (const { row, owner } of rows) {
    const own = byOwner.get(owner);
    if (own) own.push(row);
    else byOwner.set(owner, [row]);
  }
  const spread = new Float64Array(dimensions * dimensions);
  const difference = new Float64Array(dimensions);
  for (const own of byOwner.values()) {
    const mean = meanOf(own, dimensions);
    for (const row of own) {
      for (let dimension = 0; dimension < dimensions; dimension++)
        difference[dimension] = doubleAt(row, dimension) - doubleAt(mean, dimension);
      for (let line = 0; line < dimensions; line++) {
        const start = line * dimensions;
        const factor = doubleAt(difference, line);
        for (let column = 0; column <= line; column++)
          spread[start + column] = doubleAt(spread, start + column) + factor * doubleAt(difference, column);
      }
    }
  }
  let trace = 0;
  for (let line = 0; line < dimensions; line++) trace += doubleAt(spread, line * dimensions + line);
  // With one example a subject nothing differs within any: then all directions count alike.
  const smoothing = trace > 0 ? (SMOOTHING * trace) / dimensions : 1;
  for (let line = 0; line < dimensions; line++)
    spread[line * dimensions + line] = doubleAt(spread, line * dimensions + line) + smoothing;
  return spread;
}

/** The lower triangle whose product with its own transpose is the given matrix. */
function cholesky(matrix: Float64Array, dimensions: number): Float64Array {
  const lower = new Float64Array(matrix.length);
  for (let line = 0; line < dimensions; line++) {
    for (let column = 0; column <= line; column++) {
      let value = doubleAt(matrix, line * dimensions + column);
      for (let inner = 0; inner < column; inner++)
        value -= doubleAt(lower, line * dimensions + inner) * doubleAt(lower, column * dimensions + inner);
      lower[line * dimensions + column] =
        line === column ? Math.sqrt(value) : value / doubleAt(lower, column * dimensions + column);
    }
  }
  return lower;
}
