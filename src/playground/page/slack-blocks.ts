import type {
  CardBlock,
  RawNumberElement,
  RawTextElement,
  RichTextBlock,
  TaskCardBlock,
  TextObject,
} from '@slack/types';
import { type ComponentChildren, h } from 'preact';
import { drawChart } from './chart.ts';
import { drawMarkdown, drawMrkdwn, link } from './markup.ts';
import type { SlackBlock } from './model.ts';
import { notDrawn } from './not-drawn.ts';
import { drawElement, fieldId, type SlackHands } from './slack-elements.ts';
import { drawPicture } from './slack-picture.ts';
import { drawRichText } from './slack-rich-text.ts';
import { drawTable } from './table.ts';

/** What is wrong with the inputs of a form, by their labels. */
export type Errors = Readonly<Record<string, string>>;

/** Blocks as Slack draws them. */
export function drawBlocks(blocks: readonly SlackBlock[], hands: SlackHands, errors: Errors = {}): ComponentChildren {
  return blocks.map((block) => drawBlock(block, hands, errors));
}

function drawBlock(block: SlackBlock, hands: SlackHands, errors: Errors): ComponentChildren {
  const { names } = hands;
  const id = block.block_id ?? '';
  const standing = { block: id, label: '', isTold: true };
  switch (block.type) {
    case 'header':
      // Headings of a message are no headings of the page.
      return h('p', { class: 'block-header' }, block.text.text);
    case 'section':
      return h(
        'div',
        { class: 'block-section' },
        h(
          'div',
          { class: 'section-text' },
          block.text && h('p', null, drawText(block.text, hands)),
          block.fields &&
            h(
              'div',
              { class: 'fields' },
              block.fields.map((field) => h('p', null, drawText(field, hands))),
            ),
        ),
        block.accessory && h('div', { class: 'accessory' }, drawElement(block.accessory, standing, hands)),
      );
    case 'rich_text':
      return drawRichText(block, names);
    case 'markdown':
      return h('div', { class: 'rich-text' }, drawMarkdown(block.text, names));
    case 'context':
      return h(
        'div',
        { class: 'block-context' },
        block.elements.map((element) =>
          element.type === 'image' ? drawPicture(element) : h('span', null, drawText(element, hands)),
        ),
      );
    case 'actions':
      return h(
        'div',
        { class: 'block-actions' },
        block.elements.map((element) => drawElement(element, standing, hands)),
      );
    case 'context_actions':
      return h(
        'div',
        { class: 'block-actions small' },
        block.elements.map((element) => drawElement(element, standing, hands)),
      );
    case 'divider':
      return h('hr', null);
    case 'image':
      return h('figure', null, block.title && h('figcaption', null, block.title.text), drawPicture(block));
    case 'table':
      return drawTable(block.rows.map(cells(hands)), { settings: block.column_settings });
    case 'data_table':
      return drawTable(block.rows.map(cells(hands)), {
        caption: block.caption,
        headColumn: block.row_header_column_index,
      });
    case 'data_visualization':
      return drawChart(block.title, block.chart);
    case 'input':
      return h(
        'div',
        { class: 'block-input' },
        h('label', { for: fieldId(id, hands) }, block.label.text, block.optional === true ? ' (optional)' : ''),
        drawElement(
          block.element,
          { block: id, label: block.label.text, isTold: block.dispatch_action === true },
          hands,
        ),
        block.hint && h('p', { class: 'hint' }, block.hint.text),
        errors[block.label.text] && h('p', { class: 'error', role: 'alert' }, errors[block.label.text]),
      );
    case 'alert':
      return h('div', { class: `block-alert ${block.level ?? 'default'}`, role: 'note' }, drawText(block.text, hands));
    case 'card':
      return drawCard(block, id, hands);
    case 'carousel':
      return h(
        'div',
        { class: 'block-carousel', tabIndex: 0 },
        block.elements.map((card) => drawCard(card, id, hands)),
      );
    case 'container':
      return h(
        block.is_collapsible === true ? 'details' : 'div',
        { class: 'block-container', open: block.default_collapsed !== true },
        h(
          block.is_collapsible === true ? 'summary' : 'p',
          { class: 'container-title' },
          block.rich_text_title ? drawRichText(block.rich_text_title, names) : block.title?.text,
        ),
        block.subtitle && h('p', { class: 'hint' }, drawText(block.subtitle, hands)),
        drawBlocks(block.child_blocks, hands, errors),
      );
    case 'plan':
      return h(
        'div',
        { class: 'block-plan' },
        h('p', null, h('strong', null, block.title)),
        (block.tasks ?? []).map((task) => (isTask(task) ? drawTask(task, hands) : notDrawn('task', task))),
      );
    case 'task_card':
      return drawTask(block, hands);
    case 'file':
      return h('p', { class: 'file-card' }, `File: ${block.external_id}`);
    case 'video':
      return h('p', { class: 'file-card' }, 'Video: ', link(block.title_url ?? block.video_url, block.title.text));
  }
  block satisfies never;
  return notDrawn(typeOf(block), block);
}

function drawText({ type, text }: TextObject, hands: SlackHands): ComponentChildren {
  return type === 'mrkdwn' ? drawMrkdwn(text, hands.names) : text;
}

function cells({ names }: SlackHands) {
  return (row: readonly (RichTextBlock | RawTextElement | RawNumberElement)[]): ComponentChildren[] =>
    row.map((cell) => (cell.type === 'rich_text' ? drawRichText(cell, names) : cell.text));
}

function drawCard(
  { hero_image: hero, icon, title, subtitle, body, actions = [] }: CardBlock,
  block: string,
  hands: SlackHands,
) {
  return h(
    'div',
    { class: 'block-card' },
    hero && drawPicture(hero),
    icon && drawPicture(icon),
    title && h('p', null, h('strong', null, drawText(title, hands))),
    subtitle && h('p', { class: 'hint' }, drawText(subtitle, hands)),
    body && h('p', null, drawText(body, hands)),
    h(
      'div',
      { class: 'block-actions' },
      actions.map((action) => drawElement(action, { block, label: '', isTold: true }, hands)),
    ),
  );
}

const TASK_SIGNS = { pending: '○', in_progress: '◐', complete: '●', error: '✕' } as const;

function drawTask({ title, status, details, output, sources = [] }: TaskCardBlock, { names }: SlackHands) {
  return h(
    'div',
    { class: 'block-task' },
    h('p', null, `${TASK_SIGNS[status]} ${title}`),
    details && drawRichText(details, names),
    output && drawRichText(output, names),
    sources.map(({ url, text }) => h('p', null, link(url, text))),
  );
}

function isTask(task: object): task is TaskCardBlock {
  return 'type' in task && task.type === 'task_card';
}

function typeOf(block: object): string {
  return 'type' in block ? String(block.type) : 'block';
}
