import { buttonsOf, type Card, type Element, signed } from '../../core/card.ts';
import { plainSpans } from '../../core/prose.ts';
import { clipEscaped, escapeFallback } from './escape.ts';
import { MAX_FALLBACK_CHARS } from './limits.ts';

/**
 * What a phone's notification shows and a screen reader reads: the answer first, then the rest of the card in order. Never
 * empty. Buttons are named only where they are all there is to say.
 */
export function fallbackText(card: Card): string {
  const asked = questionOf(card);
  const said = card.elements.filter((element) => element !== asked);
  const hasBody = said.some(({ type }) => type !== 'heading' && type !== 'buttons');
  const lines = said
    .filter(({ type }) => type !== 'buttons' || !hasBody)
    .flatMap(linesOf)
    .map((line) => escapeFallback(line).trim())
    .filter((line) => line !== '');
  return clipEscaped(lines.join('\n'), MAX_FALLBACK_CHARS) || '…';
}

/** The heading of an answer, which only repeats the question: the prose below it is what people want first. */
export function questionOf(card: Card): Element | undefined {
  const [first, second] = card.elements;
  const isAnswer = buttonsOf(card).some(({ press }) => press.type === 'sources');
  return isAnswer && first?.type === 'heading' && second?.type === 'prose' ? first : undefined;
}

function linesOf(element: Element): string[] {
  switch (element.type) {
    case 'heading':
      return [element.text];
    case 'note':
      return element.text.split('\n');
    case 'prose':
      return element.prose.flatMap((block) =>
        block.type === 'list' ? block.items.map((item) => `• ${plainSpans(item)}`) : [plainSpans(block.spans)],
      );
    case 'bars':
      return [element.bars.map(({ label, value }) => `${label} ${signed(value)}`).join(', ')];
    case 'scoreboard':
      return [
        element.board.options
          .map((option, index) => {
            const { totals, rows } = element.board;
            return `${option} ${signed((totals.length > 0 ? totals : rows[0]?.values)?.[index] ?? 0)}`;
          })
          .join(', '),
      ];
    case 'facts':
      return element.rows.map(({ label, text }) => `${label}: ${text}`);
    case 'references':
      return element.references.map(({ label, detail }) => `• ${label} (${detail})`);
    case 'buttons':
      return [element.buttons.map(({ label }) => label).join(' · ')];
  }
}
