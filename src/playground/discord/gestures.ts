import { findTyped, type OptionValue, optionPayloads } from './command-values.ts';
import { type Command, isOffered } from './commands.ts';
import { flatten, type Select } from './components.ts';
import type { ByCustomId, Outcome, SeenMessage, Suggestions } from './driver.ts';
import { contextOf, type InteractionPlan } from './interactions.ts';
import type { Modal } from './modal.ts';
import { type FieldValue, seenFields, submittedComponents } from './modal-values.ts';
import { createOutcomes, type RawOutcome } from './outcomes.ts';
import type { PeopleGiven } from './people-given.ts';
import { guildPermissions, may } from './permissions.ts';
import { createPicker, notPossible, type Picker } from './person-input.ts';
import { COMMAND_TYPE } from './protocol.ts';
import { createResolved, type Resolved } from './resolved.ts';
import { isSelect } from './seen.ts';
import { type Channel, guildOf, type Message, type User } from './world.ts';

/** What one person can do that the app hears of as an interaction. */
export type Gestures = {
  /** The commands that this person's client lists in a channel; a guild's own hide global ones of the same name. */
  readonly offered: (channel: Channel) => readonly Command[];
  readonly command: (channel: Channel, line: string, values: Readonly<Record<string, OptionValue>>) => Promise<Outcome>;
  readonly suggest: (
    channel: Channel,
    line: string,
    values: Readonly<Record<string, OptionValue>>,
  ) => Promise<Suggestions>;
  readonly menuOn: (channel: Channel, person: string, command: string) => Promise<Outcome>;
  readonly menu: (message: Message, command: string) => Promise<Outcome>;
  readonly press: (message: Message, button: string | ByCustomId) => Promise<Outcome>;
  readonly choose: (
    message: Message,
    values: readonly string[],
    select: string | ByCustomId | undefined,
  ) => Promise<Outcome>;
};

type Start = Omit<InteractionPlan, 'person' | 'command' | 'source' | 'focusedType'> &
  Partial<Pick<InteractionPlan, 'command' | 'source' | 'focusedType'>>;

