/** One thing a platform hands over: who, where, and an utterance, a command or a press. */
export type Delivery = {
  /** Unique for ever: a second delivery with the same key is the same delivery. */
  readonly key: string;
  /** Where the exchange goes on: `platform:workspace:channel:thread`. */
  readonly thread: string;
  /** Who said or pressed it, as the platform names them. */
  readonly person: string;
  readonly content: Content;
};

/** Commands of the platforms' own menus; each becomes an intent directly. */
export type CommandName = 'ask' | 'verdict' | 'compare' | 'topics' | 'help';

export type Content =
  /** The words a person typed, platform markup removed. */
  | { readonly type: 'utterance'; readonly text: string }
  | { readonly type: 'command'; readonly name: CommandName; readonly text: string }
  /** The id of the button, as we put it on. */
  | { readonly type: 'press'; readonly id: string };
