import type { Install } from './app.ts';
import type { JsonObject } from './json.ts';
import { channelType, messageJson } from './message-json.ts';
import type { Parcel } from './parcel.ts';
import type { Slack } from './slack.ts';
import type { Change, Conversation, Message, Person } from './world.ts';

/** Tells the app what it subscribed to: messages as they happen in the world, and what has no trace there. */
export type Events = {
  /** Someone opened the app's Home: its home tab, or the messages tab, which is the agent pane. */
  readonly homeOpened: (person: Person, tab: 'home' | 'messages') => void;
  /** Someone pressed stop in the agent pane. */
  readonly sessionStopped: (person: Person, thread: string) => void;
  /** Someone looks at another channel beside the open agent pane. */
  readonly contextChanged: (person: Person, channel: Conversation) => void;
  /** The app was removed from a workspace. */
  readonly uninstalled: (install: Install) => void;
  /** The workspace sent more events in an hour than Slack passes on. */
  readonly rateLimited: (install: Install) => void;
  readonly stop: () => void;
};

export type EventsOptions = {
  readonly slack: Slack;
  readonly deliver: (parcel: Parcel) => void;
};

export function createEvents({ slack, deliver }: EventsOptions): Events {
  const { app, ids, world, views } = slack;
  const stop = world.onChange(tell);

  return {
    stop,
    homeOpened: (person, tab) => {
      const install = app.installIn(person.workspace);
      if (!install) return;
      const view = views.home(person.id);
      send(install, 'app_home_opened', {
        type: 'app_home_opened',
        user: person.id,
        channel: world.directWith(person, install.user).id,
        tab,
        ...(tab === 'home' && view ? { view: views.json(view) } : {}),
        event_ts: ids.timestamp(),
      });
    },
    sessionStopped: (person, thread) => {
      const install = app.installIn(person.workspace);
      if (!install) return;
      send(install, 'agent_session_stopped', {
        type: 'agent_session_stopped',
        user: person.id,
        channel: world.directWith(person, install.user).id,
        thread_ts: thread,
        event_ts: ids.timestamp(),
      });
    },
    contextChanged: (person, channel) => {
      const install = app.installIn(person.workspace);
      if (!install) return;
      send(install, 'app_context_changed', {
        type: 'app_context_changed',
        user: person.id,
        channel: world.directWith(person, install.user).id,
        context: { channel_id: channel.id, team_id: person.workspace, enterprise_id: null },
        event_ts: ids.timestamp(),
      });
    },
    uninstalled: (install) => {
      send(install, 'tokens_revoked', { type: 'tokens_revoked', tokens: { oauth: [], bot: [install.user.id] } });
      send(install, 'app_uninstalled', { type: 'app_uninstalled' });
    },
    rateLimited: (install) => {
      deliver({
        kind: 'event',
        name: 'app_rate_limited',
        body: {
          token: app.verificationToken,
          type: 'app_rate_limited',
          team_id: install.workspace,
          minute_rate_limited: Math.floor(slack.now() / 60_000) * 60,
          api_app_id: app.id,
        },
      });
    },
  };

  function tell(change: Change): void {
    switch (change.kind) {
      case 'posted':
        posted(change.message);
        break;
      case 'edited':
        if (!change.isQuiet) edited(change.message, change.previous);
        break;
      case 'deleted':
        deleted(change.message);
        break;
      case 'reacted':
      case 'view-opened':
      case 'view-changed':
      case 'view-closed':
      case 'home-published':
      case 'prompts-set':
      case 'status-set':
      case 'title-set':
      case 'noticed':
        break;
    }
  }

  function posted(message: Message): void {
    const place = placeOf(message);
    if (!place) return;
    const { conversation, install, isMember } = place;
    const isMention = message.text.includes(`<@${install.user.id}>`) && message.by !== install.user.id;
    if (!isMember) {
      if (isMention) notInvited(message, install);
      return;
    }
    const json = messageJson(message, world, app);
    const stamp = { channel: conversation.id, event_ts: message.ts };
    sendMessage(install, conversation, { ...json, ...stamp, channel_type: channelType(conversation) });
    if (isMention && conversation.kind !== 'direct')
      send(install, 'app_mention', { ...json, type: 'app_mention', ...stamp });
  }

  function edited(message: Message, previous: Message): void {
    const place = placeOf(message);
    if (!place?.isMember) return;
    const { conversation, install } = place;
    const stamp = ids.timestamp();
    sendMessage(install, conversation, {
      type: 'message',
      subtype: 'message_changed',
      message: messageJson(message, world, app),
      previous_message: messageJson(previous, world, app),
      channel: conversation.id,
      hidden: true,
      ts: stamp,
      event_ts: stamp,
      channel_type: channelType(conversation),
    });
  }

  function deleted(message: Message): void {
    const place = placeOf(message);
    if (!place?.isMember) return;
    const { conversation, install } = place;
    const stamp = ids.timestamp();
    sendMessage(install, conversation, {
      type: 'message',
      subtype: 'message_deleted',
      previous_message: messageJson(message, world, app),
      deleted_ts: message.ts,
      channel: conversation.id,
      hidden: true,
      ts: stamp,
      event_ts: stamp,
      channel_type: channelType(conversation),
    });
  }

  function placeOf(message: Message) {
    const conversation = world.conversation(message.channel);
    const install = conversation && app.installIn(conversation.workspace);
    if (message.onlyFor !== undefined || !install) return undefined;
    return { conversation, install, isMember: conversation.members.has(install.user.id) };
  }

  /** Slackbot tells the writer, and nobody tells the app. */
  function notInvited(message: Message, install: Install): void {
    const text = `You mentioned @${install.user.name}, but they're not in this channel.`;
    world.happen({ kind: 'noticed', person: message.by, channel: message.channel, text });
  }

  function sendMessage(install: Install, conversation: Conversation, event: JsonObject): void {
    const subscription = { public: 'message.channels', private: 'message.groups', direct: 'message.im' } as const;
    send(install, 'message', event, subscription[conversation.kind], conversation.isShared);
  }

  function send(install: Install, name: string, event: JsonObject, subscription = name, isShared = false): void {
    if (!app.subscribesTo(subscription)) return;
    deliver({
      kind: 'event',
      name,
      body: {
        token: app.verificationToken,
        team_id: install.workspace,
        context_team_id: install.workspace,
        context_enterprise_id: null,
        api_app_id: app.id,
        event,
        type: 'event_callback',
        event_id: ids.next('Ev'),
        event_time: Math.floor(slack.now() / 1000),
        authorizations: [
          {
            enterprise_id: null,
            team_id: install.workspace,
            user_id: install.user.id,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: isShared,
        event_context: `${ids.next('context')}`,
      },
    });
  }
}
