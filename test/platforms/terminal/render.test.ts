import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Card, Element } from '../../../src/core/card.ts';
import { parseProse } from '../../../src/core/prose.ts';
import { escapeForTerminal, renderCard } from '../../../src/platforms/terminal/render.ts';
import { knowledge, reply } from '../../knowledge.ts';

const PLAIN = { columns: 40, colour: false };
const COLOURED = { columns: 40, colour: true };

const TOPICS = button('Topics');
const HELP = button('What can you do?');

describe('an element', () => {
  for (const [title, element, lines, style = PLAIN] of rows()) {
    it(title, () => {
      expect(renderCard({ elements: [element] }, style).split('\n')).toEqual(lines);
    });
  }

  function rows(): readonly (readonly [
    title: string,
    element: Element,
    lines: readonly string[],
    style?: typeof PLAIN,
  ])[] {
    return [
      ['heading is a line', { type: 'heading', text: 'What is tea?' }, ['What is tea?']],
      ['heading is bold in colour', { type: 'heading', text: 'Tea' }, ['\u001B[1mTea\u001B[0m'], COLOURED],
      [
        'heading that is long is bold on each of its lines',
        { type: 'heading', text: 'Which of the two is the better drink at night?' },
        ['\u001B[1mWhich of the two is the better drink at\u001B[0m', '\u001B[1mnight?\u001B[0m'],
        COLOURED,
      ],
      [
        'prose is wrapped between words, its paragraphs set apart',
        {
          type: 'prose',
          prose: parseProse('Tea is a drink of leaves that are steeped in hot water.\n\nIt is **old**.'),
        },
        ['Tea is a drink of leaves that are', 'steeped in hot water.', '', 'It is old.'],
      ],
      [
        'prose with a list hangs its lines under the first, and shows code as code',
        { type: 'prose', prose: parseProse('- Green tea, which is steeped for three minutes.\n- Run `boil --now`.') },
        ['- Green tea, which is steeped for', '  three minutes.', '- Run `boil --now`.'],
      ],
      [
        'prose is not coloured',
        { type: 'prose', prose: parseProse('It is **old** and `hot`.') },
        ['It is old and `hot`.'],
        COLOURED,
      ],
      [
        'bar chart lines up, with the sign of each value',
        {
          type: 'bars',
          bars: [
            { label: 'Coffee', value: 6, share: 1 },
            { label: 'Tea', value: -3, share: -0.5 },
          ],
        },
        ['Coffee ████████████████ +6', 'Tea    ░░░░░░░░░░░░░░░░ −3'],
      ],
      [
        'list of facts hangs the lines of each under its first',
        {
          type: 'facts',
          rows: [
            { label: 'For it', text: 'It keeps people awake through a whole night.' },
            { label: 'Against it', text: 'The same.' },
          ],
        },
        ['For it: It keeps people awake', '    through a whole night.', 'Against it: The same.'],
      ],
      [
        'list of references shows each address whole on a line of its own, where there is one',
        {
          type: 'references',
          references: [
            { label: 'Handbook', address: `https://example.org/${'a'.repeat(40)}`, detail: 'Example; checked today' },
            { label: 'A talk', address: undefined, detail: 'heard' },
          ],
        },
        ['- Handbook (Example; checked today)', `  https://example.org/${'a'.repeat(40)}`, '- A talk (heard)'],
      ],
      ['note keeps its lines', { type: 'note', text: 'Checked today\nOne source' }, ['Checked today', 'One source']],
      [
        'note is grey in colour',
        { type: 'note', text: 'Checked\ntoday' },
        ['\u001B[90mChecked\u001B[0m', '\u001B[90mtoday\u001B[0m'],
        COLOURED,
      ],
      [
        'row of buttons is numbered and goes on in a new line, no button broken in two',
        {
          type: 'buttons',
          buttons: [TOPICS, HELP, button('Which of the two is the better one at night?'), button('👍')],
        },
        ['[1] Topics  [2] What can you do?', '[3] Which of the two is the better one at night?', '[4] 👍'],
      ],
      ['row without buttons is empty', { type: 'buttons', buttons: [] }, ['']],
      [
        'word longer than a line stands alone, whole',
        { type: 'heading', text: `see ${'x'.repeat(50)} there` },
        ['see', 'x'.repeat(50), 'there'],
      ],
    ];
  }
});

