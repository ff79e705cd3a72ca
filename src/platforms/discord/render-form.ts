import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Field, Form } from '../../core/form.ts';
import { cleanText } from './escape.ts';
import {
  clip,
  MAX_FIELD_CHARS,
  MAX_FIELD_LABEL_CHARS,
  MAX_FIELDS,
  MAX_MODAL_TITLE_CHARS,
  MAX_PLACEHOLDER_CHARS,
} from './limits.ts';

/** The form as a modal, within Discord's limits. The word on its button is Discord's own. */
export function renderForm({ id, title, fields }: Form): APIModalInteractionResponseCallbackData {
  return {
    custom_id: id,
    title: clip(cleanText(title), MAX_MODAL_TITLE_CHARS),
    components: fields.slice(0, MAX_FIELDS).map(rendered),
  };
}

const LABEL = 18;
const TEXT_INPUT = 4;
const ONE_LINE = 1;
const PARAGRAPH = 2;

function rendered({
  id,
  label,
  hint,
  value,
  maxChars,
  isOptional,
  isLong,
}: Field): APIModalInteractionResponseCallbackData['components'][number] {
  return {
    type: LABEL,
    label: clip(cleanText(label), MAX_FIELD_LABEL_CHARS),
    component: {
      type: TEXT_INPUT,
      custom_id: id,
      style: isLong ? PARAGRAPH : ONE_LINE,
      placeholder: clip(cleanText(hint), MAX_PLACEHOLDER_CHARS),
      ...(value === undefined ? {} : { value: clip(value, Math.min(maxChars, MAX_FIELD_CHARS)) }),
      min_length: isOptional ? 0 : 1,
      max_length: Math.min(maxChars, MAX_FIELD_CHARS),
      required: !isOptional,
    },
  };
}
