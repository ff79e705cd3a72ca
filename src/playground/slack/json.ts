import { z } from 'zod';

/** What can travel in a body: anything JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json | undefined };

const ANY_JSON = z.json();
const ANY_OBJECT = z.record(z.string(), z.json());

/** Reads a text as JSON; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return ANY_JSON.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Reads a text as a JSON object; undefined when it is none. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

/** Checks an unknown value: the JSON object that it is, or undefined. */
export function toJsonObject(value: unknown): JsonObject | undefined {
  return ANY_OBJECT.safeParse(value).data;
}

/** Whether a value is a JSON object, and neither an array nor null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Whether a value is a JSON array. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The objects of a field that holds an array; none when it holds anything else. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** The object in a field, or an empty one. */
export function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The text in a field, or an empty one. */
export function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
