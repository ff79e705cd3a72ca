import { type APIModalInteractionResponseCallbackData, type Message, MessageFlags } from 'discord.js';
import type { Log } from '../platform.ts';
import type { CardTurns, Turn } from './card-turns.ts';
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
  /** Fills what was announced; nothing where nothing was said yet. */
  readonly whereAnnounced: (message: OutgoingMessage) => Promise<void>;
  readonly toAll: (message: OutgoingMessage) => Promise<boolean>;
  /** The card that was pressed becomes this one, after whatever changes to it were decided before. */
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
    turns,
    takeUnclear,
    log,
  }: {
    readonly isPrivate: boolean;
    readonly turns: CardTurns;
    readonly takeUnclear: Requests['takeUnclear'];
    readonly log: Log;
  },
): Reply {
  /** Open until acknowledged; waiting where "is thinking" is to be filled; over where nothing more can be done. */
  let state: 'open' | 'waiting' | 'acknowledged' | 'over' = 'open';
  let last: Promise<unknown> = Promise.resolve();
  const { webhook } = interaction;
  const pressed = fromCard(interaction);

  return {
    defer: () =>
      inTurn(async () => {
        if (state !== 'open') return;
        if (pressed) await acknowledge(() => pressed.deferUpdate(), 'acknowledged');
        else await acknowledge(() => interaction.deferReply(isPrivate ? PRIVATELY : {}), 'waiting');
      }),
    hold: () =>
      inTurn(async () => {
        if (state !== 'open' || !pressed) return state !== 'over';
        return acknowledge(() => pressed.deferUpdate(), 'acknowledged');
      }),
    toPerson: (message) => inTurn(() => say(message, true)),
    whereAnnounced: (message) =>
      inTurn(async () => {
        if (state === 'waiting') await say(message, true);
      }),
    toAll: (message) => inTurn(() => say(message, false)),
    inPlace: (message) => {
      if (!pressed) return inTurn(() => say(message, true));
      // The place in the line is that of the call, also where this reply is still at an earlier step.
      const turn = turns.take(pressed.message.id);
      return inTurn(() => change(pressed, message, turn)).finally(turn.end);
    },
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

  /** The acknowledgement does not wait for the turn: Discord would give up. */
  async function change(
    pressed: NonNullable<ReturnType<typeof fromCard>>,
    message: OutgoingMessage,
    turn: Turn,
  ): Promise<boolean> {
    const edit = { ...message, attachments: [] };
    if (state === 'open' && turn.isDue()) return acknowledge(() => pressed.update(edit), 'acknowledged');
    if (state === 'open' && !(await acknowledge(() => pressed.deferUpdate(), 'acknowledged'))) return false;
    await turn.due;
    return later(() => webhook.editMessage('@original', edit));
  }

  async function say(message: OutgoingMessage, privately: boolean): Promise<boolean> {
    switch (state) {
      case 'open':
        return acknowledge(
          () => interaction.reply(privately ? { ...message, flags: [message.flags, MessageFlags.Ephemeral] } : message),
          'acknowledged',
        );
      case 'waiting': {
        const isFilled = await later(() => webhook.editMessage('@original', message));
        if (isFilled) state = 'acknowledged';
        return isFilled;
      }
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
      log.warn({ delivery: `discord:${interaction.id}` }, 'private reply unclear');
      return true;
    }
  }

  /** Too late, or answered by another process: there is nobody to tell. */
  function giveUp(error: unknown): false {
    state = 'over';
    log.info({ delivery: `discord:${interaction.id}`, ...faultOf(error) }, 'interaction is over');
    return false;
  }
}

const PRIVATELY = { flags: MessageFlags.Ephemeral } as const;

/** The interaction, where it came from a card, which it can then change. */
function fromCard(interaction: Answerable) {
  const isFromCard = interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
  return isFromCard ? interaction : undefined;
}
