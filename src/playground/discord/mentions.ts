import type { AllowedMentions } from './message-body.ts';
import { may } from './permissions.ts';
import type { Channel, Guild, Message, Pings, User, World } from './world.ts';

/** Whom a message pings: those its text names, as far as its author and the allowed mentions let it. */
export function pingsOf(
  world: World,
  given: {
    readonly text: string;
    readonly author: User;
    readonly channel: Channel;
    readonly allowed: AllowedMentions | null | undefined;
    readonly replyTo: Message | undefined;
  },
): Pings {
  const { author, channel, allowed, replyTo } = given;
  const text = given.text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const mayPing = (kind: 'users' | 'roles', id: string) =>
    !allowed || allowed.parse?.includes(kind) === true || allowed[kind]?.includes(id) === true;
  const named = new Set(
    [...text.matchAll(/<@!?(\d+)>/g)].flatMap(([, id]) => (id !== undefined && mayPing('users', id) ? [id] : [])),
  );
  const pingsReplied = allowed ? allowed.replied_user === true : true;
  if (replyTo && replyTo.author !== author && pingsReplied) named.add(replyTo.author.id);
  const roles = [...text.matchAll(/<@&(\d+)>/g)].flatMap(([, id]) => id ?? []).filter((id) => mayPing('roles', id));
  const guild = 'guild' in channel ? channel.guild : undefined;
  return {
    users: [...named].flatMap((id) => world.users.get(id) ?? []),
    roles: [...new Set(roles)].filter((id) => guild?.roles.has(id)),
    everyone:
      /@(?:everyone|here)\b/.test(text) &&
      (!allowed || allowed.parse?.includes('everyone') === true) &&
      may(author, 'MentionEveryone', channel),
  };
}

/** The text with each mention written as people read it. */
export function readableMentions(world: World, guild: Guild | undefined, text: string): string {
  return text
    .replaceAll(/<@!?(\d+)>/g, (raw, id: string) => (world.users.has(id) ? `@${world.users.get(id)?.name}` : raw))
    .replaceAll(/<@&(\d+)>/g, (raw, id: string) => (guild?.roles.has(id) ? `@${guild.roles.get(id)?.name}` : raw))
    .replaceAll(/<#(\d+)>/g, (raw, id: string) => {
      const channel = world.channels.get(id);
      return channel && 'name' in channel ? `#${channel.name}` : raw;
    });
}
