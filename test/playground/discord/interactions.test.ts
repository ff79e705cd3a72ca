import {
  type BaseInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  InteractionContextType,
  MessageFlags,
  Routes,
  SlashCommandBuilder,
  type User,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordServer, DiscordServerOptions } from '../../../src/playground/discord/discord.ts';
import { type Place, shownMessage } from '../../../src/playground/discord/driver.ts';
import { card } from './example-bot.ts';
import { refusalOf, startClient, startRest, startServer } from './local.ts';

/** A server whose bot knows /go and hands each interaction to the test. */
async function catching(options: DiscordServerOptions = {}): Promise<{
  readonly server: DiscordServer;
  readonly client: Client<true>;
  readonly go: (
    place?: Place,
  ) => Promise<{ readonly caught: ChatInputCommandInteraction; readonly outcome: Promise<unknown> }>;
}> {
  const server = await startServer(options);
  const waiting: ((interaction: BaseInteraction) => void)[] = [];
  const client = await startClient(server, {}, (listening) =>
    listening.on(Events.InteractionCreate, (interaction) => waiting.shift()?.(interaction)),
  );
  await client.application.commands.set([
    new SlashCommandBuilder().setName('go').setDescription('Goes').setContexts(0, 1, 2).setIntegrationTypes(0, 1),
  ]);
  const go = async (place = server.person('ann').channel('general')) => {
    const next = new Promise<BaseInteraction>((resolve) => waiting.push(resolve));
    const outcome = place.command('go');
    const caught = await next;
    if (!caught.isChatInputCommand()) throw new Error('Not a command.');
    return { caught, outcome };
  };
  return { server, client, go };
}

/** The callback of an interaction, as the client sends it. */
function callback(client: Client<true>, { id, token }: BaseInteraction, body: object) {
  return client.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
}

describe('the first answer', () => {
  it('is refused when it comes a second time', async () => {
    const { go } = await catching();
    const { caught } = await go();
    await caught.reply('one');
    caught.replied = false;
    expect(await refusalOf(caught.reply('two'))).toMatchObject({ status: 400, code: 40060 });
  });

  it('is refused after the deadline, and so is everything with the token', async () => {
    const { server, client, go } = await catching();
    const { caught } = await go();
    server.faults.expireInteractions();
    expect(await refusalOf(caught.reply('late'))).toMatchObject({ status: 404, code: 10062 });
    const hook = Routes.webhook(client.application.id, caught.token);
    expect(await refusalOf(client.rest.post(hook, { body: { content: 'x' }, auth: false }))).toMatchObject({
      status: 401,
      code: 50027,
    });
  });

  it('is refused for an interaction that never was, or with the wrong token', async () => {
    const { client, go } = await catching();
    const { caught } = await go();
    const wrong = Routes.interactionCallback(caught.id, 'wrong');
    expect(await refusalOf(client.rest.post(wrong, { body: { type: 5 }, auth: false }))).toMatchObject({ code: 10062 });
  });

  it('is refused when it is of a kind that the interaction cannot have', async () => {
    const { client, go } = await catching();
    const { caught } = await go();
    for (const type of [1, 6, 7, 8])
      expect(await refusalOf(callback(client, caught, { type, data: {} }))).toMatchObject({ status: 400, code: 50035 });
    await caught.reply('still open');
  });

  it('leaves the interaction open when its message is refused', async () => {
    const { go } = await catching();
    const { caught, outcome } = await go();
    const refusal = await refusalOf(caught.reply('x'.repeat(2001)));
    expect(refusal).toMatchObject({ code: 50035, problems: expect.arrayContaining(['BASE_TYPE_MAX_LENGTH']) });
    await caught.reply('shorter');
    expect(await outcome).toMatchObject({ kind: 'message', message: { text: 'shorter' } });
  });

  it('may come with the message it made', async () => {
    const { go } = await catching();
    const { caught } = await go();
    const response = await caught.reply({ content: 'here', flags: MessageFlags.Ephemeral, withResponse: true });
    expect(response.interaction).toMatchObject({ responseMessageEphemeral: true, responseMessageLoading: false });
    expect(response.resource?.message?.content).toBe('here');
  });

  it('when deferred, takes no flag but the ephemeral one', async () => {
    const { client, go } = await catching();
    const { caught } = await go();
    await callback(client, caught, { type: 5, data: { flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral } });
    const original = await client.rest.get(Routes.webhookMessage(client.application.id, caught.token), { auth: false });
    expect(original).toMatchObject({ flags: MessageFlags.Loading | MessageFlags.Ephemeral });
  });
});

