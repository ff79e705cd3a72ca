import { type ComponentChildren, h } from 'preact';
import { avatar, clock } from './avatar.ts';
import { sizeOf } from './discord-components.ts';
import { drawMrkdwn } from './markup.ts';
import type { SlackMessage, SlackState } from './model.ts';
import { notDrawn } from './not-drawn.ts';
import { drawBlocks } from './slack-blocks.ts';
import type { SlackHands } from './slack-elements.ts';

export type SlackMessageProps = {
  readonly message: SlackMessage;
  readonly slack: SlackState;
  readonly hands: SlackHands;
  /** Replies in its thread, where it starts one and is not shown in it. */
  readonly replies: readonly SlackMessage[];
  readonly openThread: () => void;
  readonly shortcut: (name: string) => void;
};

/** A message as it stands in a channel or a thread. */
export function drawSlackMessage({
  message,
  slack,
  hands,
  replies,
  openThread,
  shortcut,
}: SlackMessageProps): ComponentChildren {
  const isApp = message.by === slack.app.id;
  const author = isApp ? slack.app.name : (slack.people.find(({ id }) => id === message.by)?.name ?? message.by);
  const last = replies.at(-1);
  return h(
    'article',
    {
      key: `${message.channel} ${message.ts}`,
      class: `message ${message.onlyFor === undefined ? '' : 'private'}`,
      'aria-label': `${author}, ${clock(timeOf(message))}`,
    },
    avatar(author, isApp),
    h(
      'div',
      { class: 'body' },
      message.onlyFor !== undefined && h('p', { class: 'only-you' }, '👁 Only visible to you'),
      h(
        'p',
        { class: 'by' },
        h('strong', null, author),
        isApp && h('span', { class: 'badge' }, 'APP'),
        h('time', null, clock(timeOf(message))),
      ),
      message.blocks.length > 0
        ? drawBlocks(message.blocks, hands)
        : h('p', null, drawMrkdwn(message.text, hands.names)),
      message.attachments.map((attachment) => notDrawn('attachment', attachment)),
      message.files.map(({ id, name, title, bytes }) =>
        h(
          'p',
          { class: 'file-card' },
          h('a', { href: `/files/slack/${encodeURIComponent(id)}`, download: name }, title),
          h('span', null, ` ${sizeOf(bytes)}`),
        ),
      ),
      message.isEdited && h('span', { class: 'edited' }, '(edited)'),
      message.reactions.length > 0 &&
        h(
          'p',
          { class: 'reactions' },
          message.reactions.map(({ name, count }) => h('span', null, `:${name}: ${count}`)),
        ),
      last &&
        h(
          'button',
          { type: 'button', class: 'replies', onClick: openThread },
          `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`,
          h('span', null, ` Last at ${clock(timeOf(last))}`),
        ),
    ),
    h(
      'div',
      { class: 'tools' },
      message.thread === undefined &&
        message.onlyFor === undefined &&
        h(
          'button',
          {
            type: 'button',
            onClick: openThread,
            'aria-label': `Reply to ${author} in a thread`,
            title: 'Reply in thread',
          },
          '💬',
        ),
      message.onlyFor === undefined &&
        slack.messageShortcuts.map((name) =>
          h(
            'button',
            { type: 'button', onClick: () => shortcut(name), 'aria-label': `${name}: ${author}`, title: name },
            '⋮',
          ),
        ),
    ),
  );
}

function timeOf({ ts }: SlackMessage): number {
  return Number(ts) * 1000;
}
