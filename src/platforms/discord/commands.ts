import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import * as z from 'zod';
import type { CommandName } from '../../core/delivery.ts';

/** The name of the slash command; what it does is in its subcommands. */
export const SLASH_COMMAND = 'versus';
/** The entry of a message's context menu. */
export const MENU_COMMAND = 'Ask Versus about this';

type Subcommand = {
  readonly description: string;
  /** Where the words go; undefined for a command without words. */
  readonly option:
    | {
        readonly name: string;
        readonly description: string;
        readonly isRequired: boolean;
        /** Whether questions are suggested while it is typed. */
        readonly suggests: boolean;
      }
    | undefined;
};

/** The subcommands: one for each command that the bot knows. */
export const SUBCOMMANDS: Readonly<Record<CommandName, Subcommand>> = {
  ask: {
    description: 'Ask a question; questions with an answer are suggested as you type',
    option: { name: 'question', description: 'In your own words', isRequired: true, suggests: true },
  },
  verdict: {
    description: 'Get a recommendation for a project, with the reasons and what would flip it',
    option: {
      name: 'project',
      description: 'What it must do, and who builds it; without it, you are asked',
      isRequired: false,
      suggests: false,
    },
  },
  compare: {
    description: 'Set the options side by side',
    option: {
      name: 'on',
      description: 'What to compare them on; everything, if you leave it out',
      isRequired: false,
      suggests: false,
    },
  },
  topics: { description: 'See what there are answers about', option: undefined },
  help: { description: 'See what you can ask', option: undefined },
};

/** A command that the bot knows by the name of its subcommand. */
export function commandNameOf(subcommand: string | null): CommandName | undefined {
  switch (subcommand) {
    case 'ask':
    case 'verdict':
    case 'compare':
    case 'topics':
    case 'help':
      return subcommand;
  }
  return undefined;
}

const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

/** What must be registered at Discord, as data. */
export const COMMANDS: readonly RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    ...EVERYWHERE,
    type: ApplicationCommandType.ChatInput,
    name: SLASH_COMMAND,
    description: 'Choose a technology: questions, comparisons and verdicts, with sources',
    options: Object.entries(SUBCOMMANDS).map(([name, { description, option }]) => ({
      type: ApplicationCommandOptionType.Subcommand,
      name,
      description,
      options: option
        ? [
            {
              type: ApplicationCommandOptionType.String,
              name: option.name,
              description: option.description,
              required: option.isRequired,
              autocomplete: option.suggests,
            },
          ]
        : [],
    })),
  },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, name: MENU_COMMAND },
];

/** A step that brings Discord's registered commands to what they must be. */
export type CommandChange =
  | { readonly type: 'create'; readonly command: RESTPostAPIApplicationCommandsJSONBody }
  | { readonly type: 'change'; readonly id: string; readonly command: RESTPostAPIApplicationCommandsJSONBody }
  | { readonly type: 'delete'; readonly id: string; readonly name: string };

/** What differs between the commands that Discord answers and the ones above; empty where nothing does. */
export function commandChanges(registered: unknown): CommandChange[] {
  const there = z.array(registeredCommand).parse(registered);
  const wanted = COMMANDS.map((command) => ({ command, shape: registeredCommand.omit({ id: true }).parse(command) }));
  const isSame = (one: { type: number; name: string }, other: { type: number; name: string }) =>
    one.type === other.type && one.name === other.name;
  return [
    ...wanted.flatMap(({ command, shape }): CommandChange[] => {
      const found = there.find((one) => isSame(one, shape));
      if (!found) return [{ type: 'create', command }];
      const { id, ...rest } = found;
      return JSON.stringify(rest) === JSON.stringify(shape) ? [] : [{ type: 'change', id, command }];
    }),
    ...there
      .filter((one) => !wanted.some(({ shape }) => isSame(one, shape)))
      .map(({ id, name }): CommandChange => ({ type: 'delete', id, name })),
  ];
}

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
/** Anything that we do not set; nothing at all, and an empty list, are the same. */
const unset = z
  .unknown()
  .nullish()
  .transform((value) =>
    typeof value === 'object' && value && Object.keys(value).length === 0 ? null : (value ?? null),
  );

/** What an option is, and may have beside; defaults filled in, so that "not said" and "said to be the default" are the same. */
const plainOption = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: flag,
  autocomplete: flag,
  choices: unset,
  min_length: unset,
  max_length: unset,
  name_localizations: unset,
  description_localizations: unset,
});
const option = plainOption.extend({
  options: z
    .array(plainOption)
    .nullish()
    .transform((options) => options ?? []),
});
const registeredCommand = z.object({
  id: z.string(),
  type: z
    .number()
    .nullish()
    .transform((type) => type ?? ApplicationCommandType.ChatInput),
  name: z.string(),
  description: z
    .string()
    .nullish()
    .transform((description) => description ?? ''),
  options: z
    .array(option)
    .nullish()
    .transform((options) => options ?? []),
  integration_types: z
    .array(z.number())
    .nullish()
    .transform((types) => sorted(types ?? [ApplicationIntegrationType.GuildInstall])),
  contexts: z
    .array(z.number())
    .nullish()
    .transform((contexts) => contexts && sorted(contexts)),
  default_member_permissions: unset,
  nsfw: flag,
  name_localizations: unset,
  description_localizations: unset,
});
