import type { Select } from './components.ts';
import { isRefusal } from './refusals.ts';
import type { Resolved } from './resolved.ts';
import { attach, type Upload } from './uploads.ts';
import { type Channel, guildOf, type Role, type User, type World } from './world.ts';

/** A file that a person picks. */
export type PickedFile = { readonly filename: string; readonly contentType?: string; readonly bytes: Uint8Array };

/** What a person cannot do, because their own client would not let them; it says why. */
export function notPossible(reason: string): Error {
  return new Error(`The person's client does not offer this: ${reason}`);
}

/** Finds what a person means by a name, among what they can pick from. */
export type Picker = {
  readonly user: (name: string) => User;
  readonly role: (name: string) => Role;
  readonly channel: (name: string) => Channel;
  readonly upload: (file: PickedFile) => string;
  /** The values of a select for what was picked in it: labels or values, or names where Discord fills the list. */
  readonly fromSelect: (select: Select, picked: readonly string[]) => string[];
};

/** A picker in one channel; everything it finds goes into `resolved`. */
export function createPicker(
  world: World,
  where: Channel,
  resolved: Resolved,
  address: (path: string) => string,
): Picker {
  const guild = guildOf(where);

  function user(name: string): User {
    const found = [...world.users.values()].find((one) => one.name === name || one.id === name);
    if (!found) throw notPossible(`there is nobody called "${name}"`);
    resolved.user(found);
    return found;
  }

  function role(name: string): Role {
    const found = [...(guild?.roles.values() ?? [])].find((one) => one.name === name || one.id === name);
    if (!found) throw notPossible(`there is no role "${name}"`);
    resolved.role(found);
    return found;
  }

  function channel(name: string): Channel {
    const found = [...world.channels.values()].find(
      (one) => (guildOf(one) === guild && 'name' in one && one.name === name) || one.id === name,
    );
    if (!found) throw notPossible(`there is no channel "${name}"`);
    resolved.channel(found);
    return found;
  }

  return {
    user,
    role,
    channel,
    upload: (file) => {
      const upload: Upload = { number: '0', contentType: undefined, ...file };
      const attachments = attach(world, address, where.id, [upload], undefined);
      if (isRefusal(attachments)) throw notPossible(attachments.message);
      return attachments.map((one) => resolved.attachment(one)).join('');
    },
    fromSelect: (select, picked) => {
      const least = select.min_values ?? 1;
      const most = select.max_values ?? 1;
      if (picked.length < least || picked.length > most)
        throw notPossible(`the select takes ${least} to ${most} values, not ${picked.length}`);
      return picked.map((one) => pickOne(select, one));
    },
  };

  function pickOne(select: Select, one: string): string {
    switch (select.type) {
      case 3: {
        const option = select.options.find(({ label, value }) => label === one || value === one);
        const labels = select.options.map(({ label }) => label).join(', ');
        if (!option) throw notPossible(`no option "${one}"; there are: ${labels}`);
        return option.value;
      }
      case 5:
        return user(one).id;
      case 6:
        return role(one).id;
      case 7:
        return [...world.users.values()].some(({ name }) => name === one) ? user(one).id : role(one).id;
      case 8:
        return channel(one).id;
    }
  }
}
