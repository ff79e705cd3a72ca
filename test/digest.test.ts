import { describe, expect, it, onTestFinished } from 'vitest';
import { buttonsOf, plainCard } from '../src/core/card.ts';
import { digestCard } from '../src/core/digest-card.ts';
import type { Gap, Gaps } from '../src/core/gaps.ts';
import type { Library } from '../src/core/library.ts';
import { type Note, wordsId } from '../src/core/note.ts';
import { decodePress } from '../src/core/press.ts';
import { type DigestPost, postWhatIsDue, startDigest } from '../src/digest.ts';
import { renderCard as renderDiscord } from '../src/platforms/discord/render.ts';
import { renderCard as renderSlack } from '../src/platforms/slack/render.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { parcels } from './core/parcel-pack.ts';

const library: Library = [parcels];
const OF = { pack: 'parcels', version: 'parcels-1' } as const;
const HOUR_MS = 60 * 60_000;
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const DOGS: Note = { kind: 'abstention', ...OF, said: 'can a dog travel along', near: ['parcels/what-is-a-van'] };
const PASSED: Note = { ...DOGS, kind: 'passed-on' };

describe('the digest', () => {
  it('is posted once a week, from Monday morning on, by however many processes', async () => {
    const store = await opened();
    await note(store, 'a', DOGS, MONDAY - 10 * HOUR_MS);
    const posts: DigestPost[] = [];
    for (const at of [MONDAY - HOUR_MS, MONDAY, MONDAY + HOUR_MS, MONDAY + 6 * 24 * HOUR_MS])
      await Promise.all([look(store, at, posts), look(store, at, posts)]);
    expect(new Set(posts.map(({ id }) => id))).toEqual(new Set(['digest: 2026-11-16', 'digest: 2026-11-23']));
    const [first] = posts;
    expect(first && plainCard(first.card)).toBe(
      [
        'What people missed',
        '1 not answered',
        '1 ×: "can a dog travel along"',
        '[1] Add as example of "What is a van?"  [2] New entry  [3] Not for us',
        'Nothing is learned without a yes: versus gaps --write takes over what you decide here.',
      ].join('\n\n'),
    );
    const after = posts.length;
    await look(store, MONDAY + 7 * 24 * HOUR_MS, posts);
    expect(posts).toHaveLength(after);
  });

  it('is posted later when it could not be posted', async () => {
    const store = await opened();
    await note(store, 'a', DOGS, MONDAY);
    const failing = look(store, MONDAY + 1, { push: () => 0, fails: true });
    await expect(failing).rejects.toThrow('the outbox is away');
    const posts: DigestPost[] = [];
    await look(store, MONDAY + 2, posts);
    expect(posts.map(({ id }) => id)).toEqual(['digest: 2026-11-23']);
  });

  it('puts the most frequent to the vote, what was passed on first, and never twice or what was decided', () => {
    const gap = (words: string, count: number, rest: Partial<Gap> = {}): Gap => ({
      ...{ id: wordsId('parcels', words), pack: 'parcels', words, others: [], count, passedOn: 0 },
      ...{ entry: undefined, decision: undefined },
      ...rest,
    });
    const chosen = gap('a box on wheels', 2, { entry: 'what-is-a-van' });
    const card = digestCard(
      gapsOf({
        chosen: [chosen],
        unanswered: [
          gap('one', 9, { others: ['uno', 'un', 'ein'] }),
          gap('a box on wheels', 1),
          gap('two', 1, { passedOn: 1, entry: 'gone' }),
          gap('three', 8, { decision: { kind: 'new-entry', words: 'three', entry: undefined } }),
          ...['four', 'five', 'six', 'seven'].map((words) => gap(words, 1)),
        ],
        disliked: [
          {
            ...{ pack: 'parcels', entry: 'what-is-a-van', disliked: 2, liked: 0, challenged: 1, words: [] },
            reasons: [{ reason: 'outdated', count: 2 }],
          },
        ],
        pairs: [{ pack: 'parcels', entries: ['what-is-a-drone', 'what-is-a-van'], chosen: [1, 2] }],
      }),
      library,
      '2026-11-16',
    );
    const text = card ? plainCard(card) : '';
    expect(text.match(/^\d+ ×.*$/gm)).toEqual([
      '1 ×, passed on: "two"',
      '9 ×: "one" (also "uno", 2 more)',
      '2 ×, then chosen by hand: "a box on wheels"',
      expect.stringMatching(/^1 ×: "(four|five|six|seven)"$/),
      expect.stringMatching(/^1 ×: "(four|five|six|seven)"$/),
    ]);
    expect(text).toContain('What is a van?: disliked 2 ×, challenged 1 ×, "It is outdated" 2 ×');
    expect(text).toContain('Chosen between: What is a drone? (1 ×) or What is a van? (2 ×)');
    expect(text).toContain('2 more: versus gaps --since 2026-11-16.');
  });

  it('is not posted where nothing was missed', () => {
    expect(digestCard(gapsOf({}), library, '2026-11-16')).toBeUndefined();
  });

  it('fits a message of each platform, whatever people said, and every button works', () => {
    const words = '<@U1> **"`'.repeat(30);
    const unanswered = Array.from({ length: 9 }, (_, at): Gap => {
      const id = wordsId('parcels', `${words} ${at}`);
      const others = Array.from({ length: 9 }, () => words);
      return {
        id,
        pack: 'parcels',
        words,
        others,
        count: 9999,
        passedOn: 1,
        entry: 'what-is-a-cargo-bike',
        decision: undefined,
      };
    });
    const pair = { pack: 'parcels', entries: ['what-is-a-cargo-bike', 'what-is-a-van'], chosen: [9, 9] } as const;
    const card = digestCard(gapsOf({ unanswered, pairs: [pair, pair, pair, pair] }), library, '2026-11-16');
    if (!card) throw new Error('no card');
    expect([renderSlack(card).overflow, renderDiscord(card).overflow]).toEqual([undefined, undefined]);
    for (const { press } of buttonsOf(card)) expect(press.type).toMatch(/^(teach|new-entry|not-ours)$/);
  });
});

