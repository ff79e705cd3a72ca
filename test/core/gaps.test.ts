import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../src/core/alike.ts';
import { type Gaps, gapsIn, type KeptNote, MAX_GROUPED } from '../../src/core/gaps.ts';
import type { Library } from '../../src/core/library.ts';
import { type Note, wordsId } from '../../src/core/note.ts';
import { wordVectorsOf } from '../../src/pack/read-word-vectors.ts';
import { knowledge } from '../knowledge.ts';
import { parcels } from './parcel-pack.ts';

const library: Library = [parcels];
const none = () => undefined;
const vectors = wordVectorsOf(join(import.meta.dirname, '..', '..', 'knowledge'));
const OF = { pack: 'parcels', version: 'parcels-1' } as const;
const VAN = 'parcels/what-is-a-van';
const DRONE = 'parcels/what-is-a-drone';

const missed = (said: string | undefined, near: string[] = []): Note => ({ kind: 'abstention', ...OF, near, said });
const chose = (said: string, entry: string, offered: string[]): Note => ({
  kind: 'choice',
  ...OF,
  said,
  entry,
  offered,
});
const decided = (decision: 'example' | 'not-ours' | 'new-entry', said: string, entry?: string): Note => ({
  kind: 'decision',
  ...OF,
  decision,
  words: wordsId('parcels', said),
  entry,
});

describe('what was asked and not answered', () => {
  it('is grouped, with the words that were said most often first, and the entry that was nearest', () => {
    const { unanswered, counts } = gaps(
      ['a', missed('Who pays customs duty?', [DRONE])],
      ['b', missed('customs duty: who pays', [VAN])],
      ['c', missed('customs duty: who pays', [VAN])],
      ['d', missed('can a dog travel along', ['branching/git-flow'])],
    );
    expect(unanswered).toEqual([
      {
        id: wordsId('parcels', 'customs duty: who pays'),
        pack: 'parcels',
        words: 'customs duty: who pays',
        others: ['Who pays customs duty?'],
        count: 3,
        passedOn: 0,
        entry: 'what-is-a-van',
        decision: undefined,
      },
      expect.objectContaining({ words: 'can a dog travel along', count: 1, entry: undefined }),
    ]);
    expect(counts).toMatchObject({ unanswered: 4, passedOn: 0, answeredNow: 0, setAside: 0, ungrouped: 0 });
  });

  it('counts once what one conversation says twice, and once more as passed on', () => {
    const words = 'can a dog travel along';
    const { unanswered, counts } = gaps(
      ['a', missed(words)],
      ['a', missed('Can a dog travel along?')],
      ['a', { kind: 'passed-on', ...OF, said: words, near: [] }],
      ['b', { kind: 'none-of-these', ...OF, said: words, offered: [VAN] }],
    );
    expect(unanswered).toMatchObject([{ words, others: [], count: 2, passedOn: 1, entry: 'what-is-a-van' }]);
    expect(counts).toMatchObject({ unanswered: 2, passedOn: 1 });
  });

  it('is only counted where the words were not kept', () => {
    expect(gaps(['a', missed(undefined)], ['b', missed(undefined)])).toMatchObject({
      unanswered: [],
      counts: { unanswered: 2, ungrouped: 2 },
    });
  });

  it('is left out once the pack answers it, but for an answer that was refused', () => {
    const words = 'What is Django?';
    const of = { pack: knowledge.pack.id, version: 'before' };
    const notes = (note: Note) => gapsIn(kept(['a', { ...note, ...of }]), [knowledge], none);
    expect(notes(missed(words))).toMatchObject({ unanswered: [], counts: { unanswered: 0, answeredNow: 1 } });
    const offered = [`${of.pack}/what-is-django`];
    const refused: Note = { kind: 'none-of-these', ...of, said: words, offered };
    expect(notes(refused)).toMatchObject({ unanswered: [{ words }], counts: { answeredNow: 0 } });
    expect(notes(chose(words, 'what-is-django', offered)).counts).toMatchObject({ chosen: 0, answeredNow: 1 });
    expect(notes(chose(words, 'django-origin', offered)).counts).toMatchObject({ chosen: 1, answeredNow: 0 });
  });

  it('is left out once it is an example, also where the bot does not answer it surely yet', () => {
    const [example = ''] = parcels.pack.entries.get('what-is-a-van')?.examples ?? [];
    expect(gaps(['a', missed(example)]).counts).toMatchObject({ unanswered: 0, answeredNow: 1 });
    const refused: Note = { kind: 'none-of-these', ...OF, said: example, offered: [VAN] };
    expect(gaps(['a', refused]).counts).toMatchObject({ unanswered: 1, answeredNow: 0 });
  });

  it('is of its own pack, and none of a pack that is gone', () => {
    expect(gaps(['a', { ...missed('can a dog travel along'), pack: 'gone' }]).counts.unanswered).toBe(0);
  });

  it('is of the time that was asked for, while a decision counts whenever it was made', () => {
    const old = kept(['a', decided('not-ours', 'can a dog travel along')], ['b', missed('who pays customs duty')]);
    const fresh = kept(['c', missed('can a dog travel along')], ['d', missed('is there a night rate')]);
    const notes = [...old, ...fresh.map((note) => ({ ...note, at: note.at + 100 }))];
    expect(gapsIn(notes, library, none, 50)).toMatchObject({
      unanswered: [{ words: 'is there a night rate' }],
      counts: { unanswered: 1, setAside: 1 },
    });
  });

  it('never takes longer than the most that are grouped, and counts the rest', () => {
    const letters = 'abcdefghij';
    const word = (number: number) => [...String(number)].map((digit) => letters[Number(digit)]).join('');
    const notes = Array.from({ length: MAX_GROUPED + 5 }, (_, at) => ['t', missed(`zq${word(at)}xy`)] as const);
    expect(gaps(...notes).counts.ungrouped).toBe(5);
  });
});

