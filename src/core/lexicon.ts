import type { Vocabulary } from './knowledge.ts';
import { createMender } from './spelling.ts';
import { stem } from './stem.ts';
import { type Token, tokenise } from './text.ts';

/** A token with what the vocabulary knows of it. */
export type Term = Token & {
  readonly stem: string;
  /** The option it names: by its own name, or by a part that only this option has. */
  readonly names: { readonly option: string; readonly by: 'alias' | 'part' } | undefined;
  /** The technology it names that is known of, and not compared: a rival of the options, or something beside them. */
  readonly other: { readonly name: string; readonly kind: 'rival' | 'neighbour' } | undefined;
};

/** Stands for every option's own name, so that the same question about either option has the same words. */
export const OPTION_WORD = '§';
/** Shortest name of an option, and shortest other word of the vocabulary, that is recognised with one letter wrong: shorter ones are too near to others. */
const MIN_REPAIRED_NAME_CHARS = 5;
const MIN_REPAIRED_WORD_CHARS = 8;
/** Words whose stem and meaning are kept, so that none is taken apart twice. */
const MAX_KEPT_WORDS = 10_000;

const DIGIT_0 = '0'.charCodeAt(0);
const DIGIT_9 = '9'.charCodeAt(0);

export type Lexicon = {
  /** The terms of a text: names of options become `OPTION_WORD`, words that mean the same become one. */
  readonly read: (text: string) => Term[];
};

type Meaning = {
  readonly length: number;
  readonly word: string | undefined;
  readonly names: Term['names'];
  readonly other: Term['other'];
};

/**
 * Compiles a pack's vocabulary. The longest known sequence of words wins, then options over synonyms over others.
 * `isOrdinary` tells words that are right as they stand: they are never taken for a misspelt one.
 */
