import type { Entry, Pack } from './knowledge.ts';
import { type Lexicon, OPTION_WORD, optionsNamed, type Term } from './lexicon.ts';
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
  /** Cosine with the entry's centroid, its nearest example, the nearest three on average, its own text; and the factor for the options named. */
  readonly parts: {
    readonly centroid: number;
    readonly nearest: number;
    readonly nearestThree: number;
    readonly text: number;
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
   * The entries nearest to what the terms say, best first, at most `MAX_MATCHES`.
   * Entries about other options than `options` are left out; where none are given, those that a piece names count, else those of the whole.
   */
  readonly match: (terms: readonly Term[], options?: readonly string[]) => Match[];
};

/** How the four cosines add up; the weights sum to 1. */
const WEIGHTS = { centroid: 0.25, nearest: 0.22, nearestThree: 0.13, text: 0.4 } as const;
/** The power that sharpens the inverse frequency, so that rare words decide. */
const IDF_POWER = 1.5;
/** How an entry's options agree with those asked about. */
const OPTION_FACTORS = { exact: 1, wider: 0.86, narrower: 0.8, unasked: 0.97 } as const;

/** Builds the index over a pack's questions and examples: TF-IDF of stemmed word 1-2-grams and character 2-4-grams. */
export function createMatcher(pack: Pack, lexicon: Lexicon): Matcher {
  const entries = [...pack.entries.values()];
  const phrasings = entries.flatMap((entry, owner) =>
    [entry.question, ...entry.examples].map((text) => ({ owner, text, grams: gramsOf(lexicon.read(text)) })),
  );
  const idf = inverseFrequencies(
    entries.map((entry) => gramsOf(lexicon.read([entry.question, ...entry.examples].join('\n')))),
  );
  const vectors = phrasings.map((phrasing) => weigh(phrasing.grams, idf));
  const textGrams = entries.map((entry) => gramsOf(lexicon.read(plainProse([...entry.answer, ...(entry.more ?? [])]))));
  const texts = textGrams.map((grams) => weigh(grams, idf));
  const rows = [...vectors, ...centroids(vectors, phrasings, entries.length), ...texts];
  const postings = postingsOf(rows);
  const rowsOf = entries.map((_, owner) =>
    phrasings.flatMap((phrasing, row) => (phrasing.owner === owner ? [row] : [])),
  );

  const spokenOf = entries.map((_, owner) => {
    const grams = [...(rowsOf[owner] ?? []).map((row) => phrasings[row]?.grams), textGrams[owner]];
    return new Set(grams.flatMap((one) => [...(one?.words.keys() ?? [])]));
  });

  return {
    match: (terms, options) => {
      const asked = options ?? optionsNamed(terms);
      const best = new Map<number, Match>();
      for (const piece of piecesOf(terms)) {
        const named = options ?? optionsNamed(piece);
        const cosines = score(piece);
        for (const [owner, entry] of entries.entries()) {
          const match = judge(owner, entry, cosines, named.length > 0 ? named : asked, piece);
          if (match && match.score > (best.get(owner)?.score ?? 0)) best.set(owner, match);
        }
      }
      return [...best.values()]
        .sort((a, b) => b.score - a.score || (a.entry.id < b.entry.id ? -1 : 1))
        .slice(0, MAX_MATCHES);
    },
  };

  function score(piece: readonly Term[]): Float64Array {
    const cosines = new Float64Array(rows.length);
    for (const [gram, weight] of weigh(gramsOf(piece), idf)) {
      const posting = postings.get(gram);
      if (!posting) continue;
      for (let index = 0; index < posting.rows.length; index++) {
        const row = posting.rows[index] ?? 0;
        cosines[row] = (cosines[row] ?? 0) + weight * (posting.weights[index] ?? 0);
      }
    }
    return cosines;
  }

  function judge(
    owner: number,
    entry: Entry,
    cosines: Float64Array,
    options: readonly string[],
    piece: readonly Term[],
  ): Match | undefined {
    const factor = optionFactor(entry.options, options);
    if (factor === 0) return undefined;
    let [first, second, third] = [0, 0, 0];
    let nearestRow = -1;
    for (const row of rowsOf[owner] ?? []) {
      const cosine = cosines[row] ?? 0;
      if (cosine > first) {
        [first, second, third] = [cosine, first, second];
        nearestRow = row;
      } else if (cosine > second) {
        [second, third] = [cosine, second];
      } else if (cosine > third) {
        third = cosine;
      }
    }
    if (nearestRow < 0) return undefined;
    const parts = {
      centroid: cosines[phrasings.length + owner] ?? 0,
      nearest: first,
      nearestThree: (first + second + third) / 3,
      text: cosines[phrasings.length + entries.length + owner] ?? 0,
      options: factor,
      coverage: coverageOf(piece, spokenOf[owner]),
    };
    const fused =
      WEIGHTS.centroid * parts.centroid +
      WEIGHTS.nearest * parts.nearest +
      WEIGHTS.nearestThree * parts.nearestThree +
      WEIGHTS.text * parts.text;
    return {
      entry,
      score: Math.min(1, fused * factor),
      parts,
      example: phrasings[nearestRow]?.text ?? '',
      piece: piece.map((term) => (term.names?.by === 'alias' ? term.names.option : term.word)).join(' '),
    };
  }

  function coverageOf(piece: readonly Term[], spoken: ReadonlySet<string> | undefined): number {
    let all = 0;
    let covered = 0;
    for (const term of piece) {
      if (term.names?.by === 'alias' || FUNCTION_WORDS.has(term.word)) continue;
      const weight = idf.of.get(term.stem) ?? idf.unseen;
      all += weight;
      if (spoken?.has(term.stem)) covered += weight;
    }
    return all === 0 ? 0 : covered / all;
  }
}

