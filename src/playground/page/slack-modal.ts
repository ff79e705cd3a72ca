import { type ComponentChildren, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SlackView } from './model.ts';
import { drawBlocks, type Errors } from './slack-blocks.ts';
import type { SlackHands } from './slack-elements.ts';

export type SlackModalProps = {
  readonly view: SlackView;
  readonly hands: SlackHands;
  /** Hands the form in; resolves with what is wrong with it. */
  readonly submit: (filled: readonly Filled[]) => Promise<Errors>;
  readonly close: () => void;
};

/** What was typed or chosen in one element. */
export type Filled = { readonly block: string; readonly action: string; readonly choice: string | string[] };

/** A modal, which keeps the keyboard until it is closed. */
export function SlackModal({ view, hands, submit, close }: SlackModalProps): ComponentChildren {
  const filled = useRef(new Map<string, Filled>());
  const [errors, setErrors] = useState<Errors>({});
  const dialog = useDialog(close);
  const { title, blocks, submit: submitText, close: closeText } = view.view;
  const name = title?.text ?? 'App';
  const own: SlackHands = {
    ...hands,
    place: `modal-${view.id}`,
    fill: (block, action, choice, isTold) => {
      filled.current.set(`${block} ${action}`, {
        block,
        action,
        choice: typeof choice === 'string' ? choice : [...choice],
      });
      if (isTold) hands.fill(block, action, choice, isTold);
    },
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
        'aria-label': name,
        ref: dialog,
        tabIndex: -1,
        onSubmit: async (event: SubmitEvent) => {
          event.preventDefault();
          if (submitText) setErrors(await submit([...filled.current.values()]));
        },
      },
      h(
        'header',
        null,
        h('h3', null, name),
        h('button', { type: 'button', 'aria-label': 'Close', class: 'cross', onClick: close }, '✕'),
      ),
      h('div', { class: 'modal-body' }, drawBlocks(blocks, own, errors)),
      h(
        'footer',
        null,
        h('button', { type: 'button', onClick: close }, closeText?.text ?? 'Cancel'),
        submitText && h('button', { type: 'submit', class: 'primary' }, submitText.text),
      ),
    ),
  );
}

/** Puts the focus into a dialog, keeps it there, gives it back in the end, and closes with Escape. */
export function useDialog(close: () => void) {
  const dialog = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    const inside = () => [
      ...(element?.querySelectorAll<HTMLElement>('input, select, textarea, button, a[href]') ?? []),
    ];
    (
      element?.querySelector<HTMLElement>('.modal-body input, .modal-body textarea, .modal-body select') ?? element
    )?.focus();
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
      if (event.key !== 'Tab') return;
      const all = inside();
      const edge = event.shiftKey ? all[0] : all.at(-1);
      if (document.activeElement !== edge) return;
      event.preventDefault();
      (event.shiftKey ? all.at(-1) : all[0])?.focus();
    };
    element?.addEventListener('keydown', pressed);
    return () => {
      element?.removeEventListener('keydown', pressed);
      // What was pressed may stand above the answer by now, which is to be seen.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return dialog;
}
