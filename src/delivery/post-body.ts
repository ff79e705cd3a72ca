import * as z from 'zod';
import type { Card } from '../core/card.ts';
import type { Json } from '../core/json.ts';
import type { Outgoing } from '../platforms/platform.ts';
import type { Post, Received } from '../store/store.ts';
import { cardSchema, cardToJson } from './card-json.ts';

/** A reply to words, as the outbox keeps it. */
export type PostBody = {
  readonly address: Json;
  /** When the words were said, and when the bot had them. */
  readonly at: number;
  readonly receivedAt: number;
  /** Whether it may stand there before it was ever posted from the outbox: answered without the store. */
  readonly mayStand: boolean;
  readonly content: Outgoing['content'];
};

/** The name of a delivery's platform: the first part of its thread. */
export function platformOf({ thread }: Pick<Received, 'thread'>): string {
  return thread.split(':', 1)[0] ?? '';
}

/** The reply to words, for the outbox. There is one for each delivery, under its key. */
export function postOf(
  { key, thread, at, receivedAt, way }: Received,
  content: Outgoing['content'],
  mayStand: boolean,
): Omit<Post, 'at'> & { readonly body: Json } {
  const shown = content.type === 'answer' ? { type: 'answer', card: cardToJson(content.card) } : content;
  const body = { address: way.address, at, receivedAt, mayStand, content: shown };
  return { id: key, platform: platformOf({ thread }), channel: way.channel, body };
}

/** A message that answers nobody, for the outbox. */
export function noticeOf({ id, platform, channel, address, card, at }: Notice): Omit<Post, 'at'> {
  const body = { address, at, receivedAt: at, mayStand: false, content: { type: 'answer', card: cardToJson(card) } };
  return { id, platform, channel, body };
}

export type Notice = {
  readonly id: string;
  readonly platform: string;
  readonly channel: string;
  readonly address: Json;
  readonly card: Card;
  readonly at: number;
};

/** Reads what comes out of the outbox; undefined when it is nothing that any version put there. */
export function readPostBody(body: unknown): PostBody | undefined {
  return bodySchema.safeParse(body).data;
}

/** An answer that goes to its platform without the outbox. */
export function outgoingOf({ key, at, way }: Received, card: Card, attempt: number): Outgoing {
  return { operation: key, address: way.address, at, attempt, content: { type: 'answer', card } };
}

const bodySchema: z.ZodType<PostBody> = z.object({
  address: z.json(),
  at: z.number(),
  receivedAt: z.number(),
  mayStand: z.boolean(),
  content: z.discriminatedUnion('type', [
    z.object({ type: z.literal('answer'), card: cardSchema }),
    z.object({ type: z.literal('apology') }),
  ]),
});
