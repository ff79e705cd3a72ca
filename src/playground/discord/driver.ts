import type { OptionValue } from './command-values.ts';
import type { Command } from './commands.ts';
import type { Choice } from './interactions.ts';
import type { FieldValue, SeenField } from './modal-values.ts';
import type { Payload } from './payloads.ts';
import type { PickedFile } from './person-input.ts';
import type { Sight } from './seen.ts';

/** A person at the keyboard. What their client would not let them do throws; what they see is what comes back. */
export type Person = {
  readonly id: string;
  readonly name: string;
  /** A channel by its name; the guild is needed only where several have one of that name. */
  readonly channel: (name: string, guild?: string) => Place;
  /** All channels they see, in the order in which they were made; threads are found in their channel. */
  readonly channels: () => Place[];
  /** The conversation with the bot. */
  readonly direct: () => Place;
  /** A conversation with other people, which the bot is not in. */
  readonly privateChannel: (...others: readonly string[]) => Place;
  /** Installs the app for themselves, or takes that back. */
  readonly installApp: (isInstalled?: boolean) => void;
  /** Whether the bot may write to them first. */
  readonly allowDirects: (isAllowed: boolean) => void;
};

/** A channel, thread or conversation as one person has it open. */
export type Place = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'announcement' | 'voice' | 'forum' | 'thread' | 'direct' | 'group';
  readonly isArchived: boolean;
  /** Everything the person sees here, oldest first, what is ephemeral to them included. */
  readonly messages: () => SeenMessage[];
  readonly threads: () => Place[];
  readonly send: (text: string, options?: SendOptions) => Promise<SeenMessage>;
  /** Sends with a mention of the bot in front. */
  readonly mention: (text: string, options?: SendOptions) => Promise<SeenMessage>;
  /** Sends with a mention of the bot's role in front, as clients offer it beside the bot. */
  readonly mentionRole: (text: string) => Promise<SeenMessage>;
  /** The commands their client offers here, menus included, as they were registered. */
  readonly commands: () => readonly Command[];
  /** Runs "name", "name sub" or "name group sub". */
  readonly command: (line: string, values?: Readonly<Record<string, OptionValue>>) => Promise<Outcome>;
  /** What is suggested for an option, the last of `values`, while it is typed. */
  readonly suggest: (line: string, values: Readonly<Record<string, OptionValue>>) => Promise<Suggestions>;
  /** Uses a command of a person's context menu. */
  readonly menuOn: (person: string, command: string) => Promise<Outcome>;
  readonly openThread: (name: string, options?: { readonly isPrivate?: boolean }) => Promise<Place>;
  /** Posts in a forum. */
  readonly post: (title: string, text: string, tags?: readonly string[]) => Promise<Place>;
  /** Archives this thread, or takes it out again; locked, only moderators write in it. */
  readonly archive: (options?: { readonly isArchived?: boolean; readonly isLocked?: boolean }) => void;
};

/** What goes with a message that a person sends. */
export type SendOptions = {
  readonly replyTo?: Pick<Sight, 'id'>;
  /** Whether a reply pings its author; it does unless switched off. */
  readonly pingsReplied?: boolean;
  readonly files?: readonly PickedFile[];
};

/** A message as one person saw it, and what they can do with it. */
export type SeenMessage = Sight & {
  /** The same message now; undefined once it is gone. */
  readonly now: () => SeenMessage | undefined;
  /** Presses a button by its label. */
  readonly press: (button: string | ByCustomId) => Promise<Outcome>;
  /** Picks values in a select: the only one, or the one of that placeholder. */
  readonly choose: (values: string | readonly string[], select?: string | ByCustomId) => Promise<Outcome>;
  /** Uses a command of the message's context menu. */
  readonly menu: (command: string) => Promise<Outcome>;
  /** The bot's first message after this one, here or in this message's thread. */
  readonly answer: () => Promise<SeenMessage>;
  /** The bot's first messages after this one. */
  readonly answers: (count: number) => Promise<readonly SeenMessage[]>;
  /** The thread that grew out of it. */
  readonly thread: () => Place | undefined;
  readonly openThread: (name: string) => Promise<Place>;
  readonly edit: (text: string) => Promise<SeenMessage>;
  readonly remove: () => void;
};

/** Names a component by its id, where a label will not do. */
export type ByCustomId = { readonly customId: string };

/** What a person sees after a command, a press or a submission. */
export type Outcome =
  | { readonly kind: 'message' | 'updated'; readonly message: SeenMessage }
  | { readonly kind: 'modal'; readonly modal: SeenModal }
  | { readonly kind: 'silent' }
  | { readonly kind: 'failed'; readonly text: string };

/** What a person sees under an option while they type. */
export type Suggestions =
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'failed'; readonly text: string };

/** A form that opened. */
export type SeenModal = {
  readonly title: string;
  /** Text between the fields. */
  readonly texts: readonly string[];
  readonly fields: readonly SeenField[];
  readonly payload: Payload;
  /** Fills fields by label or custom id and submits. */
  readonly submit: (values?: Readonly<Record<string, FieldValue>>) => Promise<Outcome>;
};

/** The message of an outcome that must be one, new or updated. */
export function shownMessage(outcome: Outcome): SeenMessage {
  if (outcome.kind === 'message' || outcome.kind === 'updated') return outcome.message;
  throw new Error(`Expected a message; the person saw ${described(outcome)}`);
}

/** The form of an outcome that must be one. */
export function shownModal(outcome: Outcome): SeenModal {
  if (outcome.kind === 'modal') return outcome.modal;
  throw new Error(`Expected a form; the person saw ${described(outcome)}`);
}

function described(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'message':
    case 'updated':
      return `a message: ${outcome.message.text}`;
    case 'modal':
      return `a form: ${outcome.modal.title}`;
    case 'silent':
      return 'nothing';
    case 'failed':
      return `"${outcome.text}"`;
  }
}
