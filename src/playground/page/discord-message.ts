import { type ComponentChildren, h } from 'preact';
import { avatar, clock } from './avatar.ts';
import { type DiscordHands, drawComponents, drawEmbed, drawFile } from './discord-components.ts';
import { drawMarkdown } from './markup.ts';
import type { DiscordMessage, DiscordState } from './model.ts';
import { notDrawn } from './not-drawn.ts';

export type DiscordMessageProps = {
  readonly message: DiscordMessage;
  readonly discord: DiscordState;
  /** The channel or thread in which it is looked at. */
  readonly place: string;
  readonly hands: DiscordHands;
  /** Commands of the menu of a message. */
  readonly menu: readonly string[];
  readonly use: (command: string) => void;
  readonly dismiss: () => void;
  readonly reply: () => void;
  /** Undefined where no thread can grow out of it. */
  readonly startThread: (() => void) | undefined;
  readonly openThread: (id: string) => void;
};

/** The flag of a message that the app will fill later (docs: resources/message). */
export const LOADING = 1 << 7;
const COMPONENTS_V2 = 1 << 15;
/** Kinds of message that are no more than a note (docs: resources/message). */
const THREAD_CREATED = 18;
const THREAD_STARTER = 21;
/** What came of a command in the menu of a message, whose name begins with no slash. */
const CONTEXT_MENU = 23;
const KNOWN_TYPES: readonly number[] = [0, 19, 20, CONTEXT_MENU, THREAD_CREATED, THREAD_STARTER];

/** A message as it stands in a channel or a thread. */
export function drawDiscordMessage(props: DiscordMessageProps): ComponentChildren {
  const { message, discord, place, hands, menu, use, dismiss, reply, startThread, openThread } = props;
  const { payload, onlyFor } = message;
  const { author, type, flags = 0, thread } = payload;
  const name = author.global_name ?? author.username;
  if (type === THREAD_CREATED) return note(message, `${name} started a thread: ${payload.content}`);
  if (type === THREAD_STARTER) return note(message, 'Started from a message in the channel');
  const isThinking = (flags & LOADING) !== 0;
  const embeds = payload.embeds.filter(({ type: kind }) => kind === undefined || kind === 'rich');
  const isV2 = (flags & COMPONENTS_V2) !== 0;
  const replied = discord.messages.find(({ id }) => id === payload.message_reference?.message_id);
  return h(
    'article',
    {
      key: message.id,
      class: `message ${onlyFor === undefined ? '' : 'private'}`,
      'aria-label': `${name}, ${clock(Date.parse(payload.timestamp))}`,
    },
    payload.interaction_metadata &&
      h(
        'p',
        { class: 'origin' },
        `↱ ${payload.interaction_metadata.user.global_name ?? ''} ${originOf(payload.interaction_metadata, type)}`,
      ),
    replied &&
      h(
        'p',
        { class: 'origin' },
        `↱ ${replied.payload.author.global_name ?? replied.payload.author.username}: ${replied.payload.content.slice(0, 60) || 'a card'}`,
      ),
    avatar(name, author.bot === true),
    h(
      'div',
      { class: 'body' },
      h(
        'p',
        { class: 'by' },
        h('strong', null, name),
        author.bot === true && h('span', { class: 'badge' }, 'APP'),
        h('time', null, clock(Date.parse(payload.timestamp))),
      ),
      isThinking && h('p', { class: 'thinking' }, `${name} is thinking…`),
      payload.content !== '' && h('div', { class: 'text' }, drawMarkdown(payload.content, hands.names)),
      embeds.map((embed) => drawEmbed(embed, hands)),
      drawComponents(payload.components ?? [], hands),
      // With Components V2 a file is seen only where a component shows it.
      isV2 ? null : payload.attachments.map((file) => drawFile(file)),
      payload.poll && notDrawn('poll', payload.poll),
      !KNOWN_TYPES.includes(type) && notDrawn(`message of type ${type}`, payload),
      payload.edited_timestamp !== null && h('span', { class: 'edited' }, '(edited)'),
      (payload.reactions ?? []).length > 0 &&
        h(
          'p',
          { class: 'reactions' },
          (payload.reactions ?? []).map(({ emoji, count }) => h('span', null, `${emoji.name ?? ''} ${count}`)),
        ),
      thread &&
        thread.id !== place &&
        h(
          'button',
          { type: 'button', class: 'replies', onClick: () => openThread(thread.id) },
          h('strong', null, thread.name ?? 'Thread'),
          h('span', null, ` ${messagesIn(thread)} ›`),
        ),
      onlyFor !== undefined &&
        h(
          'p',
          { class: 'only-you' },
          '👁 Only you can see this · ',
          h('button', { type: 'button', class: 'link', onClick: dismiss }, 'Dismiss message'),
        ),
    ),
    onlyFor === undefined &&
      h(
        'div',
        { class: 'tools' },
        h('button', { type: 'button', onClick: reply, 'aria-label': `Reply to ${name}`, title: 'Reply' }, '↩'),
        startThread &&
          thread === undefined &&
          h(
            'button',
            {
              type: 'button',
              onClick: startThread,
              'aria-label': `Create a thread from what ${name} wrote`,
              title: 'Create thread',
            },
            '🧵',
          ),
        menu.map((command) =>
          h(
            'button',
            {
              type: 'button',
              onClick: () => use(command),
              'aria-label': `${command}: ${name}`,
              title: `Apps: ${command}`,
            },
            '⋮',
          ),
        ),
      ),
  );
}

function note({ id }: DiscordMessage, text: string): ComponentChildren {
  return h('p', { key: id, class: 'note' }, text);
}

function originOf(metadata: object, type: number): string {
  if (!('name' in metadata)) return 'used a button';
  return `used ${type === CONTEXT_MENU ? '' : '/'}${String(metadata.name)}`;
}

function messagesIn(thread: object): string {
  const count = 'message_count' in thread ? Number(thread.message_count) : 0;
  return count === 1 ? '1 Message' : `${count} Messages`;
}
