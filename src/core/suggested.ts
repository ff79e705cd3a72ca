import type { Knowledge } from './compile.ts';
import { isContent } from './features.ts';
import type { Entry } from './knowledge.ts';
import type { Term } from './lexicon.ts';
import { wordsOf } from './project.ts';

/** Which of so many suggestions is meant, by its place in words; undefined for other words. */
export function placeSaid(words: string, count: number): number | undefined {
  const groups = PLACE.exec(words)?.slice(1);
  if (!groups) return undefined;
  const place = groups.findIndex((group) => group !== undefined);
  return place === 3 ? count - 1 : place;
}

const PLACE =
  /^(?:(?:ok|the|number|nr|option|answer|take|pick|choose|i mean|i meant|meant|yes|yeah) )*(?:(first|1st|one|1)|(second|2nd|two|2)|(third|3rd|three|3)|(last))(?: one| option)?(?: please| pls| then)?$/;

/** The one of these entries that the words tell from the others: "the hiring one", "I mean background jobs". */
export function entryTold(
  terms: readonly Term[],
  entries: readonly Entry[],
  { lexicon }: Knowledge,
): Entry | undefined {
  const told = ONE_OF.exec(wordsOf(terms))
    ?.slice(1)
    .find((group) => group !== undefined);
  if (told === undefined) return undefined;
  const stems = lexicon
    .read(told)
    .filter((term) => isContent(term))
    .map(({ stem }) => stem);
  const having = entries.filter((entry) => {
    const known = new Set(lexicon.read([entry.question, ...entry.examples].join('\n')).map(({ stem }) => stem));
    return stems.length > 0 && stems.every((stem) => known.has(stem));
  });
  if (having.length < 2) return having[0];
  const inQuestion = having.filter(({ question }) => {
    const known = new Set(lexicon.read(question).map(({ stem }) => stem));
    return stems.every((stem) => known.has(stem));
  });
  return inQuestion.length === 1 ? inQuestion[0] : undefined;
}

const ONE_OF =
  /^(?:the (.+) one|(?:the )?(?:one|ones) (?:about|on|for|with) (.+)|(?:i mean|i meant|meant|no) (.+)|(.+) i mean(?:t)?)$/;
