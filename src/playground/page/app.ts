import { type ComponentChildren, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Gesture } from '../gesture.ts';
import type { Outcome, Platform } from '../protocol.ts';
import { act, listen } from './client.ts';
import { DiscordScreen } from './discord-screen.ts';
import { Inspector } from './inspector-view.ts';
import { after, type Event, type State } from './model.ts';
import { type SlackPlace, SlackScreen } from './slack-screen.ts';
import { TopBar } from './top-bar.ts';

/** How long a refusal stands in the strip. */
const REFUSAL_MS = 20_000;

/** Both platforms side by side, as one of the people sees them. */
export function App(): ComponentChildren {
  const [state, setState] = useState<State | undefined>(undefined);
  const [isLost, setLost] = useState(false);
  const [chosen, setAs] = useState<string | undefined>(undefined);
  const [slackPlace, setSlackPlace] = useState<SlackPlace | undefined>(undefined);
  const [discordPlace, setDiscordPlace] = useState<string | undefined>(undefined);
  const [shown, setShown] = useState<Platform>('slack');
  const [isInspecting, setInspecting] = useState(false);
  const [pulse, setPulse] = useState(0);
  const [gone, setGone] = useState(0);

  useEffect(
    () =>
      listen((event) => {
        setState((before) => after(before, event));
        setPulse((before) => before + 1);
        if (event.type === 'playing') follow(event);
        if (event.type === 'refused')
          setTimeout(() => setGone((before) => Math.max(before, event.refusal.id)), REFUSAL_MS);
      }, setLost),
    [],
  );

  if (!state)
    return h('p', { class: 'loading' }, isLost ? 'The playground does not answer.' : 'The playground is being opened…');
  const as = chosen ?? state.people[0] ?? '';
  const slackPerson = state.slack.people.find(({ name }) => name === as) ?? { id: '', name: as };
  const discordPerson = state.discord.people.find(({ name }) => name === as) ?? { id: '', name: as };
  const slackAt = slackPlaceNow();
  const discordAt = discordPlaceNow();
  const refusals = state.refusals.filter(({ id }) => id > gone);

  return h(
    'div',
    { class: `page showing-${shown} ${isInspecting ? 'inspecting' : ''}` },
    h(TopBar, {
      state,
      as,
      isLost,
      isInspecting,
      beSomebody,
      inspect: setInspecting,
      act: (gesture) => void act(gesture),
    }),
    refusals.length > 0 &&
      h(
        'div',
        { class: 'refusals', role: 'alert' },
        h(
          'ul',
          null,
          refusals.map(({ id, platform, what, why }) =>
            h(
              'li',
              { key: id },
              h('strong', null, platform === 'bot' ? 'The tour ended early: ' : `${NAMES[platform]} refused ${what}: `),
              why,
            ),
          ),
        ),
        h(
          'button',
          {
            type: 'button',
            class: 'cross',
            'aria-label': 'Hide what was refused',
            onClick: () => setGone(refusals.at(-1)?.id ?? gone),
          },
          '✕',
        ),
      ),
    // A tour takes the place of the box, so that nothing below it moves.
    state.playing ? drawPlaying(state.playing) : h(Together, { key: 'together', say }),
    h(
      'div',
      { key: 'pane-switch', class: 'switch pane-switch', role: 'group', 'aria-label': 'Platform shown' },
      (['slack', 'discord'] as const).map((platform) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': shown === platform,
            onClick: () => {
              setShown(platform);
              // On a phone the inspector stands where the panes are.
              setInspecting(false);
            },
          },
          NAMES[platform],
        ),
      ),
    ),
    h(
      'main',
      { class: 'panes' },
      h(SlackScreen, {
        slack: state.slack,
        person: slackPerson,
        place: slackAt,
        isUp: state.bot.state === 'up',
        go: goInSlack,
        act: (deed) => act({ ...deed, on: 'slack', as }),
      }),
      h(DiscordScreen, {
        discord: state.discord,
        person: discordPerson,
        place: discordAt,
        go: goOnDiscord,
        toBegin:
          state.playing === undefined && h(Invitation, { tours: state.tours, act: (gesture) => void act(gesture) }),
        act: (deed) => act({ ...deed, on: 'discord', as }),
      }),
    ),
    isInspecting && h(Inspector, { exchanges: state.exchanges, pulse, close: () => setInspecting(false) }),
  );

  /** A tour is looked at where it plays, with the eyes of whoever acts in it. */
  function follow({ playing }: Extract<Event, { readonly type: 'playing' }>): void {
    if (!playing) return;
    const { slack, discord } = playing.places;
    setAs(playing.person);
    if (slack) setSlackPlace({ kind: 'channel', ...slack });
    if (discord) setDiscordPlace(discord.channel);
  }

  /** Somebody else has a conversation of their own with the app; where that was open, theirs is. */
  function beSomebody(name: string): void {
    const isOwn = (channels: readonly { readonly id: string; readonly person: string | undefined }[], id: string) =>
      channels.some((one) => one.id === id && one.person !== undefined);
    setAs(name);
    if (slackAt.kind === 'channel' && isOwn(state?.slack.channels ?? [], slackAt.channel)) setSlackPlace(undefined);
    if (isOwn(state?.discord.channels ?? [], discordAt)) setDiscordPlace(undefined);
  }

  function slackPlaceNow(): SlackPlace {
    const { channels } = state?.slack ?? { channels: [] };
    const own = channels.find(({ person }) => person === slackPerson.id);
    const first = { kind: 'channel', channel: own?.id ?? '', thread: undefined } as const;
    if (!slackPlace || slackPlace.kind === 'home') return slackPlace ?? first;
    const there = channels.find(({ id }) => id === slackPlace.channel);
    // Everybody has a conversation of their own with the app.
    return there?.person === undefined || there.person === slackPerson.id ? slackPlace : first;
  }

  function discordPlaceNow(): string {
    const { channels } = state?.discord ?? { channels: [] };
    const own = channels.find(({ person }) => person === discordPerson.id)?.id ?? '';
    const there = channels.find(({ id }) => id === discordPlace);
    return there && (there.person === undefined || there.person === discordPerson.id) ? there.id : own;
  }

  function goInSlack(place: SlackPlace, from?: SlackPlace): void {
    setSlackPlace((now) => (from && JSON.stringify(now ?? from) !== JSON.stringify(from) ? now : place));
  }

  function goOnDiscord(place: string, from?: string): void {
    setDiscordPlace((now) => (from !== undefined && (now ?? from) !== from ? now : place));
  }

  /** The same words on both sides, where each of them is open; in a channel the bot is mentioned. */
  function say(text: string): void {
    void sayInSlack(text);
    void sayOnDiscord(text);
  }

  async function sayInSlack(text: string): Promise<void> {
    const own = state?.slack.channels.find(({ person }) => person === slackPerson.id)?.id ?? '';
    const place = slackAt.kind === 'home' ? { channel: own, thread: undefined } : slackAt;
    const isDirect = place.channel === own;
    const from = { kind: 'channel', ...place } as const;
    if (slackAt.kind === 'home') setSlackPlace(from);
    const thread = place.thread === undefined ? {} : { thread: place.thread };
    const words = isDirect || place.thread !== undefined ? text : mentioned(text);
    const outcome: Outcome = await act({ on: 'slack', as, do: 'send', channel: place.channel, text: words, ...thread });
    if (outcome.place?.thread !== undefined) goInSlack({ ...from, thread: outcome.place.thread }, from);
  }

  async function sayOnDiscord(text: string): Promise<void> {
    const there = state?.discord.channels.find(({ id }) => id === discordAt);
    const words = there?.kind === 'channel' ? mentioned(text) : text;
    const outcome = await act({ on: 'discord', as, do: 'send', channel: discordAt, text: words });
    if (outcome.place) goOnDiscord(outcome.place.channel, discordAt);
  }

  function mentioned(text: string): string {
    const name = `@${state?.slack.app.name ?? ''}`;
    return text.startsWith(name) ? text : `${name} ${text}`;
  }

  function drawPlaying({ title, step, steps, person, next }: NonNullable<State['playing']>): ComponentChildren {
    const stop: Gesture = { on: 'tour', do: 'stop' };
    return h(
      'div',
      { key: 'playing', class: 'playing' },
      h(
        'p',
        { role: 'status' },
        h('strong', null, `${title} · ${step} of ${steps}`),
        h('span', null, ` ${person}: ${next}`),
      ),
      h('button', { type: 'button', onClick: () => void act(stop) }, 'Stop the tour'),
    );
  }
}

