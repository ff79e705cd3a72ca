import { z } from 'zod';

/** A string of a length between two bounds; Discord names both in its refusal, or the upper one alone where the lower is 0. */
export function text(min: number, max: number) {
  return z.string().superRefine((value, context) => {
    if (value.length < min || value.length > max) context.addIssue(lengthIssue(min, max));
  });
}

/** A list of a length between two bounds. */
export function list<T extends z.ZodType>(item: T, min: number, max: number) {
  return z.array(item).superRefine((value, context) => {
    if (value.length < min || value.length > max) context.addIssue(lengthIssue(min, max));
  });
}

/** One of Discord's ids: a string of digits; a whole number is taken too. */
export const snowflake = z.union([z.string(), z.int()]).transform((value, context) => {
  const id = String(value);
  if (/^\d{1,20}$/.test(id)) return id;
  context.addIssue({
    code: 'custom',
    message: `Value "${id}" is not snowflake.`,
    params: { discord: 'NUMBER_TYPE_COERCE' },
  });
  return z.NEVER;
});

/** An address that starts with one of the schemes. */
export function address(max: number, schemes: readonly string[]) {
  return text(1, max).superRefine((value, context) => {
    if (schemes.some((scheme) => value.startsWith(scheme))) return;
    context.addIssue({
      code: 'custom',
      message: `Scheme "${value.split(':')[0] ?? ''}" is not supported. Scheme must be one of (${schemes.map((scheme) => `'${scheme.replace(/:\/\/$/, '')}'`).join(', ')}).`,
      params: { discord: 'URL_TYPE_INVALID_SCHEME' },
    });
  });
}

function lengthIssue(min: number, max: number) {
  return min === 0
    ? {
        code: 'custom' as const,
        message: `Must be ${max} or fewer in length.`,
        params: { discord: 'BASE_TYPE_MAX_LENGTH' },
      }
    : {
        code: 'custom' as const,
        message: `Must be between ${min} and ${max} in length.`,
        params: { discord: 'BASE_TYPE_BAD_LENGTH' },
      };
}
