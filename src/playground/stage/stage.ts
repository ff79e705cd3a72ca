import type { Card } from '../../core/card.ts';
import type { Turn } from '../../core/converse.ts';
import type { CommandName } from '../../core/delivery.ts';
import type { Library } from '../../core/library.ts';
import type { Host, Platform, Running } from '../../platforms/platform.ts';
import { openStore } from '../../store/open-store.ts';
import type { Actor, Setting, Shown } from '../actor.ts';
import { engineHost, SHORT_DELIVERY } from './engine-host.ts';

/** A place where a conversation is played with a bot of its own: people type, press and command, and see what comes of it. */
export type Stage = {
  readonly say: (text: string, by?: string) => Promise<Played>;
  /** Says something that the bot has nothing to say to. */
  readonly remark: (text: string, by?: string) => Promise<void>;
  /** Presses a button of what was shown last, or chooses it in a select. */
  readonly press: (label: string, by?: string) => Promise<Played>;
  readonly command: (name: CommandName, text: string, by?: string) => Promise<Played>;
  /** Ends the bot and starts it again, on the same store. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What the bot made of it, and what the person then saw. */
export type Played = Shown & { readonly turn: Turn };

export type StageOptions = {
  /** The file of the bot's database. */
  readonly database: string;
  /** What the bot knows. */
  readonly packs: Library;
  readonly now: () => Date;
  readonly setting: Setting;
  /** Registers the bot's commands at a Discord. */
  readonly registerCommands: (discord: { readonly token: string; readonly apiUrl: string }) => Promise<void>;
};

/** The people on every stage, the first of whom acts where nobody is named. */
export const PEOPLE = ['Ada', 'Ben', 'Cleo'] as const;

/** A stage on a local server, which `stop` ends: its people, and a bot of the platform that `connect` makes. */
export async function stageOf(
  {
    actor,
    connect,
    stop,
  }: { readonly actor: Actor; readonly connect: () => Platform; readonly stop: () => Promise<void> },
  options: StageOptions,
): Promise<Stage> {
  const played = (shown: Shown): Played => ({ ...shown, turn: bot.lastTurn() });
  let bot = await start();
  return {
    say: async (text, by) => played(await actor.say(text, by)),
    remark: actor.remark,
    press: async (label, by) => played(await actor.press(label, by)),
    command: async (name, text, by) => played(await actor.command(name, text, by)),
    restart: async () => {
      await bot.close();
      bot = await start();
    },
    close: async () => {
      await bot.close();
      await stop();
    },
  };

  async function start() {
    const platform = connect();
    const recorded = await recordedBot(options, platform.name);
    const running = await platform.start(recorded.host);
    recorded.attach(running);
    return {
      lastTurn: recorded.lastTurn,
      close: async () => {
        await running.stop(2000);
        await recorded.close();
      },
    };
  }
}

/** The real bot and engine on a real store, and what the bot made of each delivery. */
export type RecordedBot = {
  readonly host: Host;
  /** Replies to words are posted there. */
  readonly attach: (running: Running) => void;
  /** The newest turn; throws when there was none since it was last asked for. */
  readonly lastTurn: () => Turn;
  readonly close: () => Promise<void>;
};

/** A stage is no test of a slow store: the first answer waits for indexes that are built, on whatever machine. */
const STAGE_DELIVERY = { ...SHORT_DELIVERY, storeMs: 30_000 } as const;

/** Throws, where the newest turn is asked for, when the platform or the engine said that something went wrong. */
export async function recordedBot({ database, packs, now }: StageOptions, platform: string): Promise<RecordedBot> {
  const store = await openStore({ file: database });
  let last: Turn | undefined;
  const problems: string[] = [];
  const nothing = () => undefined;
  const problem = (about: object, message: string) => {
    problems.push(`${message}: ${JSON.stringify(about)}`);
  };
  const { host, engine, attach } = engineHost(store, {
    platform,
    packs,
    today: now,
    log: { debug: nothing, info: nothing, warn: nothing, error: problem },
    timing: STAGE_DELIVERY,
    bot: (bot) => ({
      handle: async (delivery, commit) => {
        // A reply may be seen before the call that made it returns; what is only overheard is no turn that anybody sees.
        const committing: typeof commit =
          commit &&
          ((turn, left) => {
            if (turn.place !== 'nowhere') last = turn;
            return commit(turn, left);
          });
        const turn = await bot.handle(delivery, committing);
        if (!commit) last = turn;
        return turn;
      },
    }),
  });
  return {
    host,
    attach,
    lastTurn: () => {
      const [first] = problems;
      if (first !== undefined) throw new Error(first);
      if (!last) throw new Error('nothing was handled');
      const turn = last;
      last = undefined;
      return turn;
    },
    close: async () => {
      await engine.stop(1000);
      await store.health.close();
    },
  };
}

/** The card that a person saw as the newest: what is beside a shared card is for the others. */
export function shownCard({ card, aside }: Turn): Card {
  return aside ?? card;
}
