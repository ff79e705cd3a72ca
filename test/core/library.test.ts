import { describe, expect, it } from 'vitest';
import { entriesNamed, packWith, referenceTo, shownName, startersOf, taking } from '../../src/core/library.ts';
import { knowledge, twoPacks } from '../knowledge.ts';

describe('several packs', () => {
  it('are found by their ids', () => {
    expect(packWith('branching', twoPacks)?.pack.title).toBe('Trunk-based, GitHub flow or Git flow');
    expect(packWith('gone', twoPacks)).toBeUndefined();
    expect(packWith(undefined, twoPacks)).toBeUndefined();
  });

  it('begin with questions of each, at most four; one pack with its own', () => {
    const [one, two] = twoPacks.map(({ pack }) => pack.starters);
    expect(startersOf(twoPacks)).toEqual([one?.[0], two?.[0], one?.[1], two?.[1]]);
    expect(startersOf([knowledge])).toEqual(knowledge.pack.starters.slice(0, 4));
  });

  it('name an entry by its id, and by its pack as well where two have the id', () => {
    const names = entriesNamed('main-difference', twoPacks).map((one) => shownName(one, twoPacks));
    expect(names).toEqual(['django-vs-nodejs/main-difference', 'branching/main-difference']);
    const [only] = entriesNamed('git-flow-cons', twoPacks);
    expect(only && [shownName(only, twoPacks), referenceTo(only)]).toEqual([
      'git-flow-cons',
      'branching/git-flow-cons',
    ]);
    expect(entriesNamed('branching/main-difference', twoPacks).map(({ pack }) => pack.id)).toEqual(['branching']);
    for (const none of ['', 'gone', 'branching/', 'branching/django-cons', 'gone/main-difference'])
      expect(entriesNamed(none, twoPacks), none).toEqual([]);
  });

  it('take turns', () => {
    expect(taking([[1, 2, 3], [], [4], [5, 6]])).toEqual([1, 4, 5, 2, 6, 3]);
    expect(taking([])).toEqual([]);
  });
});
