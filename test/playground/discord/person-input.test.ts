import {
  ActionRowBuilder,
  type APIModalInteractionResponseCallbackData,
  ChannelSelectMenuBuilder,
  Events,
  type Interaction,
  LabelBuilder,
  MentionableSelectMenuBuilder,
  ModalBuilder,
  RoleSelectMenuBuilder,
  SlashCommandBuilder,
  type SlashCommandOptionsOnlyBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  UserSelectMenuBuilder,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { shownMessage, shownModal } from '../../../src/playground/discord/driver.ts';
import { startClient, startServer } from './local.ts';

/** A server with the command /go, which a listener answers; another answers what comes of it. */
async function going(
  listen: (interaction: Interaction) => unknown,
  command: SlashCommandOptionsOnlyBuilder = new SlashCommandBuilder(),
) {
  const server = await startServer();
  const client = await startClient(server, {}, (listening) =>
    listening.on(Events.InteractionCreate, async (one) => listen(one)),
  );
  await client.application.commands.set([command.setName('go').setDescription('Goes')]);
  return { server, general: server.person('ann').channel('general') };
}

describe('selects that Discord fills', () => {
  it('hand over people, roles and channels, with what they stand for', async () => {
    const menus = [
      new UserSelectMenuBuilder().setCustomId('users').setMaxValues(2),
      new RoleSelectMenuBuilder().setCustomId('roles'),
      new MentionableSelectMenuBuilder().setCustomId('both').setMaxValues(2),
      new ChannelSelectMenuBuilder().setCustomId('channels'),
    ];
    const { general } = await going((interaction) => {
      if (interaction.isChatInputCommand())
        return interaction.reply({
          components: menus.map((menu) => new ActionRowBuilder<(typeof menus)[number]>().addComponents(menu).toJSON()),
        });
      if (interaction.isUserSelectMenu())
        return interaction.reply(interaction.users.map(({ username }) => username).join());
      if (interaction.isRoleSelectMenu()) return interaction.reply(interaction.roles.map(({ name }) => name).join());
      if (interaction.isMentionableSelectMenu())
        return interaction.reply(`${interaction.users.size} ${interaction.roles.size} ${interaction.members.size}`);
      if (interaction.isChannelSelectMenu())
        return interaction.reply(interaction.channels.map((channel) => ('name' in channel ? channel.name : '')).join());
      return undefined;
    });
    const card = shownMessage(await general.command('go'));
    const pick = async (customId: string, values: string[]) =>
      shownMessage(await card.choose(values, { customId })).text;
    expect(await pick('users', ['ben', 'cleo'])).toBe('ben,cleo');
    expect(await pick('roles', ['Versus'])).toBe('Versus');
    expect(await pick('both', ['ben', '@everyone'])).toBe('1 1 1');
    expect(await pick('channels', ['random'])).toBe('random');
    await expect(card.choose(['ben', 'cleo'], { customId: 'roles' })).rejects.toThrow('takes 1 to 1 values');
    await expect(card.choose(['nobody'], { customId: 'users' })).rejects.toThrow('nobody called "nobody"');
    await expect(card.press('None')).rejects.toThrow('no button "None"');
  });
});

describe('forms', () => {
  it('hand over every kind of field', async () => {
    const label = (text: string) => new LabelBuilder().setLabel(text);
    const modal = new ModalBuilder()
      .setCustomId('all')
      .setTitle('All')
      .addLabelComponents(
        label('Who').setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId('who')),
        label('Where').setChannelSelectMenuComponent(
          new ChannelSelectMenuBuilder().setCustomId('where').setRequired(false),
        ),
        label('How').setStringSelectMenuComponent(
          new StringSelectMenuBuilder()
            .setCustomId('how')
            .addOptions({ label: 'Fast', value: 'fast' }, { label: 'Safe', value: 'safe' }),
        ),
        label('Proof').setFileUploadComponent((upload) => upload.setCustomId('proof').setMaxValues(2)),
        label('Sure').setCheckboxComponent((checkbox) => checkbox.setCustomId('sure')),
      );
    const { general } = await going(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(modal);
      if (!interaction.isModalSubmit()) return;
      const { fields } = interaction;
      const who = fields.getSelectedUsers('who')?.map(({ username }) => username);
      const where = fields.getSelectedChannels('where')?.size ?? 0;
      const proof = fields.getUploadedFiles('proof')?.map(({ name, size }) => `${name}:${size}`);
      await interaction.reply(
        [who, where, fields.getStringSelectValues('how'), proof, fields.getCheckbox('sure')].join(' '),
      );
    });
    const form = shownModal(await general.command('go'));
    const files = [{ filename: 'a.txt', bytes: Buffer.from('abc') }];
    const answer = await form.submit({ Who: 'ben', How: 'Safe', Proof: files, Sure: true });
    expect(shownMessage(answer).text).toBe('ben 0 safe a.txt:3 true');
    await expect(form.submit({ Who: 'ben', How: 'Safe', Proof: [] })).rejects.toThrow('"Proof" takes 1 to 2');
    await expect(form.submit({ What: 'x' })).rejects.toThrow('no field "What"');
  });

  it('of the older kind, with text inputs in rows, work as well', async () => {
    const input = new TextInputBuilder()
      .setCustomId('what')
      .setLabel('What')
      .setStyle(1)
      .setValue('as it was')
      .toJSON();
    const modal: APIModalInteractionResponseCallbackData = {
      custom_id: 'old',
      title: 'Old',
      components: [{ type: 1, components: [input] }],
    };
    const { general } = await going(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(modal);
      if (interaction.isModalSubmit()) await interaction.reply(interaction.fields.getTextInputValue('what'));
    });
    const form = shownModal(await general.command('go'));
    expect(form.fields).toMatchObject([{ label: 'What', value: 'as it was' }]);
    expect(shownMessage(await form.submit()).text).toBe('as it was');
  });
});

