import { REST, Routes } from 'discord.js';
import { type CommandChange, commandChanges } from './commands.ts';
import { DISCORD_API_URL, type DiscordOptions, readApplication } from './connect.ts';
import { faultOf } from './faults.ts';

/**
 * Registers at Discord what differs from what is there, and says so in a line each. Throws with one line that says what is
 * wrong and what to do.
 */
export async function registerCommands(
  { token, apiUrl = DISCORD_API_URL }: DiscordOptions,
  print: (line: string) => void,
): Promise<void> {
  const { id } = await readApplication({ token, apiUrl });
  const rest = new REST({ api: apiUrl, timeout: TIMEOUT_MS, hashSweepInterval: 0, handlerSweepInterval: 0 }).setToken(
    token,
  );
  const registered = await rest
    .get(Routes.applicationCommands(id), { query: new URLSearchParams({ with_localizations: 'true' }) })
    .catch((error: unknown) => fail('could not read the commands', error));
  const changes = commandChanges(registered);
  for (const change of changes) {
    await apply(change, id, rest).catch((error: unknown) => fail(`could not ${shown(change)}`, error));
    print(`${shown(change)}: done`);
  }
  if (changes.length === 0) print('nothing to do: the commands at Discord are those of this version');
}

const TIMEOUT_MS = 10_000;
/** What a change leaves as it was unless it says otherwise. */
const UNSET = {
  nsfw: false,
  default_member_permissions: null,
  name_localizations: null,
  description_localizations: null,
} as const;

async function apply(change: CommandChange, application: string, rest: REST): Promise<void> {
  switch (change.type) {
    case 'create':
      await rest.post(Routes.applicationCommands(application), { body: change.command });
      return;
    case 'change':
      await rest.patch(Routes.applicationCommand(application, change.id), { body: { ...UNSET, ...change.command } });
      return;
    case 'delete':
      await rest.delete(Routes.applicationCommand(application, change.id));
      return;
  }
  change satisfies never;
}

function shown(change: CommandChange): string {
  return `${change.type} "${change.type === 'delete' ? change.name : change.command.name}"`;
}

function fail(what: string, error: unknown): never {
  const { error: name, code } = faultOf(error);
  throw new Error(`discord-commands: ${what} (${code ?? name}). Run it again; what is done already is left as it is`);
}
