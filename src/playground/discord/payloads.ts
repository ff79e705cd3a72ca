import type { APIAttachment, APIUser } from 'discord.js';
import { PERMISSION, permissionsIn } from './permissions.ts';
import { CHANNEL_TYPE, MESSAGE_FLAG } from './protocol.ts';
import type { Attachment, Channel, Guild, Member, Message, Role, Thread, User, World } from './world.ts';

/** An object as it goes over the wire. */
export type Payload = Readonly<Record<string, unknown>>;

/** A user as anybody sees them. */
export function userPayload(user: User): APIUser {
  return {
    id: user.id,
    username: user.name,
    discriminator: '0',
    global_name: user.isBot ? null : user.name,
    avatar: null,
    ...(user.isBot ? { bot: true } : {}),
  };
}

/** A member of a guild, without the user. */
export function memberPayload(member: Member): Payload {
  return {
    nick: null,
    avatar: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
    premium_since: null,
  };
}

/** A role of a guild. */
export function rolePayload(role: Role, position: number): Payload {
  return {
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.ofBot !== undefined,
    mentionable: false,
    flags: 0,
    ...(role.ofBot === undefined ? {} : { tags: { bot_id: role.ofBot } }),
  };
}

/** A file of a message or an option. */
export function attachmentPayload(file: Attachment): APIAttachment {
  return {
    id: file.id,
    filename: file.filename,
    size: file.bytes.byteLength,
    url: file.url,
    proxy_url: file.url,
    ...(file.contentType === undefined ? {} : { content_type: file.contentType }),
    ...(file.description === undefined ? {} : { description: file.description }),
  };
}

/** A channel of any kind. */
export function channelPayload(channel: Channel): Payload {
  const base = { id: channel.id, type: channelType(channel), last_message_id: channel.lastMessageId ?? null, flags: 0 };
  switch (channel.kind) {
    case 'direct':
    case 'group':
      return { ...base, recipients: channel.recipients.map(userPayload) };
    case 'thread':
      return { ...base, ...threadFields(channel) };
    case 'text':
    case 'announcement':
    case 'voice':
    case 'forum':
      return {
        ...base,
        guild_id: channel.guild.id,
        name: channel.name,
        position: 0,
        parent_id: null,
        nsfw: false,
        topic: null,
        rate_limit_per_user: 0,
        permission_overwrites: [...channel.overwrites].map(([id, { type, allow, deny }]) => ({
          id,
          type: type === 'role' ? 0 : 1,
          allow: String(allow),
          deny: String(deny),
        })),
        ...(channel.kind === 'forum'
          ? {
              available_tags: channel.tags.map(({ id, name }) => ({
                id,
                name,
                moderated: false,
                emoji_id: null,
                emoji_name: null,
              })),
              default_reaction_emoji: null,
              default_sort_order: null,
              default_forum_layout: 0,
              flags: channel.requiresTag ? 1 << 4 : 0,
            }
          : {}),
      };
  }
}

/** The number of a channel's kind. */
export function channelType(channel: Channel): number {
  switch (channel.kind) {
    case 'direct':
      return CHANNEL_TYPE.direct;
    case 'group':
      return CHANNEL_TYPE.group;
    case 'text':
      return CHANNEL_TYPE.text;
    case 'announcement':
      return CHANNEL_TYPE.announcement;
    case 'voice':
      return CHANNEL_TYPE.voice;
    case 'forum':
      return CHANNEL_TYPE.forum;
    case 'thread':
      if (channel.isPrivate) return CHANNEL_TYPE.privateThread;
      return channel.parent.kind === 'announcement' ? CHANNEL_TYPE.announcementThread : CHANNEL_TYPE.publicThread;
  }
}

/** A person's membership of a thread. */
export function threadMemberPayload(thread: Thread, userId: string): Payload {
  return { id: thread.id, user_id: userId, join_timestamp: new Date(thread.createdAt).toISOString(), flags: 0 };
}

