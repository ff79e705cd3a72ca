import { type Bot, createBot } from '../../src/bot.ts';
import type { Card } from '../../src/core/card.ts';
import type { Turn } from '../../src/core/converse.ts';
import type { CommandName } from '../../src/core/delivery.ts';
import type { Host } from '../../src/platforms/platform.ts';
import { openStore } from '../../src/store/open-store.ts';
import { knowledge, NOW } from '../knowledge.ts';

/** A place where a conversation is played: one person who types, presses and commands, and sees what comes of it. */
export type Stage = {
  readonly say: (text: string) => Promise<Shown>;
  /** Presses a button of what was shown last, or chooses it in a select. */
  readonly press: (label: string) => Promise<Shown>;
  readonly command: (name: CommandName, text: string) => Promise<Shown>;
  /** Ends the bot and starts it again, on the same store. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What the bot made of it, and what the person then saw. */
export type Shown = {
  readonly turn: Turn;
  readonly text: string;
  /** Labels of everything that can be pressed or chosen. */
  readonly buttons: readonly string[];
};

/** The real bot on a real store, and what it made of each delivery. */
export type Recorded = {
  readonly host: Host;
  /** The newest turn; throws when there was none since it was last asked for. */
  readonly lastTurn: () => Turn;
  readonly close: () => Promise<void>;
};

export async function recordedBot(database: string): Promise<Recorded> {
  const store = await openStore({ file: database });
  const bot: Bot = createBot({ knowledge, store, now: () => NOW, observe: () => {} });
  let last: Turn | undefined;
  const problem = (about: object, message: string) => {
    throw new Error(`${message}: ${JSON.stringify(about)}`);
  };
  const nothing = () => undefined;
  return {
    host: {
      ...bot,
      handle: async (delivery) => {
        const turn = await bot.handle(delivery);
        last = turn;
        return turn;
      },
      starters: knowledge.pack.starters,
      log: { debug: nothing, info: nothing, warn: nothing, error: problem },
    },
    lastTurn: () => {
      if (!last) throw new Error('nothing was handled');
      const turn = last;
      last = undefined;
      return turn;
    },
    close: store.health.close,
  };
}

/** The card that a person saw as the newest: what is beside a shared card is for the others. */
export function shownCard({ card, aside }: Turn): Card {
  return aside ?? card;
}
