import { type ComponentChildren, h } from 'preact';
import { useRef, useState } from 'preact/hooks';

/** One suggestion under a field: what is shown, and what the field holds once it is taken. */
export type Suggestion = { readonly label: string; readonly detail: string; readonly value: string };

export type SuggestionFieldProps = {
  readonly id: string;
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly value: string;
  readonly suggestions: readonly Suggestion[];
  readonly hasFocus?: boolean;
  readonly changed: (value: string) => void;
  readonly taken: (suggestion: Suggestion) => void;
  /** Enter, when no suggestion is marked. */
  readonly entered: () => void;
  readonly escaped?: () => void;
};

/** A line of text with suggestions that arrows, Tab and Enter reach, as a combobox tells screen readers. */
export function SuggestionField(props: SuggestionFieldProps): ComponentChildren {
  const { id, label, placeholder, value, suggestions, changed, taken, entered, escaped, hasFocus } = props;
  const [marked, setMarked] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isOpen = suggestions.length > 0 && !isClosed;
  const at = Math.min(marked, suggestions.length - 1);
  const take = (suggestion: Suggestion) => {
    setMarked(0);
    taken(suggestion);
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    const suggestion = isOpen ? suggestions[at] : undefined;
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setMarked((at + step + suggestions.length) % suggestions.length);
    } else if (event.key === 'Tab' && suggestion && !event.shiftKey) {
      event.preventDefault();
      take(suggestion);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      if (suggestion) take(suggestion);
      else entered();
    } else if (event.key === 'Escape') {
      if (isOpen) setClosed(true);
      else escaped?.();
    }
  };
  return h(
    'div',
    { class: 'suggesting' },
    isOpen &&
      h(
        'ul',
        { id: `${id}-list`, role: 'listbox', 'aria-label': `Suggestions for ${label}` },
        suggestions.map((suggestion, index) =>
          h(
            'li',
            {
              id: `${id}-${index}`,
              role: 'option',
              'aria-selected': index === at,
              // The field keeps the focus.
              onMouseDown: (event: MouseEvent) => {
                event.preventDefault();
                take(suggestion);
              },
            },
            h('span', { class: 'suggestion-label' }, suggestion.label),
            suggestion.detail && h('span', { class: 'suggestion-detail' }, suggestion.detail),
          ),
        ),
      ),
    h('input', {
      id,
      ref: field,
      type: 'text',
      role: 'combobox',
      'aria-label': label,
      'aria-expanded': isOpen,
      'aria-controls': isOpen ? `${id}-list` : undefined,
      'aria-autocomplete': 'list',
      'aria-activedescendant': isOpen ? `${id}-${at}` : undefined,
      autocomplete: 'off',
      autofocus: hasFocus,
      placeholder,
      value,
      onInput: (event: { readonly currentTarget: HTMLInputElement }) => {
        setClosed(false);
        setMarked(0);
        changed(event.currentTarget.value);
      },
      onKeyDown: pressed,
    }),
  );
}
