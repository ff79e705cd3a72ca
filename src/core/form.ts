/** Questions with room for words, shown in a window of the platform's own. All its strings are plain characters. */
export type Form = {
  /** Comes back with what was filled in. */
  readonly id: string;
  readonly title: string;
  /** What the button says that hands it in. */
  readonly submit: string;
  readonly fields: readonly Field[];
};

/** One question of a form. */
export type Field = {
  readonly id: string;
  readonly label: string;
  /** Shown in the empty field. */
  readonly hint: string;
  /** What stands in the field at first. */
  readonly value?: string | undefined;
  readonly maxChars: number;
  /** Whether it may stay empty. */
  readonly isOptional: boolean;
  /** Whether there is room for several lines. */
  readonly isLong: boolean;
};

/** Longest title and longest word on the button; Slack's limit, the smaller one. */
export const MAX_FORM_TITLE_CHARS = 24;
/** Longest label of a field; Discord's limit, the smaller one. */
export const MAX_FIELD_LABEL_CHARS = 45;
/** Longest hint; Discord's limit, the smaller one. */
export const MAX_FIELD_HINT_CHARS = 100;
/** Most characters a field takes; Slack's limit, the smaller one. */
export const MAX_FIELD_CHARS = 3000;
