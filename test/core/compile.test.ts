import { describe, expect, it } from 'vitest';
import { compile, entriesWith } from '../../src/core/compile.ts';
import { paragraph } from '../../src/core/prose.ts';
import { knowledge } from '../knowledge.ts';

const { pack } = knowledge;

describe('a compiled pack', () => {
  it('keeps the pack and the version it was made from', () => {
    const compiled = compile(pack, 'abc123');
    expect(compiled.pack).toBe(pack);
    expect(compiled.version).toBe('abc123');
  });

  it('knows the words, the questions and the needs of its pack', () => {
    const { lexicon, matcher, readNeeds } = compile(pack, 'abc123');
    for (const option of pack.options) {
      const [term] = lexicon.read(option.name);
      expect(term?.names).toEqual({ option: option.id, by: 'alias' });
    }
    for (const entry of pack.entries.values())
      expect(matcher.match(lexicon.read(entry.question))[0]?.entry.id).toBe(entry.id);
    for (const { phrases, id } of pack.criteria)
      for (const phrase of phrases.filter((one) => /^[a-z ]+$/.test(one)).slice(0, 1))
        expect([phrase, readNeeds(phrase).needs.map((need) => need.criterion)]).toEqual([
          phrase,
          expect.arrayContaining([id]),
        ]);
  });

  it('takes no word for a misspelt one that stands in its own sentences', () => {
    for (const word of ['extensive', 'released', 'nodes'])
      expect(knowledge.lexicon.read(word).map((term) => [term.word, term.names])).toEqual([[word, undefined]]);
    // Spelt like this it stands nowhere, and is a misspelt one.
    expect(knowledge.lexicon.read('expensve releasse').map((term) => term.word)).toEqual(['cost', 'version']);
  });

  it('learns such words from answers, claims and phrases, and not from the questions people ask', () => {
    const [entry, ...others] = [...pack.entries.values()];
    const [claim, ...claims] = [...pack.claims.values()];
    const [criterion, ...criteria] = pack.criteria;
    if (!entry || !claim || !criterion) throw new Error('the pack is empty');
    const read = (changed: Partial<typeof pack>) =>
      compile({ ...pack, ...changed }, 'test')
        .lexicon.read('databaser')
        .map((term) => term.word);
    const entries = (first: typeof entry) => ({ entries: new Map([first, ...others].map((one) => [one.id, one])) });
    expect(read({})).toEqual(['database']);
    expect(read(entries({ ...entry, answer: [paragraph('A databaser.')] }))).toEqual(['databaser']);
    const statement = 'Databaser is a word.';
    expect(read({ claims: new Map([{ ...claim, statement }, ...claims].map((one) => [one.id, one])) })).toEqual([
      'databaser',
    ]);
    expect(read({ criteria: [{ ...criterion, implied: ['databaser'] }, ...criteria] })).toEqual(['databaser']);
    expect(read(entries({ ...entry, answer: [paragraph('42')], examples: ['is it a databaser'] }))).toEqual([
      'database',
    ]);
  });

  it('answers the same as another one made from the same pack', () => {
    const { fitted } = knowledge;
    const once = compile(pack, knowledge.version, { fitted });
    const again = compile(pack, knowledge.version, { fitted });
    for (const { question } of pack.entries.values()) {
      expect(again.lexicon.read(question)).toEqual(once.lexicon.read(question));
      expect(again.matcher.match(again.lexicon.read(question))).toEqual(
        once.matcher.match(once.lexicon.read(question)),
      );
      expect(again.readNeeds(question)).toEqual(once.readNeeds(question));
    }
  });
});

describe('entries by their ids', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['come in the order asked for', ['nodejs-pros', 'django-cons'], ['nodejs-pros', 'django-cons']],
    ['come as often as asked for', ['express', 'express'], ['express', 'express']],
    ['are left out where the pack has none (any more)', ['gone', 'express', '__proto__', ''], ['express']],
    ['are none where none is asked for', [], []],
  ])('%s', (_, ids, found) => {
    expect(entriesWith(pack, ids).map((entry) => entry.id)).toEqual(found);
  });
});
