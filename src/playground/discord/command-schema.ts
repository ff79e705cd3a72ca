import { z } from 'zod';
import { list, text } from './fields.ts';
import * as limits from './limits.ts';
import { COMMAND_TYPE, OPTION_TYPE } from './protocol.ts';
import type { Problem } from './refusals.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const localizations = z.record(z.string(), z.string()).nullish();
const optionName = text(1, limits.MAX_COMMAND_NAME_CHARS).superRefine((value, context) => {
  if (!isName(value))
    context.addIssue({
      code: 'custom',
      message: 'Command name is invalid',
      params: { discord: 'APPLICATION_COMMAND_INVALID_NAME' },
    });
});
const named = {
  name: optionName,
  name_localizations: localizations,
  description: text(1, limits.MAX_COMMAND_DESCRIPTION_CHARS),
  description_localizations: localizations,
};
const choice = z.object({
  name: text(1, limits.MAX_CHOICE_CHARS),
  name_localizations: localizations,
  value: z.union([text(1, limits.MAX_CHOICE_CHARS), z.number()]),
});
const leafType = z.union([
  z.literal(OPTION_TYPE.string),
  z.literal(OPTION_TYPE.integer),
  z.literal(OPTION_TYPE.boolean),
  z.literal(OPTION_TYPE.user),
  z.literal(OPTION_TYPE.channel),
  z.literal(OPTION_TYPE.role),
  z.literal(OPTION_TYPE.mentionable),
  z.literal(OPTION_TYPE.number),
  z.literal(OPTION_TYPE.attachment),
]);
const leaf = z.object({
  type: leafType,
  ...named,
  required: z.boolean().nullish(),
  choices: list(choice, 0, limits.MAX_COMMAND_OPTIONS).nullish(),
  channel_types: z.array(z.int()).nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  min_length: z.int().min(0).max(limits.MAX_STRING_OPTION_CHARS).nullish(),
  max_length: z.int().min(1).max(limits.MAX_STRING_OPTION_CHARS).nullish(),
  autocomplete: z.boolean().nullish(),
});
const subcommand = z.object({
  type: z.literal(OPTION_TYPE.subcommand),
  ...named,
  options: list(leaf, 0, limits.MAX_COMMAND_OPTIONS).nullish(),
});
const group = z.object({
  type: z.literal(OPTION_TYPE.group),
  ...named,
  options: list(subcommand, 1, limits.MAX_COMMAND_OPTIONS),
});

/** A command as an app registers it. */
export const commandInput = z
  .object({
    type: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullish(),
    name: text(1, limits.MAX_COMMAND_NAME_CHARS),
    name_localizations: localizations,
    description: text(0, limits.MAX_COMMAND_DESCRIPTION_CHARS).nullish(),
    description_localizations: localizations,
    options: list(z.discriminatedUnion('type', [subcommand, group, leaf]), 0, limits.MAX_COMMAND_OPTIONS).nullish(),
    default_member_permissions: z.string().nullish(),
    dm_permission: z.boolean().nullish(),
    contexts: z.array(z.union([z.literal(0), z.literal(1), z.literal(2)])).nullish(),
    integration_types: z.array(z.union([z.literal(0), z.literal(1)])).nullish(),
    nsfw: z.boolean().nullish(),
  })
  .superRefine((command, context) => {
    for (const { path, code, message } of commandProblems(command))
      context.addIssue({ code: 'custom', path: [...path], message, params: { discord: code } });
  });

/** A command as an app registers it. */
export type CommandInput = z.infer<typeof commandInput>;
/** An option that a person fills. */
export type LeafOption = z.infer<typeof leaf>;
/** Any option. */
export type CommandOption = LeafOption | z.infer<typeof subcommand> | z.infer<typeof group>;

function commandProblems(command: {
  readonly type?: 1 | 2 | 3 | null | undefined;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly options?: readonly CommandOption[] | null | undefined;
}): Problem[] {
  const options = command.options ?? [];
  if ((command.type ?? COMMAND_TYPE.chatInput) !== COMMAND_TYPE.chatInput) {
    const wrong = [command.description ? 'description' : '', options.length > 0 ? 'options' : ''];
    return wrong
      .filter((field) => field !== '')
      .map((field) => ({
        path: [field],
        code: 'APPLICATION_COMMAND_CONTEXT_MENU_FIELD_FORBIDDEN',
        message: `Context menu commands cannot have ${field}`,
      }));
  }
  return [
    ...(isName(command.name)
      ? []
      : [{ path: ['name'], code: 'APPLICATION_COMMAND_INVALID_NAME', message: 'Command name is invalid' }]),
    ...(command.description
      ? []
      : [{ path: ['description'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]),
    ...optionProblems(options, ['options']),
    ...sizeProblems(command.name + (command.description ?? ''), options),
  ];
}

function optionProblems(options: readonly CommandOption[], path: readonly (string | number)[]): Problem[] {
  const leaves = options.flatMap((one) =>
    one.type === OPTION_TYPE.subcommand || one.type === OPTION_TYPE.group ? [] : [one],
  );
  const problems: Problem[] = [];
  const firstOptional = leaves.findIndex(({ required }) => !required);
  for (const [at, one] of options.entries()) {
    const refuse = (code: string, message: string) => problems.push({ path: [...path, at], code, message });
    if (options.findIndex(({ name }) => name === one.name) < at)
      refuse('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', `The option name "${one.name}" already exists`);
    if (leaves.length > 0 && leaves.length < options.length)
      refuse(
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
    if ('required' in one && one.required && firstOptional >= 0 && firstOptional < at)
      refuse(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    if ('autocomplete' in one && one.autocomplete && (one.choices?.length ?? 0) > 0)
      refuse('APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', 'autocomplete cannot be true when choices are given');
    if ('options' in one) problems.push(...optionProblems(one.options ?? [], [...path, at, 'options']));
  }
  return problems;
}

function sizeProblems(own: string, options: readonly CommandOption[]): Problem[] {
  const size = own.length + options.reduce((sum, one) => sum + optionChars(one), 0);
  if (size <= limits.MAX_COMMAND_TOTAL_CHARS) return [];
  const message = `Command exceeds maximum size (${limits.MAX_COMMAND_TOTAL_CHARS})`;
  return [{ path: [], code: 'APPLICATION_COMMAND_TOO_LARGE', message }];
}

function optionChars(one: CommandOption): number {
  const own = one.name.length + one.description.length;
  if ('options' in one) return own + (one.options ?? []).reduce((sum, inner) => sum + optionChars(inner), 0);
  if (!('choices' in one)) return own;
  return own + (one.choices ?? []).reduce((sum, { name, value }) => sum + name.length + String(value).length, 0);
}

function isName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}
