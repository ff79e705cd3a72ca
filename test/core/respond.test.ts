import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonId, buttonsOf, MAX_BUTTON_LABEL_CHARS, plainCard } from '../../src/core/card.ts';
import type { Content } from '../../src/core/delivery.ts';
import { MAX_PRESS_CHARS } from '../../src/core/press.ts';
import { respond } from '../../src/core/respond.ts';
import { EMPTY_THREAD, MAX_VERDICTS, type ThreadState, threadStateSchema } from '../../src/core/thread.ts';
import { knowledge, library, reply, TODAY } from '../knowledge.ts';

/** Pieces that have broken chat bots, to be put together in any order. */
const HOSTILE = [
  '<!channel>',
  '<@U012AB3CD>',
  '@everyone',
  '](https://evil.example)',
  '[x](javascript:alert(1))',
  '```',
  '||',
  '\u202e',
  '\u0000',
  '\u001b[31m',
  '\ud800',
  '\u{1F4A9}',
  'ﷺ',
  '\u0301'.repeat(20),
  'constructor',
  '__proto__',
  'hasOwnProperty',
  '#{7*7}',
  '{{x}}',
  "'; drop table threads; --",
  'v1:entry:x:y',
  '<1-4>',
  '...',
  '|',
  'django',
  'node.js',
  'verdict:',
  'team of 3',
  'no real time',
  'must have chat',
  '50k users',
  'why?',
  'and node?',
  '1e309',
  '9'.repeat(400),
  '\n',
  '\t',
  '。',
  'ı',
  'İ',
  'ß',
] as const;

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 60 }).map((parts) => parts.join(' ')),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 12 })), { maxLength: 60 })
    .map((parts) => parts.join('')),
);
const content: fc.Arbitrary<Content> = fc.oneof(
  hostileText.map((text): Content => ({ type: 'utterance', text })),
  fc
    .record({ name: fc.constantFrom('ask', 'verdict', 'compare', 'topics', 'help'), text: hostileText })
    .map(({ name, text }): Content => ({ type: 'command', name, text })),
  fc
    .oneof(
      hostileText,
      fc.string().map((tail) => `v1:${tail}`),
    )
    .map((id): Content => ({ type: 'press', id })),
);

describe('respond', () => {
  it('answers anything that can be typed or pressed, in any state it led itself into', () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 6 }), (turns) => {
        let state: ThreadState = EMPTY_THREAD;
        for (const turn of turns) {
          const { card, state: next } = respond({ content: turn }, state, library, TODAY);
          expect(plainCard(card).trim()).not.toBe('');
          expect(threadStateSchema.parse(JSON.parse(JSON.stringify(next)))).toEqual(JSON.parse(JSON.stringify(next)));
          state = next;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same reply to the same arguments', () => {
    fc.assert(
      fc.property(content, (turn) => {
        const [first, second] = [
          respond({ content: turn }, EMPTY_THREAD, library, TODAY),
          respond({ content: turn }, EMPTY_THREAD, library, TODAY),
        ];
        expect(second).toEqual(first);
      }),
      { numRuns: 50 },
    );
  });

  it('gets through 40,000 characters of anything', () => {
    const repeated = [...HOSTILE, 'a', 'we need real time and no admin panel, team of 3 python devs. ', 'live '].map(
      (part) => part.repeat(Math.ceil(40_000 / part.length)).slice(0, 40_000),
    );
    for (const text of repeated) {
      for (const turn of [
        { type: 'utterance', text },
        { type: 'command', name: 'verdict', text },
        { type: 'press', id: text },
      ] as const) {
        expect(plainCard(respond({ content: turn }, EMPTY_THREAD, library, TODAY).card).length).toBeLessThan(6000);
      }
    }
  });

  it('puts ids on buttons that every platform takes, each label short, and no two buttons of a card alike', () => {
    const said = [
      'hello',
      'help',
      'topics',
      'cons of node',
      'django vs node for real time',
      'verdict: api, team knows python and js',
      'verdict:',
      'which stack',
      'verdict: chat and back office',
    ];
    for (const text of said) {
      const all = buttonsOf(reply(text).card);
      expect(new Set(all.map(buttonId)).size, text).toBe(all.length);
      for (const button of all) {
        expect(buttonId(button).length).toBeLessThanOrEqual(MAX_PRESS_CHARS);
        expect(button.label.length).toBeLessThanOrEqual(MAX_BUTTON_LABEL_CHARS);
      }
    }
  });

  it('remembers a bounded number of verdicts, and says so when a button is older', () => {
    let state: ThreadState = EMPTY_THREAD;
    const first = respond({ content: { type: 'utterance', text: 'verdict: live chat' } }, state, library, TODAY);
    for (let turn = 0; turn <= MAX_VERDICTS; turn++) {
      state = respond({ content: { type: 'utterance', text: 'verdict: live chat' } }, state, library, TODAY).state;
    }
    expect(state.verdicts.briefs).toHaveLength(MAX_VERDICTS);
    const [why] = buttonsOf(first.card);
    const pressed = respond({ content: { type: 'press', id: why ? buttonId(why) : '' } }, state, library, TODAY);
    expect(pressed.intent.type).toBe('stale');
    expect(plainCard(pressed.card)).toContain('no longer remember');
  });

  it('explains every answer: the rule, the matches with their scores, the pack it came from', () => {
    const { trace } = reply('is django any good for websockets?');
    expect(trace.rule).toBe('matched');
    expect(trace.version).toBe(knowledge.version);
    expect(trace.options.named).toEqual(['django']);
    expect(trace.decision?.matches[0]?.entry.id).toBe('django-real-time');
    expect(trace.decision?.confidence).toBeGreaterThanOrEqual(trace.thresholds.answer);
  });
});
