import { createDiscord } from '../../platforms/discord/discord.ts';
import { createDiscordServer } from '../discord/discord.ts';
import { createDiscordActor } from '../discord-actor.ts';
import { PEOPLE, type Stage, type StageOptions, stageOf } from './stage.ts';

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
  return stageOf({ actor, connect: () => createDiscord(address), stop: () => discord.stop() }, options);
}
