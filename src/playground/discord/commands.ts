import { z } from 'zod';
import { type CommandInput, commandInput } from './command-schema.ts';
import * as limits from './limits.ts';
import type { Payload } from './payloads.ts';
import { COMMAND_TYPE, CONTEXT, INSTALL } from './protocol.ts';
import { invalidField, isRefusal, parse, REFUSAL, type Refusal } from './refusals.ts';
import type { Guild, World } from './world.ts';

/** A registered command. */
export type Command = CommandInput & {
  readonly id: string;
  readonly version: string;
  readonly type: 1 | 2 | 3;
  /** The guild it is registered in; undefined for everywhere. */
  readonly guildId: string | undefined;
};

/** The app's commands, everywhere and in single guilds. */
export type Commands = {
  readonly list: (guildId: string | undefined) => readonly Command[];
  /** Creates a command, or overwrites the one of that type and name. */
  readonly put: (
    guildId: string | undefined,
    input: unknown,
  ) => { readonly command: Command; readonly isNew: boolean } | Refusal;
  readonly change: (command: Command, input: unknown) => Command | Refusal;
  readonly replaceAll: (guildId: string | undefined, input: unknown) => readonly Command[] | Refusal;
  readonly remove: (command: Command) => void;
};

const DAY_MS = 86_400_000;

/** An empty registry. */
export function createCommands(world: World): Commands {
  const scopes = new Map<string, readonly Command[]>();
  const creates: { readonly scope: string; readonly at: number }[] = [];
  const list = (guildId: string | undefined) => scopes.get(scopeOf(guildId)) ?? [];
  const keep = (guildId: string | undefined, commands: readonly Command[]) => scopes.set(scopeOf(guildId), commands);

  return {
    list,
    put: (guildId, input) => {
      const parsed = parse(commandInput, input);
      if (isRefusal(parsed)) return parsed;
      const before = list(guildId);
      const same = before.find((command) => isSame(command, parsed));
      if (!same && !mayCreate(guildId, 1)) return REFUSAL.tooManyCreates;
      const command = made(parsed, guildId, same?.id);
      const after = [...before.filter((one) => one !== same), command];
      const refusal = tooMany(after);
      if (refusal) return refusal;
      keep(guildId, after);
      return { command, isNew: !same };
    },
    change: (command, input) => {
      const patch = parse(z.record(z.string(), z.unknown()), input);
      if (isRefusal(patch)) return patch;
      const parsed = parse(commandInput, { ...command, ...patch, type: command.type });
      if (isRefusal(parsed)) return parsed;
      const next = made(parsed, command.guildId, command.id);
      keep(
        command.guildId,
        list(command.guildId).map((one) => (one.id === command.id ? next : one)),
      );
      return next;
    },
    replaceAll: (guildId, input) => {
      const parsed = parse(z.array(commandInput), input);
      if (isRefusal(parsed)) return parsed;
      const twice = parsed.findIndex((one, at) => parsed.findIndex((other) => isSame(other, one)) < at);
      if (twice >= 0)
        return invalidField([twice], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
      const before = list(guildId);
      const after = parsed.map((one) => made(one, guildId, before.find((command) => isSame(command, one))?.id));
      const refusal = tooMany(after);
      if (refusal) return refusal;
      const added = after.filter(({ id }) => !before.some((command) => command.id === id));
      if (!mayCreate(guildId, added.length)) return REFUSAL.tooManyCreates;
      keep(guildId, after);
      return after;
    },
    remove: (command) => {
      keep(
        command.guildId,
        list(command.guildId).filter(({ id }) => id !== command.id),
      );
    },
  };

  function made(input: CommandInput, guildId: string | undefined, id: string | undefined): Command {
    return {
      ...input,
      type: input.type ?? COMMAND_TYPE.chatInput,
      guildId,
      id: id ?? world.ids.timed(),
      version: world.ids.timed(),
    };
  }

  function mayCreate(guildId: string | undefined, count: number): boolean {
    const scope = scopeOf(guildId);
    const today = creates.filter((one) => one.scope === scope && world.now() - one.at < DAY_MS).length;
    if (today + count > limits.MAX_COMMAND_CREATES_A_DAY) return false;
    for (let made = 0; made < count; made += 1) creates.push({ scope, at: world.now() });
    return true;
  }
}

/** A command as its routes answer it. */
export function commandPayload(command: Command, applicationId: string, withLocalizations: boolean): Payload {
  const { guildId, name_localizations, description_localizations, ...rest } = command;
  return {
    ...rest,
    application_id: applicationId,
    description: command.description ?? '',
    default_member_permissions: command.default_member_permissions ?? null,
    dm_permission: command.dm_permission ?? true,
    contexts: command.contexts ?? null,
    integration_types: command.integration_types ?? [INSTALL.guild],
    nsfw: command.nsfw ?? false,
    ...(withLocalizations ? { name_localizations, description_localizations } : {}),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  };
}

/** Whether a command is offered here: by who installed the app, and by the kind of place. */
export function isOffered(
  command: Command,
  where: { readonly context: number; readonly guild: Guild | undefined; readonly isUserInstalled: boolean },
): boolean {
  const installs: readonly number[] = command.integration_types ?? [INSTALL.guild];
  const contexts: readonly number[] =
    command.contexts ?? (command.dm_permission === false ? [CONTEXT.guild] : [CONTEXT.guild, CONTEXT.botDirect]);
  const byGuild = installs.includes(INSTALL.guild) && (where.guild?.hasBot ?? where.context === CONTEXT.botDirect);
  const byUser = installs.includes(INSTALL.user) && where.isUserInstalled;
  if (command.guildId !== undefined) return command.guildId === where.guild?.id && where.guild.hasBot;
  return (byGuild || byUser) && contexts.includes(where.context);
}

function scopeOf(guildId: string | undefined): string {
  return guildId ?? 'everywhere';
}

function isSame(command: CommandInput, other: CommandInput): boolean {
  const type = command.type ?? COMMAND_TYPE.chatInput;
  return type === (other.type ?? COMMAND_TYPE.chatInput) && command.name === other.name;
}

function tooMany(commands: readonly Command[]): Refusal | undefined {
  const count = (type: number) => commands.filter((command) => command.type === type).length;
  const over =
    (count(COMMAND_TYPE.chatInput) > limits.MAX_COMMANDS.chatInput && limits.MAX_COMMANDS.chatInput) ||
    (count(COMMAND_TYPE.user) > limits.MAX_COMMANDS.user && limits.MAX_COMMANDS.user) ||
    (count(COMMAND_TYPE.message) > limits.MAX_COMMANDS.message && limits.MAX_COMMANDS.message);
  if (!over) return undefined;
  return { refusedWith: 400, code: 30032, message: `Maximum number of application commands reached (${over})` };
}
