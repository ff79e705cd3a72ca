import { isList, isObject, type Json, type JsonObject } from './json.ts';

/** One thing wrong with a payload: where (a JSON pointer), and what, in Slack's words. */
export type Problem = { readonly pointer: string; readonly message: string };

/** Checks one value and returns everything wrong with it; `at` is its JSON pointer. */
export type Rule = (value: Json, at: string) => readonly Problem[];

/** Characters as Slack counts them: an emoji is one. */
export function countChars(text: string): number {
  return Array.from(text).length;
}

export function problem(pointer: string, message: string): Problem {
  return { pointer, message };
}

/** A string of at least `min` (1 unless told) and at most `max` characters. */
export function string(max: number, min = 1): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return [problem(at, 'must be a string')];
    const chars = countChars(value);
    if (chars < min) return [problem(at, `must be more than ${min - 1} characters`)];
    return chars > max ? [problem(at, `must be less than ${max + 1} characters`)] : [];
  };
}

/** An http or https address. */
export function url(max: number): Rule {
  const isShort = string(max);
  return (value, at) => {
    const problems = isShort(value, at);
    if (problems.length > 0) return problems;
    return typeof value === 'string' && /^(https?|mailto|slack|tel):/i.test(value)
      ? []
      : [problem(at, 'must be a valid url')];
  };
}

export function pattern(expression: RegExp, what: string): Rule {
  return (value, at) => (typeof value === 'string' && expression.test(value) ? [] : [problem(at, `must be ${what}`)]);
}

export function boolean(): Rule {
  return (value, at) => (typeof value === 'boolean' ? [] : [problem(at, 'must be a boolean')]);
}

export function number(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Rule {
  return (value, at) => {
    if (typeof value !== 'number') return [problem(at, 'must be a number')];
    if (value < min) return [problem(at, `must be greater than or equal to ${min}`)];
    return value > max ? [problem(at, `must be less than or equal to ${max}`)] : [];
  };
}

export function positive(): Rule {
  return (value, at) => (typeof value === 'number' && value > 0 ? [] : [problem(at, 'must be greater than 0')]);
}

export function oneOf(...allowed: readonly (string | number)[]): Rule {
  return (value, at) =>
    allowed.some((one) => one === value) ? [] : [problem(at, `must be one of ${allowed.join(', ')}`)];
}

/** An array of `min` to `max` values, each checked by `rule`. */
export function list(rule: Rule, max: number, min = 1): Rule {
  return (value, at) => {
    if (!isList(value)) return [problem(at, 'must be an array')];
    if (value.length < min) return [problem(at, `no less than ${min} items required`)];
    if (value.length > max) return [problem(at, `no more than ${max} items allowed`)];
    return value.flatMap((item, index) => rule(item, `${at}/${index}`));
  };
}

/** The fields an object must and may have; `also` checks what no single field can tell. */
export type Shape = {
  readonly required?: Readonly<Record<string, Rule>>;
  readonly optional?: Readonly<Record<string, Rule>>;
  readonly also?: (value: JsonObject, at: string) => readonly Problem[];
};

/** An object with these fields and no others. */
export function shape({ required = {}, optional = {}, also = () => [] }: Shape): Rule {
  return (value, at) => {
    if (!isObject(value)) return [problem(at, 'must be an object')];
    const missing = Object.keys(required)
      .filter((key) => value[key] === undefined || value[key] === null)
      .map((key) => problem(at, `missing required field: ${key}`));
    const wrong = Object.entries(value).flatMap(([key, field]) => {
      if (field === undefined || field === null) return [];
      const rule = required[key] ?? optional[key];
      return rule ? rule(field, `${at}/${key}`) : [problem(at, `invalid additional property: ${key}`)];
    });
    return [...missing, ...wrong, ...also(value, at)];
  };
}

/** An object whose `type` decides the rule; `accepts` says which types may stand here. */
export function byType<Type extends string>(rules: Readonly<Record<Type, Rule>>, accepts: readonly Type[]): Rule {
  const known = new Map<string, Rule>(Object.entries<Rule>(rules));
  const allowed = new Set<string>(accepts);
  return (value, at) => {
    if (!isObject(value)) return [problem(at, 'must be an object')];
    const { type } = value;
    if (type === undefined) return [problem(at, 'missing required field: type')];
    const rule = typeof type === 'string' && allowed.has(type) ? known.get(type) : undefined;
    return rule ? rule(value, at) : [problem(`${at}/type`, `unsupported type: ${String(type)}`)];
  };
}

/** One of several rules must accept the value; the problems are those of the rule that came closest. */
export function anyOf(...rules: readonly Rule[]): Rule {
  return (value, at) => {
    const found = rules.map((rule) => rule(value, at));
    const closest = found.reduce((best, next) => (next.length < best.length ? next : best), found[0] ?? []);
    return closest.length === 0 ? [] : [problem(at, 'failed to match all allowed schemas'), ...closest];
  };
}

/** Exactly one of these fields must be there. */
export function exactlyOne(...keys: readonly string[]): (value: JsonObject, at: string) => readonly Problem[] {
  return (value, at) => {
    const there = keys.filter((key) => value[key] !== undefined && value[key] !== null);
    if (there.length === 1) return [];
    const complaint = there.length === 0 ? 'must have one of' : 'must have only one of';
    return [problem(at, `${complaint} ${keys.join(', ')}`)];
  };
}
