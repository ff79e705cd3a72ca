import type { types } from '@slack/bolt';
import {
  type Bar,
  type Button,
  buttonId,
  type Element,
  plainBars,
  plainScoreboard,
  type Reference,
  type Scoreboard,
} from '../../core/card.ts';
import type { Prose, Span } from '../../core/prose.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { clip, head, plainCharacters } from './escape.ts';
import {
  MAX_ACTIONS_ELEMENTS,
  MAX_ADDRESS_CHARS,
  MAX_BAR_LABEL_CHARS,
  MAX_BUTTON_TEXT_CHARS,
  MAX_CONTEXT_ACTIONS_ELEMENTS,
  MAX_CONTEXT_ELEMENTS,
  MAX_HEADER_CHARS,
  MAX_MENU_OPTIONS,
  MAX_OPTION_VALUE_CHARS,
  MAX_TEXT_CHARS,
  MIN_MENU_OPTIONS,
} from './limits.ts';

/** The action_id of everything that can be pressed in our messages; what it does is its `value`. */
export const PRESS_ACTION = /^press:\d+:\d+$/;

/** Stands where something was left out. */
export const MARK: types.ContextBlock = { type: 'context', elements: [plainText('…')] };

/** Blocks of one element; `isWhole` is false when a word of it had to be clipped. */
export type Drawn = { readonly blocks: readonly types.KnownBlock[]; readonly isWhole: boolean };

/**
 * One element in Slack's best form, whatever its length in all. Text goes into `plain_text` and `rich_text` only, in which
 * Slack parses nothing: no mention, link, emoji or formatting can come out of it. An empty element has no blocks.
 */
export function drawElement(element: Element, position: number, isAsked: boolean): Drawn {
  switch (element.type) {
    case 'heading':
      return whole(isAsked ? smallPrint(element.text) : heading(element.text));
    case 'prose':
      return whole(rich(proseParts(element.prose)));
    case 'bars':
      return drawBars(element.bars);
    case 'scoreboard':
      return whole(drawBoard(element.board));
    case 'facts':
      return whole(rich(listOrLine(element.rows.map(({ label, text }) => [...bold(`${label}: `), ...plain(text)]))));
    case 'references':
      return whole(rich(list(element.references.map(reference))));
    case 'note':
      return whole(smallPrint(element.text));
    case 'buttons':
      return drawButtons(element.buttons, position);
  }
}

function whole(blocks: readonly types.KnownBlock[]): Drawn {
  return { blocks, isWhole: true };
}

/** A header; one too long for a header is bold text instead. */
function heading(text: string): types.KnownBlock[] {
  const characters = plainCharacters(text);
  if (characters.trim() === '') return [];
  return characters.length > MAX_HEADER_CHARS
    ? rich(section(bold(text)))
    : [{ type: 'header', text: plainText(characters) }];
}

/** Small grey text, each line of it in blocks of its own, because elements of one block stand side by side. */
function smallPrint(text: string): types.KnownBlock[] {
  return text
    .split('\n')
    .map(plainCharacters)
    .filter((line) => line.trim() !== '')
    .flatMap((line) => chunks(piecesOf(line, MAX_TEXT_CHARS).map(plainText), MAX_CONTEXT_ELEMENTS))
    .map((elements) => ({ type: 'context', elements }));
}

/** Paragraphs that follow each other share a section: Slack sets no space between two sections. */
function proseParts(prose: Prose): types.RichTextBlockElement[] {
  const parts: types.RichTextBlockElement[] = [];
  for (const block of prose) {
    const last = parts.at(-1);
    if (block.type === 'list') {
      parts.push(...list(block.items.map(spans)));
      continue;
    }
    const characters = spans(block.spans);
    if (isBlank(characters)) continue;
    if (last?.type === 'rich_text_section') last.elements.push(...lineBreaks(2), ...characters);
    else parts.push(...section([...lineBreaks(last ? 1 : 0), ...characters]));
  }
  return parts;
}

function drawBars(bars: readonly Bar[]): Drawn {
  const shown = bars.map((bar) => ({ ...bar, label: clip(plainCharacters(bar.label), MAX_BAR_LABEL_CHARS) }));
  if (shown.length === 0) return whole([]);
  return {
    blocks: rich([{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: plainBars(shown).join('\n') }] }]),
    isWhole: bars.every(({ label }) => plainCharacters(label).length <= MAX_BAR_LABEL_CHARS),
  };
}

function drawBoard({ options, totals, rows }: Scoreboard): types.KnownBlock[] {
  const text = plainScoreboard({
    options: options.map(plainCharacters),
    totals,
    rows: rows.map(({ label, values }) => ({ label: plainCharacters(label), values })),
  }).join('\n');
  if (text.trim() === '') return [];
  return rich([{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }]);
}

/** The title is the link; an address that is no web address stays text. */
function reference({ label, address, detail }: Reference): types.RichTextElement[] {
  const title = plainCharacters(label);
  const after = plain(` (${detail})`);
  if (address === undefined) return [...plain(title), ...after];
  const url = webAddress(address);
  if (url === undefined) return [...plain(title), ...after, ...plain(` ${address}`)];
  return [{ type: 'link', url, ...(title.trim() === '' ? {} : { text: title }) }, ...after];
}

