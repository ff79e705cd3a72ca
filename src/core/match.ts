import { type Fusions, type Parts, USUAL_FUSIONS } from './engine.ts';
import { isContent } from './features.ts';
import type { Typical } from './fitted.ts';
import type { Entry, Pack } from './knowledge.ts';
import { type Lexicon, optionsNamed, type Term } from './lexicon.ts';
import { createRanker, type Found, type Topic } from './ranker.ts';
import type { WordVectors } from './word-vectors.ts';

/** Most matches that a caller is given. */
export const MAX_MATCHES = 5;

/** An entry with its score, and why it has it. */
export type Match = {
  readonly entry: Entry;
  /** 0 (nothing in common) to 1 (as near as one of its own examples). */
  readonly score: number;
  readonly parts: Parts & {
    /** The factor for how the entry's options agree with those asked about. */
    readonly options: number;
    /** The share of what was said, rare words counting more, that the entry is ever asked with. */
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
   * Entries with an id in `near` count more.
   */
  readonly match: (terms: readonly Term[], options?: readonly string[], near?: ReadonlySet<string>) => Match[];
  /** What an example reaches, asked in its own words: the median of some of them. */
  readonly typical: () => Typical;
};

export type MatcherOptions = {
  readonly fusions?: Fusions;
  /** The table of word vectors, asked for once, when it is first needed; without one the words alone decide. */
  readonly vectors?: () => WordVectors | undefined;
  /** Tells words that are right as they stand. */
  readonly isWord?: (word: string) => boolean;
};

/** How an entry's options agree with those asked about. */
const OPTION_FACTORS = { exact: 1, wider: 0.8, narrower: 0.72, unasked: 0.97 } as const;
/** How much more likely an entry is asked for that is near to what was spoken of. */
const NEAR_FACTOR = 1.3;

/** Builds the index over a pack's questions and examples. */
export function createMatcher(pack: Pack, lexicon: Lexicon, options: MatcherOptions = {}): Matcher {
  const entries = entriesInOrder(pack);
  const topic = (index: number) => {
    const entry = entries[index];
    return entry ? topicOf(entry, lexicon) : [];
  };
  const ranker = createRanker(
    entries.values().map((entry) => topicOf(entry, lexicon)),
    { ...options, fusions: options.fusions ?? USUAL_FUSIONS },
  );
  const stems = new Map<number, ReadonlySet<string>>();
  const { rarity } = ranker.engine.words.vectoriser;
  let known: Typical | undefined;

  return {
    match,
    typical: () => {
      known ??= typicalOf(
        entries.map((_, index) => topic(index)),
        (terms, asked) => {
          return match(terms).find(({ entry }) => entry === entries[asked]);
        },
      );
      return known;
    },
  };

  function match(said: readonly Term[], given?: readonly string[], near: ReadonlySet<string> = new Set()): Match[] {
    const terms = withPronouns(said, given);
    const ofWhole = given ?? optionsNamed(terms);
    const asked = (piece: readonly Term[]) => {
      const named = given ?? optionsNamed(piece);
      return named.length > 0 ? named : ofWhole;
    };
    return ranker
      .rank(terms, (piece) => {
        const factorOf = factorsOf(entries, asked(piece));
        return (index) => factorOf(index) * (near.has(entries[index]?.id ?? '') ? NEAR_FACTOR : 1);
      })
      .filter(({ parts }) => parts.nearest > 0)
      .slice(0, MAX_MATCHES)
      .flatMap((found) => {
        const entry = entries[found.subject];
        return entry ? [toMatch(entry, found, asked(found.piece))] : [];
      });
  }

  function toMatch(entry: Entry, { subject, score, parts, example, piece }: Found, asked: readonly string[]): Match {
    return {
      entry,
      score: Math.min(1, score),
      parts: {
        ...parts,
        options: optionFactor(entry.options, asked),
        coverage: coverageOf(piece, stemsOf(subject)),
      },
      example: [entry.question, ...entry.examples][example] ?? '',
      piece: piece.map((term) => (term.names?.by === 'alias' ? term.names.option : term.word)).join(' '),
    };
  }

  /** The stems that an entry is asked with; they are gathered when it is first matched. */
  function stemsOf(subject: number): ReadonlySet<string> {
    const known = stems.get(subject) ?? new Set(topic(subject).flatMap((terms) => terms.map((term) => term.stem)));
    stems.set(subject, known);
    return known;
  }

  function coverageOf(piece: readonly Term[], known: ReadonlySet<string>): number {
    let all = 0;
    let covered = 0;
    for (const term of piece.filter(isContent)) {
      all += rarity(term.stem);
      if (known.has(term.stem)) covered += rarity(term.stem);
    }
    return all === 0 ? 0 : covered / all;
  }
}

/** Examples that are asked to learn what is typical: as many tell enough, and take a few milliseconds. */
const MAX_ASKED = 40;

function typicalOf(
  topics: readonly Topic[],
  ask: (terms: readonly Term[], topic: number) => Match | undefined,
): Typical {
  const all = topics.flatMap((examples, topic) => examples.map((terms) => ({ terms, topic })));
  const count = Math.min(MAX_ASKED, all.length);
  const found = Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]).flatMap(
    (asked) => (asked ? (ask(asked.terms, asked.topic) ?? []) : []),
  );
  return {
    score: medianOf(found.map(({ score }) => score)),
    familiarity: medianOf(found.map(({ parts }) => parts.familiarity)),
  };
}

/** The number in the middle, never 0; 1 of none. */
function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] || 1;
}

const PRONOUNS: ReadonlySet<string> = new Set(['it', 'its', 'that', 'this']);

/** "Who uses it", asked about one option, says what "who uses" and its name would say. */
function withPronouns(terms: readonly Term[], given: readonly string[] | undefined): readonly Term[] {
  const [option, ...others] = given ?? [];
  if (option === undefined || others.length > 0 || optionsNamed(terms).length > 0) return terms;
  const place = terms.findIndex(({ word }) => PRONOUNS.has(word));
  return terms.map((term, index) => (index === place ? { ...term, names: { option, by: 'alias' } } : term));
}

/** The entries in the order of their ids, so that it does not matter in which order they were read. */
export function entriesInOrder(pack: Pack): Entry[] {
  return [...pack.entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The ways in which an entry is asked, its question first. */
export function topicOf(entry: Entry, lexicon: Lexicon): Topic {
  return [entry.question, ...entry.examples].map((text) => lexicon.read(text));
}

/** For each entry by its place, how it answers a question about the options asked. */
export function factorsOf(entries: readonly Entry[], asked: readonly string[]): (index: number) => number {
  return (index) => optionFactor(entries[index]?.options ?? [], asked);
}

/** How an entry about `of` answers a question about `asked`: 0 when it is about something else. */
function optionFactor(of: readonly string[], asked: readonly string[]): number {
  if (asked.length === 0) return of.length === 1 ? OPTION_FACTORS.unasked : OPTION_FACTORS.exact;
  const shared = asked.filter((option) => of.includes(option)).length;
  if (shared === 0) return 0;
  if (shared < asked.length) return OPTION_FACTORS.narrower;
  return shared < of.length ? OPTION_FACTORS.wider : OPTION_FACTORS.exact;
}
