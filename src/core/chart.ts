import { type Card, type Scoreboard, signed } from './card.ts';

/** Units of the drawing; a picture has more pixels. */
const WIDTH = 800;
const LABEL_WIDTH = 290;
/** Room beside the longest bar for the name of its option and its number. */
const VALUE_WIDTH = 130;
const BAR_HEIGHT = 15;
const BAR_GAP = 5;
const ROW_GAP = 16;
const TOP = 84;
const BOTTOM = 22;
const MAX_LABEL_CHARS = 38;
const MAX_TITLE_CHARS = 56;

/** One look for each option, told apart by its outline and how light it is as well as by its colour. */
const LOOKS = [
  { colour: '#1d4ed8', fill: '#1d4ed8' },
  { colour: '#9a3412', fill: '#fdba74' },
  { colour: '#15803d', fill: '#bbf7d0' },
  { colour: '#7e22ce', fill: '#7e22ce' },
] as const;

/** The scoreboard as a drawing (SVG): bars to the right of the line speak for an option, bars to the left against it. */
export function chartOf(title: string, board: Scoreboard): string {
  const rows = rowsOf(board);
  const rowHeight = board.options.length * (BAR_HEIGHT + BAR_GAP) + ROW_GAP;
  const height = TOP + rows.length * rowHeight + BOTTOM;
  const values = rows.flatMap((row) => row.values);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const leftRoom = least < 0 ? VALUE_WIDTH : 0;
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH - leftRoom - 20) / Math.max(1, most - least);
  const zero = LABEL_WIDTH + leftRoom - least * scale;
  const drawn = rows.map(({ label, values: given }, index) => {
    const top = TOP + index * rowHeight;
    const middle = top + (board.options.length * (BAR_HEIGHT + BAR_GAP)) / 2;
    const bars = given.map((value, nth) =>
      barOf(board.options[nth] ?? '', value, nth, zero, scale, top + nth * (BAR_HEIGHT + BAR_GAP)),
    );
    return `${textAt(16, middle + 2, clip(label, MAX_LABEL_CHARS), 'start', 14)}${bars.join('')}`;
  });
  const axis = `<line x1="${fixed(zero)}" y1="${TOP - 8}" x2="${fixed(zero)}" y2="${height - BOTTOM}" stroke="#111827" stroke-width="1"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="Inter">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    textAt(16, 36, clip(title, MAX_TITLE_CHARS), 'start', 22),
    textAt(
      16,
      60,
      'Right of the line: for it. Left: against it. Weight × how strongly it is wanted × mark.',
      'start',
      12,
    ),
    ...drawn,
    axis,
    '</svg>',
  ].join('');
}

/** The scoreboard of a card as a drawing, and what it says in words; undefined where the card has none. */
export function chartOfCard({ elements }: Card): { readonly svg: string; readonly alt: string } | undefined {
  const board = elements.find((element) => element.type === 'scoreboard')?.board;
  const title = elements.find((element) => element.type === 'heading')?.text ?? '';
  return board && board.rows.length > 0 ? { svg: chartOf(title, board), alt: chartText(title, board) } : undefined;
}

/** What the drawing says, in words. */
export function chartText(title: string, board: Scoreboard): string {
  const rows = rowsOf(board).map(
    ({ label, values }) =>
      `${label}: ${board.options.map((option, index) => `${option} ${signed(values[index] ?? 0)}`).join(', ')}`,
  );
  return `${title}. ${rows.join('; ')}.`;
}

function rowsOf({ totals, rows }: Scoreboard): Scoreboard['rows'] {
  return totals.length > 0 ? [{ label: 'Total', values: totals }, ...rows] : rows;
}

function barOf(option: string, value: number, nth: number, zero: number, scale: number, top: number): string {
  const length = Math.abs(value) * scale;
  const left = value < 0 ? zero - length : zero;
  const look = LOOKS[nth % LOOKS.length];
  const place = `x="${fixed(left)}" y="${fixed(top + 1)}" width="${fixed(length)}" height="${BAR_HEIGHT - 2}"`;
  const shape = value === 0 ? '' : `<rect ${place} fill="${look?.fill}" stroke="${look?.colour}" stroke-width="2"/>`;
  const at = value < 0 ? left - 6 : zero + length + 6;
  return `${shape}${textAt(at, top + BAR_HEIGHT - 3, clip(`${option} ${signed(value)}`, 22), value < 0 ? 'end' : 'start', 13)}`;
}

function textAt(x: number, y: number, text: string, anchor: 'start' | 'end', size: number): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}" fill="#111827" text-anchor="${anchor}">${escaped(text)}</text>`;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function clip(text: string, chars: number): string {
  return text.length > chars ? `${text.slice(0, chars - 1)}…` : text;
}

/** Plain characters only: no markup, and nothing that XML does not know. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