function webAddress(address: string): string | undefined {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  return url.href.length > MAX_ADDRESS_CHARS ? undefined : url.href;
}

/** Rows of buttons in their order, and under them, in their own place, the thumbs; many topics are a menu. */
function drawButtons(buttons: readonly Button[], position: number): Drawn {
  if (areMenu(buttons)) return drawMenu(buttons, position);
  const actions: types.Button[] = [];
  const thumbs: types.FeedbackButtons[] = [];
  for (let index = 0; index < buttons.length; index++) {
    const [button, next] = [buttons[index], buttons[index + 1]];
    if (!button) continue;
    const actionId = `press:${position}:${index}`;
    if (next && areThumbs(button, next)) {
      thumbs.push({
        type: 'feedback_buttons',
        action_id: actionId,
        positive_button: { text: label(button), value: buttonId(button) },
        negative_button: { text: label(next), value: buttonId(next) },
      });
      index++;
    } else {
      actions.push({
        type: 'button',
        text: label(button),
        action_id: actionId,
        value: buttonId(button),
        ...(button.style === 'primary' ? { style: 'primary' } : {}),
      });
    }
  }
  return {
    blocks: [
      ...chunks(actions, MAX_ACTIONS_ELEMENTS).map((elements): types.KnownBlock => ({ type: 'actions', elements })),
      ...chunks(thumbs, MAX_CONTEXT_ACTIONS_ELEMENTS).map(
        (elements): types.KnownBlock => ({ type: 'context_actions', elements }),
      ),
    ],
    isWhole: areLabelsWhole(buttons),
  };
}

/** Whether these are so many topics that one reads a list of them sooner than rows. */
function areMenu(buttons: readonly Button[]): boolean {
  return (
    buttons.length >= MIN_MENU_OPTIONS &&
    buttons.length <= MAX_MENU_OPTIONS &&
    buttons.every((button) => button.press.type === 'topic' && buttonId(button).length <= MAX_OPTION_VALUE_CHARS)
  );
}

function drawMenu(buttons: readonly Button[], position: number): Drawn {
  return {
    blocks: [
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            action_id: `press:${position}:0`,
            placeholder: plainText(PLATFORM_SENTENCES.choose),
            options: buttons.map((button) => ({ text: label(button), value: buttonId(button) })),
          },
        ],
      },
    ],
    isWhole: areLabelsWhole(buttons),
  };
}

function areLabelsWhole(buttons: readonly Button[]): boolean {
  return buttons.every((button) => plainCharacters(button.label).length <= MAX_BUTTON_TEXT_CHARS);
}

/** Whether two buttons that follow each other are the two sides of one feedback. */
function areThumbs({ press: up }: Button, { press: down }: Button): boolean {
  return up.type === 'liked' && down.type === 'disliked' && up.pack === down.pack && up.entry === down.entry;
}

/** A button cannot be without a label. */
function label(button: Button): types.PlainTextElement {
  const characters = plainCharacters(button.label);
  return plainText(characters.trim() === '' ? '…' : clip(characters, MAX_BUTTON_TEXT_CHARS));
}

function plainText(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

function rich(elements: types.RichTextBlockElement[]): types.KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

function listOrLine(items: readonly types.RichTextElement[][]): types.RichTextBlockElement[] {
  const [first, ...others] = items.filter((item) => !isBlank(item));
  return first && others.length === 0 ? section(first) : list(items);
}

function list(items: readonly types.RichTextElement[][]): types.RichTextBlockElement[] {
  const elements = items.flatMap(section);
  return elements.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements }];
}

function section(elements: types.RichTextElement[]): types.RichTextSection[] {
  return isBlank(elements) ? [] : [{ type: 'rich_text_section', elements }];
}

function isBlank(elements: readonly types.RichTextElement[]): boolean {
  return elements.every((element) => element.type === 'text' && element.text.trim() === '');
}

function spans(all: readonly Span[]): types.RichTextElement[] {
  return all.flatMap(drawSpan);
}

function drawSpan(span: Span): types.RichTextText[] {
  switch (span.type) {
    case 'text':
      return plain(span.text);
    case 'strong':
      return bold(span.text);
    case 'code':
      return styled(span.text, { code: true });
  }
}

function plain(text: string): types.RichTextText[] {
  return styled(text, undefined);
}

function bold(text: string): types.RichTextText[] {
  return styled(text, { bold: true });
}

function styled(text: string, style: types.RichTextText['style']): types.RichTextText[] {
  const characters = plainCharacters(text);
  return characters === '' ? [] : [{ type: 'text', text: characters, ...(style ? { style } : {}) }];
}

function lineBreaks(count: number): types.RichTextText[] {
  return count === 0 ? [] : [{ type: 'text', text: '\n'.repeat(count) }];
}

/** The text in parts of at most so many characters, those of spaces only left out. */
function piecesOf(text: string, maxChars: number): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += pieces.at(-1)?.length ?? 0) {
    pieces.push(head(text.slice(from), maxChars));
  }
  return pieces.filter((piece) => piece.trim() !== '');
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
