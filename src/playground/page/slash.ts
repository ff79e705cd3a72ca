import type { APIApplicationCommand, APIApplicationCommandBasicOption, APIApplicationCommandOption } from 'discord.js';
import { type ComponentChildren, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Suggestion, SuggestionField } from './suggestion-field.ts';

/** A command down to what it takes: `versus ask` with its options. */
export type SlashCommand = {
  readonly line: string;
  readonly description: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
};

/** Every command that can be typed, subcommands each for themselves. */
export function slashCommands(commands: readonly APIApplicationCommand[]): SlashCommand[] {
  return commands
    .filter(({ type }) => type === 1)
    .flatMap(({ name, description, options = [] }) => leaves(name, description, options));
}

function leaves(line: string, description: string, options: readonly APIApplicationCommandOption[]): SlashCommand[] {
  const inner = options.flatMap((option) =>
    option.type === 1 || option.type === 2
      ? leaves(`${line} ${option.name}`, option.description, option.options ?? [])
      : [],
  );
  if (inner.length > 0) return inner;
  return [
    {
      line,
      description,
      options: options.flatMap((option) => (option.type === 1 || option.type === 2 ? [] : [option])),
    },
  ];
}

export type SlashFormProps = {
  readonly id: string;
  readonly command: SlashCommand;
  readonly suggest: (
    values: Readonly<Record<string, string>>,
  ) => Promise<readonly { readonly name: string; readonly value: string }[]>;
  readonly run: (values: Readonly<Record<string, string>>) => void;
  readonly close: () => void;
};

/** How long somebody types before the app is asked for suggestions. */
const TYPING_MS = 120;

/** A command that is being filled in: a field for each option, suggestions from the app where it gives them. */
export function SlashForm({ id, command, suggest, run, close }: SlashFormProps): ComponentChildren {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [suggestions, setSuggestions] = useState<Readonly<Record<string, readonly Suggestion[]>>>({});
  const timer = useRef(0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('input, select, button.send');
    first?.focus();
    return () => clearTimeout(timer.current);
  }, [command.line]);
  const missing = command.options.filter(
    ({ name, required }) => required === true && (values[name] ?? '').trim() === '',
  );
  const submit = () => {
    if (missing.length > 0) return;
    run(Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== '')));
  };
  const ask = (name: string, next: Readonly<Record<string, string>>) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(async () => {
      // The option that is typed in stands last.
      const { [name]: typed = '', ...others } = next;
      const found = await suggest({ ...others, [name]: typed });
      setSuggestions((before) => ({
        ...before,
        [name]: found.map(({ name: label, value }) => ({ label, detail: '', value })),
      }));
    }, TYPING_MS);
  };
  return h(
    'form',
    {
      class: 'composer slash',
      ref: form,
      'aria-label': `/${command.line}`,
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        submit();
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      },
    },
    h(
      'p',
      { class: 'slash-name' },
      h('strong', null, `/${command.line}`),
      h('span', { class: 'hint' }, ` ${command.description}`),
    ),
    command.options.map((option) => {
      const { name, description, required } = option;
      const label = `${name}${required === true ? '' : ' (optional)'}`;
      const change = (value: string) => {
        const next = { ...values, [name]: value };
        setValues(next);
        setSuggestions((before) => ({ ...before, [name]: [] }));
        if ('autocomplete' in option && option.autocomplete === true) ask(name, next);
      };
      return h(
        'div',
        { class: 'slash-option', key: name },
        h('span', { class: 'slash-label', 'aria-hidden': true }, name),
        'choices' in option && option.choices
          ? h(
              'select',
              {
                'aria-label': label,
                onChange: (event: { readonly currentTarget: HTMLSelectElement }) => change(event.currentTarget.value),
              },
              h('option', { value: '' }, description),
              option.choices.map((choice) => h('option', { value: String(choice.value) }, choice.name)),
            )
          : h(SuggestionField, {
              id: `${id}-${name}`,
              label,
              placeholder: description,
              value: values[name] ?? '',
              suggestions: suggestions[name] ?? [],
              changed: change,
              taken: ({ value }) => {
                setValues({ ...values, [name]: value });
                setSuggestions({});
              },
              entered: submit,
              escaped: close,
            }),
      );
    }),
    h('button', { type: 'submit', class: 'send', 'aria-label': 'Send', disabled: missing.length > 0 }, '➤'),
    h('button', { type: 'button', class: 'cancel', 'aria-label': 'Cancel the command', onClick: close }, '✕'),
  );
}
