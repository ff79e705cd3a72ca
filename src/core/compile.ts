import type { Entry, Pack } from './knowledge.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { createMatcher, type Matcher } from './match.ts';
import { createNeedsReader, type NeedsReader } from './needs.ts';
import { plainProse } from './prose.ts';

/** A pack with all that is worked out from it once, before the first question. */
export type Knowledge = {
  readonly pack: Pack;
  /** The content hash of the pack's files. */
  readonly version: string;
  readonly lexicon: Lexicon;
  readonly matcher: Matcher;
  readonly readNeeds: NeedsReader;
};

/** Works out the indexes of a checked pack. */
export function compile(pack: Pack, version: string): Knowledge {
  const ordinary = wordsOf(pack);
  const lexicon = createLexicon(pack.vocabulary, (word) => ordinary.has(word));
  let reader: NeedsReader | undefined;
  // Made when the first project comes: a plain question from a cold process does not wait for its thousands of phrases.
  const readNeeds: NeedsReader = (text) => {
    reader ??= createNeedsReader(pack, lexicon);
    return reader(text);
  };
  return { pack, version, lexicon, matcher: createMatcher(pack, lexicon), readNeeds };
}

/** Every word of the pack's own sentences and phrases: what stands there is spelt right. Questions of people are left out. */
function wordsOf(pack: Pack): ReadonlySet<string> {
  const sentences = [
    ...[...pack.claims.values()].map((claim) => claim.statement),
    ...[...pack.entries.values()].map((entry) => plainProse(entry.answer)),
    ...[...pack.criteria, ...pack.facts, ...pack.neither].flatMap(({ phrases }) => phrases),
    ...pack.criteria.flatMap(({ implied }) => implied),
  ];
  return new Set(sentences.flatMap((sentence) => sentence.toLowerCase().match(/[a-z]+/g) ?? []));
}

/** The entries with these ids, in that order; ids the pack does not have (any more) are left out. */
export function entriesWith(pack: Pack, ids: readonly string[]): Entry[] {
  return ids.flatMap((id) => pack.entries.get(id) ?? []);
}
