import { describe, expect, it } from 'vitest';
import { type Button, buttonId, buttonsOf, type Card, plainBars, plainCard, signed } from '../../src/core/card.ts';
import { decodePress, type Press } from '../../src/core/press.ts';
import { paragraph, parseProse } from '../../src/core/prose.ts';

const button = (label: string, press: Press): Button => ({ label, press, style: 'plain' });

const card: Card = {
  elements: [
    { type: 'heading', text: 'Pick A *now*' },
    { type: 'prose', prose: parseProse('Because **fast**.\n\n- one\n- `two`') },
    {
      type: 'bars',
      bars: [
        { label: 'A', value: 6, share: 1 },
        { label: 'Long', value: -1.5, share: -0.25 },
      ],
    },
    {
      type: 'facts',
      rows: [
        { label: 'Team', text: 'python' },
        { label: 'Live', text: 'yes' },
      ],
    },
    { type: 'buttons', buttons: [button('Why', { type: 'why', verdict: 1 }), button('Help', { type: 'help' })] },
    {
      type: 'references',
      references: [
        { label: 'The manual', address: 'https://example.org/manual', detail: 'checked 2026-11-01' },
        { label: 'A talk', address: undefined, detail: 'common practice' },
      ],
    },
    { type: 'note', text: 'Checked on 2026-11-01.' },
    { type: 'buttons', buttons: [button('Topics', { type: 'topics' })] },
  ],
};

describe('a card as plain text', () => {
  it('shows every element in order, with its buttons numbered through', () => {
    expect(plainCard(card)).toBe(
      [
        'Pick A *now*',
        '',
        'Because fast.',
        '',
        '- one',
        '- two',
        '',
        'A    ████████████████ +6',
        'Long ░░░░░░░░░░░░░░░░ −1.5',
        '',
        'Team: python',
        'Live: yes',
        '',
        '[1] Why  [2] Help',
        '',
        '- The manual (checked 2026-11-01)',
        '  https://example.org/manual',
        '- A talk (common practice)',
        '',
        'Checked on 2026-11-01.',
        '',
        '[3] Topics',
      ].join('\n'),
    );
  });

  it('of nothing is empty', () => {
    expect(plainCard({ elements: [] })).toBe('');
  });

  it('leaves characters of people as they are', () => {
    const said = '<@everyone> & **you** `x`';
    expect(plainCard({ elements: [{ type: 'prose', prose: [paragraph(said)] }] })).toBe(said);
  });
});

describe('the buttons of a card', () => {
  it('come in the order of their numbers', () => {
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Why', 'Help', 'Topics']);
    expect(buttonsOf({ elements: [{ type: 'note', text: 'none' }] })).toEqual([]);
  });

  it('carry ids that bring their press back', () => {
    expect(buttonsOf(card).map((one) => decodePress(buttonId(one)))).toEqual(buttonsOf(card).map(({ press }) => press));
  });
});

describe('bars', () => {
  it.each([
    [6, 1, 16, '+6'],
    [3, 0.5, 8, '+3'],
    [0.1, 0.001, 1, '+0.1'],
    [0, 0, 0, '0'],
    [-3, -0.5, 0, '−3'],
  ])('of value %d and share %d have %i of 16 characters filled', (value, share, filled, written) => {
    expect(plainBars([{ label: 'A', value, share }])).toEqual([
      `A ${'█'.repeat(filled)}${'░'.repeat(16 - filled)} ${written}`,
    ]);
  });

  it('line up, whatever the length of their labels', () => {
    const lines = plainBars([
      { label: 'Node.js', value: 2, share: 0.5 },
      { label: 'A', value: 4, share: 1 },
    ]);
    expect(new Set(lines.map((line) => line.indexOf('█')))).toEqual(new Set([8]));
  });

  it('of nothing are nothing', () => {
    expect(plainBars([])).toEqual([]);
  });
});

describe('a signed number', () => {
  it.each([
    [6, '+6'],
    [0.25, '+0.3'],
    [1.04, '+1'],
    [0, '0'],
    [-0, '0'],
    [0.04, '0'],
    [-0.04, '0'],
    [-3, '−3'],
    [-1.26, '−1.3'],
  ])('%d is written %s', (value, written) => {
    expect(signed(value)).toBe(written);
  });
});
