import {
  ActionRowBuilder,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  CheckboxGroupBuilder,
  type Client,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  Events,
  InteractionContextType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  RadioGroupBuilder,
  SectionBuilder,
  SeparatorBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

const contexts = [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel];
const installs = [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall];

/** The commands of the example bot. */
export const COMMANDS = [
  new SlashCommandBuilder()
    .setName('ask')
    .setDescription('Asks')
    .setContexts(contexts)
    .setIntegrationTypes(installs)
    .addStringOption((option) =>
      option.setName('question').setDescription('What').setRequired(true).setAutocomplete(true),
    ),
  new SlashCommandBuilder()
    .setName('try')
    .setDescription('Ways to answer')
    .addSubcommand((sub) => sub.setName('privately').setDescription('Only for you'))
    .addSubcommand((sub) => sub.setName('later').setDescription('After a while'))
    .addSubcommand((sub) => sub.setName('form').setDescription('With a form'))
    .addSubcommand((sub) => sub.setName('never').setDescription('Not at all'))
    .addSubcommand((sub) =>
      sub
        .setName('read')
        .setDescription('Reads a file')
        .addAttachmentOption((option) => option.setName('file').setDescription('Which').setRequired(true))
        .addUserOption((option) => option.setName('for').setDescription('Whom')),
    ),
  new ContextMenuCommandBuilder().setName('Ask about this').setType(ApplicationCommandType.Message),
  new ContextMenuCommandBuilder().setName('Who is this').setType(ApplicationCommandType.User),
];

/** A card with text, a button beside it, two below, and a select. */
export function card(text: string) {
  const button = (id: string, label: string) =>
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Secondary);
  return {
    flags: MessageFlags.IsComponentsV2 as const,
    components: [
      new ContainerBuilder()
        .setAccentColor(0x5865f2)
        .addSectionComponents(
          new SectionBuilder()
            .addTextDisplayComponents(new TextDisplayBuilder().setContent(text))
            .setButtonAccessory(button('sources', 'Sources')),
        )
        .addSeparatorComponents(new SeparatorBuilder())
        .addActionRowComponents(
          new ActionRowBuilder<ButtonBuilder>().addComponents(button('more', 'More'), button('form', 'Tell us')),
        )
        .addActionRowComponents(
          new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
            new StringSelectMenuBuilder()
              .setCustomId('related')
              .setPlaceholder('Related')
              .addOptions({ label: 'Speed', value: 'speed' }, { label: 'Cost', value: 'cost' }),
          ),
        ),
    ],
  };
}

const form = new ModalBuilder()
  .setCustomId('project')
  .setTitle('Your project')
  .addLabelComponents(
    new LabelBuilder()
      .setLabel('What is it?')
      .setTextInputComponent(new TextInputBuilder().setCustomId('what').setStyle(TextInputStyle.Paragraph)),
    new LabelBuilder()
      .setLabel('How many people?')
      .setRadioGroupComponent(
        new RadioGroupBuilder()
          .setCustomId('people')
          .addOptions({ label: 'Few', value: 'few' }, { label: 'Many', value: 'many' }),
      ),
    new LabelBuilder()
      .setLabel('Needs')
      .setCheckboxGroupComponent(
        new CheckboxGroupBuilder()
          .setCustomId('needs')
          .setRequired(false)
          .addOptions({ label: 'Real time', value: 'real-time' }, { label: 'Reports', value: 'reports' }),
      ),
  );

/** Listeners that answer in every way an app can. */
export function listen(client: Client): void {
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.bot || (message.guild && !message.mentions.users.has(client.user?.id ?? ''))) return;
    if (message.channel.isThread() || message.channel.isDMBased()) {
      await message.reply(`Here: ${message.content}`);
      return;
    }
    const thread = await message.startThread({ name: 'Answer' });
    await thread.send(card('In a thread'));
  });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isAutocomplete()) {
      await interaction.respond([{ name: `${interaction.options.getFocused()}!`, value: 'suggested' }]);
    } else if (interaction.isChatInputCommand()) {
      if (interaction.commandName === 'ask')
        await interaction.reply(card(interaction.options.getString('question', true)));
      else await tryOut(interaction);
    } else if (interaction.isMessageContextMenuCommand()) {
      await interaction.reply({
        content: `About: ${interaction.targetMessage.content}`,
        flags: MessageFlags.Ephemeral,
      });
    } else if (interaction.isUserContextMenuCommand()) {
      await interaction.reply(`This is ${interaction.targetUser.username}`);
    } else if (interaction.isButton()) {
      if (interaction.customId === 'form') await interaction.showModal(form);
      else if (interaction.customId === 'more') await interaction.update(card('More of it'));
      else await interaction.reply({ content: 'A book', flags: MessageFlags.Ephemeral });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.deferUpdate();
      await interaction.editReply(card(`About ${interaction.values.join()}`));
    } else if (interaction.isModalSubmit()) {
      const { fields } = interaction;
      const needs = fields.getCheckboxGroup('needs').join();
      await interaction.reply(`${fields.getTextInputValue('what')} / ${fields.getRadioGroup('people')} / ${needs}`);
    }
  });
}

async function tryOut(interaction: ChatInputCommandInteraction): Promise<void> {
  switch (interaction.options.getSubcommand()) {
    case 'privately':
      await interaction.reply({ content: 'Between us', flags: MessageFlags.Ephemeral });
      return;
    case 'later':
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply(card('Thought about it'));
      await interaction.followUp('And for all to see');
      return;
    case 'form':
      await interaction.showModal(form);
      return;
    case 'read': {
      const file = interaction.options.getAttachment('file', true);
      const text = await (await fetch(file.url)).text();
      await interaction.reply({
        content: `${file.name} for ${interaction.options.getUser('for')?.username}: ${text}`,
        files: [{ name: 'copy.txt', attachment: Buffer.from(text) }],
      });
      return;
    }
  }
}
