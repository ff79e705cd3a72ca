import { flatten } from './components.ts';
import type { Announcer } from './events.ts';
import * as limits from './limits.ts';
import { pingsOf } from './mentions.ts';
import type { MessageBody } from './message-body.ts';
import { channelPayload, channelType, memberPayload, messagePayload, type Payload } from './payloads.ts';
import { may } from './permissions.ts';
import { INTENT, MESSAGE_FLAG, MESSAGE_TYPE } from './protocol.ts';
import { invalidField, isRefusal, REFUSAL, type Refusal } from './refusals.ts';
import { attach, resolveMedia, type Upload } from './uploads.ts';
import {
  type Attachment,
  type Channel,
  guildOf,
  type Message,
  type MessageOrigin,
  type User,
  type World,
} from './world.ts';

/** A message to be posted, and by whom. */
export type Draft = {
  readonly channel: Channel;
  readonly author: User;
  readonly body: MessageBody;
  readonly uploads?: readonly Upload[];
  readonly type?: number;
  readonly webhookId?: string;
  readonly origin?: MessageOrigin;
  readonly onlyFor?: User | undefined;
  /** The app is still thinking: nothing is in the message yet. */
  readonly isLoading?: boolean;
};

/** Writes and changes messages, and tells everybody who may know. */
export type Messages = {
  readonly post: (draft: Draft) => Message | Refusal;
  readonly edit: (message: Message, body: MessageBody, uploads?: readonly Upload[]) => Message | Refusal;
  readonly remove: (message: Message) => void;
  /** Tells that a message changed in some other way. */
  readonly announceChange: (message: Message) => void;
  /** Tells the gateway of something in a channel, where the bot may see the channel. */
  readonly tellIn: (channel: Channel, name: string, intents: ChannelIntents, payload: Payload) => void;
};

/** The intent an event belongs to in a guild, and in a direct conversation. */
export type ChannelIntents = { readonly guild: number; readonly direct: number };

/** The intents of messages. */
export const MESSAGE_INTENTS: ChannelIntents = { guild: INTENT.guildMessages, direct: INTENT.directMessages };

const KEPT_FLAGS = MESSAGE_FLAG.suppressEmbeds | MESSAGE_FLAG.suppressNotifications | MESSAGE_FLAG.componentsV2;
const NONCE_MEMORY_MS = limits.NONCE_MEMORY_MINUTES * 60_000;

