import type * as z from 'zod';

/** What is wrong, where (the path inside the file's value), and what to do about it. */
export type Problem = {
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
};

/** What is found in the content of a pack that can be read: a problem is to be mended, a warning to be looked at. */
export type Finding = Problem & { readonly level: 'problem' | 'warning' };

/** Longest piece of a wrong value that a problem quotes. */
const MAX_SHOWN_CHARS = 60;
/** Types by the words of people who write YAML. */
const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of fields',
  int: 'a whole number',
  string: 'text',
};

/** What a schema found wrong, in words that say what was expected, what is there, and what to do. */
export function schemaProblem(file: string, value: unknown, issue: z.core.$ZodIssue): Problem {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return {
      file,
      path: [...path, key],
      message: `no field is called "${issue.keys.join('", "')}" here; take it out, or mend its name`,
    };
  }
  const isMissing = issue.code === 'invalid_type' && at(value, path) === undefined;
  if (isMissing)
    return { file, path, message: `expected this field (${EXPECTED[issue.expected] ?? issue.expected}); add it` };
  return { file, path, message: `expected ${expectation(issue)}; got ${shown(at(value, path))}` };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return EXPECTED[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `at least ${issue.minimum} items`
        : issue.origin === 'string'
          ? 'some text'
          : `at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `at most ${issue.maximum} items`
        : issue.origin === 'string'
          ? `at most ${issue.maximum} characters`
          : `at most ${issue.maximum}`;
    case 'invalid_union':
      return issue.message;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_format':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = jsonOf(value);
  return json.length > MAX_SHOWN_CHARS ? `${json.slice(0, MAX_SHOWN_CHARS - 1)}…` : json;
}

/** YAML can make a value that holds itself, which JSON cannot show. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return 'a value that holds itself';
  }
}

/** The value at a path, or undefined. */
export function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