describe('what follows', () => {
  it('is refused before the first answer', async () => {
    const { client, go } = await catching();
    const { caught } = await go();
    const hook = Routes.webhook(client.application.id, caught.token);
    expect(await refusalOf(client.rest.post(hook, { body: { content: 'x' }, auth: false }))).toMatchObject({
      status: 404,
      code: 10015,
    });
  });

  it('fills a deferred answer when it is the first follow-up', async () => {
    const { server, go } = await catching();
    const { caught } = await go();
    await caught.deferReply({ flags: MessageFlags.Ephemeral });
    await caught.followUp('filled');
    const seen = server.person('ann').channel('general').messages();
    expect(seen).toMatchObject([{ text: 'filled', isEphemeral: true, isThinking: false }]);
  });

  it('reads, changes and deletes the messages of its own interaction only', async () => {
    const { server, client, go } = await catching();
    const { caught } = await go();
    await caught.reply('one');
    const second = await caught.followUp({ content: 'two', flags: MessageFlags.Ephemeral });
    await caught.editReply('one, changed');
    expect((await caught.fetchReply()).content).toBe('one, changed');
    const foreign = await server.person('ben').channel('general').send('mine');
    const path = Routes.webhookMessage(client.application.id, caught.token, foreign.id);
    expect(await refusalOf(client.rest.patch(path, { body: { content: 'x' }, auth: false }))).toMatchObject({
      code: 10008,
    });
    await caught.deleteReply(second);
    await caught.deleteReply();
    expect(await refusalOf(caught.fetchReply())).toMatchObject({ status: 404, code: 10008 });
    expect(
      server
        .person('ann')
        .channel('general')
        .messages()
        .map(({ text }) => text),
    ).toEqual(['mine']);
  });

  it('ends with the token', async () => {
    const { server, go } = await catching();
    const { caught } = await go();
    await caught.reply('one');
    server.faults.expireInteractions();
    expect(await refusalOf(caught.followUp('two'))).toMatchObject({ status: 401, code: 50027 });
    expect(await refusalOf(caught.editReply('two'))).toMatchObject({ status: 401, code: 50027 });
  });
});

describe('an app that only a person installed', () => {
  const guilds = [{ name: 'Acme', people: ['olga', 'ann'], channels: [{ name: 'general' }], hasBot: false }];

  it('has five follow-ups, and cannot reach the channel otherwise', async () => {
    const { server, client, go } = await catching({ guilds });
    server.person('ann').installApp();
    const { caught } = await go();
    await caught.reply('here');
    for (let count = 0; count < 5; count += 1) await caught.followUp(`${count}`);
    expect(await refusalOf(caught.followUp('6'))).toMatchObject({ status: 400, code: 40094 });
    const channel = Routes.channelMessages(server.person('ann').channel('general').id);
    expect(await refusalOf(client.rest.post(channel, { body: { content: 'x' } }))).toMatchObject({ code: 50001 });
    expect(caught.authorizingIntegrationOwners).toMatchObject({ 1: server.person('ann').id });
  });

  it('is heard by the person alone where apps from outside are not allowed', async () => {
    const { server, go } = await catching({ guilds });
    server.person('ann').installApp();
    server.admin.grantEveryone(['ViewChannel', 'SendMessages', 'UseApplicationCommands']);
    const { caught } = await go();
    await caught.reply('psst');
    expect(server.person('ann').channel('general').messages()).toMatchObject([{ isEphemeral: true }]);
  });

  it('works in a conversation between people, which the bot hears nothing else of', async () => {
    const { server, go } = await catching({ guilds });
    server.person('ann').installApp();
    const between = server.person('ann').privateChannel('olga');
    await between.send('shall we ask?');
    const { caught, outcome } = await go(between);
    expect(caught).toMatchObject({ guild: null, context: InteractionContextType.PrivateChannel });
    await caught.reply('asked');
    expect(await outcome).toMatchObject({ kind: 'message', message: { text: 'asked' } });
    expect(between.messages().map(({ text }) => text)).toEqual(['shall we ask?', 'asked']);
    expect(server.traffic.entries().some((entry) => JSON.stringify(entry).includes('shall we ask'))).toBe(false);
  });
});

