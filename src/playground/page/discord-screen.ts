import { type ComponentChildren, h } from 'preact';
import { useState } from 'preact/hooks';
import type { DiscordGesture } from '../gesture.ts';
import type { Outcome } from '../protocol.ts';
import { Composer } from './composer.ts';
import type { DiscordHands } from './discord-components.ts';
import { drawDiscordMessage, LOADING } from './discord-message.ts';
import { DiscordForm } from './discord-modal.ts';
import type { DiscordMessage, DiscordState } from './model.ts';
import { useNewest } from './scroll.ts';
import { type SlashCommand, SlashForm, slashCommands } from './slash.ts';

type Deed = DiscordGesture extends infer Each ? (Each extends unknown ? Omit<Each, 'on' | 'as'> : never) : never;

export type DiscordScreenProps = {
  readonly discord: DiscordState;
  /** Whose screen it is. */
  readonly person: { readonly id: string; readonly name: string };
  /** The id of the channel, thread or conversation that is open. */
  readonly place: string;
  /** Looks somewhere else; with `from`, only who still looks there. */
  readonly go: (place: string, from?: string) => void;
  /** What stands in an empty conversation with the app, to begin with. */
  readonly toBegin: ComponentChildren;
  readonly act: (deed: Deed) => Promise<Outcome>;
};

