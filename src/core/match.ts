import { createVectoriser, isContent, type Vector } from './features.ts';
import type { Entry, Pack } from './knowledge.ts';
import { type Lexicon, optionsNamed, type Term } from './lexicon.ts';
import { plainProse } from './prose.ts';

/** Most matches that a caller is given. */
export const MAX_MATCHES = 5;
/** Pieces of one utterance that are scored: the work on a message of any length is bounded by this. */
export const MAX_PIECES = 32;
/** A piece longer than this many words is also read through windows of `WINDOW_WORDS`, `WINDOW_STEP` apart. */
const MAX_PIECE_WORDS = 14;
const WINDOW_WORDS = 12;
const WINDOW_STEP = 4;

/** An entry with its score, and why it has it. */
export type Match = {
  readonly entry: Entry;
  /** 0 (nothing in common) to 1. */
  readonly score: number;
  readonly parts: {
    /** Cosine with the entry's centroid, its nearest example, the nearest three on average, and its own text. */
    readonly centroid: number;
    readonly nearest: number;
    readonly nearestThree: number;
    readonly text: number;
    /** The factor for how the entry's options agree with those asked about. */
    readonly options: number;
    /** The share of what was said, rare words counting more, that the entry speaks of at all. */
    readonly coverage: number;
  };
  /** The example nearest to what was said. */
  readonly example: string;
  /** The words of the utterance that were compared. */
  readonly piece: string;
};

export type Matcher = {
  /**
   * The entries nearest to what the terms say, best first, at most `MAX_MATCHES`; equal scores in the order of ids.
   * Entries about other options than `options` are left out; where none are given, those that a piece names count, else those of the whole.
   */
  readonly match: (terms: readonly Term[], options?: readonly string[]) => Match[];
};

/** How the four cosines add up; the weights sum to 1. */
const WEIGHTS = { centroid: 0.25, nearest: 0.22, nearestThree: 0.13, text: 0.4 } as const;
/** How an entry's options agree with those asked about. */
const OPTION_FACTORS = { exact: 1, wider: 0.8, narrower: 0.72, unasked: 0.97 } as const;

type Indexed = {
  readonly entry: Entry;
  /** Where its examples stand among the rows: from `first`, `examples.length` of them. */
  readonly first: number;
  readonly examples: readonly string[];
  /** The row of its answer. */
  readonly answer: number;
  /** The length of the sum of its examples. */
  readonly length: number;
  /** Every stem in its examples and its text. */
  readonly stems: ReadonlySet<string>;
};

/** One piece of an utterance, compared with every row. */
type Reading = { readonly piece: readonly Term[]; readonly cosines: Float64Array; readonly asked: readonly string[] };
type Scored = { readonly one: Indexed; readonly score: number; readonly reading: Reading; readonly factor: number };

/** Builds the index over a pack's questions, examples and answers. */
export function createMatcher(pack: Pack, lexicon: Lexicon): Matcher {
  const read = [...pack.entries.values()].map((entry) => ({
    entry,
    examples: [entry.question, ...entry.examples].map((text) => ({ text, terms: lexicon.read(text) })),
    answer: lexicon.read(plainProse(entry.answer)),
  }));
  const vectoriser = createVectoriser(read.map(({ examples }) => examples.map(({ terms }) => terms)));
  const examples = read.map((one) => one.examples.map(({ terms }) => vectoriser.vector(terms)));
  const exampleCount = examples.reduce((count, own) => count + own.length, 0);
  let next = 0;
  const indexed = read.map(({ entry, examples: own, answer }, owner): Indexed => {
    const first = next;
    next += own.length;
    return {
      entry,
      first,
      examples: own.map(({ text }) => text),
      answer: exampleCount + owner,
      length: lengthOfSum(examples[owner] ?? []),
      stems: new Set([...own.flatMap(({ terms }) => terms), ...answer].map((term) => term.stem)),
    };
  });
  const rows = [...examples.flat(), ...read.map(({ answer }) => vectoriser.vector(answer, 'words'))];
  const postings = postingsOf(rows, vectoriser.size);

  return {
    match: (terms, options) => {
      const ofWhole = options ?? optionsNamed(terms);
      const pieces = piecesOf(terms);
      const telling = pieces.filter((piece) => piece.some(isContent));
      const readings = (telling.length > 0 ? telling : pieces).map((piece): Reading => {
        const named = options ?? optionsNamed(piece);
        return { piece, cosines: cosinesWith(vectoriser.vector(piece)), asked: named.length > 0 ? named : ofWhole };
      });
      return indexed
        .flatMap((one) => bestReading(one, readings) ?? [])
        .sort((a, b) => b.score - a.score || (a.one.entry.id < b.one.entry.id ? -1 : 1))
        .slice(0, MAX_MATCHES)
        .map(toMatch);
    },
  };

  /** The reading of the utterance that fits an entry best; undefined when none has anything in common with it. */
  function bestReading(one: Indexed, readings: readonly Reading[]): Scored | undefined {
    let best: Scored | undefined;
    for (const reading of readings) {
      const factor = optionFactor(one.entry.options, reading.asked);
      if (factor === 0) continue;
      const { centroid, nearest, text } = cosinesOf(one, reading.cosines);
      const fused =
        WEIGHTS.centroid * centroid +
        WEIGHTS.nearest * nearest.best +
        WEIGHTS.nearestThree * nearest.bestThree +
        WEIGHTS.text * text;
      const score = nearest.best > 0 ? Math.min(1, fused * factor) : 0;
      if (score > (best?.score ?? 0)) best = { one, score, reading, factor };
    }
    return best;
  }

  function toMatch({ one, score, reading, factor }: Scored): Match {
    const { centroid, nearest, text } = cosinesOf(one, reading.cosines);
    return {
      entry: one.entry,
      score,
      parts: {
        centroid,
        nearest: nearest.best,
        nearestThree: nearest.bestThree,
        text,
        options: factor,
        coverage: coverageOf(reading.piece, one.stems),
      },
      example: one.examples[nearest.index] ?? '',
      piece: reading.piece.map((term) => (term.names?.by === 'alias' ? term.names.option : term.word)).join(' '),
    };
  }

  function cosinesOf(one: Indexed, cosines: Float64Array) {
    const nearest = nearestExamples(one, cosines);
    return { centroid: nearest.sum / one.length, nearest, text: at(cosines, one.answer) };
  }

  function cosinesWith({ ids, weights }: Vector): Float64Array {
    const cosines = new Float64Array(rows.length);
    for (let index = 0; index < ids.length; index++) {
      const id = at(ids, index);
      const weight = at(weights, index);
      const end = at(postings.starts, id + 1);
      for (let place = at(postings.starts, id); place < end; place++) {
        const row = at(postings.rows, place);
        cosines[row] = at(cosines, row) + weight * at(postings.weights, place);
      }
    }
    return cosines;
  }

  function coverageOf(piece: readonly Term[], stems: ReadonlySet<string>): number {
    let all = 0;
    let covered = 0;
    for (const term of piece.filter(isContent)) {
      const rarity = vectoriser.rarity(term.stem);
      all += rarity;
      if (stems.has(term.stem)) covered += rarity;
    }
    return all === 0 ? 0 : covered / all;
  }
}

