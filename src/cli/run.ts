import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { ConfigError, readConfig } from '../config.ts';
import { KnowledgeError, loadKnowledge } from '../pack/load-knowledge.ts';
import { type AskOptions, ask } from './ask.ts';
import { check } from './check.ts';

const HELP = `versus ask "<words>"       answer as the bot would; "verdict: …" and a project gets a verdict
  -                        in place of the words: answer each line of standard input
  --json                   one line of JSON for each answer, and nothing else
  --turns                  with "-": the lines are turns of one thread; a blank line starts a new one
  --explain                say why: matches with their scores, needs with their words, the rule
versus check               read the knowledge and print every problem
versus --help              this text

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

/** Wrong usage: one line says what is wrong and what to do. */
class UsageError extends Error {}

async function runCommand([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case 'ask': {
      const { utterance, options } = readAsk(rest);
      await ask(utterance, options, loadKnowledge(readConfig(process.env).knowledgeDir));
      return 0;
    }
    case 'check':
      if (rest.length > 0) throw new UsageError('check takes no arguments; KNOWLEDGE_DIR names the folder');
      return check(readConfig(process.env).knowledgeDir);
    case '--help':
    case '-h':
    case 'help':
      console.log(HELP);
      return 0;
  }
  throw new UsageError(
    `${command === undefined ? 'a command is missing' : `no command is called "${command}"`}; there are ask and check, see versus --help`,
  );
}

function readAsk(args: readonly string[]): { readonly utterance: string; readonly options: AskOptions } {
  const flag = { type: 'boolean', default: false } as const;
  const { positionals, values } = parse();
  const utterance = positionals.join(' ');
  if (utterance.trim() === '') throw new UsageError('ask what? Put the words in quotes, or "-" to read standard input');
  if (values.turns && utterance !== '-')
    throw new UsageError('--turns goes with "-": the turns are lines of standard input');
  return { utterance, options: values };

  function parse() {
    try {
      return parseArgs({
        args: [...args],
        allowPositionals: true,
        options: { json: flag, turns: flag, explain: flag },
      });
    } catch (error) {
      throw new UsageError(
        error instanceof Error
          ? `${error.message.split('. ')[0]}; put "--" before words that begin with a dash, and see versus --help`
          : String(error),
      );
    }
  }
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError || error instanceof KnowledgeError) return error.lines;
  if (error instanceof UsageError) return [error.message];
  return [error instanceof Error ? error.message : String(error)];
}
