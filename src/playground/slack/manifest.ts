import { z } from 'zod';
import * as limits from './limits.ts';

const COMMAND = z.looseObject({
  command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/, 'a command starts with a slash and is lowercase'),
  description: z.string().min(1).max(2_000),
  usage_hint: z.string().max(1_000).optional(),
  should_escape: z.boolean().default(false),
});

const SHORTCUT = z.looseObject({
  type: z.enum(['message', 'global']),
  name: z.string().min(1).max(24),
  callback_id: z.string().min(1).max(limits.MAX_ID_CHARS),
  description: z.string().min(1).max(150),
});

const PROMPT = z.looseObject({ title: z.string().min(1), message: z.string().min(1) });

const MANIFEST = z.looseObject({
  display_information: z.looseObject({
    name: z.string().min(1).max(limits.MAX_APP_NAME_CHARS),
    description: z.string().max(limits.MAX_APP_DESCRIPTION_CHARS).optional(),
  }),
  features: z.looseObject({
    bot_user: z.looseObject({ display_name: z.string().min(1).max(80) }),
    app_home: z
      .looseObject({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .optional(),
    agent_view: z
      .looseObject({
        agent_description: z.string().min(1).max(limits.MAX_AGENT_DESCRIPTION_CHARS),
        suggested_prompts: z.array(PROMPT).max(limits.MAX_SUGGESTED_PROMPTS).readonly().default([]),
      })
      .optional(),
    slash_commands: z.array(COMMAND).max(limits.MAX_MANIFEST_COMMANDS).readonly().default([]),
    shortcuts: z.array(SHORTCUT).max(limits.MAX_MANIFEST_SHORTCUTS).readonly().default([]),
  }),
  oauth_config: z.looseObject({
    redirect_urls: z.array(z.string()).readonly().default([]),
    scopes: z.looseObject({
      bot: z.array(z.string()).min(1).readonly(),
      bot_optional: z.array(z.string()).readonly().default([]),
    }),
  }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).readonly().default([]) }).optional(),
    interactivity: z.looseObject({ is_enabled: z.boolean() }).optional(),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

/** An app's manifest as it is written: what the app can do is read from it, as Slack does. */
export type ManifestInput = z.input<typeof MANIFEST>;

/** A manifest that passed every check. */
export type Manifest = z.output<typeof MANIFEST>;

/** The scope that an event needs before Slack lets an app subscribe to it; events not named here need none. */
const EVENT_SCOPES: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  member_joined_channel: 'channels:read',
};

/** Checks a manifest as Slack does when it is saved; throws an error that lists everything wrong with it. */
export function readManifest(input: ManifestInput): Manifest {
  const manifest = MANIFEST.parse(input);
  const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
  const scopes = new Set([...bot, ...optional]);
  const needed = [
    ...(manifest.settings.event_subscriptions?.bot_events ?? []).map((event) => ({
      what: `event ${event}`,
      scope: EVENT_SCOPES[event],
    })),
    ...manifest.features.slash_commands.map(({ command }) => ({ what: `command ${command}`, scope: 'commands' })),
    ...manifest.features.shortcuts.map(({ name }) => ({ what: `shortcut ${name}`, scope: 'commands' })),
    ...(manifest.features.agent_view ? [{ what: 'agent_view', scope: 'assistant:write' }] : []),
  ];
  const missing = needed.filter(({ scope }) => scope !== undefined && !scopes.has(scope));
  if (missing.length > 0) {
    const lines = missing.map(({ what, scope }) => `${what} needs the scope ${scope}`);
    throw new Error(`The manifest is not valid: ${lines.join('; ')}.`);
  }
  return manifest;
}

/** A manifest with every feature that an app can have, for a world that was given none. */
export const FULL_MANIFEST: ManifestInput = {
  display_information: { name: 'Versus' },
  features: {
    bot_user: { display_name: 'Versus' },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    agent_view: { agent_description: 'Helps to choose.' },
    slash_commands: [{ command: '/versus', description: 'Ask for a comparison or a verdict.' }],
    shortcuts: [
      {
        type: 'message',
        name: 'Ask about this',
        callback_id: 'ask_about_message',
        description: 'Ask about a message.',
      },
      { type: 'global', name: 'Ask', callback_id: 'ask_anywhere', description: 'Ask from anywhere.' },
    ],
  },
  oauth_config: {
    redirect_urls: ['http://127.0.0.1'],
    scopes: {
      bot: [
        'app_mentions:read',
        'assistant:write',
        'channels:history',
        'channels:read',
        'chat:write',
        'commands',
        'files:write',
        'groups:history',
        'groups:read',
        'im:history',
        'im:write',
        'reactions:write',
        'users:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'agent_session_stopped',
        'app_context_changed',
        'app_home_opened',
        'app_mention',
        'app_uninstalled',
        'message.channels',
        'message.groups',
        'message.im',
        'tokens_revoked',
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};
