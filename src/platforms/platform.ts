import type { Card } from '../core/card.ts';
import type { Completion } from '../core/complete.ts';
import type { Delivery } from '../core/delivery.ts';
import type { Form } from '../core/form.ts';
import type { Place } from '../core/placement.ts';

/** A place where people talk to the bot. */
export type Platform = {
  readonly name: string;
  /**
   * Connects and takes deliveries from then on. Rejects within `START_TIMEOUT_MS` when that cannot be, with an error that
   * says what is wrong and what to do. It may be called again after it rejected, or after what it gave has ended.
   */
  readonly start: (host: Host) => Promise<Running>;
};

/** A platform that was started. */
export type Running = {
  /** Settles when it takes nothing more: resolves when the other side ended or it was stopped, rejects when it broke. */
  readonly ended: Promise<void>;
  /** Takes no more deliveries, waits for what is in hand, at most this long, and disconnects. Never rejects. */
  readonly stop: (deadlineMs: number) => Promise<void>;
};

/** Longest time from a call of `start` to its end. */
export const START_TIMEOUT_MS = 15_000;

/** What a platform is given to do its work with. */
export type Host = {
  /** Whether a delivery is new; it is acknowledged only once this has resolved, and not when it rejects. */
  readonly accept: (delivery: Delivery) => Promise<boolean>;
  /** Handles an accepted delivery. */
  readonly handle: (delivery: Delivery) => Promise<Answer>;
  /** Questions for the words typed so far, best first. */
  readonly complete: (text: string) => readonly Completion[];
  /** True the first time it is called with this name, ever: for what a person should be told once. */
  readonly once: (name: string) => Promise<boolean>;
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
