import type { CommandOption, LeafOption } from './command-schema.ts';
import type { Command } from './commands.ts';
import * as limits from './limits.ts';
import type { Payload } from './payloads.ts';
import { notPossible, type PickedFile, type Picker } from './person-input.ts';
import { OPTION_TYPE } from './protocol.ts';

/** What a person gives for an option: people, roles and channels by name. */
export type OptionValue = string | number | boolean | PickedFile;

/** What a person typed after the slash: a command, perhaps with the names of a group and a subcommand. */
export type Typed = {
  readonly command: Command;
  readonly path: readonly CommandOption[];
  readonly leaves: readonly LeafOption[];
};

/** Finds the command of "name", "name sub" or "name group sub" among those offered. */
export function findTyped(commands: readonly Command[], line: string): Typed {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  const command = commands.find((one) => one.type === 1 && one.name === name);
  if (!command) throw notPossible(`/${name} is not offered; there are: ${commands.map((one) => one.name).join(', ')}`);
  const path: CommandOption[] = [];
  let options: readonly CommandOption[] = command.options ?? [];
  for (const word of rest) {
    const next = options.find((one) => one.name === word && 'options' in one);
    const isBranch = next?.type === OPTION_TYPE.subcommand || next?.type === OPTION_TYPE.group;
    if (!next || !isBranch) throw notPossible(`/${line} is not offered: "${word}" is no subcommand`);
    path.push(next);
    options = 'options' in next ? (next.options ?? []) : [];
  }
  const leaves = options.flatMap((one) =>
    one.type === OPTION_TYPE.subcommand || one.type === OPTION_TYPE.group ? [] : [one],
  );
  if (leaves.length < options.length) throw notPossible(`/${line} needs a subcommand`);
  return { command, path, leaves };
}

/** The `options` of an interaction for what a person filled in; `focused` is the option they are still typing in. */
export function optionPayloads(
  { path, leaves }: Typed,
  values: Readonly<Record<string, OptionValue>>,
  picker: Picker,
  focused?: string,
): Payload[] {
  const unknown = Object.keys(values).find((name) => !leaves.some((leaf) => leaf.name === name));
  if (unknown !== undefined) throw notPossible(`there is no option "${unknown}"`);
  const missing = leaves.find(({ name, required }) => required && values[name] === undefined);
  if (missing && focused === undefined) throw notPossible(`the option "${missing.name}" is required`);
  const filled = leaves.flatMap((leaf): Payload[] => {
    const value = values[leaf.name];
    if (value === undefined) return [];
    const isFocused = leaf.name === focused;
    return [
      {
        type: leaf.type,
        name: leaf.name,
        value: isFocused ? String(value) : valueFor(leaf, value, picker),
        ...(isFocused ? { focused: true } : {}),
      },
    ];
  });
  return path.reduceRight<Payload[]>((options, { type, name }) => [{ type, name, options }], filled);
}

function valueFor(leaf: LeafOption, value: OptionValue, picker: Picker): unknown {
  if (typeof value === 'object') {
    if (leaf.type !== OPTION_TYPE.attachment) throw notPossible(`"${leaf.name}" takes no file`);
    return picker.upload(value);
  }
  const choice = leaf.choices?.find(({ name, value: own }) => name === value || own === value);
  if (leaf.choices && leaf.choices.length > 0) {
    if (choice) return choice.value;
    throw notPossible(`"${String(value)}" is no choice of "${leaf.name}"`);
  }
  switch (leaf.type) {
    case OPTION_TYPE.string:
      return stringFor(leaf, String(value));
    case OPTION_TYPE.integer:
    case OPTION_TYPE.number:
      return numberFor(leaf, Number(value));
    case OPTION_TYPE.boolean:
      return value === true || value === 'true';
    case OPTION_TYPE.user:
      return picker.user(String(value)).id;
    case OPTION_TYPE.channel:
      return picker.channel(String(value)).id;
    case OPTION_TYPE.role:
      return picker.role(String(value)).id;
    case OPTION_TYPE.mentionable:
      return picker.user(String(value)).id;
    case OPTION_TYPE.attachment:
      throw notPossible(`"${leaf.name}" takes a file`);
  }
}

function stringFor(leaf: LeafOption, value: string): string {
  const least = leaf.min_length ?? 0;
  const most = leaf.max_length ?? limits.MAX_STRING_OPTION_CHARS;
  if (value.length < least || value.length > most)
    throw notPossible(`"${leaf.name}" takes ${least} to ${most} characters, not ${value.length}`);
  return value;
}

function numberFor(leaf: LeafOption, value: number): number {
  const isWhole = leaf.type !== OPTION_TYPE.integer || Number.isInteger(value);
  const least = leaf.min_value ?? Number.NEGATIVE_INFINITY;
  const most = leaf.max_value ?? Number.POSITIVE_INFINITY;
  if (!isWhole || !(value >= least && value <= most)) throw notPossible(`"${leaf.name}" does not take ${value}`);
  return value;
}
