import type { Delivery } from '../core/delivery.ts';
import type { Json } from '../core/json.ts';
import type { Note } from '../core/note.ts';
import type { ThreadState } from '../core/thread.ts';

/**
 * What the bot remembers, and the two queues it works off. Whatever a method promises to have kept is on disk once it
 * resolves; it rejects when the database cannot do it now, and the same store may be asked again. Moments are epoch
 * milliseconds of the caller's clock. In names (keys, threads, channels, holders) NUL counts as not there.
 */
export type Store = {
  readonly deliveries: Deliveries;
  readonly commits: Commits;
  readonly outbox: Outbox;
  readonly threads: Threads;
  readonly notes: Notes;
  readonly retention: Retention;
  readonly settings: Settings;
  readonly health: Health;
};

/** Who asks, when, and until when what is given belongs to them alone: for ten minutes at most, whatever is asked for. */
export type Lease = {
  /** Names one process, or a part of it, among all that share the database. */
  readonly holder: string;
  readonly at: number;
  readonly until: number;
};

/**
 * The inbox. Deliveries of one thread are handled one at a time, in the order accepted: whoever holds the thread's lease
 * handles the oldest one, and finishing it gives the next.
 */
export type Deliveries = {
  /**
   * Takes a delivery. 'leased': it is to be handled now, by this holder. 'queued': it is handled later, after others of its
   * thread. 'seen': its key was taken before, and nothing changed.
   */
  readonly accept: (delivery: Received, lease: Lease) => Promise<'leased' | 'queued' | 'seen'>;
  /**
   * The oldest delivery of each of up to `limit` threads whose lease has run out, now leased to this holder. It also forgets
   * some of the keys that were done longer ago than they are kept.
   */
  readonly claim: (lease: Lease & { readonly limit: number }) => Promise<readonly Claimed[]>;
  /** Extends the leases of these threads; resolves with those that are still this holder's. */
  readonly renew: (lease: Lease & { readonly threads: readonly string[] }) => Promise<readonly string[]>;
  /** Gives up every thread this holder has, so that others can claim them at once. */
  readonly release: (holder: string) => Promise<void>;
  /** Whether anything of a thread waits, or is being handled. */
  readonly isBusy: (thread: string) => Promise<boolean>;
  readonly depth: () => Promise<Depth>;
};

/** A delivery, and where the reply to it goes. */
export type Received = Delivery & {
  /** When the bot had it first. */
  readonly receivedAt: number;
  /** Whether the platform sent it before: it may have been answered then. */
  readonly isAgain: boolean;
  /** The channel of its reply in the outbox, and whatever else a platform needs to post it. */
  readonly way: { readonly channel: string; readonly address: Json };
};

/** A delivery somebody has to handle now; `attempt` is 1 the first time anybody begins with it. */
export type Claimed = { readonly delivery: Received; readonly attempt: number };

/** How much waits, and since when the oldest of it does. */
export type Depth = { readonly count: number; readonly oldestAt: number | undefined };

/** What handling leaves behind: all of it is written in one transaction, or nothing. */
export type Commits = {
  /** Marks a leased delivery as done, together with what it leaves behind. */
  readonly finish: (
    handled: Lease & Left & { readonly key: string; readonly thread: string },
  ) => Promise<Finished | NotKept<'lost' | 'changed'>>;
  /** Keeps what came without the inbox, such as a press, under its own key. */
  readonly keep: (kept: Lease & Left & { readonly key: string }) => Promise<Kept | NotKept<'seen' | 'changed'>>;
};

export type Left = {
  readonly states: readonly {
    readonly thread: string;
    readonly state: ThreadState;
    /** The revision that `load` gave, on which the new state rests. */
    readonly after: number;
  }[];
  /** Put into the outbox, in this order. */
  readonly posts: readonly Omit<Post, 'at'>[];
  readonly notes: readonly (Note & { readonly thread: string })[];
};

export type Kept = {
  readonly outcome: 'kept';
  /** Ids of those posts that this holder is to send now; the others are sent after what waits in their channels. */
  readonly send: readonly string[];
};

