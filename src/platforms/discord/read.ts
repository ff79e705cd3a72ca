import type { Arrival, Content, Delivery, Surface } from '../../core/delivery.ts';
import { pressIdOf } from './buttons.ts';
import { commandNameOf, SUBCOMMANDS } from './commands.ts';

/** Where something was said or pressed. */
export type Spot = {
  /** Undefined outside servers. */
  readonly guild: string | undefined;
  /** The channel; of a thread, the one it belongs to. */
  readonly channel: string;
  readonly thread: string | undefined;
  /** The conversation of one person with the bot. */
  readonly isDirect: boolean;
};

/** A message, as far as it matters here. */
export type MessageFacts = {
  readonly id: string;
  readonly spot: Spot;
  readonly person: string;
  /** Not from a bot, a webhook or Discord itself. */
  readonly isFromPerson: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether Discord gave the bot its words. */
  readonly hasContent: boolean;
  /** Its words, markup removed; read only where they matter. */
  readonly words: () => string;
  readonly namesBot: boolean;
  /** It names the role that the server gave the bot. */
  readonly namesRole: boolean;
  /** It names somebody else, a role or everybody, or replies to somebody else. */
  readonly mentionsOthers: boolean;
};

/** The message of the bot that an interaction came from. */
export type CardFacts = {
  readonly id: string;
  /** Only one person sees it. */
  readonly isPrivate: boolean;
  /** Somebody shared it, so that it begins an exchange of its own. */
  readonly isShared: boolean;
  /** The id of its container, where it is one that was given to it; a card in its place keeps it. */
  readonly mark: number | undefined;
  readonly repliesTo: string | undefined;
};

/** An interaction, as far as it matters here. */
export type InteractionFacts = {
  readonly id: string;
  readonly spot: Spot;
  readonly person: string;
  /** Epoch milliseconds. */
  readonly at: number;
} & (
  | { readonly type: 'command'; readonly subcommand: string | null; readonly words: Readonly<Record<string, string>> }
  | { readonly type: 'about'; readonly text: string }
  | {
      readonly type: 'press';
      readonly customId: string;
      readonly values: readonly string[];
      readonly card: CardFacts;
    }
  | {
      readonly type: 'submission';
      readonly customId: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly card: CardFacts | undefined;
    }
);

/** Whether the bot has to look at a message at all. */
export function isOurBusiness(facts: MessageFacts): boolean {
  return arrivalOf(facts) !== undefined;
}

/** The message as a delivery; undefined for what is none of the bot's business. */
export function readMessage(facts: MessageFacts): Delivery | undefined {
  const arrival = arrivalOf(facts);
  if (!arrival) return undefined;
  return {
    ...deliveryBase(facts, facts.id),
    arrival,
    content: { type: 'utterance', text: facts.words() },
  };
}

/** The interaction as a delivery. */
export function readInteraction(facts: InteractionFacts): Delivery {
  const { spot } = facts;
  switch (facts.type) {
    case 'command':
      return {
        ...deliveryBase(facts, facts.id),
        arrival: { type: spot.isDirect ? 'direct' : 'command' },
        content: commandContent(facts.subcommand, facts.words),
      };
    case 'about':
      return {
        ...deliveryBase(facts, facts.id),
        arrival: { type: spot.isDirect ? 'direct' : 'about' },
        content: { type: 'utterance', text: facts.text },
      };
    case 'press':
      return {
        ...deliveryBase(facts, rootOf(facts.card), facts.card.isShared),
        arrival: { type: 'press', on: surfaceOf(spot, facts.card) },
        content: { type: 'press', id: pressIdOf(facts.customId, facts.values) },
      };
    case 'submission':
      return {
        ...deliveryBase(facts, facts.card ? rootOf(facts.card) : facts.id, facts.card?.isShared),
        arrival: { type: 'press', on: surfaceOf(spot, facts.card) },
        content: { type: 'submission', id: facts.customId, fields: facts.fields },
      };
  }
}

/** The delivery, moved into the direct conversation in which it is answered. */
export function answeredDirectly(delivery: Delivery, channel: string): Delivery {
  const spot: Spot = { guild: undefined, channel, thread: undefined, isDirect: true };
  return { ...delivery, ...keysAt(spot, delivery.person, '', false) };
}

/** The exchange that a shared card begins. */
export function sharedThreadKey(spot: Spot, card: string): string {
  return keysAt(spot, '', card, true).thread;
}

function arrivalOf(facts: MessageFacts): Arrival | undefined {
  const { spot, isFromPerson, hasContent, namesBot, namesRole, mentionsOthers } = facts;
  if (!isFromPerson) return undefined;
  if (spot.isDirect) return { type: 'direct' };
  if (namesBot || namesRole) return { type: 'mention' };
  return spot.thread !== undefined && hasContent ? { type: 'overheard', mentionsOthers } : undefined;
}

function deliveryBase(
  { id, spot, person, at }: MessageFacts | InteractionFacts,
  root: string,
  isShared = false,
): Pick<Delivery, 'key' | 'thread' | 'own' | 'person' | 'at'> {
  return { key: `discord:${id}`, ...keysAt(spot, person, root, isShared), person, at };
}

/**
 * The exchanges at a spot. In a channel, what grows out of one message is an exchange of its own, whether in a thread
 * (which has the id of that message) or in the channel itself. So is a shared card, wherever it stands: what it says is
 * not what the thread around it remembers.
 */
function keysAt(
  { guild, channel, thread, isDirect }: Spot,
  person: string,
  root: string,
  isShared: boolean,
): { readonly thread: string; readonly own: string } {
  const at = `discord:${guild ?? '@me'}:${channel}`;
  const inChannel = isDirect ? 'main' : root;
  return {
    thread: `${at}:${isShared ? root : (thread ?? inChannel)}`,
    own: thread === undefined ? `${at}:@${person}` : `${at}:${thread}:@${person}`,
  };
}

/** The message that began what the card belongs to. */
function rootOf({ id, isShared, repliesTo }: CardFacts): string {
  return isShared ? id : (repliesTo ?? id);
}

function surfaceOf({ isDirect }: Spot, card: CardFacts | undefined): Surface {
  // Nobody else is there, so nothing needs hiding.
  if (isDirect) return 'direct';
  return card === undefined || card.isPrivate ? 'private' : 'public';
}

function commandContent(subcommand: string | null, words: Readonly<Record<string, string>>): Content {
  // One that was registered by an older version, or by hand: it is told what there is.
  const name = commandNameOf(subcommand) ?? 'help';
  const option = SUBCOMMANDS[name].option?.name;
  return { type: 'command', name, text: option === undefined ? '' : (words[option] ?? '') };
}
