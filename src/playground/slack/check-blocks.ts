import {
  boolean,
  byType,
  countChars,
  list,
  oneOf,
  type Problem,
  problem,
  type Rule,
  shape,
  string,
} from './block-rule.ts';
import { BLOCK_RULES, type BlockType } from './block-rules.ts';
import { isList, isObject, type Json, type JsonObject, objectsIn, textIn } from './json.ts';
import * as limits from './limits.ts';
import { plainText } from './text-rules.ts';

/** Where blocks can be shown. */
export type Surface = 'message' | 'modal' | 'home';

/** Which blocks each surface takes (docs: reference/block-kit/blocks; slackblocks for the newest). */
const SURFACE_BLOCKS: Readonly<Record<Surface, readonly BlockType[]>> = {
  message: [
    'actions',
    'card',
    'carousel',
    'container',
    'context',
    'context_actions',
    'data_table',
    'data_visualization',
    'divider',
    'file',
    'header',
    'image',
    'input',
    'markdown',
    'plan',
    'rich_text',
    'section',
    'table',
    'task_card',
    'video',
  ],
  modal: [
    'actions',
    'alert',
    'card',
    'context',
    'divider',
    'header',
    'image',
    'input',
    'rich_text',
    'section',
    'video',
  ],
  home: [
    'actions',
    'card',
    'carousel',
    'container',
    'context',
    'data_table',
    'data_visualization',
    'divider',
    'header',
    'image',
    'input',
    'rich_text',
    'section',
    'table',
    'video',
  ],
};

/** Everything wrong with an array of blocks on a surface, the limits over all of them together included. */
export function checkBlocks(blocks: Json, surface: Surface, at = '/blocks'): readonly Problem[] {
  const max = surface === 'message' ? limits.MAX_MESSAGE_BLOCKS : limits.MAX_VIEW_BLOCKS;
  const alone = list(byType(BLOCK_RULES, SURFACE_BLOCKS[surface]), max, surface === 'message' ? 0 : 1)(blocks, at);
  return [...alone, ...checkTogether(objectsIn(blocks), surface, at)];
}

/** Whether a message's blocks are more than one message can hold, although each of them is legal. */
export function areBlocksTooLong(blocks: Json): boolean {
  return (
    textCharsIn(blocks) > limits.MAX_MESSAGE_TEXT_CHARS_IN_BLOCKS ||
    JSON.stringify(blocks).length > limits.MAX_MESSAGE_SERIALIZED_BLOCKS_CHARS
  );
}

/** Everything wrong with a modal or a Home tab. */
export function checkView(view: Json): readonly Problem[] {
  if (!isObject(view)) return [problem('/view', 'must be an object')];
  const { type } = view;
  if (type !== 'modal' && type !== 'home') return [problem('/view/type', `unsupported type: ${String(type)}`)];
  const inputNeedsSubmit =
    type === 'modal' && view.submit === undefined && objectsIn(view.blocks).some((block) => block.type === 'input');
  return [
    ...VIEW_RULES[type](view, '/view'),
    ...(inputNeedsSubmit ? [problem('/view', 'must have submit when it has an input block')] : []),
  ];
}

const id = string(limits.MAX_ID_CHARS, 0);
const title = plainText(limits.MAX_VIEW_TITLE_CHARS);
const viewFields: Readonly<Record<string, Rule>> = {
  private_metadata: string(limits.MAX_PRIVATE_METADATA_CHARS, 0),
  callback_id: id,
  external_id: id,
};
const VIEW_RULES: Readonly<Record<'modal' | 'home', Rule>> = {
  modal: shape({
    required: { type: oneOf('modal'), title, blocks: (value, at) => checkBlocks(value, 'modal', at) },
    optional: {
      ...viewFields,
      submit: title,
      close: title,
      clear_on_close: boolean(),
      notify_on_close: boolean(),
      submit_disabled: boolean(),
    },
  }),
  home: shape({
    required: { type: oneOf('home'), blocks: (value, at) => checkBlocks(value, 'home', at) },
    optional: viewFields,
  }),
};

function checkTogether(blocks: readonly JsonObject[], surface: Surface, at: string): readonly Problem[] {
  const found: Problem[] = [];
  const seen = new Set<string>();
  blocks.forEach((block, index) => {
    const blockId = textIn(block.block_id);
    if (blockId !== '' && seen.has(blockId)) {
      found.push(problem(`${at}/${index}/block_id`, `\`block_id\` "${blockId}" already exists`));
    }
    seen.add(blockId);
  });
  const charsOf = (type: BlockType) =>
    blocks.filter((block) => block.type === type).reduce((sum, block) => sum + textCharsIn(block), 0);
  if (charsOf('markdown') > limits.MAX_MARKDOWN_CHARS) {
    found.push(problem(at, `markdown blocks must be less than ${limits.MAX_MARKDOWN_CHARS + 1} characters together`));
  }
  if (charsOf('data_table') > limits.MAX_DATA_TABLE_CHARS) {
    found.push(problem(at, `data tables must be less than ${limits.MAX_DATA_TABLE_CHARS + 1} characters together`));
  }
  if (surface === 'message' && blocks.filter(({ type }) => type === 'data_visualization').length > limits.MAX_CHARTS) {
    found.push(problem(at, `no more than ${limits.MAX_CHARTS} data_visualization blocks allowed`));
  }
  if (countFocused(blocks) > 1) found.push(problem(at, 'only one element can have focus_on_load'));
  if (surface !== 'modal' && JSON.stringify(blocks).includes('"type":"file_input"')) {
    found.push(problem(at, 'file_input is only allowed in modals'));
  }
  return found;
}

/** Characters of everything a person can read in blocks: the values of every `text` field. */
function textCharsIn(value: Json | undefined): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + textCharsIn(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce<number>(
    (sum, [key, field]) => sum + (key === 'text' && typeof field === 'string' ? countChars(field) : textCharsIn(field)),
    0,
  );
}

function countFocused(value: Json | undefined): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countFocused(item), 0);
  if (!isObject(value)) return 0;
  const own = value.focus_on_load === true ? 1 : 0;
  return Object.values(value).reduce<number>((sum, field) => sum + countFocused(field), own);
}