function nearestExamples({ first, examples }: Indexed, cosines: Float64Array) {
  let [best, second, third] = [0, 0, 0];
  let index = -1;
  let sum = 0;
  for (let place = 0; place < examples.length; place++) {
    const cosine = at(cosines, first + place);
    sum += cosine;
    if (cosine > best) {
      [best, second, third] = [cosine, best, second];
      index = place;
    } else if (cosine > second) {
      [second, third] = [cosine, second];
    } else if (cosine > third) {
      third = cosine;
    }
  }
  return { best, bestThree: (best + second + third) / 3, index, sum };
}

/** The number at an index that is known to be inside. */
function at(numbers: ArrayLike<number>, index: number): number {
  return numbers[index] ?? 0;
}

/** How an entry about `of` answers a question about `asked`: 0 when it is about something else. */
function optionFactor(of: readonly string[], asked: readonly string[]): number {
  if (asked.length === 0) return of.length === 1 ? OPTION_FACTORS.unasked : OPTION_FACTORS.exact;
  const shared = asked.filter((option) => of.includes(option)).length;
  if (shared === 0) return 0;
  if (shared < asked.length) return OPTION_FACTORS.narrower;
  return shared < of.length ? OPTION_FACTORS.wider : OPTION_FACTORS.exact;
}

/** The length of the vectors' sum: what the sum of their cosines with anything is divided by to give the cosine with their centroid. */
function lengthOfSum(vectors: readonly Vector[]): number {
  const sums = new Map<number, number>();
  for (const { ids, weights } of vectors) {
    for (let index = 0; index < ids.length; index++) {
      const id = at(ids, index);
      sums.set(id, (sums.get(id) ?? 0) + at(weights, index));
    }
  }
  let squares = 0;
  for (const weight of sums.values()) squares += weight * weight;
  return Math.sqrt(squares) || 1;
}

/** For each feature the rows that have it: those of feature `id` stand from `starts[id]` to `starts[id + 1]`. */
type Postings = { readonly starts: Uint32Array; readonly rows: Uint32Array; readonly weights: Float64Array };

function postingsOf(vectors: readonly Vector[], size: number): Postings {
  const starts = new Uint32Array(size + 1);
  for (const { ids } of vectors) for (const id of ids) starts[id + 1] = at(starts, id + 1) + 1;
  for (let id = 0; id < size; id++) starts[id + 1] = at(starts, id + 1) + at(starts, id);
  const rows = new Uint32Array(at(starts, size));
  const weights = new Float64Array(rows.length);
  const next = starts.slice();
  vectors.forEach((vector, row) => {
    for (let index = 0; index < vector.ids.length; index++) {
      const id = at(vector.ids, index);
      const place = at(next, id);
      rows[place] = row;
      weights[place] = at(vector.weights, index);
      next[id] = place + 1;
    }
  });
  return { starts, rows, weights };
}

/** The whole text where it is short, each sentence of two words or more, and windows through long ones. */
function piecesOf(terms: readonly Term[]): (readonly Term[])[] {
  const pieces: (readonly Term[])[] = terms.length <= MAX_PIECE_WORDS * 2 ? [terms] : [];
  for (const sentence of sentencesOf(terms)) {
    if (pieces.length >= MAX_PIECES) break;
    if (sentence.length === terms.length && sentence.length <= MAX_PIECE_WORDS) break;
    if (sentence.length >= 2 && sentence.length <= MAX_PIECE_WORDS * 2) pieces.push(sentence);
    if (sentence.length <= MAX_PIECE_WORDS) continue;
    for (
      let start = 0;
      start + WINDOW_WORDS / 2 < sentence.length && pieces.length < MAX_PIECES;
      start += WINDOW_STEP
    ) {
      pieces.push(sentence.slice(start, start + WINDOW_WORDS));
    }
  }
  return pieces.length > 0 ? pieces : [terms.slice(0, WINDOW_WORDS)];
}

function sentencesOf(terms: readonly Term[]): Term[][] {
  const sentences: Term[][] = [];
  for (const term of terms) {
    const last = sentences.at(-1);
    if (last && last[0]?.sentence === term.sentence) last.push(term);
    else sentences.push([term]);
  }
  return sentences;
}
