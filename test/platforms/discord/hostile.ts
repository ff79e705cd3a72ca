import fc from 'fast-check';
import type { Button, Element } from '../../../src/core/card.ts';

/** Pieces that Discord obeys where they are not escaped, and pieces that break texts. */
const PIECES = [
  '@everyone',
  '@here',
  '@Everyone',
  '<@123456789012345678>',
  '<@!123456789012345678>',
  '<@&123456789012345678>',
  '<#123456789012345678>',
  '<:x:123456789012345678>',
  '<a:x:1>',
  '<t:0:R>',
  '</ask:1>',
  '<id:browse>',
  '<',
  '>',
  '@',
  'everyone',
  ':smile:',
  ':',
  '::',
  'std::x::y',
  '[x](https://evil.example)',
  '[x](<https://evil.example>)',
  '[',
  ']',
  '](',
  '](https://evil.example)',
  '(',
  ')',
  'https://evil.example',
  'http://a',
  'discord://x',
  'steam://run',
  'mailto:a@b.example',
  '<mailto:a@b.example>',
  'discord.gg/abc',
  'discord.com/invite/abc',
  '**',
  '*',
  '_',
  '__',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '```js\n',
  '# ',
  '## ',
  '### ',
  '#',
  '-# ',
  '- ',
  '-',
  '* ',
  '+ ',
  '1. ',
  '1',
  '. ',
  '2) ',
  '> ',
  '>>> ',
  '\n',
  '\n\n',
  '\r\n',
  '\u2028',
  '\t',
  ' ',
  '  ',
  '\\',
  '\\\\',
  '\\n',
  '\u0000',
  '\u001B',
  '\u200B',
  '\u202E',
  '\u2066',
  '\uD800',
  '\uDC00',
  '\u{1F600}',
  '1\uFE0F\u20E3',
  '🇩🇪',
  'ｈttps://ab',
  '語',
  'ﷺ',
  '\u0301',
  'tea',
  'x',
  'a_b',
  '$&',
  '%s',
  '...',
  '…',
] as const;

/** Hostile text of any make, short. */
export const hostileText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 6 })), {
    minLength: 1,
    maxLength: 9,
  })
  .map((pieces) => pieces.join(''));

/** The same with something to see in it, at either end or amid. */
export const visibleText = fc
  .tuple(hostileText, fc.constantFrom('x', 'tea'), hostileText, fc.constantFrom('both', 'before', 'after'))
  .map(([before, ink, after, where]) => `${where === 'after' ? '' : before}${ink}${where === 'before' ? '' : after}`);

export const button = (label: string): Button => ({ label, press: { type: 'topics' }, style: 'plain' });

/** Every kind of element, with the text in each of its strings; addresses apart. */
export function everyElementWith(text: string): Element[] {
  return [
    { type: 'heading', text },
    {
      type: 'prose',
      prose: [
        { type: 'paragraph', spans: [{ type: 'text', text }] },
        {
          type: 'paragraph',
          spans: [
            { type: 'strong', text },
            { type: 'strong', text },
          ],
        },
        {
          type: 'paragraph',
          spans: [
            { type: 'text', text },
            { type: 'strong', text },
            { type: 'code', text },
            { type: 'text', text },
          ],
        },
        {
          type: 'paragraph',
          spans: [
            { type: 'code', text },
            { type: 'code', text },
            { type: 'text', text },
          ],
        },
        {
          type: 'list',
          items: [
            [{ type: 'text', text }],
            [
              { type: 'strong', text },
              { type: 'text', text },
            ],
          ],
        },
      ],
    },
    {
      type: 'bars',
      bars: [
        { label: text, value: 1, share: 1 },
        { label: 'tea', value: -1, share: -1 },
      ],
    },
    {
      type: 'facts',
      rows: [
        { label: text, text },
        { label: 'tea', text },
      ],
    },
    {
      type: 'references',
      references: [
        { label: text, address: 'https://example.org/a_(b)', detail: text },
        { label: text, address: undefined, detail: text },
      ],
    },
    { type: 'note', text: text.replace(/[\n\r\u2028\u2029]+/g, ' ') },
    { type: 'buttons', buttons: [button(text), button(text)] },
  ];
}
