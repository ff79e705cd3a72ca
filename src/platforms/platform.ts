import type { Card } from '../core/card.ts';
import type { Completion } from '../core/complete.ts';
import type { Delivery } from '../core/delivery.ts';
import type { Form } from '../core/form.ts';
import type { Json } from '../core/json.ts';
import type { Place } from '../core/placement.ts';

export type { Json };

/** The scoreboard of a card as a picture (PNG), and what it shows in words. */
export type Picture = { readonly png: Uint8Array; readonly alt: string };
/** Draws the picture of a card; undefined where the card has no scoreboard, or nothing can be drawn here. Never rejects. */
export type DrawCard = (card: Card) => Promise<Picture | undefined>;

/** A place where people talk to the bot. */
export type Platform = {
  readonly name: string;
  /**
   * Connects and takes deliveries from then on. Rejects within `START_TIMEOUT_MS` when that cannot be, with an error that
   * says what is wrong and what to do. It may be called again after it rejected, or after what it gave has ended.
   */
  readonly start: (host: Host) => Promise<Running>;
  /** The address of a message that begins something new in a channel, and answers nobody; missing where there are no channels. */
  readonly channelAddress?: (channel: string, at: number) => Json;
};

/** A platform that was started. */
export type Running = {
  /** Settles when it takes nothing more: resolves when the other side ended or it was stopped, rejects when it broke. */
  readonly ended: Promise<void>;
  /**
   * Puts one reply to words where its address says; everything it needs is in what it is given, also in a process that has
   * just started. Of one operation at most one stands there, however often it is posted. Rejects when nobody can tell
   * whether it stands there now: then it is posted again later, with the next `attempt`.
   */
  readonly post: (post: Outgoing) => Promise<Posted>;
  /** Takes no more deliveries, waits for what is in hand, at most this long, and disconnects. Never rejects. */
  readonly stop: (deadlineMs: number) => Promise<void>;
};

/** Where the replies to words go. */
export type Way = {
  /** Posts with the same one are posted in order, one at a time, and wait for its rate limit together. */
  readonly channel: string;
  /** What the platform needs to post there, as it wants it back in `Outgoing`; it may come from an older version. */
  readonly address: Json;
  /** The platform says that it sent these words before; left out where it does not say. */
  readonly isAgain?: boolean;
  /** The platform sends the same words in another event as well, maybe to another process, and that one is to be answered. */
  readonly isEcho?: boolean;
};

/** One reply to words. */
export type Outgoing = {
  /** Names it for ever: the key of the delivery that it answers. */
  readonly operation: string;
  readonly address: Json;
  /** When the words were said, by the clock of the platform: it can stand nowhere before them. */
  readonly at: number;
  /** Above 1, it may stand there already. */
  readonly attempt: number;
  readonly content:
    | { readonly type: 'answer'; readonly card: Card }
    /** The words could not be answered: the platform says so. */
    | { readonly type: 'apology' };
};

/** What became of a post. */
export type Posted =
  /** It stands there once; `result` names it, as the platform does. */
  | { readonly type: 'posted'; readonly result: string }
  /** It will never stand there; `reason` is a code or a few words of ours. */
  | { readonly type: 'refused'; readonly reason: string }
  /** It does not stand there because of a rate limit or the like; its channel waits so long. */
  | { readonly type: 'later'; readonly afterMs: number };

/** Longest time from a call of `start` to its end. */
export const START_TIMEOUT_MS = 15_000;

/** What a platform is given to do its work with. */
export type Host = {
  /**
   * Takes words, whose reply is posted later through `Running.post`. Resolves once they are kept, or answered, or are a
   * repetition: only then may they be acknowledged. Rejects when they could be neither kept nor answered: then they are not
   * acknowledged, so that they come again. The first part of `delivery.thread` is the name of the platform.
   */
  readonly take: (delivery: Delivery, way: Way) => Promise<void>;
  /**
   * Handles what is answered at once, most of it in its own acknowledgement: a command, a press, a submission, a page. What
   * it changes is kept before this resolves, or the card says that it could not be. Undefined for a repetition.
   */
  readonly answer: (delivery: Delivery) => Promise<Answer | undefined>;
  /** The threads of a platform in which the bot answered since then, newest first; `at` is when it last did. */
  readonly recentThreads: (asked: {
    readonly platform: string;
    readonly since: number;
    readonly limit: number;
  }) => Promise<readonly { readonly thread: string; readonly at: number }[]>;
  /** Questions for the words typed so far, best first. */
  readonly complete: (text: string) => readonly Completion[];
  /** True the first time it is called with this name, ever: for what a person should be told once. */
  readonly once: (name: string) => Promise<boolean>;
  /** A connection of the platform was lost, and is opened again. */
  readonly reconnecting: (platform: string) => void;
  /** The platform refused a call because of a rate limit (429), whatever the call was for. */
  readonly rateLimited: (platform: string) => void;
  /** Questions to begin with. */
  readonly starters: readonly string[];
  readonly log: Log;
};

/** What a delivery brought about: a card, or a form, and where it goes. */
export type Answer = {
  readonly place: Place;
  readonly card: Card;
  readonly form: Form | undefined;
  /** For the person alone, beside a card that everybody sees. */
  readonly aside: Card | undefined;
  /** Present with a shared card: to be called with the thread it starts, once it is posted. */
  readonly continueIn: ((thread: string) => Promise<void>) | undefined;
};

/** Where a platform says what happened; never in anybody's words, and never with a token. */
export type Log = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (about: Readonly<Record<string, unknown>>, message: string) => void>
>;
