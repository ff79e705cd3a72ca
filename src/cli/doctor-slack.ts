import { createServer } from 'node:net';
import * as z from 'zod';
import type { SlackConfig } from '../config.ts';
import { EVENTS_PATH, SCOPES, THREAD_SCOPES } from '../platforms/slack/manifest.ts';
import type { Finding } from './doctor-report.ts';
import { type Asked, ask } from './doctor-request.ts';

/** What was found at a platform, and by how much our clock is ahead of its own. */
export type ExaminedPlatform = { readonly findings: readonly Finding[]; readonly aheadMs: number | undefined };

/** Asks Slack about the tokens and what they allow; opens no connection and posts nothing. */
export async function examineSlack(config: SlackConfig, now: () => number): Promise<ExaminedPlatform> {
  const { apiUrl, botToken, connection } = config;
  const call = (method: string, token: string) =>
    ask(new URL(method, apiUrl).href, { method: 'POST', authorization: `Bearer ${token}` }, now);
  const tested = await call('auth.test', botToken);
  const aheadMs = tested.type === 'answered' ? tested.aheadMs : undefined;
  const trouble = troubleReaching(tested, apiUrl);
  if (trouble) return { findings: [trouble], aheadMs };
  const line =
    connection.type === 'socket'
      ? socketFinding(await call('apps.connections.open', connection.appToken), apiUrl)
      : await portFinding(connection.port);
  return { findings: [...botFindings(tested), line], aheadMs };
}

/** What each scope is for. */
const USES: Readonly<Record<(typeof SCOPES)[number] | (typeof THREAD_SCOPES)[number], string>> = {
  'app_mentions:read': 'see when it is mentioned',
  'assistant:write': 'suggest questions in its pane',
  'chat:write': 'answer',
  commands: '/versus and the shortcut of a message',
  'files:write': 'send the rest of a long answer as a file',
  'im:history': 'read what it is told directly',
  'channels:history':
    'follow a thread of a public channel without a mention, and find an answer again that may stand there',
  'groups:history': 'the same in private channels',
};

const REINSTALL =
  'add it under "OAuth & Permissions" of your app (or paste versus slack-manifest anew), and install the app again';
const COPY_BOT = 'copy the Bot User OAuth Token (xoxb-…) of "OAuth & Permissions" into SLACK_BOT_TOKEN';
const COPY_APP =
  'make an App-Level Token (xapp-…) with connections:write under "Basic Information", and copy it into SLACK_APP_TOKEN';

const identity = z.object({ ok: z.literal(true), bot_id: z.string().optional() });
const refusal = z.object({ ok: z.literal(false), error: z.string().regex(/^[a-z_]{1,60}$/) });

/** Why there is no answer of Slack's to look at. */
function troubleReaching(asked: Asked, apiUrl: string): Finding | undefined {
  if (asked.type === 'unreachable')
    return problem(
      `Slack cannot be reached at ${apiUrl}: ${asked.reason}`,
      'check the network, a proxy and a firewall, and SLACK_API_URL where it is set',
    );
  if (asked.status === 429) return warning('Slack holds us back (429): too many calls', 'wait a minute, and ask again');
  if (identity.safeParse(asked.body).success || refusal.safeParse(asked.body).success) return undefined;
  return problem(
    `${apiUrl} answers ${asked.status}, and not as Slack does`,
    'check SLACK_API_URL and a proxy in between; see slack-status.com',
  );
}

function botFindings(tested: Asked): Finding[] {
  if (tested.type === 'unreachable') return [];
  const refused = refusal.safeParse(tested.body).data;
  if (refused) return [problem(`Slack refuses the bot token (${refused.error})`, adviceOnBot(refused.error))];
  if (identity.safeParse(tested.body).data?.bot_id === undefined)
    return [problem('the bot token is not the one of a bot', COPY_BOT)];
  const granted = tested.headers.get('x-oauth-scopes');
  if (granted === null) return [warning('Slack does not say which scopes the bot has', 'see "OAuth & Permissions"')];
  const has = new Set(granted.split(',').map((scope) => scope.trim()));
  const missing = SCOPES.filter((scope) => !has.has(scope));
  const unheard = THREAD_SCOPES.filter((scope) => !has.has(scope));
  return [
    ...missing.map((scope) => problem(`the scope ${scope} is missing: ${USES[scope]}`, REINSTALL)),
    ...unheard.map((scope) => warning(`without the scope ${scope} it cannot ${asAbility(USES[scope])}`, REINSTALL)),
    good(`the bot token is good, with ${has.size} scopes`),
  ];
}

function asAbility(use: string): string {
  return use.startsWith('the same') ? 'do the same in private channels' : use;
}

function adviceOnBot(code: string): string {
  switch (code) {
    case 'account_inactive':
    case 'token_revoked':
      return `the app was uninstalled, or its token taken back: install it again; then ${COPY_BOT}`;
    case 'token_expired':
      return `switch token rotation off for the app, and install it again; then ${COPY_BOT}`;
    case 'ratelimited':
      return 'wait a minute, and ask again';
    case 'internal_error':
    case 'fatal_error':
    case 'service_unavailable':
      return 'ask again later; see slack-status.com';
  }
  return COPY_BOT;
}

function socketFinding(opened: Asked, apiUrl: string): Finding {
  const trouble = troubleReaching(opened, apiUrl);
  if (trouble) return trouble;
  const refused = opened.type === 'answered' ? refusal.safeParse(opened.body).data : undefined;
  if (!refused) return good('the app token is good: Socket Mode can be opened');
  if (refused.error === 'forbidden_request')
    return problem(
      `Socket Mode is off for this app (${refused.error})`,
      'switch it on under "Socket Mode"; or take SLACK_APP_TOKEN out and set SLACK_SIGNING_SECRET for HTTP',
    );
  if (refused.error === 'missing_scope')
    return problem('the app token has not the scope connections:write: no connection without it', COPY_APP);
  return problem(`Slack refuses the app token (${refused.error})`, COPY_APP);
}

/** Whether Slack's HTTP mode can listen; the signing secret can only be proven by Slack itself. */
async function portFinding(port: number): Promise<Finding> {
  const code = await listeningFault(port);
  if (code === undefined || code === 'EADDRINUSE')
    return good(
      `HTTP on port ${port}, ${code === undefined ? 'which is free' : 'where something listens: the bot, if it runs'}; ` +
        `Slack proves the signing secret when it verifies the address (…${EVENTS_PATH}) under "Event Subscriptions"`,
    );
  return problem(`cannot listen on port ${port} (${code})`, 'set SLACK_PORT to a port that the bot may use');
}

function listeningFault(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.name));
    server.listen(port, () => server.close(() => resolve(undefined)));
  });
}

function problem(says: string, todo: string): Finding {
  return { area: 'slack', level: 'problem', says, todo };
}

function warning(says: string, todo: string): Finding {
  return { area: 'slack', level: 'warning', says, todo };
}

function good(says: string): Finding {
  return { area: 'slack', level: 'ok', says };
}
