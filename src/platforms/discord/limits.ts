// Where the numbers come from: "docs" is Discord's API documentation, "openapi" its published schema, "#n" an issue of
// discord/discord-api-docs; "ours" is a choice for phones. Lengths are UTF-16 units, the stricter reading.

/** Components of a message, nested ones counted (docs: components/reference). */
export const MAX_COMPONENTS = 40;
/** Components kept free for texts, however many buttons a card has (ours). */
export const MIN_TEXT_COMPONENTS = 12;
/** Characters of all text displays together, and so of one (#8562, openapi). */
export const MAX_TEXT_CHARS = 4000;
/** UTF-8 bytes of all text displays together; from about 10,158 on Discord answers 500 (#8554). */
export const MAX_TEXT_BYTES = 10_000;
/** Kept free for what leads to the rest of a long card: a line and a file (ours). */
export const REST_COMPONENTS = 2;
/** Characters of that line (ours). */
export const REST_CHARS = 60;
/** Bytes of that line (ours). */
export const REST_BYTES = 80;
/** What each text display counts beside its own bytes (#8554). */
export const TEXT_OVERHEAD_BYTES = 12;
/** Buttons of an action row (docs: components/reference). */
export const MAX_ROW_BUTTONS = 5;
/** Characters of a button's label (docs: components/reference). */
export const MAX_LABEL_CHARS = 80;
/** Characters of a custom_id (docs: components/reference). */
export const MAX_CUSTOM_ID_CHARS = 100;
/** Options of a select (docs: components/reference). */
export const MAX_OPTIONS = 25;
/** Characters of an option's label or value (docs: components/reference). */
export const MAX_OPTION_CHARS = 100;
/** Choices that still stand as buttons, two full rows; more become a select (ours). */
export const MAX_CHOICE_BUTTONS = 10;
/** Characters of a modal's title (docs: interactions/receiving-and-responding). */
export const MAX_MODAL_TITLE_CHARS = 45;
/** Fields of a modal (docs: interactions/receiving-and-responding). */
export const MAX_FIELDS = 5;
/** Characters of a field's label (docs: components/reference). */
export const MAX_FIELD_LABEL_CHARS = 45;
/** Characters shown in an empty field (docs: components/reference). */
export const MAX_PLACEHOLDER_CHARS = 100;
/** Characters that a field takes (docs: components/reference). */
export const MAX_FIELD_CHARS = 4000;
/** Suggestions of an autocompletion (docs: interactions/receiving-and-responding). */
export const MAX_SUGGESTIONS = 25;
/** Characters of a suggestion's name or value (docs: interactions/application-commands). */
export const MAX_SUGGESTION_CHARS = 100;
/** Characters of a thread's name (docs: resources/channel). */
export const MAX_THREAD_NAME_CHARS = 100;
/** Characters of an address behind a title: those of a link button (docs: components/reference). */
export const MAX_ADDRESS_CHARS = 512;
/** Characters of a bar's label, so that a bar stays on one line of a phone (ours). */
export const MAX_BAR_LABEL_CHARS = 14;

/** The text itself where it is short enough, else its beginning and "…". */
export function clip(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  // A surrogate pair is not cut in two.
  return `${text.slice(0, maxChars - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What a text display uses of `MAX_TEXT_BYTES`. */
export function textBytes(content: string): number {
  return Buffer.byteLength(content) + TEXT_OVERHEAD_BYTES;
}
