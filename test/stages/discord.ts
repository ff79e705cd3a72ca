import { discordCommands } from '../../src/cli/discord-commands.ts';
import type { CommandName } from '../../src/core/delivery.ts';
import { createDiscord } from '../../src/platforms/discord/discord.ts';
import { createDiscordServer } from '../../src/playground/discord/discord.ts';
import { type SeenMessage, shownMessage } from '../../src/playground/discord/driver.ts';
import { recordedBot, type Shown, type Stage } from './stage.ts';

/** The option that takes the words of each command. */
const OPTIONS: Readonly<Record<CommandName, string | undefined>> = {
  ask: 'question',
  verdict: 'project',
  compare: 'on',
  topics: undefined,
  help: undefined,
};

/** A conversation on Discord: all of it in the direct conversation with the bot. */
export async function openDiscordStage(database: string): Promise<Stage> {
  const discord = createDiscordServer({
    times: { identifyIntervalMs: 0 },
    rateLimits: { messages: { limit: 1000, windowMs: 1000 } },
  });
  await discord.start();
  const direct = discord.person('ann').direct();
  await discordCommands({ token: discord.token, apiUrl: discord.apiUrl() }, () => {});
  let bot = await start();
  let current: SeenMessage | undefined;

  return {
    say: async (text) => {
      const sent = await direct.send(text);
      return shown(await sent.answer());
    },
    press: async (label) => {
      const message = current?.now();
      if (!message) throw new Error(`nothing is there to press "${label}" on`);
      if (message.buttons.some((button) => button.label === label))
        return shown(shownMessage(await message.press(label)));
      const select = message.selects.find(({ options }) => options.some((option) => option.label === label));
      const option = select?.options.find((one) => one.label === label);
      if (!select || !option) throw new Error(`no button "${label}" among ${labelsOf(message).join(' | ')}`);
      return shown(shownMessage(await message.choose(option.value, { customId: select.customId })));
    },
    command: async (name, text) => {
      const option = OPTIONS[name];
      const values = option === undefined || text === '' ? {} : { [option]: text };
      return shown(shownMessage(await direct.command(`versus ${name}`, values)));
    },
    restart: async () => {
      await bot.close();
      bot = await start();
    },
    close: async () => {
      await bot.close();
      await discord.stop();
    },
  };

  async function start() {
    const recorded = await recordedBot(database);
    const running = await createDiscord({ token: discord.token, apiUrl: discord.apiUrl() }).start(recorded.host);
    return {
      lastTurn: recorded.lastTurn,
      close: async () => {
        await running.stop(2000);
        await recorded.close();
      },
    };
  }

  function shown(message: SeenMessage): Shown {
    current = message;
    return { turn: bot.lastTurn(), text: message.text, buttons: labelsOf(message) };
  }
}

function labelsOf({ buttons, selects }: SeenMessage): string[] {
  return [...buttons.map(({ label }) => label), ...selects.flatMap(({ options }) => options.map(({ label }) => label))];
}
