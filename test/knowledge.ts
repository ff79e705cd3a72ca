import { join } from 'node:path';
import type { Content, Delivery } from '../src/core/delivery.ts';
import type { Library } from '../src/core/library.ts';
import { type Reply, respond } from '../src/core/respond.ts';
import { EMPTY_THREAD } from '../src/core/thread.ts';
import { loadLibrary } from '../src/pack/load-knowledge.ts';

/** The pack that ships, as the bot loads it. */
export const library: Library = loadLibrary(join(import.meta.dirname, '..', 'knowledge'));
export const [knowledge] = library;

/** The pack that ships, and the one of the tests, side by side. */
export const twoPacks: Library = [knowledge, ...loadLibrary(join(import.meta.dirname, 'packs'))];

/** The day on which tests take place. */
export const NOW = new Date('2026-11-22T12:00:00Z');
export const TODAY = '2026-11-22';

/** The reply to one utterance in a thread of its own. */
export function reply(text: string): Reply {
  return respond({ content: { type: 'utterance', text } }, EMPTY_THREAD, library, TODAY);
}

/** A delivery by Ana in a conversation with the bot alone. */
export function directly(content: Content, thread: string, key: string): Delivery {
  const arrival = content.type === 'press' ? ({ type: 'press', on: 'direct' } as const) : ({ type: 'direct' } as const);
  return { key, thread, own: thread, person: 'ana', at: NOW.getTime(), arrival, content };
}
