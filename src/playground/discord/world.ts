import type { TopLevel } from './components.ts';
import type { Embed } from './embeds.ts';
import type { Ids } from './ids.ts';

/** A person, or the bot. */
export type User = { readonly id: string; readonly name: string; readonly isBot: boolean; acceptsDirects: boolean };

/** A role of a guild; the one with the guild's own id is everybody's. */
export type Role = { readonly id: string; readonly name: string; permissions: bigint; readonly ofBot?: string };

/** Somebody in a guild. */
export type Member = { readonly user: User; readonly roleIds: Set<string>; readonly joinedAt: number };

/** What a role or a member may more, or less, in one channel than in the guild. */
export type Overwrite = { readonly type: 'role' | 'member'; readonly allow: bigint; readonly deny: bigint };

/** A server. */
export type Guild = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, Role>;
  readonly members: Map<string, Member>;
  /** Whether the bot is in it; without, only those who installed the app for themselves use it here. */
  hasBot: boolean;
};

type ChannelBase = { readonly id: string; lastMessageId: string | undefined };
type GuildChannelBase = ChannelBase & {
  readonly guild: Guild;
  readonly name: string;
  readonly overwrites: Map<string, Overwrite>;
};

/** A channel that people write in; a voice channel has no threads. */
export type TextChannel = GuildChannelBase & { readonly kind: 'text' | 'announcement' | 'voice' };
/** A channel of posts, each a thread. */
export type Forum = GuildChannelBase & {
  readonly kind: 'forum';
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly requiresTag: boolean;
};
/** A thread of a channel or a post of a forum. */
export type Thread = ChannelBase & {
  readonly kind: 'thread';
  readonly guild: Guild;
  readonly parent: TextChannel | Forum;
  name: string;
  readonly ownerId: string;
  readonly isPrivate: boolean;
  isArchived: boolean;
  isLocked: boolean;
  archiveAfterMinutes: number;
  archiveChangedAt: number;
  slowmodeSeconds: number;
  readonly createdAt: number;
  readonly members: Set<string>;
  appliedTags: readonly string[];
  messageCount: number;
};
/** A person's conversation with the bot, or one that the bot is not in. */
export type Direct = ChannelBase & { readonly kind: 'direct' | 'group'; readonly recipients: readonly User[] };
/** Anything messages stand in. */
export type Channel = TextChannel | Forum | Thread | Direct;

/** A file that came with a message or an option. */
export type Attachment = {
  readonly id: string;
  readonly filename: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
  description: string | undefined;
};

/** How a message came out of an interaction. */
export type MessageOrigin = {
  readonly interactionId: string;
  readonly type: number;
  readonly user: User;
  /** The command's name, where it was one. */
  readonly name: string | undefined;
  readonly owners: Readonly<Record<string, string>>;
  /** The message whose component was used. */
  readonly interactedId: string | undefined;
};

/** A message as it stands now. */
export type Message = {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly webhookId: string | undefined;
  readonly type: number;
  readonly createdAt: number;
  editedAt: number | undefined;
  content: string;
  flags: number;
  embeds: readonly Embed[];
  components: readonly TopLevel[];
  attachments: readonly Attachment[];
  /** Whom it names in a way that pings them. */
  pings: Pings;
  poll: unknown;
  readonly nonce: string | number | undefined;
  readonly replyTo: { readonly messageId: string; readonly channelId: string } | undefined;
  readonly origin: MessageOrigin | undefined;
  /** The only person who sees it, where it is ephemeral. */
  readonly onlyFor: User | undefined;
  thread: Thread | undefined;
  isPinned: boolean;
  /** Who reacted, by emoji. */
  readonly reactions: Map<string, Set<string>>;
};

/** Those a message pings. */
export type Pings = { readonly users: readonly User[]; readonly roles: readonly string[]; readonly everyone: boolean };

/** The app the bot belongs to. */
export type Application = {
  readonly id: string;
  readonly name: string;
  readonly flags: number;
  readonly bot: User;
  /** People who installed it for themselves. */
  readonly installedBy: Set<string>;
};

/** Everything there is. */
export type World = {
  readonly application: Application;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly users: Map<string, User>;
  /** All messages by id, in the order in which they were sent. */
  readonly messages: Map<string, Message>;
  readonly messagesIn: (channel: Channel) => Message[];
  /** Keeps a message, and lets its channel know of it. */
  readonly keep: (message: Message) => void;
  readonly remove: (message: Message) => void;
  readonly files: Map<string, Attachment>;
  readonly ids: Ids;
  readonly now: () => number;
};

/** An empty world with the app in it. */
export function createWorld(options: {
  readonly applicationName: string;
  readonly applicationFlags: number;
  readonly ids: Ids;
  readonly now: () => number;
}): World {
  const bot: User = { id: options.ids.fixed(), name: options.applicationName, isBot: true, acceptsDirects: false };
  const byChannel = new Map<string, Map<string, Message>>();
  const world: World = {
    // The bot of an app made in recent years has the app's own id.
    application: {
      id: bot.id,
      name: options.applicationName,
      flags: options.applicationFlags,
      bot,
      installedBy: new Set(),
    },
    guilds: new Map(),
    channels: new Map(),
    users: new Map([[bot.id, bot]]),
    messages: new Map(),
    messagesIn: (channel) => [...(byChannel.get(channel.id)?.values() ?? [])],
    keep: (message) => {
      world.messages.set(message.id, message);
      const there = byChannel.get(message.channel.id) ?? new Map<string, Message>();
      byChannel.set(message.channel.id, there.set(message.id, message));
      if (!message.onlyFor) message.channel.lastMessageId = message.id;
    },
    remove: (message) => {
      world.messages.delete(message.id);
      byChannel.get(message.channel.id)?.delete(message.id);
    },
    files: new Map(),
    ids: options.ids,
    now: options.now,
  };
  return world;
}

/** The guild a channel belongs to. */
export function guildOf(channel: Channel): Guild | undefined {
  return 'guild' in channel ? channel.guild : undefined;
}

/** The conversation of a person with the bot, made where there was none. */
export function directChannel(world: World, person: User): Direct {
  for (const channel of world.channels.values())
    if (channel.kind === 'direct' && channel.recipients.includes(person)) return channel;
  const channel: Direct = { id: world.ids.timed(), kind: 'direct', recipients: [person], lastMessageId: undefined };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The role that a guild gave the bot when it was installed. */
export function botRole(world: World, guild: Guild): Role | undefined {
  return [...guild.roles.values()].find(({ ofBot }) => ofBot === world.application.bot.id);
}
