import { type ComponentChildren, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SlackGesture } from '../gesture.ts';
import type { Outcome } from '../protocol.ts';
import { Composer } from './composer.ts';
import type { SlackMessage, SlackState } from './model.ts';
import { useNewest } from './scroll.ts';
import { drawBlocks } from './slack-blocks.ts';
import type { SlackHands } from './slack-elements.ts';
import { drawSlackMessage } from './slack-message.ts';
import { type Filled, SlackModal } from './slack-modal.ts';

/** What a person looks at in Slack. */
export type SlackPlace =
  | { readonly kind: 'home' }
  | { readonly kind: 'channel'; readonly channel: string; readonly thread: string | undefined };

/** A gesture of the person whose screen it is. */
type Deed = SlackGesture extends infer Each ? (Each extends unknown ? Omit<Each, 'on' | 'as'> : never) : never;

export type SlackScreenProps = {
  readonly slack: SlackState;
  /** Whose screen it is. */
  readonly person: { readonly id: string; readonly name: string };
  readonly place: SlackPlace;
  /** Whether somebody is there to be told what is opened. */
  readonly isUp: boolean;
  /** Looks somewhere else; with `from`, only who still looks there. */
  readonly go: (place: SlackPlace, from?: SlackPlace) => void;
  readonly act: (deed: Deed) => Promise<Outcome>;
};

/** The Slack of one person: places on top, messages, a box to write in; a modal above them. */
export function SlackScreen({ slack, person, place, isUp, go, act }: SlackScreenProps): ComponentChildren {
  const [busy, setBusy] = useState<string | undefined>(undefined);
  const [notice, setNotice] = useState<string | undefined>(undefined);
  const done = async (deed: Deed): Promise<Outcome> => {
    setNotice(undefined);
    const outcome = await act(deed);
    setNotice(outcome.notice);
    return outcome;
  };
  const channels = slack.channels.filter((one) => one.person === undefined || one.person === person.id);
  const direct = channels.find(({ kind }) => kind === 'direct');
  const isDirect = place.kind === 'channel' && place.channel === direct?.id;
  useEffect(() => {
    // The app is told by Slack when its conversation is opened, and offers questions to begin with.
    if (isDirect && isUp) void act({ do: 'open', tab: 'messages' });
  }, [isDirect, isUp, person.id]);
  const home = slack.homes[person.id];
  const modal = slack.views[person.id]?.at(-1);
  const common = {
    names: {
      person: (id: string) => [slack.app, ...slack.people].find((one) => one.id === id)?.name,
      channel: (id: string) => slack.channels.find((one) => one.id === id)?.name,
    },
    people: [...slack.people, slack.app],
    channels: channels.filter(({ kind }) => kind === 'channel'),
    isBusy: (name: string) => busy === name,
  };
  const handsOn = (target: Target, key: string): SlackHands => ({
    ...common,
    place: key,
    press: async (block, action, value) => {
      setBusy(`${action} ${value}`);
      await done({ do: 'press', target, block, action, value });
      setBusy(undefined);
    },
    fill: (block, action, choice, isTold) => {
      if (isTold)
        void done({ do: 'choose', target, block, action, choice: typeof choice === 'string' ? choice : [...choice] });
    },
    suggest: async (block, action, query) => {
      const { choices = [] } = await act({ do: 'suggest', target, block, action, query });
      return choices.map(({ value }) => value);
    },
  });
  return h(
    'section',
    { class: 'pane slack', 'aria-label': 'Slack' },
    h(
      'header',
      { class: 'pane-bar' },
      h('h2', null, 'Slack ', h('span', { class: 'workspace' }, slack.workspace)),
      h(
        'nav',
        { 'aria-label': 'Places in Slack' },
        channels
          .filter(({ kind }) => kind === 'channel')
          .map(({ id, name }) =>
            tab(`# ${name}`, place.kind === 'channel' && place.channel === id, () =>
              go({ kind: 'channel', channel: id, thread: undefined }),
            ),
          ),
        direct && tab(direct.name, isDirect, () => go({ kind: 'channel', channel: direct.id, thread: undefined })),
        tab('Home', place.kind === 'home', () => {
          go({ kind: 'home' });
          void act({ do: 'open', tab: 'home' });
        }),
      ),
    ),
    place.kind === 'home'
      ? h(
          'div',
          { class: 'messages home', tabIndex: 0, role: 'group', 'aria-label': 'Home of the app' },
          home
            ? drawBlocks(home.view.blocks, handsOn({ kind: 'view', id: home.id }, 'home'))
            : h('p', { class: 'quiet' }, 'The home tab is being drawn…'),
        )
      : h(Messages, { slack, person, place, go, done, handsOn }),
    notice && h('p', { class: 'notice', role: 'alert' }, `Slackbot: ${notice}`),
    place.kind === 'channel' && drawComposer(place),
    modal &&
      h(SlackModal, {
        key: modal.id,
        view: modal,
        hands: handsOn({ kind: 'view', id: modal.id }, `modal-${modal.id}`),
        submit: async (filled: readonly Filled[]) =>
          (await done({ do: 'submit', view: modal.id, filled: [...filled] })).errors ?? {},
        close: () => void done({ do: 'close' }),
      }),
  );

  function drawComposer(at: Extract<SlackPlace, { readonly kind: 'channel' }>): ComponentChildren {
    const { channel, thread } = at;
    const there = channels.find(({ id }) => id === channel);
    const name = there?.kind === 'direct' ? there.name : `#${there?.name ?? ''}`;
    const known = (text: string) =>
      slack.commands.find((command) => text === command.name || text.startsWith(`${command.name} `));
    return h(Composer, {
      id: 'slack-composer',
      label: thread === undefined ? `Message ${name}` : `Reply in the thread in ${name}`,
      people: [slack.app.name, ...slack.people.map((one) => one.name)],
      channels: common.channels.map((one) => one.name),
      commands: slack.commands.map(({ name: value, description }) => ({
        label: value,
        detail: description,
        value: `${value} `,
      })),
      hint: (text) => {
        const command = known(text);
        return command && `${command.name} [${command.hint}]`;
      },
      send: async (text) => {
        const outcome = known(text)
          ? await done({ do: 'command', channel, line: text })
          : await done({ do: 'send', channel, text, ...(thread === undefined ? {} : { thread }) });
        // The answer stands in a thread: whoever asked looks there.
        if (outcome.place?.thread !== undefined) go({ kind: 'channel', channel, thread: outcome.place.thread }, place);
      },
    });
  }
}

