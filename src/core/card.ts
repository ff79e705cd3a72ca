import { encodePress, type Press } from './press.ts';
import { type Prose, plainProse } from './prose.ts';

/** Longest label; both platforms cut longer ones on a phone. */
export const MAX_BUTTON_LABEL_CHARS = 60;

export type Button = {
  readonly label: string;
  readonly press: Press;
  /** The one thing most people want next is `primary`; feedback is `quiet`. */
  readonly style: 'primary' | 'plain' | 'quiet';
};

/** One option's total as a bar; `share` is the part of the longest bar, from -1 to 1. */
export type Bar = { readonly label: string; readonly value: number; readonly share: number };

/** What one criterion gives every option, in the order of the scoreboard's options. */
export type ScoreRow = { readonly label: string; readonly values: readonly number[] };

/** Totals, and what each criterion gives every option; no totals where one row says it all. */
export type Scoreboard = {
  readonly options: readonly string[];
  readonly totals: readonly number[];
  readonly rows: readonly ScoreRow[];
};

/** A line that refers to something outside: a source with its address, where it has one. */
export type Reference = { readonly label: string; readonly address: string | undefined; readonly detail: string };

/** A part of a card. A new kind does not compile until every renderer knows it. */
export type Element =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'prose'; readonly prose: Prose }
  | { readonly type: 'bars'; readonly bars: readonly Bar[] }
  | { readonly type: 'scoreboard'; readonly board: Scoreboard }
  | { readonly type: 'facts'; readonly rows: readonly { readonly label: string; readonly text: string }[] }
  | { readonly type: 'references'; readonly references: readonly Reference[] }
  /** Small print: dates, what an answer rests on. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'buttons'; readonly buttons: readonly Button[] };

/** A reply without any platform in it. All its strings are plain characters; renderers escape them. */
export type Card = { readonly elements: readonly Element[] };

/** Characters of the longest bar in the plain form. */
const BAR_CHARS = 16;

/** The card as plain text: what a terminal, a log of a script, or a notification shows. Buttons are numbered in order. */
export function plainCard(card: Card): string {
  const numbers = buttonNumbers(card);
  return card.elements.map((element) => plainElement(element, numbers)).join('\n\n');
}

/** All buttons of a card, in the order of their numbers in the plain form. */
export function buttonsOf(card: Card): Button[] {
  return card.elements.flatMap((element) => (element.type === 'buttons' ? element.buttons : []));
}

/** The number of each button, from 1, where buttons are pressed by number. */
export function buttonNumbers(card: Card): ReadonlyMap<Button, number> {
  return new Map(buttonsOf(card).map((button, index) => [button, index + 1]));
}

/** The id that a press of this button brings back. */
export function buttonId(button: Button): string {
  return encodePress(button.press);
}

/** One line for each bar: label, bar, signed value; labels padded so that bars line up. */
export function plainBars(bars: readonly Bar[]): string[] {
  const width = Math.max(...bars.map((bar) => bar.label.length));
  return bars.map(({ label, value, share }) => {
    const filled = Math.max(value > 0 ? 1 : 0, Math.round(Math.max(0, share) * BAR_CHARS));
    return `${label.padEnd(width)} ${'█'.repeat(filled)}${'░'.repeat(BAR_CHARS - filled)} ${signed(value)}`;
  });
}

/** Characters of all bars on a line of the scoreboard, and of the whole line: it fits a phone held upright. */
const BARS_CHARS = 24;
const BOARD_CHARS = 36;
const LONGEST_CELL_CHARS = 12;
/** Room for a signed number beside its bar. */
const VALUE_CHARS = 5;
const LONGEST_LABEL_CHARS = 36;

/** A scoreboard as lines of equal cells: names of the options, their totals, then each criterion above its bars. A bar of a negative number is lighter. */
export function plainScoreboard({ options, totals, rows }: Scoreboard): string[] {
  const count = Math.max(1, options.length);
  const cellChars = Math.max(2, Math.min(LONGEST_CELL_CHARS, Math.floor((BOARD_CHARS + 1) / count) - 1));
  const barChars = Math.max(1, Math.min(Math.floor(BARS_CHARS / count), cellChars - VALUE_CHARS));
  const longest = Math.max(1, ...rows.flatMap(({ values }) => values.map(Math.abs)));
  const cells = (texts: readonly string[]) =>
    texts
      .map((text) => text.padEnd(cellChars))
      .join(' ')
      .trimEnd();
  const bars = (values: readonly number[]) => cells(values.map((value) => barOf(value, longest, barChars)));
  return [
    cells(options.map((option) => clipped(option, cellChars))),
    // Beside bars that share one scale a bar of a sum would need another one.
    ...(totals.length > 0 ? [cells(totals.map(signed))] : []),
    ...rows.flatMap(({ label, values }) => [clipped(label, LONGEST_LABEL_CHARS), bars(values)]),
  ];
}

function barOf(value: number, longest: number, chars: number): string {
  const filled = value === 0 ? 0 : Math.max(1, Math.round((Math.abs(value) / longest) * chars));
  const bar = value === 0 ? '·' : (value > 0 ? '█' : '▒').repeat(Math.min(chars, filled));
  return `${bar} ${signed(value)}`;
}

function clipped(text: string, chars: number): string {
  return text.length > chars ? `${text.slice(0, chars - 1)}…` : text;
}

/** The number with its sign, as scores are written: +6, 0, −3 (with a real minus). */
export function signed(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${rounded}` : `−${Math.abs(rounded)}`;
}

function plainElement(element: Element, numbers: ReadonlyMap<Button, number>): string {
  switch (element.type) {
    case 'heading':
    case 'note':
      return element.text;
    case 'prose':
      return plainProse(element.prose);
    case 'bars':
      return plainBars(element.bars).join('\n');
    case 'scoreboard':
      return plainScoreboard(element.board).join('\n');
    case 'facts':
      return element.rows.map(({ label, text }) => `${label}: ${text}`).join('\n');
    case 'references':
      return element.references.map(plainReference).join('\n');
    case 'buttons':
      return element.buttons.map((button) => `[${numbers.get(button)}] ${button.label}`).join('  ');
  }
}

function plainReference({ label, address, detail }: Reference): string {
  const where = address === undefined ? '' : `\n  ${address}`;
  return `- ${label} (${detail})${where}`;
}
