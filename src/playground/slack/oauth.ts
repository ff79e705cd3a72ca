import { refused } from './api-method.ts';
import { type JsonObject, textIn } from './json.ts';
import type { Slack } from './slack.ts';

/** Installing an app: the page that a person is sent to, which always says yes, and the exchange of its code. */
export type OAuth = {
  /** Where the browser goes next; undefined when the request is not valid. */
  readonly authorize: (query: URLSearchParams) => string | undefined;
  readonly exchange: (args: JsonObject, authorization: string) => JsonObject;
};

export function createOAuth(slack: Slack): OAuth {
  const codes = new Map<string, { readonly workspace: string; readonly scopes: readonly string[] }>();

  return {
    authorize: (query) => {
      const { app, ids, world } = slack;
      const redirect = query.get('redirect_uri') ?? app.manifest.oauth_config.redirect_urls[0];
      const workspace = query.get('team') ?? world.workspaces()[0]?.id;
      const isAllowed = app.manifest.oauth_config.redirect_urls.some((allowed) => redirect?.startsWith(allowed));
      if (query.get('client_id') !== app.clientId || redirect === undefined || !isAllowed || !workspace)
        return undefined;
      const code = ids.next('code');
      codes.set(code, { workspace, scopes: (query.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '') });
      const location = new URL(redirect);
      location.searchParams.set('code', code);
      location.searchParams.set('state', query.get('state') ?? '');
      return location.href;
    },
    exchange: (args, authorization) => {
      const { app, world } = slack;
      const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
      const [id, secret] = authorization.startsWith('Basic ')
        ? basic.split(':')
        : [textIn(args.client_id), textIn(args.client_secret)];
      if (id !== app.clientId) return refused('invalid_client_id');
      if (secret !== app.clientSecret) return refused('bad_client_secret');
      const code = textIn(args.code);
      const granted = codes.get(code);
      if (!granted) return refused('invalid_code');
      codes.delete(code);
      const install = app.install(granted.workspace, granted.scopes);
      return {
        ok: true,
        app_id: app.id,
        token_type: 'bot',
        access_token: install.token,
        scope: install.scopes.join(','),
        bot_user_id: install.user.id,
        team: { id: granted.workspace, name: world.workspace(granted.workspace)?.name },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: world.people(granted.workspace).find(({ bot }) => bot === undefined)?.id },
      };
    },
  };
}
