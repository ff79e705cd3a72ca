import {
  type Client,
  Events,
  type FetchMessagesOptions,
  GatewayIntentBits,
  Routes,
  type TextChannel,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import { refusalOf, startClient, startRest, startServer } from './local.ts';

async function inGeneral(): Promise<{ server: DiscordServer; client: Client<true>; channel: TextChannel }> {
  const server = await startServer({ intents: ['messageContent'] });
  const client = await startClient(server);
  const channel = client.channels.cache.get(server.person('ann').channel('general').id);
  if (!channel?.isTextBased() || channel.type !== 0) throw new Error('No text channel.');
  return { server, client, channel };
}

describe('messages over REST', () => {
  it('are read in pages, newest first', async () => {
    const { server, channel } = await inGeneral();
    const general = server.person('ann').channel('general');
    for (const text of ['1', '2', '3', '4', '5']) await general.send(text);
    const ids = general.messages().map(({ id }) => id);
    const texts = async (options: FetchMessagesOptions) =>
      (await channel.messages.fetch({ ...options, cache: false })).map(({ content }) => content);
    expect(await texts({ limit: 2 })).toEqual(['5', '4']);
    expect(await texts({ limit: 2, before: ids[2] ?? '' })).toEqual(['2', '1']);
    expect(await texts({ limit: 2, after: ids[1] ?? '' })).toEqual(['4', '3']);
    expect(await texts({ limit: 3, around: ids[2] ?? '' })).toEqual(['4', '3', '2']);
    const path = Routes.channelMessages(channel.id);
    const tooMany = startRest(server).get(path, { query: new URLSearchParams({ limit: '101' }) });
    expect(await refusalOf(tooMany)).toMatchObject({ code: 50035 });
  });

  it('are reacted to, pinned by who may pin, and deleted together by a moderator', async () => {
    const { server, channel } = await inGeneral();
    const general = server.person('ann').channel('general');
    const sent = await channel.send('vote');
    await sent.react('👍');
    expect(general.messages()[0]?.reactions).toEqual(['👍']);
    await sent.reactions.cache.first()?.users.remove();
    expect(general.messages()[0]?.reactions).toEqual([]);
    expect(await refusalOf(sent.pin())).toMatchObject({ code: 50013 });
    server.admin.grantBot(['PinMessages', 'ManageMessages']);
    await sent.pin();
    expect((await channel.messages.fetchPins()).items.map(({ message }) => message.content)).toEqual(['vote']);
    await sent.unpin();
    const other = await general.send('other');
    expect(
      await refusalOf(startRest(server).post(Routes.channelBulkDelete(channel.id), { body: { messages: [sent.id] } })),
    ).toMatchObject({ code: 50016 });
    await channel.bulkDelete([sent.id, other.id]);
    expect(general.messages()).toEqual([]);
  });

  it('are heard of when people change and delete them', async () => {
    const { server, client } = await inGeneral();
    const heard: (string | null)[] = [];
    client.on(Events.MessageUpdate, (_, after) => heard.push(after.content));
    const gone = new Promise((resolve) => client.once(Events.MessageDelete, ({ id }) => resolve(id)));
    const said = await server.person('ann').channel('general').mention('one');
    await said.edit(`<@${server.applicationId}> two`);
    said.remove();
    expect(await gone).toBe(said.id);
    expect(heard).toEqual([`<@${server.applicationId}> two`]);
  });

  it('show that the bot is typing', async () => {
    const { server, channel } = await inGeneral();
    const changes: string[] = [];
    const unwatch = server.watch(({ kind }) => changes.push(kind));
    await channel.sendTyping();
    unwatch();
    expect(changes).toEqual(['typing']);
  });
});

describe('threads over REST', () => {
  it('have members, names, an archive and an end', async () => {
    const { server, channel } = await inGeneral();
    const thread = await channel.threads.create({ name: 'Plan' });
    const ann = server.person('ann');
    await thread.members.add(ann.id);
    expect((await thread.members.fetch({ cache: false })).map(({ id }) => id).sort()).toEqual(
      [ann.id, server.applicationId].sort(),
    );
    await thread.setName('Better plan');
    await thread.setArchived(true);
    expect((await channel.threads.fetchArchived()).threads.map(({ name }) => name)).toEqual(['Better plan']);
    expect((await channel.threads.fetchActive()).threads.size).toBe(0);
    await thread.setArchived(false);
    expect(await refusalOf(thread.setLocked(true))).toMatchObject({ code: 50013 });
    expect(await refusalOf(thread.members.remove(ann.id))).toMatchObject({ code: 50013 });
    server.admin.grantBot(['ManageThreads']);
    await thread.setLocked(true);
    await thread.members.remove(ann.id);
    await thread.leave();
    await thread.join();
    await thread.delete();
    expect(ann.channel('general').threads()).toEqual([]);
  });
});

describe('guilds over REST', () => {
  it('show their channels, roles and members, as far as intents allow', async () => {
    const server = await startServer({ intents: ['guildMembers'] });
    const { Guilds, GuildMembers } = GatewayIntentBits;
    const client = await startClient(server, { intents: [Guilds, GuildMembers] });
    const guild = client.guilds.cache.first();
    expect((await guild?.channels.fetch())?.map((channel) => channel?.name)).toEqual(['general', 'random', 'ideas']);
    expect((await guild?.roles.fetch())?.map(({ name }) => name)).toEqual(['@everyone', 'Versus']);
    expect((await guild?.members.fetch())?.map(({ user }) => user.username).sort()).toEqual([
      'Versus',
      'ann',
      'ben',
      'cleo',
    ]);
    expect((await guild?.members.list({ limit: 2 }))?.size).toBe(2);
    expect((await guild?.members.fetch({ user: server.person('ben').id, force: true }))?.displayName).toBe('ben');
    expect((await guild?.fetch())?.name).toBe('Acme');
    expect(
      await refusalOf(startRest(server).get(Routes.guildMember(guild?.id ?? '', '123456789012345678'))),
    ).toMatchObject({ code: 10013 });
  });

  it('do not list their members to an app without the intent', async () => {
    const server = await startServer();
    const client = await startClient(server);
    const guild = client.guilds.cache.first();
    expect(guild?.members.cache.size).toBe(1);
    expect(await refusalOf(guild?.members.list() ?? Promise.resolve())).toMatchObject({ code: 50001 });
  });

  it('take the bot in and send it away again', async () => {
    const server = await startServer();
    const client = await startClient(server);
    const joined = new Promise<string>((resolve) => client.once(Events.GuildCreate, ({ name }) => resolve(name)));
    server.admin.addGuild({ name: 'Second', people: ['zoe'], channels: [], hasBot: false });
    server.admin.addChannel({ name: 'lobby' }, 'Second');
    server.admin.inviteBot('Second', ['ManageThreads']);
    expect(await joined).toBe('Second');
    const zoe = server.person('zoe');
    const path = Routes.channelMessages(zoe.channel('lobby').id);
    await client.rest.post(path, { body: { content: 'hello' } });
    const left = new Promise<string>((resolve) => client.once(Events.GuildDelete, ({ name }) => resolve(name)));
    server.admin.removeBot('Second');
    expect(await left).toBe('Second');
    expect(await refusalOf(client.rest.post(path, { body: { content: 'x' } }))).toMatchObject({ code: 50001 });
  });

  it('tell the bot of a new channel', async () => {
    const server = await startServer();
    const client = await startClient(server);
    const made = new Promise<string>((resolve) => client.once(Events.ChannelCreate, ({ name }) => resolve(name)));
    server.admin.addChannel({ name: 'news', kind: 'announcement' });
    expect(await made).toBe('news');
  });
});

describe('the app over REST', () => {
  it('knows itself', async () => {
    const server = await startServer({ applicationName: 'Adviser', intents: ['messageContent', 'guildMembers'] });
    const client = await startClient(server);
    const application = await client.application.fetch();
    expect(application.name).toBe('Adviser');
    expect(application.flags.toArray().sort()).toEqual(['GatewayGuildMembersLimited', 'GatewayMessageContentLimited']);
    expect(client.user.username).toBe('Adviser');
    expect((await client.guilds.fetch()).size).toBe(1);
  });
});

describe('ids', () => {
  it('are the same in every run of the same clock, and of 17 to 19 digits', async () => {
    const ids = async () => {
      const server = await startServer({ now: () => Date.UTC(2026, 10, 22) });
      const general = server.person('ann').channel('general');
      return [server.applicationId, general.id, (await general.send('x')).id];
    };
    const first = await ids();
    expect(await ids()).toEqual(first);
    for (const id of first) expect(id).toMatch(/^\d{17,19}$/);
  });
});
