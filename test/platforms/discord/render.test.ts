import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Button, buttonId, type Card, type Element } from '../../../src/core/card.ts';
import type { Press } from '../../../src/core/press.ts';
import { parseProse } from '../../../src/core/prose.ts';
import { pressIdOf } from '../../../src/platforms/discord/buttons.ts';
import { accepted, shownIds, shownRows } from './accepted.ts';
import { everyElementWith, hostileText } from './hostile.ts';

const entry = (id: number): Press => ({ type: 'entry', pack: 'tea', entry: `q-${id}` });
const question = (id: number, label = `Question ${id}?`): Button => ({ label, press: entry(id), style: 'plain' });
const buttons = (...list: readonly Button[]): Element => ({ type: 'buttons', buttons: list });
const prose = (markdown: string): Element => ({ type: 'prose', prose: parseProse(markdown) });
const MORE: Button = { label: 'More', press: { type: 'more', pack: 'tea', entry: 'q' }, style: 'plain' };
const TOPICS: Button = { label: 'Topics', press: { type: 'topics' }, style: 'plain' };
const LIKED: Button = { label: '👍', press: { type: 'liked', pack: 'tea', entry: 'q' }, style: 'quiet' };
const DISLIKED: Button = { label: '👎', press: { type: 'disliked', pack: 'tea', entry: 'q' }, style: 'quiet' };
const YES: Button = {
  label: 'Yes',
  press: { type: 'need', verdict: 1, criterion: 'hot', strength: 1 },
  style: 'primary',
};

describe('an element', () => {
  const CASES: readonly (readonly [title: string, element: Element, shown: string])[] = [
    ['heading is a small heading', { type: 'heading', text: 'What is tea?' }, '### What is tea?'],
    [
      'prose has its paragraphs apart and its list under them',
      prose('Tea is **old**. Run `boil`.\n\nTwo kinds:\n\n- green\n- `black`\n\nThat is all.'),
      'Tea is **old**. Run `boil`.\n\nTwo kinds:\n- green\n- `black`\n\nThat is all.',
    ],
    [
      'bold part keeps the spaces around it outside',
      {
        type: 'prose',
        prose: [
          {
            type: 'paragraph',
            spans: [
              { type: 'strong', text: ' a ' },
              { type: 'text', text: 'b' },
            ],
          },
        ],
      },
      '**a** b',
    ],
    [
      'bar chart lines up in a code block',
      {
        type: 'bars',
        bars: [
          { label: 'Coffee', value: 6, share: 1 },
          { label: 'Tea', value: -3, share: -0.5 },
        ],
      },
      '```\nCoffee ████████████████ +6\nTea    ░░░░░░░░░░░░░░░░ −3\n```',
    ],
    [
      'bar is short enough for a phone, and never out of its bounds',
      {
        type: 'bars',
        bars: [
          { label: 'Coffee with a lot of milk', value: 6, share: 7 },
          { label: '`', value: 0, share: Number.NaN },
        ],
      },
      '```\nCoffee with a… ████████████████ +6\nˋ              ░░░░░░░░░░░░░░░░ 0\n```',
    ],
    [
      'fact has a bold label',
      { type: 'facts', rows: [{ label: 'For it', text: 'It is hot.' }] },
      '**For it:** It is hot.',
    ],
    [
      'list of facts has an item for each',
      {
        type: 'facts',
        rows: [
          { label: 'For it', text: 'It is hot.' },
          { label: ' ', text: '- so' },
        ],
      },
      '- **For it:** It is hot.\n- \\- so',
    ],
    [
      'reference is an item',
      { type: 'references', references: [{ label: 'A talk', address: undefined, detail: 'heard' }] },
      '- A talk (heard)',
    ],
    [
      'note is small print on each of its lines',
      { type: 'note', text: 'Checked today\nOne source' },
      '-# Checked today\n-# One source',
    ],
  ];
  it.each(CASES)('%s', (_, element, shown) => {
    expect(accepted({ elements: [element] }).texts).toEqual([shown]);
  });

  it.each<Element>([
    { type: 'heading', text: '\u200B' },
    { type: 'prose', prose: [] },
    { type: 'bars', bars: [] },
    { type: 'facts', rows: [] },
    { type: 'references', references: [] },
    { type: 'note', text: '\n' },
    { type: 'buttons', buttons: [] },
  ])('with nothing to see in it is left out: $type', (element) => {
    const { texts, overflow } = accepted({ elements: [{ type: 'heading', text: 'Tea' }, element] });
    expect(texts).toEqual(['### Tea']);
    expect(overflow).toBeUndefined();
  });
});

