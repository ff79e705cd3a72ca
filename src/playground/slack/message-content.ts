import { z } from 'zod';
import { jsonArg, refused, refusedFor, textArg } from './api-method.ts';
import { countChars } from './block-rule.ts';
import { areBlocksTooLong, checkBlocks } from './check-blocks.ts';
import type { Ids } from './ids.ts';
import { isList, isObject, type JsonObject, objectsIn } from './json.ts';
import * as limits from './limits.ts';
import { type Message, withIds } from './world.ts';

/** The arguments that carry what a message says. */
export const CONTENT_ARGS = {
  text: textArg.optional(),
  markdown_text: textArg.optional(),
  blocks: jsonArg.optional(),
  attachments: jsonArg.optional(),
  metadata: jsonArg.optional(),
};

const CONTENT = z.object(CONTENT_ARGS);
const METADATA = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.json()) });

export type Content = Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata'>;

/** Which of the parts were sent at all: an edit leaves the others as they are. */
export type Read =
  | { readonly kind: 'content'; readonly content: Content; readonly sent: ReadonlySet<keyof Content> }
  | { readonly kind: 'refused'; readonly reply: JsonObject };

/**
 * Reads what a message says and refuses what Slack refuses. `isBudgeted` is false where the undocumented budget over all
 * blocks does not hold: what is sent to a response_url.
 */
export function readContent(args: z.output<typeof CONTENT>, raw: JsonObject, ids: Ids, isBudgeted = true): Read {
  const { text, markdown_text: markdown, blocks = [], attachments = [], metadata } = args;
  const sent = new Set<keyof Content>();
  if (text !== undefined || markdown !== undefined) sent.add('text');
  if (raw.blocks !== undefined) sent.add('blocks');
  if (raw.attachments !== undefined) sent.add('attachments');
  if (raw.metadata !== undefined) sent.add('metadata');

  const refusal = whyRefused();
  if (refusal) return { kind: 'refused', reply: refusal };
  const own = markdown === undefined ? objectsIn(blocks) : [{ type: 'markdown', text: markdown }];
  return {
    kind: 'content',
    sent,
    content: {
      text: Array.from(text ?? markdown ?? '')
        .slice(0, limits.MAX_MESSAGE_TEXT_CHARS)
        .join(''),
      blocks: withIds(own, ids),
      attachments: objectsIn(attachments),
      metadata: isObject(metadata) ? metadata : undefined,
    },
  };

  function whyRefused(): JsonObject | undefined {
    if (markdown !== undefined && (text !== undefined || raw.blocks !== undefined))
      return refused('markdown_text_conflict');
    if (markdown !== undefined && countChars(markdown) > limits.MAX_MARKDOWN_TEXT_CHARS) return refused('msg_too_long');
    if (raw.blocks !== undefined && !isList(args.blocks)) return refused('invalid_blocks_format');
    if (raw.attachments !== undefined && !isList(args.attachments)) return refused('invalid_attachments');
    const problems = checkBlocks(blocks, 'message');
    if (problems.length > 0) return refusedFor('invalid_blocks', problems);
    if (isBudgeted && areBlocksTooLong(blocks)) return refused('msg_blocks_too_long');
    if (isList(attachments) && attachments.length > limits.MAX_MESSAGE_ATTACHMENTS)
      return refused('too_many_attachments');
    if (raw.metadata === undefined) return undefined;
    if (!METADATA.safeParse(metadata).success) return refused('invalid_metadata_format');
    return Buffer.byteLength(JSON.stringify(metadata)) > limits.MAX_METADATA_BYTES
      ? refused('metadata_too_large')
      : undefined;
  }
}

/** Whether there is nothing to show. */
export function isEmptyContent({ text, blocks, attachments }: Content): boolean {
  return text.trim() === '' && blocks.length === 0 && attachments.length === 0;
}
