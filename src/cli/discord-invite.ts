import { ApplicationIntegrationType } from 'discord.js';
import { type DiscordOptions, readApplication } from '../platforms/discord/connect.ts';
import { PERMISSION_BITS, PERMISSIONS } from '../platforms/discord/permissions.ts';
import { readDiscord } from './discord-commands.ts';

/** `versus discord-invite` with its arguments. */
export async function discordInviteCommand(args: readonly string[]): Promise<number> {
  await discordInvite(readDiscord('discord-invite', args), (line) => console.log(line));
  return 0;
}

/**
 * `versus discord-invite`: prints the two links that install the bot, and what it asks for. Throws with one line that says
 * what is wrong and what to do.
 */
export async function discordInvite(options: DiscordOptions, print: (line: string) => void): Promise<void> {
  const { id } = await readApplication(options);
  const forServer = installLink(id, ApplicationIntegrationType.GuildInstall, {
    scope: 'bot applications.commands',
    permissions: String(PERMISSION_BITS),
  });
  print('For a server (mentions, threads, commands); whoever opens it needs "Manage Server" there:');
  print(`  ${forServer}`);
  print('For yourself, wherever you are (commands and the menu of a message):');
  print(`  ${installLink(id, ApplicationIntegrationType.UserInstall, { scope: 'applications.commands' })}`);
  print(`In a server it asks for ${PERMISSIONS.length} permissions (${PERMISSION_BITS}):`);
  for (const { label, use } of PERMISSIONS) print(`  ${label}: ${use}`);
}

const AUTHORIZE_URL = 'https://discord.com/oauth2/authorize';

function installLink(
  application: string,
  type: ApplicationIntegrationType,
  more: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({ client_id: application, ...more, integration_type: String(type) });
  return `${AUTHORIZE_URL}?${query}`;
}