describe('a card', () => {
  it('is one container with a colour, its small print under a line', () => {
    const card: Card = {
      elements: [{ type: 'heading', text: 'Tea' }, prose('Hot.'), { type: 'note', text: 'Checked' }, buttons(MORE)],
    };
    const { message, inside } = accepted(card);
    expect(message.flags).toBe(32768);
    expect(message.components).toHaveLength(1);
    expect(message.components[0]).toMatchObject({ type: 17, accent_color: expect.any(Number) });
    expect(inside.map(({ type }) => type)).toEqual([10, 10, 14, 10, 1]);
  });

  it('without elements is a mark', () => {
    expect(accepted({ elements: [] }).texts).toEqual(['-# …']);
  });
});

describe('buttons', () => {
  it('keep their order, five in a row, feedback in a row of its own', () => {
    const all = [question(1), question(2), question(3), MORE, YES, TOPICS, LIKED, DISLIKED];
    expect(shownRows(accepted({ elements: [buttons(...all)] }).inside)).toEqual([
      ['Question 1?', 'Question 2?', 'Question 3?', 'More', 'Yes'],
      ['Topics'],
      ['👍', '👎'],
    ]);
  });

  it('have the style of their kind and the id of their press', () => {
    const [row] = accepted({ elements: [buttons(YES, MORE)] }).inside;
    expect(row).toMatchObject({
      components: [
        { style: 1, custom_id: buttonId(YES) },
        { style: 2, custom_id: buttonId(MORE) },
      ],
    });
  });

  it('of more than ten choices become a select, the others stay under it', () => {
    const choices = Array.from({ length: 11 }, (_, at) => question(at));
    const { inside } = accepted({ elements: [buttons(...choices, TOPICS)] });
    expect(shownRows(inside)).toEqual([[`{Choose (11)} ${choices.map(({ label }) => label).join(', ')}`], ['Topics']]);
    expect(shownRows(accepted({ elements: [buttons(...choices.slice(1))] }).inside)).toHaveLength(2);
  });

  it('of more choices than a select holds go on in the next', () => {
    const { inside } = accepted({ elements: [buttons(...Array.from({ length: 60 }, (_, at) => question(at)))] });
    expect(shownRows(inside).map(([row]) => row?.slice(0, row.indexOf('}') + 1))).toEqual([
      '{Choose (1 to 25 of 60)}',
      '{Choose (26 to 50 of 60)}',
      '{Choose (51 to 60 of 60)}',
    ]);
  });

  it('that do the same have ids of their own, which mean the same', () => {
    const { inside } = accepted({ elements: [buttons(TOPICS, TOPICS), buttons(TOPICS)] });
    const ids = shownIds(inside);
    expect(ids).toEqual(['v1:topics', 'v1:topics#2', 'v1:topics#3']);
    expect(ids.map((id) => pressIdOf(id))).toEqual(Array(3).fill(buttonId(TOPICS)));
  });

  it('that are chosen mean what was chosen', () => {
    expect(pressIdOf('choose', ['v1:topics#2'])).toBe('v1:topics');
    expect(pressIdOf('choose#2', ['v1:help'])).toBe('v1:help');
    expect(pressIdOf('v1:help', [])).toBe('v1:help');
  });

  it('without a label that can be seen have one, and too long a label ends in "…"', () => {
    const long = question(1, `${'x'.repeat(78)}\u{1F600}\u{1F600}`);
    const [[empty, cut] = []] = shownRows(accepted({ elements: [buttons(question(2, '\u202E\n'), long)] }).inside);
    expect(empty).toBe('…');
    expect(cut).toBe(`${'x'.repeat(78)}…`);
  });

  it('with too long an id stand in the overflow by their labels', () => {
    const far: Button = { label: 'Far', press: { type: 'more', pack: 'tea', entry: 'q'.repeat(100) }, style: 'plain' };
    const { texts, overflow } = accepted({ elements: [buttons(far, TOPICS)] });
    expect(overflow).toBe('[Far]');
    expect(texts).toEqual(['-# …']);
  });

  it('without room stand in the overflow by their labels', () => {
    const many = Array.from({ length: 50 }, (_, at): Button => ({ ...TOPICS, label: `b${at}.` }));
    const { inside, overflow } = accepted({ elements: [buttons(...many), prose('Hot.')] });
    const shown = shownRows(inside).flat();
    expect(shown.length).toBeGreaterThanOrEqual(20);
    expect([...shown.map((label) => `[${label}]`), ...(overflow ?? '').split('\n')]).toEqual(
      many.map(({ label }) => `[${label}]`),
    );
  });
});