type Target = Extract<Deed, { readonly target: unknown }>['target'];

type MessagesProps = Pick<SlackScreenProps, 'slack' | 'person' | 'go'> & {
  readonly place: Extract<SlackPlace, { readonly kind: 'channel' }>;
  readonly done: (deed: Deed) => Promise<Outcome>;
  readonly handsOn: (target: Target, key: string) => SlackHands;
};

function Messages({ slack, person, place, go, done, handsOn }: MessagesProps): ComponentChildren {
  const { channel, thread } = place;
  const there = slack.messages.filter(
    (one) => one.channel === channel && (one.onlyFor === undefined || one.onlyFor === person.id),
  );
  const shown = there.filter((one) =>
    thread === undefined ? one.thread === undefined : one.ts === thread || one.thread === thread,
  );
  const prompts = thread === undefined && shown.length === 0 ? (slack.prompts[channel] ?? []) : [];
  const status = slack.statuses[channel] ?? '';
  const list = useNewest(`${person.id} ${channel} ${thread}`, shown.at(-1)?.ts);
  return [
    thread !== undefined &&
      h(
        'div',
        { class: 'thread-bar' },
        h('button', { type: 'button', onClick: () => go({ kind: 'channel', channel, thread: undefined }) }, '‹ Back'),
        h('strong', null, 'Thread'),
      ),
    h(
      'div',
      { class: 'messages', role: 'log', 'aria-label': 'Messages in Slack', tabIndex: 0, ref: list },
      shown.length === 0 && h('p', { class: 'quiet' }, emptyText(slack, channel)),
      prompts.length > 0 &&
        h(
          'div',
          { class: 'prompts' },
          prompts.map((text) =>
            h('button', { type: 'button', onClick: () => done({ do: 'send', channel, text }) }, text),
          ),
        ),
      shown.map((message) =>
        drawSlackMessage({
          message,
          slack,
          hands: handsOn({ kind: 'message', channel, ts: message.ts }, message.ts),
          replies: thread === undefined ? repliesOf(message, there) : [],
          openThread: () => go({ kind: 'channel', channel, thread: message.ts }),
          shortcut: (name) => void done({ do: 'shortcut', name, channel, ts: message.ts }),
        }),
      ),
    ),
    h('p', { class: 'status', 'aria-live': 'polite' }, status && `${slack.app.name} ${status}`),
  ];
}

function repliesOf(root: SlackMessage, all: readonly SlackMessage[]): readonly SlackMessage[] {
  return all.filter((one) => one.thread === root.ts);
}

function emptyText(slack: SlackState, channel: string): string {
  const there = slack.channels.find(({ id }) => id === channel);
  return there?.kind === 'direct'
    ? `Write to ${slack.app.name} directly: a question, or "verdict:" and a line about your project.`
    : `Mention @${slack.app.name} with a question, or type / for its commands.`;
}

function tab(name: string, isHere: boolean, open: () => void): ComponentChildren {
  return h('button', { type: 'button', 'aria-current': isHere ? 'page' : undefined, onClick: open }, name);
}
