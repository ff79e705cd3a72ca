import { describe, expect, it } from 'vitest';
import type { Arrival, Surface } from '../../src/core/delivery.ts';
import type { Intent } from '../../src/core/intent.ts';
import { LISTENING_MS, type Place, placeReply, type Situation } from '../../src/core/placement.ts';

/** Somebody else presses, long after; nothing was asked. */
const USUAL: Omit<Situation, 'arrival'> = {
  intent: 'answer',
  answersQuestion: false,
  isAsker: false,
  sinceAnsweredMs: Number.POSITIVE_INFINITY,
  isSure: true,
  isQuiet: false,
};
const FOLLOWS_UP = { isAsker: true, sinceAnsweredMs: 60_000 };
const overheard: Arrival = { type: 'overheard', mentionsOthers: false };
const pressOn = (on: Surface): Arrival => ({ type: 'press', on });

describe('where a reply goes', () => {
  it.each<[string, Arrival, Partial<Situation>, Place]>([
    ['a mention', { type: 'mention' }, {}, 'here'],
    ['a mention in a quiet thread', { type: 'mention' }, { isQuiet: true }, 'here'],
    ['a mention that is not understood', { type: 'mention' }, { intent: 'out-of-scope', isSure: false }, 'here'],
    ['a direct message', { type: 'direct' }, {}, 'here'],
    ['a command', { type: 'command' }, {}, 'private'],
    ['a command that asks for a verdict', { type: 'command' }, { intent: 'verdict' }, 'private'],
    ['a shortcut on a message', { type: 'about' }, {}, 'private'],
    ['More on a public card', pressOn('public'), { intent: 'more' }, 'private'],
    ['Sources on a public card', pressOn('public'), { intent: 'sources' }, 'private'],
    ['Why on a public card', pressOn('public'), { intent: 'why' }, 'private'],
    ['a related question on a public card', pressOn('public'), { intent: 'answer' }, 'private'],
    ['a related question on a public card, by the asker', pressOn('public'), { ...FOLLOWS_UP }, 'private'],
    ['what if, on a public card', pressOn('public'), { intent: 'verdict', ...FOLLOWS_UP }, 'private'],
    ['anything on a private card', pressOn('private'), { intent: 'more' }, 'replace'],
    ['a verdict on a private card', pressOn('private'), { intent: 'verdict' }, 'replace'],
    ['anything on a page of the person', pressOn('page'), { intent: 'topics' }, 'replace'],
    ['feedback on a page of the person', pressOn('page'), { intent: 'feedback' }, 'replace'],
    ['anything in a direct conversation', pressOn('direct'), { intent: 'more' }, 'here'],
    ['"Did you mean" by the asker', pressOn('public'), { answersQuestion: true, isAsker: true }, 'edit'],
    ['"Did you mean" by somebody else', pressOn('public'), { answersQuestion: true }, 'private'],
    ['"Did you mean" on a private card', pressOn('private'), { answersQuestion: true }, 'replace'],
    ['"Did you mean" in a direct conversation', pressOn('direct'), { answersQuestion: true, isAsker: true }, 'edit'],
    [
      'the question of a verdict by the asker',
      pressOn('public'),
      { intent: 'verdict', answersQuestion: true, isAsker: true },
      'edit',
    ],
    [
      'the question of a verdict by somebody else',
      pressOn('public'),
      { intent: 'verdict', answersQuestion: true },
      'private',
    ],
    ['feedback on a public card', pressOn('public'), { intent: 'feedback' }, 'private'],
    ['feedback on a private card', pressOn('private'), { intent: 'feedback' }, 'private'],
    ['feedback in a direct conversation', pressOn('direct'), { intent: 'feedback' }, 'private'],
    ['a button of an old card', pressOn('public'), { intent: 'stale', isAsker: true }, 'private'],
    ['a button of an old private card', pressOn('private'), { intent: 'stale' }, 'private'],
    ['"Challenge this"', pressOn('public'), { intent: 'challenge' }, 'form'],
    ['a challenge that was handed in', pressOn('public'), { intent: 'challenged' }, 'private'],
    ['"Be quiet here"', pressOn('public'), { intent: 'quiet' }, 'private'],
    ['"Describe the project"', pressOn('public'), { intent: 'describe' }, 'form'],
    ['"Describe the project" on a page', pressOn('page'), { intent: 'describe' }, 'form'],
    ['words in a thread, of whom was answered last', overheard, FOLLOWS_UP, 'here'],
    ['the same, at the end of ten minutes', overheard, { isAsker: true, sinceAnsweredMs: LISTENING_MS }, 'here'],
    ['the same, after ten minutes', overheard, { isAsker: true, sinceAnsweredMs: LISTENING_MS + 1 }, 'nowhere'],
    ['words in a thread, of somebody else', overheard, { sinceAnsweredMs: 1 }, 'nowhere'],
    ['words that mention somebody else', { type: 'overheard', mentionsOthers: true }, FOLLOWS_UP, 'nowhere'],
    ['words without a sure answer', overheard, { ...FOLLOWS_UP, isSure: false }, 'nowhere'],
    ['words in a quiet thread', overheard, { ...FOLLOWS_UP, isQuiet: true }, 'nowhere'],
    ['words in a thread where nobody was answered', overheard, {}, 'nowhere'],
  ])('%s', (_, arrival, situation, place) => {
    expect(placeReply({ ...USUAL, ...situation, arrival })).toBe(place);
  });

  it('is never before everybody for a press that answers nothing the bot asked', () => {
    const intents: readonly Intent['type'][] = [
      'answer',
      'more',
      'sources',
      'why',
      'counter',
      'verdict',
      'topics',
      'help',
    ];
    for (const intent of intents) {
      for (const isAsker of [true, false]) {
        expect(placeReply({ ...USUAL, arrival: pressOn('public'), intent, isAsker })).toBe('private');
      }
    }
  });
});
