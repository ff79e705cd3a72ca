import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slackManifest } from '../../../src/platforms/slack/manifest.ts';
import { ASK_ABOUT } from '../../../src/platforms/slack/read.ts';
import { readManifest } from '../../../src/playground/slack/manifest.ts';
import { knowledge } from '../../knowledge.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'src', 'platforms', 'slack');
const CODE = readdirSync(FOLDER)
  .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
  .join('\n');

/** What each event of Bolt is in a manifest, and the scope it needs. */
const EVENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  app_mention: { app_mention: ['app_mentions:read'] },
  app_home_opened: { app_home_opened: [] },
  message: {
    'message.im': ['im:history'],
    'message.channels': ['channels:history'],
    'message.groups': ['groups:history'],
  },
};

/** What each method needs; the scopes of a conversation's history are those of its events. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'conversations.history': [],
  'conversations.replies': [],
  'files.uploadV2': ['files:write'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** Every first argument of these calls in the code of the adapter. */
function found(pattern: RegExp): string[] {
  return [...new Set([...CODE.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

describe('the manifest', () => {
  const full = slackManifest({ mentionsOnly: false });
  const least = slackManifest({ mentionsOnly: true });

  it('subscribes to exactly what the code reads', () => {
    const heard = found(/^ {4}z\.object\(\{ type: z\.literal\('(\w+)'\)/gm);
    expect(heard).toEqual(Object.keys(EVENTS).sort());
    const events = heard.flatMap((event) => Object.keys(EVENTS[event] ?? {})).sort();
    expect(full.settings.event_subscriptions.bot_events).toEqual(events);
    expect(found(/\bapp\.(event|command|shortcut|action|view|options|message|function|assistant)\b/g)).toEqual([
      'action',
      'command',
      'event',
      'shortcut',
      'view',
    ]);
    expect(full.features.slash_commands.map(({ command }) => command)).toEqual(['/versus']);
    expect(found(/\bapp\.command(?:<[^(]*>)?\((\w+)/g)).toEqual(['COMMAND']);
    expect(full.features.shortcuts.map(({ callback_id: id }) => id)).toEqual([ASK_ABOUT]);
    expect(found(/\bapp\.shortcut(?:<[^(]*>)?\((\w+)/g)).toEqual(['ASK_ABOUT']);
    expect(full.settings.interactivity.is_enabled).toBe(true);
  });

  it('asks for exactly the scopes of what the code listens to and calls', () => {
    const called = found(/\bclient\s*\.((?:[a-z]\w*\.)+[a-z]\w*)\(/g).filter((name) => !name.startsWith('websocket'));
    expect(called).toEqual(Object.keys(METHODS));
    const scopes = [
      'commands',
      ...called.flatMap((method) => METHODS[method] ?? []),
      ...Object.values(EVENTS).flatMap((events) => Object.values(events).flat()),
    ];
    expect(full.oauth_config.scopes.bot).toEqual([...new Set(scopes)].sort());
  });

  it('leaves out threads without a mention, with their scopes, where only mentions are wanted', () => {
    const without = (all: readonly string[], part: string) => all.filter((one) => !one.includes(part));
    const { bot_events: events } = full.settings.event_subscriptions;
    expect(least.settings.event_subscriptions.bot_events).toEqual(without(without(events, '.channels'), '.groups'));
    const scopes = full.oauth_config.scopes.bot;
    expect(least.oauth_config.scopes.bot).toEqual(without(without(scopes, 'channels:'), 'groups:'));
  });

  it.each([
    full,
    least,
    slackManifest({ mentionsOnly: false, url: 'https://a.example/b', prompts: knowledge.pack.starters }),
  ])('is one that Slack takes', (manifest) => {
    expect(() => readManifest(manifest)).not.toThrow();
  });

  it('says where Slack sends to in HTTP mode, for events, buttons and the command, and nowhere in Socket Mode', () => {
    const http = slackManifest({ mentionsOnly: false, url: 'https://a.example' });
    const address = 'https://a.example/slack/events';
    expect(http.settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: { request_url: address },
      interactivity: { request_url: address },
    });
    expect(http.features.slash_commands).toMatchObject([{ url: address }]);
    expect(full.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(full)).not.toContain('http');
  });

  it('takes the words of a command as they were typed, and suggests four things at most', () => {
    expect(full.features.slash_commands[0]?.should_escape).toBe(false);
    const { suggested_prompts: prompts } = slackManifest({ mentionsOnly: true, prompts: ['1', '2', '3', '4', '5'] })
      .features.agent_view;
    expect(prompts.map(({ message }) => message)).toEqual(['1', '2', '3', '4']);
  });
});
