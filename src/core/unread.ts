import type { Term } from './lexicon.ts';
import type { Found } from './phrases.ts';

/** Sentences shown as not understood. */
const MAX_UNREAD = 2;
/** A sentence with fewer telling words asks for nothing that matters. */
const MIN_TELLING_WORDS = 4;

/** The sentences that ask for something, in which no phrase of the pack was found. */
export function unreadIn(text: string, terms: readonly Term[], found: readonly Found[]): string[] {
  const understood = new Set(found.flatMap(({ start, end }) => [terms[start]?.sentence, terms[end - 1]?.sentence]));
  const unread: string[] = [];
  for (let start = 0; start < terms.length && unread.length < MAX_UNREAD; ) {
    const sentence = terms[start]?.sentence;
    let end = start + 1;
    while (terms[end] !== undefined && terms[end]?.sentence === sentence) end += 1;
    const words = terms.slice(start, end);
    if (!understood.has(sentence) && asks(words)) {
      unread.push(text.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0));
    }
    start = end;
  }
  return unread;
}

function asks(words: readonly Term[]): boolean {
  const telling = words.filter(({ word }) => word.length > 3 && !ASKING.has(word) && !PLAIN.has(word));
  const isQuestion = QUESTIONS.has(words[0]?.word ?? '');
  return !isQuestion && telling.length >= MIN_TELLING_WORDS && words.some(({ word }) => ASKING.has(word));
}

/** Words of somebody who wants something. */
const ASKING: ReadonlySet<string> = new Set(
  'must need needs needed should require requires required requirement want wants important critical essential mandatory vital has have'.split(
    ' ',
  ),
);
const QUESTIONS: ReadonlySet<string> = new Set(
  'what which how why when who where is are do does can could should would'.split(' '),
);
const PLAIN: ReadonlySet<string> = new Set(
  'that this with from them they their there then than also very some more most much many just only will would could been being about into over have your ours what when which while project system application thing things'.split(
    ' ',
  ),
);
