import { describe, expect, it } from 'vitest';
import {
  answeredDirectly,
  type CardFacts,
  type InteractionFacts,
  type MessageFacts,
  readInteraction,
  readMessage,
  type Spot,
  sharedThreadKey,
} from '../../../src/platforms/discord/read.ts';

const CHANNEL: Spot = { guild: 'g', channel: 'c', thread: undefined, isDirect: false };
const THREAD: Spot = { ...CHANNEL, thread: 't' };
const DIRECT: Spot = { guild: undefined, channel: 'd', thread: undefined, isDirect: true };
const PRIVATE_CHANNEL: Spot = { ...DIRECT, channel: 'p', isDirect: false };

const MESSAGE: MessageFacts = {
  id: 'm',
  spot: CHANNEL,
  person: 'ann',
  isFromPerson: true,
  at: 7,
  hasContent: true,
  words: () => 'words',
  namesBot: false,
  namesRole: false,
  mentionsOthers: false,
};

describe('a message', () => {
  const rows: readonly (readonly [string, Partial<MessageFacts>, object | undefined])[] = [
    ['that mentions the bot', { namesBot: true }, { type: 'mention' }],
    ['that mentions its role', { namesRole: true }, { type: 'mention' }],
    ['that mentions the bot and others', { namesBot: true, mentionsOthers: true }, { type: 'mention' }],
    [
      'without words that mentions its role',
      { namesRole: true, hasContent: false, words: () => '' },
      { type: 'mention' },
    ],
    ['in a channel', {}, undefined],
    ['in a thread', { spot: THREAD }, { type: 'overheard', mentionsOthers: false }],
    ['in a thread, for others', { spot: THREAD, mentionsOthers: true }, { type: 'overheard', mentionsOthers: true }],
    ['in a thread, not given to the bot', { spot: THREAD, hasContent: false, words: () => '' }, undefined],
    ['in a thread with a mention', { spot: THREAD, namesBot: true }, { type: 'mention' }],
    ['to the bot alone', { spot: DIRECT }, { type: 'direct' }],
    ['to the bot alone, without words', { spot: DIRECT, hasContent: false, words: () => '' }, { type: 'direct' }],
    ['of a program', { namesBot: true, isFromPerson: false }, undefined],
    ['of a program to the bot alone', { spot: DIRECT, isFromPerson: false }, undefined],
  ];
  it.each(rows)('%s', (_, facts, arrival) => {
    const delivery = readMessage({ ...MESSAGE, ...facts });
    expect(delivery?.arrival).toEqual(arrival);
    if (delivery)
      expect(delivery).toMatchObject({ key: 'discord:m', person: 'ann', at: 7, content: { type: 'utterance' } });
  });

  it.each<[string, Partial<MessageFacts>, string, string]>([
    ['in a channel begins an exchange', { namesBot: true }, 'discord:g:c:m', 'discord:g:c:@ann'],
    ['in a thread goes on with it', { namesBot: true, spot: THREAD }, 'discord:g:c:t', 'discord:g:c:t:@ann'],
    ['to the bot alone goes on for ever', { spot: DIRECT }, 'discord:@me:d:main', 'discord:@me:d:@ann'],
  ])('%s', (_, facts, thread, own) => {
    expect(readMessage({ ...MESSAGE, ...facts })).toMatchObject({ thread, own });
  });

  it('in the thread that grew out of it is of the same exchange', () => {
    const asked = readMessage({ ...MESSAGE, namesBot: true });
    const later = readMessage({ ...MESSAGE, id: 'n', namesBot: true, spot: { ...CHANNEL, thread: 'm' } });
    expect(later?.thread).toBe(asked?.thread);
  });

  it('that is answered directly is of the direct exchange', () => {
    const asked = readMessage({ ...MESSAGE, namesBot: true });
    const moved = asked && answeredDirectly(asked, 'd');
    expect(moved).toMatchObject({ key: 'discord:m', thread: 'discord:@me:d:main', own: 'discord:@me:d:@ann' });
  });
});

describe('a command', () => {
  const COMMAND = { id: 'i', person: 'ann', at: 7, spot: CHANNEL, type: 'command' } as const;
  it.each<[string | null, Readonly<Record<string, string>>, object]>([
    ['ask', { question: 'why' }, { name: 'ask', text: 'why' }],
    ['verdict', { project: 'a shop' }, { name: 'verdict', text: 'a shop' }],
    ['compare', { on: 'speed' }, { name: 'compare', text: 'speed' }],
    ['compare', {}, { name: 'compare', text: '' }],
    ['topics', {}, { name: 'topics', text: '' }],
    ['help', {}, { name: 'help', text: '' }],
    ['ask', { other: 'why' }, { name: 'ask', text: '' }],
    ['unknown', { question: 'why' }, { name: 'help', text: '' }],
    ['constructor', {}, { name: 'help', text: '' }],
    [null, {}, { name: 'help', text: '' }],
  ])('%s with %j', (subcommand, words, content) => {
    expect(readInteraction({ ...COMMAND, subcommand, words }).content).toEqual({ type: 'command', ...content });
  });

  it.each<[string, Spot, string, string, string]>([
    ['a channel', CHANNEL, 'command', 'discord:g:c:i', 'discord:g:c:@ann'],
    ['a thread', THREAD, 'command', 'discord:g:c:t', 'discord:g:c:t:@ann'],
    ['the direct conversation', DIRECT, 'direct', 'discord:@me:d:main', 'discord:@me:d:@ann'],
    ['a conversation of others', PRIVATE_CHANNEL, 'command', 'discord:@me:p:i', 'discord:@me:p:@ann'],
  ])('in %s', (_, spot, arrival, thread, own) => {
    const delivery = readInteraction({ ...COMMAND, spot, subcommand: 'help', words: {} });
    expect(delivery).toMatchObject({ key: 'discord:i', arrival: { type: arrival }, thread, own });
  });
});

