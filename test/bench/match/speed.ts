import type { Example } from './datasets.ts';

/** Examples for one label of a made-up bank. */
const EXAMPLES_PER_LABEL = 10;

/** As many examples as asked for: the first half of one text and the second half of another, the same ones each time. */
export function madeUpExamples(texts: readonly string[], count: number): Example[] {
  return Array.from({ length: count }, (_, index) => {
    const first = (texts[(index * 7919) % texts.length] ?? '').split(' ');
    const second = (texts[(index * 104729 + Math.floor(index / texts.length) * 31) % texts.length] ?? '').split(' ');
    const text = [...first.slice(0, Math.ceil(first.length / 2)), ...second.slice(Math.floor(second.length / 2))].join(
      ' ',
    );
    return { text, label: `label ${Math.floor(index / EXAMPLES_PER_LABEL)}` };
  });
}
