import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import { type ComponentChildren, h } from 'preact';
import { codeBlock, link, type Names } from './markup.ts';
import { notDrawn } from './not-drawn.ts';

/** A rich_text block as a person sees it. */
export function drawRichText({ elements }: RichTextBlock, names: Names): ComponentChildren {
  return h(
    'div',
    { class: 'rich-text' },
    listsTogether(elements).map((part) => drawPart(part, names)),
  );
}

type Part = RichTextBlockElement | { readonly type: 'lists'; readonly lists: readonly ListPart[] };
type ListPart = Extract<RichTextBlockElement, { readonly type: 'rich_text_list' }>;

/** Lists that follow each other are one with several depths. */
function listsTogether(elements: readonly RichTextBlockElement[]): Part[] {
  const parts: Part[] = [];
  for (const element of elements) {
    const last = parts.at(-1);
    if (element.type !== 'rich_text_list') parts.push(element);
    else if (last?.type === 'lists') parts[parts.length - 1] = { type: 'lists', lists: [...last.lists, element] };
    else parts.push({ type: 'lists', lists: [element] });
  }
  return parts;
}

function drawPart(part: Part, names: Names): ComponentChildren {
  switch (part.type) {
    case 'rich_text_section':
      return h('p', null, drawInline(part.elements, names));
    case 'rich_text_quote':
      return h('blockquote', null, drawInline(part.elements, names));
    case 'rich_text_preformatted':
      return codeBlock(part.elements.map((one) => (one.type === 'text' ? one.text : (one.text ?? one.url))).join(''));
    case 'rich_text_list':
      return drawList(part, names);
    case 'lists':
      return part.lists.map((list) => drawList(list, names));
  }
  part satisfies never;
  return notDrawn('part of rich_text', part);
}

function drawList({ style, indent = 0, elements }: ListPart, names: Names): ComponentChildren {
  const items = elements.map(({ elements: inner }) => h('li', null, drawInline(inner, names)));
  return h(style === 'ordered' ? 'ol' : 'ul', { class: `indent-${Math.min(indent, 8)}` }, items);
}

function drawInline(elements: readonly RichTextElement[], names: Names): ComponentChildren[] {
  return elements.map((element) => styled(element, drawElement(element, names)));
}

function drawElement(element: RichTextElement, names: Names): ComponentChildren {
  switch (element.type) {
    case 'text':
      return withBreaks(element.text);
    case 'link':
      return link(element.url, element.text ?? element.url);
    case 'user':
      return h('span', { class: 'mention' }, `@${names.person(element.user_id) ?? element.user_id}`);
    case 'channel':
      return h('span', { class: 'mention' }, `#${names.channel(element.channel_id) ?? element.channel_id}`);
    case 'broadcast':
      return h('span', { class: 'mention' }, `@${element.range}`);
    case 'usergroup':
      return h('span', { class: 'mention' }, `@${element.usergroup_id}`);
    case 'team':
      return h('span', { class: 'mention' }, element.team_id);
    case 'emoji':
      return emojiOf(element.unicode) ?? `:${element.name}:`;
    case 'color':
      return element.value;
    case 'date':
      return element.fallback ?? new Date(element.timestamp * 1000).toISOString().slice(0, 10);
  }
  element satisfies never;
  return notDrawn('element of rich_text', element);
}

function styled({ style = {} }: RichTextElement, inner: ComponentChildren): ComponentChildren {
  let drawn = inner;
  if (style.code) drawn = h('code', null, drawn);
  if (style.strike) drawn = h('s', null, drawn);
  if (style.italic) drawn = h('em', null, drawn);
  if (style.bold) drawn = h('strong', null, drawn);
  return drawn;
}

function withBreaks(text: string): ComponentChildren[] {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [h('br', null), line]));
}

/** `1f44d` or `1f1e9-1f1ea`, as Slack writes the code points of an emoji. */
function emojiOf(unicode: string | undefined): string | undefined {
  return unicode && String.fromCodePoint(...unicode.split('-').map((one) => Number.parseInt(one, 16)));
}
