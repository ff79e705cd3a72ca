import { config as readDotenv } from 'dotenv';
import { ConfigError } from '../config.ts';
import { KnowledgeError } from '../pack/load-knowledge.ts';
import { UsageError } from './usage.ts';

/** Runs a command with what stands after its name, and gives the exit code. */
type Command = (args: readonly string[]) => number | Promise<number>;

/** A command's file is loaded only when it is called: "ask" does not wait for the libraries of the chat platforms. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  ask: async () => (await import('./ask.ts')).askCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  preview: async () => (await import('./preview.ts')).previewCommand,
  'new-entry': async () => (await import('./new-entry.ts')).newEntryCommand,
  'new-pack': async () => (await import('./new-pack.ts')).newPackCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  'slack-manifest': async () => (await import('./slack-manifest.ts')).slackManifestCommand,
  'discord-commands': async () => (await import('./discord-commands.ts')).discordCommandsCommand,
  'discord-invite': async () => (await import('./discord-invite.ts')).discordInviteCommand,
};

const HELP = `versus ask "<words>"       answer as the bot would; "verdict: …" and a project gets a verdict
  -                        in place of the words: answer each line of standard input
  --json                   one line of JSON for each answer, and nothing else
  --turns                  with "-": the lines are turns of one thread; a blank line starts a new one
  --explain                say why: matches with their scores, needs with their words, the rule
versus check               read the knowledge and print every problem and warning
  --json                   one line of JSON, and nothing else
  --report                 count what each side has: pros, cons, claims
  --thorough               ask every example, of a very large pack too
versus preview <entry>     print what each platform is sent for an entry
  --platform <name>        only for one: slack or discord (JSON), terminal (text)
versus new-entry <topic>/<id> "<question>"
                           write the file of an entry, with blanks to fill in
versus new-pack <id> <option> <option> [...]
                           write the files of a pack, with blanks to fill in
versus slack-manifest      print what Slack must know of the app, to be pasted when it is made
  --mentions-only          without what is said in threads without a mention
  --url <https address>    for HTTP mode: where Slack sends to, without a path
versus discord-commands    register the commands at Discord, only what differs
versus discord-invite      print the links that install the bot
versus backup <file>       copy the database into a new file, also while the bot runs
versus restore <file>      put a backup in the place of the database, which is kept beside it
versus --help              this text

KNOWLEDGE_DIR names the folder with the packs; without it, the knowledge that comes with Versus is meant.
Exit codes: 0 done, 1 problems found, 2 wrong usage or configuration.`;

/** Runs one command of `versus` and gives its exit code; what went wrong stands on standard error, a line each. */
export async function run([name, ...args]: readonly string[]): Promise<number> {
  try {
    readDotenv({ quiet: true });
    if (name === '--help' || name === '-h' || name === 'help') {
      console.log(HELP);
      return 0;
    }
    const load = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
    if (!load) {
      const problem = name === undefined ? 'a command is missing' : `no command is called "${name}"`;
      throw new UsageError(`${problem}; there are ${Object.keys(COMMANDS).join(', ')}; see versus --help`);
    }
    return await (await load())(args);
  } catch (error) {
    for (const line of linesOf(error)) console.error(`versus: ${line}`);
    return 2;
  }
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError || error instanceof KnowledgeError) return error.lines;
  return [error instanceof Error ? error.message : String(error)];
}
