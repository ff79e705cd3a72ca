import type { Arrival } from '../core/delivery.ts';
import type { Place } from '../core/placement.ts';
import type { Trace } from '../core/respond.ts';

/** One fact for whoever counts; holds no words, and names nobody. `sinceReceiptMs` counts from when the process first had it. */
export type Observed = {
  readonly platform: string;
} /** Words were kept, or answered without the store: now they may be acknowledged. */ & (
  | { readonly type: 'taken'; readonly arrival: Arrival['type']; readonly sinceReceiptMs: number }
  /** Words that need no answer, as could be told without keeping them. */
  | { readonly type: 'passed over'; readonly sinceReceiptMs: number }
  /** The same delivery came once more, and was dropped. */
  | { readonly type: 'repeated'; readonly arrival: Arrival['type'] }
  /** Words could be neither kept nor answered; the platform is to send them again. */
  | { readonly type: 'turned away'; readonly arrival: Arrival['type'] }
  /** The bot knows what to say, and it is committed, unless it was done without the store. */
  | {
      readonly type: 'handled';
      readonly arrival: Arrival['type'];
      readonly intent: Trace['intent'];
      readonly place: Place;
      /** Of the best match, where words were matched. */
      readonly confidence: number | undefined;
      readonly zone: 'answer' | 'suggest' | 'abstain' | undefined;
      readonly durationMs: number;
      readonly sinceReceiptMs: number;
      readonly withStore: boolean;
    }
  /** Handling failed and is tried again. */
  | { readonly type: 'handling failed'; readonly attempt: number }
  /** Handling failed too often: the person gets an apology. */
  | { readonly type: 'handling given up' }
  /** A reply to words stands where it belongs. */
  | { readonly type: 'posted'; readonly attempt: number; readonly sinceReceiptMs: number }
  /** A platform refuses a reply for good. */
  | { readonly type: 'post refused'; readonly reason: string }
  /** A rate limit, or a platform that is away: the channel waits. */
  | { readonly type: 'post put off'; readonly reason: 'rate limit' | 'platform away'; readonly afterMs: number }
  /** Nobody knows whether a reply stands there; it is posted again. */
  | { readonly type: 'post unclear'; readonly attempt: number }
  /** It stayed unclear too often, or waited too long. */
  | { readonly type: 'post given up' }
  | { readonly type: 'feedback'; readonly value: 'liked' | 'disliked' | 'challenged' }
  /** A connection was lost and is opened again. */
  | { readonly type: 'reconnecting' }
  /** A call was refused because of a rate limit, whatever it was for. */
  | { readonly type: 'rate limited' }
);
