import type {
  APIComponentInContainer,
  APIContainerComponent,
  APISeparatorComponent,
  APITextDisplayComponent,
  MessageFlags,
} from 'discord.js';
import {
  type Bar,
  type Button,
  type Card,
  type Element,
  plainBars,
  plainScoreboard,
  type Scoreboard,
} from '../../core/card.ts';
import { buttonRows, createIds, type NextId, type Row } from './buttons.ts';
import { cleanText, escapeCode } from './escape.ts';
import {
  clip,
  MAX_BAR_LABEL_CHARS,
  MAX_COMPONENTS,
  MAX_TEXT_BYTES,
  MAX_TEXT_CHARS,
  MIN_TEXT_COMPONENTS,
  REST_BYTES,
  REST_CHARS,
  REST_COMPONENTS,
  textBytes,
} from './limits.ts';
import {
  cutLine,
  factLines,
  headingLines,
  type Line,
  noteLines,
  plainLine,
  proseLines,
  referenceLines,
  separator,
  shownLine,
  shownLines,
} from './lines.ts';

/** A message as discord.js sends, replies and edits with it; it pings nobody. */
export type CardMessage = {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly [APIContainerComponent];
  readonly allowedMentions: { readonly parse: readonly []; readonly repliedUser: false };
};

/** Room in a message. */
export type Room = { readonly components: number; readonly chars: number; readonly bytes: number };

/** A card for Discord, and as plain text what the message has no room for. */
export type RenderedCard = { readonly message: CardMessage; readonly overflow: string | undefined };

/**
 * The card as one container of Components V2, within all limits of a message. Text that is too long ends in "…" and
 * goes on in `overflow`; buttons are kept before text, and one without room stands in `overflow` by its label. `kept` is
 * left free for what is put below the card.
 */
export function renderCard(card: Card, kept: Room = NO_ROOM): RenderedCard {
  const nextId = createIds();
  const parts = card.elements.map((element) => partOf(element, nextId));
  const rows = rowsWithRoom(parts);
  const page = createPage(MAX_COMPONENTS - 1 - rows.components, kept);
  const smallPrintAt = smallPrint(card);
  for (const [index, part] of parts.entries()) {
    if (index === smallPrintAt) page.divide();
    switch (part.type) {
      case 'lines':
        page.write(part.lines);
        continue;
      case 'bars':
        page.draw(part.drawn);
        continue;
      case 'rows': {
        const without = part.rows.filter((row) => !rows.kept.has(row));
        page.place(part.rows.filter((row) => rows.kept.has(row)));
        page.leaveOut([...without.flatMap(labelsOf), ...part.leftOut.map(shownLabel)]);
        continue;
      }
    }
    part satisfies never;
  }
  const { components, overflow } = page.end();
  return {
    message: {
      flags: IS_COMPONENTS_V2,
      components: [{ type: 17, accent_color: ACCENT_COLOUR, components }],
      allowedMentions: { parse: [], repliedUser: false },
    },
    overflow,
  };
}

const NO_ROOM: Room = { components: 0, chars: 0, bytes: 0 };
const IS_COMPONENTS_V2: MessageFlags.IsComponentsV2 = 32768;
/** The line down the side of a card. */
const ACCENT_COLOUR = 0x3b82f6;
/** Says that something is left out, where no line that was cut says it. */
const MARK: APITextDisplayComponent = { type: 10, content: '-# …' };
const DIVIDER: APISeparatorComponent = { type: 14, divider: true, spacing: 1 };

type Part =
  | { readonly type: 'lines'; readonly lines: readonly Line[] }
  /** What lines up only in code. */
  | { readonly type: 'bars'; readonly drawn: readonly string[] }
  | { readonly type: 'rows'; readonly rows: readonly Row[]; readonly leftOut: readonly Button[] };

function partOf(element: Element, nextId: NextId): Part {
  switch (element.type) {
    case 'heading':
      return { type: 'lines', lines: headingLines(element.text) };
    case 'prose':
      return { type: 'lines', lines: proseLines(element.prose) };
    case 'bars':
      return { type: 'bars', drawn: plainBars(element.bars.map(drawable)) };
    case 'scoreboard':
      return { type: 'bars', drawn: boardLines(element.board) };
    case 'facts':
      return { type: 'lines', lines: factLines(element.rows) };
    case 'references':
      return { type: 'lines', lines: referenceLines(element.references) };
    case 'note':
      return { type: 'lines', lines: noteLines(element.text) };
    case 'buttons':
      return { type: 'rows', ...buttonRows(element.buttons, nextId) };
  }
}

