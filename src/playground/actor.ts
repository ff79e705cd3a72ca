import type { CommandName } from '../core/delivery.ts';
import type { Place } from './protocol.ts';

/** People in one place of one platform, who play a conversation with their own hands. `by` names one; the first, unless told. */
export type Actor = {
  /** Says something that the bot answers. */
  readonly say: (text: string, by?: string) => Promise<Shown>;
  /** Says something that the bot has nothing to say to. */
  readonly remark: (text: string, by?: string) => Promise<void>;
  /** Presses a button of what was shown last, or chooses it in a select. */
  readonly press: (label: string, by?: string) => Promise<Shown>;
  readonly command: (name: CommandName, text: string, by?: string) => Promise<Shown>;
  /** Where the conversation is to be seen, once it has begun. */
  readonly place: () => Place | undefined;
};

/** What a person then saw. */
export type Shown = {
  readonly text: string;
  /** Labels of everything that can be pressed or chosen. */
  readonly buttons: readonly string[];
  /** The message as it went over the wire. */
  readonly payload: unknown;
};

/** Where a conversation is played: with the bot alone, or in a thread of a channel. */
export type Setting = 'direct' | 'thread';

/** How a conversation's words mention the bot. */
export const MENTION = '@Versus';
/** The channel in which threads are played. */
export const CHANNEL = 'general';
