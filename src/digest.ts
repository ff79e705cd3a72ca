import type { Card } from './core/card.ts';
import { digestCard, passedOnPost } from './core/digest-card.ts';
import { gapsIn } from './core/gaps.ts';
import type { Library } from './core/library.ts';
import { wordsId } from './core/note.ts';
import type { WordVectors } from './core/word-vectors.ts';
import type { Store, StoredNote } from './store/store.ts';

/** What is posted to the people who keep the knowledge. */
export type DigestPost = {
  /** Names it for ever: of one id at most one is posted, by however many processes and however often it is asked for. */
  readonly id: string;
  readonly card: Card;
  readonly at: number;
};

export type DigestParts = {
  readonly store: Pick<Store, 'notes' | 'settings'>;
  readonly library: () => Library;
  readonly vectors: () => WordVectors | undefined;
  readonly now: () => Date;
  /** Resolves once the post is kept, so that it will be posted; for one that was kept before nothing happens. */
  readonly post: (post: DigestPost) => Promise<void>;
};

export type Digesting = {
  /** Ends it; resolves when what was begun is done. */
  readonly stop: () => Promise<void>;
};

const DAY_MS = 24 * 60 * 60_000;
const WEEK_MS = 7 * DAY_MS;
/** A week begins on Monday at this time, in universal time. */
const WEEK_BEGINS_MS = 8 * 60 * 60_000;
/** The first Monday of the epoch. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const INTERVAL_MS = 30_000;
/** Up to which moment what was passed on is posted. */
const PASSED_ON = 'digest: passed on until';
/** Clocks of processes that share a database differ by less; what is looked at twice is posted once. */
const OVERLAP_MS = 60 * 60_000;

/** Posts what people missed once a week, and what they pass on soon. `failed` is told of what did not succeed; it is tried again. */
export function startDigest(
  parts: DigestParts & { readonly failed: (error: unknown) => void; readonly intervalMs?: number },
): Digesting {
  let work = Promise.resolve();
  let isBusy = false;
  const look = () => {
    if (isBusy) return;
    isBusy = true;
    work = postWhatIsDue(parts)
      .catch(parts.failed)
      .finally(() => {
        isBusy = false;
      });
  };
  look();
  const timer = setInterval(look, parts.intervalMs ?? INTERVAL_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return work;
    },
  };
}

/** Posts what is due now: the digest of the last seven days where this week has none yet, and what was passed on since the last look. */
export async function postWhatIsDue(parts: DigestParts): Promise<void> {
  const at = parts.now().getTime();
  await postPassedOn(parts, at);
  const week = `digest: ${dayOf(weekOf(at))}`;
  if ((await parts.store.settings.get(week)) !== undefined) return;
  const since = at - WEEK_MS;
  const library = parts.library();
  const gaps = gapsIn(await parts.store.notes.since(0), library, parts.vectors, since);
  const card = digestCard(gaps, library, dayOf(since));
  if (card) await parts.post({ id: week, card, at });
  await parts.store.settings.once(week, at);
}

async function postPassedOn({ store, library, post }: DigestParts, at: number): Promise<void> {
  const until = await store.settings.get(PASSED_ON);
  if (until === undefined) return store.settings.set(PASSED_ON, String(at));
  const notes = await store.notes.since(Number(until) - OVERLAP_MS);
  const latest = Math.max(Number(until), ...notes.map((note) => note.at));
  for (const note of notes) await postOne(note, library(), post, at);
  if (latest > Number(until)) await store.settings.set(PASSED_ON, String(latest));
}

async function postOne(note: StoredNote, library: Library, post: DigestParts['post'], at: number): Promise<void> {
  if (note.kind !== 'passed-on') return;
  const card = passedOnPost(note, library);
  // The id tells nobody where it was asked.
  const id = `passed on: ${note.pack} ${wordsId(note.thread, note.said ?? '')}`;
  if (card) await post({ id, card, at });
}

/** The moment at which the week began. */
function weekOf(at: number): number {
  const begins = FIRST_MONDAY_MS + WEEK_BEGINS_MS;
  return Math.floor((at - begins) / WEEK_MS) * WEEK_MS + begins;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
