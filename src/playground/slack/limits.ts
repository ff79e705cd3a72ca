/**
 * What Slack allows, each number named once. Sources: the field comments of @slack/types 3.2.0 ("types"), the reference at
 * docs.slack.dev ("docs"), the limit table and fixtures of the slackblocks project ("slackblocks"), or what people reported
 * ("reported"). Where two sources differ the smaller number stands here, so that what passes here passes there.
 */

/** Blocks of a message (docs: reference/block-kit/blocks). */
export const MAX_MESSAGE_BLOCKS = 50;
/** Blocks of a modal or a Home tab (docs: surfaces/modals). */
export const MAX_VIEW_BLOCKS = 100;
/** Characters of text over all blocks of one message; 11,341 were rejected (reported: bolt-js 2867). */
export const MAX_MESSAGE_TEXT_CHARS_IN_BLOCKS = 11_340;
/** Characters of the serialized blocks of one message; 13,172 were rejected (reported: bolt-js 2509). */
export const MAX_MESSAGE_SERIALIZED_BLOCKS_CHARS = 13_171;
/** Characters of `text`; what is longer is cut, not refused (docs: chat.postMessage). */
export const MAX_MESSAGE_TEXT_CHARS = 40_000;
/** Attachments of a message (docs: chat.postMessage). */
export const MAX_MESSAGE_ATTACHMENTS = 100;
/** Bytes of message metadata (docs: messaging/message-metadata). */
export const MAX_METADATA_BYTES = 8_000;
/** Characters of `markdown_text`, per call (docs: chat.postMessage, chat.appendStream). */
export const MAX_MARKDOWN_TEXT_CHARS = 12_000;

/** Characters of an action_id, a block_id, a callback_id or an external_id (types). */
export const MAX_ID_CHARS = 255;
/** Characters of a text object (types). */
export const MAX_TEXT_CHARS = 3_000;
/** Characters of a header (types). */
export const MAX_HEADER_CHARS = 150;
/** Fields of a section, and the characters of each (types). */
export const MAX_SECTION_FIELDS = 10;
export const MAX_SECTION_FIELD_CHARS = 2_000;
/** Elements of a context block (types). */
export const MAX_CONTEXT_ELEMENTS = 10;
/** Elements of an actions block (types). */
export const MAX_ACTIONS_ELEMENTS = 25;
/** Elements of a context_actions block (types). */
export const MAX_CONTEXT_ACTIONS_ELEMENTS = 5;
/** Characters of all markdown blocks of one payload together (types; docs: "cumulative"). */
export const MAX_MARKDOWN_CHARS = 12_000;
/** Characters of an alert (slackblocks). */
export const MAX_ALERT_CHARS = 200;
/** Characters of a card's parts, and its buttons (types). */
export const MAX_CARD_TITLE_CHARS = 150;
export const MAX_CARD_SUBTITLE_CHARS = 150;
export const MAX_CARD_BODY_CHARS = 200;
export const MAX_CARD_SUBTEXT_CHARS = 200;
export const MAX_CARD_ACTIONS = 3;
/** Cards of a carousel (types). */
export const MAX_CAROUSEL_CARDS = 10;
/** Characters of a container's title and subtitle, and its blocks (types, slackblocks). */
export const MAX_CONTAINER_TITLE_CHARS = 150;
export const MAX_CONTAINER_BLOCKS = 10;
/** Rows and columns of a table (types). */
export const MAX_TABLE_ROWS = 100;
export const MAX_TABLE_COLUMNS = 20;
/** Rows, with the header, of a data table (types say 101, slackblocks 201), and characters over all its cells (slackblocks). */
export const MIN_DATA_TABLE_ROWS = 2;
export const MAX_DATA_TABLE_ROWS = 101;
export const MAX_DATA_TABLE_PAGE_ROWS = 100;
export const MAX_DATA_TABLE_CHARS = 20_000;
/** Parts of a chart (docs: 6 series or segments; slackblocks: 12), and charts of a message (reported). */
export const MAX_CHART_TITLE_CHARS = 50;
export const MAX_CHART_AXIS_LABEL_CHARS = 50;
export const MAX_CHART_SERIES = 6;
export const MAX_CHART_CATEGORIES = 20;
export const MAX_CHART_LABEL_CHARS = 20;
export const MAX_CHARTS = 2;
/** Tasks of a plan (slackblocks). */
export const MAX_PLAN_TASKS = 50;
/** Characters of an image's description and title, and of its address (types). */
export const MAX_IMAGE_TEXT_CHARS = 2_000;
export const MAX_URL_CHARS = 3_000;
/** Characters of an input's label and hint (types). */
export const MAX_INPUT_LABEL_CHARS = 2_000;
/** Characters of a video's parts (types; the alternative text: slackblocks). */
export const MAX_VIDEO_TITLE_CHARS = 200;
export const MAX_VIDEO_ALT_CHARS = 200;
export const MAX_VIDEO_AUTHOR_CHARS = 50;
/** Levels of a rich text list (types). */
export const MAX_LIST_INDENT = 8;

