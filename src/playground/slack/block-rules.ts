import type { ContainerBlock, KnownBlock } from '@slack/types';
import { anyOf, boolean, byType, list, number, oneOf, problem, type Rule, shape, string, url } from './block-rule.ts';
import { CHART } from './chart-rules.ts';
import { ELEMENT_RULES, type ElementType } from './element-rules.ts';
import { isList, objectsIn, textIn } from './json.ts';
import * as limits from './limits.ts';
import { anyText, mrkdwn, plainText, RICH_TEXT, SLACK_FILE } from './text-rules.ts';

/** Every type of block: those of the platform's own types, and charts, which are documented but not typed yet. */
export type BlockType = KnownBlock['type'] | 'data_visualization';

const id = string(limits.MAX_ID_CHARS);
const image = ELEMENT_RULES.image;
const SELECTS: readonly ElementType[] = [
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
];
const CHOICES: readonly ElementType[] = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', ...SELECTS];
const INPUTS: readonly ElementType[] = [
  ...CHOICES,
  'datetimepicker',
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
];
const ACTIONS: readonly ElementType[] = [
  ...CHOICES,
  'button',
  'workflow_button',
  'overflow',
  'datetimepicker',
  'rich_text_input',
];

const card = block({
  optional: {
    hero_image: image,
    icon: image,
    slack_icon: shape({ required: { type: id, name: id } }),
    title: mrkdwn(limits.MAX_CARD_TITLE_CHARS),
    subtitle: mrkdwn(limits.MAX_CARD_SUBTITLE_CHARS),
    body: mrkdwn(limits.MAX_CARD_BODY_CHARS),
    subtext: mrkdwn(limits.MAX_CARD_SUBTEXT_CHARS),
    actions: list(byType(ELEMENT_RULES, ['button']), limits.MAX_CARD_ACTIONS),
  },
  also: (value, at) =>
    ['hero_image', 'title', 'body', 'actions'].some((key) => value[key] !== undefined)
      ? []
      : [problem(at, 'must have at least one of hero_image, title, body, actions')],
});

const cell = byType(
  {
    rich_text: RICH_TEXT,
    raw_text: shape({ required: { type: id, text: string(limits.MAX_DATA_TABLE_CHARS) } }),
    raw_number: shape({ required: { type: id, value: number(), text: string(limits.MAX_TEXT_CHARS) } }),
  },
  ['rich_text', 'raw_text', 'raw_number'],
);
const row = list(cell, limits.MAX_TABLE_COLUMNS);

