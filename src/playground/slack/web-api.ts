import { z } from 'zod';
import { AGENT_METHODS } from './agent-methods.ts';
import { defineMethod, done, type Method, missingScope, refused, TIER_4, textArg } from './api-method.ts';
import { hasScope, type Install } from './app.ts';
import { CHAT_METHODS } from './chat-methods.ts';
import { CONVERSATION_METHODS } from './conversation-methods.ts';
import { FILE_METHODS } from './file-methods.ts';
import { type JsonObject, textIn } from './json.ts';
import type { Slack } from './slack.ts';
import { STREAM_METHODS } from './stream-methods.ts';
import { VIEW_METHODS } from './view-methods.ts';

export type ApiReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
};

export type WebApi = {
  /** Answers one call; `token` is what came in the Authorization header or the `token` argument. */
  readonly answer: (method: string, args: JsonObject, token: string) => ApiReply;
};

export type WebApiOptions = {
  readonly slack: Slack;
  /** The address of a new Socket Mode connection. */
  readonly newSocketAddress: () => string;
  readonly rateLimits: 'tiers' | 'off';
};

const MINUTE_MS = 60_000;

const METHODS: Readonly<Record<string, Method>> = {
  ...AGENT_METHODS,
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...STREAM_METHODS,
  ...VIEW_METHODS,
  'auth.test': defineMethod({
    tier: TIER_4,
    args: z.object({}),
    run: (_, { install, slack }) => {
      const workspace = slack.world.workspace(install.workspace);
      return done({
        url: `https://${workspace?.domain}.slack.com/`,
        team: workspace?.name,
        team_id: install.workspace,
        user: install.user.name,
        user_id: install.user.id,
        bot_id: install.bot,
        is_enterprise_install: false,
      });
    },
  }),
  'team.info': defineMethod({
    scopes: ['team:read'],
    tier: TIER_4,
    args: z.object({ team: textArg.optional() }),
    run: (_, { install, slack }) => {
      const workspace = slack.world.workspace(install.workspace);
      return done({ team: { id: install.workspace, name: workspace?.name, domain: workspace?.domain } });
    },
  }),
};

/** The Web API: who calls, whether they may, how often, and then the method itself. */
export function createWebApi({ slack, newSocketAddress, rateLimits }: WebApiOptions): WebApi {
  const windows = new Map<string, { readonly startMs: number; calls: number }>();

  return {
    answer: (name, args, token) => {
      if (token === '') return plain(refused('not_authed'));
      if (name === 'apps.connections.open') return plain(openConnection(token));
      if (slack.app.wasRevoked(token)) return plain(refused('token_revoked'));
      if (token === slack.app.appToken) return plain(refused('not_allowed_token_type'));
      const install = slack.app.installWith(token);
      if (!install) return plain(refused('invalid_auth'));
      const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
      if (!method) return plain(refused('unknown_method', { req_method: name }));
      const headers = {
        'x-oauth-scopes': install.scopes.join(','),
        'x-accepted-oauth-scopes': method.scopes.join(','),
      };
      const waitSeconds = secondsToWait(name, method, args, install);
      if (waitSeconds > 0) return rateLimited(waitSeconds);
      const body = hasScope(install, ...method.scopes)
        ? method.call(args, { install, slack })
        : missingScope(install, method.scopes);
      return { status: 200, headers, body };
    },
  };

  function openConnection(token: string): JsonObject {
    if (token.startsWith('xoxb-')) return refused('not_allowed_token_type');
    if (token !== slack.app.appToken) return refused('invalid_auth');
    if (!slack.app.manifest.settings.socket_mode_enabled) return refused('forbidden_request');
    return done({ url: newSocketAddress() });
  }

  function secondsToWait(name: string, { tier }: Method, args: JsonObject, install: Install): number {
    if (rateLimits === 'off') return 0;
    const channel = tier.per === 'channel' ? textIn(args.channel ?? args.channel_id) : '';
    const key = JSON.stringify([name, install.workspace, channel]);
    const now = slack.now();
    const window = windows.get(key);
    if (!window || now - window.startMs >= MINUTE_MS) {
      windows.set(key, { startMs: now, calls: 1 });
      return 0;
    }
    window.calls += 1;
    if (window.calls <= tier.perMinute) return 0;
    return Math.ceil((MINUTE_MS - (now - window.startMs)) / 1000);
  }
}

/** What Slack answers to a call that came too soon; without seconds, it does not say when to come back. */
export function rateLimited(retryAfterSeconds: number | undefined): ApiReply {
  return {
    status: 429,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: refused('ratelimited'),
  };
}

function plain(body: JsonObject): ApiReply {
  return { status: 200, headers: {}, body };
}