describe('options', () => {
  it('are of the type that the command names', async () => {
    const { general } = await going(
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const { options } = interaction;
        const channel = options.getChannel('where');
        await interaction.reply(
          [
            options.getInteger('count'),
            options.getNumber('share'),
            options.getBoolean('sure'),
            options.getString('kind'),
            channel && 'name' in channel ? channel.name : '',
            options.getRole('role')?.name,
            options.getMentionable('who') !== null,
          ].join(' '),
        );
      },
      new SlashCommandBuilder()
        .addIntegerOption((option) => option.setName('count').setDescription('x').setMinValue(1).setMaxValue(9))
        .addNumberOption((option) => option.setName('share').setDescription('x'))
        .addBooleanOption((option) => option.setName('sure').setDescription('x'))
        .addStringOption((option) =>
          option.setName('kind').setDescription('x').addChoices({ name: 'A book', value: 'book' }),
        )
        .addChannelOption((option) => option.setName('where').setDescription('x'))
        .addRoleOption((option) => option.setName('role').setDescription('x'))
        .addMentionableOption((option) => option.setName('who').setDescription('x')),
    );
    const values = { count: 3, share: 0.5, sure: true, kind: 'A book', where: 'random', role: 'Versus', who: 'ben' };
    expect(shownMessage(await general.command('go', values)).text).toBe('3 0.5 true book random Versus true');
    await expect(general.command('go', { count: 10 })).rejects.toThrow('does not take 10');
    await expect(general.command('go', { count: 1.5 })).rejects.toThrow('does not take 1.5');
    await expect(general.command('go', { kind: 'A film' })).rejects.toThrow('no choice of "kind"');
    await expect(general.command('go', { colour: 'red' })).rejects.toThrow('no option "colour"');
  });
});

describe('people', () => {
  it('cannot do what their client would not let them do', async () => {
    const { server, general } = await going(() => undefined);
    await expect(general.send('x'.repeat(2001))).rejects.toThrow('2001 characters');
    await expect(server.person('ann').channel('ideas').send('x')).rejects.toThrow('it takes posts');
    expect(() => server.person('ann').channel('nowhere')).toThrow('sees no channel');
    expect(() => server.person('nobody')).toThrow('nobody called');
    server.admin.addChannel({ name: 'board', onlyFor: ['ben'] });
    expect(() => server.person('cleo').channel('board')).toThrow('sees no channel');
    expect(
      server
        .person('ben')
        .channels()
        .map(({ name }) => name),
    ).toContain('board');
  });

  it('see nothing of an answer that never comes, and are told so', async () => {
    const server = await startServer({ patienceMs: 20 });
    const asked = await server.person('ann').channel('general').mention('anybody?');
    await expect(asked.answer()).rejects.toThrow('Nothing to be seen after 20 ms: an answer');
  });
});
