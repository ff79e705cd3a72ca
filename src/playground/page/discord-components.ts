import type {
  APIAttachment,
  APIButtonComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIEmbed,
  APIMessageTopLevelComponent,
  APIUnfurledMediaItem,
} from 'discord.js';
import { type ComponentChildren, h } from 'preact';
import type { Named } from '../protocol.ts';
import { drawMarkdown, link, type Names } from './markup.ts';
import { notDrawn } from './not-drawn.ts';

/** The hands of whoever looks at a message, and the names of what stands in it. */
export type DiscordHands = {
  readonly names: Names;
  readonly people: readonly Named[];
  readonly channels: readonly Named[];
  readonly press: (customId: string) => void;
  readonly choose: (customId: string, values: readonly string[]) => void;
  readonly isBusy: (customId: string) => boolean;
  /** The files of the message. */
  readonly files: readonly APIAttachment[];
};

type Drawable = APIMessageTopLevelComponent | APIComponentInContainer;
type Select = Exclude<APIComponentInMessageActionRow, APIButtonComponent>;

/** Components of a message as Discord draws them. */
export function drawComponents(components: readonly Drawable[], hands: DiscordHands): ComponentChildren {
  return components.map((component) => drawComponent(component, hands));
}

function drawComponent(component: Drawable, hands: DiscordHands): ComponentChildren {
  switch (component.type) {
    case 1:
      return h(
        'div',
        { class: 'row' },
        component.components.map((one) => drawInRow(one, hands)),
      );
    case 9:
      return h(
        'div',
        { class: 'section' },
        h('div', null, drawComponents(component.components, hands)),
        component.accessory.type === 2
          ? drawButton(component.accessory, hands)
          : drawMedia(component.accessory.media, component.accessory.description, hands),
      );
    case 10:
      return h('div', { class: 'text' }, drawMarkdown(component.content, hands.names));
    case 12:
      return h(
        'div',
        { class: 'gallery' },
        component.items.map(({ media, description }) => drawMedia(media, description, hands)),
      );
    case 13:
      return drawFile(
        attachmentOf(component.file, hands) ?? {
          id: '',
          filename: component.name ?? 'file',
          size: component.size ?? 0,
        },
      );
    case 14:
      return h('hr', {
        class:
          component.divider === false ? `space-${component.spacing ?? 1} plain` : `space-${component.spacing ?? 1}`,
      });
    case 17:
      return h(
        'div',
        {
          class: 'container',
          style: component.accent_color == null ? {} : { '--accent': colourOf(component.accent_color) },
        },
        drawComponents(component.components, hands),
      );
  }
  component satisfies never;
  return notDrawn(typeOf(component), component);
}

function drawInRow(component: APIComponentInMessageActionRow, hands: DiscordHands): ComponentChildren {
  return component.type === 2 ? drawButton(component, hands) : drawSelect(component, hands);
}

const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' } as const;

function drawButton(button: APIButtonComponent, hands: DiscordHands): ComponentChildren {
  switch (button.style) {
    case 1:
    case 2:
    case 3:
    case 4:
      return h(
        'button',
        {
          type: 'button',
          class: STYLES[button.style],
          disabled: button.disabled,
          'aria-busy': hands.isBusy(button.custom_id),
          onClick: () => hands.press(button.custom_id),
        },
        labelOf(button),
      );
    case 5:
      return h(
        'a',
        { class: 'button', href: button.url, target: '_blank', rel: 'noreferrer noopener' },
        labelOf(button),
      );
    case 6:
      return notDrawn('premium button', button);
  }
  button satisfies never;
  return notDrawn('button', button);
}

function labelOf({
  label,
  emoji,
}: {
  readonly label?: string;
  readonly emoji?: { readonly name?: string | null };
}): string {
  return [emoji?.name, label].filter((part) => part).join(' ');
}

function drawSelect(select: Select, hands: DiscordHands): ComponentChildren {
  const isSeveral = (select.max_values ?? 1) > 1;
  const placeholder = select.placeholder ?? 'Make a selection';
  return h(
    'select',
    {
      'aria-label': placeholder,
      multiple: isSeveral,
      disabled: select.disabled,
      onChange: (event: { readonly currentTarget: HTMLSelectElement }) =>
        hands.choose(
          select.custom_id,
          [...event.currentTarget.selectedOptions].map(({ value }) => value),
        ),
    },
    isSeveral ? null : h('option', { value: '', disabled: true, selected: true }, placeholder),
    optionsOf(select, hands),
  );
}

function optionsOf(select: Select, { people, channels }: DiscordHands): ComponentChildren {
  switch (select.type) {
    case 3:
      return select.options.map(({ label, value, description, default: isDefault }) =>
        h('option', { value, selected: isDefault }, description ? `${label} – ${description}` : label),
      );
    case 5:
    case 6:
    case 7:
      return people.map(({ id, name }) => h('option', { value: id }, name));
    case 8:
      return channels.map(({ id, name }) => h('option', { value: id }, `#${name}`));
  }
  select satisfies never;
  return notDrawn('select', select);
}

/** A picture that came with the message; one from elsewhere is named, because the page loads nothing from elsewhere. */
function drawMedia(
  media: APIUnfurledMediaItem,
  description: string | null | undefined,
  hands: DiscordHands,
): ComponentChildren {
  const file = attachmentOf(media, hands);
  const alt = description ?? file?.filename ?? 'Picture';
  return file
    ? h('img', { src: addressOf(file.id), alt })
    : h('span', { class: 'picture' }, link(media.url, `Picture: ${alt}`));
}

function attachmentOf(
  { attachment_id: id, url }: APIUnfurledMediaItem,
  { files }: DiscordHands,
): APIAttachment | undefined {
  return files.find((file) => file.id === id || file.url === url);
}

/** A file of a message, to be kept. */
export function drawFile({ id, filename, size }: Pick<APIAttachment, 'id' | 'filename' | 'size'>): ComponentChildren {
  return h(
    'p',
    { class: 'file-card' },
    h('a', { href: addressOf(id), download: filename }, filename),
    h('span', null, ` ${sizeOf(size)}`),
  );
}

function addressOf(id: string): string {
  return `/files/discord/${encodeURIComponent(id)}`;
}

/** Bytes as people read them. */
export function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}

/** An embed of an older message. */
export function drawEmbed(
  { title, description, fields = [], footer, author, color }: APIEmbed,
  hands: DiscordHands,
): ComponentChildren {
  const { names } = hands;
  return h(
    'div',
    { class: 'container', style: color === undefined ? {} : { '--accent': colourOf(color) } },
    author && h('p', { class: 'subtext' }, author.name),
    title && h('p', { class: 'heading-3' }, title),
    description && drawMarkdown(description, names),
    fields.map(({ name, value }) =>
      h('div', { class: 'field' }, h('p', null, h('strong', null, name)), drawMarkdown(value, names)),
    ),
    footer && h('p', { class: 'subtext' }, footer.text),
  );
}

function colourOf(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

function typeOf(component: object): string {
  return 'type' in component ? `component ${String(component.type)}` : 'component';
}
