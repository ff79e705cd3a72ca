import { elementsOf, flatBlocks } from './input-state.ts';
import { isList, isObject, type Json, type JsonObject, objectIn, objectsIn, textIn } from './json.ts';
import type { World } from './world.ts';

/** What a person reads in blocks, one line per piece of text, with names instead of ids. */
export function readableBlocks(blocks: readonly JsonObject[], world: World): string {
  return blocks
    .map((block) => readableBlock(block, world))
    .filter((text) => text !== '')
    .join('\n');
}

/** Slack's text as a person reads it: mentions as names, links as their words, entities as characters. */
export function readableText(text: string, world: World): string {
  return text
    .replaceAll(/<([^<>]*)>/g, (_, inside: string) => readableReference(inside, world))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function readableReference(inside: string, world: World): string {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return `@${label ?? world.person(target.slice(1))?.name ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label || (world.conversation(target.slice(1))?.name ?? target.slice(1))}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1).split('^')[0]}`;
  return label ?? target;
}

function readableBlock(block: JsonObject, world: World): string {
  switch (block.type) {
    case 'header':
    case 'section':
    case 'alert':
      return lines([textOf(block.text, world), ...objectsIn(block.fields).map((field) => textOf(field, world))]);
    case 'context':
      return objectsIn(block.elements)
        .map((element) => (element.type === 'image' ? textIn(element.alt_text) : textOf(element, world)))
        .join(' ');
    case 'markdown':
      return readableText(textIn(block.text), world);
    case 'divider':
      return '---';
    case 'image':
    case 'video':
      return lines([textOf(block.title, world), textIn(block.alt_text)]);
    case 'input':
      return lines([textOf(block.label, world), textOf(block.hint, world)]);
    case 'card':
      return lines([block.title, block.subtitle, block.body, block.subtext].map((part) => textOf(part, world)));
    case 'carousel':
      return readableBlocks(objectsIn(block.elements), world);
    case 'container':
      return lines([
        textOf(block.title, world),
        richText(block.rich_text_title, world),
        textOf(block.subtitle, world),
        readableBlocks(objectsIn(block.child_blocks), world),
      ]);
    case 'table':
    case 'data_table':
      return lines([
        textIn(block.caption),
        ...rowsOf(block.rows).map((row) => row.map((cell) => cellText(cell, world)).join(' | ')),
      ]);
    case 'data_visualization':
      return textIn(block.title);
    case 'rich_text':
      return richText(block, world);
    case 'plan':
      return lines([textIn(block.title), readableBlocks(objectsIn(block.tasks), world)]);
    case 'task_card':
      return lines([textIn(block.title), richText(block.details, world), richText(block.output, world)]);
    case undefined:
    case null:
      return '';
  }
  // Actions and feedback have no text of their own: their labels are read with `labelsOf`.
  return '';
}

function textOf(value: Json | undefined, world: World): string {
  const { type, text } = objectIn(value);
  return type === 'mrkdwn' ? readableText(textIn(text), world) : textIn(text);
}

function cellText(cell: JsonObject, world: World): string {
  return cell.type === 'rich_text' ? richText(cell, world) : textIn(cell.text);
}

function rowsOf(rows: Json | undefined): readonly (readonly JsonObject[])[] {
  return isList(rows) ? rows.map(objectsIn) : [];
}

function richText(value: Json | undefined, world: World): string {
  return objectsIn(objectIn(value).elements)
    .map((part) =>
      part.type === 'rich_text_list'
        ? lines(objectsIn(part.elements).map((item) => `• ${inlineText(item, world)}`))
        : inlineText(part, world),
    )
    .join('\n');
}

function inlineText(part: JsonObject, world: World): string {
  return objectsIn(part.elements)
    .map((element) => {
      switch (element.type) {
        case 'user':
          return `@${world.person(textIn(element.user_id))?.name ?? textIn(element.user_id)}`;
        case 'channel':
          return `#${world.conversation(textIn(element.channel_id))?.name ?? textIn(element.channel_id)}`;
        case 'broadcast':
          return `@${textIn(element.range)}`;
        case 'emoji':
          return `:${textIn(element.name)}:`;
        case 'link':
          return textIn(element.text) || textIn(element.url);
        case undefined:
          return '';
      }
      return textIn(element.text) || textIn(element.fallback);
    })
    .join('');
}

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

/** Something that can be pressed: its label, and the value that is sent with it. */
export type Pressable = {
  readonly label: string;
  readonly element: JsonObject;
  readonly block: JsonObject;
  readonly value: JsonObject;
};

/** Everything that can be pressed in blocks: buttons, icons, both sides of a feedback, options of overflow menus. */
export function pressablesIn(blocks: readonly JsonObject[]): readonly Pressable[] {
  return flatBlocks(blocks).flatMap((block) =>
    elementsOf(block).flatMap((element): readonly Pressable[] => {
      const label = textIn(objectIn(element.text).text);
      switch (element.type) {
        case 'button':
        case 'icon_button':
        case 'workflow_button': {
          const { text, value } = element;
          return [{ label, element, block, value: { text, ...(value === undefined ? {} : { value }) } }];
        }
        case 'feedback_buttons':
          return [element.positive_button, element.negative_button].filter(isObject).map((side) => ({
            label: textIn(objectIn(side.text).text),
            element,
            block,
            value: { text: side.text, value: side.value },
          }));
        case 'overflow':
          return objectsIn(element.options).map((option) => ({
            label: textIn(objectIn(option.text).text),
            element,
            block,
            value: { selected_option: option },
          }));
        case undefined:
          return [];
      }
      return [];
    }),
  );
}

/** A select, a picker or an input: the words by which a person finds it, and what it offers. */
export type Choosable = {
  readonly labels: readonly string[];
  readonly options: readonly JsonObject[];
  readonly element: JsonObject;
  readonly block: JsonObject;
};

const PASSIVE = [
  'button',
  'icon_button',
  'workflow_button',
  'feedback_buttons',
  'overflow',
  'image',
  'mrkdwn',
  'plain_text',
];

/** Everything in blocks in which something is chosen or typed. */
export function choosablesIn(blocks: readonly JsonObject[]): readonly Choosable[] {
  return flatBlocks(blocks).flatMap((block) =>
    elementsOf(block)
      .filter(({ type, action_id: actionId }) => !PASSIVE.includes(textIn(type)) && actionId !== undefined)
      .map((element) => ({
        labels: [
          textIn(objectIn(block.label).text),
          textIn(objectIn(element.placeholder).text),
          block.type === 'section' ? textIn(objectIn(block.text).text) : '',
          textIn(element.action_id),
        ].filter((label) => label !== ''),
        options: [
          ...objectsIn(element.options),
          ...objectsIn(element.option_groups).flatMap((group) => objectsIn(group.options)),
        ],
        element,
        block,
      })),
  );
}
