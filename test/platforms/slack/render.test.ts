import { describe, expect, it } from 'vitest';
import type { Button, Card, Element } from '../../../src/core/card.ts';
import { decodePress, type Press } from '../../../src/core/press.ts';
import { paragraph, parseProse } from '../../../src/core/prose.ts';
import { PRESS_ACTION } from '../../../src/platforms/slack/draw.ts';
import { renderCard } from '../../../src/platforms/slack/render.ts';
import { objectsIn, textIn } from '../../../src/playground/slack/json.ts';
import { objectsWithin, problemsOf, sentBlocks } from './message-check.ts';

const OF = { pack: 'drinks', entry: 'tea' };
const WHY = button('Why?', { type: 'why', verdict: 1 });
const MORE = button('More', { type: 'more', ...OF });
const SOURCES = button('Sources', { type: 'sources', ...OF });
const LIKED = button('👍', { type: 'liked', ...OF }, 'quiet');
const DISLIKED = button('👎', { type: 'disliked', ...OF }, 'quiet');

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const small = (text: string) => ({ type: 'context', elements: [plain(text)] });
const section = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements });
const bullets = (...items: readonly (readonly object[])[]) => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: items.map((item) => section(...item)),
});
const rich = (...elements: readonly object[]) => ({ type: 'rich_text', elements });
const text = (characters: string) => ({ type: 'text', text: characters });
const bold = (characters: string) => ({ type: 'text', text: characters, style: { bold: true } });
const MARK = small('…');

describe('an element', () => {
  it.each(rows())('%s', (_title, element, blocks) => {
    const message = renderCard({ elements: [element] });
    expect(message.blocks).toEqual(blocks);
    expect(message.overflow).toBeUndefined();
    expect(problemsOf(message)).toEqual([]);
  });

  function rows(): [title: string, element: Element, blocks: readonly object[]][] {
    return [
      ['heading is a header', { type: 'heading', text: 'Pick tea' }, [{ type: 'header', text: plain('Pick tea') }]],
      [
        'heading too long for a header is bold text',
        { type: 'heading', text: 'x'.repeat(151) },
        [rich(section(bold('x'.repeat(151))))],
      ],
      [
        'prose keeps its paragraphs apart, its bold, its code and its list',
        { type: 'prose', prose: parseProse('It is **old**.\n\nRun `boil`.\n\n- one\n- two\n\nEnd.') },
        [
          rich(
            section(
              text('It is '),
              bold('old'),
              text('.'),
              text('\n\n'),
              text('Run '),
              { ...text('boil'), style: { code: true } },
              text('.'),
            ),
            bullets([text('one')], [text('two')]),
            section(text('\n'), text('End.')),
          ),
        ],
      ],
      [
        'chart of bars lines up, in a fixed width',
        {
          type: 'bars',
          bars: [
            { label: 'Tea', value: 6, share: 1 },
            { label: 'Coffee', value: -3, share: -0.5 },
          ],
        },
        [
          rich({
            type: 'rich_text_preformatted',
            elements: [text('Tea    ████████████████ +6\nCoffee ░░░░░░░░░░░░░░░░ −3')],
          }),
        ],
      ],
      [
        'table of facts is a list with bold labels',
        {
          type: 'facts',
          rows: [
            { label: 'For it', text: 'warm' },
            { label: 'Against it', text: 'slow' },
          ],
        },
        [rich(bullets([bold('For it: '), text('warm')], [bold('Against it: '), text('slow')]))],
      ],
      [
        'single fact is a line',
        { type: 'facts', rows: [{ label: 'I heard', text: 'tea' }] },
        [rich(section(bold('I heard: '), text('tea')))],
      ],
      [
        'reference is linked by its title, where it has a web address',
        {
          type: 'references',
          references: [
            { label: 'Book', address: 'https://tea.example/a?b=1&c=2', detail: 'Publisher' },
            { label: 'Talk', address: undefined, detail: 'Club' },
            { label: 'Trap', address: 'javascript:alert(1)', detail: 'Nobody' },
          ],
        },
        [
          rich(
            bullets(
              [{ type: 'link', url: 'https://tea.example/a?b=1&c=2', text: 'Book' }, text(' (Publisher)')],
              [text('Talk'), text(' (Club)')],
              [text('Trap'), text(' (Nobody)'), text(' javascript:alert(1)')],
            ),
          ),
        ],
      ],
      ['note is small print, line by line', { type: 'note', text: 'one\ntwo' }, [small('one'), small('two')]],
      [
        'note of any length is small print',
        { type: 'note', text: 'x'.repeat(3_001) },
        [{ type: 'context', elements: [plain('x'.repeat(3_000)), plain('x')] }],
      ],
      [
        'row of buttons keeps its order, the thumbs in their own place under it',
        { type: 'buttons', buttons: [{ ...WHY, style: 'primary' }, MORE, LIKED, DISLIKED] },
        [
          {
            type: 'actions',
            elements: [
              { type: 'button', text: plain('Why?'), action_id: 'press:0:0', value: 'v1:why:1', style: 'primary' },
              { type: 'button', text: plain('More'), action_id: 'press:0:1', value: 'v1:more:drinks:tea' },
            ],
          },
          {
            type: 'context_actions',
            elements: [
              {
                type: 'feedback_buttons',
                action_id: 'press:0:2',
                positive_button: { text: plain('👍'), value: 'v1:liked:drinks:tea' },
                negative_button: { text: plain('👎'), value: 'v1:disliked:drinks:tea' },
              },
            ],
          },
        ],
      ],
      ['of nothing has no block: heading', { type: 'heading', text: ' \u0000' }, []],
      ['of nothing has no block: prose', { type: 'prose', prose: [paragraph(''), { type: 'list', items: [] }] }, []],
      ['of nothing has no block: bars', { type: 'bars', bars: [] }, []],
      ['of nothing has no block: facts', { type: 'facts', rows: [] }, []],
      ['of nothing has no block: references', { type: 'references', references: [] }, []],
      ['of nothing has no block: note', { type: 'note', text: '\n' }, []],
      ['of nothing has no block: buttons', { type: 'buttons', buttons: [] }, []],
    ];
  }

  it.each([
    [3_000, 'link'],
    [3_001, 'text'],
  ])('with an address of %i characters shows it as a %s', (chars, type) => {
    const address = 'https://tea.example/'.padEnd(chars, 'x');
    const message = renderCard({
      elements: [{ type: 'references', references: [{ label: 'Book', address, detail: 'Publisher' }] }],
    });
    expect(problemsOf(message)).toEqual([]);
    expect(JSON.stringify(message.blocks)).toContain(address);
    expect(objectsWithin(sentBlocks(message)).some((one) => one.type === 'link')).toBe(type === 'link');
  });

  it('carries ids that bring every press back, under an action_id that the listener knows', () => {
    const { blocks } = renderCard({ elements: [{ type: 'buttons', buttons: [WHY, LIKED, DISLIKED] }] });
    const objects = objectsWithin(sentBlocks({ text: '', blocks, overflow: undefined }));
    const presses = objects.flatMap(({ value }) => decodePress(textIn(value)) ?? []);
    expect(presses).toEqual([WHY.press, LIKED.press, DISLIKED.press]);
    const ids = objects.map(({ action_id: id }) => textIn(id)).filter((id) => id !== '');
    expect(ids.filter((id) => !PRESS_ACTION.test(id))).toEqual([]);
  });

  it('keeps a thumb without its other side among the buttons', () => {
    const { blocks } = renderCard({ elements: [{ type: 'buttons', buttons: [LIKED, MORE, DISLIKED] }] });
    expect(blocks.map(({ type }) => type)).toEqual(['actions']);
  });
});

