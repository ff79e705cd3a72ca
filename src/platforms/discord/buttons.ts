import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APISelectMenuOption,
  APIStringSelectComponent,
} from 'discord.js';
import { type Button, buttonId } from '../../core/card.ts';
import { cleanText, hasInk } from './escape.ts';
import {
  clip,
  MAX_CHOICE_BUTTONS,
  MAX_CUSTOM_ID_CHARS,
  MAX_LABEL_CHARS,
  MAX_OPTION_CHARS,
  MAX_OPTIONS,
  MAX_ROW_BUTTONS,
} from './limits.ts';

/** An action row of a message: up to five buttons, or one select. */
export type Row = APIActionRowComponent<APIButtonComponentWithCustomId | APIStringSelectComponent>;

/** Gives each button of a message an id of its own; undefined where it would be longer than Discord takes. */
export type NextId = (id: string) => string | undefined;

/** Ids for one message. A second button that does the same gets "#2" after its id, the third "#3". */
export function createIds(): NextId {
  const given = new Map<string, number>();
  return (id) => {
    const count = (given.get(id) ?? 0) + 1;
    given.set(id, count);
    const own = count === 1 ? id : `${id}#${count}`;
    return own.length > MAX_CUSTOM_ID_CHARS ? undefined : own;
  };
}

/** The id of the button that was pressed or chosen, as the card gave it: what a `press` delivery carries. */
export function pressIdOf(customId: string, values: readonly string[] = []): string {
  return (values[0] ?? customId).replace(/#\d+$/, '');
}

/**
 * The rows of buttons, in their order; what is quiet stands below in a row of its own. More choices than two rows hold
 * become a select above them. `leftOut` has the buttons that no row can hold.
 */
export function buttonRows(buttons: readonly Button[], nextId: NextId): { rows: Row[]; leftOut: Button[] } {
  const leftOut: Button[] = [];
  const withId = buttons.flatMap((button) => {
    const id = nextId(buttonId(button));
    if (id === undefined) leftOut.push(button);
    return id === undefined ? [] : [{ button, id }];
  });
  const choices = withId.filter(({ button }) => isChoice(button));
  const chosen = choices.length > MAX_CHOICE_BUTTONS ? choices : [];
  const pressed = withId.filter((one) => !chosen.includes(one));
  const rows = [
    ...chunks(chosen, MAX_OPTIONS).map((part, index) => selectRow(part, index, chosen.length, nextId)),
    ...chunks(
      pressed.filter(({ button }) => button.style !== 'quiet'),
      MAX_ROW_BUTTONS,
    ).map(buttonRow),
    ...chunks(
      pressed.filter(({ button }) => button.style === 'quiet'),
      MAX_ROW_BUTTONS,
    ).map(buttonRow),
  ];
  return { rows, leftOut };
}

type WithId = { readonly button: Button; readonly id: string };

/** Discord's styles of a button. */
const BUTTON_STYLES = { primary: 1, plain: 2, quiet: 2 } as const satisfies Record<Button['style'], number>;

/** Whether the button is one of many of its kind, among which a person looks for theirs. */
function isChoice({ press, style }: Button): boolean {
  switch (press.type) {
    case 'entry':
    case 'meant':
    case 'topic':
    case 'choice':
      return style === 'plain';
    case 'compare':
    case 'more':
    case 'sources':
    case 'share':
    case 'describe':
    case 'quiet':
    case 'listen':
    case 'verdict':
    case 'liked':
    case 'disliked':
    case 'challenge':
    case 'reason':
    case 'why-answer':
    case 'pass-on':
    case 'teach':
    case 'not-ours':
    case 'new-entry':
    case 'topics':
    case 'help':
    case 'none-of-these':
    case 'need':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'weights':
    case 'suppose':
    case 'suppose-words':
    case 'decide':
    case 'verdict-sources':
      return false;
  }
}

function buttonRow(buttons: readonly WithId[]): Row {
  return {
    type: 1,
    components: buttons.map(({ button, id }) => ({
      type: 2,
      style: BUTTON_STYLES[button.style],
      label: label(button, MAX_LABEL_CHARS),
      custom_id: id,
    })),
  };
}

function selectRow(choices: readonly WithId[], index: number, all: number, nextId: NextId): Row {
  const first = index * MAX_OPTIONS + 1;
  const which = all > MAX_OPTIONS ? `${first} to ${first + choices.length - 1} of ${all}` : `${all}`;
  return {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: nextId('choose') ?? `choose#${first}`,
        placeholder: `Choose (${which})`,
        options: choices.map(
          ({ button, id }): APISelectMenuOption => ({ label: label(button, MAX_OPTION_CHARS), value: id }),
        ),
      },
    ],
  };
}

/** Labels are plain characters to Discord; one that shows nothing would be refused. */
function label(button: Button, maxChars: number): string {
  const cleaned = cleanText(button.label).trim();
  return hasInk(cleaned) ? clip(cleaned, maxChars) : '…';
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
