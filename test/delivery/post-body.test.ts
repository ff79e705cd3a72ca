import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Card, plainCard } from '../../src/core/card.ts';
import { cardSchema, cardToJson } from '../../src/delivery/card-json.ts';
import { platformOf, postOf, readPostBody } from '../../src/delivery/post-body.ts';
import type { Received } from '../../src/store/store.ts';
import { directly, knowledge, NOW, reply } from '../knowledge.ts';

const RECEIVED: Received = {
  ...directly({ type: 'utterance', text: 'hello' }, 'test:w:c:one', 'test:1'),
  receivedAt: 5,
  isAgain: false,
  way: { channel: 'general', address: { to: ['general', 1, null, true] } },
};

describe('a card in the outbox', () => {
  it.each([
    'what is django',
    'pros of node',
    'verdict: live chat, python team',
    'django vs node for websockets',
    'jobs and monitoring',
    'topics',
    'help',
    'what is the weather',
  ])('comes back as it was: %s', (text) => {
    const { card } = reply(text);
    expect(read(card)).toEqual(card);
  });

  it('comes back as it was for every entry of the pack', () => {
    for (const { question } of knowledge.pack.entries.values()) {
      const { card } = reply(question);
      expect(read(card), question).toEqual(card);
    }
  });

  it('leaves out a button of which nobody knows what it does, and keeps the rest', () => {
    const kept = { label: 'Help', press: { type: 'help' }, style: 'plain' } as const;
    const json = JSON.parse(
      JSON.stringify({
        elements: [
          {
            type: 'buttons',
            buttons: [
              { label: 'Fly', style: 'plain', id: 'v9:fly' },
              { label: 'Help', style: 'plain', id: 'v1:help' },
            ],
          },
        ],
      }),
    );
    expect(cardSchema.parse(json)).toEqual({ elements: [{ type: 'buttons', buttons: [kept] }] });
  });
});

describe('the body of a post', () => {
  it('comes back with everything that is needed to post it', () => {
    const { card } = reply('what is django');
    const { body, ...post } = postOf(RECEIVED, { type: 'answer', card }, true);
    expect(post).toEqual({ id: 'test:1', platform: 'test', channel: 'general' });
    const back = readPostBody(JSON.parse(JSON.stringify(body)));
    expect(back).toEqual({
      address: RECEIVED.way.address,
      at: NOW.getTime(),
      receivedAt: 5,
      mayStand: true,
      content: { type: 'answer', card },
    });
    expect(back?.content.type === 'answer' && plainCard(back.content.card)).toBe(plainCard(card));
  });

  it('may be an apology', () => {
    const { body } = postOf(RECEIVED, { type: 'apology' }, false);
    expect(readPostBody(JSON.parse(JSON.stringify(body)))?.content).toEqual({ type: 'apology' });
  });

  it('is undefined, and nothing is thrown, for any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => readPostBody(json) === undefined),
      { numRuns: 200 },
    );
  });

  it('names the platform by the first part of the thread', () => {
    expect(platformOf({ thread: 'slack:T1:C1:1.2' })).toBe('slack');
    expect(platformOf({ thread: '' })).toBe('');
  });
});

function read(card: Card): Card {
  return cardSchema.parse(JSON.parse(JSON.stringify(cardToJson(card))));
}
