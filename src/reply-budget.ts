/** How many replies to words are given within a window; the rest is silence. */
export type ReplyLimits = { readonly perThread: number; readonly perPerson: number; readonly windowMs: number };

/** Far above what people write, far below what two bots do to each other. */
const REPLY_LIMITS: ReplyLimits = { perThread: 20, perPerson: 30, windowMs: 60_000 };

export type ReplyBudget = {
  /** Whether one more reply may be given; counts it when it may. `at` is epoch milliseconds and never goes far back. */
  readonly allows: (thread: string, person: string, at: number) => boolean;
};

/** Breaks a loop in which the bot and another program answer each other for ever. */
export function createReplyBudget({ perThread, perPerson, windowMs }: ReplyLimits = REPLY_LIMITS): ReplyBudget {
  let windowStart = Number.NEGATIVE_INFINITY;
  let replies = new Map<string, number>();

  return {
    allows: (thread, person, at) => {
      if (at - windowStart >= windowMs) {
        windowStart = at;
        replies = new Map();
      }
      const [threadKey, personKey] = [`thread ${thread}`, `person ${person}`];
      const inThread = replies.get(threadKey) ?? 0;
      const byPerson = replies.get(personKey) ?? 0;
      if (inThread >= perThread || byPerson >= perPerson) return false;
      replies.set(threadKey, inThread + 1);
      replies.set(personKey, byPerson + 1);
      return true;
    },
  };
}
