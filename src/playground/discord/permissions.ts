import type { Channel, Guild, Thread, User } from './world.ts';

/** The permissions the server knows, by the names discord.js gives them (docs: topics/permissions). */
export const PERMISSION = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseExternalEmojis: 1n << 18n,
  UseApplicationCommands: 1n << 31n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  CreatePrivateThreads: 1n << 36n,
  SendMessagesInThreads: 1n << 38n,
  SendPolls: 1n << 49n,
  UseExternalApps: 1n << 50n,
  PinMessages: 1n << 51n,
} as const;

/** A permission's name. */
export type PermissionName = keyof typeof PERMISSION;

/** All the names there are. */
export const PERMISSION_NAMES: readonly PermissionName[] = [
  'Administrator',
  'ManageChannels',
  'ManageGuild',
  'AddReactions',
  'ViewChannel',
  'SendMessages',
  'ManageMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'MentionEveryone',
  'UseExternalEmojis',
  'UseApplicationCommands',
  'ManageThreads',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'SendMessagesInThreads',
  'SendPolls',
  'UseExternalApps',
  'PinMessages',
];

/** What every member of a new guild may do. */
export const MEMBER_PERMISSIONS: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'UseApplicationCommands',
  'CreatePublicThreads',
  'SendMessagesInThreads',
  'SendPolls',
  'UseExternalApps',
];

/** In a conversation outside guilds everything goes that makes sense there. */
const DIRECT_PERMISSIONS = bitsOf(['ViewChannel', ...MEMBER_PERMISSIONS, 'MentionEveryone']);
const ALL = bitsOf(PERMISSION_NAMES);

/** The bits of a list of permissions. */
export function bitsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PERMISSION[name], 0n);
}

/** What a user may do in a channel, as bits; 0 for who does not see it. */
export function permissionsIn(channel: Channel, user: User): bigint {
  switch (channel.kind) {
    case 'direct':
      return channel.recipients.includes(user) || user.isBot ? DIRECT_PERMISSIONS : 0n;
    case 'group':
      return channel.recipients.includes(user) ? DIRECT_PERMISSIONS : 0n;
    case 'thread':
      return threadPermissions(channel, user);
    case 'text':
    case 'announcement':
    case 'voice':
    case 'forum':
      return withOverwrites(channel.guild, channel.overwrites, user);
  }
}

/** Whether a user may do something in a channel. */
export function may(user: User, name: PermissionName, channel: Channel): boolean {
  return (permissionsIn(channel, user) & PERMISSION[name]) !== 0n;
}

/** What a user may do in a guild, no channel considered. */
export function guildPermissions(guild: Guild, user: User): bigint {
  const member = guild.members.get(user.id);
  if (!member) return 0n;
  const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
  const own = [...member.roleIds].reduce((bits, id) => bits | (guild.roles.get(id)?.permissions ?? 0n), everyone);
  return guild.ownerId === user.id || (own & PERMISSION.Administrator) !== 0n ? ALL : own;
}

function threadPermissions(thread: Thread, user: User): bigint {
  const inherited = permissionsIn(thread.parent, user);
  const isIn = !thread.isPrivate || thread.members.has(user.id) || (inherited & PERMISSION.ManageThreads) !== 0n;
  return isIn ? inherited : 0n;
}

function withOverwrites(guild: Guild, overwrites: ReadonlyMap<string, Overwrite>, user: User): bigint {
  const member = guild.members.get(user.id);
  const base = guildPermissions(guild, user);
  if (!member || base === ALL) return base;
  const apply = (bits: bigint, overwrite: Overwrite | undefined) =>
    overwrite ? (bits & ~overwrite.deny) | overwrite.allow : bits;
  const roles = [...member.roleIds].flatMap((id) => overwrites.get(id) ?? []);
  const joined = roles.reduce((sum, { allow, deny }) => ({ allow: sum.allow | allow, deny: sum.deny | deny }), {
    allow: 0n,
    deny: 0n,
  });
  const bits = apply(apply(apply(base, overwrites.get(guild.id)), joined), overwrites.get(user.id));
  return (bits & PERMISSION.ViewChannel) === 0n ? 0n : bits;
}

type Overwrite = { readonly allow: bigint; readonly deny: bigint };
