import {
  ChannelType,
  type DMChannel,
  type GuildTextBasedChannel,
  type Message,
  type NewsChannel,
  PermissionFlagsBits,
  type SendableChannels,
  type TextChannel,
} from 'discord.js';

/** Where the answer to a message goes, as far as permissions tell beforehand. */
export type Seat =
  /** In the thread or the direct conversation that the message stands in. */
  | { readonly type: 'same'; readonly channel: SendableChannels; readonly mayAttach: boolean }
  /** In a thread that grows out of the message. */
  | { readonly type: 'thread'; readonly channel: TextChannel | NewsChannel; readonly mayAttach: boolean }
  /** In the channel, as a reply. */
  | {
      readonly type: 'reply';
      readonly channel: GuildTextBasedChannel;
      readonly mayAttach: boolean;
      /** The channel could have threads, but not of the bot. */
      readonly isForbidden: boolean;
    }
  /** In the direct conversation with the person, because the bot may not write there. */
  | { readonly type: 'direct'; readonly channel: DMChannel };

/** The place for an answer; undefined where the bot may not write. */
export function findSeat(message: Message): Seat | undefined {
  const { channel } = message;
  if (!message.inGuild() || channel.isDMBased())
    return channel.isSendable() ? { type: 'same', channel, mayAttach: true } : undefined;
  const mayAttach = botMay(channel, 'AttachFiles');
  if (channel.isThread()) {
    const isOpen = channel.locked !== true || botMay(channel, 'ManageThreads');
    return isOpen && botMay(channel, 'SendMessagesInThreads') ? { type: 'same', channel, mayAttach } : undefined;
  }
  const mayWrite = botMay(channel, 'SendMessages');
  if (channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement) {
    if (botMay(channel, 'CreatePublicThreads') && botMay(channel, 'SendMessagesInThreads'))
      return { type: 'thread', channel, mayAttach };
    return mayWrite ? { type: 'reply', channel, mayAttach, isForbidden: true } : undefined;
  }
  return mayWrite ? { type: 'reply', channel, mayAttach, isForbidden: false } : undefined;
}

/** The direct conversation with the author. */
export async function directSeat({ author }: Message): Promise<Extract<Seat, { type: 'direct' }>> {
  return { type: 'direct', channel: await author.createDM() };
}

/** Whether the bot may do something in a channel; where nobody can tell, it tries. */
export function botMay(channel: GuildTextBasedChannel, permission: keyof typeof PermissionFlagsBits): boolean {
  const permissions = channel.permissionsFor(channel.client.user);
  return permissions === null || permissions.has(PermissionFlagsBits[permission]);
}
