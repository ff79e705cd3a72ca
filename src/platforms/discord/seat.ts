import { type Channel, type Client, type GuildBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { Address } from './address.ts';

/** Where the answer to a message goes, as far as permissions tell beforehand; channels by their ids. */
export type Seat =
  /** In the thread or the direct conversation that the message stands in. */
  | { readonly type: 'same'; readonly channel: string; readonly isThread: boolean; readonly mayAttach: boolean }
  /** In a thread that grows out of the message. */
  | { readonly type: 'thread'; readonly channel: string; readonly name: string; readonly mayAttach: boolean }
  /** In the channel, as a reply. */
  | {
      readonly type: 'reply';
      readonly channel: string;
      readonly mayAttach: boolean;
      /** The channel could have threads, but not of the bot. */
      readonly isForbidden: boolean;
    }
  /** In the direct conversation with the person, because the bot may not write there. */
  | { readonly type: 'direct' };

/** The place for an answer as permissions are now. A channel that this process does not know is tried. */
export function findSeat({ channels }: Client, { spot, threadName }: Address): Seat {
  const { guild, channel, thread } = spot;
  if (guild === undefined) return { type: 'same', channel, isThread: false, mayAttach: true };
  const parent = inGuild(channels.cache.get(channel));
  if (thread !== undefined) {
    const known = inGuild(channels.cache.get(thread)) ?? parent;
    const isOpen = !known?.isThread() || known.locked !== true || botMay(known, 'ManageThreads');
    if (!isOpen || !botMay(known, 'SendMessagesInThreads')) return { type: 'direct' };
    return { type: 'same', channel: thread, isThread: true, mayAttach: botMay(known, 'AttachFiles') };
  }
  const mayAttach = botMay(parent, 'AttachFiles');
  if (threadName !== undefined && botMay(parent, 'CreatePublicThreads') && botMay(parent, 'SendMessagesInThreads'))
    return { type: 'thread', channel, name: threadName, mayAttach };
  if (!botMay(parent, 'SendMessages')) return { type: 'direct' };
  return { type: 'reply', channel, mayAttach, isForbidden: threadName !== undefined };
}

/** Whether the bot may do something in a channel; where nobody can tell, it tries. */
export function botMay(channel: GuildBasedChannel | undefined, permission: keyof typeof PermissionFlagsBits): boolean {
  const me = channel?.client.user;
  const permissions = me ? channel.permissionsFor(me) : null;
  return permissions === null || permissions.has(PermissionFlagsBits[permission]);
}

function inGuild(channel: Channel | undefined): GuildBasedChannel | undefined {
  return channel === undefined || channel.isDMBased() ? undefined : channel;
}
