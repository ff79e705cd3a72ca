import { createVectoriser, type Said, type Vector, type Vectoriser } from './features.ts';
import { countAt, doubleAt, floatAt, itemAt } from './numbers.ts';

/** One thing that can be asked for, as the ways in which it is asked. */
export type Subject = readonly Said[];

/** The nearest of a subject's examples: the cosine of the first, the mean of the first three, and which is the first (-1: none has anything in common). */
export type Nearest = { readonly best: number; readonly bestThree: number; readonly index: number };

export type WordSpace = {
  readonly vectoriser: Vectoriser;
  /** Compares words with every subject; each array has a number for each of them. */
  readonly compare: (vector: Vector) => {
    /** Cosine with the sum of its examples. */
    readonly centroid: Float64Array;
    /** How much likelier the features are in its examples than anywhere: 0 where it has none of them, with no upper end. */
    readonly familiarity: Float64Array;
  };
  /** Compares words with the single examples of some subjects. */
  readonly nearest: (vector: Vector, subjects: readonly number[]) => Nearest[];
};

/** How many examples' worth of the general frequency stand in for what a subject was never asked with. */
const BACKGROUND = 10;
/** Brings familiarity into the range of the cosines, so that their weights can be compared. */
const FAMILIARITY_SCALE = 10;
/** Examples of one subject that are looked at one by one, evenly spread where it has more. */
export const MAX_NEAREST_EXAMPLES = 60;

/** Indexes subjects by their words and letters: by subject, so that the work grows with those that share a feature, and by example. */
export function createWordSpace(subjects: readonly Subject[]): WordSpace {
  const vectoriser = createVectoriser(subjects);
  const rows = rowsOf(subjects, vectoriser);
  const { sums, familiarityAtLeast } = sumsOf(subjects.length, rows, vectoriser.size);
  const asked = new Float64Array(vectoriser.size);
  const count = subjects.length;

  return {
    vectoriser,
    compare: (vector) => {
      const both = new Float64Array(2 * count);
      let mass = 0;
      for (let index = 0; index < vector.ids.length; index++) {
        const weight = itemAt(vector.weights, index);
        const id = itemAt(vector.ids, index);
        mass += weight;
        addPostings(sums, id, weight, both);
      }
      const centroid = new Float64Array(count);
      const familiarity = new Float64Array(count);
      for (let subject = 0; subject < count; subject++) {
        centroid[subject] = doubleAt(both, 2 * subject);
        familiarity[subject] =
          (doubleAt(both, 2 * subject + 1) + mass * doubleAt(familiarityAtLeast, subject)) / FAMILIARITY_SCALE;
      }
      return { centroid, familiarity };
    },
    nearest: (vector, some) => {
      vector.ids.forEach((id, index) => {
        asked[id] = itemAt(vector.weights, index);
      });
      const found = some.map((subject) => nearestOf(rows, subject, asked));
      for (const id of vector.ids) asked[id] = 0;
      return found;
    },
  };
}

/** The examples' vectors, one after the other: those of subject `s` are rows `firsts[s]` to `firsts[s + 1]`. */
type Rows = {
  readonly firsts: Uint32Array;
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly weights: Float32Array;
};

function rowsOf(subjects: readonly Subject[], vectoriser: Vectoriser): Rows {
  const firsts = new Uint32Array(subjects.length + 1);
  subjects.forEach((examples, subject) => {
    firsts[subject + 1] = countAt(firsts, subject) + examples.length;
  });
  const count = countAt(firsts, subjects.length);
  const starts = new Uint32Array(count + 1);
  let capacity = count * 64;
  let ids = new Uint32Array(capacity);
  let weights = new Float32Array(capacity);
  let row = 0;
  let end = 0;
  for (const examples of subjects) {
    for (const said of examples) {
      const vector = vectoriser.vector(said);
      if (end + vector.ids.length > capacity) {
        capacity = (end + vector.ids.length) * 2;
        ids = grown(ids, new Uint32Array(capacity));
        weights = grown(weights, new Float32Array(capacity));
      }
      ids.set(vector.ids, end);
      weights.set(vector.weights, end);
      end += vector.ids.length;
      row += 1;
      starts[row] = end;
    }
  }
  return { firsts, starts, ids: ids.slice(0, end), weights: weights.slice(0, end) };
}