describe('a decision', () => {
  const asked = [
    ['a', missed('customs duty: who pays', [VAN])],
    ['b', missed('Who pays customs duty?', [VAN])],
  ] as const;

  it('that words are nothing for the pack sets aside all of their group that was said by then', () => {
    const after = gaps(...asked, ['c', decided('not-ours', 'customs duty: who pays')]);
    expect(after).toMatchObject({ unanswered: [], counts: { unanswered: 0, setAside: 2 } });
    const later = gaps(
      ...asked,
      ['c', decided('not-ours', 'customs duty: who pays')],
      ['d', missed('customs duty who pays it')],
    );
    expect(later).toMatchObject({ unanswered: [{ words: 'customs duty who pays it', count: 1 }] });
  });

  it('stands with the group, whichever of its words it was about; the last one counts', () => {
    const words = 'Who pays customs duty?';
    const first = decided('not-ours', words);
    const second = decided('example', words, 'what-is-a-drone');
    expect(gaps(...asked, ['c', first], ['d', second]).unanswered).toMatchObject([
      { words: 'customs duty: who pays', decision: { kind: 'example', words, entry: 'what-is-a-drone' } },
    ]);
    expect(gaps(...asked, ['c', decided('new-entry', words)]).unanswered[0]?.decision).toEqual({
      kind: 'new-entry',
      words,
      entry: undefined,
    });
  });
});

describe('what was chosen from "Did you mean"', () => {
  it('could be an example of what was chosen', () => {
    const { chosen, counts } = gaps(
      ['a', chose('the thing on wheels', 'what-is-a-van', [VAN, DRONE])],
      ['b', chose('the thing on wheels', 'what-is-a-van', [VAN, DRONE])],
      ['c', chose('the thing with wings', 'what-is-a-drone', [VAN, DRONE])],
    );
    expect(chosen.map(({ words, entry, count }) => [words, entry, count])).toEqual([
      ['the thing on wheels', 'what-is-a-van', 2],
      ['the thing with wings', 'what-is-a-drone', 1],
    ]);
    expect(counts.chosen).toBe(3);
  });

  it('tells which entries people had to choose between', () => {
    const offered = [VAN, DRONE, VAN, 'branching/git-flow'];
    const { pairs } = gaps(
      ['a', chose('one', 'what-is-a-van', offered)],
      ['b', chose('two', 'what-is-a-drone', offered)],
      ['c', chose('three', 'what-is-a-van', [...offered, 'parcels/what-is-a-depot'])],
    );
    expect(pairs).toEqual([
      { pack: 'parcels', entries: ['what-is-a-drone', 'what-is-a-van'], chosen: [1, 2] },
      { pack: 'parcels', entries: ['what-is-a-depot', 'what-is-a-van'], chosen: [0, 1] },
    ]);
  });
});

