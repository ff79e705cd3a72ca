import type { Knowledge } from './core/compile.ts';
import type { Delivery } from './core/delivery.ts';
import { type Reply, respond } from './core/respond.ts';
import { EMPTY_THREAD } from './core/thread.ts';
import type { Store } from './store/store.ts';

/** What is known of a delivery once it was handled; holds no words of anybody. */
export type Handled = {
  readonly delivery: Pick<Delivery, 'key' | 'thread'>;
  readonly reply: Reply;
  readonly durationMs: number;
};

export type Bot = {
  /** One delivery in, its reply out; what it changes is committed before the reply is returned. Throws when the store does. */
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
  return {
    handle: async (delivery) => {
      const started = performance.now();
      const at = now();
      const state = (await store.loadThread(delivery.thread)) ?? EMPTY_THREAD;
      const reply = respond(delivery, state, knowledge, at.toISOString().slice(0, 10));
      await store.commit({ thread: delivery.thread, state: reply.state, notes: reply.notes, at: at.getTime() });
      observe({ delivery, reply, durationMs: performance.now() - started });
      return reply;
    },
  };
}
