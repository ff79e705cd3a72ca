import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aheadOf } from '../../src/cli/doctor-request.ts';
import { registerCommands } from '../../src/platforms/discord/register-commands.ts';
import { SCOPES, slackManifest, THREAD_SCOPES } from '../../src/platforms/slack/manifest.ts';
import type { DiscordServer, DiscordServerOptions } from '../../src/playground/discord/discord.ts';
import { REFUSAL } from '../../src/playground/discord/refusals.ts';
import {
  createSlackServer,
  type SlackServer,
  type SlackServerOptions,
} from '../../src/playground/slack/slack-server.ts';
import { startServer } from '../playground/discord/local.ts';
import { changing, examined, freePort, meddledWith } from './doctor-bench.ts';

const NOBODY = `http://127.0.0.1:${await freePort()}/api`;

async function slackHere(options: SlackServerOptions = {}): Promise<SlackServer> {
  const slack = createSlackServer({ manifest: slackManifest({ mentionsOnly: false }), ...options });
  await slack.start();
  onTestFinished(() => slack.stop());
  return slack;
}

function onSlack(slack: SlackServer) {
  return {
    HEALTH_PORT: 'off',
    SLACK_BOT_TOKEN: slack.botToken(),
    SLACK_APP_TOKEN: slack.app.appToken,
    SLACK_API_URL: slack.apiUrl(),
  };
}

function withScopes(scopes: readonly string[]): SlackServerOptions {
  return { workspaces: [{ name: 'Acme', people: ['Ada'], channels: [{ name: 'general' }], scopes }] };
}

