import type { Knowledge } from './compile.ts';
import { decide } from './decide.ts';
import type { Entry } from './knowledge.ts';

/** A question that a person may take instead of typing it to the end. */
export type Completion = { readonly question: string };

/** Most completions that a platform shows (Discord's autocomplete). */
export const MAX_COMPLETIONS = 25;

/**
 * Questions for the words typed so far, best first: those that have all the words in them, each as the beginning of a word,
 * then what the matcher finds. With no word, the questions the topics begin with.
 */
export function complete(text: string, knowledge: Knowledge): readonly Completion[] {
  const { pack, lexicon, matcher } = knowledge;
  const typed = wordsIn(text);
  const entries = typed.length === 0 ? leading(pack.topics, pack.entries) : ranked();
  return [...new Set(entries)].slice(0, MAX_COMPLETIONS).map(({ question }) => ({ question }));

  function ranked(): Entry[] {
    const literal = [...pack.entries.values()]
      .map((entry) => ({ entry, words: wordsIn(entry.question) }))
      .filter(({ words }) => typed.every((word) => words.some((candidate) => candidate.startsWith(word))))
      .sort((a, b) => a.words.length - b.words.length || (a.entry.id < b.entry.id ? -1 : 1))
      .map(({ entry }) => entry);
    const terms = lexicon.read(text);
    const { zone, matches } = decide(matcher.match(terms), terms, knowledge);
    return [...literal, ...(zone === 'abstain' ? [] : matches.map(({ entry }) => entry))];
  }
}

/** The first entry of every topic, then the second of each, and so on: a little of everything. */
function leading(topics: Knowledge['pack']['topics'], entries: Knowledge['pack']['entries']): Entry[] {
  const deepest = Math.max(0, ...topics.map((topic) => topic.entries.length));
  return Array.from({ length: deepest }, (_, depth) => depth)
    .flatMap((depth) => topics.flatMap((topic) => topic.entries[depth] ?? []))
    .flatMap((id) => entries.get(id) ?? []);
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}.+#]+/gu) ?? [];
}
