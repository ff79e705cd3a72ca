import { type Client, Events, GatewayIntentBits, type Message, Routes, type ThreadChannel } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import { refusalOf, startClient, startRest, startServer } from './local.ts';

const ALL = ['ViewChannel', 'SendMessages', 'ReadMessageHistory'] as const;

describe('threads', () => {
  async function started(options: Parameters<typeof startServer>[0] = {}) {
    const server = await startServer(options);
    const rest = startRest(server);
    const general = server.person('ann').channel('general');
    const said = await general.send('which database?');
    const open = (body: object = { name: 'Database' }) => rest.post(Routes.threads(general.id, said.id), { body });
    return { server, rest, general, said, open };
  }

  it('grow out of a message, once', async () => {
    const { said, open } = await started();
    expect(await open()).toMatchObject({ id: said.id, name: 'Database', type: 11 });
    expect(said.now()?.thread()?.name).toBe('Database');
    expect(await refusalOf(open())).toMatchObject({ status: 400, code: 160004 });
  });

  it('need a name of 1 to 100 characters and a duration that exists', async () => {
    const { open } = await started();
    expect(await refusalOf(open({ name: '' }))).toMatchObject({ code: 50035 });
    expect(await refusalOf(open({ name: 'x'.repeat(101) }))).toMatchObject({ code: 50035 });
    expect(await refusalOf(open({ name: 'x', auto_archive_duration: 61 }))).toMatchObject({ code: 50035 });
  });

  it('need the permission', async () => {
    const { server, open } = await started();
    server.admin.forbidBot('general', ['CreatePublicThreads']);
    expect(await refusalOf(open())).toMatchObject({ status: 403, code: 50013 });
  });

  it('do not grow in threads, forums, voice channels or direct messages', async () => {
    const { server, rest, general, open } = await started();
    await open();
    const [thread] = general.threads();
    const inside = await thread?.send('inside');
    expect(
      await refusalOf(rest.post(Routes.threads(thread?.id ?? '', inside?.id), { body: { name: 'x' } })),
    ).toMatchObject({
      code: 50024,
    });
    const direct = await server.person('ann').direct().send('hi');
    server.admin.addChannel({ name: 'talk', kind: 'voice' });
    const spoken = await server.person('ann').channel('talk').send('hi');
    const inVoice = Routes.threads(server.person('ann').channel('talk').id, spoken.id);
    expect(await refusalOf(rest.post(inVoice, { body: { name: 'x' } }))).toMatchObject({ code: 50024 });
    const path = Routes.threads(server.person('ann').direct().id, direct.id);
    expect(await refusalOf(rest.post(path, { body: { name: 'x' } }))).toMatchObject({ code: 50024 });
  });

  it('come out of the archive when somebody writes, unless they are locked', async () => {
    const { rest, general, open } = await started();
    await open();
    const [thread] = general.threads();
    const write = () => rest.post(Routes.channelMessages(thread?.id ?? ''), { body: { content: 'x' } });
    thread?.archive();
    await write();
    expect(general.threads()[0]?.isArchived).toBe(false);
    thread?.archive({ isLocked: true });
    expect(await refusalOf(write())).toMatchObject({ status: 400, code: 160005 });
    const rename = rest.patch(Routes.channel(thread?.id ?? ''), { body: { name: 'y' } });
    expect(await refusalOf(rename)).toMatchObject({ code: 50083 });
  });

  it('need their own permission to be written in', async () => {
    const { server, rest, said, open } = await started();
    await open();
    server.admin.forbidBot('general', ['SendMessagesInThreads']);
    const write = rest.post(Routes.channelMessages(said.id), { body: { content: 'x' } });
    expect(await refusalOf(write)).toMatchObject({ code: 50013 });
  });

  it('of other people reach a client, whether it knows the thread or not', async () => {
    const server = await startServer();
    const ann = server.person('ann');
    const old = await ann.channel('general').openThread('Old');
    old.archive();
    const heard: Message[] = [];
    const threads: ThreadChannel[] = [];
    const client = await startClient(server, {}, (listening) => {
      listening.on(Events.MessageCreate, (message) => heard.push(message));
      listening.on(Events.ThreadCreate, (thread) => threads.push(thread));
    });
    expect(client.channels.cache.has(old.id)).toBe(false);
    const woken = await old.mention('still here?');
    const fresh = await ann.channel('general').openThread('Fresh');
    const later = await fresh.mention('and here?');
    await heardOf(client, heard, 2);
    expect(heard.map(({ id }) => id)).toEqual([woken.id, later.id]);
    expect(threads.map(({ name }) => name)).toEqual(['Fresh']);
  });

  it('that are private are seen by their members alone', async () => {
    const { server, general } = await started();
    const thread = await general.openThread('Ours', { isPrivate: true });
    expect(server.person('ben').channel('general').threads()).toEqual([]);
    expect(await refusalOf(startRest(server).get(Routes.channel(thread.id)))).toMatchObject({ code: 50001 });
  });
});

