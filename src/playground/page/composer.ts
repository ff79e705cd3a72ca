import { type ComponentChildren, h } from 'preact';
import { useState } from 'preact/hooks';
import { type Suggestion, SuggestionField } from './suggestion-field.ts';

export type ComposerProps = {
  readonly id: string;
  /** Where the words go: "Message #general". */
  readonly label: string;
  /** Names that can be mentioned. */
  readonly people: readonly string[];
  readonly channels: readonly string[];
  /** What stands under "/"; taking one calls `commanded` where there is such a thing. */
  readonly commands: readonly Suggestion[];
  readonly commanded?: (suggestion: Suggestion) => void;
  /** A line of help for what is typed so far. */
  readonly hint: (text: string) => string | undefined;
  readonly send: (text: string) => void;
};

/** The box in which a person writes. */
export function Composer({
  id,
  label,
  people,
  channels,
  commands,
  commanded,
  hint,
  send,
}: ComposerProps): ComponentChildren {
  const [text, setText] = useState('');
  const shown = hint(text);
  const submit = () => {
    if (text.trim() === '') return;
    send(text);
    setText('');
  };
  return h(
    'form',
    {
      class: 'composer',
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        submit();
      },
    },
    h(SuggestionField, {
      id,
      label,
      placeholder: label,
      value: text,
      suggestions: suggestionsFor(text, people, channels, commands),
      changed: setText,
      taken: (suggestion) => {
        if (commanded && suggestion.value.startsWith('/')) {
          setText('');
          commanded(suggestion);
        } else setText(suggestion.value);
      },
      entered: submit,
    }),
    h('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, '➤'),
    shown && h('p', { class: 'hint' }, shown),
  );
}

/** What fits the word that is being typed. */
function suggestionsFor(
  text: string,
  people: readonly string[],
  channels: readonly string[],
  commands: readonly Suggestion[],
): readonly Suggestion[] {
  if (text.startsWith('/'))
    return commands.filter(({ value }) => value.trim() !== text.trim() && value.startsWith(text));
  const [, before = '', sign = '', word = ''] = /^(.*?(?:^|\s))([@#])([\p{L}\p{N}_-]*)$/su.exec(text) ?? [];
  if (sign === '') return [];
  return (sign === '@' ? people : channels)
    .filter((name) => name.toLowerCase().startsWith(word.toLowerCase()))
    .map((name) => ({ label: `${sign}${name}`, detail: '', value: `${before}${sign}${name} ` }));
}
