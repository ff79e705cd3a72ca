import { describe, expect, it } from 'vitest';
import { complete, MAX_COMPLETIONS } from '../../src/core/complete.ts';
import { knowledge, library } from '../knowledge.ts';

const questions = [...knowledge.pack.entries.values()].map(({ question }) => question);
const completed = (text: string) => complete(text, library).map(({ question }) => question);

describe('completions', () => {
  it('are questions of the pack, each once, and no more than a platform shows', () => {
    for (const text of ['', 'd', 'django', 'node', 'real time', 'what is', '   ', 'wat r teh cons of node', '🙂']) {
      const found = completed(text);
      expect(new Set(found).size, text).toBe(found.length);
      expect(found.length, text).toBeLessThanOrEqual(MAX_COMPLETIONS);
      for (const question of found) expect(questions).toContain(question);
    }
  });

  it('of no word begin with a question of each topic', () => {
    const firsts = knowledge.pack.topics.map(({ entries: [id = ''] }) => knowledge.pack.entries.get(id)?.question);
    expect(completed('').slice(0, firsts.length)).toEqual(firsts);
  });

  it('begin with a question that was typed to its end', () => {
    for (const question of questions) expect(completed(question)[0], question).toBe(question);
  });

  it('have every word that was typed, as the beginning of a word, before what is only like it', () => {
    const [first] = completed('websock');
    expect(first?.toLowerCase()).toContain('websock');
  });

  it('find by meaning what nobody would type letter by letter', () => {
    expect(completed('djnago cons')).toContain(knowledge.pack.entries.get('django-cons')?.question);
  });

  it('are none for words that nothing is known about', () => {
    expect(completed('zzzzqqq')).toEqual([]);
  });
});
