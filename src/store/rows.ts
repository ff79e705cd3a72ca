import * as z from 'zod';
import { noteSchema } from '../core/note.ts';
import { type ThreadState, threadStateSchema } from '../core/thread.ts';
import type { Received, StoredNote } from './store.ts';

/** Reads rows; one that cannot be read is counted under its table, and told. */
export type Rows = {
  readonly state: (json: string) => ThreadState | undefined;
  readonly delivery: (json: string) => Received | undefined;
  readonly note: (row: {
    readonly thread: string;
    readonly body: string;
    readonly at: number;
  }) => StoredNote | undefined;
  readonly post: (json: string) => { readonly body: unknown } | undefined;
  readonly unreadable: () => Readonly<Record<string, number>>;
};

/** `tell` is given the table and how many of its rows could not be read so far. */
export function createRows(tell: (row: { readonly table: string; readonly count: number }) => void): Rows {
  const counts = new Map<string, number>();
  const read = <Value>(table: string, schema: z.ZodType<Value>, json: string): Value | undefined => {
    const { data } = schema.safeParse(parseJson(json));
    if (data === undefined) {
      const count = (counts.get(table) ?? 0) + 1;
      counts.set(table, count);
      tell({ table, count });
    }
    return data;
  };
  return {
    state: (json) => read('threads', threadStateSchema, json),
    delivery: (json) => read('deliveries', deliverySchema, json),
    note: ({ thread, body, at }) => {
      const note = read('notes', noteSchema, body);
      return note && { ...note, thread, at };
    },
    post: (json) => read('posts', postSchema, json),
    unreadable: () => Object.fromEntries(counts),
  };
}

/** A name without NUL, which PostgreSQL refuses, and without halves of characters. */
export function cleanName(name: string): string {
  return name.replaceAll('\0', '').toWellFormed();
}

const deliverySchema: z.ZodType<Received> = z.object({
  key: z.string(),
  thread: z.string(),
  own: z.string(),
  person: z.string(),
  at: z.number(),
  arrival: z.discriminatedUnion('type', [
    z.object({ type: z.literal('mention') }),
    z.object({ type: z.literal('direct') }),
    z.object({ type: z.literal('overheard'), mentionsOthers: z.boolean() }),
    z.object({ type: z.literal('command') }),
    z.object({ type: z.literal('about') }),
    z.object({ type: z.literal('press'), on: z.enum(['public', 'private', 'direct', 'page']) }),
  ]),
  content: z.discriminatedUnion('type', [
    z.object({ type: z.literal('utterance'), text: z.string() }),
    z.object({
      type: z.literal('command'),
      name: z.enum(['ask', 'verdict', 'compare', 'topics', 'help']),
      text: z.string(),
    }),
    z.object({ type: z.literal('press'), id: z.string() }),
    z.object({ type: z.literal('submission'), id: z.string(), fields: z.record(z.string(), z.string()) }),
    z.object({ type: z.literal('page') }),
  ]),
  receivedAt: z.number(),
  isAgain: z.boolean(),
  way: z.object({ channel: z.string(), address: z.json() }),
});

/** The body of a post is its platform's business; here it only has to be JSON. */
const postSchema = z.custom<unknown>((value) => value !== undefined).transform((body) => ({ body }));

/** Undefined when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
