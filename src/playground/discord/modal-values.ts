import * as limits from './limits.ts';
import { type Field, fieldsOf, type Labelled, type Modal } from './modal.ts';
import type { Payload } from './payloads.ts';
import { notPossible, type PickedFile, type Picker } from './person-input.ts';

/** What a person fills into a field: text, a label or several, a tick, files. */
export type FieldValue = string | boolean | readonly string[] | readonly PickedFile[];

/** A field of a form as a person sees it. */
export type SeenField = {
  readonly label: string;
  readonly customId: string;
  readonly type: Field['type'];
  readonly isRequired: boolean;
  /** What stands in it from the start. */
  readonly value: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
};

/** The fields of a form as a person sees them. */
export function seenFields(form: Modal): SeenField[] {
  return fieldsOf(form).map(({ label, field }) => ({
    label,
    customId: field.custom_id,
    type: field.type,
    isRequired: isRequired(field),
    value: field.type === 4 ? (field.value ?? '') : '',
    options: 'options' in field ? field.options.map((one) => ({ label: one.label, value: one.value })) : [],
  }));
}

/** The components of a submission: each field filled by its label or custom id, or left as it was. */
export function submittedComponents(
  form: Modal,
  values: Readonly<Record<string, FieldValue>>,
  picker: Picker,
): Payload[] {
  const fields = fieldsOf(form);
  const names = fields.flatMap(({ label, field }) => [label, field.custom_id]);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined) throw notPossible(`the form has no field "${unknown}"`);
  const texts = form.components.flatMap((one) => (one.type === 10 ? [{ type: 10, id: one.id }] : []));
  return [
    ...fields.map((one) => wrapped(one, filled(one, values[one.label] ?? values[one.field.custom_id], picker))),
    ...texts,
  ];
}

function wrapped({ within }: Labelled, component: Payload): Payload {
  return within.type === 18 ? { ...within, component } : { ...within, components: [component] };
}

function filled({ label, field }: Labelled, value: FieldValue | undefined, picker: Picker): Payload {
  const base = { type: field.type, id: field.id, custom_id: field.custom_id };
  switch (field.type) {
    case 4: {
      const text = typeof value === 'string' ? value : (field.value ?? '');
      const least = isRequired(field) ? Math.max(1, field.min_length ?? 0) : text === '' ? 0 : (field.min_length ?? 0);
      const most = field.max_length ?? limits.MAX_TEXT_INPUT_CHARS;
      if (text.length < least || text.length > most)
        throw notPossible(`"${label}" takes ${least} to ${most} characters, not ${text.length}`);
      return { ...base, value: text };
    }
    case 3: {
      const picked = namesIn(value) ?? field.options.filter((one) => one.default).map((one) => one.value);
      return { ...base, values: picked.length === 0 && !isRequired(field) ? [] : picker.fromSelect(field, picked) };
    }
    case 5:
    case 6:
    case 7:
    case 8: {
      const picked = namesIn(value) ?? [];
      return { ...base, values: picked.length === 0 && !isRequired(field) ? [] : picker.fromSelect(field, picked) };
    }
    case 19: {
      const files = typeof value === 'object' ? value.flatMap((one) => (typeof one === 'object' ? [one] : [])) : [];
      checkCount(label, files.length, isRequired(field) ? (field.min_values ?? 1) : 0, field.max_values ?? 1);
      return { ...base, values: files.map(picker.upload) };
    }
    case 21: {
      const [picked] = namesIn(value) ?? field.options.filter((one) => one.default).map((one) => one.value);
      const option = field.options.find((one) => one.label === picked || one.value === picked);
      if (!option && (picked !== undefined || isRequired(field)))
        throw notPossible(`"${label}" needs one of its options`);
      return { ...base, value: option?.value ?? null };
    }
    case 22: {
      const picked = namesIn(value) ?? field.options.filter((one) => one.default).map((one) => one.value);
      const found = field.options.filter((one) => picked.includes(one.label) || picked.includes(one.value));
      checkCount(
        label,
        found.length,
        isRequired(field) ? (field.min_values ?? 1) : 0,
        field.max_values ?? field.options.length,
      );
      return { ...base, values: found.map((one) => one.value) };
    }
    case 23:
      return { ...base, value: typeof value === 'boolean' ? value : (field.default ?? false) };
  }
}

function isRequired(field: Field): boolean {
  return field.type !== 23 && field.required !== false;
}

function checkCount(label: string, count: number, least: number, most: number): void {
  if (count < least || count > most) throw notPossible(`"${label}" takes ${least} to ${most}, not ${count}`);
}

function namesIn(value: FieldValue | undefined): string[] | undefined {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? value.flatMap((one) => (typeof one === 'string' ? [one] : [])) : undefined;
}
