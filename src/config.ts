import { isIP } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { redact } from './ops/redact.ts';

const ROOT = join(import.meta.dirname, '..');

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How long what people said of the answers is kept unless told. */
const RETENTION_DAYS = 180;

/** The port on which Slack's HTTP mode listens unless told. */
const SLACK_PORT = 3000;
/** The port on which the playground's page is served unless told. */
const PLAYGROUND_PORT = 3000;

/** The port of health and metrics beside a platform, unless told: the usual one of Prometheus exporters. */
const HEALTH_PORT = 9464;

/** 0 to 65535. */
const PORT = /^(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;

const UNESCAPED = 'escape / @ # ? % in the password: %2F %40 %23 %3F %25';

const schema = z.object({
  KNOWLEDGE_DIR: z.string().default(join(ROOT, 'knowledge')),
  DATABASE_FILE: z
    .string()
    .refine(isPath, {
      error: 'expected the path of a file, or :memory: with nothing around it; no address that begins with file:',
    })
    .default(join(ROOT, 'data', 'versus.sqlite')),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/\S+$/, {
      error: 'expected an address of PostgreSQL: postgres://user:password@host/database',
      abort: true,
    })
    .regex(/^\w+:\/\/(?:[^/?#@]*@)?[^/?#@]*(?:[/?#][^@]*)?$/, { error: UNESCAPED, abort: true })
    .regex(/^(?:[^%]|%[\da-f]{2})*$/i, { error: UNESCAPED })
    .optional(),
  RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, { error: "expected a number of days, such as 180; 0 keeps nobody's words" })
    .transform(Number)
    .default(RETENTION_DAYS),
  DIGEST_CHANNEL: z
    .string()
    .regex(/^(?:slack:[CG][A-Z0-9]{2,}|discord:\d+)$/, {
      error:
        'expected the id of a channel with its platform in front, such as slack:C0123456789 or discord:112233445566778899',
    })
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('warn'),
  SLACK_BOT_TOKEN: token('xoxb-', 'the Bot User OAuth Token of "OAuth & Permissions"').optional(),
  SLACK_APP_TOKEN: token('xapp-', 'an App-Level Token of "Basic Information"').optional(),
  SLACK_SIGNING_SECRET: secret().optional(),
  SLACK_PORT: port().default(SLACK_PORT),
  SLACK_API_URL: apiUrl().default('https://slack.com/api/'),
  DISCORD_TOKEN: secret()
    .refine((token) => !/^x(?:ox|app)/.test(token), { error: 'expected the token of "Bot"; this one is of Slack' })
    .optional(),
  DISCORD_API_URL: apiUrl().default('https://discord.com/api'),
  DISCORD_SHARDS: z
    .string()
    .regex(/^(?:auto|\d{1,5}(?:,\d{1,5})*\/\d{1,5})$/, {
      error: 'expected auto, or the shards of this process and how many there are: 0,1/4',
    })
    .transform(shardsOf)
    .refine((shards) => shards === 'auto' || isPossible(shards), {
      error: 'expected each shard once, and below the number after the slash: they are counted from 0',
    })
    .optional(),
  HEALTH_PORT: z
    .string()
    .refine((port) => port === 'off' || (PORT.test(port) && Number(port) > 0), {
      error: 'expected a port, 1 to 65535, or off',
    })
    .optional(),
  HEALTH_HOST: z
    .string()
    .refine((host) => isIP(host) !== 0 || host === 'localhost', {
      error: 'expected an address of this machine, such as 127.0.0.1, ::1, 0.0.0.0 or ::',
    })
    .default('127.0.0.1'),
  PLAYGROUND: z.enum(['on', 'off'], { error: 'expected on or off' }).optional(),
  PLAYGROUND_PORT: port().default(PLAYGROUND_PORT),
  TRACE: z.enum(['on', 'off'], { error: 'expected on or off' }).default('off'),
});

/** What the environment sets; every variable stands in `.env.example`. */
export type Config = {
  /** Folder with a folder for each pack in it. */
  readonly knowledgeDir: string;
  /** The SQLite file, in which `:memory:` keeps nothing, or the address of a PostgreSQL database. */
  readonly database: { readonly file: string } | { readonly url: string };
  /** Days after which what people asked and said of the answers is removed; with 0 nobody's words are kept. */
  readonly retentionDays: number;
  /** Where the people who keep the knowledge are told each week what was not answered; undefined where nowhere. */
  readonly digest: { readonly platform: 'slack' | 'discord'; readonly channel: string } | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** What was set and has no effect. */
  readonly warnings: readonly string[];
  /** Undefined without a token. */
  readonly slack: SlackConfig | undefined;
  /** Undefined without a token. */
  readonly discord: DiscordConfig | undefined;
  /** Where health and metrics are served; undefined where they are switched off, or nobody asked for them in the terminal. */
  readonly health: HealthConfig | undefined;
  /** The local Slack and Discord in the browser; on without a token of either platform, unless told. */
  readonly playground: { readonly port: number } | undefined;
  /** Whether each exchange is explained in the log, words of people included. */
  readonly isTraced: boolean;
};

export type HealthConfig = { readonly host: string; readonly port: number };

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
  /** As many as Discord wants, or these of so many; one that takes everything where it is undefined. */
  readonly shards: 'auto' | ShardConfig | undefined;
};

export type ShardConfig = { readonly ids: readonly number[]; readonly count: number };

/** Names that begin like ours and are none of ours: a setting that was misspelt would be silently without effect. */
function unknownNames(set: Environment): string[] {
  return Object.keys(set)
    .filter((name) => /^(?:SLACK|DISCORD|HEALTH|KNOWLEDGE)_/.test(name) && !SETTINGS.includes(name))
    .map((name) => `${name} is no setting of Versus, so it has no effect. See .env.example`);
}

/** Every variable that is read. */
export const SETTINGS: readonly string[] = Object.keys(schema.shape);

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
    ...unreachableDigest(set),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { data } = parsed;
  const [slack, health] = [slackOf(data), healthOf(data)];
  refuseSamePort(slack, health);
  return {
    knowledgeDir: data.KNOWLEDGE_DIR,
    database: data.DATABASE_URL === undefined ? { file: data.DATABASE_FILE } : { url: data.DATABASE_URL },
    retentionDays: data.RETENTION_DAYS,
    digest: digestOf(data.DIGEST_CHANNEL),
    logLevel: data.LOG_LEVEL,
    warnings: unknownNames(set),
    slack,
    discord:
      data.DISCORD_TOKEN === undefined
        ? undefined
        : {
            token: data.DISCORD_TOKEN,
            apiUrl: data.DISCORD_API_URL.replace(/\/+$/, ''),
            shards: data.DISCORD_SHARDS,
          },
    health,
    playground: isPlaygroundOn(data) ? { port: data.PLAYGROUND_PORT } : undefined,
    isTraced: data.TRACE === 'on',
  };
}