/** Characters of a button (types). */
export const MAX_BUTTON_TEXT_CHARS = 75;
export const MAX_BUTTON_VALUE_CHARS = 2_000;
export const MAX_ACCESSIBILITY_LABEL_CHARS = 75;
/** People an icon button is shown to (slackblocks). */
export const MAX_ICON_BUTTON_PEOPLE = 10;
/** Characters of an option (types say 75 for the value, docs 150). */
export const MAX_OPTION_TEXT_CHARS = 75;
export const MAX_OPTION_VALUE_CHARS = 75;
export const MAX_OPTION_DESCRIPTION_CHARS = 75;
/** Options and groups of a select (types). */
export const MAX_SELECT_OPTIONS = 100;
export const MAX_SELECT_GROUPS = 100;
/** Options of an overflow menu (types). */
export const MAX_OVERFLOW_OPTIONS = 5;
/** Options of checkboxes and radio buttons (types). */
export const MAX_CHOICE_OPTIONS = 10;
/** Characters of a placeholder (types). */
export const MAX_PLACEHOLDER_CHARS = 150;
/** Characters of what can be typed into a text input (types). */
export const MAX_INPUT_CHARS = 3_000;
/** Lines of a rich text input (types). */
export const MAX_RICH_TEXT_INPUT_LINES = 100;
/** Files of a file input (types). */
export const MAX_INPUT_FILES = 10;
/** Characters of a confirmation (types). */
export const MAX_CONFIRM_TITLE_CHARS = 100;
export const MAX_CONFIRM_TEXT_CHARS = 300;
export const MAX_CONFIRM_BUTTON_CHARS = 30;

/** Characters of a view's title, submit and close (docs: reference/views). */
export const MAX_VIEW_TITLE_CHARS = 24;
/** Characters of a view's private_metadata (docs: reference/views). */
export const MAX_PRIVATE_METADATA_CHARS = 3_000;
/** Bytes of a view (docs: views.open, view_too_large). */
export const MAX_VIEW_BYTES = 250_000;
/** Views on one stack (docs: views.push). */
export const MAX_VIEW_STACK = 3;

/** Prompts suggested in the agent pane (docs: assistant.threads.setSuggestedPrompts). */
export const MAX_SUGGESTED_PROMPTS = 4;
/** Characters of an agent session's title (docs: agents.sessions.setStatus). */
export const MAX_SESSION_TITLE_CHARS = 200;
/** Times a response_url can be used (docs: handling-user-interaction). */
export const MAX_RESPONSE_URL_USES = 5;
/** Socket Mode connections of one app (docs: apis/events-api/using-socket-mode). */
export const MAX_CONNECTIONS = 10;
/** Messages of one page of a thread or a channel (docs: conversations.replies). */
export const MAX_PAGE_MESSAGES = 1_000;

/** Parts of a manifest (docs: app-manifest reference). */
export const MAX_APP_NAME_CHARS = 35;
export const MAX_APP_DESCRIPTION_CHARS = 140;
export const MAX_AGENT_DESCRIPTION_CHARS = 300;
export const MAX_MANIFEST_COMMANDS = 50;
export const MAX_MANIFEST_SHORTCUTS = 10;