const taskCard = block({
  required: {
    task_id: id,
    title: string(limits.MAX_TEXT_CHARS),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  optional: { details: RICH_TEXT, output: RICH_TEXT, sources: list(byType(ELEMENT_RULES, ['url']), 100) },
});

/** Blocks that may stand inside a container, which is itself a block. */
const CONTAINED: readonly ContainerBlock['child_blocks'][number]['type'][] = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

const FLAT_RULES: Readonly<Record<Exclude<BlockType, 'container'>, Rule>> = {
  actions: block({
    required: { elements: list(byType(ELEMENT_RULES, ACTIONS), limits.MAX_ACTIONS_ELEMENTS) },
  }),
  alert: block({
    required: { text: anyText(limits.MAX_ALERT_CHARS) },
    optional: { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  }),
  card,
  carousel: block({ required: { elements: list(byType({ card }, ['card']), limits.MAX_CAROUSEL_CARDS) } }),
  context: block({
    required: {
      elements: list(byType(ELEMENT_RULES, ['image', 'plain_text', 'mrkdwn']), limits.MAX_CONTEXT_ELEMENTS),
    },
  }),
  context_actions: block({
    required: {
      elements: list(byType(ELEMENT_RULES, ['feedback_buttons', 'icon_button']), limits.MAX_CONTEXT_ACTIONS_ELEMENTS),
    },
  }),
  data_table: block({
    required: {
      rows: list(row, limits.MAX_DATA_TABLE_ROWS, limits.MIN_DATA_TABLE_ROWS),
      caption: string(limits.MAX_TEXT_CHARS),
    },
    optional: {
      page_size: number(1, limits.MAX_DATA_TABLE_PAGE_ROWS),
      row_header_column_index: number(0, limits.MAX_TABLE_COLUMNS - 1),
    },
  }),
  data_visualization: block({ required: { title: string(limits.MAX_CHART_TITLE_CHARS), chart: CHART } }),
  divider: block({}),
  file: block({ required: { source: oneOf('remote'), external_id: id } }),
  header: block({ required: { text: plainText(limits.MAX_HEADER_CHARS) }, optional: { level: number(1, 6) } }),
  image: block({
    required: { alt_text: string(limits.MAX_IMAGE_TEXT_CHARS) },
    optional: {
      title: plainText(limits.MAX_IMAGE_TEXT_CHARS),
      image_url: url(limits.MAX_URL_CHARS),
      slack_file: SLACK_FILE,
    },
    also: (value, at) =>
      (value.image_url === undefined) === (value.slack_file === undefined)
        ? [problem(at, 'must have one of image_url, slack_file')]
        : [],
  }),
  input: block({
    required: { label: plainText(limits.MAX_INPUT_LABEL_CHARS), element: byType(ELEMENT_RULES, INPUTS) },
    optional: {
      hint: plainText(limits.MAX_INPUT_LABEL_CHARS),
      optional: boolean(),
      dispatch_action: boolean(),
    },
  }),
  markdown: block({ required: { text: string(limits.MAX_MARKDOWN_CHARS) } }),
  plan: block({
    required: { title: string(limits.MAX_TEXT_CHARS) },
    optional: { tasks: list(byType({ task_card: taskCard }, ['task_card']), limits.MAX_PLAN_TASKS, 0) },
  }),
  rich_text: RICH_TEXT,
  section: block({
    optional: {
      text: anyText(limits.MAX_TEXT_CHARS),
      fields: list(anyText(limits.MAX_SECTION_FIELD_CHARS), limits.MAX_SECTION_FIELDS),
      accessory: byType(ELEMENT_RULES, [...CHOICES, 'button', 'workflow_button', 'overflow', 'image']),
      expand: boolean(),
    },
    also: (value, at) =>
      value.text === undefined && value.fields === undefined ? [problem(at, 'must define either text or fields')] : [],
  }),
  table: block({
    required: { rows: list(row, limits.MAX_TABLE_ROWS) },
    optional: {
      column_settings: list(
        anyOf(shape({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean() } }), (value, at) =>
          value === null ? [] : [problem(at, 'must be an object')],
        ),
        limits.MAX_TABLE_COLUMNS,
        0,
      ),
    },
    also: (value, at) => {
      const widths = new Set((isList(value.rows) ? value.rows : []).map((one) => (isList(one) ? one.length : 0)));
      return widths.size > 1 ? [problem(`${at}/rows`, 'must have the same number of cells in every row')] : [];
    },
  }),
  task_card: taskCard,
  video: block({
    required: {
      video_url: url(limits.MAX_URL_CHARS),
      thumbnail_url: url(limits.MAX_URL_CHARS),
      alt_text: string(limits.MAX_VIDEO_ALT_CHARS),
      title: plainText(limits.MAX_VIDEO_TITLE_CHARS - 1),
    },
    optional: {
      title_url: url(limits.MAX_URL_CHARS),
      author_name: string(limits.MAX_VIDEO_AUTHOR_CHARS - 1),
      provider_name: string(limits.MAX_VIDEO_AUTHOR_CHARS),
      provider_icon_url: url(limits.MAX_URL_CHARS),
      description: plainText(limits.MAX_VIDEO_TITLE_CHARS),
    },
  }),
};

/** The rule of each type of block. */
export const BLOCK_RULES: Readonly<Record<BlockType, Rule>> = {
  ...FLAT_RULES,
  container: block({
    required: { child_blocks: list(byType(FLAT_RULES, CONTAINED), limits.MAX_CONTAINER_BLOCKS) },
    optional: {
      title: plainText(limits.MAX_CONTAINER_TITLE_CHARS),
      rich_text_title: RICH_TEXT,
      subtitle: anyText(limits.MAX_CONTAINER_TITLE_CHARS),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image,
      is_collapsible: boolean(),
      default_collapsed: boolean(),
      has_header_divider: boolean(),
    },
    also: (value, at) =>
      value.title !== undefined && value.rich_text_title !== undefined
        ? [problem(at, 'must have only one of title, rich_text_title')]
        : [],
  }),
};

function block({ required = {}, optional = {}, also = () => [] }: Parameters<typeof shape>[0]): Rule {
  return shape({
    required: { type: id, ...required },
    optional: { block_id: id, ...optional },
    also: (value, at) => [...also(value, at), ...uniqueActionIds(objectsIn(value.elements), at)],
  });
}

function uniqueActionIds(elements: readonly { readonly [key: string]: unknown }[], at: string) {
  const seen = new Set<string>();
  return elements.flatMap(({ action_id: actionId }, index) => {
    const name = typeof actionId === 'string' ? textIn(actionId) : '';
    if (name === '' || !seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problem(`${at}/elements/${index}/action_id`, `\`action_id\` "${name}" already exists for this block`)];
  });
}
