import { type Button, type Component, flatten, mediaOf, type Select } from './components.ts';
import { embedTexts } from './embeds.ts';
import { readableMentions } from './mentions.ts';
import { messagePayload, type Payload } from './payloads.ts';
import { MESSAGE_FLAG } from './protocol.ts';
import { guildOf, type Message, type User, type World } from './world.ts';

/** A button as a person sees it. */
export type SeenButton = {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly customId: string | undefined;
  readonly url: string | undefined;
};

/** A select as a person sees it; one that Discord fills itself shows no options here. */
export type SeenSelect = {
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly customId: string;
  readonly options: readonly {
    readonly label: string;
    readonly value: string;
    readonly description: string | undefined;
  }[];
};

/** A file as a person sees it. */
export type SeenFile = {
  readonly filename: string;
  readonly sizeBytes: number;
  readonly url: string;
  readonly description: string | undefined;
};

/** A message as a person sees it at one moment. */
export type Sight = {
  readonly id: string;
  readonly author: string;
  /** All text of it in order, mentions by name; labels of buttons and selects are not in it. */
  readonly text: string;
  /** The same as the app wrote it. */
  readonly source: string;
  readonly buttons: readonly SeenButton[];
  readonly selects: readonly SeenSelect[];
  readonly files: readonly SeenFile[];
  /** Accent colours of its containers. */
  readonly accents: readonly number[];
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** "… is thinking": the app will fill it later. */
  readonly isThinking: boolean;
  readonly usesComponentsV2: boolean;
  /** Whom it pinged: names of people, of roles, and "everyone". */
  readonly pings: readonly string[];
  readonly reactions: readonly string[];
  readonly replyTo: string | undefined;
  /** The message as it goes over the wire, all of its content included. */
  readonly payload: Payload;
};

/** What a person sees of a message now. */
export function sightOf(world: World, message: Message): Sight {
  const all = message.components.flatMap(flatten);
  const guild = guildOf(message.channel);
  const source = [
    message.content,
    ...message.embeds.flatMap(embedTexts),
    ...all.flatMap((one) => (one.type === 10 ? [one.content] : [])),
  ]
    .filter((part) => part !== '')
    .join('\n');
  const roles = message.pings.roles.map((id) => guild?.roles.get(id)?.name ?? id);
  const usesComponentsV2 = (message.flags & MESSAGE_FLAG.componentsV2) !== 0;
  const shownIds = new Set(all.flatMap(mediaOf).map((media) => media.attachment_id));
  return {
    id: message.id,
    author: message.author.name,
    text: readableMentions(world, guild, source),
    source,
    buttons: all.flatMap((one) => (one.type === 2 ? [seenButton(one)] : [])),
    selects: all.flatMap((one) => (isSelect(one) ? [seenSelect(one)] : [])),
    files: message.attachments
      // With Components V2 a file is seen only where a component shows it.
      .filter(({ id }) => !usesComponentsV2 || shownIds.has(id))
      .map(({ filename, bytes, url, description }) => ({ filename, sizeBytes: bytes.byteLength, url, description })),
    accents: all.flatMap((one) => (one.type === 17 && typeof one.accent_color === 'number' ? [one.accent_color] : [])),
    isEphemeral: message.onlyFor !== undefined,
    isEdited: message.editedAt !== undefined,
    isThinking: (message.flags & MESSAGE_FLAG.loading) !== 0,
    usesComponentsV2,
    pings: [...message.pings.users.map(({ name }) => name), ...roles, ...(message.pings.everyone ? ['everyone'] : [])],
    reactions: [...message.reactions.keys()],
    replyTo: message.replyTo?.messageId,
    payload: messagePayload(world, message, true),
  };
}

/** Whether a person sees a message at all. */
export function isVisibleTo(message: Message, person: User): boolean {
  return message.onlyFor === undefined || message.onlyFor === person;
}

/** Whether a component is a select of any kind. */
export function isSelect(component: Component): component is Select {
  return component.type === 3 || (component.type >= 5 && component.type <= 8);
}

function seenButton(button: Button): SeenButton {
  return {
    label: button.label || button.emoji?.name || '',
    isDisabled: button.disabled ?? false,
    customId: button.custom_id ?? undefined,
    url: button.url ?? undefined,
  };
}

function seenSelect(select: Select): SeenSelect {
  return {
    placeholder: select.placeholder ?? '',
    isDisabled: select.disabled ?? false,
    customId: select.custom_id,
    options:
      select.type === 3
        ? select.options.map(({ label, value, description }) => ({
            label,
            value,
            description: description ?? undefined,
          }))
        : [],
  };
}
