import type { Act, Courier, Done, Patience } from './act.ts';
import { flatBlocks, valueField } from './input-state.ts';
import type { Action, Interactions, Surface } from './interactions.ts';
import { isList, type Json, type JsonObject, objectIn, objectsIn, textIn } from './json.ts';
import type { Acknowledgement } from './parcel.ts';
import { type Choosable, choosablesIn, type Pressable, pressablesIn } from './readable.ts';
import { optionText, type Seen, type SeenMessage, type SeenView } from './seen.ts';
import type { Slack } from './slack.ts';
import type { Person } from './world.ts';

export type HandsOptions = {
  readonly slack: Slack;
  readonly act: Act;
  readonly courier: Courier;
  readonly interactions: Interactions;
};

/** Something that a person can press, choose or type in. */
export type Target = SeenMessage | SeenView;

/** An element by the ids of its block and its own, where words will not do. */
export type ElementIds = { readonly blockId: string; readonly actionId: string };

export type PressOptions = Patience & {
  /** Which one, counted from 1, when several have the same label. */
  readonly nth?: number;
  /** The answer to the question "are you sure?", where one is asked; yes, unless told. */
  readonly confirms?: boolean;
};

/** Pressing, choosing and looking up options, in messages and views alike. */
export type Hands = {
  readonly press: (
    person: Person,
    on: Target,
    label: string | (ElementIds & { readonly value: string }),
    options?: PressOptions,
  ) => Promise<Seen>;
  readonly choose: (
    person: Person,
    on: Target,
    which: string | ElementIds,
    choice: string | readonly string[],
    options?: Patience,
  ) => Promise<Seen>;
  /** What an external select offers for these letters. */
  readonly suggest: (
    person: Person,
    on: Target,
    which: string | ElementIds,
    query: string,
  ) => Promise<readonly string[]>;
  /** The value of an element when this is typed or chosen in it. */
  readonly valueFor: (
    person: Person,
    surface: Surface,
    found: Choosable,
    choice: string | readonly string[],
  ) => Promise<JsonObject>;
  readonly find: (on: Target, which: string | ElementIds) => { readonly surface: Surface; readonly found: Choosable };
};

const DEFAULT_MIN_QUERY_CHARS = 3;