/** How an entry about `of` answers a question about `asked`: 0 when it is about something else. */
function optionFactor(of: readonly string[], asked: readonly string[]): number {
  if (asked.length === 0) return of.length === 1 ? OPTION_FACTORS.unasked : OPTION_FACTORS.exact;
  const shared = asked.filter((option) => of.includes(option)).length;
  if (shared === 0) return 0;
  if (shared < asked.length) return OPTION_FACTORS.narrower;
  return shared < of.length ? OPTION_FACTORS.wider : OPTION_FACTORS.exact;
}

/** Words too common for their spelling to say anything; they count as words only. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the is are was be been am do does did can could should would will may might must shall i we you he she it they me us them my our your ' +
    'their its this that these those there here what which who when where why how to of in on at by for from with without about into than then and ' +
    'or but if so as not no any some all more most much many very just really get got have has had please anyone someone something still even also too one'
  ).split(' '),
);

type Grams = { readonly words: ReadonlyMap<string, number>; readonly characters: ReadonlyMap<string, number> };
type Vector = readonly (readonly [gram: string, weight: number])[];
type Frequencies = { readonly of: ReadonlyMap<string, number>; readonly unseen: number };

function gramsOf(terms: readonly Term[]): Grams {
  const words = new Map<string, number>();
  const characters = new Map<string, number>();
  const count = (grams: Map<string, number>, gram: string) => grams.set(gram, (grams.get(gram) ?? 0) + 1);
  let before = '^';
  for (const term of terms) {
    const stem = term.names?.by === 'alias' ? OPTION_WORD : term.number !== undefined ? '#' : term.stem;
    if (stem !== OPTION_WORD) count(words, stem);
    if (stem !== OPTION_WORD && !FUNCTION_WORDS.has(term.word)) {
      const spelled = ` ${term.word.slice(0, 30)} `;
      for (let size = 2; size <= 4; size++) {
        for (let start = 0; start + size <= spelled.length; start++)
          count(characters, `~${spelled.slice(start, start + size)}`);
      }
    }
    count(words, `${before} ${stem}`);
    before = stem;
  }
  count(words, `${before} $`);
  return { words, characters };
}

function inverseFrequencies(all: readonly Grams[]): Frequencies {
  const documents = new Map<string, number>();
  for (const { words, characters } of all) {
    for (const gram of [...words.keys(), ...characters.keys()]) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  }
  const idf = (frequency: number) => (Math.log((1 + all.length) / (1 + frequency)) + 1) ** IDF_POWER;
  return { of: new Map([...documents].map(([gram, frequency]) => [gram, idf(frequency)])), unseen: idf(0) };
}

/** (1 + ln tf) × idf; each block, then the whole, has length 1. Grams never seen count too: they are what makes a text foreign. */
function weigh({ words, characters }: Grams, idf: Frequencies): Vector {
  const block = (grams: ReadonlyMap<string, number>): Vector =>
    unit([...grams].map(([gram, count]) => [gram, (1 + Math.log(count)) * (idf.of.get(gram) ?? idf.unseen)]));
  return unit([...block(words), ...block(characters)]);
}

function unit(vector: Vector): Vector {
  const length = Math.sqrt(vector.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return length === 0 ? [] : vector.map(([gram, weight]) => [gram, weight / length] as const);
}

function centroids(
  vectors: readonly Vector[],
  phrasings: readonly { readonly owner: number }[],
  count: number,
): Vector[] {
  const sums = Array.from({ length: count }, () => new Map<string, number>());
  vectors.forEach((vector, row) => {
    const sum = sums[phrasings[row]?.owner ?? 0];
    for (const [gram, weight] of vector) sum?.set(gram, (sum.get(gram) ?? 0) + weight);
  });
  return sums.map((sum) => unit([...sum]));
}

type Postings = ReadonlyMap<string, { readonly rows: Uint32Array; readonly weights: Float64Array }>;

function postingsOf(rows: readonly Vector[]): Postings {
  const lists = new Map<string, { rows: number[]; weights: number[] }>();
  rows.forEach((vector, row) => {
    for (const [gram, weight] of vector) {
      const list = lists.get(gram) ?? { rows: [], weights: [] };
      list.rows.push(row);
      list.weights.push(weight);
      lists.set(gram, list);
    }
  });
  return new Map(
    [...lists].map(([gram, list]) => [
      gram,
      { rows: Uint32Array.from(list.rows), weights: Float64Array.from(list.weights) },
    ]),
  );
}

/** The whole text where it is short, each sentence of two words or more, and windows through long ones. */
function piecesOf(terms: readonly Term[]): Term[][] {
  const sentences: Term[][] = [];
  for (const term of terms) {
    const last = sentences.at(-1);
    if (last && last[0]?.sentence === term.sentence) last.push(term);
    else sentences.push([term]);
  }
  const pieces: Term[][] = terms.length <= MAX_PIECE_WORDS * 2 ? [[...terms]] : [];
  for (const sentence of sentences) {
    if (pieces.length >= MAX_PIECES) break;
    if (sentence.length === terms.length && pieces.length > 0 && sentence.length <= MAX_PIECE_WORDS) continue;
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
  return pieces.length > 0 ? pieces : [[...terms].slice(0, WINDOW_WORDS)];
}
