import type { Ids } from './ids.ts';
import { type Manifest, type ManifestInput, readManifest } from './manifest.ts';
import type { Person, World } from './world.ts';

/** An app in one workspace: its user there, its token, and what it may do. */
export type Install = {
  readonly workspace: string;
  readonly token: string;
  readonly user: Person;
  readonly bot: string;
  readonly scopes: readonly string[];
};

/** The app that the server runs, with its installs and its secrets. */
export type App = ReturnType<typeof createApp>;

export type AppOptions = { readonly manifest: ManifestInput; readonly world: World; readonly ids: Ids };

export function createApp({ manifest: input, world, ids }: AppOptions) {
  const manifest = readManifest(input);
  const id = ids.next('A');
  const installs = new Map<string, Install>();
  const revoked = new Set<string>();

  return {
    id,
    manifest,
    appToken: `xapp-1-${id}-local`,
    clientId: `1000000000.${id}`,
    clientSecret: `local-client-secret-of-${id}`,
    signingSecret: `local-signing-secret-of-${id}`,
    /** Sent in old-style payloads; proves nothing. */
    verificationToken: 'local-verification-token',
    install,
    /** Ends an install: its token is refused from now on. */
    uninstall: (workspace: string): Install | undefined => {
      const found = installs.get(workspace);
      if (found) revoked.add(found.token);
      installs.delete(workspace);
      return found;
    },
    installIn: (workspace: string) => installs.get(workspace),
    installWith: (token: string) => [...installs.values()].find((one) => one.token === token),
    wasRevoked: (token: string) => revoked.has(token),
    subscribesTo: (event: string) => (manifest.settings.event_subscriptions?.bot_events ?? []).includes(event),
    command: (name: string) => manifest.features.slash_commands.find(({ command }) => command === name),
    shortcut: (type: Manifest['features']['shortcuts'][number]['type'], name: string) =>
      manifest.features.shortcuts.find((one) => one.type === type && (one.name === name || one.callback_id === name)),
  };

  function install(workspace: string, scopes: readonly string[] = manifest.oauth_config.scopes.bot): Install {
    const known = installs.get(workspace);
    const bot = known?.bot ?? ids.next('B');
    const user =
      known?.user ??
      world
        .people(workspace)
        .find((person) => person.bot !== undefined && person.name === manifest.features.bot_user.display_name) ??
      world.addPerson({ workspace, name: manifest.features.bot_user.display_name, isGuest: false, bot });
    const made: Install = {
      workspace,
      token: known?.token ?? `xoxb-${ids.next('token')}-${workspace}`,
      user,
      bot: user.bot ?? bot,
      scopes: [...scopes],
    };
    installs.set(workspace, made);
    return made;
  }
}

/** Whether an install may do what any one of these scopes allows. */
export function hasScope(install: Install, ...anyOf: readonly string[]): boolean {
  return anyOf.length === 0 || anyOf.some((scope) => install.scopes.includes(scope));
}
