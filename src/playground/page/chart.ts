import { type ComponentChildren, h } from 'preact';
import { notDrawn } from './not-drawn.ts';
import { drawTable } from './table.ts';

type Point = { readonly label: string; readonly value: number };
type Chart =
  | { readonly type: 'pie'; readonly segments: readonly Point[] }
  | {
      readonly type: 'bar' | 'line' | 'area';
      readonly series: readonly { readonly name: string; readonly data: readonly Point[] }[];
    };

/** A chart as the numbers that it is made of: which colours and axes Slack gives it is not known. */
export function drawChart(title: string, chart: unknown): ComponentChildren {
  if (!isChart(chart)) return notDrawn('data_visualization', chart);
  const series = chart.type === 'pie' ? [{ name: 'Value', data: chart.segments }] : chart.series;
  const labels = series[0]?.data.map(({ label }) => label) ?? [];
  const rows = labels.map((label) => [
    label,
    ...series.map(({ data }) => String(data.find((point) => point.label === label)?.value ?? '')),
  ]);
  return h(
    'figure',
    null,
    drawTable([['', ...series.map(({ name }) => name)], ...rows], { caption: title, headColumn: 0 }),
  );
}

function isChart(chart: unknown): chart is Chart {
  return typeof chart === 'object' && chart !== null && ('segments' in chart || 'series' in chart);
}
