/**
 * What a message of ours keeps to, each number named once. Sources: the field comments of @slack/types 3.2.0 ("types"), the
 * reference at docs.slack.dev ("docs"), what people reported ("reported"), or our own choice ("ours").
 */

/** Characters of the serialized blocks of one message (ours: 11,341 of text were refused, bolt-js 2867; 13,172 in all, 2509). */
export const MAX_BLOCKS_CHARS = 10_000;
/** The part of them that buttons may take, so that a card of many still says something (ours). */
export const MAX_BUTTONS_CHARS = 7_000;
/** Blocks of one message (docs: reference/block-kit/blocks). */
export const MAX_BLOCKS = 50;
/** Characters of `text`, which stands for the blocks in notifications (docs: chat.postMessage, "for best results"). */
export const MAX_FALLBACK_CHARS = 4_000;

/** Characters of a header (types). */
export const MAX_HEADER_CHARS = 150;
/** Characters of a text object (types). */
export const MAX_TEXT_CHARS = 3_000;
/** Elements of an actions block (types). */
export const MAX_ACTIONS_ELEMENTS = 25;
/** Elements of a context_actions block (types). */
export const MAX_CONTEXT_ACTIONS_ELEMENTS = 5;
/** Characters on a button (types). */
export const MAX_BUTTON_TEXT_CHARS = 75;
/** Options of a select (types). */
export const MAX_MENU_OPTIONS = 100;
/** Topics that are easier to read as a menu than as buttons (ours). */
export const MIN_MENU_OPTIONS = 9;
/** Characters of an option's value (types; docs: 150). */
export const MAX_OPTION_VALUE_CHARS = 75;
/** Characters of a link's address (types). */
export const MAX_ADDRESS_CHARS = 3_000;
/** Characters of a bar's label, so that label, bar and value stand on one line of a phone (ours). */
export const MAX_BAR_LABEL_CHARS = 14;

/** Blocks of a modal or a home tab (docs: surfaces/modals). */
export const MAX_VIEW_BLOCKS = 100;
/** Characters of the serialized blocks of a view, far below the 250 KB that Slack refuses (ours; docs: views.open). */
export const MAX_VIEW_BLOCKS_CHARS = 60_000;
/** Characters of a view's title and of the words on its buttons (docs: reference/views). */
export const MAX_VIEW_WORD_CHARS = 24;
/** Characters of an input's label (types). */
export const MAX_INPUT_LABEL_CHARS = 2_000;
/** Characters that can be typed into an input (types). */
export const MAX_INPUT_CHARS = 3_000;
/** Characters of a placeholder (types). */
export const MAX_PLACEHOLDER_CHARS = 150;
/** Prompts in the agent pane (docs: assistant.threads.setSuggestedPrompts). */
export const MAX_PROMPTS = 4;
/** Elements of a context block. */
export const MAX_CONTEXT_ELEMENTS = 10;
