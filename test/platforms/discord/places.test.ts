import { describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { parseProse } from '../../../src/core/prose.ts';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import { type SeenMessage, shownMessage } from '../../../src/playground/discord/driver.ts';
import type { PermissionName } from '../../../src/playground/discord/permissions.ts';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { ACME, changing, channel, startOn, startStage, threadOf, waiting } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const ANSWER = 'Can Django do real time?';
const THREADS = /\/threads$/;
const MESSAGES = /^\/channels\/\d+\/messages$/;

/** A stage with one channel in which the bot may not do some of what it asks for. */
function without(...botMayNot: readonly PermissionName[]) {
  return startStage({ guilds: [{ ...ACME, channels: [channel('general', 'text', botMayNot)] }] });
}

describe('where no thread may be opened', () => {
  it.each<PermissionName>(['CreatePublicThreads', 'SendMessagesInThreads'])(
    'without %s a mention is answered in the channel, and the person is told why, once',
    async (permission) => {
      const { server, logged } = await without(permission);
      const ann = server.person('ann');
      const asked = await ann.channel('general').mention(WEBSOCKETS);
      const answer = await asked.answer();
      expect(answer).toMatchObject({ replyTo: asked.id, pings: [] });
      expect(answer.text).toContain(ANSWER);
      await vi.waitFor(() => expect(texts(ann.direct())).toEqual([PLATFORM_SENTENCES.noThread]));
      await (await ann.channel('general').mention('cons of django')).answer();
      await (await server.person('ben').channel('general').mention('cons of node')).answer();
      expect(texts(ann.direct())).toHaveLength(1);
      expect(texts(server.person('ben').direct())).toEqual([]);
      expect(logged).toEqual([]);
    },
  );

  it('the answer stands all the same when the person takes no direct messages', async () => {
    const { server, logged } = await without('CreatePublicThreads');
    server.person('ann').allowDirects(false);
    const answer = await (await server.person('ann').channel('general').mention(WEBSOCKETS)).answer();
    expect(answer.text).toContain(ANSWER);
    await vi.waitFor(() =>
      expect(logged.map(({ message }) => message)).toEqual(['could not say why there is no thread']),
    );
  });

  it('its buttons go on from what was said', async () => {
    const { server } = await without('CreatePublicThreads');
    const answer = await (await server.person('ann').channel('general').mention('verdict: live chat')).answer();
    expect(shownMessage(await answer.press('Why?')).text).toContain('"live chat"');
  });

  it('and messages cannot be replied to, it is answered without a reference', async () => {
    const { server } = await without('CreatePublicThreads', 'ReadMessageHistory');
    const answer = await (await server.person('ann').channel('general').mention(WEBSOCKETS)).answer();
    expect(answer.text).toContain(ANSWER);
    expect(answer.replyTo).toBeUndefined();
  });

  it('because the channel has none, it is answered as a reply, and nobody is told anything', async () => {
    const { server } = await startStage({ guilds: [{ ...ACME, channels: [channel('talk', 'voice')] }] });
    const ann = server.person('ann');
    const asked = await ann.channel('talk').mention(WEBSOCKETS);
    expect(await asked.answer()).toMatchObject({ replyTo: asked.id });
    await (await ann.channel('talk').mention('thanks')).answer();
    expect(texts(ann.direct())).toEqual([]);
  });

  it.each([
    ['refused though the permission seemed to be there', REFUSAL.missingPermissions, [PLATFORM_SENTENCES.noThread]],
    ['impossible for another reason', { refusedWith: 400, code: 160006, message: 'Too many threads' }, []],
  ])('because that is %s, it is answered as a reply', async (_, refusal, told) => {
    const { server } = await startStage();
    server.faults.onRequest({ path: THREADS, fault: { kind: 'refuse', with: refusal } });
    const ann = server.person('ann');
    const asked = await ann.channel('general').mention(WEBSOCKETS);
    expect(await asked.answer()).toMatchObject({ replyTo: asked.id });
    await vi.waitFor(() => expect(texts(ann.direct())).toEqual(told));
  });

  it('because writing in it is refused, it is answered as a reply', async () => {
    const { server } = await startStage();
    server.faults.onRequest({ path: MESSAGES, fault: { kind: 'refuse', with: REFUSAL.missingPermissions } });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect(await asked.answer()).toMatchObject({ replyTo: asked.id });
  });
});

describe('where a thread is there already', () => {
  it('a mention that somebody opened a thread under is answered in it', async () => {
    const { server } = await startStage({
      change: waiting(() => opened.promise),
    });
    const opened = Promise.withResolvers<undefined>();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.openThread('Ours');
    opened.resolve(undefined);
    expect((await asked.answer()).text).toContain(ANSWER);
    expect(threadOf(asked)).toMatchObject({ name: 'Ours' });
  });

  it('because the answer to an earlier try was lost, it is used, and there is one answer', async () => {
    const { server } = await startStage();
    server.faults.onRequest({ path: THREADS, fault: { kind: 'doneButAnswered', status: 502 } });
    server.faults.onRequest({ path: MESSAGES, fault: { kind: 'doneButAnswered', status: 500 } });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    await vi.waitFor(() => expect(server.traffic.countRequests('POST', MESSAGES)).toBe(2));
    const cards = threadOf(asked)
      .messages()
      .filter(({ text }) => text.includes(ANSWER));
    expect(cards).toHaveLength(1);
    expect(server.person('ann').channel('general').threads()).toHaveLength(1);
  });

  it('that was archived and that the bot never saw, it is answered there, under the key that it has for ever', async () => {
    const { server, handled, running, host } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    const thread = threadOf(asked);
    thread.archive();
    await running.stop(1000);
    await startOn(server, host);
    const later = await thread.mention('and for node?');
    expect((await later.answer()).text).toContain('Node.js');
    expect(new Set(handled.map(({ thread: key }) => key)).size).toBe(1);
    expect(thread.isArchived).toBe(false);
  });
});

describe('where the bot may not write', () => {
  it.each<[string, PermissionName[]]>([
    ['in a channel', ['SendMessages', 'CreatePublicThreads']],
    ['and may open threads that it may not write in', ['SendMessages', 'SendMessagesInThreads']],
  ])('%s, the answer comes directly and says why, and goes on there', async (_, permissions) => {
    const { server } = await without(...permissions);
    const ann = server.person('ann');
    await ann.channel('general').mention('verdict: live chat');
    const answer = await firstIn(ann.direct());
    expect(answer.text).toContain(PLATFORM_SENTENCES.answeredDirectly);
    expect(shownMessage(await answer.press('Why?')).text).toContain('"live chat"');
    expect(ann.channel('general').messages()).toHaveLength(1);
  });

  it('in a thread, the answer comes directly', async () => {
    const { server } = await without('SendMessagesInThreads');
    const ann = server.person('ann');
    const thread = await ann.channel('general').openThread('Ours');
    await thread.mention(WEBSOCKETS);
    expect((await firstIn(ann.direct())).text).toContain(PLATFORM_SENTENCES.answeredDirectly);
  });

  it('in a thread that was locked meanwhile, the answer comes directly', async () => {
    const { server, logged } = await startStage({
      change: waiting(() => locked.promise),
    });
    const locked = Promise.withResolvers<undefined>();
    const ann = server.person('ann');
    const thread = await ann.channel('general').openThread('Ours');
    await thread.mention(WEBSOCKETS);
    thread.archive({ isLocked: true });
    locked.resolve(undefined);
    expect((await firstIn(ann.direct())).text).toContain(PLATFORM_SENTENCES.answeredDirectly);
    expect(logged).toEqual([]);
  });

  it('though it seemed that it may, the answer comes directly', async () => {
    const { server, logged } = await startStage();
    const ann = server.person('ann');
    const thread = await ann.channel('general').openThread('Ours');
    server.faults.onRequest({ path: MESSAGES, fault: { kind: 'refuse', with: REFUSAL.threadLocked } });
    await thread.mention(WEBSOCKETS);
    expect((await firstIn(ann.direct())).text).toContain(PLATFORM_SENTENCES.answeredDirectly);
    expect(logged.map(({ message }) => message)).toEqual(['may not write there']);
  });

  it('and the person takes no direct messages either, that is logged and nothing breaks', async () => {
    const { server, logged } = await without('SendMessages', 'CreatePublicThreads');
    server.person('ann').allowDirects(false);
    await server.person('ann').channel('general').mention(WEBSOCKETS);
    await vi.waitFor(() => expect(logged).toMatchObject([{ level: 'warn', about: { reason: 'discord 50007' } }]));
  });

  it('words that were not meant for it are left alone', async () => {
    const guilds = [{ ...ACME, channels: [channel('general', 'text', ['SendMessagesInThreads'])] }];
    const { server, handled } = await startStage({ guilds, intents: ['messageContent'] });
    const ann = server.person('ann');
    const thread = await ann.channel('general').openThread('Ours');
    await thread.send('what are the cons of django');
    await (await ann.direct().send('hello')).answer();
    expect(handled).toHaveLength(1);
  });
});

describe('what the bot cannot see', () => {
  const note = PLATFORM_SENTENCES.mentionsOnly;

  it('is said once in a thread, in small print', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect((await asked.answer()).source).toContain(`-# ${note}`);
    const again = await threadOf(asked).mention('sources');
    expect((await again.answer()).text).not.toContain(note);
    const other = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect((await other.answer()).text).toContain(note);
  });

  it('is said in a thread that somebody else opened, and not in a direct conversation', async () => {
    const { server } = await startStage();
    const thread = await server.person('ann').channel('general').openThread('Ours');
    expect((await (await thread.mention(WEBSOCKETS)).answer()).text).toContain(note);
    expect((await (await server.person('ann').direct().send(WEBSOCKETS)).answer()).text).not.toContain(note);
  });

  it('is nothing where Discord gives it the words of all messages', async () => {
    const { server } = await startStage({ intents: ['messageContent'] });
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    expect((await asked.answer()).text).not.toContain(note);
  });
});

