import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '../../../src/core/delivery.ts';
import { MENU_COMMAND } from '../../../src/platforms/discord/commands.ts';
import { type Suggestions, shownMessage, shownModal } from '../../../src/playground/discord/driver.ts';
import { startRest } from '../../playground/discord/local.ts';
import { labels, startStage, threadOf } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const VERDICT = 'live auction, python team, back office for staff';
const NOTHING = { kind: 'silent' } as const;

describe('a slash command', () => {
  it.each<[CommandName, Readonly<Record<string, string>>, string]>([
    ['ask', { question: WEBSOCKETS }, 'Can Django do real time?'],
    ['verdict', { project: VERDICT }, 'Use both, one for each half'],
    ['compare', { on: 'real time' }, 'Which is better for real time?'],
    ['compare', {}, 'What is the main difference'],
    ['topics', {}, 'What I know about'],
    ['help', {}, 'Ask me, or describe a project'],
  ])('%s is answered to the person alone', async (name, values, heading) => {
    const { server, logged } = await startStage();
    const general = server.person('ann').channel('general');
    const card = shownMessage(await general.command(`versus ${name}`, values));
    expect(card.text).toContain(heading);
    expect(card).toMatchObject({ isEphemeral: true, usesComponentsV2: true, accents: [0x3b82f6], pings: [] });
    expect(server.person('ben').channel('general').messages()).toEqual([]);
    expect(logged).toEqual([]);
  });

  it('can be shared where there is somebody to share with', async () => {
    const { server } = await startStage();
    const ann = server.person('ann');
    const inChannel = await ann.channel('general').command('versus ask', { question: WEBSOCKETS });
    const alone = await ann.direct().command('versus ask', { question: WEBSOCKETS });
    expect(labels(shownMessage(inChannel))).toContain('Share with the channel');
    expect(labels(shownMessage(alone))).not.toContain('Share with the channel');
    expect(shownMessage(alone)).toMatchObject({ isEphemeral: false });
  });

  it('that this version does not know is answered with what there is', async () => {
    const { server } = await startStage();
    const old = {
      name: 'versus',
      description: 'x',
      options: [{ type: 1, name: 'choose', description: 'x', options: [] }],
    };
    await startRest(server).post(Routes.applicationCommands(server.applicationId), { body: old });
    const card = await server.person('ann').channel('general').command('versus choose');
    expect(shownMessage(card).text).toContain('Ask me, or describe a project');
  });
});

describe('while a question is typed', () => {
  it('the questions with an answer are suggested, best first, and one of them is answered', async () => {
    const { server } = await startStage();
    const general = server.person('ann').channel('general');
    const suggested = await suggestions(general.suggest('versus ask', { question: 'real ti' }));
    expect(suggested.slice(0, 3)).toContain('Which is better for real time?');
    const card = await general.command('versus ask', { question: suggested[0] ?? '' });
    expect(shownMessage(card).text).toContain(suggested[0]);
  });

  it.each([
    ['nothing yet', ''],
    ['nonsense', 'qwxzqwxz'],
    ['a very long text', 'why '.repeat(1000)],
    ['hostile text', '@everyone `<@1>` \u202e\u0000'],
  ])('%s gets at most 25 suggestions of at most 100 characters, and never an error', async (_, text) => {
    const { server, logged } = await startStage();
    const suggested = await suggestions(
      server.person('ann').channel('general').suggest('versus ask', { question: text }),
    );
    expect(suggested.length).toBeLessThanOrEqual(25);
    for (const one of suggested) expect(one.length).toBeLessThanOrEqual(100);
    expect(logged).toEqual([]);
  });

  it('a failure of the bot shows as no suggestion', async () => {
    const { server, logged } = await startStage({
      change: () => ({
        complete: () => {
          throw new TypeError('secret words');
        },
      }),
    });
    const suggested = await suggestions(
      server.person('ann').channel('general').suggest('versus ask', { question: 'x' }),
    );
    expect(suggested).toEqual([]);
    expect(logged).toMatchObject([{ level: 'error', about: { error: 'TypeError' } }]);
    expect(JSON.stringify(logged)).not.toContain('secret words');
  });
});