/** The Discord of one person: channels on top, messages, a box to write in; a form above them. */
export function DiscordScreen({ discord, person, place, go, toBegin, act }: DiscordScreenProps): ComponentChildren {
  const [busy, setBusy] = useState<string | undefined>(undefined);
  const [notice, setNotice] = useState<string | undefined>(undefined);
  const [slash, setSlash] = useState<SlashCommand | undefined>(undefined);
  const [replyTo, setReplyTo] = useState<DiscordMessage | undefined>(undefined);
  const done = async (deed: Deed): Promise<Outcome> => {
    setNotice(undefined);
    const outcome = await act(deed);
    setNotice(outcome.notice);
    return outcome;
  };
  const channels = discord.channels.filter((one) => one.person === undefined || one.person === person.id);
  const here = channels.find(({ id }) => id === place);
  const parent = channels.find(({ id }) => id === here?.parent);
  const commands = here?.kind === 'direct' ? discord.commands.direct : discord.commands.guild;
  const names = {
    person: (id: string) => [discord.app, ...discord.people].find((one) => one.id === id)?.name,
    channel: (id: string) => discord.channels.find((one) => one.id === id)?.name,
  };
  const modal = discord.modals[person.id];
  const handsOn = (message: DiscordMessage): DiscordHands => ({
    names,
    people: discord.people,
    channels: channels.filter(({ kind }) => kind === 'channel'),
    files: message.payload.attachments,
    isBusy: (customId) => busy === `${message.id} ${customId}`,
    press: async (customId) => {
      setBusy(`${message.id} ${customId}`);
      await done({ do: 'press', message: message.id, customId });
      setBusy(undefined);
    },
    choose: (customId, values) => void done({ do: 'choose', message: message.id, customId, values: [...values] }),
  });
  // A thread begins with the message that it grew out of, whose id it has.
  const shown = discord.messages.filter(
    (one) => (one.channel === place || one.id === place) && (one.onlyFor === undefined || one.onlyFor === person.id),
  );
  const list = useNewest(`${person.id} ${place}`, newestOf(shown));
  const menu = commands.filter(({ type }) => type === 3).map(({ name }) => name);
  return h(
    'section',
    { class: 'pane discord', 'aria-label': 'Discord' },
    h(
      'header',
      { class: 'pane-bar' },
      h('h2', null, 'Discord ', h('span', { class: 'workspace' }, discord.guild)),
      h(
        'nav',
        { 'aria-label': 'Channels on Discord' },
        channels
          .filter(({ kind }) => kind !== 'thread')
          .map(({ id, name, kind }) =>
            h(
              'button',
              {
                type: 'button',
                'aria-current': id === place || id === parent?.id ? 'page' : undefined,
                onClick: () => go(id),
              },
              kind === 'direct' ? name : `# ${name}`,
            ),
          ),
      ),
    ),
    parent &&
      h(
        'div',
        { class: 'thread-bar' },
        h('button', { type: 'button', onClick: () => go(parent.id) }, `‹ #${parent.name}`),
        h('strong', null, here?.name),
      ),
    h(
      'div',
      { class: 'messages', role: 'log', 'aria-label': 'Messages on Discord', tabIndex: 0, ref: list },
      shown.length === 0 && [
        h('p', { class: 'quiet' }, emptyText(discord, here?.kind)),
        here?.kind === 'direct' && toBegin,
      ],
      shown.map((message) =>
        drawDiscordMessage({
          message,
          discord,
          place,
          hands: handsOn(message),
          menu,
          use: (command) => void done({ do: 'menu', message: message.id, command }),
          dismiss: () => void done({ do: 'dismiss', message: message.id }),
          reply: () => {
            setReplyTo(message);
            document.getElementById('discord-composer')?.focus();
          },
          startThread: here?.kind === 'channel' ? () => void startThread(message) : undefined,
          openThread: (id) => go(id),
        }),
      ),
    ),
    h(
      'p',
      { class: 'status', 'aria-live': 'polite' },
      discord.typing.includes(place) && `${discord.app.name} is typing…`,
    ),
    notice && h('p', { class: 'notice', role: 'alert' }, notice),
    replyTo &&
      h(
        'p',
        { class: 'replying' },
        `Replying to ${replyTo.payload.author.global_name ?? replyTo.payload.author.username} `,
        h('button', { type: 'button', class: 'link', onClick: () => setReplyTo(undefined) }, 'Stop'),
      ),
    slash
      ? h(SlashForm, {
          id: 'discord-slash',
          command: slash,
          suggest: async (values) =>
            (await act({ do: 'suggest', channel: place, line: slash.line, values })).choices ?? [],
          run: (values) => {
            setSlash(undefined);
            void done({ do: 'command', channel: place, line: slash.line, values });
          },
          close: () => setSlash(undefined),
        })
      : h(Composer, {
          id: 'discord-composer',
          label: `Message ${here ? nameOf(here) : ''}`,
          people: [discord.app.name, ...discord.people.map(({ name }) => name)],
          channels: channels.filter(({ kind }) => kind === 'channel').map(({ name }) => name),
          commands: slashCommands(commands).map(({ line, description }) => ({
            label: `/${line}`,
            detail: description,
            value: `/${line}`,
          })),
          commanded: ({ value }) => setSlash(slashCommands(commands).find(({ line }) => `/${line}` === value)),
          hint: () => undefined,
          send: async (text) => {
            const reply = replyTo === undefined ? {} : { replyTo: replyTo.id };
            setReplyTo(undefined);
            const outcome = await done({ do: 'send', channel: place, text, ...reply });
            // The answer stands in a thread: whoever asked looks there.
            if (outcome.place) go(outcome.place.channel, place);
          },
        }),
    modal &&
      h(DiscordForm, {
        key: modal.id,
        open: modal,
        app: discord.app.name,
        names,
        submit: async (values) => (await done({ do: 'submit', modal: modal.id, values })).notice,
        close: () => void done({ do: 'close' }),
      }),
  );

  async function startThread({ id, payload }: DiscordMessage): Promise<void> {
    const name =
      payload.content
        .replaceAll(/<[^<>]*>/g, '')
        .trim()
        .slice(0, MAX_NAME_CHARS) || 'New thread';
    const outcome = await done({ do: 'thread', message: id, name });
    if (outcome.place) go(outcome.place.channel, place);
  }
}

/** A place as the box to write in calls it. */
function nameOf({ kind, name }: DiscordState['channels'][number]): string {
  switch (kind) {
    case 'direct':
      return `@${name}`;
    case 'channel':
      return `#${name}`;
    case 'thread':
      return `“${name}”`;
  }
}

/** Longest name that is given to a thread. */
const MAX_NAME_CHARS = 40;

/** The newest message; it is another one once the app has thought. */
function newestOf(shown: readonly DiscordMessage[]): string | undefined {
  const newest = shown.at(-1);
  return newest && `${newest.id} ${(newest.payload.flags ?? 0) & LOADING}`;
}

function emptyText({ app }: DiscordState, kind: 'channel' | 'thread' | 'direct' | undefined): string {
  return kind === 'direct'
    ? `Write to ${app.name} directly: a question, or "verdict:" and a line about your project.`
    : `Mention @${app.name} with a question, or type / for its commands.`;
}