describe('versus doctor, at Slack,', () => {
  it('finds nothing wrong where nothing is, opens no connection and posts nothing', async () => {
    const slack = await slackHere();
    const { code, bad, lines, printed } = await examined(onSlack(slack));
    expect({ code, bad }).toEqual({ code: 0, bad: [] });
    expect(lines).toContain('ok slack: the bot token is good, with 8 scopes');
    expect(lines).toContain('ok slack: the app token is good: Socket Mode can be opened');
    expect(lines).toContain('ok clock: right');
    expect(lines).toContain('off discord: not set up: DISCORD_TOKEN is not set');
    expect(slack.connections()).toBe(0);
    expect(printed).not.toContain('ws://');
  });

  it.each([
    [
      'a wrong bot token',
      { SLACK_BOT_TOKEN: 'xoxb-planted' },
      'Slack refuses the bot token (invalid_auth) → copy the Bot User OAuth Token',
    ],
    [
      'a wrong app token',
      { SLACK_APP_TOKEN: 'xapp-planted' },
      'Slack refuses the app token (invalid_auth) → make an App-Level Token',
    ],
    [
      'an address where nobody is',
      { SLACK_API_URL: NOBODY },
      `Slack cannot be reached at ${NOBODY}/: ECONNREFUSED → check the network`,
    ],
  ])('says what to do about %s, and shows no token', async (_, change, says) => {
    const slack = await slackHere();
    const { code, bad, printed } = await examined({ ...onSlack(slack), ...change });
    expect(code).toBe(1);
    expect(bad).toEqual([expect.stringContaining(`problem slack: ${says}`)]);
    for (const token of ['planted', slack.botToken(), slack.app.appToken]) expect(printed).not.toContain(token);
  });

  it('names each scope that is missing with what it is for', async () => {
    const scopes = [...SCOPES, ...THREAD_SCOPES].filter((scope) => scope !== 'files:write');
    const { code, bad } = await examined(onSlack(await slackHere(withScopes(scopes))));
    expect(code).toBe(1);
    expect(bad).toEqual([
      expect.stringMatching(
        /^problem slack: the scope files:write is missing: send the rest of a long answer as a file → add it/,
      ),
    ]);
  });

  it('only warns where it hears mentions alone', async () => {
    const { code, bad } = await examined(onSlack(await slackHere(withScopes([...SCOPES]))));
    expect(code).toBe(0);
    expect(bad).toEqual([
      expect.stringMatching(/^warning slack: without the scope channels:history it cannot follow a thread/),
      expect.stringMatching(/^warning slack: without the scope groups:history it cannot do the same in private/),
    ]);
  });

  it('says that Socket Mode is off', async () => {
    const slack = await slackHere({ manifest: slackManifest({ mentionsOnly: false, url: 'https://bot.example' }) });
    const { bad } = await examined(onSlack(slack));
    expect(bad).toEqual([expect.stringMatching(/^problem slack: Socket Mode is off .*SLACK_SIGNING_SECRET for HTTP$/)]);
  });

  it.each([
    ['token_revoked', 'install it again'],
    ['account_inactive', 'install it again'],
    ['token_expired', 'switch token rotation off'],
    ['internal_error', 'slack-status.com'],
    ['ratelimited', 'wait a minute'],
  ])('says what to do about "%s"', async (error, todo) => {
    const slack = await slackHere();
    slack.faults.api('auth.test', { kind: 'refused', error });
    const { bad } = await examined(onSlack(slack));
    expect(bad[0]).toMatch(new RegExp(`problem slack: Slack refuses the bot token \\(${error}\\) → .*${todo}`));
  });

  it.each([
    ['holds back', { kind: 'rate-limited' }, /^warning slack: Slack holds us back \(429\)/],
    [
      'cuts the line',
      { kind: 'reset', isStored: false },
      /^problem slack: Slack cannot be reached at \S+: (?:ECONNRESET|UND_ERR_SOCKET)/,
    ],
  ] as const)('says so when Slack %s', async (_, fault, line) => {
    const slack = await slackHere();
    slack.faults.api('auth.test', fault);
    expect((await examined(onSlack(slack))).bad).toEqual([expect.stringMatching(line)]);
  });

  it('says that something else answers, and follows no redirection with a token', async () => {
    const slack = await slackHere();
    const page = await meddledWith(slack.origin(), () => ({
      body: '<html>',
      status: 302,
      headers: { location: slack.apiUrl() },
    }));
    const { bad } = await examined({ ...onSlack(slack), SLACK_API_URL: `${page}/api/` });
    expect(bad).toEqual([expect.stringMatching(/^problem slack: \S+ answers 302, and not as Slack does/)]);
  });

  it('knows a token that is of no bot, one without connections:write, and an answer without scopes', async () => {
    const slack = await slackHere();
    const person = await meddledWith(slack.origin(), changing('auth.test', { bot_id: undefined }));
    const weak = await meddledWith(slack.origin(), changing('connections.open', { ok: false, error: 'missing_scope' }));
    const through = (origin: string) => examined({ ...onSlack(slack), SLACK_API_URL: `${origin}/api/` });
    expect((await through(person)).bad).toEqual([expect.stringContaining('the bot token is not the one of a bot')]);
    expect((await through(weak)).bad).toEqual([expect.stringContaining('has not the scope connections:write')]);
  });

  it('tells of HTTP mode what can be told, whether the bot runs or not', async () => {
    const slack = await slackHere();
    const { SLACK_APP_TOKEN: _, ...rest } = onSlack(slack);
    const http = { ...rest, SLACK_SIGNING_SECRET: slack.app.signingSecret };
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const [running, free] = [
      await examined({ ...http, SLACK_PORT: port }),
      await examined({ ...http, SLACK_PORT: '0' }),
    ];
    expect(running.lines.join('\n')).toContain(`HTTP on port ${port}, where something listens: the bot, if it runs`);
    expect(free.lines.join('\n')).toContain('HTTP on port 0, which is free');
    expect(running.printed).not.toContain(slack.app.signingSecret);
  });
});

async function discordHere(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const discord = await startServer({ intents: ['messageContent'], ...options });
  await registerCommands({ token: discord.token, apiUrl: discord.apiUrl() }, () => {});
  return discord;
}

function onDiscord(discord: DiscordServer) {
  return { HEALTH_PORT: 'off', DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl() };
}

async function behind(discord: DiscordServer, end: string, change: object) {
  const origin = await meddledWith(new URL(discord.apiUrl()).origin, changing(end, change));
  return examined({ ...onDiscord(discord), DISCORD_API_URL: `${origin}/api` });
}

