import { type ComponentChildren, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Gesture, Chaos as Wreck } from '../gesture.ts';
import type { BotState, Platform } from '../protocol.ts';
import type { State } from './model.ts';

export type TopBarProps = {
  readonly state: State;
  readonly as: string;
  readonly isLost: boolean;
  readonly isInspecting: boolean;
  readonly beSomebody: (name: string) => void;
  readonly inspect: (isOn: boolean) => void;
  readonly act: (gesture: Gesture) => void;
};

/** What stands above both panes: who one is, tours, what goes wrong on purpose, the inspector. */
export function TopBar({ state, as, isLost, isInspecting, beSomebody, inspect, act }: TopBarProps): ComponentChildren {
  const { people, bot, tours, playing } = state;
  const bar = useMenus();
  return h(
    'header',
    { class: 'top-bar', ref: bar },
    h('h1', null, 'Versus ', h('span', null, 'playground')),
    h(
      'div',
      { class: 'switch', role: 'group', 'aria-label': 'You are' },
      h('span', { 'aria-hidden': true }, 'You are'),
      people.map((name) =>
        h('button', { type: 'button', 'aria-pressed': name === as, onClick: () => beSomebody(name) }, name),
      ),
    ),
    tours.length > 0 && drawTours(tours, playing?.file, act),
    h(Chaos, { bot, act }),
    h(
      'details',
      { class: 'menu' },
      h('summary', null, 'About'),
      h(
        'div',
        { class: 'menu-body about' },
        ABOUT.map((text) => h('p', null, text)),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'inspect', 'aria-pressed': isInspecting, onClick: () => inspect(!isInspecting) },
      'Inspector',
    ),
    h(
      'span',
      { class: `bot ${isLost ? 'down' : bot.state}`, role: 'status' },
      isLost ? 'Playground is gone' : BOT_STATES[bot.state](bot),
    ),
  );
}

/** Closes an open menu when something else is used, or with Escape. */
function useMenus() {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const close = (target: EventTarget | null) => {
      for (const menu of bar.current?.querySelectorAll('details[open]') ?? [])
        if (!(target instanceof Node && menu.contains(target))) menu.removeAttribute('open');
    };
    const used = ({ target }: PointerEvent) => close(target);
    const pressed = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close(null);
    };
    document.addEventListener('pointerdown', used);
    document.addEventListener('keydown', pressed);
    return () => {
      document.removeEventListener('pointerdown', used);
      document.removeEventListener('keydown', pressed);
    };
  }, []);
  return bar;
}

/** What the page is, and where it is not like the platforms. */
const ABOUT = [
  'The bot beside this page is the real one, with unmodified libraries of both platforms and a database of its own. It talks to a local Slack and a local Discord, which refuse what the real ones refuse.',
  'Both panes draw the very payloads that the bot sent. Not as in the real clients: lists to choose from are the browser’s own, fonts and emoji are those of this machine, links are underlined, the menu of a message is a row of buttons, and an answer in a thread opens by itself.',
  'Slack tries an event again after seconds here, not after minutes.',
] as const;

const BOT_STATES: Readonly<Record<BotState['state'], (bot: BotState) => string>> = {
  starting: () => 'Bot is starting…',
  up: ({ starts }) => (starts > 1 ? `Bot is up (start ${starts})` : 'Bot is up'),
  down: () => 'Bot is down',
};

function drawTours(tours: State['tours'], playing: string | undefined, act: TopBarProps['act']): ComponentChildren {
  return h(
    'details',
    { class: 'menu' },
    h('summary', null, 'Tours'),
    h(
      'div',
      { class: 'menu-body' },
      h('p', { class: 'hint' }, 'Ready conversations, played on both sides at reading speed.'),
      tours.map(({ file, title, steps }) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': file === playing,
            onClick: (event: { readonly currentTarget: HTMLElement }) => {
              event.currentTarget.closest('details')?.removeAttribute('open');
              act({ on: 'tour', do: 'play', file });
            },
          },
          title,
          h('span', { class: 'detail' }, `${steps} steps`),
        ),
      ),
    ),
  );
}

const WRECKS: readonly { readonly does: Wreck['do']; readonly name: string; readonly done: (on: string) => string }[] =
  [
    {
      does: 'disconnect',
      name: 'Cut the line',
      done: (on) => `The line between ${on} and the bot was cut; the bot connects again.`,
    },
    { does: 'duplicate', name: 'Deliver twice', done: (on) => `What is said next on ${on} reaches the bot twice.` },
    { does: 'delay', name: 'Delay by 2 s', done: (on) => `What is said next on ${on} reaches the bot 2 s late.` },
    { does: 'limit', name: 'Refuse with 429', done: (on) => `${on} refuses the bot's next post with 429.` },
  ];
const PLATFORM_NAMES: Readonly<Record<Platform, string>> = { slack: 'Slack', discord: 'Discord' };

/** What can be made to go wrong, and what was. */
function Chaos({ bot, act }: { readonly bot: BotState; readonly act: TopBarProps['act'] }): ComponentChildren {
  const { state, pid } = bot;
  const [told, setTold] = useState('Then ask something, and watch nothing be lost.');
  const body = [
    (['slack', 'discord'] as const).map((platform) => [
      h('p', { class: 'hint' }, `${PLATFORM_NAMES[platform]}, the next time:`),
      h(
        'div',
        { class: 'menu-row' },
        WRECKS.map(({ does, name, done }) =>
          h(
            'button',
            {
              type: 'button',
              'aria-label': `${PLATFORM_NAMES[platform]}: ${name}`,
              onClick: () => {
                act({ on: 'chaos', do: does, platform });
                setTold(done(PLATFORM_NAMES[platform]));
              },
            },
            name,
          ),
        ),
      ),
    ]),
    h('p', { class: 'hint' }, `The bot${pid === undefined ? '' : `, process ${pid}`}:`),
    h(
      'div',
      { class: 'menu-row' },
      h(
        'button',
        { type: 'button', disabled: state === 'down', onClick: () => act({ on: 'bot', do: 'kill' }) },
        'Kill it (kill -9)',
      ),
      h(
        'button',
        { type: 'button', disabled: state !== 'down', onClick: () => act({ on: 'bot', do: 'start' }) },
        'Start it',
      ),
    ),
    h('p', { class: 'hint told', role: 'status' }, told),
  ];
  return h('details', { class: 'menu' }, h('summary', null, 'Chaos'), h('div', { class: 'menu-body' }, body));
}