describe('modals and autocompletion', () => {
  const input = (id: string) => ({ type: 18, label: id, component: { type: 4, custom_id: id, style: 1 } });
  const radio = (count: number) => ({
    type: 18,
    label: 'r',
    component: {
      type: 21,
      custom_id: 'r',
      options: Array.from({ length: count }, (_, at) => ({ label: `${at}`, value: `${at}` })),
    },
  });
  const modal = (fields: object) => ({
    type: 9,
    data: { custom_id: 'm', title: 'Form', components: [input('a')], ...fields },
  });

  it.each([
    ['a title of more than 45', modal({ title: 'x'.repeat(46) }), 'BASE_TYPE_BAD_LENGTH'],
    ['no fields', modal({ components: [] }), 'BASE_TYPE_BAD_LENGTH'],
    ['six fields', modal({ components: ['a', 'b', 'c', 'd', 'e', 'f'].map(input) }), 'BASE_TYPE_BAD_LENGTH'],
    ['the same custom id twice', modal({ components: [input('a'), input('a')] }), 'COMPONENT_CUSTOM_ID_DUPLICATED'],
    [
      'a label of more than 45',
      modal({ components: [{ ...input('a'), label: 'x'.repeat(46) }] }),
      'BASE_TYPE_BAD_LENGTH',
    ],
    ['a radio group of one', modal({ components: [radio(1)] }), 'BASE_TYPE_BAD_LENGTH'],
    ['a radio group of eleven', modal({ components: [radio(11)] }), 'BASE_TYPE_BAD_LENGTH'],
    ['a container', modal({ components: [{ type: 17, components: [] }] }), 'UNION_TYPE_CHOICES'],
  ])('refuses a form with %s', async (_, body, problem) => {
    const { client, go } = await catching();
    const { caught } = await go();
    const refusal = await refusalOf(callback(client, caught, body));
    expect(refusal).toMatchObject({ status: 400, code: 50035 });
    expect(refusal.problems).toContain(problem);
  });

  it('refuses more than 25 suggestions and those of the wrong type', async () => {
    const server = await startServer();
    const refusals: Promise<unknown>[] = [];
    const client = await startClient(server, {}, (listening) =>
      listening.on(Events.InteractionCreate, (interaction) => {
        const many = Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` }));
        const send = (choices: object[]) => refusalOf(callback(client, interaction, { type: 8, data: { choices } }));
        refusals.push(send(many), send([{ name: 'a', value: 1 }]), send([{ name: 'x'.repeat(101), value: 'a' }]));
        if (interaction.isAutocomplete()) Promise.all(refusals).then(() => interaction.respond([]));
      }),
    );
    await client.application.commands.set([
      new SlashCommandBuilder()
        .setName('go')
        .setDescription('Goes')
        .addStringOption((option) => option.setName('to').setDescription('Where').setAutocomplete(true)),
    ]);
    await server.person('ann').channel('general').suggest('go', { to: 'x' });
    for (const refusal of await Promise.all(refusals)) expect(refusal).toMatchObject({ status: 400, code: 50035 });
  });
});

describe('secrets', () => {
  it('never shows the bot token or an interaction token in the log of traffic', async () => {
    const { server, client, go } = await catching();
    const { caught } = await go();
    await caught.reply(card('x'));
    await client.rest.get(Routes.user());
    const log = JSON.stringify(server.traffic.entries());
    expect(log).toContain('[token]');
    expect(log).not.toContain(caught.token);
    expect(log).not.toContain(server.token);
  });

  it('refuses every other token', async () => {
    const server = await startServer();
    const rest = startRest(server, 'wrong');
    expect(await refusalOf(rest.get(Routes.user()))).toMatchObject({ status: 401, code: 0 });
  });
});

describe('presses by other people', () => {
  it('carries who pressed, where, and the message', async () => {
    const server = await startServer();
    const pressed: User[] = [];
    const client = await startClient(server, {}, (listening) =>
      listening.on(Events.InteractionCreate, async (interaction) => {
        if (!interaction.isButton()) return;
        pressed.push(interaction.user);
        await interaction.deferUpdate();
        await interaction.message.edit(card('edited by the bot'));
      }),
    );
    const id = server.person('ann').channel('general').id;
    await client.rest.post(Routes.channelMessages(id), {
      body: { ...card('x'), components: card('x').components.map((one) => one.toJSON()) },
    });
    const [seen] = server.person('ben').channel('general').messages();
    expect(shownMessage((await seen?.press('More')) ?? { kind: 'silent' }).text).toBe('edited by the bot');
    expect(pressed.map(({ username }) => username)).toEqual(['ben']);
  });
});
