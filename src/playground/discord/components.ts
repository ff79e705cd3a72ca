import { z } from 'zod';
import { address, list, snowflake, text } from './fields.ts';
import * as limits from './limits.ts';
import { CHANNEL_TYPE } from './protocol.ts';
import type { Problem } from './refusals.ts';

/** The id every component may bring; 0 counts as none. */
export const componentId = z
  .int()
  .min(0)
  .max(limits.MAX_COMPONENT_ID)
  .nullish()
  .transform((id) => id || undefined);
/** What an interactive component is found again by. */
export const customId = text(1, limits.MAX_CUSTOM_ID_CHARS);

const emoji = z
  .object({ id: snowflake.nullish(), name: z.string().nullish(), animated: z.boolean().nullish() })
  .nullish();
const isDisabled = z.boolean().nullish();
const selectCounts = {
  placeholder: text(0, limits.MAX_SELECT_PLACEHOLDER_CHARS).nullish(),
  min_values: z.int().min(0).max(limits.MAX_SELECT_OPTIONS).nullish(),
  max_values: z.int().min(1).max(limits.MAX_SELECT_OPTIONS).nullish(),
  disabled: isDisabled,
};
/** What selects in messages and in modals have in common. */
export const selectBase = { id: componentId, custom_id: customId, ...selectCounts, required: z.boolean().nullish() };