/** The gestures of one person; `see` shows them a message. */
export function createGestures(given: PeopleGiven, person: User, see: (message: Message) => SeenMessage): Gestures {
  const { services, wait, acknowledgeMs, patienceMs, address } = given;
  const { world, announcer, commands, interactions } = services;
  const outcomeOf = createOutcomes({ world, announcer, wait, acknowledgeMs, patienceMs });

  return {
    offered,
    command: async (channel, line, values) => {
      const { resolved, picker } = pickerIn(channel);
      const typed = findTyped(offered(channel), line);
      const options = optionPayloads(typed, values, picker);
      const data = { ...commandData(typed.command), options, ...resolved.payload() };
      return run({ kind: 'command', channel, command: typed.command, data });
    },
    suggest: async (channel, line, values) => {
      const { resolved, picker } = pickerIn(channel);
      const typed = findTyped(offered(channel), line);
      const focused = typed.leaves.find(({ name }) => name === Object.keys(values).at(-1));
      if (!focused?.autocomplete) throw notPossible(`"${focused?.name ?? ''}" suggests nothing`);
      const options = optionPayloads(typed, values, picker, focused.name);
      const data = { ...commandData(typed.command), options, ...resolved.payload() };
      const { command } = typed;
      const raw = await start({ kind: 'autocomplete', channel, command, focusedType: focused.type, data });
      if (raw.kind === 'choices' || raw.kind === 'failed') return raw;
      throw new Error(`An autocompletion ended with ${raw.kind}.`);
    },
    menuOn: async (channel, name, commandName) => {
      const { resolved, picker } = pickerIn(channel);
      const command = menuCommand(channel, COMMAND_TYPE.user, commandName);
      const target = picker.user(name).id;
      return run({
        kind: 'command',
        channel,
        command,
        data: { ...commandData(command), target_id: target, ...resolved.payload() },
      });
    },
    menu: async (message, commandName) => {
      const { channel } = message;
      const { resolved } = pickerIn(channel);
      const command = menuCommand(channel, COMMAND_TYPE.message, commandName);
      const target = resolved.message(message);
      return run({
        kind: 'command',
        channel,
        command,
        data: { ...commandData(command), target_id: target, ...resolved.payload() },
      });
    },
    press: async (message, wanted) => {
      const buttons = message.components.flatMap(flatten).flatMap((one) => (one.type === 2 ? [one] : []));
      const button = buttons.find((one) =>
        typeof wanted === 'string' ? (one.label || one.emoji?.name) === wanted : one.custom_id === wanted.customId,
      );
      const labels = buttons.map(({ label, emoji }) => label || emoji?.name).join(', ');
      if (!button) throw notPossible(`no button ${JSON.stringify(wanted)}; there are: ${labels}`);
      if (button.disabled) throw notPossible(`the button "${button.label ?? ''}" is disabled`);
      if (!button.custom_id) throw notPossible(`the button "${button.label ?? ''}" is a link`);
      const data = { component_type: 2, custom_id: button.custom_id, id: button.id };
      return run({ kind: 'component', channel: message.channel, source: message, data });
    },
    choose: async (message, values, wanted) => {
      const { resolved, picker } = pickerIn(message.channel);
      const select = selectIn(message, wanted);
      if (select.disabled) throw notPossible('the select is disabled');
      const picked = picker.fromSelect(select, values);
      const { type, custom_id, id } = select;
      const data = { component_type: type, custom_id, id, values: picked, ...resolved.payload() };
      return run({ kind: 'component', channel: message.channel, source: message, data });
    },
  };

  async function run(plan: Start): Promise<Outcome> {
    return shown(await start(plan), plan);
  }

  function start(plan: Start): Promise<RawOutcome> {
    if (!may(person, 'ViewChannel', plan.channel)) throw notPossible(`${person.name} does not see this channel`);
    return outcomeOf(
      interactions.begin({ command: undefined, source: undefined, focusedType: undefined, ...plan, person }),
    );
  }

  function shown(raw: RawOutcome, { channel, source }: Start): Outcome {
    switch (raw.kind) {
      case 'message':
      case 'updated':
        return { kind: raw.kind, message: see(raw.message) };
      case 'modal':
        return {
          kind: 'modal',
          modal: {
            title: raw.modal.title,
            texts: raw.modal.components.flatMap((one) => (one.type === 10 ? [one.content] : [])),
            fields: seenFields(raw.modal),
            payload: { ...raw.modal },
            submit: async (values = {}) => submit(raw.modal, values, channel, source),
          },
        };
      case 'silent':
      case 'failed':
        return raw;
      case 'choices':
        throw new Error('Only an autocompletion is answered with choices.');
    }
  }

  function submit(
    modal: Modal,
    values: Readonly<Record<string, FieldValue>>,
    channel: Channel,
    source: Message | undefined,
  ): Promise<Outcome> {
    const { resolved, picker } = pickerIn(channel);
    const components = submittedComponents(modal, values, picker);
    const data = { custom_id: modal.custom_id, components, ...resolved.payload() };
    return run({ kind: 'modal', channel, source, data });
  }

  function pickerIn(channel: Channel): { readonly resolved: Resolved; readonly picker: Picker } {
    const resolved = createResolved(world, guildOf(channel), person);
    return { resolved, picker: createPicker(world, channel, resolved, address) };
  }

  function offered(channel: Channel): Command[] {
    const guild = guildOf(channel);
    const where = { context: contextOf(channel), guild, isUserInstalled: world.application.installedBy.has(person.id) };
    const own = guild ? commands.list(guild.id) : [];
    const all = [...own, ...commands.list(undefined)];
    return all.filter(
      (command, at) =>
        all.findIndex((other) => other.name === command.name && other.type === command.type) === at &&
        isOffered(command, where) &&
        (!guild || mayUse(command, channel)),
    );
  }

  function mayUse(command: Command, channel: Channel): boolean {
    const guild = guildOf(channel);
    const needed = command.default_member_permissions;
    const has = guild ? guildPermissions(guild, person) : 0n;
    const isAllowed =
      needed === undefined || needed === null || (needed !== '0' && (has & BigInt(needed)) === BigInt(needed));
    return may(person, 'UseApplicationCommands', channel) && isAllowed;
  }

  function menuCommand(channel: Channel, type: number, name: string): Command {
    const all = offered(channel).filter((command) => command.type === type);
    const command = all.find((one) => one.name === name);
    if (!command)
      throw notPossible(`"${name}" is not in the menu; there are: ${all.map((one) => one.name).join(', ')}`);
    return command;
  }
}

function commandData({ id, name, type, guildId }: Command) {
  return { id, name, type, ...(guildId === undefined ? {} : { guild_id: guildId }) };
}

function selectIn(message: Message, wanted: string | ByCustomId | undefined): Select {
  const selects = message.components.flatMap(flatten).filter(isSelect);
  const found = selects.find((one) => {
    if (wanted === undefined) return true;
    return typeof wanted === 'string' ? one.placeholder === wanted : one.custom_id === wanted.customId;
  });
  if (found) return found;
  throw notPossible(`no such select; there are: ${selects.map(({ placeholder }) => placeholder ?? '').join(', ')}`);
}
