import { PassThrough } from 'node:stream';
import { type Button, buttonId, buttonsOf, plainCard } from '../../core/card.ts';
import { createTerminal } from '../../platforms/terminal/terminal.ts';
import { MENTION } from '../actor.ts';
import { type Played, recordedBot, type Stage, type StageOptions } from './stage.ts';

const THREAD = 'terminal:local:local:main';

/**
 * A conversation in the terminal, where there is one person and nothing that is not said to the bot. Its numbers are those
 * of the screen, which a restart clears: a button of before is then pressed by its id, as another platform would.
 */
export async function openTerminalStage(options: StageOptions): Promise<Stage> {
  let keys = 0;
  let before: readonly Button[] = [];
  let isFresh = false;
  let stage = await start();

  return {
    say: (text) => stage.type(text.replaceAll(MENTION, '').replaceAll('\n', ' ').trim()),
    remark: async () => {},
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

  async function pressBefore(label: string): Promise<Played> {
    isFresh = false;
    const button = before.find((one) => one.label === label);
    if (!button) throw new Error(`no button "${label}" before the restart`);
    return stage.pressId(buttonId(button));
  }

  async function start() {
    const bot = await recordedBot(options, 'terminal');
    const input = Object.assign(new PassThrough(), { isTTY: false });
    const output = Object.assign(new PassThrough(), { isTTY: false });
    const at = () => options.now().getTime();
    const terminal = createTerminal({
      input,
      output,
      thread: THREAD,
      samples: [],
      nextKey: () => `key ${++keys}`,
      now: at,
    });
    const running = await terminal.start(bot.host);
    let buttons: readonly Button[] = [];
    const type = async (line: string): Promise<Played> => {
      const answered = new Promise((resolve) => output.once('readable', resolve));
      input.write(`${line}\n`);
      await answered;
      const turn = bot.lastTurn();
      buttons = buttonsOf(turn.card);
      isFresh = false;
      const text = String(output.read());
      return { turn, text, buttons: buttons.map(({ label }) => label), payload: text };
    };
    return {
      type,
      press: (label: string) => {
        const place = buttons.findIndex((button) => button.label === label);
        if (place < 0) throw new Error(`no button "${label}" among ${buttons.map((one) => one.label).join(' | ')}`);
        return type(String(place + 1));
      },
      lastButtons: () => buttons,
      pressId: async (id: string): Promise<Played> => {
        await bot.host.answer({
          key: `key ${++keys}`,
          thread: THREAD,
          own: THREAD,
          person: 'you',
          at: at(),
          arrival: { type: 'press', on: 'direct' },
          content: { type: 'press', id },
        });
        const turn = bot.lastTurn();
        const text = plainCard(turn.card);
        return { turn, text, buttons: buttonsOf(turn.card).map(({ label }) => label), payload: text };
      },
      close: async () => {
        await running.stop(1000);
        await bot.close();
      },
    };
  }
}
