import { bitsOf, MEMBER_PERMISSIONS, type PermissionName } from './permissions.ts';
import type { Channel, Forum, Guild, Overwrite, Role, TextChannel, User, World } from './world.ts';

/** A channel to be made. */
export type ChannelPlan = {
  readonly name: string;
  readonly kind?: 'text' | 'announcement' | 'voice' | 'forum';
  /** What the bot may not do here though it may in the guild. */
  readonly botMayNot?: readonly PermissionName[];
  /** What everybody may not do here. */
  readonly nobodyMay?: readonly PermissionName[];
  /** The only people who see it. */
  readonly onlyFor?: readonly string[];
  /** Tags of a forum's posts. */
  readonly tags?: readonly string[];
  readonly requiresTag?: boolean;
};

/** A server to be made. */
export type GuildPlan = {
  readonly name: string;
  /** Names of its people; the first owns it. The same name in two guilds is the same person. */
  readonly people: readonly string[];
  readonly channels: readonly ChannelPlan[];
  /** Whether the bot was installed in it; it is unless said otherwise. */
  readonly hasBot?: boolean;
  /** What the install grants the bot beside what every member may. */
  readonly botPermissions?: readonly PermissionName[];
  /** What every member may; `MEMBER_PERMISSIONS` unless given. */
  readonly memberPermissions?: readonly PermissionName[];
};

/** The world a server has unless it is given another: one guild, three people, two channels and a forum. */
export const DEFAULT_GUILDS: readonly GuildPlan[] = [
  {
    name: 'Acme',
    people: ['ann', 'ben', 'cleo'],
    channels: [{ name: 'general' }, { name: 'random' }, { name: 'ideas', kind: 'forum', tags: ['idea', 'decided'] }],
  },
];

/** Makes a guild with its people, roles and channels. */
export function addGuild(world: World, plan: GuildPlan): Guild {
  const people = plan.people.map((name) => personCalled(world, name));
  const id = world.ids.fixed();
  const guild: Guild = {
    id,
    name: plan.name,
    ownerId: people[0]?.id ?? world.ids.fixed(),
    roles: new Map(),
    members: new Map(),
    hasBot: plan.hasBot ?? true,
  };
  const everyone: Role = { id, name: '@everyone', permissions: bitsOf(plan.memberPermissions ?? MEMBER_PERMISSIONS) };
  guild.roles.set(id, everyone);
  for (const user of people) addMember(world, guild, user, []);
  if (guild.hasBot) addBot(world, guild, plan.botPermissions ?? []);
  world.guilds.set(id, guild);
  for (const channel of plan.channels) addChannel(world, guild, channel);
  return guild;
}

/** Makes a channel of a guild. */
export function addChannel(world: World, guild: Guild, plan: ChannelPlan): Channel {
  const overwrites = new Map<string, Overwrite>();
  const hidden: readonly PermissionName[] = plan.onlyFor ? ['ViewChannel'] : [];
  const nobodyMay = [...(plan.nobodyMay ?? []), ...hidden];
  if (nobodyMay.length > 0) overwrites.set(guild.id, { type: 'role', allow: 0n, deny: bitsOf(nobodyMay) });
  if (plan.botMayNot)
    overwrites.set(world.application.bot.id, { type: 'member', allow: 0n, deny: bitsOf(plan.botMayNot) });
  for (const name of plan.onlyFor ?? [])
    overwrites.set(personCalled(world, name).id, { type: 'member', allow: bitsOf(['ViewChannel']), deny: 0n });
  const base = { id: world.ids.fixed(), guild, name: plan.name, overwrites, lastMessageId: undefined };
  const kind = plan.kind ?? 'text';
  const channel: TextChannel | Forum =
    kind === 'forum'
      ? {
          ...base,
          kind,
          tags: (plan.tags ?? []).map((name) => ({ id: world.ids.fixed(), name })),
          requiresTag: plan.requiresTag ?? false,
        }
      : { ...base, kind };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The person of that name, made where nobody has it yet. */
export function personCalled(world: World, name: string): User {
  const found = [...world.users.values()].find((user) => user.name === name && !user.isBot);
  const user = found ?? { id: world.ids.fixed(), name, isBot: false, acceptsDirects: true };
  world.users.set(user.id, user);
  return user;
}

/** Puts the bot into a guild, with a role of its own. */
export function addBot(world: World, guild: Guild, permissions: readonly PermissionName[]): void {
  const { bot, name } = world.application;
  const role: Role = { id: world.ids.fixed(), name, permissions: bitsOf(permissions), ofBot: bot.id };
  guild.roles.set(role.id, role);
  guild.hasBot = true;
  addMember(world, guild, bot, [role.id]);
}

function addMember(world: World, guild: Guild, user: User, roleIds: readonly string[]): void {
  guild.members.set(user.id, { user, roleIds: new Set(roleIds), joinedAt: world.now() });
}