const NAMES = { slack: 'Slack', discord: 'Discord' } as const;

/** The tours, for whoever has not said anything yet. */
function Invitation({
  tours,
  act,
}: {
  readonly tours: State['tours'];
  readonly act: (gesture: Gesture) => void;
}): ComponentChildren {
  if (tours.length === 0) return undefined;
  return [
    h('p', { class: 'quiet' }, 'Or watch a tour, played on both sides:'),
    h(
      'div',
      { class: 'prompts' },
      tours.map(({ file, title }) =>
        h('button', { type: 'button', onClick: () => act({ on: 'tour', do: 'play', file }) }, title),
      ),
    ),
  ];
}

/** One box for the same words on both sides. */
function Together({ say }: { readonly say: (text: string) => void }): ComponentChildren {
  const [text, setText] = useState('');
  return h(
    'form',
    {
      class: 'together',
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        if (text.trim() === '') return;
        say(text);
        setText('');
      },
    },
    h('label', { for: 'together' }, 'Say it in both'),
    h('input', {
      id: 'together',
      type: 'text',
      autocomplete: 'off',
      placeholder: 'A question, or "verdict:" and a line about your project',
      value: text,
      onInput: (event: { readonly currentTarget: HTMLInputElement }) => setText(event.currentTarget.value),
    }),
    h('button', { type: 'submit', class: 'primary' }, 'Say it'),
  );
}
