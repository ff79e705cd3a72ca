import type { EvalRow } from '../core/evaluate.ts';

/** How messages are spoilt: as people type in a hurry. */
export const NOISES = ['as they stand', 'with typos', 'lower case', 'no punctuation'] as const;
export type Noise = (typeof NOISES)[number];

/** The row with each of its turns spoilt; the same row is always spoilt in the same way. */
export function spoilt(row: EvalRow, noise: Noise): EvalRow {
  return { ...row, turns: row.turns.map((text) => spoiltText(text, noise)) };
}

function spoiltText(text: string, noise: Noise): string {
  switch (noise) {
    case 'as they stand':
      return text;
    case 'with typos':
      return withTypos(text);
    case 'lower case':
      return text.toLowerCase();
    case 'no punctuation':
      // Dots inside a word belong to it: "asp.net", "3.12".
      return text
        .replace(/[^\p{L}\p{N}\s.'’_/+#-]|\.(?!\w)/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim();
  }
}

/** Of the words with four letters or more, one in this many gets a typo, and at least one. */
const WORDS_PER_TYPO = 5;

function withTypos(text: string): string {
  const words = [...text.matchAll(/[A-Za-z]{4,}/g)];
  const random = randomFrom(text);
  const count = Math.ceil(words.length / WORDS_PER_TYPO);
  const chosen = words
    .map((word) => ({ word, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ word }) => word)
    .sort((a, b) => b.index - a.index);
  return chosen.reduce(
    (result, { 0: word, index }) => result.slice(0, index) + mistyped(word, random) + result.slice(index + word.length),
    text,
  );
}

/** Keys beside each other. */
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/** Slips of the fingers on a letter with what follows: swapped with the next, left out, doubled, or the key beside it. */
const SLIPS: readonly ((letter: string, after: string) => string)[] = [
  (letter, after) => after.slice(0, 1) + letter + after.slice(1),
  (_, after) => after,
  (letter, after) => letter + letter + after,
  (letter, after) => keyBeside(letter) + after,
];

/** One slip, never in the first letter. */
function mistyped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const slip = SLIPS[Math.floor(random() * SLIPS.length)];
  return word.slice(0, at) + (slip?.(word.slice(at, at + 1), word.slice(at + 1)) ?? '');
}

function keyBeside(letter: string): string {
  const row = ROWS.find((keys) => keys.includes(letter.toLowerCase())) ?? ROWS[0];
  const key = row.indexOf(letter.toLowerCase());
  return row[key + 1] ?? row[key - 1] ?? letter;
}

/** A sequence of numbers from 0 to 1 that depends on the text alone (mulberry32). */
function randomFrom(text: string): () => number {
  let seed = 0;
  for (const character of text) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
