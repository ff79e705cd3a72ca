import type { Note } from '../../src/core/note.ts';
import { EMPTY_THREAD, type ThreadState, withBrief } from '../../src/core/thread.ts';
import type { Lease, Left, Post, Received } from '../../src/store/store.ts';

export const HELPED = {
  kind: 'feedback',
  pack: 'drinks',
  entry: 'what-is-tea',
  value: 'liked',
  version: 'abc',
} as const satisfies Note;
export const ANSWERED: ThreadState = { ...EMPTY_THREAD, version: 'abc', last: 'answer', entry: 'what-is-tea' };
export const ADVISED: ThreadState = withBrief(
  { ...ANSWERED, last: 'verdict', options: ['tea'], question: 'who-drinks' },
  {
    needs: [
      { criterion: 'wakefulness', strength: 0.5, negated: true, said: 'no "night shift" 🌙\u0000\n', by: 'said' },
    ],
    facts: [{ fact: 'no-sleep', said: 'no sleep' }],
    neither: [],
    together: 'tea and coffee',
    asked: ['who-drinks'],
  },
);

export const NOTHING: Left = { states: [], posts: [], notes: [] };

/** A delivery of words under this key in this thread. */
export function delivery(key: string, thread = 'one'): Received {
  return {
    key,
    thread,
    own: `${thread}:ana`,
    person: 'ana',
    at: 1000,
    arrival: { type: 'overheard', mentionsOthers: false },
    receivedAt: 1001,
    isAgain: false,
    way: { channel: 'general', address: { channel: 'general', after: [1, null, true] } },
    content: { type: 'utterance', text: `"${key}" \\ \u0000 \ud800 🌙 '; drop table deliveries; --` },
  };
}

/** A lease that begins at a moment and lasts for 1,000 ms. */
export function lease(holder: string, at = 0): Lease {
  return { holder, at, until: at + 1000 };
}

/** A post for a channel, in the shape a platform might give it. */
export function post(id: string, channel = 'general', platform = 'slack'): Omit<Post, 'at'> {
  return { id, platform, channel, body: { text: `post ${id} "'\u0000🌙`, blocks: [1, null, true] } };
}
