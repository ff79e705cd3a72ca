import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bar, Button, Card, Element, Reference } from '../../../src/core/card.ts';
import type { Press } from '../../../src/core/press.ts';
import type { Block, Span } from '../../../src/core/prose.ts';
import { plainCharacters } from '../../../src/platforms/slack/escape.ts';
import { renderCard } from '../../../src/platforms/slack/render.ts';
import { textIn } from '../../../src/playground/slack/json.ts';
import { objectsWithin, problemsOf, sentBlocks } from './message-check.ts';

/** Pieces that ping, link, format or break something somewhere. */
const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<!subteam^S012AB3CD>',
  '<!date^1392734382^{date}|x>',
  '<@U012AB3CD>',
  '<#C012AB3CD|general>',
  '<https://evil.example|bank>',
  'https://evil.example',
  'mailto:a@evil.example',
  '[x](https://evil.example)',
  '@channel',
  '@everyone',
  '*bold*',
  '**bold**',
  '_italic_',
  '~gone~',
  '`code`',
  '```',
  '> quoted',
  '>>> quoted',
  '&gt; quoted',
  '# heading',
  '- item',
  '1. item',
  ':tada:',
  '&lt;!channel&gt;',
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '\u2028',
  '\u202e',
  '\ud800',
  '👍',
  '\u0301'.repeat(20),
  'x'.repeat(200),
  ' '.repeat(40),
] as const;

const hostile = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...HOSTILE), { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE).map((part) => part.repeat(400)) },
);
const few = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { maxLength: 5 });

const span: fc.Arbitrary<Span> = fc.record({ type: fc.constantFrom('text', 'strong', 'code'), text: hostile });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant('paragraph'), spans: few(span) }),
  fc.record({ type: fc.constant('list'), items: few(few(span)) }),
);
const bar: fc.Arbitrary<Bar> = fc.record({
  label: hostile,
  value: fc.double({ min: -99, max: 99, noNaN: true }),
  share: fc.double({ min: -1, max: 1, noNaN: true }),
});
const reference: fc.Arbitrary<Reference> = fc.record({
  label: hostile,
  address: fc.option(fc.oneof(hostile, fc.webUrl(), fc.constant('https://ok.example/|<!here>')), { nil: undefined }),
  detail: hostile,
});
const id = fc.constantFrom('<!channel>', 'tea', '*');
const press: fc.Arbitrary<Press> = fc.oneof(
  fc.record({ type: fc.constantFrom('entry', 'more', 'sources', 'liked', 'disliked'), pack: id, entry: id }),
  fc.record({ type: fc.constantFrom('why', 'counter'), verdict: fc.nat(99) }),
  fc.record({ type: fc.constantFrom('topics', 'help') }),
);
const button: fc.Arbitrary<Button> = fc.record({
  label: hostile,
  press,
  style: fc.constantFrom('primary', 'plain', 'quiet'),
});
const element: fc.Arbitrary<Element> = fc.oneof(
  fc.record({ type: fc.constantFrom('heading', 'note'), text: hostile }),
  fc.record({ type: fc.constant('prose'), prose: few(block) }),
  fc.record({ type: fc.constant('bars'), bars: few(bar) }),
  fc.record({
    type: fc.constant('scoreboard'),
    board: fc.record({
      options: fc.array(hostile, { maxLength: 4 }),
      totals: fc.array(fc.integer(), { maxLength: 4 }),
      rows: few(fc.record({ label: hostile, values: fc.array(fc.integer(), { maxLength: 4 }) })),
    }),
  }),
  fc.record({
    type: fc.constant('facts'),
    rows: few(fc.record({ label: hostile, text: hostile })),
  }),
  fc.record({ type: fc.constant('references'), references: few(reference) }),
  fc.record({ type: fc.constant('buttons'), buttons: fc.array(button, { maxLength: 60 }) }),
);
const card: fc.Arbitrary<Card> = fc.record({ elements: fc.array(element, { maxLength: 12 }) });

describe('a card with hostile text in every string', () => {
  it('is a message that Slack takes, in which nothing can ping, link or format', () => {
    fc.assert(
      fc.property(card, (hostileCard) => {
        expect(problemsOf(renderCard(hostileCard))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('links only to web addresses of its references', () => {
    fc.assert(
      fc.property(card, (hostileCard) => {
        const allowed = hostileCard.elements.flatMap((one) =>
          one.type === 'references' ? one.references.map(({ address }) => URL.parse(address ?? '')?.href) : [],
        );
        const links = objectsWithin(sentBlocks(renderCard(hostileCard))).filter(({ type }) => type === 'link');
        for (const { url } of links) {
          expect(allowed).toContain(url);
          expect(textIn(url)).toMatch(/^https?:\/\//);
        }
      }),
    );
  });

  it('is bold or code only where the card says so', () => {
    fc.assert(
      fc.property(card, (hostileCard) => {
        const plainOnly: Card = {
          elements: hostileCard.elements.map((one) => {
            if (one.type === 'facts' || one.type === 'heading') return { type: 'note', text: 'x' };
            return one.type === 'prose' ? { ...one, prose: one.prose.map(withoutLooks) } : one;
          }),
        };
        const objects = objectsWithin(sentBlocks(renderCard(plainOnly)));
        expect(objects.filter(({ style }) => typeof style === 'object')).toEqual([]);
      }),
    );
  });

  it('loses no word in silence: each is in the blocks or in the overflow', () => {
    fc.assert(
      fc.property(card, (hostileCard) => {
        const message = renderCard(hostileCard);
        const shown = objectsWithin(sentBlocks(message)).flatMap(({ text, value }) => [text, value].map(textIn));
        const visible = squeeze(shown.join('')) + squeeze(message.overflow ?? '');
        for (const word of hostileCard.elements.flatMap(wordsOf)) expect(visible).toContain(squeeze(word));
        if (message.overflow !== undefined) expect(JSON.stringify(message.blocks)).toContain('…');
      }),
      { numRuns: 120 },
    );
  });
});

function withoutLooks(of: Block): Block {
  const look = (spans: readonly Span[]) => spans.map(({ text }): Span => ({ type: 'text', text }));
  return of.type === 'list' ? { ...of, items: of.items.map(look) } : { ...of, spans: look(of.spans) };
}

/** The strings of an element that a person is to read. */
function wordsOf(of: Element): readonly string[] {
  switch (of.type) {
    case 'heading':
    case 'note':
      return of.text.split('\n');
    case 'prose':
      return of.prose.flatMap((one) => (one.type === 'list' ? one.items.flat() : one.spans)).map(({ text }) => text);
    case 'bars':
      return of.bars.map(({ label }) => label);
    case 'scoreboard':
      return [];
    case 'facts':
      return of.rows.flatMap(({ label, text }) => [label, text]);
    case 'references':
      return of.references.flatMap(({ label, detail }) => [label, detail]);
    case 'buttons':
      return of.buttons.map(({ label }) => label);
  }
}

/** The characters that are shown, without the spaces, which cutting and joining may change. */
function squeeze(text: string): string {
  return plainCharacters(text).replaceAll(/\s/g, '');
}