describe('versus doctor, at Discord,', () => {
  it('finds nothing wrong where nothing is, and opens no connection', async () => {
    const discord = await discordHere();
    const { code, bad, lines, printed } = await examined(onDiscord(discord));
    expect({ code, bad }).toEqual({ code: 0, bad: [] });
    expect(lines.filter((line) => line.includes(' discord: '))).toEqual([
      'ok discord: the token is good',
      'ok discord: it sees messages without a mention',
      expect.stringMatching(/^ok discord: \d+ of 1000 starts are left for the next 24 h$/),
      'ok discord: its commands are registered',
      'ok discord: it has its permissions in 1 server; channels may still take them away',
    ]);
    expect(lines).toContain('off slack: not set up: SLACK_BOT_TOKEN is not set');
    expect(discord.connectedSessions()).toBe(0);
    expect(printed).not.toContain(discord.token);
  });

  it('says what to do about a wrong token, and does not show it', async () => {
    const { code, bad, printed } = await examined({ ...onDiscord(await discordHere()), DISCORD_TOKEN: 'a.b.planted' });
    expect(code).toBe(1);
    expect(bad).toEqual([
      expect.stringMatching(/^problem discord: Discord refuses the token \(401\) → copy the token/),
    ]);
    expect(printed).not.toContain('planted');
  });

  it('warns of the intent that is off, of commands that are not registered, and of servers that are none', async () => {
    const discord = await startServer({ guilds: [] });
    const { code, bad } = await examined(onDiscord(discord));
    expect(code).toBe(1);
    expect(bad).toEqual([
      expect.stringMatching(
        /^warning discord: the Message Content Intent is off: .* → switch "Message Content Intent" on/,
      ),
      expect.stringMatching(
        /^problem discord: (?:a command is|\d+ commands are) not as in this version → run versus discord-commands$/,
      ),
      expect.stringMatching(/^warning discord: it is in no server → open the first link/),
    ]);
  });

  it('names permissions that are missing, where, and what for; the names of servers are letters only', async () => {
    const plan = { people: ['ann'], channels: [{ name: 'general' }] };
    const few = { memberPermissions: ['ViewChannel', 'SendMessages'] } as const;
    const discord = await discordHere({
      guilds: [
        { name: 'All', ...plan, botPermissions: ['Administrator'], ...few },
        { name: `Odd \u001B[2J${'x'.repeat(50)}`, ...plan, ...few },
        ...['B', 'C', 'D'].map((name) => ({ name, ...plan, ...few })),
      ],
    });
    const { code, bad } = await examined(onDiscord(discord));
    expect(code).toBe(0);
    expect(bad.map((line) => /"[^"]+"/.exec(line)?.[0])).toEqual([
      '"Create Public Threads"',
      '"Send Messages in Threads"',
      '"Read Message History"',
      '"Attach Files"',
    ]);
    expect(bad[0]).toMatch(
      / is missing in 4 of 5 servers \(Odd \[2Jx+…, B, C, …\): answer in a thread under the question → /,
    );
  });

  it.each([
    [
      'an endpoint that takes the commands',
      '/applications/@me',
      { interactions_endpoint_url: 'https://x.example' },
      /^problem discord: commands and buttons go to an Interactions Endpoint URL/,
    ],
    [
      'a grant that links cannot give',
      '/applications/@me',
      { bot_require_code_grant: true },
      /^problem discord: .*code grant is required/,
    ],
    [
      'an app that no server can install',
      '/applications/@me',
      { integration_types_config: { 1: {} } },
      /^problem discord: it cannot be installed in a server/,
    ],
    [
      'starts that are used up',
      '/gateway/bot',
      { session_start_limit: { total: 1000, remaining: 0, reset_after: 7e6 } },
      /^problem discord: 0 of 1000 starts are left for the next 2 h: the bot cannot connect/,
    ],
    [
      'starts that run out',
      '/gateway/bot',
      { session_start_limit: { total: 1000, remaining: 7, reset_after: 7e6 } },
      /^warning discord: 7 of 1000 starts are left/,
    ],
    [
      'too many servers for one connection',
      '/gateway/bot',
      { shards: 4 },
      /^warning discord: Discord recommends 4 shards; here there are 1 → set DISCORD_SHARDS=auto$/,
    ],
  ])('says what to do about %s', async (_, end, change, line) => {
    const { bad } = await behind(await discordHere(), end, change);
    expect(bad).toEqual([expect.stringMatching(line)]);
  });

  it.each([
    ['holds back', { kind: 'rateLimit', retryAfterMs: 1000 }, /^warning discord: Discord holds us back \(429\)/],
    [
      'is broken',
      { kind: 'refuse', with: REFUSAL.serverError },
      /^problem discord: \S+ answers 500, and not as Discord does/,
    ],
    ['cuts the line', { kind: 'reset' }, /^problem discord: Discord cannot be reached at \S+: /],
  ] as const)('says so when Discord %s', async (_, fault, line) => {
    const discord = await discordHere();
    discord.faults.onRequest({ path: /^\/applications\/@me$/, fault });
    expect((await examined(onDiscord(discord))).bad).toEqual([expect.stringMatching(line)]);
  });

  it.each([
    ['auto', 0],
    ['0,1/4', 0],
    ['0/2', 1],
  ])('counts the shards that it is told of: %s', async (shards, warnings) => {
    const discord = await discordHere();
    const origin = await meddledWith(new URL(discord.apiUrl()).origin, changing('/gateway/bot', { shards: 4 }));
    const { bad } = await examined({ ...onDiscord(discord), DISCORD_SHARDS: shards, DISCORD_API_URL: `${origin}/api` });
    expect(bad).toHaveLength(warnings);
  });

  it('goes on with the rest where one thing cannot be asked', async () => {
    const discord = await discordHere();
    for (const path of [/^\/gateway\/bot/, /^\/users\/@me\/guilds/, /commands/])
      discord.faults.onRequest({ path, fault: { kind: 'refuse', with: REFUSAL.serverError } });
    const { bad, lines } = await examined(onDiscord(discord));
    expect(bad).toHaveLength(3);
    expect(lines).toContain('ok discord: the token is good');
  });

  it('says so where the commands cannot be read', async () => {
    const discord = await discordHere();
    const origin = await meddledWith(new URL(discord.apiUrl()).origin, ({ path }) =>
      path.includes('/commands') ? { body: '{"odd":1}' } : {},
    );
    const { bad } = await examined({ ...onDiscord(discord), DISCORD_API_URL: `${origin}/api` });
    expect(bad).toEqual(['warning discord: its commands cannot be read → run versus discord-commands']);
  });
});

