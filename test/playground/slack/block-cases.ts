import { axis, button, cell, chart, image, input, many, mrkdwn, plain, rich, rows, task, text } from './block-parts.ts';
import type { Case } from './element-cases.ts';

/** Inputs, and blocks that hold more than text and buttons. */
export const BLOCK_CASES: readonly Case[] = [
  [
    'feedback buttons',
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { text: plain(75), value: 'y' },
          negative_button: { text: plain(1), value: 'n' },
        },
      ],
    },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { text: plain(76), value: 'y' },
          negative_button: { text: plain(1), value: 'n' },
        },
      ],
    },
    'less than 76',
  ],
  [
    'context actions',
    { type: 'context_actions', elements: many(5, () => ({ type: 'icon_button', icon: 'trash', text: plain(1) })) },
    { type: 'context_actions', elements: many(6, () => ({ type: 'icon_button', icon: 'trash', text: plain(1) })) },
    'no more than 5',
  ],
  [
    'input',
    input({ type: 'plain_text_input', max_length: 3000 }, { hint: plain(2000) }),
    input({ type: 'plain_text_input', max_length: 3001 }),
    'less than or equal to 3000',
  ],
  [
    'input label',
    input({ type: 'plain_text_input' }, { label: plain(2000) }),
    input({ type: 'plain_text_input' }, { label: plain(2001) }),
    'less than 2001',
  ],
  [
    'input element',
    input({ type: 'number_input', is_decimal_allowed: true, min_value: '1', max_value: '2' }),
    input(button()),
    'unsupported type',
  ],
  [
    'number range',
    input({ type: 'number_input', is_decimal_allowed: true }),
    input({ type: 'number_input', is_decimal_allowed: true, min_value: '3', max_value: '2' }),
    'min_value',
  ],
  ['image', { ...image, title: plain(2000) }, { ...image, alt_text: text(2001) }, 'less than 2001'],
  [
    'image source',
    { type: 'image', alt_text: 'a', slack_file: { id: 'F1' } },
    { ...image, slack_file: { id: 'F1' } },
    'one of image_url, slack_file',
  ],
  [
    'video',
    { type: 'video', video_url: 'https://a.b', thumbnail_url: 'https://a.b', alt_text: text(200), title: plain(199) },
    { type: 'video', video_url: 'https://a.b', thumbnail_url: 'https://a.b', alt_text: 'a', title: plain(200) },
    'less than 200',
  ],
  [
    'file',
    { type: 'file', source: 'remote', external_id: 'a' },
    { type: 'file', source: 'local', external_id: 'a' },
    'must be one of remote',
  ],
  ['markdown', { type: 'markdown', text: text(11_000) }, { type: 'markdown', text: text(12_001) }, 'less than 12001'],
  [
    'rich text',
    rich('a'),
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'shout' }] }] },
    'unsupported type',
  ],
  [
    'card',
    { type: 'card', title: mrkdwn(150), subtitle: mrkdwn(150), body: mrkdwn(200), actions: many(3, () => button()) },
    { type: 'card', body: mrkdwn(201) },
    'less than 201',
  ],
  [
    'card actions',
    { type: 'card', actions: [button()] },
    { type: 'card', actions: many(4, () => button()) },
    'no more than 3',
  ],
  ['empty card', { type: 'card', body: mrkdwn(1) }, { type: 'card', subtitle: mrkdwn(1) }, 'at least one of'],
  [
    'carousel',
    { type: 'carousel', elements: many(10, () => ({ type: 'card', body: mrkdwn(1) })) },
    { type: 'carousel', elements: many(11, () => ({ type: 'card', body: mrkdwn(1) })) },
    'no more than 10',
  ],
  [
    'container',
    { type: 'container', title: plain(150), child_blocks: many(10, () => ({ type: 'divider' })) },
    { type: 'container', child_blocks: many(11, () => ({ type: 'divider' })) },
    'no more than 10',
  ],
  [
    'container children',
    { type: 'container', child_blocks: [{ type: 'divider' }] },
    { type: 'container', child_blocks: [{ type: 'markdown', text: 'a' }] },
    'unsupported type',
  ],
  ['table', { type: 'table', rows: rows(100) }, { type: 'table', rows: rows(101) }, 'no more than 100'],
  ['table columns', { type: 'table', rows: rows(1, 20) }, { type: 'table', rows: rows(1, 21) }, 'no more than 20'],
  [
    'ragged table',
    { type: 'table', rows: rows(2) },
    { type: 'table', rows: [[cell()], [cell(), cell()]] },
    'same number of cells',
  ],
  [
    'data table',
    { type: 'data_table', caption: 'a', rows: rows(101) },
    { type: 'data_table', caption: 'a', rows: rows(102) },
    'no more than 101',
  ],
  [
    'data table rows',
    { type: 'data_table', caption: 'a', rows: rows(2), page_size: 100 },
    { type: 'data_table', caption: 'a', rows: rows(1) },
    'no less than 2',
  ],
  [
    'data table text',
    { type: 'data_table', caption: 'a', rows: rows(2, 1, text(5000)) },
    { type: 'data_table', caption: 'a', rows: rows(3, 1, text(7000)) },
    'less than 20001',
  ],
  ['chart', chart(axis(6, 20), 50), chart(axis(7, 2)), 'no more than 6'],
  [
    'chart title',
    chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] }),
    chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] }, 51),
    'less than 51',
  ],
  [
    'pie segment',
    chart({ type: 'pie', segments: [{ label: text(20), value: 1 }] }),
    chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] }),
    'greater than',
  ],
  [
    'chart points',
    chart(axis(1, 2)),
    chart({ ...axis(1, 2), axis_config: { categories: ['other'] } }),
    'one point for each category',
  ],
  [
    'task card',
    { ...task, sources: [{ type: 'url', url: 'https://a.b', text: 'a' }] },
    { ...task, status: 'lost' },
    'must be one of',
  ],
  [
    'plan',
    { type: 'plan', title: 'a', tasks: many(50, () => task) },
    { type: 'plan', title: 'a', tasks: many(51, () => task) },
    'no more than 50',
  ],
  ['alert', { type: 'divider' }, { type: 'alert', text: plain(1) }, 'unsupported type: alert'],
  ['unknown block', { type: 'divider' }, { type: 'marquee' }, 'unsupported type: marquee'],
];
