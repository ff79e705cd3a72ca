import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ID_CHARS } from '../../src/core/knowledge.ts';
import { REASONS } from '../../src/core/note.ts';
import { decodePress, encodePress, MAX_PRESS_CHARS, type Press, type Showing } from '../../src/core/press.ts';
import { STRENGTHS } from '../../src/core/qualify.ts';
import { knowledge } from '../knowledge.ts';

const { pack } = knowledge;
const strengths = [0, ...Object.values(STRENGTHS)];

const anyId = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('-'));
const words = fc.stringMatching(/^[a-z0-9]{8}$/);
const count = fc.nat({ max: 9999 });
function anyShowingOf(id: fc.Arbitrary<string>): fc.Arbitrary<Showing> {
  return fc.oneof(
    fc.record({
      type: fc.constantFrom('entry' as const, 'compare' as const, 'more' as const, 'sources' as const),
      pack: id,
      entry: id,
    }),
    fc.record({ type: fc.constant('topic' as const), pack: id, topic: id }),
    fc.record({ type: fc.constant('topics' as const) }),
    fc.record({
      type: fc.constantFrom(
        'verdict' as const,
        'why' as const,
        'counter' as const,
        'what-if' as const,
        'verdict-sources' as const,
      ),
      verdict: count,
    }),
  );
}
function anyPressOf(id: fc.Arbitrary<string>): fc.Arbitrary<Press> {
  return fc.oneof(
    fc.record({
      type: fc.constantFrom('meant' as const, 'liked' as const, 'disliked' as const, 'why-answer' as const),
      pack: id,
      entry: id,
    }),
    fc.record({ type: fc.constant('reason' as const), pack: id, entry: id, reason: fc.constantFrom(...REASONS) }),
    fc.record({ type: fc.constant('teach' as const), pack: id, entry: id, words }),
    fc.record({ type: fc.constantFrom('not-ours' as const, 'new-entry' as const), pack: id, words }),
    fc.record({ type: fc.constant('pass-on' as const) }),
    anyShowingOf(id),
    fc.record({ type: fc.constant('share' as const), of: anyShowingOf(id) }),
    fc.record({
      type: fc.constantFrom('describe' as const, 'weights' as const, 'suppose-words' as const, 'decide' as const),
      verdict: count,
    }),
    fc.record({
      type: fc.constantFrom('help' as const, 'none-of-these' as const, 'quiet' as const, 'listen' as const),
    }),
    fc.record({ type: fc.constant('choice' as const), verdict: count, question: id, choice: count }),
    fc.record({
      type: fc.constantFrom('need' as const, 'suppose' as const),
      verdict: count,
      criterion: id,
      strength: fc.constantFrom(...strengths),
    }),
  );
}

describe('the id of a button', () => {
  it('means what was put on it, for every press there is', () => {
    fc.assert(
      fc.property(anyPressOf(anyId), (press) => {
        expect(decodePress(encodePress(press))).toEqual(press);
      }),
    );
  });

  it.each<[Press, string]>([
    [{ type: 'entry', pack: 'p', entry: 'what-is-it' }, 'v1:entry:p:what-is-it'],
    [{ type: 'more', pack: 'p', entry: 'e' }, 'v1:more:p:e'],
    [{ type: 'sources', pack: 'p', entry: 'e' }, 'v1:sources:p:e'],
    [{ type: 'liked', pack: 'p', entry: 'e' }, 'v1:liked:p:e'],
    [{ type: 'disliked', pack: 'p', entry: 'e' }, 'v1:disliked:p:e'],
    [{ type: 'challenge', pack: 'p', entry: 'e' }, 'v1:challenge:p:e'],
    [{ type: 'why-answer', pack: 'p', entry: 'e' }, 'v1:why-answer:p:e'],
    [{ type: 'reason', pack: 'p', entry: 'e', reason: 'unasked' }, 'v1:reason:p:e:unasked'],
    [{ type: 'teach', pack: 'p', entry: 'e', words: '0123abcd' }, 'v1:teach:p:e:0123abcd'],
    [{ type: 'not-ours', pack: 'p', words: '0123abcd' }, 'v1:not-ours:p:0123abcd'],
    [{ type: 'new-entry', pack: 'p', words: '0123abcd' }, 'v1:new-entry:p:0123abcd'],
    [{ type: 'pass-on' }, 'v1:pass-on'],
    [{ type: 'topic', pack: 'p', topic: 't' }, 'v1:topic:p:t'],
    [{ type: 'topics' }, 'v1:topics'],
    [{ type: 'help' }, 'v1:help'],
    [{ type: 'none-of-these' }, 'v1:none-of-these'],
    [{ type: 'choice', verdict: 3, question: 'live', choice: 0 }, 'v1:choice:3:live:0'],
    [{ type: 'need', verdict: 1, criterion: 'real-time', strength: 0.5 }, 'v1:need:1:real-time:0.5'],
    [{ type: 'why', verdict: 12 }, 'v1:why:12'],
    [{ type: 'counter', verdict: 0 }, 'v1:counter:0'],
    [{ type: 'verdict-sources', verdict: 9999 }, 'v1:verdict-sources:9999'],
  ])('never changes, since buttons posted long ago still bring it: %j', (press, pressId) => {
    expect(encodePress(press)).toBe(pressId);
    expect(decodePress(pressId)).toEqual(press);
  });

  it('fits on every platform for every entry, topic, question and criterion of the pack', () => {
    const presses: Press[] = [
      ...[...pack.entries.keys()].flatMap((entry): Press[] =>
        (['entry', 'more', 'sources', 'liked', 'disliked', 'challenge'] as const).map((type) => ({
          type,
          pack: pack.id,
          entry,
        })),
      ),
      ...pack.topics.map((topic): Press => ({ type: 'topic', pack: pack.id, topic: topic.id })),
      ...pack.questions.flatMap(({ id: question, choices }) =>
        choices.map((_, choice): Press => ({ type: 'choice', verdict: 9999, question, choice })),
      ),
      ...pack.criteria.flatMap((criterion) =>
        strengths.map((strength): Press => ({ type: 'need', verdict: 9999, criterion: criterion.id, strength })),
      ),
    ];
    expect(presses.length).toBeGreaterThan(600);
    const ids = presses.map(encodePress);
    expect(Math.max(...ids.map((pressId) => pressId.length))).toBeLessThanOrEqual(MAX_PRESS_CHARS);
    expect(MAX_PRESS_CHARS).toBe(100);
    expect(ids.map(decodePress)).toEqual(presses);
    expect(new Set(ids).size).toBe(presses.length);
  });
});

