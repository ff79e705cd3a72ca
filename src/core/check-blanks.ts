import type { Problem } from './check-schema.ts';

/** Stands where a scaffold wants something written; the words after it, up to the end of the line, say what. */
export const BLANK = 'FILL-IN';

/** Every blank that is left in the value of a file, by the line of a text that has several. */
export function blanksIn(file: string, value: unknown): Problem[] {
  return stringsIn(value).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index): Problem[] => {
      const at = line.indexOf(BLANK);
      if (at < 0) return [];
      const wanted = line.slice(at + BLANK.length).trim();
      const message = `this blank is not filled in${wanted === '' ? '' : `: "${wanted}"`}; write that in place of "${BLANK} …"`;
      const hasLines = text.includes('\n') || path[0] === 'answer' || path[0] === 'more';
      return [{ file, path: hasLines ? [...path, index] : path, message }];
    }),
  );
}

/** The problems that are not about a blank: what else is said of a place that is still to be written would only distract. */
export function withoutBlanks(problems: readonly Problem[], blanks: readonly Problem[]): Problem[] {
  const byFile = Map.groupBy(blanks, ({ file }) => file);
  return problems.filter(
    ({ file, path }) =>
      !(byFile.get(file) ?? []).some((blank) =>
        path.length > 0 ? path.every((step, index) => index >= blank.path.length || step === blank.path[index]) : false,
      ),
  );
}

/** Every text inside a value, with its path. A value that holds itself is walked no deeper than files are written. */
export function stringsIn(
  value: unknown,
  path: readonly (string | number)[] = [],
): { readonly path: readonly (string | number)[]; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null || path.length >= MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    stringsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const MAX_DEPTH = 8;