/** The rows that a message holds beside its texts, first ones first, and the components they take. */
function rowsWithRoom(parts: readonly Part[]): { readonly kept: ReadonlySet<Row>; readonly components: number } {
  const kept = new Set<Row>();
  let components = 0;
  for (const row of parts.flatMap((part) => (part.type === 'rows' ? part.rows : []))) {
    const size = 1 + row.components.length;
    if (components + size > MAX_COMPONENTS - 1 - MIN_TEXT_COMPONENTS) break;
    kept.add(row);
    components += size;
  }
  return { kept, components };
}

/** Where the small print at the end of an answer begins, -1 where there is none: a line above it shows that the answer is over. */
function smallPrint({ elements }: Card): number {
  const at = elements.findLastIndex(({ type }) => type !== 'note' && type !== 'buttons') + 1;
  const hasBody = elements.slice(0, at).some(({ type }) => type !== 'heading');
  return hasBody && elements[at]?.type === 'note' ? at : -1;
}

/** The inside of a container as it fills: the one place where the limits on texts are kept. */
function createPage(textComponents: number, kept: Room) {
  const components: APIComponentInContainer[] = [];
  const leftOut: string[] = [];
  // Room for the mark, and for what leads to the rest, is kept from the start.
  let charsLeft = MAX_TEXT_CHARS - MARK.content.length - REST_CHARS - kept.chars;
  let bytesLeft = MAX_TEXT_BYTES - textBytes(MARK.content) - REST_BYTES - kept.bytes;
  let componentsLeft = textComponents - 1 - REST_COMPONENTS - kept.components;
  let isFull = false;
  let isCutVisibly = false;

  return { write, draw, place, leaveOut, divide, end };

  function write(lines: readonly Line[]) {
    if (lines.length === 0) return;
    const whole = shownLines(lines);
    if (fits(whole)) return show(whole);
    const shown = isFull ? 0 : writeBeginning(lines);
    leftOut.push(...lines.slice(shown).map(plainLine));
    isFull = true;
  }

  /** Shows the lines that fit, and as much as fits of the next; returns how many are dealt with. */
  function writeBeginning(lines: readonly Line[]): number {
    let content = '';
    for (const [index, one] of lines.entries()) {
      const start = content + separator(one, index);
      const longer = start + shownLine(one);
      if (!fits(longer)) {
        const cut = cutLine(one, (beginning) => fits(start + beginning));
        if (cut || content !== '') show(cut ? start + cut.shown : content);
        if (!cut) return index;
        isCutVisibly = true;
        leftOut.push(cut.rest);
        return index + 1;
      }
      content = longer;
    }
    return lines.length;
  }

  /** Bars line up only in code, which is shown whole or not at all. */
  function draw(drawn: readonly string[]) {
    if (drawn.length === 0) return;
    const content = `\`\`\`\n${drawn.join('\n')}\n\`\`\``;
    if (fits(content)) return show(content);
    isFull = true;
    leftOut.push(...drawn);
  }

  function place(rows: readonly Row[]) {
    components.push(...rows);
  }

  function leaveOut(labels: readonly string[]) {
    leftOut.push(...labels);
  }

  function divide() {
    if (isFull || componentsLeft < 2) return;
    componentsLeft -= 1;
    components.push({ ...DIVIDER });
  }

  function end() {
    if (components.length === 0 || (leftOut.length > 0 && !isCutVisibly)) components.push({ ...MARK });
    return { components, overflow: leftOut.length > 0 ? leftOut.join('\n') : undefined };
  }

  function fits(content: string): boolean {
    return !isFull && componentsLeft > 0 && content.length <= charsLeft && textBytes(content) <= bytesLeft;
  }

  function show(content: string) {
    components.push({ type: 10, content });
    charsLeft -= content.length;
    bytesLeft -= textBytes(content);
    componentsLeft -= 1;
  }
}

/** The bar with a label that stays inside its code block and on its line, and a share that can be drawn. */
function boardLines({ options, totals, rows }: Scoreboard): string[] {
  const clean = (text: string) => escapeCode(cleanText(text).trim());
  if (options.length === 0) return [];
  return plainScoreboard({
    options: options.map(clean),
    totals,
    rows: rows.map(({ label, values }) => ({ label: clean(label), values })),
  });
}

function drawable({ label, value, share }: Bar): Bar {
  const short = clip(escapeCode(cleanText(label).trim()), MAX_BAR_LABEL_CHARS);
  return { label: short, value, share: Number.isFinite(share) ? Math.max(-1, Math.min(1, share)) : 0 };
}

function labelsOf(row: Row): string[] {
  return row.components.flatMap((component) =>
    'options' in component ? component.options.map((option) => `[${option.label}]`) : [`[${component.label ?? ''}]`],
  );
}

function shownLabel(button: Button): string {
  return `[${cleanText(button.label).trim()}]`;
}