export function createLexicon(vocabulary: Vocabulary, isOrdinary: (word: string) => boolean = () => false): Lexicon {
  const meanings = new Map<string, (Meaning & { readonly words: readonly string[] })[]>();
  const repairable = new Map<string, Meaning>();
  const stems = new Map<string, string>();
  const known = new Map<string, Meaning | undefined>();
  let mend: ((word: string) => string | undefined) | undefined;
  const add = (phrase: string, meaning: Omit<Meaning, 'length'>) => {
    const words = tokenise(phrase).map((token) => token.word);
    const [first] = words;
    if (first === undefined) return;
    const rest = meanings.get(first) ?? [];
    rest.push({ ...meaning, words, length: words.length });
    meanings.set(first, rest);
    const leastChars = meaning.names ? MIN_REPAIRED_NAME_CHARS : MIN_REPAIRED_WORD_CHARS;
    const isRepairable = words.length === 1 && meaning.word !== undefined && /^[a-z]+$/.test(first);
    if (isRepairable && first.length >= leastChars) repairable.set(first, { ...meaning, length: 1 });
  };
  for (const [option, { aliases, parts }] of Object.entries(vocabulary.options)) {
    for (const alias of aliases) {
      add(alias, { word: OPTION_WORD, names: { option, by: 'alias' }, other: undefined });
    }
    for (const part of parts) add(part, { word: undefined, names: { option, by: 'part' }, other: undefined });
  }
  const others = new Map<string, Term['other']>([
    ...vocabulary.rivals.map((name) => [name, { name, kind: 'rival' }] as const),
    ...vocabulary.neighbours.map((name) => [name, { name, kind: 'neighbour' }] as const),
  ]);
  for (const [canonical = '', ...same] of vocabulary.synonyms) {
    for (const word of [canonical, ...same])
      add(word, { word: canonical, names: undefined, other: others.get(canonical) });
  }
  for (const [name, other] of others) add(name, { word: undefined, names: undefined, other });
  for (const list of meanings.values()) list.sort((a, b) => b.length - a.length);

  return {
    read: (text) => {
      const tokens = tokenise(text);
      const terms: Term[] = [];
      let meaning: Meaning | undefined;
      let next = 0;
      tokens.forEach((token, position) => {
        if (position < next) {
          if (meaning?.word === undefined) terms.push(term(token, meaning));
          return;
        }
        meaning = meaningAt(token, tokens, position);
        next = position + (meaning?.length ?? 1);
        terms.push(
          meaning?.word === undefined
            ? term(token, meaning)
            : term(joined(token, tokens[next - 1] ?? token, meaning.word), meaning),
        );
      });
      return terms;
    },
  };

  function term({ word, start, end, sentence, clause, number, isLiteral }: Token, meaning: Meaning | undefined): Term {
    return {
      word,
      stem: stemOf(word),
      start,
      end,
      sentence,
      clause,
      number,
      isLiteral,
      names: meaning?.names,
      other: meaning?.other,
    };
  }

  function stemOf(word: string): string {
    const kept = stems.get(word) ?? stem(word);
    if (stems.size < MAX_KEPT_WORDS) stems.set(word, kept);
    return kept;
  }

  function mended(word: string): Meaning | undefined {
    if (known.has(word)) return known.get(word);
    const meaning = misspelt(word);
    if (known.size < MAX_KEPT_WORDS) known.set(word, meaning);
    return meaning;
  }

  /** What this word means with one letter mended. */
  function misspelt(word: string): Meaning | undefined {
    if (word.length < MIN_REPAIRED_NAME_CHARS || !/^[a-z]+$/.test(word)) return undefined;
    mend ??= createMender(new Map([...repairable.keys()].map((known) => [known, 1])));
    const meaning = repairable.get(mend(word) ?? '');
    return meaning && !meanings.has(word.replace(/s$/, '')) && !isOrdinary(word) ? meaning : undefined;
  }

  /** "node24" names the option, and its version. */
  function versioned(word: string): Meaning | undefined {
    const last = word.charCodeAt(word.length - 1);
    if (last < DIGIT_0 || last > DIGIT_9) return undefined;
    const name = /^([a-z]+)\d{1,4}$/.exec(word)?.[1];
    return meanings.get(name ?? '')?.find((meaning) => meaning.length === 1 && meaning.names?.by === 'alias');
  }

  function meaningAt({ word, clause }: Token, tokens: readonly Token[], position: number): Meaning | undefined {
    const listed = meanings.get(word)?.find((meaning) =>
      meaning.words.every((part, index) => {
        const token = tokens[position + index];
        return token?.word === part && token.clause === clause;
      }),
    );
    return listed ?? versioned(word) ?? mended(word);
  }
}

/** The one word that stands for the words from `first` to `last`. */
function joined(first: Token, last: Token, word: string): Token {
  return { ...first, word, end: last.end, number: undefined };
}

/**
 * The options that the terms name, in the order of their first mention; one named only by a part comes after those named
 * outright. "Not A, B" names B alone.
 */
export function optionsNamed(terms: readonly Term[]): string[] {
  const outright = terms.flatMap((term, index) =>
    term.names?.by === 'alias' ? [{ option: term.names.option, isDenied: terms[index - 1]?.word === 'not' }] : [],
  );
  const meant = outright.filter(({ isDenied }) => !isDenied);
  const parts = terms.flatMap((term) => (term.names?.by === 'part' ? [term.names.option] : []));
  return [...new Set([...(meant.length > 0 ? meant : outright).map(({ option }) => option), ...parts])];
}

/** The rivals of the options that the terms name. */
export function rivalsNamed(terms: readonly Term[]): string[] {
  return [...new Set(terms.flatMap((term) => (term.other?.kind === 'rival' ? [term.other.name] : [])))];
}

/** All technologies named that are known of, and not compared. */
export function othersNamed(terms: readonly Term[]): string[] {
  return [...new Set(terms.flatMap((term) => term.other?.name ?? []))];
}

/** Whether the terms set other technologies against each other, and name no option: "kafka or rabbitmq". */
export function setsOthersAgainst(terms: readonly Term[]): boolean {
  const isSetAgainst = terms.some(({ word }) => word === 'or' || word === 'compare' || word === 'than');
  return isSetAgainst && othersNamed(terms).length > 1 && optionsNamed(terms).length === 0;
}
