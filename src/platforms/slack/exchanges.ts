import * as z from 'zod';
import type { Surface } from '../../core/delivery.ts';

/** Where a card stands that was pressed, or from which a form was opened: all that an answer must find its way back. */
export type Origin = {
  readonly on: Surface;
  /** The conversation; on a page of the person's own, the person. */
  readonly channel: string;
  /** The thread it stands in, by the ts of its first message; undefined in the channel itself. */
  readonly thread: string | undefined;
  /** The last part of the thread's key. */
  readonly part: string;
  /** Writes to the conversation, also where the bot is no member. */
  readonly responseUrl: string | undefined;
};

/** The last part of the key of what belongs to a conversation and to no thread of it. */
export const MAIN_PART = 'main';

/** The key of the exchange that everybody in a thread sees. */
export function threadKey(team: string, channel: string, part: string): string {
  return `slack:${team}:${channel}:${part}`;
}

/** The key of the exchange of one person alone in a thread, or in a conversation outside of threads. */
export function ownKey(team: string, channel: string, thread: string | undefined, person: string): string {
  return `slack:${team}:${channel}:${thread === undefined ? '' : `${thread}:`}@${person}`;
}

/** The key of the exchange that a card for everybody belongs to, whatever thread it stands in, as it travels in its blocks. */
export function blockIdOf(part: string, position: number): string {
  return `thread:${part}:${position}`;
}

/** The part that a block carries; undefined where it carries none. */
export function partOf(blockId: string): string | undefined {
  return /^thread:([^:]+):\d+$/.exec(blockId)?.[1];
}

/** What travels in a view's `private_metadata`: where it was opened from, and the id of its form. */
export type Opened = { readonly origin: Origin; readonly form: string | undefined };

/** Writes it, so that a view knows for ever where it belongs. */
export function encodeOpened({ origin, form }: Opened): string {
  return JSON.stringify({ ...origin, form } satisfies z.input<typeof OPENED>);
}

/** Reads it; undefined for what is none of ours. */
export function decodeOpened(metadata: string): Opened | undefined {
  try {
    const opened = OPENED.safeParse(JSON.parse(metadata)).data;
    if (!opened) return undefined;
    const { form, thread, responseUrl, ...origin } = opened;
    return { form, origin: { ...origin, thread, responseUrl } };
  } catch {
    return undefined;
  }
}

const OPENED = z.object({
  on: z.enum(['public', 'private', 'direct', 'page']),
  channel: z.string(),
  thread: z.string().optional(),
  part: z.string(),
  responseUrl: z.string().optional(),
  form: z.string().optional(),
});
