/** One thing a platform hands over: who, where, how it came, and what was said or pressed. */
export type Delivery = {
  /** Unique for ever: a second delivery with the same key is the same delivery. */
  readonly key: string;
  /** The exchange that everybody there sees: `platform:workspace:channel:thread`. */
  readonly thread: string;
  /** The exchange of this person alone in that place, which private replies belong to. */
  readonly own: string;
  /** Who said or pressed it, as the platform names them. */
  readonly person: string;
  /** When it was said or pressed, in epoch milliseconds. */
  readonly at: number;
  readonly arrival: Arrival;
  readonly content: Content;
};

/** How a delivery came: it decides whether the bot speaks, and where its reply goes. */
export type Arrival =
  /** Words with the bot mentioned in them. */
  | { readonly type: 'mention' }
  /** Words to the bot alone: a direct message, an agent pane, a terminal. */
  | { readonly type: 'direct' }
  /** Words in a thread that were not addressed to the bot. */
  | { readonly type: 'overheard'; readonly mentionsOthers: boolean }
  | { readonly type: 'command' }
  /** A shortcut or a context menu on somebody's message; the content is that message. */
  | { readonly type: 'about' }
  /** A button, a select or a form of one of our cards. */
  | { readonly type: 'press'; readonly on: Surface };

/**
 * The kind of card that was pressed: one that everybody there sees, one that only this person sees, one in a conversation
 * with the bot alone, or one on a page of the person's own, such as a home tab.
 */
export type Surface = 'public' | 'private' | 'direct' | 'page';

/** Commands of the platforms' own menus; each becomes an intent directly. */
export type CommandName = 'ask' | 'verdict' | 'compare' | 'topics' | 'help';

export type Content =
  /** The words a person typed, platform markup removed. */
  | { readonly type: 'utterance'; readonly text: string }
  | { readonly type: 'command'; readonly name: CommandName; readonly text: string }
  /** The id of the button, as we put it on. */
  | { readonly type: 'press'; readonly id: string }
  /** A form that was filled in: its id as we gave it, and what stands in its fields. */
  | { readonly type: 'submission'; readonly id: string; readonly fields: Readonly<Record<string, string>> }
  /** The person's own page was opened. */
  | { readonly type: 'page' };