/** Variables whose values never stand in a message, nor in a log. */
const SECRETS: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DISCORD_TOKEN',
  'DATABASE_URL',
];

/** What must stand nowhere, whatever variable it was put into: the tokens, and the password in the address of the database. */
export function secretsIn(environment: Environment): readonly string[] {
  const password = URL.parse(environment.DATABASE_URL?.trim() ?? '')?.password ?? '';
  const values = SECRETS.flatMap((name) => environment[name]?.trim() ?? []);
  return [...values, password, decoded(password)].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function problemAt(name: string, message: string, environment: Environment): string {
  const got = SECRETS.includes(name) ? 'something else' : quoted(environment[name] ?? '', secretsIn(environment));
  return `${name}: ${message}; got ${got}. See .env.example`;
}

/** The longest value that is said whole. */
const MAX_QUOTED_CHARACTERS = 40;

/** The beginning of a value, without what looks like a token, or like a user and a password in an address. */
function quoted(value: string, secrets: readonly string[]): string {
  const harmless = redact(value, secrets).replace(/^(\s*[a-z][a-z+]*:\/\/)?.*@/is, '$1…@');
  const characters = [...harmless];
  const isLong = characters.length > MAX_QUOTED_CHARACTERS;
  return JSON.stringify(isLong ? `${characters.slice(0, MAX_QUOTED_CHARACTERS).join('')}…` : harmless);
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

/** A digest for a platform that the bot does not connect to would never arrive. */
function unreachableDigest({ DIGEST_CHANNEL: channel, SLACK_BOT_TOKEN: slack, DISCORD_TOKEN: discord }: Environment) {
  const missing =
    channel?.startsWith('slack:') && slack === undefined
      ? 'SLACK_BOT_TOKEN'
      : channel?.startsWith('discord:') && discord === undefined
        ? 'DISCORD_TOKEN'
        : undefined;
  return missing === undefined ? [] : [`${missing}: expected, because DIGEST_CHANNEL is there. See .env.example`];
}

function digestOf(channel: string | undefined): Config['digest'] {
  const [platform, id] = channel?.split(':') ?? [];
  return id !== undefined && (platform === 'slack' || platform === 'discord') ? { platform, channel: id } : undefined;
}

function slackOf(data: z.output<typeof schema>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data;
  if (botToken === undefined) return undefined;
  const apiUrl = data.SLACK_API_URL.endsWith('/') ? data.SLACK_API_URL : `${data.SLACK_API_URL}/`;
  if (appToken !== undefined) return { botToken, connection: { type: 'socket', appToken }, apiUrl };
  if (signingSecret === undefined) return undefined;
  return { botToken, connection: { type: 'http', signingSecret, port: data.SLACK_PORT }, apiUrl };
}

/** A conversation in the terminal opens no port unless it is told to. */
function healthOf(data: z.output<typeof schema>): HealthConfig | undefined {
  const isConnected = data.SLACK_BOT_TOKEN !== undefined || data.DISCORD_TOKEN !== undefined;
  const set = data.HEALTH_PORT ?? (isConnected ? String(HEALTH_PORT) : 'off');
  return set === 'off' ? undefined : { host: data.HEALTH_HOST, port: Number(set) };
}

/** One of the two would find its port taken. */
function refuseSamePort(slack: SlackConfig | undefined, health: HealthConfig | undefined): void {
  if (slack?.connection.type !== 'http' || slack.connection.port !== health?.port) return;
  throw new ConfigError([
    `SLACK_PORT: expected another port than that of health and metrics (HEALTH_PORT); got "${health.port}" for both. See .env.example`,
  ]);
}

function isPlaygroundOn({ PLAYGROUND, SLACK_BOT_TOKEN, DISCORD_TOKEN }: z.output<typeof schema>): boolean {
  return PLAYGROUND === undefined ? SLACK_BOT_TOKEN === undefined && DISCORD_TOKEN === undefined : PLAYGROUND === 'on';
}

function port() {
  return z.string().regex(PORT, { error: 'expected a port, 0 to 65535' }).transform(Number);
}

function token(prefix: string, where: string) {
  return secret().startsWith(prefix, { error: `expected ${where}, which begins with ${prefix}` });
}

function secret() {
  return z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: 'expected a token: letters, digits and signs without blanks, copied whole' });
}

function shardsOf(value: string): 'auto' | ShardConfig {
  if (value === 'auto') return value;
  const [ids = '', count = ''] = value.split('/');
  return { ids: ids.split(',').map(Number), count: Number(count) };
}

function isPossible({ ids, count }: ShardConfig): boolean {
  return ids.every((id) => id < count) && new Set(ids).size === ids.length;
}

/** SQLite would take an address for one, and everything else here for the name of a file. */
function isPath(file: string): boolean {
  return !/^\s*file:/i.test(file) && (file === ':memory:' || file.trim() !== ':memory:');
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
