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
  const ordinary = wordsOf(pack);
  const lexicon = createLexicon(pack.vocabulary, (word) => ordinary.has(word));
  let reader: NeedsReader | undefined;
  // Made when the first project comes: a plain question from a cold process does not wait for its thousands of phrases.
  const readNeeds: NeedsReader = (text) => {
    if (!reader) {
      const table = vectors?.();
      reader = createNeedsReader(pack, lexicon, (word) => ordinary.has(word) || table?.rankOf(word) !== undefined);
    }
    return reader(text);
  };
  const matcher = createMatcher(pack, lexicon, {
    fusions: fitted.fusions,
    isWord: (word) => ordinary.has(word),
    ...(vectors ? { vectors } : {}),
  });
  let asked: ReadonlySet<string> | undefined;
  const isKnown = (word: string) => {
    asked ??= wordsAsked(pack);
    return ordinary.has(word) || asked.has(word);
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

/** Every word of the pack's own sentences and phrases: what stands there is spelt right. Questions of people are left out. */
function wordsOf(pack: Pack): ReadonlySet<string> {
  const sentences = [
    ...[...pack.claims.values()].map((claim) => claim.statement),
    ...[...pack.entries.values()].map((entry) => plainProse(entry.answer)),
    ...[...pack.criteria, ...pack.facts, ...pack.neither].flatMap(({ phrases }) => phrases),
    ...pack.criteria.flatMap(({ implied }) => implied),
    ...Object.values(pack.groups).flat(),
  ];
  return new Set(sentences.flatMap((sentence) => sentence.toLowerCase().match(/[a-z]+/g) ?? []));
}

/** The entries with these ids, in that order; ids the pack does not have (any more) are left out. */
export function entriesWith(pack: Pack, ids: readonly string[]): Entry[] {
  return ids.flatMap((id) => pack.entries.get(id) ?? []);
}
