import { join } from 'node:path';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The port on which Slack's HTTP mode listens unless told. */
const SLACK_PORT = 3000;

const schema = z.object({
  KNOWLEDGE_DIR: z.string().default(join(ROOT, 'knowledge')),
  DATABASE_FILE: z.string().default(join(ROOT, 'data', 'versus.sqlite')),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/\S+$/, {
      error: 'expected an address of PostgreSQL: postgres://user:password@host/database',
    })
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('warn'),
  SLACK_BOT_TOKEN: token('xoxb-', 'the Bot User OAuth Token of "OAuth & Permissions"').optional(),
  SLACK_APP_TOKEN: token('xapp-', 'an App-Level Token of "Basic Information"').optional(),
  SLACK_SIGNING_SECRET: secret().optional(),
  SLACK_PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'expected a port, 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'expected a port, 0 to 65535' })
    .default(SLACK_PORT),
  SLACK_API_URL: apiUrl().default('https://slack.com/api/'),
  DISCORD_TOKEN: secret()
    .refine((token) => !/^x(?:ox|app)/.test(token), { error: 'expected the token of "Bot"; this one is of Slack' })
    .optional(),
  DISCORD_API_URL: apiUrl().default('https://discord.com/api'),
});

/** What the environment sets; every variable stands in `.env.example`. */
export type Config = {
  /** Folder with the pack's folder in it. */
  readonly knowledgeDir: string;
  /** The SQLite file, in which `:memory:` keeps nothing, or the address of a PostgreSQL database. */
  readonly database: { readonly file: string } | { readonly url: string };
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** What was set and has no effect. */
  readonly warnings: readonly string[];
  /** Undefined without a token. */
  readonly slack: SlackConfig | undefined;
  /** Undefined without a token. */
  readonly discord: DiscordConfig | undefined;
};

export type SlackConfig = {
  readonly botToken: string;
  readonly connection:
    | { readonly type: 'socket'; readonly appToken: string }
    | { readonly type: 'http'; readonly signingSecret: string; readonly port: number };
  /** With a slash at its end. */
  readonly apiUrl: string;
};

export type DiscordConfig = {
  readonly token: string;
  /** Without a version and without a slash at its end. */
  readonly apiUrl: string;
};

/** Names that begin like ours and are none of ours: a setting that was misspelt would be silently without effect. */
function unknownNames(set: Environment): string[] {
  const known = Object.keys(schema.shape);
  return Object.keys(set)
    .filter((name) => /^(?:SLACK|DISCORD)_/.test(name) && !known.includes(name))
    .map((name) => `${name} is no setting of Versus, so it has no effect. See .env.example`);
}

/** The environment cannot be used; `lines` name each variable, what was expected, and what is there. */
export class ConfigError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once; an empty variable counts as not set. Throws a `ConfigError` with every problem together. */
export function readConfig(environment: Environment): Config {
  const set = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || value.trim() === ''
        ? []
        : [[name, name.endsWith('_DIR') || name.endsWith('_FILE') ? value : value.trim()]],
    ),
  );
  const parsed = schema.safeParse(set);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => problemAt(issue.path.join('.'), issue.message, environment)),
    ...missingBeside(set),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { data } = parsed;
  return {
    knowledgeDir: data.KNOWLEDGE_DIR,
    database: data.DATABASE_URL === undefined ? { file: data.DATABASE_FILE } : { url: data.DATABASE_URL },
    logLevel: data.LOG_LEVEL,
    warnings: unknownNames(set),
    slack: slackOf(data),
    discord:
      data.DISCORD_TOKEN === undefined
        ? undefined
        : { token: data.DISCORD_TOKEN, apiUrl: data.DISCORD_API_URL.replace(/\/+$/, '') },
  };
}

/** Variables whose values never stand in a message, nor in a log. */
export const SECRETS: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DISCORD_TOKEN',
  'DATABASE_URL',
];

function problemAt(name: string, message: string, environment: Environment): string {
  const got = SECRETS.includes(name) ? 'something else' : JSON.stringify(environment[name]);
  return `${name}: ${message}; got ${got}. See .env.example`;
}

/** A part of a platform without the rest of it: better said than left silent. */
function missingBeside(set: Environment): string[] {
  const isSlack = set.SLACK_BOT_TOKEN !== undefined;
  const beside = set.SLACK_APP_TOKEN ?? set.SLACK_SIGNING_SECRET;
  if (isSlack && beside === undefined)
    return [
      'SLACK_APP_TOKEN: expected beside SLACK_BOT_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP. See .env.example',
    ];
  if (!isSlack && beside !== undefined)
    return ['SLACK_BOT_TOKEN: expected beside SLACK_APP_TOKEN or SLACK_SIGNING_SECRET. See .env.example'];
  return [];
}

function slackOf(data: z.output<typeof schema>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data;
  if (botToken === undefined) return undefined;
  const apiUrl = data.SLACK_API_URL.endsWith('/') ? data.SLACK_API_URL : `${data.SLACK_API_URL}/`;
  if (appToken !== undefined) return { botToken, connection: { type: 'socket', appToken }, apiUrl };
  if (signingSecret === undefined) return undefined;
  return { botToken, connection: { type: 'http', signingSecret, port: data.SLACK_PORT }, apiUrl };
}

function token(prefix: string, where: string) {
  return secret().startsWith(prefix, { error: `expected ${where}, which begins with ${prefix}` });
}

function secret() {
  return z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: 'expected a token: letters, digits and signs without blanks, copied whole' });
}

/** Tokens travel to this address: it is encrypted, or does not leave the machine. */
function apiUrl() {
  return z.string().refine(isSafe, {
    error: 'expected an https address; plain http only on this machine (127.0.0.1, ::1, localhost)',
  });
}

function isSafe(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || /[?#@]/.test(address)) return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/.test(url.hostname);
}