describe('the menu of a message', () => {
  it.each<[Spot, string]>([
    [CHANNEL, 'about'],
    [DIRECT, 'direct'],
  ])('takes its words', (spot, arrival) => {
    const facts: InteractionFacts = { id: 'i', person: 'ann', at: 7, spot, type: 'about', text: 'words' };
    expect(readInteraction(facts)).toMatchObject({
      arrival: { type: arrival },
      content: { type: 'utterance', text: 'words' },
    });
  });
});

describe('a press', () => {
  const CARD: CardFacts = { id: 'k', isPrivate: false, isShared: false, mark: undefined, repliesTo: undefined };
  const rows: readonly (readonly [string, Spot, Partial<CardFacts>, string, string])[] = [
    ['on a card in a thread', THREAD, {}, 'public', 'discord:g:c:t'],
    ['on a reply in a channel', CHANNEL, { repliesTo: 'm' }, 'public', 'discord:g:c:m'],
    ['on a card that stands in a channel alone', CHANNEL, {}, 'public', 'discord:g:c:k'],
    ['on a private card in a thread', THREAD, { isPrivate: true }, 'private', 'discord:g:c:t'],
    ['on a private card in a channel', CHANNEL, { isPrivate: true }, 'private', 'discord:g:c:k'],
    ['on a shared card', CHANNEL, { isShared: true, mark: undefined, repliesTo: 'x' }, 'public', 'discord:g:c:k'],
    ['on a shared card in a thread', THREAD, { isShared: true }, 'public', 'discord:g:c:k'],
    ['in the direct conversation', DIRECT, {}, 'direct', 'discord:@me:d:main'],
    ['on what only they see in the direct conversation', DIRECT, { isPrivate: true }, 'direct', 'discord:@me:d:main'],
    ['in a conversation of others', PRIVATE_CHANNEL, { isPrivate: true }, 'private', 'discord:@me:p:k'],
  ];
  it.each(rows)('%s', (_, spot, card, on, thread) => {
    const base = { id: 'i', person: 'ann', at: 7, spot, card: { ...CARD, ...card } };
    const press = readInteraction({ ...base, type: 'press', customId: 'v1:help', values: [] });
    expect(press).toMatchObject({
      key: 'discord:i',
      arrival: { type: 'press', on },
      thread,
      content: { type: 'press', id: 'v1:help' },
    });
    const submission = readInteraction({ ...base, type: 'submission', customId: 'v1:describe:1', fields: { a: 'b' } });
    expect(submission).toMatchObject({
      arrival: { type: 'press', on },
      thread,
      content: { type: 'submission', id: 'v1:describe:1', fields: { a: 'b' } },
    });
  });

  it('of a shared card goes on with what was shared', () => {
    for (const spot of [CHANNEL, THREAD, PRIVATE_CHANNEL]) {
      const card = { ...CARD, isShared: true };
      const press = readInteraction({
        id: 'i',
        person: 'ann',
        at: 7,
        spot,
        card,
        type: 'press',
        customId: 'x',
        values: [],
      });
      expect(press.thread).toBe(sharedThreadKey(spot, 'k'));
    }
  });

  it('in a select is the press of what was chosen; a second button of one kind is as the first', () => {
    const base = { id: 'i', person: 'ann', at: 7, spot: THREAD, card: CARD, type: 'press' } as const;
    expect(readInteraction({ ...base, customId: 'choose', values: ['v1:topics'] }).content).toMatchObject({
      id: 'v1:topics',
    });
    expect(readInteraction({ ...base, customId: 'v1:topics#2', values: [] }).content).toMatchObject({
      id: 'v1:topics',
    });
  });

  it('of a form that came from no card is the person’s own', () => {
    const base = { id: 'i', person: 'ann', at: 7, spot: CHANNEL, type: 'submission', fields: {} } as const;
    const delivery = readInteraction({ ...base, customId: 'x', card: undefined });
    expect(delivery).toMatchObject({ arrival: { on: 'private' }, thread: 'discord:g:c:i' });
  });
});
