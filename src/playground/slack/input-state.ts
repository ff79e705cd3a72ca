import { isObject, type Json, type JsonObject, objectIn, objectsIn, textIn } from './json.ts';

/** What is typed and chosen in a view or a message right now, as Slack reports it in `state.values`. */
export type InputState = {
  /** The state of a surface: what its blocks start with, and what was filled in since. */
  readonly values: (surface: string, blocks: readonly JsonObject[]) => JsonObject;
  readonly set: (surface: string, blockId: string, actionId: string, value: JsonObject) => void;
  readonly forget: (surface: string) => void;
};

export function createInputState(): InputState {
  const filled = new Map<string, Map<string, JsonObject>>();

  return {
    values: (surface, blocks) => {
      const own = filled.get(surface);
      const values = blocks.map((block) => {
        const blockId = textIn(block.block_id);
        const entries = elementsOf(block).flatMap((element) => {
          const actionId = textIn(element.action_id);
          const value = own?.get(key(blockId, actionId)) ?? initialValue(element);
          return value ? [[actionId, value] as const] : [];
        });
        return [blockId, Object.fromEntries(entries)] as const;
      });
      return Object.fromEntries(values.filter(([, entries]) => Object.keys(entries).length > 0));
    },
    set: (surface, blockId, actionId, value) => {
      const own = filled.get(surface) ?? new Map<string, JsonObject>();
      filled.set(surface, own.set(key(blockId, actionId), value));
    },
    forget: (surface) => {
      filled.delete(surface);
    },
  };
}

/** Every interactive element of a block, nested ones included. */
export function elementsOf(block: JsonObject): readonly JsonObject[] {
  const own = [
    ...objectsIn(block.elements),
    ...objectsIn(block.actions),
    ...[block.accessory, block.element].filter(isObject),
  ];
  return [
    ...own.filter(({ type }) => type !== 'card'),
    ...own.filter(({ type }) => type === 'card').flatMap(elementsOf),
  ];
}

/** Every block, those inside containers and carousels included. */
export function flatBlocks(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.flatMap((block) => [block, ...flatBlocks(objectsIn(block.child_blocks))]);
}

function key(blockId: string, actionId: string): string {
  return JSON.stringify([blockId, actionId]);
}

/** Where each kind of element holds its value, and the field of the block it starts from. */
const VALUES: Readonly<Record<string, readonly [value: string, initial: string, empty: Json]>> = {
  plain_text_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  checkboxes: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user', null],
  multi_users_select: ['selected_users', 'initial_users', []],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  channels_select: ['selected_channel', 'initial_channel', null],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  file_input: ['files', 'initial_files', []],
};

/** The field of `state.values` that holds what was chosen in this kind of element; undefined when it holds nothing. */
export function valueField(type: string): string | undefined {
  return VALUES[type]?.[0];
}

function initialValue(element: JsonObject): JsonObject | undefined {
  const type = textIn(element.type);
  const known = VALUES[type];
  if (!known) return undefined;
  const [field, initial, empty] = known;
  return { type, [field]: element[initial] ?? empty };
}

/** Whether nothing was typed or chosen. */
export function isEmptyValue(value: Json | undefined): boolean {
  const state = objectIn(value);
  const field = valueField(textIn(state.type));
  const inner = field === undefined ? undefined : state[field];
  return inner === undefined || inner === null || inner === '' || (Array.isArray(inner) && inner.length === 0);
}