describe('thumbs', () => {
  it('stand five to a block', () => {
    const thumbs = Array.from({ length: 6 }, () => [LIKED, DISLIKED]).flat();
    const message = renderCard({ elements: [{ type: 'buttons', buttons: thumbs }] });
    expect(message.blocks.map((block) => block.type === 'context_actions' && block.elements.length)).toEqual([5, 1]);
    expect(problemsOf(message)).toEqual([]);
  });
});

describe('an answer', () => {
  const answer: Card = {
    elements: [
      { type: 'heading', text: 'Is tea good?' },
      { type: 'prose', prose: [paragraph('Yes, *mostly*.')] },
      { type: 'note', text: 'Checked today' },
      { type: 'buttons', buttons: [SOURCES] },
    ],
  };

  it('shows the question it answers in small print, so that the answer is the first thing read', () => {
    expect(renderCard(answer).blocks.slice(0, 2)).toEqual([
      small('Is tea good?'),
      rich(section(text('Yes, *mostly*.'))),
    ]);
  });

  it('stands first in a notification', () => {
    expect(renderCard(answer).text).toBe('Yes, ∗mostly∗.\nChecked today');
  });
});

describe('the text of a notification', () => {
  it.each([
    [
      'begins with the heading of a verdict, and gives the totals in words',
      [
        { type: 'heading', text: 'Pick tea' },
        { type: 'bars', bars: [{ label: 'Tea', value: 6, share: 1 }] },
        { type: 'facts', rows: [{ label: 'For it', text: 'warm' }] },
        { type: 'buttons', buttons: [WHY] },
      ],
      'Pick tea\nTea +6\nFor it: warm',
    ],
    [
      'names the buttons where there is nothing else',
      [
        { type: 'heading', text: 'Did you mean' },
        { type: 'buttons', buttons: [WHY, MORE] },
      ],
      'Did you mean\nWhy? · More',
    ],
    ['is never empty', [], '…'],
    ['is cut visibly', [{ type: 'note', text: '<'.repeat(2_000) }], `${'&lt;'.repeat(999)}…`],
  ] satisfies [string, Element[], string][])('%s', (_title, elements, expected) => {
    expect(renderCard({ elements }).text).toBe(expected);
  });
});

