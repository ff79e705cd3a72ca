import { MAX_PROMPTS } from './limits.ts';
import { ASK_ABOUT } from './read.ts';

export type ManifestOptions = {
  /** Leaves out what is said in threads without a mention: the bot then lives on mentions, commands and shortcuts. */
  readonly mentionsOnly: boolean;
  /** The https address that Slack sends to, without a path; Socket Mode without one. */
  readonly url?: string;
  /** Questions to begin with, shown in the agent pane. */
  readonly prompts?: readonly string[];
};

export type Manifest = ReturnType<typeof slackManifest>;

/** The path on which HTTP mode listens. */
export const EVENTS_PATH = '/slack/events';

/** The slash command. */
export const COMMAND = '/versus';

/** What Slack must know of the app, as its "App manifest" takes it: no scope and no event more than the code uses. */
export function slackManifest({ mentionsOnly, url, prompts = [] }: ManifestOptions) {
  const address = url === undefined ? undefined : new URL(EVENTS_PATH, url).href;
  return {
    display_information: {
      name: 'Versus',
      description: 'Helps your team choose a technology, with sources and dates, and remember why.',
    },
    features: {
      agent_view: {
        agent_description:
          'Answers questions about the technologies it knows, compares them, and gives a verdict for a project.',
        suggested_prompts: prompts.slice(0, MAX_PROMPTS).map(promptOf),
      },
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Versus', always_online: false },
      slash_commands: [
        {
          command: COMMAND,
          description: 'Ask, compare, or get a verdict for a project',
          usage_hint: 'ask, verdict, compare, topics, help, or just a question',
          should_escape: false,
          ...(address === undefined ? {} : { url: address }),
        },
      ],
      shortcuts: [
        {
          type: 'message',
          name: 'Ask Versus about this',
          callback_id: ASK_ABOUT,
          description: 'Answers the question in this message, for you alone',
        },
      ],
    },
    oauth_config: { scopes: { bot: [...SCOPES, ...(mentionsOnly ? [] : THREAD_SCOPES)].sort() } },
    settings: {
      event_subscriptions: {
        ...(address === undefined ? {} : { request_url: address }),
        bot_events: [...EVENTS, ...(mentionsOnly ? [] : THREAD_EVENTS)].sort(),
      },
      interactivity: { is_enabled: true, ...(address === undefined ? {} : { request_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: address === undefined,
      token_rotation_enabled: false,
    },
  } as const;
}

/** A starter as the agent pane shows it: pressing it says it. */
export function promptOf(starter: string): { readonly title: string; readonly message: string } {
  return { title: starter, message: starter };
}

/** What the bot may do, and cannot do without. */
export const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'chat:write',
  'commands',
  'files:write',
  'im:history',
] as const;

/** What it needs to hear threads, and to find a post again whose answer was lost. */
export const THREAD_SCOPES = ['channels:history', 'groups:history'] as const;

const EVENTS = ['app_home_opened', 'app_mention', 'message.im'] as const;
const THREAD_EVENTS = ['message.channels', 'message.groups'] as const;
