import type { JsonObject } from '../../../src/playground/slack/json.ts';

export const text = (chars: number) => 'x'.repeat(chars);
export const plain = (chars: number) => ({ type: 'plain_text', text: text(chars) });
export const mrkdwn = (chars: number) => ({ type: 'mrkdwn', text: text(chars) });
export const many = <Thing>(count: number, make: (index: number) => Thing) =>
  Array.from({ length: count }, (_, i) => make(i));
export const option = (index: number) => ({ text: { type: 'plain_text', text: `o${index}` }, value: `v${index}` });
export const button = (fields: JsonObject = {}): JsonObject => ({ type: 'button', text: plain(75), ...fields });
export const actions = (...elements: readonly JsonObject[]): JsonObject => ({
  type: 'actions',
  elements: [...elements],
});
export const input = (element: JsonObject, fields: JsonObject = {}): JsonObject => ({
  type: 'input',
  label: plain(10),
  element,
  ...fields,
});
export const select = (fields: JsonObject): JsonObject => actions({ type: 'static_select', ...fields });
export const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' };
export const rich = (words: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
});
export const cell = (words = 'a') => ({ type: 'raw_text', text: words });
export const rows = (count: number, columns = 2, words = 'a') => many(count, () => many(columns, () => cell(words)));
export const axis = (series: number, categories: number) => ({
  type: 'bar',
  series: many(series, (i) => ({ name: `s${i}`, data: many(categories, (j) => ({ label: `c${j}`, value: j })) })),
  axis_config: { categories: many(categories, (j) => `c${j}`) },
});
export const chart = (body: JsonObject, title = 10): JsonObject => ({
  type: 'data_visualization',
  title: text(title),
  chart: body,
});
export const task = { type: 'task_card', task_id: 't', title: 'Task', status: 'complete' };
