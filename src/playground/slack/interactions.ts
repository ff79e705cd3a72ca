import { flatBlocks } from './input-state.ts';
import type { JsonObject } from './json.ts';
import { messageJson } from './message-json.ts';
import type { Parcel } from './parcel.ts';
import type { Slack } from './slack.ts';
import type { Conversation, Message, Person, View } from './world.ts';

/** Something with blocks that a person has in front of them. */
export type Surface =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'view'; readonly view: View };

/** A press, a choice or a typed value in one element. */
export type Action = {
  readonly element: JsonObject;
  readonly block: JsonObject;
  /** What was chosen: `value`, `selected_option`, … */
  readonly value: JsonObject;
};

/** Builds what Slack sends when a person does something; each payload gets a trigger id of its own. */
export type Interactions = {
  readonly command: (person: Person, conversation: Conversation, command: string, text: string) => Parcel;
  readonly blockAction: (person: Person, surface: Surface, action: Action) => Parcel;
  readonly suggestion: (person: Person, surface: Surface, action: Omit<Action, 'value'>, query: string) => Parcel;
  readonly messageShortcut: (person: Person, callbackId: string, message: Message) => Parcel;
  readonly globalShortcut: (person: Person, callbackId: string) => Parcel;
  readonly submission: (person: Person, view: View, responseUrls: readonly JsonObject[]) => Parcel;
  readonly closing: (person: Person, view: View, isCleared: boolean) => Parcel;
};

export function createInteractions(slack: Slack): Interactions {
  const { app, ids, tickets, views, world } = slack;

  return {
    command: (person, conversation, command, text) => ({
      kind: 'command',
      name: command,
      body: {
        token: app.verificationToken,
        team_id: person.workspace,
        team_domain: world.workspace(person.workspace)?.domain,
        channel_id: conversation.id,
        channel_name: conversation.kind === 'private' ? 'privategroup' : conversation.name,
        user_id: person.id,
        user_name: person.name.toLowerCase(),
        command,
        text,
        api_app_id: app.id,
        is_enterprise_install: 'false',
        response_url: responseUrl(conversation.id, person, undefined),
        trigger_id: tickets.newTrigger(person.id),
      },
    }),
    blockAction: (person, surface, { element, block, value }) =>
      interaction('block_actions', person, surface, {
        ...(surface.kind === 'message'
          ? { response_url: responseUrl(surface.message.channel, person, surface.message.ts) }
          : {}),
        actions: [
          {
            type: element.type,
            action_id: element.action_id,
            block_id: block.block_id,
            ...value,
            action_ts: ids.timestamp(),
          },
        ],
      }),
    suggestion: (person, surface, { element, block }, query) =>
      interaction('block_suggestion', person, surface, {
        action_id: element.action_id,
        block_id: block.block_id,
        value: query,
      }),
    messageShortcut: (person, callbackId, message) =>
      interaction('message_action', person, undefined, {
        callback_id: callbackId,
        message_ts: message.ts,
        message: messageJson(message, world, app),
        channel: channelJson(message.channel),
        response_url: responseUrl(message.channel, person, undefined),
        action_ts: ids.timestamp(),
      }),
    globalShortcut: (person, callbackId) =>
      interaction('shortcut', person, undefined, { callback_id: callbackId, action_ts: ids.timestamp() }),
    submission: (person, view, responseUrls) =>
      interaction('view_submission', person, undefined, {
        trigger_id: tickets.newTrigger(person.id, view.id),
        view: views.json(view),
        response_urls: [...responseUrls],
      }),
    closing: (person, view, isCleared) =>
      interaction('view_closed', person, undefined, { view: views.json(view), is_cleared: isCleared }),
  };

  function interaction(type: string, person: Person, surface: Surface | undefined, fields: JsonObject): Parcel {
    return {
      kind: 'interaction',
      name: type,
      body: {
        type,
        user: {
          id: person.id,
          username: person.name.toLowerCase(),
          name: person.name.toLowerCase(),
          team_id: person.workspace,
        },
        api_app_id: app.id,
        token: app.verificationToken,
        team: { id: person.workspace, domain: world.workspace(person.workspace)?.domain },
        enterprise: null,
        is_enterprise_install: false,
        ...(type === 'view_closed' || 'trigger_id' in fields
          ? {}
          : { trigger_id: tickets.newTrigger(person.id, surface?.kind === 'view' ? surface.view.id : undefined) }),
        ...(surface ? surfaceFields(surface) : {}),
        ...fields,
      },
    };
  }

  function surfaceFields(surface: Surface): JsonObject {
    if (surface.kind === 'view') {
      return {
        container: { type: 'view', view_id: surface.view.id },
        view: views.json(surface.view),
      };
    }
    const { message } = surface;
    const isEphemeral = message.onlyFor !== undefined;
    return {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: isEphemeral,
        ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
      },
      channel: channelJson(message.channel),
      // Slack keeps no copy of an ephemeral message, so its payload has none.
      ...(isEphemeral ? {} : { message: messageJson(message, world, app) }),
      state: { values: views.state.values(message.ts, flatBlocks(message.blocks)) },
    };
  }

  function channelJson(id: string): JsonObject {
    const conversation = world.conversation(id);
    return { id, name: conversation?.kind === 'private' ? 'privategroup' : conversation?.name };
  }

  function responseUrl(channel: string, person: Person, message: string | undefined): string {
    return tickets.newResponseUrl(slack.origin(), { channel, person: person.id, message });
  }
}
