import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { ConfigError, readConfig } from '../config.ts';
import { KnowledgeError, loadKnowledge } from '../pack/load-knowledge.ts';
import { shownPath } from '../pack/read-pack.ts';
import { ask } from './ask.ts';
import { check } from './check.ts';
import { newEntry } from './new-entry.ts';
import { newPack } from './new-pack.ts';
import { PREVIEWS, preview } from './preview.ts';
import { UsageError } from './usage-error.ts';

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
versus --help              this text

KNOWLEDGE_DIR names the folder with the packs; without it, the knowledge that comes with Versus is meant.
Exit codes: 0 done, 1 problems found, 2 wrong usage or configuration.`;

/** Runs one command of `versus` and gives its exit code; what went wrong stands on standard error, a line each. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    readDotenv({ quiet: true });
    return await runCommand(args);
  } catch (error) {
    for (const line of linesOf(error)) console.error(`versus: ${line}`);
    return 2;
  }
}

const FLAG = { type: 'boolean', default: false } as const;

async function runCommand([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case 'ask': {
      const { positionals, values } = parsed(() =>
        parseArgs({ args: rest, allowPositionals: true, options: { json: FLAG, turns: FLAG, explain: FLAG } }),
      );
      const utterance = positionals.join(' ');
      if (utterance.trim() === '')
        throw new UsageError('ask what? Put the words in quotes, or "-" to read standard input');
      if (values.turns && utterance !== '-')
        throw new UsageError('--turns goes with "-": the turns are lines of standard input');
      await ask(utterance, values, loadKnowledge(knowledgeDir()));
      return 0;
    }
    case 'check': {
      const { positionals, values } = parsed(() =>
        parseArgs({ args: rest, allowPositionals: true, options: { json: FLAG, report: FLAG, thorough: FLAG } }),
      );
      if (positionals.length > 0)
        throw new UsageError('check takes no names; KNOWLEDGE_DIR names the folder, see versus --help');
      return check(knowledgeDir(), values);
    }
    case 'preview': {
      const { positionals, values } = parsed(() =>
        parseArgs({ args: rest, allowPositionals: true, options: { platform: { type: 'string' } } }),
      );
      const [id, ...others] = positionals;
      if (id === undefined || others.length > 0)
        throw new UsageError('preview which entry? Name one by its id, which is the name of its file without .md');
      const platform = PREVIEWS.find((known) => known === values.platform);
      if (values.platform !== undefined && platform === undefined)
        throw new UsageError(`no platform is called "${values.platform}"; there are ${PREVIEWS.join(', ')}`);
      process.stdout.write(`${preview(id, platform, loadKnowledge(knowledgeDir()))}\n`);
      return 0;
    }
    case 'new-entry': {
      const { positionals } = parsed(() => parseArgs({ args: rest, allowPositionals: true }));
      const [place, question, ...others] = positionals;
      if (place === undefined || question === undefined || others.length > 0)
        throw new UsageError('new-entry takes <topic>/<id> and "<question>" in quotes');
      const path = newEntry(place, question, knowledgeDir());
      console.log(`${shownPath(path)}: fill in its blanks; "versus check" names each one that is left`);
      return 0;
    }
    case 'new-pack': {
      const { positionals } = parsed(() => parseArgs({ args: rest, allowPositionals: true }));
      const [id, ...options] = positionals;
      if (id === undefined) throw new UsageError('new-pack takes <id> <option> <option> [...]');
      const folder = newPack(id, options, knowledgeDir(), new Date());
      console.log(`${shownPath(folder)}: fill in its blanks; "versus check" names each one that is left`);
      console.log('The bot answers from one pack: set KNOWLEDGE_DIR to a folder that holds this one alone.');
      return 0;
    }
    case '--help':
    case '-h':
    case 'help':
      console.log(HELP);
      return 0;
  }
  throw new UsageError(
    `${command === undefined ? 'a command is missing' : `no command is called "${command}"`}; there are ask, check, preview, new-entry and new-pack, see versus --help`,
  );
}

function knowledgeDir(): string {
  return readConfig(process.env).knowledgeDir;
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(
      error instanceof Error
        ? `${error.message.split('. ')[0]}; put "--" before words that begin with a dash, and see versus --help`
        : String(error),
    );
  }
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError || error instanceof KnowledgeError) return error.lines;
  if (error instanceof UsageError) return [error.message];
  return [error instanceof Error ? error.message : String(error)];
}
