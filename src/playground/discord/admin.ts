import type { Announcer, GatewayEvent } from './events.ts';
import { addBot, addChannel, addGuild, type ChannelPlan, type GuildPlan } from './guild-plan.ts';
import { channelPayload, guildPayload, type Payload, rolePayload } from './payloads.ts';
import { bitsOf, may, type PermissionName } from './permissions.ts';
import { INTENT } from './protocol.ts';
import { botRole, type Guild, type World } from './world.ts';

/** What the owner of a server does with it; a guild is named where it is not the first one. */
export type Admin = {
  readonly addGuild: (plan: GuildPlan) => void;
  readonly addChannel: (plan: ChannelPlan, guild?: string) => void;
  /** What the bot may not do in one channel, in place of what was said before. */
  readonly forbidBot: (channel: string, permissions: readonly PermissionName[], guild?: string) => void;
  /** What the bot's own role grants it in the whole guild. */
  readonly grantBot: (permissions: readonly PermissionName[], guild?: string) => void;
  /** What every member may do in the whole guild. */
  readonly grantEveryone: (permissions: readonly PermissionName[], guild?: string) => void;
  readonly inviteBot: (guild: string, permissions?: readonly PermissionName[]) => void;
  readonly removeBot: (guild: string) => void;
};

/** The owner of a world's servers. */
export function createAdmin(world: World, announcer: Announcer): Admin {
  const bot = world.application.bot;
  return {
    addGuild: (plan) => {
      const guild = addGuild(world, plan);
      if (guild.hasBot) welcome(guild);
    },
    addChannel: (plan, guildName) => {
      const guild = guildCalled(guildName);
      const channel = addChannel(world, guild, plan);
      if (may(bot, 'ViewChannel', channel)) tell('CHANNEL_CREATE', guild, channelPayload(channel));
    },
    forbidBot: (name, permissions, guildName) => {
      const guild = guildCalled(guildName);
      const channel = [...world.channels.values()].find(
        (one) => one.kind !== 'thread' && 'guild' in one && one.guild === guild && one.name === name,
      );
      if (!channel || !('overwrites' in channel)) throw new Error(`There is no channel "${name}" in ${guild.name}.`);
      channel.overwrites.set(bot.id, { type: 'member', allow: 0n, deny: bitsOf(permissions) });
      tell('CHANNEL_UPDATE', guild, channelPayload(channel));
    },
    grantBot: (permissions, guildName) => {
      const guild = guildCalled(guildName);
      const role = botRole(world, guild);
      if (!role) throw new Error(`The bot is not in ${guild.name}.`);
      role.permissions = bitsOf(permissions);
      tell('GUILD_ROLE_UPDATE', guild, { guild_id: guild.id, role: rolePayload(role, 1) });
    },
    grantEveryone: (permissions, guildName) => {
      const guild = guildCalled(guildName);
      const role = guild.roles.get(guild.id);
      if (!role) throw new Error(`${guild.name} has no role for everybody.`);
      role.permissions = bitsOf(permissions);
      tell('GUILD_ROLE_UPDATE', guild, { guild_id: guild.id, role: rolePayload(role, 0) });
    },
    inviteBot: (guildName, permissions = []) => {
      const guild = guildCalled(guildName);
      if (guild.hasBot) return;
      addBot(world, guild, permissions);
      welcome(guild);
    },
    removeBot: (guildName) => {
      const guild = guildCalled(guildName);
      tell('GUILD_DELETE', guild, { id: guild.id });
      guild.hasBot = false;
      guild.members.delete(bot.id);
      const role = botRole(world, guild);
      if (role) guild.roles.delete(role.id);
    },
  };

  function guildCalled(name: string | undefined): Guild {
    const guilds = [...world.guilds.values()];
    const guild = name === undefined ? guilds[0] : guilds.find((one) => one.name === name);
    if (!guild) throw new Error(`There is no guild ${name ?? 'at all'}.`);
    return guild;
  }

  function welcome(guild: Guild): void {
    announcer.tell({
      ...eventIn(guild, 'GUILD_CREATE'),
      payload: ({ members }) => guildPayload(world, guild, members),
    });
  }

  function tell(name: string, guild: Guild, payload: Payload): void {
    if (guild.hasBot) announcer.tell({ ...eventIn(guild, name), payload: () => payload });
  }
}

function eventIn(guild: Guild, name: string): Omit<GatewayEvent, 'payload'> {
  return { name, guildId: guild.id, intent: INTENT.guilds };
}
