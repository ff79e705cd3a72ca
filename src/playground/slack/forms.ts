import type { Act, Courier, Done, Patience } from './act.ts';
import { countChars } from './block-rule.ts';
import { checkView } from './check-blocks.ts';
import { blocksOf, type Hands, inputLabel } from './hands.ts';
import { flatBlocks, isEmptyValue } from './input-state.ts';
import type { Interactions, Surface } from './interactions.ts';
import { isObject, type JsonObject, objectIn, textIn } from './json.ts';
import * as limits from './limits.ts';
import type { Seen, SeenView } from './seen.ts';
import type { Slack } from './slack.ts';
import type { Person, View } from './world.ts';

/** What a person fills in: the label of each input, and what they type or choose in it. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** Submitting and closing modals. */
export type Forms = {
  readonly submit: (person: Person, on: SeenView, filled?: Filled, patience?: Patience) => Promise<Seen>;
  /** Closes the uppermost modal with its close button, or the whole stack with the cross. */
  readonly close: (person: Person, which?: 'top' | 'all', patience?: Patience) => Promise<Seen>;
};

export type FormsOptions = {
  readonly slack: Slack;
  readonly act: Act;
  readonly courier: Courier;
  readonly interactions: Interactions;
  readonly hands: Hands;
};

const TROUBLE = 'We had some trouble connecting. Try again?';

export function createForms({ slack, act, courier, interactions, hands }: FormsOptions): Forms {
  const { views, world, tickets } = slack;
  return { submit, close };

  function submit(person: Person, on: SeenView, filled: Filled = {}, patience: Patience = {}): Promise<Seen> {
    return act(person, patience, async () => {
      for (const [label, choice] of Object.entries(filled)) {
        const { surface, found } = hands.find(on, label);
        const value = await hands.valueFor(person, surface, found, choice);
        const { block, element } = found;
        views.state.set(on.id, textIn(block.block_id), textIn(element.action_id), { type: element.type, ...value });
      }
      const view = views.stack(person.id).at(-1);
      if (view?.id !== on.id) throw new Error('The view is not the uppermost one.');
      if (on.submit === undefined) throw new Error('The view has no submit button.');
      const missing = complaints(view);
      if (Object.keys(missing).length > 0) return { errors: missing };
      return await hand(person, view);
    });
  }

  function close(person: Person, which: 'top' | 'all' = 'top', patience: Patience = {}): Promise<Seen> {
    return act(person, patience, async () => {
      const stack = views.stack(person.id);
      const closed = which === 'all' ? stack : stack.slice(-1);
      const told = closed.filter((view) => view.content.notify_on_close === true);
      const parcels = told.map((view) => interactions.closing(person, view, which === 'all'));
      views.close(person.id, which);
      const outcomes = await Promise.all(parcels.map((parcel) => courier.deliver(parcel)));
      const [outcome] = outcomes;
      return outcome ? { outcome } : {};
    });
  }

  async function hand(person: Person, view: View): Promise<Done> {
    const outcome = await courier.deliver(interactions.submission(person, view, responseUrls(person, view)));
    if (outcome.kind !== 'acknowledged') {
      notice(person, TROUBLE);
      return { outcome };
    }
    const response = objectIn(outcome.response);
    switch (response.response_action) {
      case undefined:
        views.close(person.id, 'top');
        return { outcome };
      case 'clear':
        views.close(person.id, 'all');
        return { outcome };
      case 'errors':
        return { outcome, errors: errorsIn(person, view, response) };
      case 'update':
        show(person, response, (content) => views.update(view, content, undefined).kind);
        return { outcome };
      case 'push':
        show(person, response, (content) => views.push(person.id, content).kind);
        return { outcome };
    }
    notice(person, TROUBLE);
    return { outcome };
  }

  /** Slack shows only errors of inputs that are there; any other key spoils the whole answer. */
  function errorsIn(person: Person, view: View, response: JsonObject): Readonly<Record<string, string>> {
    const surface: Surface = { kind: 'view', view };
    const entries = Object.entries(objectIn(response.errors)).map(([blockId, text]) => ({
      label: inputLabel(surface, blockId),
      text: textIn(text),
    }));
    const known = entries.flatMap(({ label, text }) => (label === undefined ? [] : [[label, text] as const]));
    if (known.length === entries.length && known.length > 0) return Object.fromEntries(known);
    notice(person, TROUBLE);
    return {};
  }

  function show(person: Person, response: JsonObject, then: (content: JsonObject) => 'shown' | 'refused'): void {
    const { view } = response;
    const isValid = isObject(view) && checkView(view).length === 0;
    if (!isValid || then(view) === 'refused') notice(person, TROUBLE);
  }

  /** What the client itself checks before it sends a form. */
  function complaints(view: View): Readonly<Record<string, string>> {
    const blocks = flatBlocks(blocksOf({ kind: 'view', view }));
    const values = views.state.values(view.id, blocks);
    const found = blocks
      .filter(({ type }) => type === 'input')
      .flatMap((block) => {
        const element = objectIn(block.element);
        const value = objectIn(objectIn(values[textIn(block.block_id)])[textIn(element.action_id)]);
        const complaint = complaintAbout(block, element, value);
        return complaint === undefined ? [] : [[textIn(objectIn(block.label).text), complaint] as const];
      });
    return Object.fromEntries(found);
  }

  function responseUrls(person: Person, view: View): readonly JsonObject[] {
    const blocks = flatBlocks(blocksOf({ kind: 'view', view }));
    const values = views.state.values(view.id, blocks);
    return blocks.flatMap((block) => {
      const element = objectIn(block.element);
      if (element.response_url_enabled !== true) return [];
      const value = objectIn(objectIn(values[textIn(block.block_id)])[textIn(element.action_id)]);
      const channel = textIn(value.selected_conversation ?? value.selected_channel);
      if (channel === '') return [];
      const target = { channel, person: person.id, message: undefined };
      return [
        {
          block_id: block.block_id,
          action_id: element.action_id,
          channel_id: channel,
          response_url: tickets.newResponseUrl(slack.origin(), target),
        },
      ];
    });
  }

  function notice(person: Person, text: string): void {
    world.happen({ kind: 'noticed', person: person.id, channel: undefined, text });
  }
}

function complaintAbout(block: JsonObject, element: JsonObject, value: JsonObject): string | undefined {
  if (isEmptyValue(value)) return block.optional === true ? undefined : 'Please complete this required field.';
  const text = textIn(value.value);
  const { min_length: min, max_length: max, min_value: low, max_value: high } = element;
  const chars = countChars(text);
  switch (element.type) {
    case 'plain_text_input':
      if (typeof min === 'number' && chars < min) return `Please lengthen this text to ${min} characters or more.`;
      return chars > (typeof max === 'number' ? max : limits.MAX_INPUT_CHARS) ? 'Please shorten this text.' : undefined;
    case 'email_text_input':
      return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? undefined : 'Enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Enter a valid URL.';
    case 'number_input': {
      const number = Number(text);
      const isInRange =
        number >= Number(low ?? Number.NEGATIVE_INFINITY) && number <= Number(high ?? Number.POSITIVE_INFINITY);
      const isWhole = element.is_decimal_allowed === true || Number.isInteger(number);
      return isInRange && isWhole ? undefined : 'Enter a valid number.';
    }
    case undefined:
      return undefined;
  }
  return undefined;
}
