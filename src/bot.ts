import type { Knowledge } from './core/compile.ts';
import type { Delivery } from './core/delivery.ts';
import { type Reply, respond, type Trace } from './core/respond.ts';
import { EMPTY_THREAD } from './core/thread.ts';
import type { Store } from './store/store.ts';

/** What is told of a delivery once it was handled; holds no words of anybody. */
export type Handled = {
  readonly key: string;
  readonly thread: string;
  readonly intent: Trace['intent'];
  /** Of the best match, where the words were matched. */
  readonly confidence: number | undefined;
  readonly durationMs: number;
};

export type Bot = {
  /**
   * One delivery in, its reply out; what it changes is committed before the reply is returned. Deliveries of one thread
   * are handled one at a time, in the order they came; others do not wait for them. Throws when the store does.
   */
  readonly handle: (delivery: Delivery) => Promise<Reply>;
};

/** The bot: loads the thread, responds, commits. `observe` is told of everything that was handled. */
export function createBot({
  knowledge,
  store,
  now,
  observe,
}: {
  readonly knowledge: Knowledge;
  readonly store: Store;
  readonly now: () => Date;
  readonly observe: (handled: Handled) => void;
}): Bot {
  /** The last delivery of each thread that is still being handled. */
  const pending = new Map<string, Promise<unknown>>();

  return {
    handle: (delivery) => {
      const { thread } = delivery;
      const before = pending.get(thread) ?? Promise.resolve();
      const reply = before.then(
        () => handleNow(delivery),
        () => handleNow(delivery),
      );
      pending.set(thread, reply);
      const forget = () => {
        if (pending.get(thread) === reply) pending.delete(thread);
      };
      reply.then(forget, forget);
      return reply;
    },
  };

  async function handleNow({ key, thread, content }: Delivery): Promise<Reply> {
    const started = performance.now();
    const at = now();
    const state = (await store.loadThread(thread)) ?? EMPTY_THREAD;
    const reply = respond({ content }, state, knowledge, at.toISOString().slice(0, 10));
    await store.commit({ thread, state: reply.state, notes: reply.notes, at: at.getTime() });
    const { intent, decision } = reply.trace;
    observe({ key, thread, intent, confidence: decision?.confidence, durationMs: performance.now() - started });
    return reply;
  }
}