describe('an answer that is too long for one message', () => {
  const LONG: Card = {
    elements: [
      { type: 'heading', text: 'Long' },
      { type: 'prose', prose: parseProse(`${'tea '.repeat(3000)}end`) },
    ],
  };

  function longWinded(botMayNot: readonly PermissionName[] = []) {
    return startStage({
      guilds: [{ ...ACME, channels: [channel('general', 'text', botMayNot)] }],
      change: changing(() => ({ card: LONG })),
    });
  }

  it('is cut visibly, and the rest is in a file beside it, for everybody and for one person', async () => {
    const { server } = await longWinded();
    const general = server.person('ann').channel('general');
    const mentioned = await (await general.mention('x')).answer();
    const commanded = shownMessage(await general.command('versus help'));
    for (const message of [mentioned, commanded]) {
      expect(message.text).toContain(PLATFORM_SENTENCES.rest);
      expect(message.text).toMatch(/…\n/);
      expect(message.files).toMatchObject([{ filename: PLATFORM_SENTENCES.restFile }]);
      const rest = await (await fetch(message.files[0]?.url ?? '')).text();
      expect(/^…[tea ]+ end$/.test(rest)).toBe(true);
    }
  });

  it('is cut visibly without a file where the bot may send none', async () => {
    const { server } = await longWinded(['AttachFiles']);
    const general = server.person('ann').channel('general');
    const mentioned = await (await general.mention('x')).answer();
    const commanded = shownMessage(await general.command('versus help'));
    for (const message of [mentioned, commanded]) {
      expect(message.text).toContain('…');
      expect(message.files).toEqual([]);
      expect(message.text).toMatch(/…\n.*The rest is left out/);
    }
  });

  it('leaves no file of an earlier answer on a card that changes', async () => {
    const long = [true, false];
    const { server } = await startStage({
      change: changing(({ card }) =>
        long.shift() ? { card: { elements: [...LONG.elements, ...card.elements] } } : {},
      ),
    });
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus ask', { question: WEBSOCKETS }),
    );
    expect(card.files).toHaveLength(1);
    const changed = shownMessage(await card.press('More'));
    expect(changed).toMatchObject({ id: card.id, files: [] });
    expect(changed.payload.attachments).toEqual([]);
  });
});

async function firstIn(place: { readonly messages: () => SeenMessage[] }): Promise<SeenMessage> {
  return vi.waitFor(() => {
    const [first] = place.messages();
    if (!first) throw new Error('Nothing to be seen yet.');
    return first;
  });
}

function texts(place: { readonly messages: () => SeenMessage[] }): string[] {
  return place.messages().map(({ text }) => text);
}
