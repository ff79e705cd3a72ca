import type {
  ActionsBlockElement,
  Button,
  ContextActionsBlockElement,
  FeedbackButtons,
  IconButton,
  InputBlockElement,
  Option,
  Overflow,
  SectionBlockAccessory,
  WorkflowButton,
} from '@slack/types';
import { type ComponentChildren, h } from 'preact';
import type { Named } from '../protocol.ts';
import { drawMrkdwn, type Names } from './markup.ts';
import { notDrawn } from './not-drawn.ts';
import { drawPicture } from './slack-picture.ts';

/** The hands of whoever looks at blocks, and the names of what stands in them. */
export type SlackHands = {
  readonly names: Names;
  readonly people: readonly Named[];
  readonly channels: readonly Named[];
  /** Begins the ids of what is drawn, so that no two on the page are the same. */
  readonly place: string;
  readonly press: (block: string, action: string, value: string) => void;
  /** A value was chosen or typed; `isTold` says whether the app is told of it at once. */
  readonly fill: (block: string, action: string, choice: string | readonly string[], isTold: boolean) => void;
  readonly suggest: (block: string, action: string, query: string) => Promise<readonly string[]>;
  readonly isBusy: (action: string) => boolean;
};

type Pressable = Button | IconButton | WorkflowButton | FeedbackButtons | Overflow;
type Fillable = Exclude<InputBlockElement, Pressable>;
/** Everything that stands in blocks and can be used. */
export type SlackElement = ActionsBlockElement | ContextActionsBlockElement | InputBlockElement | SectionBlockAccessory;

/** How an element stands in its block: with a label of its own, and telling the app of each change or not. */
export type Standing = { readonly block: string; readonly label: string; readonly isTold: boolean };

/** An element of a block, with the control that a browser has for it. */
export function drawElement(element: SlackElement, at: Standing, hands: SlackHands): ComponentChildren {
  switch (element.type) {
    case 'button':
      return button(element, at.block, hands);
    case 'icon_button':
      return h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          onClick: () => hands.press(at.block, element.action_id ?? '', element.value ?? ''),
        },
        element.text.text,
      );
    case 'workflow_button':
      return h(
        'button',
        { type: 'button', disabled: true, title: 'Starts a workflow, which the playground has none of' },
        element.text.text,
      );
    case 'feedback_buttons':
      return [element.positive_button, element.negative_button].map(({ text, value, accessibility_label: label }) =>
        h(
          'button',
          {
            type: 'button',
            class: 'feedback',
            'aria-label': label,
            'aria-busy': hands.isBusy(`${element.action_id} ${value}`),
            onClick: () => hands.press(at.block, element.action_id ?? '', value),
          },
          text.text,
        ),
      );
    case 'overflow':
      return select(
        [h('option', { value: '', selected: true }, '⋯'), ...element.options.map((one) => optionOf(one, false))],
        { 'aria-label': 'More', class: 'overflow' },
        (label) => {
          const option = element.options.find(({ text }) => text.text === label);
          hands.press(at.block, element.action_id ?? '', option?.value ?? '');
        },
      );
    case 'image':
      return drawPicture(element);
    case 'checkboxes':
    case 'radio_buttons':
    case 'static_select':
    case 'multi_static_select':
    case 'external_select':
    case 'multi_external_select':
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
    case 'file_input':
      return drawField(element, at, hands);
  }
  element satisfies never;
  return notDrawn('element', element);
}

function button(
  { text, value = '', url, style, action_id: action = '', accessibility_label: label, confirm: asks }: Button,
  block: string,
  hands: SlackHands,
) {
  if (url !== undefined)
    return h('a', { class: 'button', href: url, target: '_blank', rel: 'noreferrer noopener' }, text.text);
  return h(
    'button',
    {
      type: 'button',
      class: style,
      'aria-label': label,
      'aria-busy': hands.isBusy(`${action} ${value}`),
      onClick: () => {
        if (asks === undefined || window.confirm(`${asks.title?.text ?? ''}\n${asks.text.text}`))
          hands.press(block, action, value);
      },
    },
    text.text,
  );
}

