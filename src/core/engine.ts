import type { Said } from './features.ts';
import { createKinSpace, type KinSpace } from './kin-space.ts';
import { createMeaningSpace, type MeaningSpace } from './meaning-space.ts';
import { countAt, doubleAt } from './numbers.ts';
import { createWordSpace, type Subject, type WordSpace } from './word-space.ts';
import type { WordVectors } from './word-vectors.ts';

/** What the score of a subject adds up from. */
export const PARTS = ['centroid', 'nearest', 'nearestThree', 'familiarity', 'meaning', 'kin'] as const;
export type Part = (typeof PARTS)[number];
export type Parts = Readonly<Record<Part, number>>;

/** How the parts add up, and the most that an example itself reaches. */
export type Fusion = { readonly weights: Parts; readonly full: number };

/** The fusion with word vectors, and the one without. */
export type Fusions = { readonly withMeaning: Fusion; readonly wordsOnly: Fusion };

/** A subject with its score. */
export type Ranked = {
  /** Its place among the subjects the engine was made with. */
  readonly subject: number;
  /** Above 0, and seldom above 1: as a share of the most that an example itself reaches, times its factor. */
  readonly score: number;
  readonly parts: Parts;
  /** Which of its examples is nearest by words; -1 when none has anything in common. */
  readonly example: number;
};

export type RankOptions = {
  /** What the score of a subject is multiplied with; a subject with 0 is left out. */
  readonly factorOf?: (subject: number) => number;
  /** Leave the meaning of words out, although there is a table. */
  readonly isByWordsOnly?: boolean;
};

export type Engine = {
  readonly words: WordSpace;
  /** The subjects nearest to what was said, best first, at most `MAX_CANDIDATES`; equal scores in the order of the subjects. */
  readonly rank: (said: Said, options?: RankOptions) => Ranked[];
};

/** Subjects that are compared example by example: the best by what can be had for all of them at once. */
export const MAX_CANDIDATES = 12;
/** Subjects whose meaning is compared, about: the best by their words, where there are more. Packs have fewer. */
export const MAX_MEANT = 1000;
/**
 * Words nearly those of an example count beyond the weighted sum: the fit cannot learn it, since examples of one subject
 * are written to differ, and people repeat themselves.
 */
const ECHO = { from: 0.65, weight: 0.65 } as const;
/** What an example itself reaches at most, the echo included. */
const HIGHEST = 1 + ECHO.weight * (1 - ECHO.from);
/** Scores are rounded to this, so that no rounding of a last digit decides. */
const PRECISION = 1e6;

/** What the parts weigh where nothing was fitted: about what was learned on the pack that ships and on two public sets of questions. */
export const USUAL_FUSIONS: Fusions = {
  withMeaning: {
    weights: { centroid: 3.5, nearest: 1.3, nearestThree: 2.7, familiarity: 2, meaning: 3.8, kin: 3.4 },
    full: 24,
  },
  wordsOnly: {
    weights: { centroid: 5, nearest: 1.3, nearestThree: 4, familiarity: 2.6, meaning: 0, kin: 0 },
    full: 24,
  },
};

/**
 * Makes the index over subjects. The table of word vectors is asked for when the first question comes that needs it;
 * without one the words alone decide.
 */
