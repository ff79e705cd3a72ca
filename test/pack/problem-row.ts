import { expect, it } from 'vitest';
import { lineOf, problemsOf, smallPackWith } from './small-pack.ts';

/** One break in one file of a good pack, and every problem it makes: on the line of these words, with this text. */
export type Row = {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly says: string | readonly (readonly [onTheLineOf: string, says: string])[];
};

/** States a row as a test; where only the text is given, the problem is on the line of what was written. */
export function check({ title, file, from, to, says }: Row) {
  it(title, () => {
    const files = smallPackWith(file, from, to);
    const lines = typeof says === 'string' ? [[to, says] as const] : says;
    expect(problemsOf(files)).toEqual(lines.map(([words, text]) => `${file}:${lineOf(files[file], words)}: ${text}`));
  });
}
