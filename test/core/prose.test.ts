import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Prose,
  paragraph,
  parseProse,
  plainProse,
  plainSpans,
  strong,
  text,
  unsupportedMarkup,
} from '../../src/core/prose.ts';
import { knowledge } from '../knowledge.ts';

describe('an answer as it is written', () => {
  it.each<[string, Prose]>([
    ['', []],
    ['  \n\n \n', []],
    ['One line.', [paragraph('One line.')]],
    ['One paragraph\non two lines.', [paragraph('One paragraph on two lines.')]],
    ['One.\n \t\nTwo.\r\n   \r\nThree.', [paragraph('One.'), paragraph('Two.'), paragraph('Three.')]],
    [
      '- one\n  \n- two',
      [
        { type: 'list', items: [[text('one')]] },
        { type: 'list', items: [[text('two')]] },
      ],
    ],
    ['One.\r\n\r\nTwo.\n\n\n\nThree.', [paragraph('One.'), paragraph('Two.'), paragraph('Three.')]],
    ['Use **this** and `that`.', [paragraph('Use ', strong('this'), ' and ', { type: 'code', text: 'that' }, '.')]],
    ['**all of it**', [paragraph(strong('all of it'))]],
    ['`a``b`', [paragraph({ type: 'code', text: 'a' }, { type: 'code', text: 'b' })]],
    ['2 * 3 ** 4 and a `tick', [paragraph('2 * 3 ** 4 and a `tick')]],
    ['- one\n- **two**', [{ type: 'list', items: [[text('one')], [strong('two')]] }]],
    ['* one\n* two', [{ type: 'list', items: [[text('one')], [text('two')]] }]],
    ['- one\n  goes on\n- two', [{ type: 'list', items: [[text('one goes on')], [text('two')]] }]],
    ['Three:\n- one\n-two', [paragraph('Three:'), { type: 'list', items: [[text('one -two')]] }]],
    ['- one\n\nAfter.', [{ type: 'list', items: [[text('one')]] }, paragraph('After.')]],
    [
      '**Strong** start\n* and a bullet',
      [paragraph(strong('Strong'), ' start'), { type: 'list', items: [[text('and a bullet')]] }],
    ],
  ])('becomes paragraphs and lists: %j', (markdown, prose) => {
    expect(parseProse(markdown)).toEqual(prose);
  });

  it('reads as plain characters, bullets as lines', () => {
    expect(plainProse(parseProse('**Use** `it`:\n- one\n- *two*\n\nThen stop.'))).toBe(
      'Use it:\n\n- one\n- *two*\n\nThen stop.',
    );
  });

  it('is read the same again from its plain form', () => {
    const words = fc
      .array(fc.constantFrom('word', '-', '3.', ':', '#'), { maxLength: 3 })
      .map((parts) => ['word', ...parts].join(' '));
    const line = fc.oneof(
      words,
      words.map((said) => `- ${said}`),
      fc.constant(''),
    );
    const markdown = fc.array(line).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(markdown, (written) => {
        const plain = plainProse(parseProse(written));
        expect(plainProse(parseProse(plain))).toBe(plain);
      }),
    );
  });

  it('keeps every letter of any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (written) => {
        const letters = (characters: string) => characters.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(plainProse(parseProse(written)))).toBe(letters(written));
      }),
    );
  });
});

describe('spans', () => {
  it('make up a paragraph, plain words becoming plain spans', () => {
    expect(paragraph('a ', strong('b'), text(' c'))).toEqual({
      type: 'paragraph',
      spans: [
        { type: 'text', text: 'a ' },
        { type: 'strong', text: 'b' },
        { type: 'text', text: ' c' },
      ],
    });
  });

  it('join to their characters', () => {
    expect(plainSpans([text('a '), strong('b'), { type: 'code', text: 'c' }])).toBe('a bc');
    expect(plainSpans([])).toBe('');
  });
});

describe('markup that an answer may not use', () => {
  it.each([
    ['# Title', 'a heading'],
    ['Text\n### Deep', 'a heading'],
    ['see [the docs](https://x.test)', 'a link'],
    ['![a picture](x.png)', 'a link'],
    ['| a | b |\n|---|---|', 'a table'],
    ['text\n```\ncode\n```', 'a code fence'],
    ['~~~\ncode', 'a code fence'],
    ['a <b>bold</b> word', 'HTML'],
    ['line<br/>break', 'HTML'],
    ['- one\n  - nested', 'a nested list'],
    ['1. one\n2. two', 'a numbered list'],
    ['1) one', 'a numbered list'],
    ['> somebody said', 'a quotation'],
    ['Text.\n\n  > said', 'a quotation'],
    ['it is *very* fast', 'italics'],
    ['*all of it*', 'italics'],
    ['(*this one*)', 'italics'],
    ['- it is *slow*.', 'italics'],
  ])('is named: %j has %s', (markdown, name) => {
    expect(unsupportedMarkup(markdown)).toBe(name);
  });

  it.each([
    'Plain **bold** and `code`.',
    '- one\n- two',
    'Text:\n\n- one\n- two\n\nMore text.',
    'C# and issue #42',
    'a | b',
    'an array[0] (first)',
    'if a < b and b > c',
    '2 * 3 * 4, and 2*3*4',
    'a->b and x >y',
    'all of `*args`, `**kwargs` and `a * b`',
    '* one\n* two',
    'In 2026. Then',
    'Use `node --watch` - it helps',
  ])('is not seen where there is none: %j', (markdown) => {
    expect(unsupportedMarkup(markdown)).toBeUndefined();
  });

  it('stands nowhere in the pack that ships', () => {
    for (const entry of knowledge.pack.entries.values())
      expect([entry.id, plainProse([...entry.answer, ...(entry.more ?? [])])]).toEqual([
        entry.id,
        expect.not.stringMatching(/\*\*|`|^#/m),
      ]);
  });
});
