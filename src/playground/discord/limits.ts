// Where the numbers come from: "docs" is Discord's API documentation, "openapi" its published schema, "#n" an issue of
// discord/discord-api-docs. Lengths are counted in UTF-16 units as its own JavaScript clients do, the stricter reading.

/** Characters of a message's `content` (docs: resources/message). */
export const MAX_CONTENT_CHARS = 2000;
/** Components of a Components V2 message, nested ones counted (docs: components/reference). */
export const MAX_V2_COMPONENTS = 40;
/** Characters of one text display (openapi) and of all of a message together (#8562). */
export const MAX_TEXT_DISPLAY_CHARS = 4000;
/** UTF-8 bytes of all text displays, each counting `TEXT_DISPLAY_OVERHEAD_BYTES` more: above it Discord answers 500 (#8554). */
export const MAX_V2_TEXT_BYTES = 10_170;
/** What each text display adds to `MAX_V2_TEXT_BYTES` (#8554). */
export const TEXT_DISPLAY_OVERHEAD_BYTES = 12;
/** Media items of a message: above it Discord answers 500 (#7528). */
export const MAX_MEDIA_ITEMS = 64;
/** Texts of a section (docs: components/reference). */
export const MAX_SECTION_TEXTS = 3;
/** Items of a media gallery (docs: components/reference). */
export const MAX_GALLERY_ITEMS = 10;
/** Characters of a media item's description (openapi). */
export const MAX_MEDIA_DESCRIPTION_CHARS = 1024;
/** Characters of a media item's address (openapi). */
export const MAX_MEDIA_URL_CHARS = 2048;
/** Buttons of an action row (docs: components/reference). */
export const MAX_ROW_BUTTONS = 5;
/** Action rows of a message without Components V2 (docs: components/reference, legacy behaviour). */
export const MAX_LEGACY_ROWS = 5;
/** Characters of a custom_id, which has at least one (docs: components/reference). */
export const MAX_CUSTOM_ID_CHARS = 100;
/** Characters of a button's label (docs: components/reference). */
export const MAX_BUTTON_LABEL_CHARS = 80;
/** Characters of a link button's address (docs: components/reference). */
export const MAX_BUTTON_URL_CHARS = 512;
/** Options of a select (docs: components/reference). */
export const MAX_SELECT_OPTIONS = 25;
/** Characters of an option's label, value or description (docs: components/reference). */
export const MAX_OPTION_CHARS = 100;
/** Characters of a select's placeholder (docs: components/reference). */
export const MAX_SELECT_PLACEHOLDER_CHARS = 150;
/** Largest id of a component: 32 bits, signed (docs: components/reference). */
export const MAX_COMPONENT_ID = 2 ** 31 - 1;

/** Characters of a modal's title (docs: interactions/receiving-and-responding). */
export const MAX_MODAL_TITLE_CHARS = 45;
/** Top-level components of a modal, at least one (docs: interactions/receiving-and-responding). */
export const MAX_MODAL_COMPONENTS = 5;
/** Characters of a label in a modal (docs: components/reference). */
export const MAX_LABEL_CHARS = 45;
/** Characters of a label's description (docs: components/reference). */
export const MAX_LABEL_DESCRIPTION_CHARS = 100;
/** Characters of a text input (docs: components/reference). */
export const MAX_TEXT_INPUT_CHARS = 4000;
/** Characters of a text input's placeholder (docs: components/reference). */
export const MAX_TEXT_INPUT_PLACEHOLDER_CHARS = 100;
/** Options of a radio group or a checkbox group (docs: components/reference). */
export const MAX_GROUP_OPTIONS = 10;
/** Fewest options of a radio group (docs: components/reference). */
export const MIN_RADIO_OPTIONS = 2;
/** Files of one file upload (docs: components/reference). */
export const MAX_UPLOAD_VALUES = 10;

/** Embeds of a message (docs: resources/message). */
export const MAX_EMBEDS = 10;
/** Characters of all embeds of a message together (docs: resources/message, embed limits). */
export const MAX_EMBED_TOTAL_CHARS = 6000;
/** Characters of the parts of an embed (docs: resources/message, embed limits). */
export const MAX_EMBED_CHARS = {
  title: 256,
  description: 4096,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
} as const;
/** Fields of an embed (docs: resources/message, embed limits). */
export const MAX_EMBED_FIELDS = 25;
/** Characters of a nonce (docs: resources/message). */
export const MAX_NONCE_CHARS = 25;
/** Minutes for which an enforced nonce is remembered: "the past few minutes" (docs: resources/message). */
export const NONCE_MEMORY_MINUTES = 5;
/** Entries of each list in allowed mentions (docs: resources/message). */
export const MAX_ALLOWED_MENTIONS = 100;
/** Characters of a poll's question, and of an answer (docs: resources/poll). */
export const MAX_POLL_CHARS = { question: 300, answer: 55 } as const;
/** Answers of a poll (docs: resources/poll). */
export const MAX_POLL_ANSWERS = 10;

