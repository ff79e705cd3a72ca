import type { types } from '@slack/bolt';
import type { Field, Form } from '../../core/form.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { clip, plainCharacters } from './escape.ts';
import { encodeOpened, type Origin } from './exchanges.ts';
import { MAX_INPUT_CHARS, MAX_INPUT_LABEL_CHARS, MAX_PLACEHOLDER_CHARS, MAX_VIEW_WORD_CHARS } from './limits.ts';

/** The callback_id of a form, which comes back when it is handed in. */
export const FORM = 'form';
/** The action_id of the input in each block of a form; the block_id is the field's. */
export const FIELD_ACTION = 'field';

/** A form as a modal that, once handed in, brings back its id, what was filled in, and where it was opened from. */
export function renderForm(form: Form, origin: Origin): types.ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: encodeOpened({ origin, form: form.id }),
    title: viewText(form.title, MAX_VIEW_WORD_CHARS),
    submit: viewText(form.submit, MAX_VIEW_WORD_CHARS),
    close: viewText(PLATFORM_SENTENCES.close, MAX_VIEW_WORD_CHARS),
    blocks: form.fields.map(inputOf),
  };
}

/** Words on a view, as plain characters. */
export function viewText(text: string, maxChars: number): types.PlainTextElement {
  return { type: 'plain_text', text: clip(plainCharacters(text), maxChars), emoji: false };
}

function inputOf({ id, label, hint, value, maxChars, isOptional, isLong }: Field): types.InputBlock {
  return {
    type: 'input',
    block_id: id,
    optional: isOptional,
    label: viewText(label, MAX_INPUT_LABEL_CHARS),
    element: {
      type: 'plain_text_input',
      action_id: FIELD_ACTION,
      multiline: isLong,
      max_length: Math.min(maxChars, MAX_INPUT_CHARS),
      placeholder: viewText(hint, MAX_PLACEHOLDER_CHARS),
      ...(value === undefined
        ? {}
        : {
            initial_value: clip(
              isLong ? plainLines(value) : plainCharacters(value),
              Math.min(maxChars, MAX_INPUT_CHARS),
            ),
          }),
    },
  };
}

/** A long field keeps its lines, as what is read from it goes by lines. */
function plainLines(text: string): string {
  return text.split('\n').map(plainCharacters).join('\n');
}