/** The messages of one world. `address` makes the full address of a path on this server. */
export function createMessages(world: World, announcer: Announcer, address: (path: string) => string): Messages {
  return { post, edit, remove, announceChange, tellIn };

  function post(draft: Draft): Message | Refusal {
    const { channel, author, body, uploads = [] } = draft;
    const again = body.enforce_nonce ? sameNonce(channel, author, body.nonce) : undefined;
    if (again) return again;
    const replyTo = targetOf(channel, body);
    if (isRefusal(replyTo)) return replyTo;
    const attachments = attach(world, address, channel.id, uploads, body.attachments);
    if (isRefusal(attachments)) return attachments;
    const components = body.components ?? [];
    const embeds = may(author, 'EmbedLinks', channel) || draft.webhookId !== undefined ? (body.embeds ?? []) : [];
    const isEmpty = !body.content && embeds.length + components.length + attachments.length === 0 && !body.poll;
    if (isEmpty && !body.sticker_ids?.length && !draft.isLoading) return REFUSAL.emptyMessage;
    const unresolved = resolveMedia(components, attachments);
    if (unresolved) return unresolved;
    const message: Message = {
      id: world.ids.timed(),
      channel,
      author,
      webhookId: draft.webhookId,
      type: draft.type ?? (replyTo ? MESSAGE_TYPE.reply : MESSAGE_TYPE.plain),
      createdAt: world.now(),
      editedAt: undefined,
      content: body.content ?? '',
      flags:
        ((body.flags ?? 0) & KEPT_FLAGS) |
        (draft.onlyFor ? MESSAGE_FLAG.ephemeral : 0) |
        (draft.isLoading ? MESSAGE_FLAG.loading : 0),
      embeds,
      components,
      attachments,
      pings: pingsOf(world, { text: textOf(body), author, channel, allowed: body.allowed_mentions, replyTo }),
      poll: body.poll ?? undefined,
      nonce: body.nonce ?? undefined,
      replyTo: replyTo && { messageId: replyTo.id, channelId: replyTo.channel.id },
      origin: draft.origin,
      onlyFor: draft.onlyFor,
      thread: undefined,
      isPinned: false,
      reactions: new Map(),
    };
    if (channel.kind === 'thread' && !message.onlyFor) enterThread(channel, message);
    world.keep(message);
    if (!message.onlyFor) tellIn(channel, 'MESSAGE_CREATE', MESSAGE_INTENTS, extrasOf(message), message);
    announcer.changed({ kind: 'message', messageId: message.id, channelId: channel.id });
    return message;
  }

  function edit(message: Message, body: MessageBody, uploads: readonly Upload[] = []): Message | Refusal {
    const added = attach(world, address, message.channel.id, uploads, body.attachments);
    if (isRefusal(added)) return added;
    const attachments = [...keptAttachments(message, body), ...added];
    const next = {
      content: body.content === undefined ? message.content : (body.content ?? ''),
      embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
      components: body.components === undefined ? message.components : (body.components ?? []),
    };
    const becomesV2 = ((body.flags ?? 0) & MESSAGE_FLAG.componentsV2) !== 0;
    if (becomesV2 && (next.content !== '' || next.embeds.length > 0))
      return invalidField(
        [next.content === '' ? 'embeds' : 'content'],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        'This field cannot be used when using MessageFlags.IS_COMPONENTS_V2',
      );
    if (next.content === '' && next.embeds.length + next.components.length + attachments.length === 0 && !message.poll)
      return REFUSAL.emptyMessage;
    const unresolved = resolveMedia(next.components, attachments);
    if (unresolved) return unresolved;
    const sticky = message.flags & (MESSAGE_FLAG.ephemeral | MESSAGE_FLAG.componentsV2);
    const own = body.flags === undefined || body.flags === null ? message.flags & KEPT_FLAGS : body.flags & KEPT_FLAGS;
    Object.assign(message, next, { attachments, flags: sticky | own, editedAt: world.now() });
    if (body.content !== undefined || body.components !== undefined) {
      const { author, channel } = message;
      const replyTo = message.replyTo && world.messages.get(message.replyTo.messageId);
      message.pings = pingsOf(world, {
        text: textOf({ ...body, ...next, components: [...next.components] }),
        author,
        channel,
        allowed: body.allowed_mentions,
        replyTo,
      });
    }
    announceChange(message);
    return message;
  }

  function remove(message: Message): void {
    world.remove(message);
    const { channel } = message;
    if (!message.onlyFor) tellIn(channel, 'MESSAGE_DELETE', MESSAGE_INTENTS, placeOf(message));
    announcer.changed({ kind: 'removal', messageId: message.id, channelId: channel.id });
  }

  function announceChange(message: Message): void {
    const { channel } = message;
    if (!message.onlyFor) tellIn(channel, 'MESSAGE_UPDATE', MESSAGE_INTENTS, extrasOf(message), message);
    announcer.changed({ kind: 'edit', messageId: message.id, channelId: channel.id });
  }

  /** Told with a message, its payload is made for each session: what it may read differs. */
  function tellIn(channel: Channel, name: string, intents: ChannelIntents, payload: Payload, message?: Message): void {
    const guild = guildOf(channel);
    if (channel.kind === 'group' || (guild && !guild.hasBot)) return;
    if (!may(world.application.bot, 'ViewChannel', channel)) return;
    announcer.tell({
      name,
      guildId: guild?.id,
      intent: guild ? intents.guild : intents.direct,
      payload: ({ content }) => (message ? { ...messagePayload(world, message, content), ...payload } : { ...payload }),
    });
  }

  function sameNonce(channel: Channel, author: User, nonce: string | number | null | undefined): Message | undefined {
    if (nonce === undefined || nonce === null) return undefined;
    return world
      .messagesIn(channel)
      .find((one) => one.nonce === nonce && one.author === author && world.now() - one.createdAt < NONCE_MEMORY_MS);
  }

  function targetOf(channel: Channel, { message_reference: reference }: MessageBody): Message | Refusal | undefined {
    if (!reference) return undefined;
    const target = world.messages.get(reference.message_id);
    if (target && target.channel === channel && !target.onlyFor) return target;
    if (reference.fail_if_not_exists === false) return undefined;
    return invalidField(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
  }

  /** Writing in a thread joins it and brings it out of the archive. */
  function enterThread(thread: Extract<Channel, { kind: 'thread' }>, message: Message): void {
    thread.members.add(message.author.id);
    for (const user of message.pings.users) if (thread.guild.members.has(user.id)) thread.members.add(user.id);
    thread.messageCount += 1;
    if (!thread.isArchived) return;
    thread.isArchived = false;
    thread.archiveChangedAt = world.now();
    tellIn(thread, 'THREAD_UPDATE', { guild: INTENT.guilds, direct: 0 }, channelPayload(thread));
  }
}

/** All the text of a message that may name somebody. */
function textOf(body: Pick<MessageBody, 'content' | 'components'>): string {
  const texts = (body.components ?? []).flatMap(flatten).flatMap((one) => (one.type === 10 ? [one.content] : []));
  return [body.content ?? '', ...texts].join('\n');
}

function keptAttachments(message: Message, { attachments }: MessageBody): Attachment[] {
  if (attachments === undefined) return [...message.attachments];
  return message.attachments.filter(({ id }) => attachments?.some((kept) => kept.id === id));
}

function placeOf(message: Message): Payload {
  const guild = guildOf(message.channel);
  return { id: message.id, channel_id: message.channel.id, ...(guild ? { guild_id: guild.id } : {}) };
}

/** What the gateway adds to a message that REST does not have. */
function extrasOf(message: Message): Payload {
  const guild = guildOf(message.channel);
  const member = guild?.members.get(message.author.id);
  return {
    channel_type: channelType(message.channel),
    ...(guild ? { guild_id: guild.id } : {}),
    ...(member ? { member: memberPayload(member) } : {}),
  };
}
