import { config as readDotenv } from 'dotenv';
import { ConfigError, secretsIn } from '../config.ts';
import { redact } from '../ops/redact.ts';
import { KnowledgeError } from '../pack/load-knowledge.ts';
import { UsageError } from './usage.ts';

/** Runs a command with what stands after its name, and gives the exit code. */
type Command = (args: readonly string[]) => number | Promise<number>;

/** A command's file is loaded only when it is called: "ask" does not wait for the libraries of the chat platforms. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  ask: async () => (await import('./ask.ts')).askCommand,
  verdict: async () => (await import('./verdict.ts')).verdictCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  eval: async () => (await import('./eval.ts')).evalCommand,
  preview: async () => (await import('./preview.ts')).previewCommand,
  notes: async () => (await import('./notes.ts')).notesCommand,
  gaps: async () => (await import('./gaps.ts')).gapsCommand,
  play: async () => (await import('./play.ts')).playCommand,
  'new-entry': async () => (await import('./new-entry.ts')).newEntryCommand,
  'new-pack': async () => (await import('./new-pack.ts')).newPackCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
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
versus verdict "<project>"  decide for a project; "-" reads it from standard input, as one text
  --json                   one line of JSON, and nothing else
  --weights <id>=<n>,...   with other weights, from 0 (does not count) to 3 (counts most)
  --png <file>             write its scoreboard as a picture
versus check               read the knowledge and print every problem and warning
  --json                   one line of JSON, and nothing else
  --report                 count what each side has: pros, cons, claims
  --thorough               ask every example, of a very large pack too
versus eval [<pack>]       play the packs' labelled messages, and print how well they are answered
  --set <name>             only this set: tune or final
  --curve                  also wrong answers against the share answered
  --show                   also the words of what was answered wrongly, of the final set too
  --json                   one line of JSON, and nothing else
  --write                  keep the figures in the packs; the tests fail when they get worse by a point
versus eval --fit          learn from the packs' own examples how matches add up, and write it into the packs
versus preview <entry>     print what each platform is sent for an entry; <pack>/<entry> where two packs have one
  --platform <name>        only for one: slack or discord (JSON), terminal (text)
versus notes               print what people said of the answers: feedback, and what they challenged
  --since <day>            only from that day on, such as 2026-11-22
  --json                   one line of JSON for each, and nothing else
versus gaps                what was asked and not answered, answered and disliked, or chosen between; grouped by meaning
  --since <day>            only from that day on
  --json                   one line of JSON, and nothing else
  --write                  ask about each suggestion, add what gets a yes to the pack's examples, and print what that changes
  --accept <id>            with --write: yes to this one, <id>=<entry> for another entry; asks about no other
versus play <file>         play a conversation, such as test/conversations/first-question.yaml, on a local Slack,
                           a local Discord and in a terminal, and print what each was sent
  --platform <name>        only on one: terminal, slack or discord
  --json                   one line of JSON for each turn, and nothing else
versus new-entry <topic>/<id> "<question>"
                           write the file of an entry, with blanks to fill in
versus new-pack <id> <option> <option> [...]
                           write the files of a pack, with blanks to fill in
versus slack-manifest      print what Slack must know of the app, to be pasted when it is made
  --mentions-only          without what is said in threads without a mention
  --url <https address>    for HTTP mode: where Slack sends to, without a path
versus discord-commands    register the commands at Discord, only what differs
versus discord-invite      print the links that install the bot
versus doctor              look at settings, tokens, permissions, clock, store and packs; say what to do
  --json                   one line of JSON, and nothing else
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
    for (const line of linesOf(error)) console.error(`versus: ${redact(line, secretsIn(process.env))}`);
    return 2;
  }
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError || error instanceof KnowledgeError) return error.lines;
  return [error instanceof Error ? error.message : String(error)];
}
