import type { Term } from './lexicon.ts';

/** Shortest word whose spelling is doubted. */
const MIN_MENDED_CHARS = 6;

/** Gives the key of a known word for one that nobody knows and that is a letter away from it; its own key for all others. */
export function createMender(
  words: Iterable<string>,
  keyOfWord: (word: string) => string | undefined,
  isWord: (word: string) => boolean,
): (term: Term, key: string) => string {
  let index: { readonly known: ReadonlySet<string>; readonly lacking: ReadonlyMap<string, string> } | undefined;
  /** What each word was mended to, so that none is looked at twice. */
  const kept = new Map<string, string | undefined>();
  return (term, key) => {
    const { word, isLiteral } = term;
    if (isLiteral || word.length < MIN_MENDED_CHARS) return key;
    if (kept.has(word)) return kept.get(word) ?? key;
    const mended = PLAIN.test(word) ? nearTo(word) : undefined;
    const found = mended === undefined ? undefined : keyOfWord(mended);
    if (kept.size < MAX_KEPT_WORDS) kept.set(word, found);
    return found ?? key;
  };

  function nearTo(word: string): string | undefined {
    index ??= indexOf(words);
    const { known, lacking } = index;
    if (known.has(word) || isWord(word)) return undefined;
    const near = (variant: string) => (known.has(variant) ? variant : lacking.get(variant));
    return (
      lacking.get(word) ??
      lackingOne(word)
        .map(near)
        .find((found) => found !== undefined)
    );
  }
}

/** Words of which is remembered what they were mended to. */
const MAX_KEPT_WORDS = 10_000;
const PLAIN = /^[a-z]+$/;

/** The known words, and for each way to leave out one letter the word it comes from. */
function indexOf(words: Iterable<string>) {
  const known = new Set<string>();
  const lacking = new Map<string, string>();
  for (const word of words) {
    if (known.has(word) || word.length < MIN_MENDED_CHARS || !PLAIN.test(word)) continue;
    known.add(word);
    for (const variant of lackingOne(word)) if (!lacking.has(variant)) lacking.set(variant, word);
  }
  return { known, lacking };
}

/** The word without each one of its letters but the first, which is nearly always right. */
function lackingOne(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, index) => word.slice(0, index + 1) + word.slice(index + 2));
}
