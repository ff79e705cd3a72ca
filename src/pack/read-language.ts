import { createRequire } from 'node:module';
import type { LanguageGuesser } from '../core/language.ts';

type Guessing = typeof import('tinyld/light', { with: { 'resolution-mode': 'require' }});

let guessing: Guessing | undefined;

/** Guesses languages; its table of 24 of them is read when it is first asked, and most threads never ask. */
export const guessLanguage: LanguageGuesser = (text) => {
  guessing ??= read();
  return guessing.detectAll(text);
};

function read(): Guessing {
  return createRequire(import.meta.url)('tinyld/light');
}
