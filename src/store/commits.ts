import { isChangedMeanwhile, type Write } from './group.ts';
import { cleanLease } from './lease.ts';
import { cleanPlace } from './outbox.ts';
import { cleanName } from './rows.ts';
import type { Commits, Left, NotKept } from './store.ts';
import type { WriteQueue } from './write-queue.ts';

/** What handling leaves behind, written in groups. */
export function createCommits(queue: WriteQueue<Write>): Commits {
  return {
    finish: ({ key, thread, holder, at, until, ...given }) =>
      new Promise((resolve, reject) => {
        const left = cleanLeft(given);
        const lease = cleanLease({ holder, at, until });
        const own = cleanName(thread);
        const touches = [`lease ${own}`, ...statesTouched(left)];
        queue.add({
          type: 'finish',
          key: cleanName(key),
          thread: own,
          left,
          lease,
          touches,
          resolve,
          reject: orChanged(resolve, reject),
        });
      }),
    keep: ({ key, holder, at, until, ...given }) =>
      new Promise((resolve, reject) => {
        const left = cleanLeft(given);
        const lease = cleanLease({ holder, at, until });
        const own = cleanName(key);
        const touches = [`key ${own}`, ...statesTouched(left)];
        queue.add({ type: 'keep', key: own, left, lease, touches, resolve, reject: orChanged(resolve, reject) });
      }),
  };
}

/** What another process changed at that very moment is no failure. */
function orChanged(
  resolve: (changed: NotKept<'changed'>) => void,
  reject: (error: unknown) => void,
): (error: unknown) => void {
  return (error) => (isChangedMeanwhile(error) ? resolve({ outcome: 'changed' }) : reject(error));
}

function statesTouched({ states }: Left): readonly string[] {
  return states.map(({ thread }) => `state ${thread}`);
}

function cleanLeft({ states, posts, notes }: Left): Left {
  return {
    states: states.map(({ thread, state, after }) => ({ thread: cleanName(thread), state, after })),
    posts: posts.map((post) => ({ ...cleanPlace(post), body: post.body })),
    notes: notes.map((note) => ({ ...note, thread: cleanName(note.thread) })),
  };
}