/** Bytes of one file (docs: reference, uploading files). */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Bytes of one request (docs: reference, uploading files). */
export const MAX_REQUEST_BYTES = 25 * 1024 * 1024;
/** Attachments of a message (docs: resources/message). */
export const MAX_ATTACHMENTS = 10;
/** Characters of an attachment's description (docs: resources/message). */
export const MAX_ATTACHMENT_DESCRIPTION_CHARS = 1024;

/** Messages of one page of a channel's history (docs: resources/message). */
export const MAX_HISTORY_PAGE = 100;
/** Messages of one page of a channel's history where no number is asked for (docs: resources/message). */
export const DEFAULT_HISTORY_PAGE = 50;
/** Pinned messages of a channel (docs: resources/message). */
export const MAX_PINS = 250;
/** Characters of a thread's name (docs: resources/channel). */
export const MAX_THREAD_NAME_CHARS = 100;
/** Minutes after which a thread may be told to archive itself (docs: resources/channel). */
export const ARCHIVE_MINUTES = [60, 1440, 4320, 10_080] as const;
/** Seconds of slow mode (docs: resources/channel). */
export const MAX_SLOWMODE_SECONDS = 21_600;
/** Tags of a forum post (docs: resources/channel). */
export const MAX_POST_TAGS = 5;

/** Commands of each type, globally and again in each guild (docs: interactions/application-commands; change-log 2026-03-03). */
export const MAX_COMMANDS = { chatInput: 100, user: 15, message: 15 } as const;
/** New commands a day, globally and again in each guild (docs: interactions/application-commands). */
export const MAX_COMMAND_CREATES_A_DAY = 200;
/** Characters of a command's or an option's name (docs: interactions/application-commands). */
export const MAX_COMMAND_NAME_CHARS = 32;
/** Characters of a command's or an option's description (docs: interactions/application-commands). */
export const MAX_COMMAND_DESCRIPTION_CHARS = 100;
/** Options of a command, and choices of an option (docs: interactions/application-commands). */
export const MAX_COMMAND_OPTIONS = 25;
/** Characters of a choice's name or value (docs: interactions/application-commands). */
export const MAX_CHOICE_CHARS = 100;
/** Characters of all names, descriptions and values of a command (docs: interactions/application-commands). */
export const MAX_COMMAND_TOTAL_CHARS = 8000;
/** Choices of one answer to an autocompletion (docs: interactions/receiving-and-responding). */
export const MAX_AUTOCOMPLETE_CHOICES = 25;
/** Characters of a string option that sets no limit of its own (docs: interactions/application-commands). */
export const MAX_STRING_OPTION_CHARS = 6000;

/** Follow-ups where only the person installed the app (docs: interactions/receiving-and-responding). */
export const MAX_USER_INSTALL_FOLLOW_UPS = 5;
/** Milliseconds in which an interaction must be acknowledged (docs: interactions/receiving-and-responding). */
export const ACKNOWLEDGE_WITHIN_MS = 3000;
/** Milliseconds for which an interaction's token lives (docs: interactions/receiving-and-responding). */
export const INTERACTION_TOKEN_MS = 15 * 60_000;

/** Milliseconds between heartbeats (docs: events/gateway, the value of its example). */
export const HEARTBEAT_INTERVAL_MS = 41_250;
/** Milliseconds between two identifies of one bucket (docs: events/gateway). */
export const IDENTIFY_INTERVAL_MS = 5000;
/** Messages a client may send on one gateway connection in `GATEWAY_WINDOW_MS` (docs: events/gateway). */
export const MAX_GATEWAY_SENDS = 120;
/** The window of `MAX_GATEWAY_SENDS` (docs: events/gateway). */
export const GATEWAY_WINDOW_MS = 60_000;
/** Bytes of a message from a client (docs: events/gateway). */
export const MAX_GATEWAY_PAYLOAD_BYTES = 4096;
/** Sessions that may be started in a day (docs: events/gateway, session start limit). */
export const MAX_SESSION_STARTS = 1000;
/** Requests a second over all routes but those of interactions (docs: topics/rate-limits). */
export const GLOBAL_REQUESTS_A_SECOND = 50;