const button = z
  .object({
    type: z.literal(2),
    id: componentId,
    style: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]),
    label: text(0, limits.MAX_BUTTON_LABEL_CHARS).nullish(),
    emoji,
    custom_id: customId.nullish(),
    url: address(limits.MAX_BUTTON_URL_CHARS, ['http://', 'https://', 'discord://']).nullish(),
    sku_id: snowflake.nullish(),
    disabled: isDisabled,
  })
  .superRefine((value, context) => {
    const refuse = (field: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message, params: { discord: code } });
    const needs = value.style === 5 ? 'url' : value.style === 6 ? 'sku_id' : 'custom_id';
    if (!value[needs]) refuse(needs, 'BASE_TYPE_REQUIRED', 'This field is required');
    if (value.custom_id && value.url)
      refuse(
        'custom_id',
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    if (value.style !== 6 && !value.label && !value.emoji)
      refuse('label', 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button must have a label or an emoji');
  });

const option = z.object({
  label: text(1, limits.MAX_OPTION_CHARS),
  value: text(1, limits.MAX_OPTION_CHARS),
  description: text(0, limits.MAX_OPTION_CHARS).nullish(),
  emoji,
  default: z.boolean().nullish(),
});

/** A select among given options. */
export const stringSelect = z
  .object({ type: z.literal(3), ...selectBase, options: list(option, 1, limits.MAX_SELECT_OPTIONS) })
  .superRefine(({ options }, context) => {
    for (const [at, { value }] of options.entries()) {
      if (options.findIndex((other) => other.value === value) < at)
        context.addIssue({
          code: 'custom',
          path: ['options', at, 'value'],
          message: 'The specified option value is already used',
          params: { discord: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED' },
        });
    }
  });

const defaults = list(
  z.object({ id: snowflake, type: z.enum(['user', 'role', 'channel']) }),
  0,
  limits.MAX_SELECT_OPTIONS,
).nullish();
/** The selects that Discord fills itself: people, roles, both, channels. */
export const entitySelects = [
  z.object({ type: z.literal(5), ...selectBase, default_values: defaults }),
  z.object({ type: z.literal(6), ...selectBase, default_values: defaults }),
  z.object({ type: z.literal(7), ...selectBase, default_values: defaults }),
  z.object({
    type: z.literal(8),
    ...selectBase,
    default_values: defaults,
    channel_types: z.array(z.union(Object.values(CHANNEL_TYPE).map((type) => z.literal(type)))).nullish(),
  }),
] as const;

const row = z.object({
  type: z.literal(1),
  id: componentId,
  components: list(z.discriminatedUnion('type', [button, stringSelect, ...entitySelects]), 1, limits.MAX_ROW_BUTTONS),
});

/** Text in a message or a modal. */
export const textDisplay = z.object({
  type: z.literal(10),
  id: componentId,
  content: text(1, limits.MAX_TEXT_DISPLAY_CHARS),
});

/** A picture or file as it stands in a message: its address, and where it was uploaded, what is known of it. */
export type Media = { url: string; proxy_url?: string; attachment_id?: string; content_type?: string };

const media = z
  .object({ url: address(limits.MAX_MEDIA_URL_CHARS, ['http://', 'https://', 'attachment://']) })
  .transform(({ url }): Media => ({ url }));
const mediaTexts = {
  description: text(0, limits.MAX_MEDIA_DESCRIPTION_CHARS).nullish(),
  spoiler: z.boolean().nullish(),
};
const thumbnail = z.object({ type: z.literal(11), id: componentId, media, ...mediaTexts });
const section = z.object({
  type: z.literal(9),
  id: componentId,
  components: list(z.discriminatedUnion('type', [textDisplay]), 1, limits.MAX_SECTION_TEXTS),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});
const gallery = z.object({
  type: z.literal(12),
  id: componentId,
  items: list(z.object({ media, ...mediaTexts }), 1, limits.MAX_GALLERY_ITEMS),
});
const file = z.object({
  type: z.literal(13),
  id: componentId,
  file: media,
  spoiler: z.boolean().nullish(),
});
const separator = z.object({
  type: z.literal(14),
  id: componentId,
  divider: z.boolean().nullish(),
  spacing: z.union([z.literal(1), z.literal(2)]).nullish(),
});
const container = z.object({
  type: z.literal(17),
  id: componentId,
  components: list(
    z.discriminatedUnion('type', [row, textDisplay, section, gallery, separator, file]),
    1,
    limits.MAX_V2_COMPONENTS,
  ),
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: z.boolean().nullish(),
});

/** The top level of a message with Components V2. */
export const v2Components = z.array(
  z.discriminatedUnion('type', [row, section, textDisplay, gallery, file, separator, container]),
);
/** The top level of a message without. */
export const legacyComponents = list(z.discriminatedUnion('type', [row]), 0, limits.MAX_LEGACY_ROWS);

/** A component on the top level of a message. */
export type TopLevel = z.infer<typeof v2Components>[number];
/** A button. */
export type Button = z.infer<typeof button>;
/** A select of any kind. */
export type Select = z.infer<typeof stringSelect> | z.infer<(typeof entitySelects)[number]>;
/** Any component of a message. */
export type Component = TopLevel | z.infer<typeof thumbnail> | Button | Select;

/** The component and all in it, in the order in which they are shown. */
export function flatten(component: Component): Component[] {
  switch (component.type) {
    case 1:
      return [component, ...component.components];
    case 9:
      return [component, ...component.components, component.accessory];
    case 17:
      return [component, ...component.components.flatMap(flatten)];
    case 2:
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
      return [component];
  }
}

/** The media a component shows itself. */
export function mediaOf(component: Component): Media[] {
  if (component.type === 11) return [component.media];
  if (component.type === 12) return component.items.map((item) => item.media);
  return component.type === 13 ? [component.file] : [];
}

/** Gives an id to each component that brought none. */
export function numberComponents(components: readonly { id?: number | undefined }[]): void {
  const taken = new Set(components.map(({ id }) => id));
  let next = 1;
  for (const component of components) {
    if (component.id !== undefined) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    next += 1;
  }
}

/** What is wrong with a message's components taken together; `crash` where Discord answers 500 instead of saying so. */
export function checkTogether(components: readonly TopLevel[], isV2: boolean): readonly Problem[] | 'crash' {
  const all = components.flatMap(flatten);
  const texts = all.flatMap((component) => (component.type === 10 ? [component.content] : []));
  const bytes = texts.reduce((sum, one) => sum + Buffer.byteLength(one) + limits.TEXT_DISPLAY_OVERHEAD_BYTES, 0);
  const problems = [
    ...sameIds(all),
    ...components.flatMap((component, at) => crowdedRows(component, ['components', at])),
  ];
  if (isV2 && all.length > limits.MAX_V2_COMPONENTS) {
    // The status and 50035 are known; the name of the problem is not documented.
    problems.push({
      path: ['components'],
      code: 'COMPONENT_COUNT_EXCEEDED',
      message: `Must be ${limits.MAX_V2_COMPONENTS} or fewer in length.`,
    });
  }
  if (texts.reduce((sum, one) => sum + one.length, 0) > limits.MAX_TEXT_DISPLAY_CHARS) {
    problems.push({
      path: ['components'],
      code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      message: `Components displayable text size exceeds maximum size of ${limits.MAX_TEXT_DISPLAY_CHARS}`,
    });
  }
  if (problems.length > 0) return problems;
  if (bytes > limits.MAX_V2_TEXT_BYTES && texts.length > 0) return 'crash';
  return all.flatMap(mediaOf).length > limits.MAX_MEDIA_ITEMS ? 'crash' : [];
}

/** Custom ids and ids that two components share. */
export function sameIds(all: readonly object[]): Problem[] {
  const seen = new Set<string>();
  const seenIds = new Set<number>();
  return all.flatMap((component) => {
    const problems: Problem[] = [];
    if ('custom_id' in component && typeof component.custom_id === 'string') {
      if (seen.has(component.custom_id))
        problems.push({
          path: ['components'],
          code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
          message: 'Component custom id cannot be duplicated',
        });
      seen.add(component.custom_id);
    }
    if ('id' in component && typeof component.id === 'number') {
      if (seenIds.has(component.id))
        problems.push({
          path: ['components'],
          code: 'COMPONENT_ID_DUPLICATED',
          message: 'Component id cannot be duplicated',
        });
      seenIds.add(component.id);
    }
    return problems;
  });
}

/** Rows that hold a select and something beside it. */
function crowdedRows(component: TopLevel, path: readonly (string | number)[]): Problem[] {
  if (component.type === 17)
    return component.components.flatMap((child, at) => crowdedRows(child, [...path, 'components', at]));
  if (component.type !== 1 || component.components.length === 1) return [];
  return component.components.flatMap((child, at) =>
    child.type === 2
      ? []
      : [
          {
            path: [...path, 'components', at],
            code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
            message: 'The specified component exceeds the maximum width',
          },
        ],
  );
}
