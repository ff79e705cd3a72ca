import type { Element } from '../../core/card.ts';
import type { Block, Span } from '../../core/prose.ts';
import { head } from './escape.ts';

/** How many units an element can be shortened by: characters where it is text, items where it is a list of things. */
export function unitsOf(element: Element): number {
  switch (element.type) {
    case 'heading':
    case 'note':
      return element.text.length;
    case 'prose':
      return sum(element.prose.flatMap((block) => spansOf(block).map((span) => span.text.length)));
    case 'facts':
      return sum(element.rows.map(({ label, text }) => label.length + text.length));
    case 'bars':
      return element.bars.length;
    case 'scoreboard':
      return element.board.rows.length;
    case 'references':
      return element.references.length;
    case 'buttons':
      return element.buttons.length;
  }
}

/** The first units of an element. Text that was cut ends in "…"; a list of things is only shorter. */
export function shorten(element: Element, units: number): Element {
  const take = createTake(units);
  switch (element.type) {
    case 'heading':
    case 'note':
      return { ...element, text: take(element.text) };
    case 'prose':
      return { ...element, prose: element.prose.map((block) => shortenBlock(block, take)) };
    case 'facts':
      return { ...element, rows: element.rows.map(({ label, text }) => ({ label: take(label), text: take(text) })) };
    case 'bars':
      return { ...element, bars: element.bars.slice(0, units) };
    case 'scoreboard':
      return { ...element, board: { ...element.board, rows: element.board.rows.slice(0, units) } };
    case 'references':
      return { ...element, references: element.references.slice(0, units) };
    case 'buttons':
      return { ...element, buttons: element.buttons.slice(0, units) };
  }
}

/** Whether the element, shortened, shows by itself that it was cut. */
export function showsCut(element: Element): boolean {
  switch (element.type) {
    case 'heading':
    case 'note':
    case 'prose':
    case 'facts':
      return true;
    case 'bars':
    case 'scoreboard':
    case 'references':
    case 'buttons':
      return false;
  }
}

type Take = (text: string) => string;

/** Gives texts back in order until so many characters are used up; the one that is cut ends in "…", later ones are empty. */
function createTake(chars: number): Take {
  let left = chars;
  let isCut = false;
  return (text) => {
    if (isCut) return '';
    isCut = text.length > left;
    const taken = isCut ? `${head(text, left)}…` : text;
    left -= text.length;
    return taken;
  };
}

function shortenBlock(block: Block, take: Take): Block {
  const shortenSpans = (spans: readonly Span[]) => spans.map((span) => ({ ...span, text: take(span.text) }));
  switch (block.type) {
    case 'paragraph':
      return { ...block, spans: shortenSpans(block.spans) };
    case 'list':
      return { ...block, items: block.items.map(shortenSpans) };
  }
}

function spansOf(block: Block): readonly Span[] {
  switch (block.type) {
    case 'paragraph':
      return block.spans;
    case 'list':
      return block.items.flat();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
