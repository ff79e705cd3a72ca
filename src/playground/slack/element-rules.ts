import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  ContextBlockElement,
  InputBlockElement,
  SectionBlockAccessory,
  URLSourceElement,
} from '@slack/types';
import {
  boolean,
  exactlyOne,
  list,
  number,
  oneOf,
  type Problem,
  pattern,
  problem,
  type Rule,
  shape,
  string,
  url,
} from './block-rule.ts';
import { type JsonObject, objectsIn } from './json.ts';
import * as limits from './limits.ts';
import { anyText, CONFIRMATION, plainText, RICH_TEXT, SLACK_FILE } from './text-rules.ts';

/** Every type of element that the platform's own types know. */
export type ElementType = (
  | ActionsBlockElement
  | ContextActionsBlockElement
  | ContextBlockElement
  | InputBlockElement
  | SectionBlockAccessory
  | URLSourceElement
)['type'];

const id = string(limits.MAX_ID_CHARS);
const placeholder = plainText(limits.MAX_PLACEHOLDER_CHARS);
const actionable = { action_id: id };
const confirmable = { ...actionable, confirm: CONFIRMATION };
const picker = { ...confirmable, focus_on_load: boolean(), placeholder };
const typed = {
  ...actionable,
  focus_on_load: boolean(),
  placeholder,
  dispatch_action_config: shape({
    optional: { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  }),
};
const buttonText = plainText(limits.MAX_BUTTON_TEXT_CHARS);
const accessibilityLabel = string(limits.MAX_ACCESSIBILITY_LABEL_CHARS);
const buttonValue = string(limits.MAX_BUTTON_VALUE_CHARS, 0);
const plainOption = option(plainText(limits.MAX_OPTION_TEXT_CHARS));
const anyOption = option(anyText(limits.MAX_OPTION_TEXT_CHARS));
const optionGroup = shape({
  required: {
    label: plainText(limits.MAX_OPTION_TEXT_CHARS),
    options: list(plainOption, limits.MAX_SELECT_OPTIONS),
  },
});
const optionSource = {
  options: list(plainOption, limits.MAX_SELECT_OPTIONS),
  option_groups: list(optionGroup, limits.MAX_SELECT_GROUPS),
};
const several = { max_selected_items: number(1) };
const filter = shape({
  optional: {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: boolean(),
    exclude_bot_users: boolean(),
  },
});
const conversations = { filter, default_to_current_conversation: boolean() };
const options = (value: Rule) => list(value, limits.MAX_SELECT_OPTIONS);
const ids = list(id, limits.MAX_SELECT_OPTIONS);

/** The rule of each type of element. */
export const ELEMENT_RULES: Readonly<Record<ElementType, Rule>> = {
  button: element({
    required: { text: buttonText },
    optional: {
      ...confirmable,
      value: buttonValue,
      url: url(limits.MAX_URL_CHARS),
      style: oneOf('primary', 'danger'),
      accessibility_label: accessibilityLabel,
    },
  }),
  workflow_button: element({
    required: {
      text: buttonText,
      workflow: shape({
        required: {
          trigger: shape({
            required: { url: url(limits.MAX_URL_CHARS) },
            optional: {
              customizable_input_parameters: list(shape({ required: { name: id, value: string(3_000, 0) } }), 100),
            },
          }),
        },
      }),
    },
    optional: { ...confirmable, style: oneOf('primary', 'danger'), accessibility_label: accessibilityLabel },
  }),
  icon_button: element({
    required: { icon: id, text: buttonText },
    optional: {
      ...confirmable,
      value: buttonValue,
      accessibility_label: accessibilityLabel,
      visible_to_user_ids: list(id, limits.MAX_ICON_BUTTON_PEOPLE),
    },
  }),
  feedback_buttons: element({
    required: { positive_button: feedbackButton(), negative_button: feedbackButton() },
    optional: actionable,
  }),
  overflow: element({
    required: { options: list(plainOption, limits.MAX_OVERFLOW_OPTIONS) },
    optional: confirmable,
  }),
  checkboxes: element({
    required: { options: list(anyOption, limits.MAX_CHOICE_OPTIONS) },
    optional: {
      ...confirmable,
      focus_on_load: boolean(),
      initial_options: list(anyOption, limits.MAX_CHOICE_OPTIONS),
    },
    also: initialAmongOptions,
  }),
  radio_buttons: element({
    required: { options: list(anyOption, limits.MAX_CHOICE_OPTIONS) },
    optional: { ...confirmable, focus_on_load: boolean(), initial_option: anyOption },
    also: initialAmongOptions,
  }),
  static_select: element({
    optional: { ...picker, ...optionSource, initial_option: plainOption },
    also: (value, at) => [...exactlyOne('options', 'option_groups')(value, at), ...initialAmongOptions(value, at)],
  }),
  multi_static_select: element({
    optional: { ...picker, ...several, ...optionSource, initial_options: options(plainOption) },
    also: (value, at) => [...exactlyOne('options', 'option_groups')(value, at), ...initialAmongOptions(value, at)],
  }),
  external_select: element({ optional: { ...picker, min_query_length: number(0), initial_option: plainOption } }),
  multi_external_select: element({
    optional: { ...picker, ...several, min_query_length: number(0), initial_options: options(plainOption) },
  }),
  users_select: element({ optional: { ...picker, initial_user: id } }),
  multi_users_select: element({ optional: { ...picker, ...several, initial_users: ids } }),
  conversations_select: element({
    optional: { ...picker, ...conversations, initial_conversation: id, response_url_enabled: boolean() },
  }),
  multi_conversations_select: element({
    optional: { ...picker, ...several, ...conversations, initial_conversations: ids },
  }),
  channels_select: element({ optional: { ...picker, initial_channel: id, response_url_enabled: boolean() } }),
  multi_channels_select: element({ optional: { ...picker, ...several, initial_channels: ids } }),
  datepicker: element({ optional: { ...picker, initial_date: pattern(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD') } }),
  timepicker: element({
    optional: { ...picker, initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm'), timezone: id },
  }),
  datetimepicker: element({
    optional: { ...confirmable, focus_on_load: boolean(), initial_date_time: number(1_000_000_000, 9_999_999_999) },
  }),
  plain_text_input: element({
    optional: {
      ...typed,
      initial_value: string(limits.MAX_INPUT_CHARS, 0),
      multiline: boolean(),
      min_length: number(0, limits.MAX_INPUT_CHARS),
      max_length: number(1, limits.MAX_INPUT_CHARS),
    },
    also: (value, at) => inOrder(value, at, 'min_length', 'max_length'),
  }),
  number_input: element({
    required: { is_decimal_allowed: boolean() },
    optional: { ...typed, initial_value: id, min_value: id, max_value: id },
    also: (value, at) => inOrder(value, at, 'min_value', 'max_value'),
  }),
  email_text_input: element({ optional: { ...typed, initial_value: string(limits.MAX_INPUT_CHARS, 0) } }),
  url_text_input: element({ optional: { ...typed, initial_value: string(limits.MAX_URL_CHARS, 0) } }),
  rich_text_input: element({
    optional: {
      ...typed,
      initial_value: RICH_TEXT,
      min_lines: number(1, limits.MAX_RICH_TEXT_INPUT_LINES),
      max_lines: number(1, limits.MAX_RICH_TEXT_INPUT_LINES),
    },
    also: (value, at) => inOrder(value, at, 'min_lines', 'max_lines'),
  }),
  file_input: element({
    optional: { ...actionable, filetypes: list(id, 100), max_files: number(1, limits.MAX_INPUT_FILES) },
  }),
  image: element({
    required: { alt_text: string(limits.MAX_IMAGE_TEXT_CHARS) },
    optional: { image_url: url(limits.MAX_URL_CHARS), slack_file: SLACK_FILE },
    also: exactlyOne('image_url', 'slack_file'),
  }),
  plain_text: plainText(limits.MAX_TEXT_CHARS),
  mrkdwn: anyText(limits.MAX_TEXT_CHARS),
  url: element({ required: { url: url(limits.MAX_URL_CHARS), text: string(limits.MAX_TEXT_CHARS) } }),
};

function element({ required = {}, optional = {}, also = () => [] }: Parameters<typeof shape>[0]): Rule {
  return shape({ required: { type: id, ...required }, optional, also });
}

function option(text: Rule): Rule {
  return shape({
    required: { text },
    optional: {
      value: string(limits.MAX_OPTION_VALUE_CHARS),
      description: anyText(limits.MAX_OPTION_DESCRIPTION_CHARS),
      url: url(limits.MAX_URL_CHARS),
    },
  });
}

function feedbackButton(): Rule {
  return shape({
    required: { text: buttonText, value: buttonValue },
    optional: { accessibility_label: accessibilityLabel },
  });
}

function inOrder(value: JsonObject, at: string, low: string, high: string): readonly Problem[] {
  const [from, to] = [value[low], value[high]];
  if (from === undefined || to === undefined || Number(from) <= Number(to)) return [];
  return [problem(at, `${low} must be less than or equal to ${high}`)];
}

/** What is chosen at first must stand among the options, word for word. */
function initialAmongOptions(value: JsonObject, at: string): readonly Problem[] {
  const chosen = [...objectsIn(value.initial_options), ...objectsIn([value.initial_option ?? null])];
  const groups = objectsIn(value.option_groups).flatMap((group) => objectsIn(group.options));
  const offered = new Set([...objectsIn(value.options), ...groups].map((one) => JSON.stringify(one)));
  return chosen.every((one) => offered.has(JSON.stringify(one)))
    ? []
    : [problem(at, 'initial option must match an option')];
}
