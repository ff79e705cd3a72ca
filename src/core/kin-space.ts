import { isCommonWord, type Said } from './features.ts';
import { doubleAt, floatAt } from './numbers.ts';
import type { Subject } from './word-space.ts';
import type { WordVectors } from './word-vectors.ts';

export type KinSpace = {
  /** How much of what is said has its like in the examples of each subject, 0 to 1. */
  readonly compare: (said: Said) => Float64Array;
};

/** The least likeness of two words that says anything. */
const MIN_LIKENESS = 0.25;
/** What the commonest words count, as a share of others. */
const COMMON_SHARE = 0.25;
/** Words of the examples that a word is compared by: its likest ones. */
const MAX_LIKE_WORDS = 32;
/** Words whose likest ones are kept. */
const MAX_KEPT_WORDS = 10_000;

/**
 * Indexes subjects by their single words: each word that is said counts by the likest word that a subject has, which is 1 for a
 * word of the same stem. A mean of meanings blurs what a question is about; here a rare word keeps its say.
 */
export function createKinSpace(
  subjects: readonly Subject[],
  vectors: WordVectors,
  rarity: (stem: string) => number,
): KinSpace {
  const count = subjects.length;
  const owners = new Map<string, number[]>();
  const families = new Map<string, number[]>();
  subjects.forEach((examples, subject) => {
    for (const { meant, stems } of examples) {
      meant.forEach((word, index) => {
        own(owners, word, subject);
        own(families, stems[index] ?? word, subject);
      });
    }
  });
  const { dimensions } = vectors;
  const placed = [...owners].flatMap(([word, own]) => {
    const rank = vectors.rankOf(word);
    return rank === undefined ? [] : [{ rank, own }];
  });
  const rows = new Float32Array(placed.length * dimensions);
  const mean = new Float64Array(dimensions);
  placed.forEach(({ rank }, index) => {
    const row = new Float64Array(dimensions);
    vectors.addTo(row, rank, 1);
    rows.set(row, index * dimensions);
    for (let dimension = 0; dimension < dimensions; dimension++)
      mean[dimension] = doubleAt(mean, dimension) + doubleAt(row, dimension) / placed.length;
  });
  for (let index = 0; index < placed.length; index++) {
    const row = new Float64Array(dimensions);
    for (let dimension = 0; dimension < dimensions; dimension++)
      row[dimension] = floatAt(rows, index * dimensions + dimension) - doubleAt(mean, dimension);
    normalise(row);
    rows.set(row, index * dimensions);
  }
  const kept = new Map<string, readonly Like[]>();
  const best = new Float32Array(count);

  return {
    compare: ({ meant, stems }) => {
      const kin = new Float64Array(count);
      let total = 0;
      meant.forEach((word, index) => {
        const stem = stems[index] ?? word;
        const weight = rarity(stem) * (isCommonWord(word) ? COMMON_SHARE : 1);
        total += weight;
        const found: number[] = [];
        const add = (own: Iterable<number>, likeness: number) => {
          for (const subject of own) {
            if (floatAt(best, subject) > 0) continue;
            best[subject] = likeness;
            found.push(subject);
          }
        };
        // The likest first: the first word of a subject is its likest.
        add(families.get(stem) ?? [], 1);
        // The commonest words are like each other, and say hardly anything: their likest ones are not worth the time.
        if (!isCommonWord(word)) for (const { own, likeness } of likeOf(word)) add(own, likeness);
        for (const subject of found) {
          kin[subject] = doubleAt(kin, subject) + weight * floatAt(best, subject);
          best[subject] = 0;
        }
      });
      if (total > 0) for (let subject = 0; subject < count; subject++) kin[subject] = doubleAt(kin, subject) / total;
      return kin;
    },
  };

  /** The words of the examples that are likest to a word, best first. */
  function likeOf(word: string): readonly Like[] {
    const known = kept.get(word);
    if (known) return known;
    const like: Like[] = [];
    const rank = vectors.rankOf(word);
    if (rank !== undefined) {
      const asked = new Float64Array(dimensions);
      vectors.addTo(asked, rank, 1);
      for (let dimension = 0; dimension < dimensions; dimension++)
        asked[dimension] = doubleAt(asked, dimension) - doubleAt(mean, dimension);
      normalise(asked);
      let least: number = MIN_LIKENESS;
      placed.forEach(({ own }, index) => {
        const likeness = likenessAt(asked, rows, index * dimensions);
        if (likeness <= least) return;
        let place = like.length;
        while (place > 0 && (like[place - 1]?.likeness ?? 0) < likeness) place -= 1;
        like.splice(place, 0, { own, likeness });
        if (like.length > MAX_LIKE_WORDS) like.pop();
        if (like.length === MAX_LIKE_WORDS) least = like.at(-1)?.likeness ?? least;
      });
    }
    if (kept.size >= MAX_KEPT_WORDS) kept.clear();
    kept.set(word, like);
    return like;
  }
}

/** The cosine with the row that starts there: four sums at once, which a processor adds up side by side. */
function likenessAt(asked: Float64Array, rows: Float32Array, start: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  const { length } = asked;
  for (let dimension = 0; dimension < length; dimension += 4) {
    const place = start + dimension;
    one += doubleAt(asked, dimension) * floatAt(rows, place);
    two += doubleAt(asked, dimension + 1) * floatAt(rows, place + 1);
    three += doubleAt(asked, dimension + 2) * floatAt(rows, place + 2);
    four += doubleAt(asked, dimension + 3) * floatAt(rows, place + 3);
  }
  return one + two + three + four;
}

/** A word of the examples by the subjects that have it, and how like it is. */
type Like = { readonly own: readonly number[]; readonly likeness: number };

/** Notes that a subject has a word; subjects come one after the other. */
function own(owners: Map<string, number[]>, word: string, subject: number) {
  const known = owners.get(word);
  if (!known) owners.set(word, [subject]);
  else if (known.at(-1) !== subject) known.push(subject);
}

function normalise(row: Float64Array) {
  let squares = 0;
  for (let dimension = 0; dimension < row.length; dimension++)
    squares += doubleAt(row, dimension) * doubleAt(row, dimension);
  const length = Math.sqrt(squares) || 1;
  for (let dimension = 0; dimension < row.length; dimension++) row[dimension] = doubleAt(row, dimension) / length;
}