describe('a card that is too long', () => {
  const long = 'word '.repeat(3_000);
  const tail: Element = { type: 'note', text: 'Checked today' };
  const buttons: Element = { type: 'buttons', buttons: [WHY, MORE] };
  const cases: [string, Element][] = [
    ['heading', { type: 'heading', text: long }],
    ['prose', { type: 'prose', prose: [paragraph('First.'), paragraph(long), paragraph('Last.')] }],
    ['list', { type: 'prose', prose: [{ type: 'list', items: [[{ type: 'text', text: long }]] }] }],
    ['facts', { type: 'facts', rows: [{ label: 'For it', text: long }] }],
    ['note', { type: 'note', text: long }],
    [
      'bars',
      { type: 'bars', bars: Array.from({ length: 400 }, (_, value) => ({ label: `Tea ${value}`, value, share: 0.5 })) },
    ],
    [
      'references',
      {
        type: 'references',
        references: Array.from({ length: 200 }, (_, index) => ({
          label: `Book ${index}`,
          address: `https://tea.example/${index}`,
          detail: 'Publisher',
        })),
      },
    ],
    [
      'one thing that does not fit at all',
      { type: 'references', references: [{ label: long, address: '', detail: '' }] },
    ],
  ];

  it.each(cases)(
    'is cut with an ellipsis and keeps its buttons, the rest whole in the overflow: %s',
    (_title, element) => {
      const message = renderCard({ elements: [element, tail, buttons] });
      expect(problemsOf(message)).toEqual([]);
      const [last, before] = message.blocks.toReversed();
      expect(last?.type).toBe('actions');
      expect(JSON.stringify(before)).toContain('…"');
      expect(message.overflow).toContain('Checked today');
      expect(message.overflow?.length).toBeGreaterThan(3_000);
      expect(message.overflow).not.toContain('Why?');
    },
  );

  it('uses the room that there is', () => {
    const { blocks } = renderCard({ elements: [{ type: 'prose', prose: [paragraph(long)] }, buttons] });
    expect(JSON.stringify(blocks).length).toBeGreaterThan(9_700);
  });

  it('is not cut at exactly the room that there is, and is one character later', () => {
    const of = (chars: number) => renderCard({ elements: [{ type: 'prose', prose: [paragraph('x'.repeat(chars))] }] });
    const most = Array.from({ length: 400 }, (_, index) => 9_600 + index).findLast((chars) => !of(chars).overflow) ?? 0;
    expect(most).toBeGreaterThan(9_600);
    expect(of(most).overflow).toBeUndefined();
    expect(of(most + 1).overflow).toBe('x'.repeat(most + 1));
    expect(problemsOf(of(most + 1))).toEqual([]);
  });

  it('leaves out buttons only where they alone are too long, says so, and still says something', () => {
    const many = Array.from({ length: 120 }, (_, verdict) => button(`Why ${verdict}?`, { type: 'why', verdict }));
    const message = renderCard({
      elements: [
        { type: 'heading', text: 'Pick tea' },
        { type: 'buttons', buttons: many },
      ],
    });
    expect(problemsOf(message)).toEqual([]);
    expect(message.blocks[0]?.type).toBe('header');
    expect(message.blocks.at(-1)).toEqual(MARK);
    expect(objectsIn(sentBlocks(message)).filter(({ type }) => type === 'actions').length).toBeGreaterThan(1);
    expect(message.overflow).toContain('- Why 119?');
  });

  it('of more elements than a message has blocks is cut there', () => {
    const message = renderCard({
      elements: [...Array.from({ length: 60 }, (): Element => ({ type: 'heading', text: 'a' })), buttons],
    });
    expect(problemsOf(message)).toEqual([]);
    expect(message.blocks.slice(-2)[0]).toEqual(MARK);
    expect(message.overflow?.split('\n\n')).toHaveLength(60 - 47);
  });

  it.each([
    ['a button', { type: 'buttons', buttons: [button('x'.repeat(76), WHY.press)] }, `${'x'.repeat(74)}…`],
    ['a bar', { type: 'bars', bars: [{ label: 'y'.repeat(15), value: 1, share: 1 }] }, `${'y'.repeat(13)}… █`],
  ] satisfies [string, Element, string][])('clips the label of %s', (_title, element, shown) => {
    const message = renderCard({ elements: [element] });
    expect(JSON.stringify(message.blocks)).toContain(shown);
    expect(message.overflow).toMatch(/x{76}|y{15}/);
    expect(problemsOf(message)).toEqual([]);
  });

  it.each([
    ['heading', { type: 'heading', text: 'x'.repeat(150) }],
    ['note', { type: 'note', text: 'x'.repeat(9_000) }],
    [
      'row of buttons',
      { type: 'buttons', buttons: Array.from({ length: 25 }, () => button('x'.repeat(75), WHY.press)) },
    ],
    ['label of a bar', { type: 'bars', bars: [{ label: 'x'.repeat(14), value: 1, share: 1 }] }],
  ] satisfies [string, Element][])('is not the largest legal %s', (_title, element) => {
    const message = renderCard({ elements: [element] });
    expect(message.overflow).toBeUndefined();
    expect(message.blocks).toHaveLength(1);
    expect(problemsOf(message)).toEqual([]);
  });
});

function button(label: string, press: Press, style: Button['style'] = 'plain'): Button {
  return { label, press, style };
}
