import type { Draft } from './check.ts';
import { asWritten } from './check-entry.ts';
import type { Finding } from './check-schema.ts';
import type { Knowledge } from './compile.ts';
import { editDistance } from './spelling.ts';

/** Words that make no difference to what is asked. */
const FILLERS: ReadonlySet<string> = new Set(['a', 'an', 'the', 'please', 'pls', 'hi', 'hey', 'hello', 'so', 'ok']);
/** Shorter words one letter apart are often two words, "port" and "sort": one of the two must be longer. */
const MIN_MISSPELT_CHARS = 4;

/** One way of asking, as matching reads it. */
type Asked = {
  readonly file: string;
  readonly path: Finding['path'];
  readonly id: string;
  readonly text: string;
  readonly words: readonly string[];
};

/**
 * Finds examples (and questions) of two entries that read alike: the same words but for their endings, their synonyms, words
 * like "the", or one letter of one word. Matching can hardly tell them apart, so one of them is in the wrong place.
 */
export function checkSimilar({ lexicon }: Knowledge, draft: Draft): Finding[] {
  const all = [...draft.entries.values()].flatMap(({ file, value: entry }) =>
    [entry.question, ...entry.examples].map((text, nth): Asked => {
      const words = lexicon
        .read(text)
        .map((term) => (term.names?.by === 'alias' ? `§${term.names.option}` : term.stem))
        .filter((word) => !FILLERS.has(word));
      return { file, path: nth === 0 ? ['question'] : ['examples', nth - 1], id: entry.id, text, words };
    }),
  );
  const counts = new Map<string, number>();
  for (const { words } of all) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const findings: Finding[] = [];
  const seen = new Map<string, Asked>();
  const gapped = new Map<string, { readonly asked: Asked; readonly word: string }[]>();
  for (const asked of all) {
    const other = seen.get(asked.words.join(' ')) ?? oneLetterApart(asked, gapped, counts);
    // What is written the same was reported where the form is checked.
    if (other !== undefined && other.id !== asked.id && asWritten(other.text) !== asWritten(asked.text))
      findings.push({
        level: 'problem',
        file: asked.file,
        path: asked.path,
        message: `"${asked.text}" asks the same as "${other.text}" of "${other.id}"; keep it where it fits best`,
      });
    if (!seen.has(asked.words.join(' '))) seen.set(asked.words.join(' '), asked);
  }
  return findings;
}

/** An earlier way of asking that differs by one letter of one word, which is misspelt in one of the two; notes this one for those that follow. */
function oneLetterApart(
  asked: Asked,
  gapped: Map<string, { readonly asked: Asked; readonly word: string }[]>,
  counts: ReadonlyMap<string, number>,
): Asked | undefined {
  let found: Asked | undefined;
  asked.words.forEach((word, index) => {
    if (word.length < MIN_MISSPELT_CHARS || word.startsWith('§') || asked.words.length < 3) return;
    const key = asked.words.with(index, '_').join(' ');
    const alike = gapped.get(key) ?? [];
    found ??= alike.find(
      (other) =>
        other.asked.id !== asked.id &&
        other.word !== word &&
        Math.max(word.length, other.word.length) > MIN_MISSPELT_CHARS &&
        // A word that nobody else writes is a slip; two that are both in use are two words.
        Math.min(counts.get(word) ?? 0, counts.get(other.word) ?? 0) === 1 &&
        editDistance(other.word, word, 1) <= 1,
    )?.asked;
    alike.push({ asked, word });
    gapped.set(key, alike);
  });
  return found;
}
