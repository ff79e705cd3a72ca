import {
  type AnySelectMenuInteraction,
  type ButtonInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  ComponentType,
  type Interaction,
  InteractionContextType,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  MessageReferenceType,
  type ModalSubmitInteraction,
} from 'discord.js';
import { isMark } from './operation.ts';
import { type OwnIds, plainWords } from './plain-words.ts';
import type { CardFacts, InteractionFacts, MessageFacts, Spot } from './read.ts';

/** An interaction that is answered with a card. */
export type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ButtonInteraction
  | AnySelectMenuInteraction
  | ModalSubmitInteraction;

/** Whether the interaction is one that is answered with a card. */
export function isAnswerable(interaction: Interaction): interaction is Answerable {
  return (
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isMessageComponent() ||
    interaction.isModalSubmit()
  );
}

/** What reading a message needs of it, in plain values. */
export function messageFacts(message: Message): MessageFacts {
  const own = ownIds(message);
  const { author, mentions } = message;
  const isReply = message.reference?.type === MessageReferenceType.Default;
  return {
    id: message.id,
    spot: spotOfMessage(message),
    person: author.id,
    isFromPerson: !author.bot && message.webhookId === null && !message.system,
    at: message.createdTimestamp,
    hasContent: message.content !== '',
    words: () => wordsOf(message),
    namesBot: mentions.users.has(own.user),
    namesRole: own.role !== undefined && mentions.roles.has(own.role),
    mentionsOthers:
      mentions.everyone ||
      mentions.users.some(({ id }) => id !== own.user) ||
      mentions.roles.some(({ id }) => id !== own.role) ||
      (isReply && mentions.repliedUser?.id !== own.user),
  };
}

/** Whether threads can grow out of the messages of its channel. */
export function hasThreads({ channel }: Message): boolean {
  return channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement;
}

/** What reading an interaction needs of it, in plain values. */
export function interactionFacts(interaction: Answerable): InteractionFacts {
  const { id, user, createdTimestamp } = interaction;
  const base = { id, person: user.id, at: createdTimestamp, spot: spotOfInteraction(interaction) };
  if (interaction.isChatInputCommand()) {
    const subcommand = interaction.options.getSubcommand(false);
    const words = Object.fromEntries(
      interaction.options.data
        .flatMap((option) => option.options ?? option)
        .flatMap(({ name, value }) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    return { ...base, type: 'command', subcommand, words };
  }
  if (interaction.isMessageContextMenuCommand())
    return { ...base, type: 'about', text: wordsOf(interaction.targetMessage) };
  if (interaction.isModalSubmit())
    return {
      ...base,
      type: 'submission',
      customId: interaction.customId,
      fields: fieldsOf(interaction),
      card: interaction.message ? cardFacts(interaction.message) : undefined,
    };
  const values = interaction.isAnySelectMenu() ? interaction.values : [];
  return { ...base, type: 'press', customId: interaction.customId, values, card: cardFacts(interaction.message) };
}

/** Marks a card that was shared: the id of its container, which Discord keeps with the message. */
export const SHARED_CONTAINER_ID = 1001;

/** The name that people there know a person by. */
export function displayNameOf({ member, user }: Answerable): string {
  const nickname = member && ('nickname' in member ? member.nickname : 'nick' in member ? member.nick : undefined);
  return nickname ?? user.displayName;
}

/** The words of a message; of one that was passed on, those of the original. */
function wordsOf(message: Message): string {
  const { mentions } = message;
  const content = message.content || (message.messageSnapshots.first()?.content ?? '');
  return plainWords(
    content,
    {
      users: new Map(mentions.users.map(({ id, displayName }) => [id, displayName])),
      roles: new Map(mentions.roles.map(({ id, name }) => [id, name])),
      channels: content.includes('<#') ? new Map(mentions.channels.map((one) => [one.id, nameOf(one)])) : NO_NAMES,
    },
    ownIds(message),
  );
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

function nameOf(channel: object): string {
  return 'name' in channel && typeof channel.name === 'string' ? channel.name : 'channel';
}

/** The bot's user, and the role of this server that Discord made for it. */
function ownIds({ client, mentions }: Message): OwnIds {
  const user = client.user?.id ?? '';
  return { user, role: mentions.roles.find((role) => role.tags?.botId === user)?.id };
}

function spotOfMessage({ channel, channelId, guildId }: Message): Spot {
  if (guildId === null) return { guild: undefined, channel: channelId, thread: undefined, isDirect: true };
  const isThread = channel?.isThread() === true;
  return {
    guild: guildId,
    channel: (isThread ? channel.parentId : undefined) ?? channelId,
    thread: isThread ? channelId : undefined,
    isDirect: false,
  };
}

function spotOfInteraction({ id, channel, channelId, guildId, context, guild }: Answerable): Spot {
  const at = channelId ?? id;
  const isThread = channel?.isThread() === true;
  // Older interactions do not say what kind of place they are from.
  const isBotsOwn = context === InteractionContextType.BotDM || (context === null && channel?.type === ChannelType.DM);
  return {
    guild: guildId ?? guild?.id,
    channel: (isThread ? channel.parentId : undefined) ?? at,
    thread: isThread ? at : undefined,
    isDirect: guildId === null && isBotsOwn,
  };
}

function cardFacts(message: Message): CardFacts {
  return {
    id: message.id,
    isPrivate: message.flags.has(MessageFlags.Ephemeral),
    isShared: message.components.some(({ id }) => id === SHARED_CONTAINER_ID),
    mark: message.components.map(({ id }) => id).find((id) => id === SHARED_CONTAINER_ID || isMark(id)),
    repliesTo: message.reference?.messageId,
  };
}

function fieldsOf({ fields }: ModalSubmitInteraction): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...fields.fields].flatMap(([id, field]) => (field.type === ComponentType.TextInput ? [[id, field.value]] : [])),
  );
}