function grown<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/**
 * For each feature the subjects that have it: those of feature `id` stand from `starts[id]` to `starts[id + 1]`. Each has two values,
 * one after the other, as their sums have, so that they are read and written together.
 */
type Postings = { readonly starts: Uint32Array; readonly subjects: Uint32Array; readonly values: Float32Array };

function addPostings({ starts, subjects, values }: Postings, id: number, weight: number, both: Float64Array) {
  const end = countAt(starts, id + 1);
  for (let place = countAt(starts, id); place < end; place++) {
    const at = 2 * countAt(subjects, place);
    both[at] = doubleAt(both, at) + weight * floatAt(values, 2 * place);
    both[at + 1] = doubleAt(both, at + 1) + weight * floatAt(values, 2 * place + 1);
  }
}

function sumsOf(count: number, rows: Rows, size: number) {
  const sum = new Float64Array(size);
  const overall = new Float64Array(size);
  let total = 0;
  const starts = new Uint32Array(size + 1);
  for (let subject = 0; subject < count; subject++) {
    for (const id of summed(rows, subject, sum)) {
      starts[id + 1] = countAt(starts, id + 1) + 1;
      overall[id] = doubleAt(overall, id) + doubleAt(sum, id);
      total += doubleAt(sum, id);
      sum[id] = 0;
    }
  }
  for (let id = 0; id < size; id++) starts[id + 1] = countAt(starts, id + 1) + countAt(starts, id);
  const next = starts.slice();
  const subjects = new Uint32Array(countAt(starts, size));
  const values = new Float32Array(2 * subjects.length);
  const familiarityAtLeast = new Float64Array(count);
  for (let subject = 0; subject < count; subject++) {
    const ids = summed(rows, subject, sum);
    let squares = 0;
    let mass = 0;
    for (const id of ids) {
      squares += doubleAt(sum, id) * doubleAt(sum, id);
      mass += doubleAt(sum, id);
    }
    const length = Math.sqrt(squares) || 1;
    familiarityAtLeast[subject] = Math.log(BACKGROUND / (mass + BACKGROUND));
    for (const id of ids) {
      const place = countAt(next, id);
      subjects[place] = subject;
      values[2 * place] = doubleAt(sum, id) / length;
      values[2 * place + 1] = Math.log(1 + (doubleAt(sum, id) * total) / (BACKGROUND * doubleAt(overall, id)));
      next[id] = place + 1;
      sum[id] = 0;
    }
  }
  const least = familiarityAtLeast.reduce((lowest, value) => Math.min(lowest, value), 0);
  for (let subject = 0; subject < count; subject++)
    familiarityAtLeast[subject] = doubleAt(familiarityAtLeast, subject) - least;
  return { sums: { starts, subjects, values }, familiarityAtLeast };
}

/** Adds up a subject's examples in `sum`, and gives the features they have; the caller clears them. */
function summed({ firsts, starts, ids, weights }: Rows, subject: number, sum: Float64Array): number[] {
  const found: number[] = [];
  const end = countAt(starts, countAt(firsts, subject + 1));
  for (let place = countAt(starts, countAt(firsts, subject)); place < end; place++) {
    const id = countAt(ids, place);
    if (doubleAt(sum, id) === 0) found.push(id);
    sum[id] = doubleAt(sum, id) + floatAt(weights, place);
  }
  return found;
}

function nearestOf({ firsts, starts, ids, weights }: Rows, subject: number, asked: Float64Array): Nearest {
  const first = countAt(firsts, subject);
  const count = countAt(firsts, subject + 1) - first;
  const looked = Math.min(count, MAX_NEAREST_EXAMPLES);
  let [best, second, third] = [0, 0, 0];
  let index = -1;
  for (let step = 0; step < looked; step++) {
    const example = Math.floor((step * count) / looked);
    const end = countAt(starts, first + example + 1);
    let cosine = 0;
    for (let place = countAt(starts, first + example); place < end; place++)
      cosine += doubleAt(asked, countAt(ids, place)) * floatAt(weights, place);
    if (cosine > best) {
      [best, second, third] = [cosine, best, second];
      index = example;
    } else if (cosine > second) {
      [second, third] = [cosine, second];
    } else if (cosine > third) {
      third = cosine;
    }
  }
  return { best, bestThree: (best + second + third) / Math.max(1, Math.min(3, looked)), index };
}
