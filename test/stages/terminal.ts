import { PassThrough } from 'node:stream';
import { type Button, buttonId, buttonsOf, plainCard } from '../../src/core/card.ts';
import type { Content } from '../../src/core/delivery.ts';
import { createTerminal } from '../../src/platforms/terminal/terminal.ts';
import { directly, NOW } from '../knowledge.ts';
import { recordedBot, type Shown, type Stage } from './stage.ts';

/**
 * A conversation in the terminal. Its numbers are those of the screen, which a restart clears: a button of before is then
 * pressed by its id, as another platform would.
 */
export async function openTerminalStage(database: string): Promise<Stage> {
  let keys = 0;
  let before: readonly Button[] = [];
  let isFresh = false;
  let stage = await start();

  return {
    say: (text) => stage.type(text.replaceAll('\n', ' ')),
    press: (label) => (isFresh ? pressBefore(label) : stage.press(label)),
    command: (name, text) => stage.type(`/${name} ${text}`),
    restart: async () => {
      before = stage.lastButtons();
      await stage.close();
      stage = await start();
      isFresh = true;
    },
    close: () => stage.close(),
  };

  async function pressBefore(label: string): Promise<Shown> {
    isFresh = false;
    const button = before.find((one) => one.label === label);
    if (!button) throw new Error(`no button "${label}" before the restart`);
    return stage.hand({ type: 'press', id: buttonId(button) });
  }

  async function start() {
    const bot = await recordedBot(database);
    const input = Object.assign(new PassThrough(), { isTTY: false });
    const output = Object.assign(new PassThrough(), { isTTY: false });
    const terminal = createTerminal({
      input,
      output,
      thread: 'terminal:local:local:main',
      samples: [],
      nextKey: () => `key ${++keys}`,
      now: () => NOW.getTime(),
    });
    const running = await terminal.start(bot.host);
    let buttons: readonly Button[] = [];
    const type = async (line: string): Promise<Shown> => {
      const answered = new Promise((resolve) => output.once('readable', resolve));
      input.write(`${line}\n`);
      await answered;
      const turn = bot.lastTurn();
      buttons = buttonsOf(turn.card);
      isFresh = false;
      return { turn, text: String(output.read()), buttons: buttons.map(({ label }) => label) };
    };
    return {
      type,
      press: (label: string) => {
        const place = buttons.findIndex((button) => button.label === label);
        if (place < 0) throw new Error(`no button "${label}" among ${buttons.map((one) => one.label).join(' | ')}`);
        return type(String(place + 1));
      },
      lastButtons: () => buttons,
      hand: async (content: Content): Promise<Shown> => {
        const thread = 'terminal:local:local:main';
        await bot.host.handle(directly(content, thread, `key ${++keys}`));
        const turn = bot.lastTurn();
        return { turn, text: plainCard(turn.card), buttons: buttonsOf(turn.card).map(({ label }) => label) };
      },
      close: async () => {
        await running.stop(1000);
        await bot.close();
      },
    };
  }
}
