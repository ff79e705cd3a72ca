import { type ComponentChildren, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Exchange, Platform, WireEntry } from '../protocol.ts';
import { wireOf } from './client.ts';

export type InspectorProps = {
  readonly exchanges: readonly Exchange[];
  /** Changes whenever something came or went, so that what went over the wire is read again. */
  readonly pulse: number;
  readonly close: () => void;
};

const PLATFORMS: readonly { readonly platform: Platform; readonly name: string }[] = [
  { platform: 'slack', name: 'Slack' },
  { platform: 'discord', name: 'Discord' },
];
/** How long after the last change the wire is read: what belongs together comes together. */
const SETTLE_MS = 250;

/** Why the bot answered as it did, and all that went over the wire for it. */
export function Inspector({ exchanges, pulse, close }: InspectorProps): ComponentChildren {
  const [platform, setPlatform] = useState<Platform>('slack');
  const [wire, setWire] = useState<readonly WireEntry[]>([]);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(async () => {
      const entries = await wireOf(platform).catch(() => []);
      if (!isOver) setWire(entries);
    }, SETTLE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [platform, pulse]);
  const exchange = exchanges.find((one) => one.platform === platform);
  return h(
    'aside',
    { class: 'inspector', 'aria-label': 'Inspector' },
    h(
      'header',
      null,
      h('h2', null, 'Inspector'),
      h(
        'div',
        { class: 'switch', role: 'group', 'aria-label': 'Platform of the inspector' },
        PLATFORMS.map(({ platform: one, name }) =>
          h('button', { type: 'button', 'aria-pressed': one === platform, onClick: () => setPlatform(one) }, name),
        ),
      ),
      h('button', { type: 'button', class: 'cross', 'aria-label': 'Close the inspector', onClick: close }, '✕'),
    ),
    h(
      'div',
      { class: 'inspector-body' },
      h(
        'section',
        { 'aria-label': 'What it understood', tabIndex: 0 },
        exchange
          ? drawExchange(exchange)
          : h('p', { class: 'quiet' }, 'Say something there, and its reasons stand here.'),
      ),
      h(
        'section',
        { 'aria-label': 'What went over the wire', tabIndex: 0 },
        h('h3', null, 'Over the wire'),
        wire.map(drawEntry),
      ),
    ),
  );
}

function drawExchange(exchange: Exchange): ComponentChildren {
  const { person, said, intent, rule, place, confidence, zone, options, verdict, durationMs, pack, version } = exchange;
  return [
    h('blockquote', { class: 'said' }, h('strong', null, `${person}: `), said),
    h(
      'dl',
      null,
      fact('Intent', `${intent}, because: ${rule}`),
      confidence === undefined
        ? null
        : fact('Confidence', `${confidence.toFixed(2)}${zone === undefined ? '' : ` (${zone})`}`),
      options.length > 0 ? fact('Options', options.join(', ')) : null,
      verdict === undefined ? null : fact('Verdict', verdict),
      fact('Reply goes', place),
      fact('Took', `${durationMs.toFixed(1)} ms in the bot, its store included`),
      fact('Pack', `${pack}, version ${version}`),
    ),
    exchange.matches.length > 0 && [
      h('h3', null, 'Matches'),
      h(
        'ul',
        { class: 'matches' },
        exchange.matches.map(({ entry, score, parts, nearest }) =>
          h(
            'li',
            null,
            h('span', { class: 'meter', style: { '--share': `${Math.round(Math.min(1, score) * 100)}%` } }),
            h('strong', null, `${score.toFixed(3)} ${entry}`),
            h('span', { class: 'detail' }, `nearest “${nearest}”`),
            h(
              'span',
              { class: 'detail' },
              Object.entries(parts)
                .map(([part, value]) => `${part} ${value.toFixed(2)}`)
                .join(' · '),
            ),
          ),
        ),
      ),
    ],
    exchange.needs.length > 0 && [
      h('h3', null, 'Needs'),
      h(
        'ul',
        { class: 'matches' },
        exchange.needs.map(({ criterion, words, strength, isDenied, points }) =>
          h(
            'li',
            null,
            h('strong', null, `${criterion}${isDenied ? ' (not wanted)' : ''}`),
            h('span', { class: 'detail' }, `“${words}” · strength ${strength}`),
            h(
              'span',
              { class: 'detail' },
              Object.entries(points)
                .map(([option, value]) => `${option} ${value > 0 ? '+' : ''}${value}`)
                .join(' · '),
            ),
          ),
        ),
      ),
    ],
  ];
}

function fact(name: string, value: string): ComponentChildren {
  return [h('dt', null, name), h('dd', null, value)];
}

function drawEntry({ from, name, afterMs, body }: WireEntry): ComponentChildren {
  return h(
    'details',
    { class: `wire ${from === 'bot' ? 'out' : 'in'}` },
    h(
      'summary',
      null,
      h('span', { class: 'from' }, from === 'bot' ? 'bot →' : `← ${from}`),
      ` ${name} `,
      h('span', { class: 'detail' }, `${afterMs} ms`),
    ),
    h('pre', { tabIndex: 0 }, JSON.stringify(body, undefined, 2) ?? ''),
  );
}
