import type { Random } from './random.ts';

/** One of the local platforms, with people who talk to the bot in many threads, and with all that can go wrong there. */
export type Side = {
  readonly name: 'slack' | 'discord';
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What the bot is told, so that it finds this server. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** How many connections the bot has. */
  readonly connections: () => number;
  /** The person of a thread says words to the bot in it; gives the key under which they are taken. Waits for nothing. */
  readonly say: (thread: number, text: string) => string;
  /** Somebody uses a command where that thread is; resolves with whether they were answered. */
  readonly command: (thread: number, text: string) => Promise<boolean>;
  /** The person of a thread presses a button of the latest message in it that has one of that label; resolves with what they then read. */
  readonly press: (thread: number, label: string) => Promise<string>;
  /** What the bot has said in answer to words, by the key of the words, thread by thread, oldest first. */
  readonly replies: () => readonly Reply[];
  /** How many of the words were answered so far. */
  readonly answered: () => number;
  readonly troubles: readonly [Trouble, ...Trouble[]];
  /** Takes all trouble back that is still to come. */
  readonly clear: () => void;
};

export type Reply = {
  readonly key: string;
  readonly thread: number;
  /** Whether it was given while the store was away: it says so itself. */
  readonly isWithoutStore: boolean;
};

/** Words of the note under what is answered without the store. */
export const WITHOUT_STORE = 'out of reach';

/** Something that goes wrong on the way. */
export type Trouble = {
  readonly name: string;
  /** Makes it happen, to the next `times` things where it is about single ones. */
  readonly begin: (times: number, random: Random) => void;
};

/** What is said in a thread at most, by one person: less than what breaks a loop between bots. */
export const WORDS_A_THREAD = 15;

/** A person for each thread. */
export function personOf(thread: number): string {
  return `person-${thread}`;
}

/** The channel in which a thread is. */
export function channelOf(thread: number, threadsAChannel: number): string {
  return `channel-${Math.floor(thread / threadsAChannel)}`;
}

/** Every channel, or every person, once. */
export function namesOf(threads: number, name: (thread: number) => string): readonly string[] {
  return [...new Set(Array.from({ length: threads }, (_, thread) => name(thread)))];
}
