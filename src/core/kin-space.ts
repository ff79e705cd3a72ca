import { isCommonWord, type Said } from './features.ts';
import { doubleAt, floatAt, itemAt, normalise, productAt } from './numbers.ts';
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
  /** By the word in hand, which subjects have counted it already; words are numbered as they come. */
  const countedAt = new Float64Array(count);
  let words = 0;

  return {
    compare: ({ meant, stems }) => {
      const kin = new Float64Array(count);
      let total = 0;
      for (let index = 0; index < meant.length; index++) {
        const word = meant[index] ?? '';
        const stem = stems[index] ?? word;
        const weight = rarity(stem) * (isCommonWord(word) ? COMMON_SHARE : 1);
        total += weight;
        words += 1;
        // The likest first: the first word of a subject is its likest.
        add(families.get(stem) ?? [], weight, kin);
        // The commonest words are like each other, and say hardly anything: their likest ones are not worth the time.
        if (!isCommonWord(word)) for (const { own, likeness } of likeOf(word)) add(own, weight * likeness, kin);
      }
      if (total > 0) for (let subject = 0; subject < count; subject++) kin[subject] = doubleAt(kin, subject) / total;
      return kin;
    },
  };

  /** Adds so much to each of these subjects that has not counted the word in hand yet. */
  function add(subjects: readonly number[], amount: number, kin: Float64Array) {
    for (let index = 0; index < subjects.length; index++) {
      const subject = itemAt(subjects, index);
      if (doubleAt(countedAt, subject) === words) continue;
      countedAt[subject] = words;
      kin[subject] = doubleAt(kin, subject) + amount;
    }
  }

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
      for (let index = 0; index < placed.length; index++) {
        const likeness = productAt(asked, rows, index * dimensions);
        if (likeness <= least) continue;
        const own = placed[index]?.own ?? [];
        let place = like.length;
        while (place > 0 && (like[place - 1]?.likeness ?? 0) < likeness) place -= 1;
        like.splice(place, 0, { own, likeness });
        if (like.length > MAX_LIKE_WORDS) like.pop();
        if (like.length === MAX_LIKE_WORDS) least = like.at(-1)?.likeness ?? least;
      }
    }
    if (kept.size >= MAX_KEPT_WORDS) kept.clear();
    kept.set(word, like);
    return like;
  }
}

/** A word of the examples by the subjects that have it, and how like it is. */
type Like = { readonly own: readonly number[]; readonly likeness: number };

/** Notes that a subject has a word; subjects come one after the other. */
function own(owners: Map<string, number[]>, word: string, subject: number) {
  const known = owners.get(word);
  if (!known) owners.set(word, [subject]);
  else if (known.at(-1) !== subject) known.push(subject);
}
