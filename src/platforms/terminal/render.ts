import {
  type Bar,
  type Button,
  buttonNumbers,
  type Card,
  type Element,
  plainBars,
  plainScoreboard,
} from '../../core/card.ts';
import type { Prose, Span } from '../../core/prose.ts';

/** How a card is drawn: columns to wrap at, and whether bold and grey may be used. */
export type Style = { readonly columns: number; readonly colour: boolean };

/** The card as lines for a terminal; buttons are numbered in order, and pressed by their number. */
export function renderCard(card: Card, style: Style): string {
  const numbers = buttonNumbers(card);
  return card.elements.map((element) => renderElement(element, style, numbers)).join('\n\n');
}

/**
 * Takes out what a terminal would obey instead of show: control characters (so no escape sequence can begin) and
 * characters that change the direction of writing. Line breaks and tabs become spaces.
 */
export function escapeForTerminal(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
}

function renderElement(element: Element, style: Style, numbers: ReadonlyMap<Button, number>): string {
  switch (element.type) {
    case 'heading':
      return wrap(element.text, style)
        .map((line) => bold(line, style))
        .join('\n');
    case 'prose':
      return renderProse(element.prose, style);
    case 'bars':
      return plainBars(element.bars.map((bar): Bar => ({ ...bar, label: escapeForTerminal(bar.label) }))).join('\n');
    case 'scoreboard':
      return plainScoreboard(element.board).map(escapeForTerminal).join('\n');
    case 'facts':
      return element.rows.flatMap(({ label, text }) => hang(`${label}: `, text, style)).join('\n');
    case 'references':
      return element.references
        .flatMap(({ label, address, detail }) => [
          ...hang('- ', `${label} (${detail})`, style),
          ...(address === undefined ? [] : [`  ${escapeForTerminal(address)}`]),
        ])
        .join('\n');
    case 'note':
      return element.text
        .split('\n')
        .flatMap((line) => wrap(line, style))
        .map((line) => grey(line, style))
        .join('\n');
    case 'buttons':
      return renderButtons(element.buttons, style, numbers);
  }
}

function renderProse(prose: Prose, style: Style): string {
  return prose
    .map((block) => {
      if (block.type === 'list') return block.items.flatMap((item) => hang('- ', shown(item), style)).join('\n');
      return wrap(shown(block.spans), style).join('\n');
    })
    .join('\n\n');
}

function shown(spans: readonly Span[]): string {
  return spans.map((span) => (span.type === 'code' ? `\`${span.text}\`` : span.text)).join('');
}

/** Buttons fill a line and go on to the next; one is never broken in two. */
function renderButtons(buttons: readonly Button[], style: Style, numbers: ReadonlyMap<Button, number>): string {
  const lines: string[] = [];
  for (const button of buttons) {
    const drawn = `[${numbers.get(button)}] ${escapeForTerminal(button.label)}`;
    const joined = lines.length > 0 ? `${lines.at(-1)}  ${drawn}` : drawn;
    if (lines.length > 0 && joined.length <= style.columns) lines[lines.length - 1] = joined;
    else lines.push(drawn);
  }
  return lines.join('\n');
}

/** The text after a prefix, its further lines under its first. */
function hang(prefix: string, text: string, style: Style): string[] {
  const indent = prefix.startsWith('- ') ? '  ' : '    ';
  const [first = '', ...rest] = wrap(prefix + text, { ...style, columns: style.columns - indent.length });
  return [first, ...rest.map((line) => indent + line)];
}

function wrap(text: string, { columns }: Style): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of escapeForTerminal(text).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length > columns && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}

function bold(line: string, { colour }: Style): string {
  return colour ? `\u001B[1m${line}\u001B[0m` : line;
}

function grey(line: string, { colour }: Style): string {
  return colour ? `\u001B[90m${line}\u001B[0m` : line;
}