describe('forums', () => {
  const guilds = [
    {
      name: 'Acme',
      people: ['ann'],
      channels: [{ name: 'ideas', kind: 'forum' as const, tags: ['idea'], requiresTag: true }],
    },
  ];

  it('take posts with a message and a tag, and no plain messages', async () => {
    const server = await startServer({ guilds });
    const rest = startRest(server);
    const forum = server.person('ann').channel('ideas');
    const post = (body: object) => rest.post(Routes.threads(forum.id), { body });
    expect(await refusalOf(post({ name: 'x' }))).toMatchObject({ code: 50035 });
    expect(await refusalOf(post({ name: 'x', message: { content: 'y' } }))).toMatchObject({ code: 40067 });
    const plain = rest.post(Routes.channelMessages(forum.id), { body: { content: 'x' } });
    expect(await refusalOf(plain)).toMatchObject({ code: 50008 });
    const { available_tags: tags } = await channelWithTags(server, forum.id);
    await post({ name: 'Database', message: { content: 'Which?' }, applied_tags: [tags[0]?.id] });
    expect(
      forum
        .threads()[0]
        ?.messages()
        .map(({ text }) => text),
    ).toEqual(['Which?']);
  });
});

describe('what the bot may do', () => {
  const one = (name: string, botMayNot: ('ViewChannel' | 'SendMessages' | 'ReadMessageHistory' | 'AttachFiles')[]) =>
    startServer({ guilds: [{ name: 'Acme', people: ['ann'], channels: [{ name, botMayNot }] }] });

  it.each([
    ['ViewChannel' as const, 50001],
    ['SendMessages' as const, 50013],
  ])('without %s it cannot write', async (permission, code) => {
    const server = await one('general', [permission]);
    const path = Routes.channelMessages(server.person('ann').channel('general').id);
    expect(await refusalOf(startRest(server).post(path, { body: { content: 'x' } }))).toMatchObject({
      status: 403,
      code,
    });
  });

  it('without ReadMessageHistory it reads an empty history and cannot reply', async () => {
    const server = await one('general', ['ReadMessageHistory']);
    const rest = startRest(server);
    const said = await server.person('ann').channel('general').mention('hello');
    const path = Routes.channelMessages(server.person('ann').channel('general').id);
    expect(await rest.get(path)).toEqual([]);
    const reply = rest.post(path, { body: { content: 'x', message_reference: { message_id: said.id } } });
    expect(await refusalOf(reply)).toMatchObject({ code: 160002 });
  });

  it('without AttachFiles it cannot send files', async () => {
    const server = await one('general', ['AttachFiles']);
    const path = Routes.channelMessages(server.person('ann').channel('general').id);
    const files = [{ name: 'a.txt', data: Buffer.from('a') }];
    expect(await refusalOf(startRest(server).post(path, { body: {}, files }))).toMatchObject({ code: 50013 });
  });

  it('changes only its own messages, and deletes others only as a moderator', async () => {
    const server = await startServer();
    const rest = startRest(server);
    const said = await server.person('ann').channel('general').send('mine');
    const path = Routes.channelMessage(server.person('ann').channel('general').id, said.id);
    expect(await refusalOf(rest.patch(path, { body: { content: 'x' } }))).toMatchObject({ status: 403, code: 50005 });
    expect(await refusalOf(rest.delete(path))).toMatchObject({ status: 403, code: 50013 });
    server.admin.grantBot(['ManageMessages']);
    await rest.delete(path);
    expect(said.now()).toBeUndefined();
  });

  it('is told of its permissions as they change', async () => {
    const server = await startServer();
    const client = await startClient(server);
    const id = server.person('ann').channel('general').id;
    const permissions = () => {
      const channel = client.channels.cache.get(id);
      const me = client.guilds.cache.first()?.members.me;
      return me && channel && 'permissionsFor' in channel ? channel.permissionsFor(me) : undefined;
    };
    expect(permissions()?.has('CreatePublicThreads')).toBe(true);
    const changed = new Promise((resolve) => client.once(Events.ChannelUpdate, resolve));
    server.admin.forbidBot('general', ['CreatePublicThreads']);
    await changed;
    expect(permissions()?.has('CreatePublicThreads')).toBe(false);
    expect(permissions()?.has([...ALL])).toBe(true);
  });

  it('writes directly only to people it shares a guild with and who let it', async () => {
    const server = await startServer({
      guilds: [
        { name: 'Acme', people: ['ann'], channels: [] },
        { name: 'Else', people: ['zoe'], channels: [], hasBot: false },
      ],
    });
    const client = await startClient(server);
    const write = async (name: string) => (await client.users.fetch(server.person(name).id)).send('hello');
    await write('ann');
    expect(server.person('ann').direct().messages()).toMatchObject([{ text: 'hello' }]);
    server.person('ann').allowDirects(false);
    expect(await refusalOf(write('ann'))).toMatchObject({ status: 403, code: 50007 });
    expect(await refusalOf(write('zoe'))).toMatchObject({ status: 403, code: 50007 });
  });

  it('does not know what is not there', async () => {
    const server = await startServer();
    const rest = startRest(server);
    const nothing = '123456789012345678';
    const general = server.person('ann').channel('general').id;
    expect(await refusalOf(rest.get(Routes.channel(nothing)))).toMatchObject({ status: 404, code: 10003 });
    expect(await refusalOf(rest.get('/channels/general'))).toMatchObject({ status: 400, code: 50035 });
    expect(await refusalOf(rest.get(Routes.channelMessage(general, nothing)))).toMatchObject({
      status: 404,
      code: 10008,
    });
    expect(await refusalOf(rest.get(Routes.guild(nothing)))).toMatchObject({ status: 404, code: 10004 });
    expect(await refusalOf(rest.get(Routes.user(nothing)))).toMatchObject({ status: 404, code: 10013 });
    expect(await refusalOf(rest.get('/nowhere'))).toMatchObject({ status: 404, code: 0 });
    expect(await refusalOf(rest.delete(Routes.gatewayBot()))).toMatchObject({ status: 405, code: 0 });
  });
});

