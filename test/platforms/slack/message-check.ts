import type { SlackMessage } from '../../../src/platforms/slack/render.ts';
import { areBlocksTooLong, checkBlocks } from '../../../src/playground/slack/check-blocks.ts';
import { isList, isObject, type Json, type JsonObject, parseJson, textIn } from '../../../src/playground/slack/json.ts';

/** Everything our messages are made of; nothing here is parsed for mentions, links or formatting. */
export const INERT = [
  'actions',
  'button',
  'context',
  'context_actions',
  'feedback_buttons',
  'header',
  'link',
  'plain_text',
  'rich_text',
  'rich_text_list',
  'rich_text_preformatted',
  'rich_text_section',
  'static_select',
  'text',
];

/** Everything wrong with a message: what the local server refuses, what is over our limits, and what could be obeyed. */
export function problemsOf(message: SlackMessage): string[] {
  const blocks = sentBlocks(message);
  const objects = objectsWithin(blocks);
  const ids = objects.map(({ action_id: id }) => textIn(id)).filter((id) => id !== '');
  const chars = JSON.stringify(blocks).length;
  return [
    ...checkBlocks(blocks, 'message').map(({ pointer, message: said }) => `${said} at ${pointer}`),
    ...(areBlocksTooLong(blocks) ? ['msg_blocks_too_long'] : []),
    ...(chars > 10_000 ? [`${chars} characters of blocks`] : []),
    ...(message.text.trim() === '' || message.text.length > 4_000 ? [`text of ${message.text.length} characters`] : []),
    ...(new Set(ids).size < ids.length ? ['an action_id twice'] : []),
    ...objects
      .filter(({ type, emoji }) => (type !== undefined && !INERT.includes(textIn(type))) || emoji === true)
      .map((one) => `not inert: ${JSON.stringify(one)}`),
    ...textProblems(message.text),
  ];
}

/** What Slack could obey in a message's `text`. */
export function textProblems(text: string): string[] {
  const patterns = [
    /[<>]/,
    /&(?!(?:amp|lt|gt);)/,
    /^\s*&gt;/m,
    /[*~`]/,
    /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
    /@(?!\u2060)/,
    /:\/\//,
    /[\u202A-\u202E\u2066-\u2069]/,
    /(?!\n)\p{Cc}/u,
  ];
  return patterns.filter((pattern) => pattern.test(text)).map((pattern) => `text has ${pattern}`);
}

/** The ids of everything in blocks that can be pressed or chosen, in order. */
export function pressIds(blocks: Json): string[] {
  return objectsWithin(blocks).flatMap(({ value, text }) =>
    text !== undefined && value !== undefined ? textIn(value) : [],
  );
}

/** The blocks as they travel. */
export function sentBlocks({ blocks }: SlackMessage): Json {
  return parseJson(JSON.stringify(blocks)) ?? null;
}

/** Every object in a value, itself included, in the order in which a person comes upon them. */
export function objectsWithin(value: Json | undefined): JsonObject[] {
  if (isList(value)) return value.flatMap(objectsWithin);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsWithin)] : [];
}