describe('versus doctor, by the clock of the platforms,', () => {
  it.each([
    [60_000, 0, /^warning clock: this machine's clock is (?:59|60|61) s ahead: .* → let it be set by NTP/],
    [-60_000, 0, /^warning clock: this machine's clock is (?:59|60|61) s behind/],
    [400_000, 1, /^problem clock: this machine's clock is (?:399|400|401) s ahead: Slack's signatures are refused/],
  ])('finds that this machine is %d ms off', async (aheadMs, code, line) => {
    const found = await examined(onSlack(await slackHere()), { aheadMs });
    expect(found.code).toBe(code);
    expect(found.bad).toEqual([expect.stringMatching(line)]);
  });

  it('says of both the one that differs more', async () => {
    const [slack, discord] = [await slackHere(), await discordHere()];
    const late = await meddledWith(slack.origin(), () => ({
      headers: { date: new Date(Date.now() - 90_000).toUTCString() },
    }));
    const both = { ...onSlack(slack), SLACK_API_URL: `${late}/api/`, ...onDiscord(discord) };
    expect((await examined(both)).bad).toEqual([expect.stringMatching(/^warning clock: .* (?:89|90|91) s ahead/)]);
  });

  it.each([
    ['the same second', '12:00:05', 5.0, 5.9, 0],
    ['a date that lacks its milliseconds', '12:00:05', 5.9, 6.2, 0],
    ['a clock that is ahead', '12:00:05', 16, 17, 10_001],
    ['a clock that is behind', '12:00:25', 5, 6, -19_000],
  ])('allows for %s', (_, at, sent, received, expected) => {
    const start = Date.parse('2026-11-22T12:00:00Z');
    const date = new Date(`2026-11-22T${at}Z`).toUTCString();
    expect(aheadOf(date, start + sent * 1000, start + received * 1000)).toBe(expected);
  });

  it('knows nothing without a date', () => {
    expect([aheadOf(null, 0, 0), aheadOf('soon', 0, 0)]).toEqual([undefined, undefined]);
  });
});