describe('a card', () => {
  it('has an empty line between its elements, and counts its buttons through', () => {
    const card: Card = {
      elements: [
        { type: 'heading', text: 'Tea' },
        { type: 'buttons', buttons: [TOPICS] },
        { type: 'buttons', buttons: [HELP] },
      ],
    };
    expect(renderCard(card, PLAIN)).toBe('Tea\n\n[1] Topics\n\n[2] What can you do?');
  });

  it('without elements is nothing', () => {
    expect(renderCard({ elements: [] }, PLAIN)).toBe('');
  });

  it('of the pack that ships fits the columns, but for addresses, bars and buttons that are longer', () => {
    for (const text of [...knowledge.pack.starters, 'help', 'verdict: live chat, python team']) {
      const { card } = reply(text);
      const elements = card.elements.filter(({ type }) => ['heading', 'prose', 'facts', 'note'].includes(type));
      for (const line of renderCard({ elements }, { columns: 60, colour: false }).split('\n')) {
        expect(line.length, line).toBeLessThanOrEqual(60);
      }
    }
  });
});

describe('text that a terminal would obey', () => {
  const HOSTILE = [
    ['a colour', '\u001B[31mred', '[31mred'],
    ['a cleared screen', 'a\u001B[2J\u001B[Hb', 'a[2J[Hb'],
    ['a window title', '\u001B]0;owned\u0007', ']0;owned'],
    ['a link', '\u001B]8;;https://evil.example\u001B\\click', ']8;;https://evil.example\\click'],
    ['an eight-bit escape', '\u009B31mred\u009D0;x\u009C', '31mred0;x'],
    ['a backspace, a bell and a delete', 'safe\b\b\b\b\u0007\u007Fevil', 'safeevil'],
    ['a return to the start of the line', 'safe\revil', 'safe evil'],
    ['new lines of every kind', 'a\nb\r\nc\u2028d\u2029e\tf', 'a b c d e f'],
    ['text turned around', 'a\u202Egnp.exe\u202C', 'agnp.exe'],
    ['isolates and marks of direction', '\u2066a\u2067b\u2068c\u2069d\u200Ee\u200Ff\u061Cg', 'abcdefg'],
    ['a NUL', 'a\u0000b', 'ab'],
  ] as const;

  for (const [title, hostile, shown] of HOSTILE) {
    it(`is shown and not obeyed: ${title}`, () => {
      expect(escapeForTerminal(hostile)).toBe(shown);
    });
  }

  it('leaves the words of every language as they are', () => {
    for (const text of ['Grüße, 你好, مرحبا, שלום, नमस्ते', '👩‍🔬 naïve — “quoted” … −3', 'a  b']) {
      expect(escapeForTerminal(text)).toBe(text);
    }
  });

  it('never gets out, whatever element it stands in', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'ab \n\r\t\u001B\u009B\u0007\b\u007F\u0000\u202E\u2066\u061C\u200F\u2028[]0;m'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, colour) => {
        const drawn = renderCard({ elements: everyElementWith(text) }, { columns: 20, colour });
        const ours = colour ? ['\u001B[0m', '\u001B[1m', '\u001B[90m'] : [];
        const theirs = ours.reduce((rest, colouring) => rest.replaceAll(colouring, ''), drawn);
        expect(theirs).not.toMatch(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
      }),
      { numRuns: 500 },
    );
  });
});

function button(label: string): Button {
  return { label, press: { type: 'topics' }, style: 'plain' };
}

function everyElementWith(text: string): Element[] {
  return [
    { type: 'heading', text },
    {
      type: 'prose',
      prose: [
        { type: 'paragraph', spans: [{ type: 'strong', text }] },
        { type: 'list', items: [[{ type: 'code', text }], [{ type: 'text', text }]] },
      ],
    },
    { type: 'bars', bars: [{ label: text, value: 1, share: 1 }] },
    { type: 'facts', rows: [{ label: text, text }] },
    { type: 'references', references: [{ label: text, address: text, detail: text }] },
    { type: 'note', text },
    { type: 'buttons', buttons: [button(text)] },
  ];
}