export function createEngine(
  subjects: readonly Subject[],
  fusions: Fusions,
  vectors: () => WordVectors | undefined = () => undefined,
): Engine {
  const words = createWordSpace(subjects);
  // What the meanings need is kept until they are asked for, and then nothing of it.
  let unread = subjects;
  const count = subjects.length;
  let meanings: { readonly index: Meanings | undefined } | undefined;

  return {
    words,
    rank: (said, { factorOf = () => 1, isByWordsOnly = false } = {}) => {
      const index = isByWordsOnly ? undefined : meaningIndex();
      const { weights, full } = index ? fusions.withMeaning : fusions.wordsOnly;
      const vector = words.vectoriser.vector(said);
      const { centroid, familiarity } = words.compare(vector);
      const kin = index?.kinds.compare(said);
      const cheap = new Float64Array(count);
      for (let subject = 0; subject < count; subject++) {
        cheap[subject] =
          weights.centroid * doubleAt(centroid, subject) +
          weights.familiarity * doubleAt(familiarity, subject) +
          (kin ? weights.kin * doubleAt(kin, subject) : 0);
      }
      const meaning = index?.space.compare(said, cheap, boundOfBest(cheap, MAX_MEANT));
      if (meaning)
        for (let subject = 0; subject < count; subject++)
          cheap[subject] = doubleAt(cheap, subject) + weights.meaning * doubleAt(meaning, subject);
      const candidates = bestOf(cheap, factorOf);
      const nearest = words.nearest(
        vector,
        candidates.map(({ subject }) => subject),
      );
      return candidates
        .map(({ subject, factor, sum }, place): Ranked => {
          const byWords = nearest[place] ?? { best: 0, bestThree: 0, index: -1 };
          const all = sum + weights.nearest * byWords.best + weights.nearestThree * byWords.bestThree;
          const echo = ECHO.weight * Math.max(0, byWords.best - ECHO.from);
          return {
            subject,
            score: Math.round(((factor * (all / full + echo)) / HIGHEST) * PRECISION) / PRECISION,
            parts: {
              centroid: doubleAt(centroid, subject),
              nearest: byWords.best,
              nearestThree: byWords.bestThree,
              familiarity: doubleAt(familiarity, subject),
              meaning: meaning ? doubleAt(meaning, subject) : 0,
              kin: kin ? doubleAt(kin, subject) : 0,
            },
            example: byWords.index,
          };
        })
        .sort((a, b) => b.score - a.score || a.subject - b.subject);
    },
  };

  function meaningIndex(): Meanings | undefined {
    if (!meanings) {
      const table = vectors();
      const index = table && {
        space: createMeaningSpace(unread, table),
        kinds: createKinSpace(unread, table, words.vectoriser.rarity),
      };
      meanings = { index };
      unread = [];
    }
    return meanings.index;
  }
}

/** What is known by the meaning of whole texts, and of single words. */
type Meanings = { readonly space: MeaningSpace; readonly kinds: KinSpace };

/** Steps between the lowest and the highest sum. */
const STEPS = 1000;

/** A bound that about `most` of the sums reach, and no fewer; the lowest sum where there are not more. */
function boundOfBest(sums: Float64Array, most: number): number {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < sums.length; index++) {
    lowest = Math.min(lowest, doubleAt(sums, index));
    highest = Math.max(highest, doubleAt(sums, index));
  }
  if (sums.length <= most || lowest === highest) return lowest;
  const step = (highest - lowest) / STEPS;
  const counts = new Uint32Array(STEPS + 1);
  for (let index = 0; index < sums.length; index++) {
    const place = Math.floor((doubleAt(sums, index) - lowest) / step);
    counts[place] = countAt(counts, place) + 1;
  }
  let [place, reached] = [STEPS, countAt(counts, STEPS)];
  while (reached < most) reached += countAt(counts, --place);
  return lowest + place * step;
}

type Candidate = { readonly subject: number; readonly sum: number; readonly factor: number };

/** The candidates with the highest sum times factor; of equal ones those that come first. */
function bestOf(sums: Float64Array, factorOf: (subject: number) => number): Candidate[] {
  const best: (Candidate & { readonly value: number })[] = [];
  let least = 0;
  for (let subject = 0; subject < sums.length; subject++) {
    const sum = doubleAt(sums, subject);
    if (best.length === MAX_CANDIDATES && sum <= least) continue;
    const factor = factorOf(subject);
    const value = sum * factor;
    if (value <= least) continue;
    let place = best.length;
    while (place > 0 && (best[place - 1]?.value ?? 0) < value) place -= 1;
    best.splice(place, 0, { subject, sum, factor, value });
    if (best.length > MAX_CANDIDATES) best.pop();
    if (best.length === MAX_CANDIDATES) least = best.at(-1)?.value ?? 0;
  }
  return best;
}
