import type {
  APIComponentInLabel,
  APIModalInteractionResponseCallbackComponent,
  APITextInputComponent,
} from 'discord.js';
import { type ComponentChildren, h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { drawMarkdown, type Names } from './markup.ts';
import type { DiscordModal } from './model.ts';
import { notDrawn } from './not-drawn.ts';
import { useDialog } from './slack-modal.ts';

export type DiscordModalProps = {
  readonly open: DiscordModal;
  readonly app: string;
  readonly names: Names;
  /** Hands the form in by the ids of its fields; resolves with what Discord said of it. */
  readonly submit: (values: Readonly<Record<string, string | string[]>>) => Promise<string | undefined>;
  readonly close: () => void;
};

type Fill = (customId: string, value: string | string[]) => void;

/** A form, which keeps the keyboard until it is closed. */
export function DiscordForm({ open, app, names, submit, close }: DiscordModalProps): ComponentChildren {
  const values = useRef<Record<string, string | string[]>>({});
  const [error, setError] = useState<string | undefined>(undefined);
  const dialog = useDialog(close);
  const fill: Fill = (customId, value) => {
    values.current[customId] = value;
  };
  return h(
    'div',
    { class: 'backdrop' },
    h(
      'form',
      {
        class: 'modal',
        role: 'dialog',
        'aria-modal': true,
        'aria-label': open.modal.title,
        ref: dialog,
        tabIndex: -1,
        onSubmit: async (event: SubmitEvent) => {
          event.preventDefault();
          setError(await submit(values.current));
        },
      },
      h(
        'header',
        null,
        h('h3', null, open.modal.title),
        h('button', { type: 'button', 'aria-label': 'Close', class: 'cross', onClick: close }, '✕'),
      ),
      h(
        'div',
        { class: 'modal-body' },
        open.modal.components.map((component) => drawPart(component, names, fill)),
        h('p', { class: 'hint' }, `This form will be submitted to ${app}.`),
        error && h('p', { class: 'error', role: 'alert' }, error),
      ),
      h(
        'footer',
        null,
        h('button', { type: 'button', onClick: close }, 'Cancel'),
        h('button', { type: 'submit', class: 'primary' }, 'Submit'),
      ),
    ),
  );
}

function drawPart(
  component: APIModalInteractionResponseCallbackComponent,
  names: Names,
  fill: Fill,
): ComponentChildren {
  switch (component.type) {
    case 1:
      return component.components.map((field) => labelled(field.label ?? field.custom_id, undefined, field, fill));
    case 10:
      return h('div', { class: 'text' }, drawMarkdown(component.content, names));
    case 18:
      return labelled(component.label, component.description, component.component, fill);
  }
  component satisfies never;
  return notDrawn('part of a form', component);
}

function labelled(
  label: string,
  description: string | undefined,
  field: APIComponentInLabel | APITextInputComponent,
  fill: Fill,
): ComponentChildren {
  const id = `field-${field.custom_id}`;
  const isRequired = !('required' in field) || field.required !== false;
  return h(
    'div',
    { class: 'block-input' },
    h('label', { for: id }, label, isRequired && h('span', { class: 'required', 'aria-hidden': true }, ' *')),
    description && h('p', { class: 'hint' }, description),
    drawField(field, id, fill),
  );
}

function drawField(field: APIComponentInLabel | APITextInputComponent, id: string, fill: Fill): ComponentChildren {
  const typed = (event: { readonly currentTarget: { readonly value: string } }) =>
    fill(field.custom_id, event.currentTarget.value);
  switch (field.type) {
    case 4: {
      const { placeholder, min_length: minLength, max_length: maxLength, value: defaultValue, required = true } = field;
      const attributes = { id, placeholder, minLength, maxLength, defaultValue, required, onInput: typed };
      return field.style === 2
        ? h('textarea', { ...attributes, rows: 5 })
        : h('input', { ...attributes, type: 'text' });
    }
    case 3:
      return h(
        'select',
        {
          id,
          multiple: (field.max_values ?? 1) > 1,
          onChange: (event: { readonly currentTarget: HTMLSelectElement }) =>
            fill(
              field.custom_id,
              [...event.currentTarget.selectedOptions].map(({ value }) => value),
            ),
        },
        (field.max_values ?? 1) > 1
          ? null
          : h('option', { value: '', disabled: true, selected: true }, field.placeholder ?? ''),
        field.options.map(({ label, value, default: isDefault }) => h('option', { value, selected: isDefault }, label)),
      );
    case 5:
    case 6:
    case 7:
    case 8:
      return h('input', { id, type: 'text', placeholder: field.placeholder, onInput: typed });
    case 19:
      return h('input', { id, type: 'file', disabled: true, title: 'The playground puts no files into forms' });
    case 21:
    case 22:
      return h(
        'fieldset',
        { id },
        field.options.map(({ label, value }) =>
          h(
            'label',
            { class: 'tick' },
            h('input', {
              type: field.type === 21 ? 'radio' : 'checkbox',
              name: field.custom_id,
              value,
              onChange: (event: { readonly currentTarget: HTMLInputElement }) => {
                const ticked =
                  event.currentTarget.closest('fieldset')?.querySelectorAll<HTMLInputElement>('input:checked') ?? [];
                const chosen = [...ticked].map((one) => one.value);
                fill(field.custom_id, field.type === 21 ? (chosen[0] ?? '') : chosen);
              },
            }),
            h('span', null, label),
          ),
        ),
      );
    case 23:
      return h('input', {
        id,
        type: 'checkbox',
        onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
          fill(field.custom_id, String(event.currentTarget.checked)),
      });
  }
  field satisfies never;
  return notDrawn('field', field);
}
