import { type Completion, complete } from './core/complete.ts';
import { converse, type Exchanges, exchangesNeeded, type Turn, unkept } from './core/converse.ts';
import type { Delivery } from './core/delivery.ts';
import { forgettingWords } from './core/forget-words.ts';
import type { Library } from './core/library.ts';
import type { Trace } from './core/respond.ts';
import { EMPTY_THREAD, type ThreadState } from './core/thread.ts';
import { createRecent } from './recent.ts';
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

/** Commits what a turn leaves behind; `changed` when a state was changed since it was loaded, `seen` when it is not ours. */
export type Commit = (turn: Turn, left: Omit<Left, 'posts'>) => Promise<'kept' | 'seen' | 'changed'>;

export type Bot = {
  /**
   * One delivery in, its reply out; what it changes is committed before the reply is returned, by `commit` where it is given.
   * Deliveries of one exchange are handled one at a time, in the order they came; others do not wait for them. Undefined
   * when another process has taken it. Throws when the store does.
   */
  readonly handle: (delivery: Delivery, commit?: Commit) => Promise<Answered | undefined>;
  /** The same from what this process happens to remember, without the store; what needs the store says so. */
  readonly handleFromMemory: (delivery: Delivery) => Answered;
  /** Whether nothing will be said to words, as far as the exchange stands now. */
  readonly isSilentTo: (delivery: Delivery) => Promise<boolean>;
  /** Questions that begin like these words or match them, best first. */
  readonly complete: (text: string) => readonly Completion[];
  /** True the first time it is called with this name, ever. */
  readonly once: (name: string) => Promise<boolean>;
};

/** Exchanges that are remembered for when the store is away. */
const MAX_KNOWN = 1000;

/** How often a delivery is handled again because its thread was changed meanwhile. */
const MAX_ATTEMPTS = 5;
const NOTHING_SAID = { state: undefined, revision: 0 } as const;

/** How long a person waits for a store that hangs before they are told. */
const HANDLE_LIMIT_MS = 30_000;

/** The bot: loads the exchanges, converses, commits. `observe` is told of everything that was handled. */
export function createBot({
  library,
  store,
  now,
  observe,
  limits,
  handleLimitMs = HANDLE_LIMIT_MS,
  keepsWords = true,
}: {
  /** The packs as they are now; what is in hand keeps those it began with. */
  readonly library: () => Library;
  readonly store: {
    readonly threads: Pick<Store['threads'], 'load'>;
    readonly commits: Pick<Store['commits'], 'keep'>;
    readonly settings: Pick<Store['settings'], 'once'>;
  };
  readonly now: () => Date;
  readonly observe: (handled: Handled) => void;
  /** A loop breaker; the usual one unless given. */
  readonly limits?: ReplyLimits;
  readonly handleLimitMs?: number;
  /** Whether questions are remembered in the words in which they were asked. */
  readonly keepsWords?: boolean;
}): Bot {
  /** The last delivery of each exchange that is still being handled. */
  const pending = new Map<string, Promise<unknown>>();
  const known = createRecent<ThreadState>(MAX_KNOWN);
  const budget = createReplyBudget(limits);

  return {
    handle: (delivery, commit = keepTurn(delivery)) =>
      inTime(inTurn(keysNeeded(delivery), () => handleNow(delivery, commit))),
    handleFromMemory: (delivery) => {
      const { key, thread, own } = delivery;
      const started = performance.now();
      const exchanges = { open: known.get(thread) ?? EMPTY_THREAD, own: known.get(own) ?? EMPTY_THREAD };
      const turn = unkept(within(delivery, speak(delivery, exchanges, now()), isAllowed(delivery)));
      tell(delivery, turn, started);
      return { ...turn, continueIn: continuing(key, turn.shared) };
    },
    isSilentTo: async (delivery) => {
      const { state: open = EMPTY_THREAD } = await store.threads.load(delivery.thread);
      return speak(delivery, { open, own: EMPTY_THREAD }, now()).place === 'nowhere';
    },
    complete: (text) => complete(text, library()),
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

  async function handleNow(delivery: Delivery, commit: Commit): Promise<Answered | undefined> {
    const started = performance.now();
    const turn = await converseAndCommit(delivery, commit);
    if (!turn) return undefined;
    tell(delivery, turn, started);
    return { ...turn, continueIn: continuing(delivery.key, turn.shared) };
  }

  function tell({ key, thread }: Delivery, { place, trace: { intent, decision } }: Turn, started: number): void {
    const durationMs = performance.now() - started;
    observe({ key, thread, intent, place, confidence: decision?.confidence, durationMs });
  }

  function speak(delivery: Delivery, exchanges: Exchanges, moment: Date): Turn {
    const turn = converse(delivery, exchanges, library(), moment.toISOString().slice(0, 10));
    return keepsWords ? turn : forgettingWords(turn);
  }

  function isAllowed({ thread, person, at }: Delivery): () => boolean {
    return () => budget.allows(thread, person, at);
  }

  /** Converses again when what it rests on was changed meanwhile; a press does not wait for the words said at that moment. */
  async function converseAndCommit(delivery: Delivery, commit: Commit): Promise<Turn | undefined> {
    const { thread, own } = delivery;
    const moment = now();
    let answer: boolean | undefined;
    const isWithin = () => {
      answer ??= isAllowed(delivery)();
      return answer;
    };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const keys = keysNeeded(delivery);
      const open = keys.includes(thread) ? await load(thread) : NOTHING_SAID;
      const ownThread = keys.includes(own) && own !== thread ? await load(own) : NOTHING_SAID;
      const exchanges = { open: open.state ?? EMPTY_THREAD, own: ownThread.state ?? EMPTY_THREAD };
      const turn = within(delivery, speak(delivery, exchanges, moment), isWithin);
      const states = [
        ...(turn.changes.open ? [{ thread, state: turn.changes.open, after: open.revision }] : []),
        ...(turn.changes.own ? [{ thread: own, state: turn.changes.own, after: ownThread.revision }] : []),
      ];
      const notes = turn.notes.map((note) => ({ ...note, thread }));
      switch (await commit(turn, { states, notes })) {
        case 'kept':
          for (const { thread: changed, state } of states) known.set(changed, state);
          return turn;
        case 'seen':
          // Another process took the same delivery, and answers it.
          return undefined;
        case 'changed':
      }
    }
    throw new Error(`the thread was changed ${MAX_ATTEMPTS} times while one delivery was handled`);
  }

  async function load(thread: string): ReturnType<Store['threads']['load']> {
    const loaded = await store.threads.load(thread);
    if (loaded.state) known.set(thread, loaded.state);
    return loaded;
  }

  /** Commits under the key of the delivery, when there is anything to be kept. */
  function keepTurn({ key }: Delivery): Commit {
    return async (_turn, left) => (left.states.length + left.notes.length === 0 ? 'kept' : keep(key, left, now()));
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

/** The turn, or silence where somebody was answered too often. */
function within(delivery: Delivery, turn: Turn, isWithin: () => boolean): Turn {
  if (!isWords(delivery.arrival) || turn.place === 'nowhere' || isWithin()) return turn;
  return { ...turn, place: 'nowhere', changes: {}, notes: [] };
}

/** Only words can come from another bot; presses and commands come from a person's hand. */
function isWords(arrival: Delivery['arrival']): boolean {
  return arrival.type === 'mention' || arrival.type === 'direct' || arrival.type === 'overheard';
}
