import type { Note } from '../core/respond.ts';
import type { ThreadState } from '../core/thread.ts';

/** What one delivery leaves behind, written in one transaction. */
export type Commit = {
  readonly states: readonly { readonly thread: string; readonly state: ThreadState }[];
  readonly notes: readonly (Note & { readonly thread: string })[];
  /** Epoch milliseconds. */
  readonly at: number;
};

/** What the bot remembers. Losing it is an error that throws. */
export type Store = {
  /** The state of a thread; undefined when nothing was said in it yet. */
  readonly loadThread: (thread: string) => Promise<ThreadState | undefined>;
  readonly commit: (commit: Commit) => Promise<void>;
  /** True the first time this name is given, ever; `at` is epoch milliseconds. */
  readonly once: (name: string, at: number) => Promise<boolean>;
  /** Everything noted since, oldest first. */
  readonly notesSince: (at: number) => Promise<readonly StoredNote[]>;
  readonly close: () => Promise<void>;
};

export type StoredNote = Note & { readonly thread: string; readonly at: number };
