import { readConfig } from '../config.ts';
import type { DiscordOptions } from '../platforms/discord/connect.ts';
import { registerCommands } from '../platforms/discord/register-commands.ts';
import { UsageError } from './usage.ts';

/** `versus discord-commands` with its arguments: registers the commands, and says so in a line each. */
export async function discordCommandsCommand(args: readonly string[]): Promise<number> {
  await registerCommands(readDiscord('discord-commands', args), (line) => console.log(line));
  return 0;
}

/** The settings for Discord, for a command that takes no arguments. */
export function readDiscord(command: string, args: readonly string[]): DiscordOptions {
  if (args.length > 0) throw new UsageError(`${command} takes no arguments; DISCORD_TOKEN names the bot`);
  const { discord } = readConfig(process.env);
  if (!discord) throw new UsageError(`${command} needs DISCORD_TOKEN; see .env.example`);
  return discord;
}