describe('a card that is too long', () => {
  it('is cut after what fits, and goes on in the overflow', () => {
    const card: Card = {
      elements: [
        { type: 'heading', text: 'Tea' },
        prose('tea '.repeat(2000)),
        { type: 'note', text: 'Checked' },
        buttons(MORE),
      ],
    };
    const { texts, overflow, inside } = accepted(card);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/^(?:tea )+(?:t?e?a? ?)…$/);
    expect(texts.join('').length).toBeGreaterThan(3920);
    expect(overflow).toMatch(/^…[tea ]+\nChecked$/);
    expect(shownRows(inside)).toEqual([['More']]);
  });

  it('is cut between lines where the next would hardly begin', () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({ label: `${at}`, text: 'tea' }));
    const { texts, overflow } = accepted({ elements: [{ type: 'facts', rows }] });
    expect(texts.at(-1)).toBe('-# …');
    const shown = texts[0]?.split('\n').length ?? 0;
    expect((overflow ?? '').split('\n')).toEqual(rows.slice(shown).map(({ label }) => `- ${label}: tea`));
  });

  it('is cut by bytes where they are more than characters', () => {
    const { texts, overflow } = accepted({ elements: [prose('語'.repeat(3900))] });
    expect(Buffer.byteLength(texts.join(''))).toBeGreaterThan(9850);
    expect((texts[0]?.length ?? 0) + (overflow?.length ?? 0)).toBe(3902);
  });

  it('counts the bytes of all its texts together', () => {
    const { texts, overflow } = accepted({ elements: Array.from({ length: 4 }, () => prose('語'.repeat(900))) });
    expect(texts).toHaveLength(4);
    expect(overflow).toMatch(/^…語+$/);
  });

  it('never has half a character on either side of the cut', () => {
    for (const pad of ['', 'a', 'ab', 'abc']) {
      const { texts, overflow } = accepted({ elements: [prose(`${pad}${'\u{1F600}'.repeat(4000)}`)] });
      expect(texts.join('').isWellFormed() && overflow?.isWellFormed()).toBe(true);
    }
  });

  it('writes the address of a link that was cut into the overflow', () => {
    const references = [{ label: 'tea '.repeat(1100), address: 'https://example.org/a', detail: 'today' }];
    const { texts, overflow } = accepted({ elements: [{ type: 'references', references }] });
    expect(texts[0]).not.toContain('example.org');
    expect(overflow).toContain('https://example.org/a (today)');
  });

  it('shows bars whole or not at all', () => {
    const bars = Array.from({ length: 200 }, (_, at) => ({ label: `tea ${at}`, value: 1, share: 1 }));
    const { texts, overflow } = accepted({ elements: [{ type: 'bars', bars }, prose('After.')] });
    expect(texts).toEqual(['-# …']);
    expect((overflow ?? '').split('\n')).toHaveLength(201);
  });

  it('has no more than forty components, and keeps the rest', () => {
    const elements = Array.from({ length: 60 }, (_, at) => prose(`p${at}.`));
    const { texts, overflow } = accepted({ elements: [...elements, { type: 'note', text: 'last' }] });
    expect([...texts.slice(0, -1), ...(overflow ?? '').split('\n')].map((one) => one.replace('\\', ''))).toEqual([
      ...Array.from({ length: 60 }, (_, at) => `p${at}.`),
      'last',
    ]);
  });
});

describe('the largest card of each kind', () => {
  const FILLS = [
    'x',
    '語',
    '\u{1F600}',
    '*',
    '@everyone ',
    'tea ',
    '`',
    'ﷺ',
    '\u0301x',
    '# ',
    '<@123456789012345678>',
    'https://a.example ',
  ];
  it.each(FILLS)('is taken by Discord, full of %s', (fill) => {
    const text = fill.repeat(Math.ceil(12_000 / fill.length));
    for (const element of everyElementWith(text)) accepted({ elements: [element] });
    accepted({ elements: everyElementWith(text) });
    accepted({ elements: Array.from({ length: 30 }, () => everyElementWith(fill.repeat(20))).flat() });
    accepted({
      elements: [buttons(...Array.from({ length: 200 }, (_, at) => (at % 3 === 0 ? LIKED : question(at, text))))],
    });
  });

  it('loses no character between what is shown and what overflows', () => {
    fc.assert(
      fc.property(
        fc.array(hostileText, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 400 }),
        (texts, times) => {
          const marked = texts.map((text, at) => `${text} k${at}k `.repeat(times));
          const { texts: shown, overflow } = accepted({ elements: marked.map((text) => ({ type: 'heading', text })) });
          const all = [...shown, overflow ?? ''].join('');
          // A mark may be cut in two by the "…" on either side of the cut, once in a card.
          const count = (at: number) => all.split(`k${at}k`).length - 1;
          const found = marked.reduce((sum, _, at) => sum + count(at), 0);
          const given = marked.reduce((sum, text, at) => sum + (text.split(`k${at}k`).length - 1), 0);
          expect(given - found).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