/** `next` is the thread's next delivery, leased to the same holder; without one the lease is given up. */
export type Finished = Kept & { readonly next: Received | undefined };

/**
 * Nothing was written. 'lost': the thread's lease went to somebody else, who handles the delivery. 'seen': the key was kept
 * before. 'changed': a state was changed since it was loaded; load it and handle the delivery again.
 */
export type NotKept<Outcome extends string> = { readonly outcome: Outcome };

/**
 * What is to be posted, in order per channel: whoever holds a channel sends its oldest post, and settling it gives the next.
 * A holder that ends without a word is replaced once its lease has run out; then `attempt` says that a post may be there already.
 */
export type Outbox = {
  /** The oldest post of each of up to `limit` channels of a platform that wait and that nobody holds, now held by this holder. */
  readonly due: (
    lease: Lease & { readonly platform: string; readonly limit: number },
  ) => Promise<readonly (Post & { readonly attempt: number })[]>;
  /** A post is there; resolves with the channel's next one, while the channel is still this holder's. */
  readonly sent: (post: PlacedPost, lease: Lease & { readonly result: string }) => Promise<Post | undefined>;
  /** A post will never be there; resolves as `sent` does. */
  readonly failed: (post: PlacedPost, lease: Lease & { readonly reason: string }) => Promise<Post | undefined>;
  /** Gives up the post's channel, which is not due before that moment, or for ten minutes; `attempts` is how often it was tried so far. */
  readonly later: (
    post: PlacedPost,
    until: { readonly holder: string; readonly at: number; readonly notBefore: number; readonly attempts: number },
  ) => Promise<void>;
  /** Extends what this holder has of these channels. */
  readonly renew: (
    lease: Lease & { readonly channels: readonly Pick<PlacedPost, 'platform' | 'channel'>[] },
  ) => Promise<void>;
  /** Gives up every channel this holder has, so that others can go on with them at once. */
  readonly release: (holder: string) => Promise<void>;
  readonly depth: () => Promise<Depth>;
};

export type PlacedPost = { readonly id: string; readonly platform: string; readonly channel: string };

export type Post = PlacedPost & {
  /** Comes back as JSON makes it. */
  readonly body: unknown;
  /** When it was put into the outbox. */
  readonly at: number;
};

export type Threads = {
  /** `state` is undefined when nothing was said in the thread yet, or nothing that can be read; 'revision' counts its changes. */
  readonly load: (thread: string) => Promise<{ readonly state: ThreadState | undefined; readonly revision: number }>;
  /** The threads whose names begin so and that were changed since, the latest first. */
  readonly recent: (asked: {
    readonly prefix: string;
    readonly since: number;
    readonly limit: number;
  }) => Promise<readonly { readonly thread: string; readonly at: number }[]>;
};

export type Notes = {
  /** Everything noted since, oldest first. */
  readonly since: (at: number) => Promise<readonly StoredNote[]>;
};

/** What is kept for a time only. */
export type Retention = {
  /** Removes what was noted before a moment, and the threads that have not changed since one; resolves with how many those were. */
  readonly forget: (before: { readonly notes: number; readonly threads: number }) => Promise<Forgotten>;
};

export type Forgotten = { readonly notes: number; readonly threads: number };

export type StoredNote = Note & { readonly thread: string; readonly at: number };

export type Settings = {
  /** True the first time this name is given, ever. */
  readonly once: (name: string, at: number) => Promise<boolean>;
  readonly get: (name: string) => Promise<string | undefined>;
  readonly set: (name: string, value: string) => Promise<void>;
};

export type Health = {
  /** Resolves when the database can be written to; rejects after 2 s at the latest. */
  readonly check: () => Promise<void>;
  /** How many rows were met that could not be read, by table, since the store was opened. */
  readonly unreadable: () => Readonly<Record<string, number>>;
  /** Finishes what is being written and closes. */
  readonly close: () => Promise<void>;
};