export function createHands({ slack, act, courier, interactions }: HandsOptions): Hands {
  const { world, views, app } = slack;
  return { press, choose, suggest, valueFor, find };

  async function press(
    person: Person,
    on: Target,
    label: string | (ElementIds & { readonly value: string }),
    { nth = 1, confirms = true, ...patience }: PressOptions = {},
  ) {
    const surface = surfaceOf(on);
    const pressables = pressablesIn(blocksOf(surface));
    const found = pressables.filter((one) =>
      typeof label === 'string' ? one.label === label : isMeant(one, label) && pressedValue(one) === label.value,
    )[nth - 1];
    if (!found)
      throw new Error(`There is no button ${shown(label)}; there are: ${quoted(pressables.map((one) => one.label))}.`);
    return act(person, patience, async () => {
      const isAsked = found.element.confirm !== undefined;
      if ((isAsked && !confirms) || found.element.type === 'workflow_button') return {};
      return await send(person, surface, { ...found });
    });
  }

  async function choose(
    person: Person,
    on: Target,
    which: string | ElementIds,
    choice: string | readonly string[],
    patience: Patience = {},
  ) {
    const { surface, found } = find(on, which);
    return act(person, patience, async () => {
      const value = await valueFor(person, surface, found, choice);
      const { element, block } = found;
      const id = surface.kind === 'view' ? surface.view.id : surface.message.ts;
      views.state.set(id, textIn(block.block_id), textIn(element.action_id), { type: element.type, ...value });
      const isSilent = block.type === 'input' && block.dispatch_action !== true;
      return isSilent ? { errors: {} } : await send(person, surface, { element, block, value });
    });
  }

  async function send(person: Person, surface: Surface, action: Action): Promise<Done> {
    if (app.manifest.settings.interactivity?.is_enabled !== true) {
      notice(person, 'This app is not configured to handle interactive responses.');
      return {};
    }
    const outcome = await courier.deliver(interactions.blockAction(person, surface, action));
    if (outcome.kind !== 'acknowledged') notice(person, `${app.manifest.display_information.name} did not respond.`);
    return { outcome };
  }

  async function suggest(
    person: Person,
    on: Target,
    which: string | ElementIds,
    query: string,
  ): Promise<readonly string[]> {
    const { surface, found } = find(on, which);
    return (await suggested(person, surface, found, query)).map(optionText);
  }

  async function suggested(
    person: Person,
    surface: Surface,
    found: Choosable,
    query: string,
  ): Promise<readonly JsonObject[]> {
    const { min_query_length: min } = found.element;
    if (query.length < (typeof min === 'number' ? min : DEFAULT_MIN_QUERY_CHARS)) return [];
    return optionsIn(await courier.deliver(interactions.suggestion(person, surface, found, query)));
  }

  async function valueFor(
    person: Person,
    surface: Surface,
    found: Choosable,
    choice: string | readonly string[],
  ): Promise<JsonObject> {
    const type = textIn(found.element.type);
    const field = valueField(type);
    if (field === undefined) throw new Error(`Nothing can be chosen in a ${type}.`);
    const wanted = isList(choice) ? choice : [choice];
    const values: Json[] = [];
    for (const one of wanted) values.push(await single(person, surface, found, String(one)));
    const isSeveral = field.endsWith('s');
    const { placeholder, max_selected_items: max } = found.element;
    if (isSeveral && typeof max === 'number' && values.length > max) throw new Error(`At most ${max} can be chosen.`);
    return {
      [field]: isSeveral ? values : (values[0] ?? null),
      ...(placeholder === undefined || type.endsWith('input') ? {} : { placeholder }),
    };
  }

  async function single(person: Person, surface: Surface, found: Choosable, choice: string): Promise<Json> {
    const type = textIn(found.element.type).replace('multi_', '');
    switch (type) {
      case 'static_select':
      case 'radio_buttons':
      case 'checkboxes':
        return pick(found.options, choice);
      case 'external_select':
        return pick(await suggested(person, surface, found, choice), choice);
      case 'users_select':
        return named(choice, world.people(person.workspace));
      case 'conversations_select':
      case 'channels_select':
        return named(
          choice.replace(/^#/, ''),
          world.conversations(person.workspace).filter(({ members }) => members.has(person.id)),
        );
      case 'datetimepicker':
        return Number(choice);
      case 'rich_text_input':
        return {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: choice }] }],
        };
      case 'file_input':
        throw new Error('Files cannot be put into a form here.');
    }
    return choice;
  }

  function find(on: Target, which: string | ElementIds): { readonly surface: Surface; readonly found: Choosable } {
    const surface = surfaceOf(on);
    const all = choosablesIn(blocksOf(surface));
    const found = all.find((one) => (typeof which === 'string' ? one.labels.includes(which) : isMeant(one, which)));
    if (!found)
      throw new Error(`There is no input ${shown(which)}; there are: ${quoted(all.flatMap(({ labels }) => labels))}.`);
    return { surface, found };
  }

  /** What stands there now: it may have changed since it was seen. */
  function surfaceOf(on: Target): Surface {
    if (on.kind === 'message') {
      const message = world.message(on.channel, on.ts);
      if (!message) throw new Error('The message is no longer there.');
      return { kind: 'message', message };
    }
    const view =
      views.find(on.id) ??
      world
        .workspaces()
        .flatMap(homes)
        .find(({ id }) => id === on.id);
    if (!view) throw new Error('The view is no longer open.');
    return { kind: 'view', view };
  }

  function homes({ id }: { readonly id: string }) {
    return world.people(id).flatMap((person) => views.home(person.id) ?? []);
  }

  function notice(person: Person, text: string): void {
    world.happen({ kind: 'noticed', person: person.id, channel: undefined, text });
  }
}

/** The blocks of a message or a view. */
export function blocksOf(surface: Surface): readonly JsonObject[] {
  return surface.kind === 'message' ? surface.message.blocks : objectsIn(surface.view.content.blocks);
}

/** Whether a block of a surface is an input with this id. */
export function inputLabel(surface: Surface, blockId: string): string | undefined {
  const block = flatBlocks(blocksOf(surface)).find((one) => one.type === 'input' && one.block_id === blockId);
  return block ? textIn(objectIn(block.label).text) : undefined;
}

function isMeant({ block, element }: Pick<Choosable, 'block' | 'element'>, { blockId, actionId }: ElementIds): boolean {
  return textIn(block.block_id) === blockId && textIn(element.action_id) === actionId;
}

/** What tells apart what can be pressed in one element: the value of a button, or of an option. */
function pressedValue({ value }: Pressable): string {
  return textIn(objectIn(value.selected_option).value ?? value.value);
}

function shown(which: string | ElementIds): string {
  return typeof which === 'string' ? `"${which}"` : `"${which.actionId}"`;
}

function optionsIn(outcome: Acknowledgement): readonly JsonObject[] {
  if (outcome.kind !== 'acknowledged') return [];
  const response = objectIn(outcome.response);
  return [
    ...objectsIn(response.options),
    ...objectsIn(response.option_groups).flatMap((group) => objectsIn(group.options)),
  ];
}

function pick(options: readonly JsonObject[], choice: string): JsonObject {
  const found = options.find((option) => optionText(option) === choice);
  if (!found) throw new Error(`There is no option "${choice}"; there are: ${quoted(options.map(optionText))}.`);
  return found;
}

function named(name: string, all: readonly { readonly id: string; readonly name: string }[]): string {
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new Error(`Nobody and nothing here is called "${name}".`);
  return found.id;
}

function quoted(labels: readonly string[]): string {
  return labels.map((label) => `"${label}"`).join(', ') || 'none';
}
