import { entriesWith } from './compile.ts';
import { decide } from './decide.ts';
import type { Entry } from './knowledge.ts';
import { type Library, taking } from './library.ts';

/** A question that a person may take instead of typing it to the end. */
export type Completion = { readonly question: string };

/** Most completions that a platform shows (Discord's autocomplete). */
export const MAX_COMPLETIONS = 25;

/**
 * Questions for the words typed so far, best first: those that have all the words in them, each as the beginning of a word,
 * then what the matcher finds. With no word, the questions the topics begin with.
 */
export function complete(text: string, library: Library): readonly Completion[] {
  const typed = wordsIn(text);
  const entries = typed.length === 0 ? leading(library) : [...having(typed, library), ...matching(text, library)];
  return [...new Set(entries.map(({ question }) => question))]
    .slice(0, MAX_COMPLETIONS)
    .map((question) => ({ question }));
}

/** The first entry of every topic, then the second of each, and so on: a little of everything. */
function leading(library: Library): Entry[] {
  return taking(library.flatMap(({ pack }) => pack.topics.map((topic) => entriesWith(pack, topic.entries))));
}

/** Those that have every word, the shortest first. */
function having(typed: readonly string[], library: Library): Entry[] {
  return library
    .flatMap(({ pack }) => [...pack.entries.values()])
    .map((entry) => ({ entry, words: wordsIn(entry.question) }))
    .filter(({ words }) => typed.every((word) => words.some((candidate) => candidate.startsWith(word))))
    .sort((a, b) => a.words.length - b.words.length || (a.entry.id < b.entry.id ? -1 : 1))
    .map(({ entry }) => entry);
}

/** What each pack would answer or suggest, the surest pack first. */
function matching(text: string, library: Library): Entry[] {
  return library
    .map((knowledge) => {
      const terms = knowledge.lexicon.read(text);
      return decide(knowledge.matcher.match(terms), terms, knowledge);
    })
    .filter(({ zone }) => zone !== 'abstain')
    .sort((a, b) => b.confidence - a.confidence)
    .flatMap(({ matches }) => matches.map(({ entry }) => entry));
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}.+#]+/gu) ?? [];
}
