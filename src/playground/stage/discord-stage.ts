import { createDiscord } from '../../platforms/discord/discord.ts';
import type { Shown } from '../actor.ts';
import { createDiscordServer } from '../discord/discord.ts';
import { createDiscordActor } from '../discord-actor.ts';
import { PEOPLE, type Played, recordedBot, type Stage, type StageOptions } from './stage.ts';

/** A conversation on a local Discord of its own. */
export async function openDiscordStage(options: StageOptions): Promise<Stage> {
  const discord = createDiscordServer({
    guilds: [{ name: 'Acme', people: PEOPLE, channels: [{ name: 'general' }] }],
    intents: ['messageContent'],
    // A conversation is about what is said: it does not fail where the machine is slow.
    times: { identifyIntervalMs: 0, acknowledgeMs: 20_000 },
    rateLimits: { messages: { limit: 1000, windowMs: 1000 } },
  });
  await discord.start();
  const address = { token: discord.token, apiUrl: discord.apiUrl() };
  await options.registerCommands(address);
  const actor = createDiscordActor(discord, PEOPLE, options.setting);
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
      await discord.stop();
    },
  };

  async function start() {
    const recorded = await recordedBot(options, 'discord');
    const running = await createDiscord(address).start(recorded.host);
    recorded.attach(running);
    return {
      lastTurn: recorded.lastTurn,
      close: async () => {
        await recorded.close();
        await running.stop(2000);
      },
    };
  }

  function played(shown: Shown): Played {
    return { ...shown, turn: bot.lastTurn() };
  }
}