describe('a mention', () => {
  it('in a channel is answered in a thread under it that has the question for a name', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    const answer = await asked.answer();
    expect(answer.text).toContain('Can Django do real time?');
    expect(answer).toMatchObject({ isEphemeral: false, usesComponentsV2: true, pings: [] });
    expect(asked.thread()).toMatchObject({ kind: 'thread', name: WEBSOCKETS });
    expect(
      server
        .person('ben')
        .channel('general')
        .messages()
        .map(({ author }) => author),
    ).toEqual(['ann']);
  });

  it('in an announcement channel is answered in a thread as well', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('news').mention(WEBSOCKETS);
    await asked.answer();
    expect(asked.thread()?.messages().at(-1)?.text).toContain('Can Django do real time?');
  });

  it('in a thread is answered there, and goes on from what was said there before', async () => {
    const { server, handled } = await startStage();
    const asked = await server.person('ann').channel('general').mention('what are the pros of django');
    await asked.answer();
    const more = await threadOf(asked).mention('and for node?');
    expect((await more.answer()).text).toContain('Node.js');
    expect(handled.map(({ thread }) => thread)).toEqual([handled[0]?.thread, handled[0]?.thread]);
    expect(server.person('ann').channel('general').threads()).toHaveLength(1);
  });

  it('in a forum post is answered in the post', async () => {
    const { server } = await startStage();
    const post = await server.person('ann').channel('ideas').post('Chat', 'Which one?', ['idea']);
    const asked = await post.mention(WEBSOCKETS);
    expect((await asked.answer()).text).toContain('Can Django do real time?');
    expect(post.messages()).toHaveLength(3);
  });

  it('of its role counts as well; where Discord keeps the words back the answer says what helps', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mentionRole(WEBSOCKETS);
    const answer = await asked.answer();
    expect(answer.text).toContain('Ask me, or describe a project');
    expect(answer.text).toContain('Mention me, not my role');
    expect(asked.thread()?.name).toBe('Versus');
  });

  it('of its role is answered like any other where Discord gives the words', async () => {
    const { server } = await startStage({ intents: ['messageContent'] });
    const asked = await server.person('ann').channel('general').mentionRole(WEBSOCKETS);
    expect((await asked.answer()).text).toContain('Can Django do real time?');
    expect(asked.thread()?.name).toBe(WEBSOCKETS);
  });

  it('by replying to the bot counts, in a thread that is not listened to', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    const answer = await asked.answer();
    const [inThread] =
      asked
        .now()
        ?.thread()
        ?.messages()
        .filter(({ id }) => id === answer.id) ?? [];
    const reply = await threadOf(asked).send('what are the cons of django', { replyTo: { id: inThread?.id ?? '' } });
    expect((await reply.answer()).text).toContain('What are the cons of Django?');
  });

  it('with nothing else gets what there is to ask', async () => {
    const { server } = await startStage();
    const answer = await (await server.person('ann').channel('general').mention('')).answer();
    expect(answer.text).toContain('Ask me, or describe a project');
    expect(answer.text).not.toContain('Mention me, not my role');
  });

  it('is answered once, in words that the person meant', async () => {
    const { server, handled } = await startStage();
    const asked = await server
      .person('ann')
      .channel('general')
      .mention('is **django** any good for `websockets`? <:yes:123456789012345678>');
    expect((await asked.answer()).text).toContain('Can Django do real time?');
    expect(asked.thread()?.name).toBe('is django any good for websockets? :yes:');
    expect(handled).toHaveLength(1);
  });

  it.each(['bots', 'webhooks'])('by %s is none of its business', async (kind) => {
    const { server, handled } = await startStage();
    const ann = server.person('ann');
    const asked = await ann.channel('general').mention(WEBSOCKETS);
    await asked.answer();
    server.faults.dispatch('MESSAGE_CREATE', {
      ...asked.payload,
      id: '999999999999999999',
      guild_id: handled[0]?.thread.split(':')[1],
      channel_type: 0,
      author: { id: '999999999999999998', username: 'robot', discriminator: '0', avatar: null, bot: kind === 'bots' },
      ...(kind === 'webhooks' ? { webhook_id: '999999999999999998' } : {}),
    });
    await (await ann.direct().send('hello')).answer();
    expect(handled).toHaveLength(2);
  });
});

describe('a direct message', () => {
  it('is answered there, without a mention', async () => {
    const { server } = await startStage();
    const direct = server.person('ann').direct();
    const answer = await (await direct.send(WEBSOCKETS)).answer();
    expect(answer.text).toContain('Can Django do real time?');
    expect(answer).toMatchObject({ isEphemeral: false, usesComponentsV2: true });
    expect((await (await direct.send('sources')).answer()).text).toContain('checked');
  });

  it('goes on below each card that is pressed, and changes the card that asked', async () => {
    const { server } = await startStage();
    const direct = server.person('ann').direct();
    const answer = await (await direct.send(WEBSOCKETS)).answer();
    const more = await answer.press('More');
    expect(more.kind).toBe('message');
    expect(shownMessage(more)).toMatchObject({ isEphemeral: false });
    const asks = await (await server.person('ben').direct().send('migrations')).answer();
    const meant = await asks.press(labels(asks)[0] ?? '');
    expect(meant.kind).toBe('updated');
  });

  it('of nothing but a picture gets what there is to ask', async () => {
    const { server } = await startStage();
    const sent = await server
      .person('ann')
      .direct()
      .send('', { files: [{ filename: 'a.png', bytes: Buffer.from('x') }] });
    expect((await sent.answer()).text).toContain('Ask me, or describe a project');
  });
});

