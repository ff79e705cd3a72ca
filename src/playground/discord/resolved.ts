import {
  attachmentPayload,
  channelPayload,
  memberPayload,
  messagePayload,
  type Payload,
  rolePayload,
  userPayload,
} from './payloads.ts';
import { guildPermissions, permissionsIn } from './permissions.ts';
import type { Attachment, Channel, Guild, Message, Role, User, World } from './world.ts';

/** Collects what the ids in an interaction stand for. */
export type Resolved = {
  readonly user: (user: User) => string;
  readonly role: (role: Role) => string;
  readonly channel: (channel: Channel) => string;
  readonly attachment: (file: Attachment) => string;
  readonly message: (message: Message) => string;
  /** The `resolved` field, or nothing where no id was used. */
  readonly payload: () => Payload;
};

/** An empty collection for one person's interaction; each function gives the id it took in. */
export function createResolved(world: World, guild: Guild | undefined, person: User): Resolved {
  const found = new Map<string, Record<string, Payload>>();
  const put = (kind: string, id: string, value: object) => {
    found.set(kind, { ...found.get(kind), [id]: { ...value } });
    return id;
  };
  return {
    user: (user) => {
      const member = guild?.members.get(user.id);
      if (guild && member)
        put('members', user.id, { ...memberPayload(member), permissions: String(guildPermissions(guild, user)) });
      return put('users', user.id, userPayload(user));
    },
    role: (role) => put('roles', role.id, rolePayload(role, 0)),
    channel: (channel) =>
      put('channels', channel.id, { ...channelPayload(channel), permissions: String(permissionsIn(channel, person)) }),
    attachment: (file) => put('attachments', file.id, attachmentPayload(file)),
    message: (message) => put('messages', message.id, messagePayload(world, message, true)),
    payload: () => (found.size === 0 ? {} : { resolved: Object.fromEntries(found) }),
  };
}
