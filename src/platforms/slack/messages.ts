import type { types } from '@slack/bolt';
import type { Card } from '../../core/card.ts';
import { paragraph } from '../../core/prose.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { blockIdOf } from './exchanges.ts';
import { MAX_BLOCKS_CHARS } from './limits.ts';
import { renderCard, type SlackMessage } from './render.ts';
import { MAX_RESPONSES, type ResponseBody } from './response-url.ts';

/** A card as private messages: what is cut of the first goes on in more, as far as a response_url can be used. */
export function messagesOf(card: Card): SlackMessage[] {
  const first = renderCard(card);
  if (first.overflow === undefined) return [first];
  const pages = pagesOf(first.overflow).map(linesCard);
  // Where even all uses do not suffice, the last one shows it.
  const shown = pages.length < MAX_RESPONSES ? pages : [...pages.slice(0, MAX_RESPONSES - 2), sentenceCard('…')];
  return [first, ...shown.map((page) => renderCard(page))];
}

/** A card of one sentence. */
export function sentenceCard(sentence: string): Card {
  return { elements: [{ type: 'prose', prose: [paragraph(sentence)] }] };
}

/** The card, with the name of who put it before everybody in small print. */
export function signed(card: Card, name: string): Card {
  return { elements: [...card.elements, { type: 'note', text: `${PLATFORM_SENTENCES.sharedBy} ${name}` }] };
}

/** What makes a message one for the person alone, in the thread where the card stands. */
export function privately(thread: string | undefined): (message: SlackMessage) => ResponseBody {
  return ({ text, blocks }) => ({ response_type: 'ephemeral', ...inThread(thread), text, blocks });
}

/** Names the thread, where there is one. */
export function inThread(thread: string | undefined): { readonly thread_ts?: string } {
  return thread === undefined ? {} : { thread_ts: thread };
}

/** The blocks, those that can be pressed with the exchange that they belong to. */
export function withPart(blocks: readonly types.KnownBlock[], part: string): types.KnownBlock[] {
  return blocks.map((block, position) => ({ ...block, block_id: blockIdOf(part, position) }));
}

/** The lines of a long text, in parts that each fit a message. */
function pagesOf(text: string): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let room = 0;
  for (const line of text.split('\n').flatMap((whole) => whole.match(/.{1,2000}/gsu) ?? [])) {
    const chars = JSON.stringify(line).length + CHARS_BESIDE_A_LINE;
    if (chars > room) {
      pages.push([]);
      room = MAX_BLOCKS_CHARS * 0.9;
    }
    pages.at(-1)?.push(line);
    room -= chars;
  }
  return pages;
}

/** What stands around a line in serialized blocks, roughly. */
const CHARS_BESIDE_A_LINE = 80;

function linesCard(lines: readonly string[]): Card {
  return { elements: [{ type: 'prose', prose: lines.map((line) => paragraph(line)) }] };
}
