import { type Fitted, type Typical, USUAL } from './fitted.ts';
import type { Entry, Pack } from './knowledge.ts';
import type { LanguageGuesser, LanguageSense } from './language.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { createMatcher, type Matcher } from './match.ts';
import { createNeedsReader, type NeedsReader } from './needs.ts';
import { plainProse } from './prose.ts';
import type { WordVectors } from './word-vectors.ts';

/** A pack with all that is worked out from it once, before the first question. */
export type Knowledge = {
  readonly pack: Pack;
  /** The content hash of the pack's files. */
  readonly version: string;
  readonly lexicon: Lexicon;
  readonly matcher: Matcher;
  /** What was learned from the pack's examples. */
  readonly fitted: Fitted;
  readonly typical: () => Typical;
  readonly readNeeds: NeedsReader;
  /** What tells a text in another language from one in English. */
  readonly language: LanguageSense;
};

/** What stands beside a pack, and may be missing. */
export type CompileOptions = {
  readonly fitted?: Fitted | undefined;
  /** The table of word vectors, asked for once, when it is first needed. */
  readonly vectors?: () => WordVectors | undefined;
  readonly guessLanguage?: LanguageGuesser | undefined;
};

/** Works out the indexes of a checked pack. */
export function compile(
  pack: Pack,
  version: string,
  { fitted = USUAL, vectors, guessLanguage }: CompileOptions = {},
): Knowledge {
  const isOrdinary = ordinaryIn(pack);
  const lexicon = createLexicon(pack.vocabulary, isOrdinary);
  let reader: NeedsReader | undefined;
  // Made when the first project comes: a plain question from a cold process does not wait for its thousands of phrases.
  const readNeeds: NeedsReader = (text) => {
    if (!reader) {
      const table = vectors?.();
      reader = createNeedsReader(pack, lexicon, (word) => isOrdinary(word) || table?.rankOf(word) !== undefined);
    }
    return reader(text);
  };
  const matcher = createMatcher(pack, lexicon, {
    fusions: fitted.fusions,
    isWord: isOrdinary,
    ...(vectors ? { vectors } : {}),
  });
  let asked: ReadonlySet<string> | undefined;
  const isKnown = (word: string) => {
    asked ??= wordsAsked(pack);
    return isOrdinary(word) || asked.has(word);
  };
  return {
    pack,
    version,
    lexicon,
    matcher,
    fitted,
    typical: () => fitted.typical ?? matcher.typical(),
    readNeeds,
    language: { isKnown, guess: guessLanguage },
  };
}

/** Every word of the ways in which the pack's entries are asked. */
function wordsAsked(pack: Pack): ReadonlySet<string> {
  const asked = [...pack.entries.values()].flatMap(({ question, examples }) => [question, ...examples]);
  return new Set(asked.flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []));
}

/**
 * Tells words of the pack's own sentences and phrases: what stands there is spelt right. Questions of people are left out. The
 * few words that are ever doubted are looked for in the text itself, which is sooner done than knowing every word.
 */
function ordinaryIn(pack: Pack): (word: string) => boolean {
  const known = new Map<string, boolean>();
  let words: string | undefined;
  return (word) => {
    words ??= ` ${sentencesOf(pack)
      .join('\n')
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ' ')} `;
    const isKnown = known.get(word) ?? words.includes(` ${word} `);
    if (known.size < MAX_KEPT_WORDS) known.set(word, isKnown);
    return isKnown;
  };
}

/** Words of which it is kept whether they are ordinary. */
const MAX_KEPT_WORDS = 10_000;

function sentencesOf(pack: Pack): string[] {
  return [
    ...[...pack.claims.values()].map((claim) => claim.statement),
    ...[...pack.entries.values()].map((entry) => plainProse(entry.answer)),
    ...[...pack.criteria, ...pack.facts, ...pack.neither].flatMap(({ phrases }) => phrases),
    ...pack.criteria.flatMap(({ implied }) => implied),
    ...Object.values(pack.groups).flat(),
  ];
}

/** The entries with these ids, in that order; ids the pack does not have (any more) are left out. */
export function entriesWith(pack: Pack, ids: readonly string[]): Entry[] {
  return ids.flatMap((id) => pack.entries.get(id) ?? []);
}