describe('a challenge', () => {
  it('is written in a form, kept for the maintainer, and thanked for privately', async () => {
    const { server, store, logged } = await startStage();
    const asked = await server.person('ben').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    const ann = server.person('ann').channel('general').threads()[0];
    const more = shownMessage((await ann?.messages().at(-1)?.press('More')) ?? NOTHING);
    const form = shownModal(await more.press('Challenge this'));
    expect(form.title).toBe('Challenge this answer');
    const values = { 'What is wrong?': 'Channels moved on', 'A link that shows it': 'https://example.com/channels' };
    const thanks = shownMessage(await form.submit(values));
    expect(thanks).toMatchObject({ isEphemeral: true, text: expect.stringContaining('Thanks, noted.') });
    expect(await store.notes.since(0)).toEqual([
      expect.objectContaining({
        kind: 'challenge',
        entry: 'django-real-time',
        text: 'Channels moved on',
        link: 'https://example.com/channels',
      }),
    ]);
    expect(logged).toEqual([]);
  });

  it('needs no link, and comes after a thumb down as well', async () => {
    const { server, store } = await startStage();
    const direct = server.person('ann').direct();
    const answer = await (await direct.send(WEBSOCKETS)).answer();
    const sorry = shownMessage(await answer.press('👎'));
    const thanks = shownMessage(
      await shownModal(await sorry.press('Tell us what is wrong')).submit({ 'What is wrong?': 'All of it' }),
    );
    expect(thanks.text).toContain('Thanks, noted.');
    expect((await store.notes.since(0)).map(({ kind }) => kind)).toEqual(['feedback', 'challenge']);
    expect((await (await direct.send('sources')).answer()).text).toContain('checked');
  });
});

describe('the menu of a message', () => {
  it('answers what somebody else wrote, to the person alone, whatever the bot may read', async () => {
    const { server } = await startStage();
    const said = await server.person('ben').channel('general').send(WEBSOCKETS);
    const seen = server
      .person('ann')
      .channel('general')
      .messages()
      .find(({ id }) => id === said.id);
    const card = shownMessage((await seen?.menu(MENU_COMMAND)) ?? NOTHING);
    expect(card.text).toContain('Can Django do real time?');
    expect(card.isEphemeral).toBe(true);
    expect(labels(card)).toContain('Share with the channel');
  });

  it('says so where the message has no words', async () => {
    const { server, handled } = await startStage();
    const said = await server
      .person('ann')
      .channel('general')
      .send('', { files: [{ filename: 'a.png', bytes: Buffer.from('x') }] });
    const card = shownMessage(await said.menu(MENU_COMMAND));
    expect(card).toMatchObject({ text: 'That message has no words that I could read.', isEphemeral: true });
    expect(handled).toEqual([]);
  });
});

describe('a user install', () => {
  it('works in a server without the bot and in a conversation of other people', async () => {
    const guilds = [{ name: 'Elsewhere', people: ['ann', 'ben'], channels: [{ name: 'lobby' }], hasBot: false }];
    const { server, logged } = await startStage({ guilds });
    const ann = server.person('ann');
    ann.installApp();
    for (const place of [ann.channel('lobby'), ann.privateChannel('ben')]) {
      const card = shownMessage(await place.command('versus ask', { question: WEBSOCKETS }));
      expect(card).toMatchObject({ isEphemeral: true });
      expect(labels(card)).toContain('Share with the channel');
      const more = await card.press('More');
      expect(shownMessage(more)).toMatchObject({ id: card.id, isEphemeral: true });
      const said = await place.send(WEBSOCKETS);
      expect(shownMessage(await said.menu(MENU_COMMAND)).text).toContain('Can Django do real time?');
    }
    expect(logged).toEqual([]);
  });
});

async function suggestions(suggesting: Promise<Suggestions>): Promise<string[]> {
  const suggested = await suggesting;
  if (suggested.kind === 'failed') throw new Error(suggested.text);
  for (const { name, value } of suggested.choices) expect(name).toBe(value);
  return suggested.choices.map(({ name }) => name);
}
