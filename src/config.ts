import { join } from 'node:path';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const schema = z.object({
  KNOWLEDGE_DIR: z.string().default(join(ROOT, 'knowledge')),
  DATABASE_FILE: z.string().default(join(ROOT, 'data', 'versus.sqlite')),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('warn'),
});

/** What the environment sets; every variable stands in `.env.example`. */
export type Config = {
  /** Folder with the pack's folder in it. */
  readonly knowledgeDir: string;
  /** The SQLite file; `:memory:` keeps nothing. */
  readonly databaseFile: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
};

/** The environment cannot be used; `lines` name each variable, what was expected, and what is there. */
export class ConfigError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** Reads the environment once; an empty variable counts as not set. Throws a `ConfigError` with every problem together. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => {
        const name = issue.path.join('.');
        return `${name}: ${issue.message}; got ${JSON.stringify(environment[name])}. See .env.example`;
      }),
    );
  }
  const { KNOWLEDGE_DIR, DATABASE_FILE, LOG_LEVEL } = parsed.data;
  return { knowledgeDir: KNOWLEDGE_DIR, databaseFile: DATABASE_FILE, logLevel: LOG_LEVEL };
}
