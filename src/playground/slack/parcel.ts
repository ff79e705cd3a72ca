import type { Json, JsonObject } from './json.ts';

/** One thing that Slack hands to the app. */
export type Parcel = {
  readonly kind: 'event' | 'command' | 'interaction';
  /** The event's or interaction's type, for the log and for faults. */
  readonly name: string;
  readonly body: JsonObject;
};

/** Why a parcel is sent again. */
export type RetryReason = 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed';

/** Which try of a parcel this is: the first one has the number 0 and no reason. */
export type Try = { readonly number: number; readonly reason: RetryReason | undefined };

/** What became of one try. */
export type Acknowledgement =
  /** The app took it; `response` is what it sent along. */
  | { readonly kind: 'acknowledged'; readonly response: Json | undefined }
  /** No acknowledgement came in time. */
  | { readonly kind: 'timed-out' }
  /** The app answered with an error. */
  | { readonly kind: 'failed'; readonly status: number; readonly wantsNoRetry: boolean }
  /** Nobody was there: no connection, or none could be made. */
  | { readonly kind: 'unreachable' };

/** A way to the app. */
export type Line = {
  readonly send: (parcel: Parcel, attempt: Try) => Promise<Acknowledgement>;
  readonly stop: () => Promise<void>;
};