describe('message content', () => {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

  async function hearing(isGranted: boolean) {
    const server = await startServer(isGranted ? { intents: ['messageContent'] } : {});
    const heard: Message[] = [];
    const intents = [Guilds, GuildMessages, DirectMessages, ...(isGranted ? [MessageContent] : [])];
    const client = await startClient(server, { intents }, (listening) =>
      listening.on(Events.MessageCreate, (message) => heard.push(message)),
    );
    return { server, client, heard };
  }

  it('comes with mentions and direct messages, and is empty otherwise, over REST as well', async () => {
    const { server, client, heard } = await hearing(false);
    const general = server.person('ann').channel('general');
    await general.send('not for you', { files: [{ filename: 'a.txt', bytes: Buffer.from('a') }] });
    await general.mention('for you');
    await general.mentionRole('for your role');
    await server.person('ann').direct().send('directly');
    await heardOf(client, heard, 4);
    expect(heard.map(({ content }) => content !== '')).toEqual([false, true, false, true]);
    expect(heard[0]?.attachments.size).toBe(0);
    expect(heard[2]?.mentions.roles.size).toBe(1);
    const channel = await client.channels.fetch(general.id);
    const history = channel?.isTextBased() ? await channel.messages.fetch({ limit: 10, cache: false }) : undefined;
    expect(history?.map(({ content }) => content !== '')).toEqual([false, true, false]);
  });

  it('comes with every message once it is granted, as the flags of the app say', async () => {
    const { server, client, heard } = await hearing(true);
    await server.person('ann').channel('general').send('for everybody');
    await heardOf(client, heard, 1);
    expect(heard[0]?.content).toBe('for everybody');
    const application = await client.application.fetch();
    expect(application.flags.has('GatewayMessageContentLimited')).toBe(true);
  });
});

async function channelWithTags(server: DiscordServer, id: string): Promise<{ available_tags: { id: string }[] }> {
  const { z } = await import('zod');
  return z
    .object({ available_tags: z.array(z.object({ id: z.string() })) })
    .parse(await startRest(server).get(Routes.channel(id)));
}

/** Waits until a client heard of so many messages. */
async function heardOf(client: Client, heard: readonly Message[], count: number): Promise<void> {
  while (heard.length < count) await new Promise((resolve) => client.once(Events.MessageCreate, resolve));
}