describe('a question that was passed on', () => {
  it('is posted soon, once, with its buttons and without a name or a place', async () => {
    const store = await opened();
    const posts: DigestPost[] = [];
    await look(store, MONDAY - HOUR_MS, { push: () => 0 });
    await note(store, 'slack:T:C:1', PASSED, MONDAY - HOUR_MS + 1);
    await note(store, 'slack:T:C:1', PASSED, MONDAY - HOUR_MS + 2);
    await note(store, 'b', { ...PASSED, said: undefined }, MONDAY - HOUR_MS + 3);
    for (const minutes of [1, 2, 3]) await look(store, MONDAY - HOUR_MS + minutes * 1000, posts);
    expect(new Set(posts.map(({ id }) => id)).size).toBe(1);
    const [post] = posts;
    expect(post?.id).not.toMatch(/slack|dog/);
    expect(post && plainCard(post.card)).toBe(
      'Somebody passed on a question\n\n"can a dog travel along"\n\n' +
        '[1] Add as example of "What is a van?"  [2] New entry  [3] Not for us',
    );
    const [teach] = post ? buttonsOf(post.card) : [];
    expect(
      teach && decodePress(`v1:teach:parcels:what-is-a-van:${wordsId('parcels', 'can a dog travel along')}`),
    ).toEqual(teach?.press);
  });

  it('is none of those from before there was a channel', async () => {
    const store = await opened();
    await note(store, 'a', PASSED, MONDAY - 3 * HOUR_MS);
    const posts: DigestPost[] = [];
    await look(store, MONDAY, posts);
    await look(store, MONDAY + 1, posts);
    expect(posts.map(({ id }) => id)).toEqual(['digest: 2026-11-23']);
  });
});

it('the digest goes on after a failure, and is over when it was stopped', async () => {
  const store = await opened();
  await note(store, 'a', DOGS, MONDAY);
  const posts: DigestPost[] = [];
  let failures = 0;
  const digesting = startDigest({
    ...partsOf(store, MONDAY + 1, (post) => {
      if (failures === 0) throw new Error('the outbox is away');
      posts.push(post);
    }),
    failed: () => {
      failures += 1;
    },
    intervalMs: 5,
  });
  await expect.poll(() => posts.length).toBe(1);
  await digesting.stop();
  expect(failures).toBe(1);
});

type Sink = { readonly push: (post: DigestPost) => number; readonly fails?: boolean };

async function look(store: Store, at: number, posts: Sink): Promise<void> {
  await postWhatIsDue(
    partsOf(store, at, (post) => {
      if (posts.fails === true) throw new Error('the outbox is away');
      posts.push(post);
    }),
  );
}

function partsOf(store: Store, at: number, post: (post: DigestPost) => void) {
  return {
    store,
    library: () => library,
    vectors: () => undefined,
    now: () => new Date(at),
    post: async (one: DigestPost) => post(one),
  };
}

function gapsOf(parts: Partial<Omit<Gaps, 'counts'>>): Gaps {
  const { unanswered = [], disliked = [], chosen = [], pairs = [] } = parts;
  const counts = {
    ...{ unanswered: unanswered.length, passedOn: 0, disliked: disliked.length, challenged: 0 },
    ...{ chosen: chosen.length, answeredNow: 0, setAside: 0, ungrouped: 0 },
  };
  return { unanswered, disliked, chosen, pairs, counts };
}

async function opened(): Promise<Store> {
  const store = await openStore({ file: ':memory:' });
  onTestFinished(() => store.health.close());
  return store;
}

async function note(store: Store, thread: string, of: Note, at: number): Promise<void> {
  const notes = [{ ...of, thread }];
  await store.commits.keep({ key: `${thread} ${at}`, states: [], posts: [], notes, holder: 't', at, until: at });
}
