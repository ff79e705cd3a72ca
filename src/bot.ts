import type { Knowledge } from './core/compile.ts';
import { type Completion, complete } from './core/complete.ts';
import { converse, exchangesNeeded, type Turn } from './core/converse.ts';
import type { Delivery } from './core/delivery.ts';
import type { Trace } from './core/respond.ts';
import { EMPTY_THREAD, type ThreadState } from './core/thread.ts';
import { createReplyBudget, type ReplyLimits } from './reply-budget.ts';
import type { Left, Store } from './store/store.ts';

/** What is told of a delivery once it was handled; holds no words of anybody. */
export type Handled = {
  readonly key: string;
  readonly thread: string;
  readonly intent: Trace['intent'];
  readonly place: Turn['place'];
  /** Of the best match, where the words were matched. */
  readonly confidence: number | undefined;
  readonly durationMs: number;
};

/** What one delivery brought about. */
export type Answered = Turn & {
  /** Present with a card that is shared: to be told the thread it starts, so that its buttons and that thread go on from it. */
  readonly continueIn: ((thread: string) => Promise<void>) | undefined;
};

export type Bot = {
  /**
   * Whether a delivery is taken: false when one of its key was taken before. Only what is taken may be acknowledged as such,
   * and a delivery is handled only once it is.
   */
  readonly accept: (delivery: Delivery) => Promise<boolean>;
  /**
   * One delivery in, its reply out; what it changes is committed before the reply is returned. Deliveries of one exchange
   * are handled one at a time, in the order they came; others do not wait for them. Throws when the store does.
   */
  readonly handle: (delivery: Delivery) => Promise<Answered>;
  /** Questions that begin like these words or match them, best first. */
  readonly complete: (text: string) => readonly Completion[];
  /** True the first time it is called with this name, ever. */
  readonly once: (name: string) => Promise<boolean>;
};

/** Keys that are remembered, so that what a platform delivers twice is handled once. */
const MAX_RECENT_KEYS = 20_000;

/** How often a delivery is handled again because its thread was changed meanwhile. */
const MAX_ATTEMPTS = 5;
const NOTHING_SAID = { state: undefined, revision: 0 } as const;

/** How long a person waits for a store that hangs before they are told. */
const HANDLE_LIMIT_MS = 30_000;

/** The bot: loads the exchanges, converses, commits. `observe` is told of everything that was handled. */
export function createBot({
  knowledge,
  store,
  now,
  observe,
  limits,
  handleLimitMs = HANDLE_LIMIT_MS,
}: {
  readonly knowledge: Knowledge;
  readonly store: Pick<Store, 'threads' | 'commits' | 'settings'>;
  readonly now: () => Date;
  readonly observe: (handled: Handled) => void;
  /** A loop breaker; the usual one unless given. */
  readonly limits?: ReplyLimits;
  readonly handleLimitMs?: number;
}): Bot {
  /** The last delivery of each exchange that is still being handled. */
  const pending = new Map<string, Promise<unknown>>();
  const recentKeys = new Set<string>();
  const budget = createReplyBudget(limits);

  return {
    accept: async ({ key }) => {
      if (recentKeys.has(key)) return false;
      recentKeys.add(key);
      const [oldest] = recentKeys;
      if (recentKeys.size > MAX_RECENT_KEYS && oldest !== undefined) recentKeys.delete(oldest);
      return true;
    },
    handle: (delivery) => inTime(inTurn(keysNeeded(delivery), () => handleNow(delivery))),
    complete: (text) => complete(text, knowledge),
    once: (name) => store.settings.once(name, now().getTime()),
  };

  /** The result, or an error when it takes so long that whoever waits must be told. */
  async function inTime<Result>(work: Promise<Result>): Promise<Result> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('the store did not answer in time')), handleLimitMs);
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs the work when all that is pending for these exchanges is done, whether well or not. */
  function inTurn<Result>(exchanges: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = exchanges.flatMap((exchange) => pending.get(exchange) ?? []);
    const done = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    for (const exchange of exchanges) {
      pending.set(exchange, done);
      const forget = () => {
        if (pending.get(exchange) === done) pending.delete(exchange);
      };
      done.then(forget, forget);
    }
    return done;
  }

  async function handleNow(delivery: Delivery): Promise<Answered> {
    const { key, thread } = delivery;
    const started = performance.now();
    const moment = now();
    const turn = await converseAndKeep(delivery, moment);
    const { intent, decision } = turn.trace;
    observe({
      key,
      thread,
      intent,
      place: turn.place,
      confidence: decision?.confidence,
      durationMs: performance.now() - started,
    });
    return { ...turn, continueIn: continuing(key, turn.shared) };
  }

  /** Converses again when what it rests on was changed meanwhile; a press does not wait for the words said at that moment. */
  async function converseAndKeep(delivery: Delivery, moment: Date): Promise<Turn> {
    const { key, thread, own, person, at, arrival } = delivery;
    let isWithin: boolean | undefined;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const keys = keysNeeded(delivery);
      const open = keys.includes(thread) ? await store.threads.load(thread) : NOTHING_SAID;
      const ownThread = keys.includes(own) && own !== thread ? await store.threads.load(own) : NOTHING_SAID;
      const exchanges = { open: open.state ?? EMPTY_THREAD, own: ownThread.state ?? EMPTY_THREAD };
      const full = converse(delivery, exchanges, knowledge, moment.toISOString().slice(0, 10));
      isWithin ??= !isWords(arrival) || full.place === 'nowhere' || budget.allows(thread, person, at);
      const turn: Turn = isWithin ? full : { ...full, place: 'nowhere', changes: {}, notes: [] };
      const states = [
        ...(turn.changes.open ? [{ thread, state: turn.changes.open, after: open.revision }] : []),
        ...(turn.changes.own ? [{ thread: own, state: turn.changes.own, after: ownThread.revision }] : []),
      ];
      if (states.length + turn.notes.length === 0) return turn;
      const notes = turn.notes.map((note) => ({ ...note, thread }));
      switch (await keep(key, { states, notes }, moment)) {
        case 'kept':
          return turn;
        case 'seen':
          // Another process took the same delivery, and answers it.
          return { ...turn, place: 'nowhere', shared: undefined };
        case 'changed':
      }
    }
    throw new Error(`the thread was changed ${MAX_ATTEMPTS} times while one delivery was handled`);
  }

  function continuing(key: string, state: ThreadState | undefined): Answered['continueIn'] {
    return (
      state &&
      (async (thread) => {
        for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
          const { revision } = await store.threads.load(thread);
          const states = [{ thread, state, after: revision }];
          if ((await keep(`${key} continued in ${thread}`, { states, notes: [] }, now())) !== 'changed') return;
        }
      })
    );
  }

  /** Keeps what a delivery leaves behind; `changed` when a state was changed since it was loaded. */
  async function keep(key: string, left: Omit<Left, 'posts'>, moment: Date): Promise<'kept' | 'seen' | 'changed'> {
    const at = moment.getTime();
    const { outcome } = await store.commits.keep({ key, ...left, posts: [], holder: 'bot', at, until: at });
    return outcome;
  }
}

/** The exchanges that a delivery reads or changes, which stand still while it is handled. */
function keysNeeded(delivery: Delivery): string[] {
  const needed = exchangesNeeded(delivery);
  return [...new Set([...(needed.open ? [delivery.thread] : []), ...(needed.own ? [delivery.own] : [])])];
}

/** Only words can come from another bot; presses and commands come from a person's hand. */
function isWords(arrival: Delivery['arrival']): boolean {
  return arrival.type === 'mention' || arrival.type === 'direct' || arrival.type === 'overheard';
}
