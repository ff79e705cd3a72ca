/**
 * What only the page reads, as it went over the wire: the server hands it on unread, the page names the platforms' own types.
 */
export type Wire = {
  readonly slackBlock: unknown;
  readonly slackView: unknown;
  readonly discordMessage: unknown;
  readonly discordModal: unknown;
  readonly discordCommand: unknown;
};

/** Everything the page shows, as it is sent when the page connects. */
export type PageState<W extends Wire = Wire> = {
  /** The people whose hands the page can be; they are the same on both platforms. */
  readonly people: readonly string[];
  readonly slack: SlackState<W>;
  readonly discord: DiscordState<W>;
  readonly bot: BotState;
  readonly tours: readonly Tour[];
  readonly playing: Playing | undefined;
  /** The newest exchange of each platform, as the bot explains it. */
  readonly exchanges: readonly Exchange[];
};

/** One thing that happened. A change of state replaces what it names and leaves the rest. */
export type PageEvent<W extends Wire = Wire> =
  | { readonly type: 'state'; readonly state: PageState<W> }
  | { readonly type: 'slack'; readonly change: SlackChange<W> }
  | { readonly type: 'discord'; readonly change: DiscordChange<W> }
  | { readonly type: 'bot'; readonly bot: BotState }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'playing'; readonly playing: Playing | undefined }
  | { readonly type: 'exchange'; readonly exchange: Exchange };

export type Platform = 'slack' | 'discord';

export type Named = { readonly id: string; readonly name: string };

export type SlackState<W extends Wire = Wire> = {
  readonly workspace: string;
  readonly app: Named;
  readonly people: readonly Named[];
  /** Of each person's direct conversation with the app, whose it is. */
  readonly channels: readonly (Named & { readonly kind: 'channel' | 'direct'; readonly person: string | undefined })[];
  readonly commands: readonly { readonly name: string; readonly description: string; readonly hint: string }[];
  readonly messageShortcuts: readonly string[];
  readonly messages: readonly SlackMessage<W>[];
  /** Modals that people have open, the uppermost last; by the person's id. */
  readonly views: Readonly<Record<string, readonly SlackView<W>[]>>;
  readonly homes: Readonly<Record<string, SlackView<W>>>;
  /** Questions to begin with, by the id of the conversation. */
  readonly prompts: Readonly<Record<string, readonly string[]>>;
  /** What the app says that it is doing, by the id of the conversation. */
  readonly statuses: Readonly<Record<string, string>>;
};

export type SlackChange<W extends Wire = Wire> = Partial<
  Pick<SlackState<W>, 'views' | 'homes' | 'prompts' | 'statuses'>
> & {
  readonly messages?: readonly SlackMessage<W>[];
  readonly removed?: readonly { readonly channel: string; readonly ts: string }[];
};

export type SlackMessage<W extends Wire = Wire> = {
  readonly channel: string;
  readonly ts: string;
  /** The ts of the thread's first message, for a reply. */
  readonly thread: string | undefined;
  /** The id of who wrote it. */
  readonly by: string;
  readonly text: string;
  readonly blocks: readonly W['slackBlock'][];
  /** Parts of a message that Slack keeps for old apps. */
  readonly attachments: readonly unknown[];
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly title: string;
    readonly bytes: number;
  }[];
  readonly reactions: readonly { readonly name: string; readonly count: number }[];
  /** The only person who sees it. */
  readonly onlyFor: string | undefined;
  readonly isEdited: boolean;
};

export type SlackView<W extends Wire = Wire> = { readonly id: string; readonly view: W['slackView'] };

export type DiscordState<W extends Wire = Wire> = {
  readonly guild: string;
  readonly app: Named;
  readonly people: readonly Named[];
  readonly channels: readonly DiscordChannel[];
  /** What can be used in the guild, and what in a direct conversation. */
  readonly commands: {
    readonly guild: readonly W['discordCommand'][];
    readonly direct: readonly W['discordCommand'][];
  };
  readonly messages: readonly DiscordMessage<W>[];
  /** The form that a person has open, by the person's id. */
  readonly modals: Readonly<Record<string, DiscordModal<W> | null>>;
  /** Where the app is typing: ids of channels. */
  readonly typing: readonly string[];
};

export type DiscordChange<W extends Wire = Wire> = Partial<
  Pick<DiscordState<W>, 'channels' | 'commands' | 'modals' | 'typing'>
> & {
  readonly messages?: readonly DiscordMessage<W>[];
  /** Ids of messages that are gone. */
  readonly removed?: readonly string[];
};

export type DiscordChannel = Named & {
  readonly kind: 'channel' | 'thread' | 'direct';
  /** The channel of a thread. */
  readonly parent: string | undefined;
  /** Whose direct conversation it is. */
  readonly person: string | undefined;
};

export type DiscordMessage<W extends Wire = Wire> = {
  readonly id: string;
  readonly channel: string;
  readonly onlyFor: string | undefined;
  readonly payload: W['discordMessage'];
};

export type DiscordModal<W extends Wire = Wire> = {
  readonly id: string;
  readonly channel: string;
  readonly modal: W['discordModal'];
};

export type BotState = {
  readonly state: 'starting' | 'up' | 'down';
  readonly pid: number | undefined;
  /** How often it was started. */
  readonly starts: number;
};

/** Something that a local platform would not take, or that somebody's client showed as failed. */
export type Refusal = {
  readonly id: number;
  readonly platform: Platform | 'bot';
  /** The method, the route or the gesture. */
  readonly what: string;
  readonly why: string;
};

export type Tour = { readonly file: string; readonly title: string; readonly steps: number };

/** A tour that plays: how far it is, and where on each platform one must look. */
export type Playing = {
  readonly file: string;
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  /** What is about to be said or pressed. */
  readonly next: string;
  readonly person: string;
  readonly places: { readonly slack: Place | undefined; readonly discord: Place | undefined };
};

/** A place to look at: in Slack perhaps a thread of a channel; on Discord a thread is a channel of its own. */
export type Place = { readonly channel: string; readonly thread: string | undefined };

/** Why the bot answered as it did: its own trace line. */
export type Exchange = {
  readonly platform: Platform;
  readonly person: string;
  readonly said: string;
  readonly intent: string;
  readonly rule: string;
  readonly place: string;
  readonly confidence: number | undefined;
  readonly zone: string | undefined;
  readonly options: readonly string[];
  readonly matches: readonly {
    readonly entry: string;
    readonly score: number;
    readonly parts: Readonly<Record<string, number>>;
    readonly nearest: string;
  }[];
  readonly verdict: string | undefined;
  readonly needs: readonly {
    readonly criterion: string;
    readonly words: string;
    readonly strength: number;
    readonly isDenied: boolean;
    readonly points: Readonly<Record<string, number>>;
  }[];
  /** The pack that answered. */
  readonly pack: string;
  readonly version: string;
  readonly durationMs: number;
};

/** One thing that went over the wire in an exchange. */
export type WireEntry = {
  readonly from: 'bot' | Platform;
  readonly name: string;
  /** Since the gesture that began it. */
  readonly afterMs: number;
  readonly body: unknown;
};

/** What a gesture led to, beside what the events show. */
export type Outcome = {
  /** What is wrong with a form, by the label of the field. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  /** What the platform told this person alone. */
  readonly notice?: string;
  /** The thread or place in which what was said is now to be seen. */
  readonly place?: Place;
};
