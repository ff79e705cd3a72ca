import { describe, expect, it } from 'vitest';
import { chartOf, chartOfCard, chartText } from '../../src/core/chart.ts';
import { drawPicture } from '../../src/picture/draw-picture.ts';

const board = {
  options: ['Tea', 'Coffee'],
  totals: [4, -3],
  rows: [
    { label: 'Calm <evenings> & nights', values: [6, -3] },
    { label: 'Mornings', values: [-2, 0] },
  ],
};
const largest = {
  options: ['Trunk-based', 'GitHub flow', 'Git flow'],
  totals: [12, -3.5, 6],
  rows: Array.from({ length: 6 }, (_, nth) => ({ label: `Criterion number ${nth} (implied)`, values: [6, -nth, nth] })),
};

describe('the picture of a scoreboard', () => {
  it('has every label with its signed number, so that no colour is needed to read it', () => {
    const svg = chartOf('Pick Tea', board);
    for (const words of ['Pick Tea', 'Total', 'Tea +4', 'Coffee −3', 'Coffee 0', 'Tea −2', 'Mornings'])
      expect(svg).toContain(`>${words}<`);
    expect(svg).toContain('Calm &lt;evenings&gt; &amp; nights');
  });

  it('says the same in words', () => {
    expect(chartText('Pick Tea', board)).toBe(
      'Pick Tea. Total: Tea +4, Coffee −3; Calm <evenings> & nights: Tea +6, Coffee −3; Mornings: Tea −2, Coffee 0.',
    );
  });

  it('is made of a card with a scoreboard, and of no other', () => {
    const heading = { type: 'heading', text: 'Pick Tea' } as const;
    expect(chartOfCard({ elements: [heading, { type: 'scoreboard', board }] })).toEqual({
      svg: chartOf('Pick Tea', board),
      alt: chartText('Pick Tea', board),
    });
    expect(chartOfCard({ elements: [{ type: 'scoreboard', board }] })?.alt).toMatch(/^\. Total/);
    expect(chartOfCard({ elements: [heading] })).toBeUndefined();
    expect(chartOfCard({ elements: [heading, { type: 'scoreboard', board: { ...board, rows: [] } }] })).toBeUndefined();
  });

  it('draws bars of the same length for the same number, whatever the option', () => {
    const svg = chartOf('', { options: ['A', 'B'], totals: [], rows: [{ label: 'x', values: [3, 3] }] });
    const widths = [...svg.matchAll(/<rect x="[^"]*" y="[^"]*" width="([^"]*)" height="13"/g)].map(
      ([, width]) => width,
    );
    expect(widths).toHaveLength(2);
    expect(new Set(widths).size).toBe(1);
  });

  it('is a PNG with its labels drawn, of at most 60 KB', () => {
    const png = drawPicture(chartOf('Use all three, each for its part', largest));
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(png.length).toBeLessThanOrEqual(60 * 1024);
    const nameless = chartOf('', {
      ...largest,
      options: ['', '', ''],
      rows: largest.rows.map((one) => ({ ...one, label: '' })),
    });
    const bare = drawPicture(nameless.replaceAll(/<text[^>]*>[^<]*<\/text>/g, ''));
    // A font that cannot be read draws no text, and nothing says so.
    expect(png.length).toBeGreaterThan(bare.length * 2);
  });

  it('is drawn from any words', () => {
    const hostile = '\u0000<script>&"\'\uFFFE \uD800 ]]>';
    expect(
      drawPicture(chartOf(hostile, { options: [hostile], totals: [1], rows: [{ label: hostile, values: [1] }] }))
        .length,
    ).toBeGreaterThan(100);
  });
});