describe('what was disliked', () => {
  it('is listed with its reasons and the words, the worst first; what was only liked is not', () => {
    const about = (entry: string) => ({ ...OF, entry });
    const feedback = (entry: string, value: 'liked' | 'disliked', said?: string): Note => ({
      kind: 'feedback',
      ...about(entry),
      value,
      said,
    });
    const reason = (why: 'outdated' | 'wrong'): Note => ({ kind: 'reason', ...about('what-is-a-van'), reason: why });
    const { disliked, counts } = gaps(
      ['a', feedback('what-is-a-drone', 'liked')],
      ['b', { kind: 'challenge', ...about('what-is-a-depot'), claims: [], text: 'no' }],
      ['c', feedback('what-is-a-van', 'disliked', 'vans?')],
      ['d', feedback('what-is-a-van', 'disliked', 'what are vans')],
      ['e', feedback('what-is-a-van', 'liked', 'a van')],
      ['f', reason('wrong')],
      ['g', reason('outdated')],
      ['h', reason('outdated')],
    );
    expect(disliked).toEqual([
      {
        ...{ pack: 'parcels', entry: 'what-is-a-van', disliked: 2, liked: 1, challenged: 0 },
        reasons: [
          { reason: 'outdated', count: 2 },
          { reason: 'wrong', count: 1 },
        ],
        words: ['what are vans', 'vans?'],
      },
      {
        ...{ pack: 'parcels', entry: 'what-is-a-depot', disliked: 0, liked: 0, challenged: 1 },
        reasons: [],
        words: [],
      },
    ]);
    expect(counts).toMatchObject({ disliked: 2, challenged: 1 });
  });
});

describe('texts that ask the same', () => {
  it('are told from others: by other words, abbreviations and endings, but not across options or opposites', () => {
    const groups = [
      ['react or vue', 'vue vs react'],
      ['kafka vs rabbitmq', 'rabbitmq or kafka for events'],
      ['how do i deploy to kubernetes', 'deploying on k8s'],
      ['hourly rate for django freelancers', 'freelancer rates django'],
      ['advantages of django'],
      ['disadvantages of django'],
      ['disadvantages of nodejs'],
      ['weather tomorrow?'],
    ];
    const texts = groups.flat();
    expect(groupsOf(texts, knowledge, vectors).map((group) => group.map((place) => texts[place]))).toEqual(groups);
  });

  it('are found without a table of meanings too, by their words', () => {
    const texts = ['who pays customs duty', 'can a dog travel along', 'customs duty: who pays'];
    expect(groupsOf(texts, parcels, none)).toEqual([[0, 2], [1]]);
    expect(groupsOf([], parcels, none)).toEqual([]);
  });
});

it('the same notes give the same gaps', () => {
  const notes = [
    ['a', missed('Who pays customs duty?', [DRONE])],
    ['b', missed('customs duty: who pays', [VAN])],
    ['c', chose('the thing on wheels', 'what-is-a-van', [VAN, DRONE])],
  ] as const;
  expect(JSON.stringify(gaps(...notes))).toBe(JSON.stringify(gaps(...notes)));
});

type Row = readonly [thread: string, note: Note];

function gaps(...rows: readonly Row[]): Gaps {
  return gapsIn(kept(...rows), library, none);
}

/** A note a second, beginning with the first. */
function kept(...rows: readonly Row[]): KeptNote[] {
  return rows.map(([thread, note], at) => ({ ...note, thread, at: at + 1 }));
}
