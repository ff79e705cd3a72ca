import type { KnownBlock } from '@slack/types';
import type { APIApplicationCommand, APIMessage, APIModalInteractionResponseCallbackData } from 'discord.js';
import type * as protocol from '../protocol.ts';

/** A block of Slack's: those of the platform's own types, and charts, which are documented but not typed yet. */
export type SlackBlock = (KnownBlock | ChartBlock) & { readonly block_id?: string };
type ChartBlock = { readonly type: 'data_visualization'; readonly title: string; readonly chart: unknown };

/** A modal or a home tab. */
export type SlackViewContent = {
  readonly type: 'modal' | 'home';
  readonly blocks: readonly SlackBlock[];
  readonly title?: { readonly text: string };
  readonly submit?: { readonly text: string } | null;
  readonly close?: { readonly text: string } | null;
};

/** What travelled unread through the server, by the platforms' own types. */
export type Drawn = {
  readonly slackBlock: SlackBlock;
  readonly slackView: SlackViewContent;
  readonly discordMessage: APIMessage;
  readonly discordModal: APIModalInteractionResponseCallbackData;
  readonly discordCommand: APIApplicationCommand;
};

export type State = protocol.PageState<Drawn> & {
  /** What was refused since the page was opened. */
  readonly refusals: readonly protocol.Refusal[];
};
export type Event = protocol.PageEvent<Drawn>;
export type SlackState = protocol.SlackState<Drawn>;
export type SlackMessage = protocol.SlackMessage<Drawn>;
export type SlackView = protocol.SlackView<Drawn>;
export type DiscordState = protocol.DiscordState<Drawn>;
export type DiscordMessage = protocol.DiscordMessage<Drawn>;
export type DiscordModal = protocol.DiscordModal<Drawn>;

/** Most refusals that stand in the strip at once. */
const MAX_REFUSALS = 20;

/** The state after one thing has happened; before the first state nothing is known. */
export function after(before: State | undefined, event: Event): State | undefined {
  if (event.type === 'state') return { ...event.state, refusals: before?.refusals ?? [] };
  if (!before) return undefined;
  switch (event.type) {
    case 'slack':
      return { ...before, slack: afterSlack(before.slack, event.change) };
    case 'discord':
      return { ...before, discord: afterDiscord(before.discord, event.change) };
    case 'bot':
      return { ...before, bot: event.bot };
    case 'refused':
      return { ...before, refusals: [...before.refusals, event.refusal].slice(-MAX_REFUSALS) };
    case 'playing':
      return { ...before, playing: event.playing };
    case 'exchange': {
      const others = before.exchanges.filter(({ platform }) => platform !== event.exchange.platform);
      return { ...before, exchanges: [...others, event.exchange] };
    }
  }
}

function afterSlack(before: SlackState, change: protocol.SlackChange<Drawn>): SlackState {
  const { messages = [], removed = [], views, homes, prompts, statuses } = change;
  const isGone = (one: SlackMessage) => removed.some(({ channel, ts }) => channel === one.channel && ts === one.ts);
  return {
    ...before,
    messages: upserted(before.messages, messages, ({ channel, ts }) => `${channel} ${ts}`).filter(
      (one) => !isGone(one),
    ),
    views: { ...before.views, ...views },
    homes: { ...before.homes, ...homes },
    prompts: { ...before.prompts, ...prompts },
    statuses: { ...before.statuses, ...statuses },
  };
}

function afterDiscord(before: DiscordState, change: protocol.DiscordChange<Drawn>): DiscordState {
  const { messages = [], removed = [], channels, commands, modals, typing } = change;
  return {
    ...before,
    messages: upserted(before.messages, messages, ({ id }) => id).filter(({ id }) => !removed.includes(id)),
    channels: channels ?? before.channels,
    commands: commands ?? before.commands,
    modals: { ...before.modals, ...modals },
    typing: typing ?? before.typing,
  };
}

/** The list with what is new at its end, and what is known replaced in its place. */
function upserted<Item>(
  before: readonly Item[],
  items: readonly Item[],
  idOf: (item: Item) => string,
): readonly Item[] {
  if (items.length === 0) return before;
  const fresh = new Map(items.map((item) => [idOf(item), item]));
  const known = new Set(before.map(idOf));
  return [
    ...before.map((item) => fresh.get(idOf(item)) ?? item),
    ...[...fresh.values()].filter((item) => !known.has(idOf(item))),
  ];
}
