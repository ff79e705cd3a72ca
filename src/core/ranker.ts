import { createEngine, type Engine, type Fusions, type Ranked } from './engine.ts';
import { isContent, saidOf } from './features.ts';
import { OPTION_WORD, type Term } from './lexicon.ts';
import { piecesOf } from './pieces.ts';
import { createMender } from './spelling.ts';
import { stem } from './stem.ts';
import type { Subject } from './word-space.ts';
import type { WordVectors } from './word-vectors.ts';

/** One thing that can be asked for, as the ways in which it is asked. */
export type Topic = readonly (readonly Term[])[];

/** A topic with its score, and the words that were compared with it. */
export type Found = Ranked & { readonly piece: readonly Term[] };

export type RankerOptions = {
  readonly fusions: Fusions;
  /** The table of word vectors, asked for once, when it is first needed. */
  readonly vectors?: () => WordVectors | undefined;
  /** Tells words that are right as they stand. */
  readonly isWord?: (word: string) => boolean;
};

export type Ranker = {
  readonly engine: Engine;
  /**
   * The topics nearest to what the terms say, best first; a long text is compared piece by piece, and the best piece counts.
   * `factorsOf` gives for each piece what the score of a topic is multiplied with, from 0 to 1.
   */
  readonly rank: (terms: readonly Term[], factorsOf?: (piece: readonly Term[]) => (topic: number) => number) => Found[];
};

/** Makes the index over topics; their order decides where scores are equal. Each is read once, and not kept. */
export function createRanker(topics: Iterable<Topic>, options: RankerOptions): Ranker {
  const table = once(options.vectors ?? (() => undefined));
  const frequencies = new Map<string, number>();
  const asking = new Map<string, number[]>();
  const subjects: Subject[] = [];
  for (const topic of topics) {
    for (const terms of topic) {
      const key = keyOf(terms);
      const others = asking.get(key);
      if (others) others.push(subjects.length);
      else asking.set(key, [subjects.length]);
      for (const { word } of terms) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
    }
    subjects.push(subjectOf(topic));
  }
  const engine = createEngine(subjects, options.fusions, table);
  const { isKnown } = engine.words.vectoriser;
  const mend = once(() => createMender(frequencies));

  return {
    engine,
    rank: (terms, factorsOf = () => () => 1) => {
      // An example's own words need no meanings: the table is not even read.
      const factorOf = factorsOf(terms);
      const isByWordsOnly = (asking.get(keyOf(terms)) ?? []).some((topic) => factorOf(topic) > 0);
      const pieces = piecesOf(terms).map((piece) => (isByWordsOnly ? piece : piece.map(mended)));
      const telling = pieces.filter((piece) => piece.some(isContent));
      const best = new Map<number, Found>();
      for (const piece of telling.length > 0 ? telling : pieces) {
        for (const ranked of engine.rank(saidOf(piece), { factorOf: factorsOf(piece), isByWordsOnly })) {
          const before = best.get(ranked.subject);
          if (!before || ranked.score > before.score) best.set(ranked.subject, { ...ranked, piece });
        }
      }
      return [...best.values()].sort((a, b) => b.score - a.score || a.subject - b.subject);
    },
  };

  /** The term as it was probably meant, where nobody knows its word. */
  function mended(term: Term): Term {
    const { word } = term;
    if (term.isLiteral || term.names || term.other || isKnown(word) || !/^[a-z]+$/.test(word)) return term;
    if (options.isWord?.(word)) return term;
    const better = mend()(word);
    if (better === undefined || table()?.rankOf(word) !== undefined) return term;
    return { ...term, word: better, stem: stem(better) };
  }
}

/** A topic as the engine compares it. */
export function subjectOf(examples: Topic): Subject {
  return examples.map(saidOf);
}

/** The same for texts that say the same in the same words, whichever option they name. */
function keyOf(terms: readonly Term[]): string {
  return terms.map((term) => (term.names?.by === 'alias' ? OPTION_WORD : term.stem)).join(' ');
}

/** What is worked out when it is first asked for, and kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