function drawField(element: Fillable, at: Standing, hands: SlackHands): ComponentChildren {
  const action = element.action_id ?? '';
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  const fill = (choice: string | readonly string[]) => hands.fill(at.block, action, choice, at.isTold);
  const named = { id: fieldId(at.block, hands), 'aria-label': at.label === '' ? (placeholder ?? action) : undefined };
  switch (element.type) {
    case 'checkboxes':
    case 'radio_buttons':
      return choices(element, at, fill, hands);
    case 'static_select':
    case 'multi_static_select': {
      const groups = element.option_groups ?? [];
      const initial =
        'initial_options' in element
          ? element.initial_options
          : 'initial_option' in element && element.initial_option
            ? [element.initial_option]
            : [];
      const isChosen = (option: Option) => initial?.some((one) => one.value === option.value) === true;
      const inner = [
        ...(element.options ?? []).map((option) => optionOf(option, isChosen(option))),
        ...groups.map((group) =>
          h(
            'optgroup',
            { label: group.label.text },
            group.options.map((option) => optionOf(option, isChosen(option))),
          ),
        ),
      ];
      return pickFrom(
        inner,
        element.type === 'multi_static_select',
        initial?.length === 0 ? placeholder : undefined,
        named,
        fill,
      );
    }
    case 'users_select':
    case 'multi_users_select':
      return pickFrom(
        namedOptions(hands.people),
        element.type === 'multi_users_select',
        placeholder ?? 'Choose',
        named,
        fill,
      );
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return pickFrom(
        namedOptions(hands.channels),
        element.type.startsWith('multi_'),
        placeholder ?? 'Choose',
        named,
        fill,
      );
    case 'external_select':
    case 'multi_external_select':
      return external(at, action, placeholder, named, fill, hands);
    case 'datepicker':
      return input('date', element.initial_date, named, fill);
    case 'timepicker':
      return input('time', element.initial_time, named, fill);
    case 'datetimepicker':
      return input('datetime-local', undefined, named, (text) => fill(String(Date.parse(text) / 1000)));
    case 'plain_text_input':
      return element.multiline === true
        ? h('textarea', {
            ...named,
            rows: 5,
            placeholder,
            maxLength: element.max_length,
            defaultValue: element.initial_value,
            onInput: typed(fill),
          })
        : input('text', element.initial_value, { ...named, placeholder, maxLength: element.max_length }, fill);
    case 'rich_text_input':
      return h('textarea', { ...named, rows: 5, placeholder, onInput: typed(fill) });
    case 'number_input':
      return input('number', element.initial_value, { ...named, placeholder }, fill);
    case 'email_text_input':
      return input('email', element.initial_value, { ...named, placeholder }, fill);
    case 'url_text_input':
      return input('url', element.initial_value, { ...named, placeholder }, fill);
    case 'file_input':
      return h('input', { ...named, type: 'file', disabled: true, title: 'The playground puts no files into forms' });
  }
  element satisfies never;
  return notDrawn('field', element);
}

/** The id of the control in an input block, for its label. */
export function fieldId(block: string, { place }: Pick<SlackHands, 'place'>): string {
  return `${place}-${block}`;
}

type Fill = (choice: string | readonly string[]) => void;
type Attributes = Readonly<Record<string, string | number | undefined>>;

function input(type: string, value: string | undefined, attributes: Attributes, fill: (text: string) => void) {
  return h('input', {
    ...attributes,
    type,
    defaultValue: value,
    [type === 'text' ? 'onInput' : 'onChange']: typed(fill),
  });
}

function typed(fill: (text: string) => void) {
  return (event: { readonly currentTarget: { readonly value: string } }) => fill(event.currentTarget.value);
}

function choices(
  element: Extract<Fillable, { readonly type: 'checkboxes' | 'radio_buttons' }>,
  { block, label }: Standing,
  fill: Fill,
  hands: SlackHands,
) {
  const isSeveral = element.type === 'checkboxes';
  const initial =
    element.type === 'checkboxes'
      ? (element.initial_options ?? [])
      : element.initial_option
        ? [element.initial_option]
        : [];
  const changed = (event: { readonly currentTarget: HTMLInputElement }) => {
    const ticked = event.currentTarget.closest('fieldset')?.querySelectorAll<HTMLInputElement>('input:checked') ?? [];
    const labels = [...ticked].map(({ value }) => value);
    fill(isSeveral ? labels : (labels[0] ?? ''));
  };
  return h(
    'fieldset',
    null,
    h('legend', { class: 'hidden' }, label || 'Choose'),
    element.options.map((option) =>
      h(
        'label',
        { class: 'tick' },
        h('input', {
          type: isSeveral ? 'checkbox' : 'radio',
          name: fieldId(`${block}-${element.action_id}`, hands),
          value: option.text.text,
          defaultChecked: initial.some(({ value }) => value === option.value),
          onChange: changed,
        }),
        h('span', null, option.text.type === 'mrkdwn' ? drawMrkdwn(option.text.text, hands.names) : option.text.text),
      ),
    ),
  );
}

function pickFrom(
  inner: ComponentChildren,
  isSeveral: boolean,
  placeholder: string | undefined,
  attributes: Attributes,
  fill: Fill,
) {
  if (isSeveral)
    return h(
      'select',
      {
        ...attributes,
        multiple: true,
        onChange: (event: { readonly currentTarget: HTMLSelectElement }) =>
          fill([...event.currentTarget.selectedOptions].map(({ value }) => value)),
      },
      inner,
    );
  const first =
    placeholder === undefined ? [] : [h('option', { value: '', disabled: true, selected: true }, placeholder)];
  return select([...first, inner], attributes, fill);
}

function select(inner: ComponentChildren, attributes: Attributes, chosen: (value: string) => void) {
  return h(
    'select',
    {
      ...attributes,
      onChange: (event: { readonly currentTarget: HTMLSelectElement }) => chosen(event.currentTarget.value),
    },
    inner,
  );
}

function external(
  { block }: Standing,
  action: string,
  placeholder: string | undefined,
  attributes: Attributes,
  fill: Fill,
  hands: SlackHands,
) {
  const list = `${fieldId(block, hands)}-${action}`;
  const ask = async (event: { readonly currentTarget: HTMLInputElement }) => {
    const field = event.currentTarget;
    const offered = await hands.suggest(block, action, field.value);
    document
      .getElementById(list)
      ?.replaceChildren(...offered.map((value) => Object.assign(document.createElement('option'), { value })));
    if (offered.includes(field.value)) fill(field.value);
  };
  return [h('input', { ...attributes, type: 'text', list, placeholder, onInput: ask }), h('datalist', { id: list })];
}

function optionOf({ text }: Option, isSelected: boolean) {
  return h('option', { value: text.text, selected: isSelected }, text.text);
}

function namedOptions(all: readonly Named[]) {
  return all.map(({ name }) => h('option', { value: name }, name));
}
