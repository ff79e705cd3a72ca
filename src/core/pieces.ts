import type { Term } from './lexicon.ts';

/** Pieces of one utterance that are scored: the work on a message of any length is bounded by this. */
export const MAX_PIECES = 32;
/** A text of at most this many words is also read as a whole. */
export const MAX_WHOLE_WORDS = 60;
/** A sentence longer than this is read through windows of `WINDOW_WORDS`, `WINDOW_STEP` apart: the question is somewhere inside. */
const MAX_SENTENCE_WORDS = 28;
const WINDOW_WORDS = 12;
const WINDOW_STEP = 4;

/** The whole text unless it is very long, each of its sentences where it has several, and windows through long ones. */
export function piecesOf(terms: readonly Term[]): (readonly Term[])[] {
  const pieces: (readonly Term[])[] = terms.length <= MAX_WHOLE_WORDS ? [terms] : [];
  for (const sentence of sentencesOf(terms)) {
    if (pieces.length >= MAX_PIECES) break;
    if (sentence.length > MAX_SENTENCE_WORDS) {
      for (
        let start = 0;
        start + WINDOW_WORDS / 2 < sentence.length && pieces.length < MAX_PIECES;
        start += WINDOW_STEP
      ) {
        pieces.push(sentence.slice(start, start + WINDOW_WORDS));
      }
    } else if (sentence.length >= 2 && sentence.length < terms.length) {
      pieces.push(sentence);
    }
  }
  return pieces.length > 0 ? pieces : [terms.slice(0, WINDOW_WORDS)];
}

function sentencesOf(terms: readonly Term[]): Term[][] {
  const sentences: Term[][] = [];
  for (const term of terms) {
    const last = sentences.at(-1);
    if (last && last[0]?.sentence === term.sentence) last.push(term);
    else sentences.push([term]);
  }
  return sentences;
}
