import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigError, readConfig } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '..');
const DEFAULTS: Config = {
  knowledgeDir: join(ROOT, 'knowledge'),
  database: { file: join(ROOT, 'data', 'versus.sqlite') },
  retentionDays: 180,
  digest: undefined,
  logLevel: 'warn',
  warnings: [],
  slack: undefined,
  discord: undefined,
  health: undefined,
  playground: { port: 3000 },
  isTraced: false,
};
/** Beside a platform health is served, and the playground is off. */
const CONNECTED: Config = { ...DEFAULTS, health: { host: '127.0.0.1', port: 9464 }, playground: undefined };
const SLACK_API = 'https://slack.com/api/';
const DISCORD_API = 'https://discord.com/api';
const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc' };

describe('the configuration', () => {
  for (const [title, environment, expected] of [
    ['needs nothing to be set', {}, DEFAULTS],
    ['takes an empty variable as not set', { KNOWLEDGE_DIR: '', DATABASE_FILE: '  ', LOG_LEVEL: '\t' }, DEFAULTS],
    ['takes a variable without a value as not set', { LOG_LEVEL: undefined }, DEFAULTS],
    ['leaves alone what is not its own', { PATH: '/bin', LOGLEVEL: 'loud' }, DEFAULTS],
    [
      'is what the environment sets',
      { KNOWLEDGE_DIR: '/srv/knowledge', DATABASE_FILE: ':memory:', LOG_LEVEL: 'debug' },
      { ...DEFAULTS, knowledgeDir: '/srv/knowledge', database: { file: ':memory:' }, logLevel: 'debug' },
    ],
    [
      'takes an app token for Socket Mode, also beside a signing secret',
      { ...SOCKET, SLACK_SIGNING_SECRET: 'abc' },
      {
        ...CONNECTED,
        slack: { botToken: 'xoxb-1', connection: { type: 'socket', appToken: 'xapp-1' }, apiUrl: SLACK_API },
      },
    ],
    [
      'takes a signing secret without an app token for HTTP',
      { ...HTTP, SLACK_PORT: '8080' },
      {
        ...CONNECTED,
        slack: {
          botToken: 'xoxb-1',
          connection: { type: 'http', signingSecret: 'abc', port: 8080 },
          apiUrl: SLACK_API,
        },
      },
    ],
    [
      'warns of a name that is nearly one of its own',
      { SLACK_TOKEN: 'xoxb-1', DISCORD_BOT_TOKEN: 'x' },
      {
        ...DEFAULTS,
        warnings: [
          'SLACK_TOKEN is no setting of Versus, so it has no effect. See .env.example',
          'DISCORD_BOT_TOKEN is no setting of Versus, so it has no effect. See .env.example',
        ],
      },
    ],
    [
      'takes any path for the database',
      { DATABASE_FILE: './file:1 /versus.sqlite ' },
      { ...DEFAULTS, database: { file: './file:1 /versus.sqlite ' } },
    ],
    ['has no playground where it is told so', { PLAYGROUND: 'off' }, { ...DEFAULTS, playground: undefined }],
    [
      'has a playground beside a platform where it is told so, on the port it is told',
      { DISCORD_TOKEN: 't', PLAYGROUND: 'on', PLAYGROUND_PORT: '4000', TRACE: 'on' },
      { ...CONNECTED, discord: { token: 't', apiUrl: DISCORD_API }, playground: { port: 4000 }, isTraced: true },
    ],
    [
      'takes how long words are kept, and a channel for the digest',
      { RETENTION_DAYS: '0', DIGEST_CHANNEL: 'discord:123', DISCORD_TOKEN: 't' },
      {
        ...CONNECTED,
        retentionDays: 0,
        digest: { platform: 'discord', channel: '123' },
        discord: { token: 't', apiUrl: DISCORD_API },
      },
    ],
    [
      'takes PostgreSQL before the file',
      { DATABASE_URL: 'postgres://versus:secret@db/versus', DATABASE_FILE: 'x' },
      { ...DEFAULTS, database: { url: 'postgres://versus:secret@db/versus' } },
    ],
    [
      'takes a token for Discord, whatever blanks are around it',
      { DISCORD_TOKEN: ' a.b.c\n' },
      { ...CONNECTED, discord: { token: 'a.b.c', apiUrl: DISCORD_API, shards: undefined } },
    ],
    [
      'takes as many shards as Discord wants',
      { DISCORD_TOKEN: 't', DISCORD_SHARDS: 'auto' },
      { ...CONNECTED, discord: { token: 't', apiUrl: DISCORD_API, shards: 'auto' } },
    ],
    [
      'takes some shards of a number',
      { DISCORD_TOKEN: 't', DISCORD_SHARDS: ' 0,3/4 ' },
      { ...CONNECTED, discord: { token: 't', apiUrl: DISCORD_API, shards: { ids: [0, 3], count: 4 } } },
    ],
    [
      'takes addresses of other servers, with or without a slash at the end',
      {
        ...SOCKET,
        SLACK_API_URL: 'http://127.0.0.1:9/api',
        DISCORD_TOKEN: 't',
        DISCORD_API_URL: 'http://localhost:9/api/',
      },
      {
        ...CONNECTED,
        slack: {
          botToken: 'xoxb-1',
          connection: { type: 'socket', appToken: 'xapp-1' },
          apiUrl: 'http://127.0.0.1:9/api/',
        },
        discord: { token: 't', apiUrl: 'http://localhost:9/api', shards: undefined },
      },
    ],
    [
      'serves health where it is told to, also in the terminal',
      { HEALTH_PORT: '8080', HEALTH_HOST: '0.0.0.0' },
      { ...DEFAULTS, health: { host: '0.0.0.0', port: 8080 } },
    ],
    ['serves no health in the terminal for an address alone', { HEALTH_HOST: '::1' }, DEFAULTS],
    [
      'serves no health where that is switched off',
      { DISCORD_TOKEN: 't', HEALTH_PORT: 'off' },
      { ...CONNECTED, health: undefined, discord: { token: 't', apiUrl: DISCORD_API } },
    ],
    ...[
      'postgresql://us%40er:p%2F%40%23%3F%25@db:5433/versus?sslmode=require#x',
      'postgres://versus:secret@/versus?host=/run/postgresql',
      'postgres:///versus',
    ].map(
      (url) =>
        [`takes an address of PostgreSQL: ${url}`, { DATABASE_URL: url }, { ...DEFAULTS, database: { url } }] as const,
    ),
    [
      'warns of a setting of health that is none',
      { HEALTH_PROT: '1' },
      { ...DEFAULTS, warnings: ['HEALTH_PROT is no setting of Versus, so it has no effect. See .env.example'] },
    ],
  ] as const) {
    it(title, () => {
      expect(readConfig(environment)).toEqual(expected);
    });
  }

  for (const level of ['loud', 'WARN', 'warn, info']) {
    it(`names a variable that cannot be used, what was expected, and what is there: "${level}"`, () => {
      expect(problemsOf({ LOG_LEVEL: level, DATABASE_FILE: ':memory:' })).toEqual([
        `LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent; got "${level}". See .env.example`,
      ]);
    });
  }

  for (const [title, environment, problems] of [
    [
      'a time that is no number of days',
      { RETENTION_DAYS: '6 months' },
      [/^RETENTION_DAYS: expected a number of days/],
    ],
    [
      'a channel without its platform',
      { DIGEST_CHANNEL: '#general' },
      [/^DIGEST_CHANNEL: expected the id of a channel/],
    ],
    [
      'a channel of a platform without a token',
      { DIGEST_CHANNEL: 'slack:C123' },
      [/^SLACK_BOT_TOKEN: expected, because DIGEST_CHANNEL/],
    ],
    [
      'a bot token alone',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      [/^SLACK_APP_TOKEN: expected beside SLACK_BOT_TOKEN .*Socket Mode/],
    ],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, [/^SLACK_BOT_TOKEN: expected beside/]],
    ...['file:versus.sqlite', 'FILE:///srv/versus.sqlite?mode=ro', ' file::memory:', ' :memory:', ':memory: '].map(
      (file) =>
        [
          `a database that is no path: "${file}"`,
          { DATABASE_FILE: file },
          [/^DATABASE_FILE: expected the path of a file, or :memory: .*; got "/],
        ] as const,
    ),
    ['a signing secret alone', { SLACK_SIGNING_SECRET: 'abc' }, [/^SLACK_BOT_TOKEN: expected beside/]],
    [
      'tokens that were mixed up, and shows neither',
      { SLACK_BOT_TOKEN: 'xapp-planted', SLACK_APP_TOKEN: 'xoxb-planted' },
      [
        /^SLACK_BOT_TOKEN: .*begins with xoxb-; got something else/,
        /^SLACK_APP_TOKEN: .*begins with xapp-; got something else/,
      ],
    ],
    ['a token with a blank in it', { DISCORD_TOKEN: 'Bot planted' }, [/^DISCORD_TOKEN: expected a token: /]],
    [
      'a port that is none',
      { ...HTTP, SLACK_PORT: '99999' },
      [/^SLACK_PORT: expected a port, 0 to 65535; got "99999"/],
    ],
    ...['99999', '-1', 'no', '65536', '80.5', '0', '00'].map(
      (port) =>
        [`a port of health that is none: ${port}`, { HEALTH_PORT: port }, [/^HEALTH_PORT: expected a port/]] as const,
    ),
    ['a host of health that is no address', { HEALTH_HOST: 'versus.example' }, [/^HEALTH_HOST: expected an address/]],
    ...[
      'http://slack.example/api',
      'ftp://127.0.0.1/',
      'nonsense',
      'http://127.0.0.1.evil.example/',
      'https://u:p@slack.example/',
      'https://:planted@slack.example/',
      'http://u:plan/planted@slack.example/',
      'u:planted@slack.example',
      'https://u:@planted@slack.example/?a',
      'https://slack.example/api?',
    ].map(
      (address) =>
        [
          `an address that tokens must not go to: ${address}`,
          { SLACK_API_URL: address },
          [/^SLACK_API_URL: expected an https address/],
        ] as const,
    ),
    ...['12/planted', '12?planted', '12#planted', 'a@planted', 'a@1/planted', '%planted', 'plan%4'].map(
      (password) =>
        [
          `a password that is not escaped: ${password}`,
          { DATABASE_URL: `postgres://user:${password}@127.0.0.1/db` },
          [/^DATABASE_URL: escape \/ @ # \? % in the password: %2F %40 %23 %3F %25; got something else/],
        ] as const,
    ),
    [
      'one port for two things',
      { ...HTTP, SLACK_PORT: '9464' },
      [/^SLACK_PORT: expected another port than that of health and metrics \(HEALTH_PORT\); got "9464" for both/],
    ],
    [
      'a token in the place of something else, and shows none of it',
      { LOG_LEVEL: 'xoxb-planted', TRACE: `${'planted'.repeat(4).slice(2)}.planted.${'planted'.repeat(6)}` },
      [/^LOG_LEVEL: .*; got "\[redacted\]"/, /^TRACE: .*; got "\[redacted\]"/],
    ],
    [
      'a secret, or a password, in the place of something else',
      {
        ...HTTP,
        SLACK_SIGNING_SECRET: 'my-planted',
        DATABASE_URL: 'postgres://u:d%2Fplanted@h/d',
        LOG_LEVEL: 'd/planted',
        TRACE: 'my-planted',
      },
      [/^LOG_LEVEL: .*; got "\[redacted\]"/, /^TRACE: .*; got "\[redacted\]"/],
    ],
    [
      'a value that is long, and shows its beginning',
      { LOG_LEVEL: `loud ${'and louder '.repeat(9)}` },
      [/; got "loud and louder and louder and louder an…"\. See/],
    ],
    ...['4', '0/', '/4', 'AUTO', '0-1/4', '0;1/4', '-1/4', '0,/4', '0/4/5'].map(
      (shards) =>
        [
          `shards that are none: ${shards}`,
          { DISCORD_SHARDS: shards },
          [/^DISCORD_SHARDS: expected auto, or the shards of this process and how many there are: 0,1\/4; got /],
        ] as const,
    ),
    ...['4/4', '0,0/4', '0/0'].map(
      (shards) =>
        [
          `shards that cannot be: ${shards}`,
          { DISCORD_SHARDS: shards },
          [/^DISCORD_SHARDS: expected each shard once, and below the number after the slash/],
        ] as const,
    ),
    [
      'every problem together',
      { LOG_LEVEL: 'loud', SLACK_BOT_TOKEN: 'xoxb-1', DISCORD_API_URL: 'x' },
      [/^LOG_LEVEL/, /^DISCORD_API_URL/, /^SLACK_APP_TOKEN/],
    ],
  ] as const) {
    it(`says what is wrong with ${title}`, () => {
      const found = problemsOf(environment);
      expect(found).toEqual(problems.map((pattern) => expect.stringMatching(pattern)));
      expect(found.join()).not.toContain('planted');
    });
  }
});

describe('.env.example', () => {
  const text = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const lines = text.split('\n');
  const nameOf = (line: string) => /^(?:# ?)?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
  const names = lines.flatMap((line) => nameOf(line) ?? []);

  it('holds every variable that the bot or compose.yaml reads, and no other, once', () => {
    const source = readFileSync(join(ROOT, 'src', 'config.ts'), 'utf8');
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]*): (?:z|token|secret|apiUrl|port)\b/gm)].map(
      (match) => match[1],
    );
    expect(read).toContain('LOG_LEVEL');
    const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
    const composed = [...compose.matchAll(/\$\{(\w+)/g)].map((match) => match[1]);
    expect([...names].sort()).toEqual([...new Set([...read, ...composed])].sort());
  });

  it('says in a comment above each variable what it is', () => {
    for (const name of names) {
      const above = lines[lines.findIndex((line) => nameOf(line) === name) - 1] ?? '';
      expect(above, name).toMatch(/^# .*\w/);
      expect(nameOf(above), name).toBeUndefined();
    }
  });

  it('can be used as it is, and changes nothing', () => {
    expect(readConfig(parse(text))).toEqual(readConfig({}));
  });
});

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}