/** A guild as GUILD_CREATE brings it: the channels and threads the bot sees; all members only to who may ask for them. */
export function guildPayload(world: World, guild: Guild, seesMembers: boolean): Payload {
  const bot = world.application.bot;
  const visible = [...world.channels.values()].filter(
    (channel) =>
      'guild' in channel && channel.guild === guild && (permissionsIn(channel, bot) & PERMISSION.ViewChannel) !== 0n,
  );
  const members = [...guild.members.values()].filter(({ user }) => seesMembers || user === bot);
  return {
    ...guildFields(guild),
    joined_at: new Date(guild.members.get(bot.id)?.joinedAt ?? 0).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: members.map((member) => ({ ...memberPayload(member), user: userPayload(member.user) })),
    channels: visible.filter(({ kind }) => kind !== 'thread').map(channelPayload),
    threads: visible
      .flatMap((channel) => (channel.kind === 'thread' && !channel.isArchived ? [channel] : []))
      .map((thread) => ({
        ...channelPayload(thread),
        ...(thread.members.has(bot.id) ? { member: threadMemberPayload(thread, bot.id) } : {}),
      })),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** A guild as its own route answers it. */
export function guildFields(guild: Guild): Payload {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    application_id: null,
    vanity_url_code: null,
    preferred_locale: 'en-US',
    features: [],
    emojis: [],
    stickers: [],
    roles: [...guild.roles.values()].map(rolePayload),
  };
}

/** Whether the app may read a message that it did not get through an interaction (docs: events/gateway, message content). */
export function isReadable(world: World, message: Message, hasIntent: boolean): boolean {
  const bot = world.application.bot;
  return hasIntent || message.author === bot || message.channel.kind === 'direct' || message.pings.users.includes(bot);
}

/** A message; where its content may not be read, those fields are empty. */
export function messagePayload(world: World, message: Message, hasIntent: boolean): Payload {
  const target = message.replyTo ? world.messages.get(message.replyTo.messageId) : undefined;
  return {
    ...messageFields(world, message, hasIntent),
    ...(message.replyTo
      ? {
          message_reference: {
            type: 0,
            message_id: message.replyTo.messageId,
            channel_id: message.replyTo.channelId,
            ...('guild' in message.channel ? { guild_id: message.channel.guild.id } : {}),
          },
          referenced_message: target ? messageFields(world, target, hasIntent) : null,
        }
      : {}),
  };
}

function messageFields(world: World, message: Message, hasIntent: boolean): Payload {
  const reads = isReadable(world, message, hasIntent);
  return {
    id: message.id,
    channel_id: message.channel.id,
    type: message.type,
    author: userPayload(message.author),
    content: reads ? message.content : '',
    embeds: reads ? message.embeds.map((embed) => ({ type: 'rich', ...embed })) : [],
    attachments: reads ? message.attachments.map(attachmentPayload) : [],
    components: reads ? message.components : [],
    ...(reads && message.poll ? { poll: message.poll } : {}),
    mentions: message.pings.users.map(userPayload),
    mention_roles: message.pings.roles,
    mention_everyone: message.pings.everyone,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    pinned: message.isPinned,
    flags: message.flags | (message.thread ? MESSAGE_FLAG.hasThread : 0),
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.webhookId === undefined ? {} : { webhook_id: message.webhookId, application_id: message.webhookId }),
    ...(message.thread ? { thread: channelPayload(message.thread) } : {}),
    ...(message.reactions.size > 0 ? { reactions: reactionPayloads(world, message) } : {}),
    ...(message.origin
      ? {
          interaction_metadata: {
            id: message.origin.interactionId,
            type: message.origin.type,
            user: userPayload(message.origin.user),
            authorizing_integration_owners: message.origin.owners,
            ...(message.origin.name === undefined ? {} : { name: message.origin.name }),
            ...(message.origin.interactedId === undefined
              ? {}
              : { interacted_message_id: message.origin.interactedId }),
          },
        }
      : {}),
  };
}

function reactionPayloads(world: World, message: Message): Payload[] {
  return [...message.reactions].map(([emoji, by]) => ({
    emoji: { id: null, name: emoji },
    count: by.size,
    count_details: { normal: by.size, burst: 0 },
    me: by.has(world.application.bot.id),
    me_burst: false,
    burst_colors: [],
  }));
}

function threadFields(thread: Thread): Payload {
  return {
    guild_id: thread.guild.id,
    parent_id: thread.parent.id,
    owner_id: thread.ownerId,
    name: thread.name,
    message_count: thread.messageCount,
    total_message_sent: thread.messageCount,
    member_count: thread.members.size,
    rate_limit_per_user: thread.slowmodeSeconds,
    thread_metadata: {
      archived: thread.isArchived,
      locked: thread.isLocked,
      auto_archive_duration: thread.archiveAfterMinutes,
      archive_timestamp: new Date(thread.archiveChangedAt).toISOString(),
      create_timestamp: new Date(thread.createdAt).toISOString(),
      ...(thread.isPrivate ? { invitable: true } : {}),
    },
    ...(thread.parent.kind === 'forum' ? { applied_tags: thread.appliedTags } : {}),
  };
}
