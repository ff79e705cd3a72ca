import { type APIModalInteractionResponseCallbackData, type Message, MessageFlags } from 'discord.js';
import type { Log } from '../platform.ts';
import type { Answerable } from './facts.ts';
import { faultOf, isAlreadyAnswered, isOver, isTokenOver, isUnclear } from './faults.ts';
import type { OutgoingMessage } from './message.ts';
import type { Requests } from './requests.ts';

/**
 * The one way to answer an interaction. Its steps run one after the other, the first of them is the acknowledgement, and
 * each gives whether it was done: false once the interaction is over, or somebody else answered it.
 */
export type Reply = {
  /** Says that an answer is coming; nothing where it already came. */
  readonly defer: () => Promise<void>;
  /** Takes a press without changing anything yet. */
  readonly hold: () => Promise<boolean>;
  readonly toPerson: (message: OutgoingMessage) => Promise<boolean>;
  readonly toAll: (message: OutgoingMessage) => Promise<boolean>;
  /** The card that was pressed becomes this one. */
  readonly inPlace: (message: OutgoingMessage) => Promise<boolean>;
  /** Opens a form; `undefined` where it is too late for one. */
  readonly form: (modal: APIModalInteractionResponseCallbackData) => Promise<boolean | undefined>;
  /** One more message in the interaction's own channel, made once; it may be seen by the person alone all the same. */
  readonly beside: (message: OutgoingMessage) => Promise<Message>;
};

/** A reply to one interaction. `isPrivate` is how its answer is announced where it takes long. */
export function createReply(
  interaction: Answerable,
  {
    isPrivate,
    takeUnclear,
    log,
  }: { readonly isPrivate: boolean; readonly takeUnclear: Requests['takeUnclear']; readonly log: Log },
): Reply {
  /** Open until acknowledged; waiting where "is thinking" is to be filled; over where nothing more can be done. */
  let state: 'open' | 'waiting' | 'acknowledged' | 'over' = 'open';
  let last: Promise<unknown> = Promise.resolve();
  const { webhook } = interaction;

  return {
    defer: () =>
      inTurn(async () => {
        if (state !== 'open') return;
        if (hasCard(interaction)) await acknowledge(() => interaction.deferUpdate(), 'acknowledged');
        else await acknowledge(() => interaction.deferReply(isPrivate ? PRIVATELY : {}), 'waiting');
      }),
    hold: () =>
      inTurn(async () => {
        if (state !== 'open' || !hasCard(interaction)) return state !== 'over';
        return acknowledge(() => interaction.deferUpdate(), 'acknowledged');
      }),
    toPerson: (message) => inTurn(() => say(message, true)),
    toAll: (message) => inTurn(() => say(message, false)),
    inPlace: (message) =>
      inTurn(async () => {
        if (!hasCard(interaction)) return say(message, true);
        if (state === 'open')
          return acknowledge(() => interaction.update({ ...message, attachments: [] }), 'acknowledged');
        return later(() => webhook.editMessage('@original', { ...message, attachments: [] }));
      }),
    form: (modal) =>
      inTurn(async () => {
        if (state !== 'open' || interaction.isModalSubmit()) return undefined;
        return acknowledge(() => interaction.showModal(modal), 'acknowledged');
      }),
    beside: (message) => inTurn(() => webhook.send(message)),
  };

  function inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const done = last.then(step);
    last = done.catch(() => undefined);
    return done;
  }

  async function say(message: OutgoingMessage, privately: boolean): Promise<boolean> {
    switch (state) {
      case 'open':
        return acknowledge(
          () => interaction.reply(privately ? { ...message, flags: [message.flags, MessageFlags.Ephemeral] } : message),
          'acknowledged',
        );
      case 'waiting':
        state = 'acknowledged';
        return later(() => webhook.editMessage('@original', message));
      case 'acknowledged':
        return later(() =>
          webhook.send(privately ? { ...message, flags: [message.flags, MessageFlags.Ephemeral] } : message),
        );
      case 'over':
        return false;
    }
  }

  /** The first step. Refused because of an earlier try of our own whose answer was lost, it was done all the same. */
  async function acknowledge(step: () => Promise<unknown>, next: 'waiting' | 'acknowledged'): Promise<boolean> {
    try {
      await step();
    } catch (error) {
      if (!isOver(error)) throw error;
      const isOurs = takeUnclear(interaction.id) && isAlreadyAnswered(error);
      if (!isOurs) return giveUp(error);
    }
    state = next;
    return true;
  }

  async function later(step: () => Promise<unknown>): Promise<boolean> {
    if (state === 'over') return false;
    try {
      await step();
      return true;
    } catch (error) {
      if (isTokenOver(error)) return giveUp(error);
      if (!isUnclear(error)) throw error;
      log.warn({ delivery: interaction.id }, 'private reply unclear');
      return true;
    }
  }

  /** Too late, or answered by another process: there is nobody to tell. */
  function giveUp(error: unknown): false {
    state = 'over';
    log.info({ delivery: interaction.id, ...faultOf(error) }, 'interaction is over');
    return false;
  }
}

const PRIVATELY = { flags: MessageFlags.Ephemeral } as const;

/** Whether the interaction came from a card, which it can then change. */
function hasCard(interaction: Answerable) {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}
