import { z } from 'zod';
import {
  componentId,
  customId,
  entitySelects,
  numberComponents,
  sameIds,
  stringSelect,
  textDisplay,
} from './components.ts';
import { list, text } from './fields.ts';
import * as limits from './limits.ts';
import { invalidForm, isRefusal, type Problem, parse, type Refusal } from './refusals.ts';

const required = z.boolean().nullish();

const textInput = z.object({
  type: z.literal(4),
  id: componentId,
  custom_id: customId,
  style: z.union([z.literal(1), z.literal(2)]),
  label: text(1, limits.MAX_LABEL_CHARS).nullish(),
  min_length: z.int().min(0).max(limits.MAX_TEXT_INPUT_CHARS).nullish(),
  max_length: z.int().min(1).max(limits.MAX_TEXT_INPUT_CHARS).nullish(),
  required,
  value: text(0, limits.MAX_TEXT_INPUT_CHARS).nullish(),
  placeholder: text(0, limits.MAX_TEXT_INPUT_PLACEHOLDER_CHARS).nullish(),
});
const fileUpload = z.object({
  type: z.literal(19),
  id: componentId,
  custom_id: customId,
  min_values: z.int().min(0).max(limits.MAX_UPLOAD_VALUES).nullish(),
  max_values: z.int().min(1).max(limits.MAX_UPLOAD_VALUES).nullish(),
  required,
});
const groupOption = z.object({
  value: text(1, limits.MAX_OPTION_CHARS),
  label: text(1, limits.MAX_OPTION_CHARS),
  description: text(0, limits.MAX_OPTION_CHARS).nullish(),
  default: z.boolean().nullish(),
});
const radioGroup = z.object({
  type: z.literal(21),
  id: componentId,
  custom_id: customId,
  options: list(groupOption, limits.MIN_RADIO_OPTIONS, limits.MAX_GROUP_OPTIONS),
  required,
});
const checkboxGroup = z.object({
  type: z.literal(22),
  id: componentId,
  custom_id: customId,
  options: list(groupOption, 1, limits.MAX_GROUP_OPTIONS),
  min_values: z.int().min(0).max(limits.MAX_GROUP_OPTIONS).nullish(),
  max_values: z.int().min(1).max(limits.MAX_GROUP_OPTIONS).nullish(),
  required,
});
const checkbox = z.object({
  type: z.literal(23),
  id: componentId,
  custom_id: customId,
  default: z.boolean().nullish(),
});
const field = z.discriminatedUnion('type', [
  textInput,
  stringSelect,
  ...entitySelects,
  fileUpload,
  radioGroup,
  checkboxGroup,
  checkbox,
]);
const label = z.object({
  type: z.literal(18),
  id: componentId,
  label: text(1, limits.MAX_LABEL_CHARS),
  description: text(0, limits.MAX_LABEL_DESCRIPTION_CHARS).nullish(),
  component: field,
});
const row = z.object({
  type: z.literal(1),
  id: componentId,
  components: list(z.discriminatedUnion('type', [textInput]), 1, 1),
});
const modal = z.object({
  custom_id: customId,
  title: text(1, limits.MAX_MODAL_TITLE_CHARS),
  components: list(z.discriminatedUnion('type', [label, row, textDisplay]), 1, limits.MAX_MODAL_COMPONENTS),
});

/** A form the app opened. */
export type Modal = z.infer<typeof modal>;
/** A part of a form that a person fills. */
export type Field = z.infer<typeof field>;

/** A field with the name a person sees beside it, and the component that it stands in. */
export type Labelled = {
  readonly label: string;
  readonly field: Field;
  readonly within: { readonly type: 1 | 18; readonly id: number };
};

/** A modal as an app sent it in a callback, with ids given; or all that is wrong with it. */
export function parseModal(input: unknown): Modal | Refusal {
  const parsed = parse(modal, input, ['data']);
  if (isRefusal(parsed)) return parsed;
  const all = parsed.components.flatMap((component): { id?: number | undefined }[] => {
    if (component.type === 18) return [component, component.component];
    return component.type === 1 ? [component, ...component.components] : [component];
  });
  const problems = [...sameIds(all), ...fieldsOf(parsed).flatMap(({ field }) => fieldProblems(field))];
  if (problems.length > 0)
    return invalidForm(problems.map((problem) => ({ ...problem, path: ['data', ...problem.path] })));
  numberComponents(all);
  return parsed;
}

/** The fields of a modal in the order in which a person sees them. */
export function fieldsOf(form: Modal): Labelled[] {
  return form.components.flatMap((component): Labelled[] => {
    if (component.type === 10) return [];
    const within = { type: component.type, id: component.id ?? 0 };
    if (component.type === 18) return [{ label: component.label, field: component.component, within }];
    return component.components.map((one) => ({ label: one.label ?? '', field: one, within }));
  });
}

function fieldProblems(one: Field): Problem[] {
  const refuse = (code: string, message: string): Problem[] => [{ path: ['components'], code, message }];
  if ('disabled' in one && one.disabled) return refuse('COMPONENT_DISABLED', 'Modal components cannot be disabled');
  const isRequired = !('required' in one) || one.required !== false;
  if ('min_values' in one && one.min_values === 0 && isRequired)
    return refuse('COMPONENT_MIN_VALUES_REQUIRED', 'min_values must be at least 1 where the component is required');
  return [];
}
