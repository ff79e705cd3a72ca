import type { Reference } from '../../core/card.ts';
import { type Block, type Prose, type Span, strong, text } from '../../core/prose.ts';
import { cleanText, escapeCode, escapeInline, escapeStart, hasInk, linkAddress, linkLabel } from './escape.ts';

/** A title that leads to an address. */
type Link = { readonly type: 'link'; readonly text: string; readonly address: string };
type Piece = Span | Link;

/** One line of a text display: what it begins with, and its characters, not yet escaped. */
export type Line = {
  readonly prefix: '' | '### ' | '- ' | '-# ';
  readonly pieces: readonly Piece[];
  /** Stands apart from the line before it. */
  readonly isApart: boolean;
};

/** A heading of one line. */
export function headingLines(heading: string): Line[] {
  return inked([line('### ', [text(heading)])]);
}

/** Paragraphs apart from each other, lists directly under theirs. */
export function proseLines(prose: Prose): Line[] {
  return inked(prose.flatMap((block, index) => blockLines(block, index > 0)));
}

/** A line for each fact, its label bold; several are a list. */
export function factLines(rows: readonly { readonly label: string; readonly text: string }[]): Line[] {
  const prefix = rows.length > 1 ? '- ' : '';
  return inked(
    rows.map((row) => line(prefix, [...(hasInk(row.label) ? [strong(`${row.label}:`)] : []), text(` ${row.text}`)])),
  );
}

/** An item for each reference, its title a link where it has an address that can be followed. */
export function referenceLines(references: readonly Reference[]): Line[] {
  return inked(
    references.map(({ label, address, detail }) => {
      const more = hasInk(detail) ? ` (${detail})` : '';
      if (address === undefined) return line('- ', [text(`${label}${more}`)]);
      const followed = linkAddress(address);
      if (followed === undefined) return line('- ', [text(`${label}${more} ${address}`)]);
      return line('- ', [{ type: 'link', text: label, address: followed }, text(more)]);
    }),
  );
}

/** Small print; it keeps its lines. */
export function noteLines(note: string): Line[] {
  return inked(note.split(/[\n\r\u2028\u2029]+/).map((part) => line('-# ', [text(part)])));
}

/** The lines as Markdown. */
export function shownLines(lines: readonly Line[]): string {
  return lines.map((one, index) => `${separator(one, index)}${shownLine(one)}`).join('');
}

/** What stands between a line and the one before it. */
export function separator({ isApart }: Line, index: number): string {
  if (index === 0) return '';
  return isApart ? '\n\n' : '\n';
}

/** The line as Markdown that shows its characters and nothing else. */
export function shownLine({ prefix, pieces }: Line): string {
  const shown = joined(pieces).map((piece, index) => shownPiece(piece, index === 0));
  const content = shown.join('').trim();
  // Discord takes number signs from the end of a heading.
  return prefix === '### ' ? `${prefix}${content.replace(/#$/, '#\u200B')}` : `${prefix}${content}`;
}

/** The line as plain text, addresses written out. */
export function plainLine({ prefix, pieces }: Line): string {
  return `${prefix === '- ' ? prefix : ''}${joined(pieces).map(plainPiece).join('').trim()}`;
}

/** The longest beginning of the line that fits, with "…" after it, and the rest; undefined where not even a word fits. */
export function cutLine(
  whole: Line,
  fits: (shown: string) => boolean,
): { readonly shown: string; readonly rest: string } | undefined {
  const pieces = joined(whole.pieces);
  const beginning = (chars: number) => shownLine({ ...whole, pieces: [...firstOf(pieces, chars), text('…')] });
  let [fitting, tooMany] = [0, pieces.reduce((sum, piece) => sum + piece.text.length, 0)];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(beginning(middle))) fitting = middle;
    else tooMany = middle;
  }
  if (fitting < MIN_CUT_CHARS) return undefined;
  return { shown: beginning(fitting), rest: `…${lastOf(pieces, fitting)}` };
}

/** Characters below which the beginning of a line says nothing. */
const MIN_CUT_CHARS = 12;

function blockLines(block: Block, isApart: boolean): Line[] {
  switch (block.type) {
    case 'paragraph':
      return [line('', block.spans, isApart)];
    case 'list':
      return block.items.map((item) => line('- ', item));
  }
}

function line(prefix: Line['prefix'], pieces: readonly Piece[], isApart = false): Line {
  return { prefix, pieces, isApart };
}

/** The lines on which anything can be seen. */
function inked(lines: readonly Line[]): Line[] {
  return lines.filter(({ pieces }) => pieces.some((piece) => hasInk(piece.text)));
}

/** The pieces cleaned, neighbours with one look made one (two bold parts side by side would lose their marks). */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const cleaned = cleanText(piece.text);
    // Space at the start of a line would hide what begins it.
    const shown = last ? cleaned : cleaned.trimStart();
    if (shown === '' || (piece.type !== 'text' && piece.type !== 'link' && !hasInk(shown))) continue;
    if (last && last.type === piece.type && last.type !== 'link') {
      result[result.length - 1] = { ...last, text: last.text + shown };
    } else {
      result.push({ ...piece, text: shown });
    }
  }
  return result;
}

function shownPiece(piece: Piece, isFirst: boolean): string {
  switch (piece.type) {
    case 'text':
      return isFirst ? escapeStart(escapeInline(piece.text)) : escapeInline(piece.text);
    case 'strong': {
      const inner = piece.text.trim();
      const [before, after] = [piece.text.startsWith(' ') ? ' ' : '', piece.text.endsWith(' ') ? ' ' : ''];
      return `${before}**${escapeStart(escapeInline(inner))}**${after}`;
    }
    case 'code':
      return `\`${escapeCode(piece.text)}\``;
    case 'link': {
      const title = piece.text.trim();
      const label = linkLabel(title);
      return label === undefined
        ? `${escapeStart(escapeInline(title))} [link](<${piece.address}>)`
        : `[${label}](<${piece.address}>)`;
    }
  }
}

function plainPiece(piece: Piece): string {
  return piece.type === 'link' ? `${piece.text} ${piece.address}` : piece.text;
}

/** The first characters; a link that is cut leads nowhere. */
function firstOf(pieces: readonly Piece[], chars: number): Piece[] {
  let left = chars;
  return pieces.flatMap((piece): Piece[] => {
    const shown = piece.text.slice(0, left);
    left -= shown.length;
    if (shown === '') return [];
    if (shown === piece.text) return [piece];
    // A surrogate pair goes to the rest whole.
    const kept = shown.replace(/[\uD800-\uDBFF]$/, '');
    return [piece.type === 'link' ? text(kept) : { ...piece, text: kept }];
  });
}

/** What `firstOf` leaves. */
function lastOf(pieces: readonly Piece[], chars: number): string {
  let left = chars;
  return pieces
    .map((piece) => {
      const from = Math.min(left, piece.text.length);
      left -= from;
      if (from === piece.text.length) return '';
      const isPair = from > 0 && /[\uD800-\uDBFF]/.test(piece.text.charAt(from - 1));
      return plainPiece({ ...piece, text: piece.text.slice(isPair ? from - 1 : from) });
    })
    .join('');
}