describe('the longest id of a button', () => {
  it('fits on every platform, since no id of a pack is longer than 40 characters', () => {
    expect(MAX_ID_CHARS).toBe(40);
    const longest = fc.constant('i'.repeat(MAX_ID_CHARS));
    fc.assert(
      fc.property(anyPressOf(longest), (press) => {
        expect(encodePress(press).length).toBeLessThanOrEqual(MAX_PRESS_CHARS);
        expect(decodePress(encodePress(press))).toEqual(press);
      }),
    );
  });
});

describe('an id that is none of ours', () => {
  it.each([
    '',
    ':',
    'v1',
    'v1:',
    'v1:unknown',
    'v1:toString',
    'v0:help',
    'v2:help',
    'help',
    ' v1:help',
    'V1:help',
    'v1:Help',
    'v1:entry',
    'v1:entry:p',
    'v1:entry:p:',
    'v1:entry::e',
    'v1:more:p:Not An Id',
    'v1:liked:p:a--b',
    'v1:sources:p:-a',
    'v1:disliked:p:a-',
    'v1:entry:p:a\n',
    'v1:topic:p',
    'v1:topic::t',
    'v1:why',
    'v1:why:',
    'v1:why:-1',
    'v1:why:1.5',
    'v1:why:12345678901',
    'v1:counter:x',
    'v1:verdict-sources:１',
    'v1:choice:1:q',
    'v1:choice:x:q:1',
    'v1:choice:1:Q:1',
    'v1:choice:1:q:x',
    'v1:need:1:c',
    'v1:need:1:c:3',
    'v1:need:1:c:-1',
    'v1:need:1::1',
    'v1:need:x:c:1',
    'v1:why:01',
    'v1:counter:0000',
    'v1:choice:1:q:00',
    'v1:help:',
    'v1:topics:t',
    'v1:none-of-these:1',
    'v1:entry:p:e:',
    'v1:topic:p:t:u',
    'v1:verdict-sources:1:2',
    `v1:entry:p:${'a'.repeat(MAX_PRESS_CHARS)}`,
  ])('means nothing: %j', (pressId) => {
    expect(decodePress(pressId)).toBeUndefined();
  });

  it('is never taken for a button, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (pressId) => {
        expect(decodePress(pressId)).toBeUndefined();
      }),
    );
  });

  it('never brings a press, unless it is the very id that we would put on a button for it', () => {
    const field = fc.constantFrom('', '1', '0.5', 'p', 'a-b', '__proto__', '1e3', ' ', 'constructor', '99999');
    const type = fc.constantFrom('entry', 'topic', 'help', 'choice', 'need', 'why', 'constructor', '');
    fc.assert(
      fc.property(type, fc.array(field, { maxLength: 3 }), (name, fields) => {
        const press = decodePress(['v1', name, ...fields].join(':'));
        if (press !== undefined) expect(encodePress(press)).toBe(['v1', name, ...fields].join(':'));
      }),
    );
  });
});
