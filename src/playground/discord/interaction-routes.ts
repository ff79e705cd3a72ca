import { originalOf } from './callbacks.ts';
import type { Interaction } from './interactions.ts';
import { messagePayload } from './payloads.ts';
import { CALLBACK_TYPE, INTERACTION_TYPE, MESSAGE_FLAG } from './protocol.ts';
import { isRefusal, REFUSAL } from './refusals.ts';
import { DONE, ok, type RestAnswer, type RestRequest, type Route, type Services } from './route.ts';
import type { Message } from './world.ts';

/** The routes of interactions: the callback, and the webhook of a token. They need no bot token; theirs is in the path. */
export function interactionRoutes({ world, messages, callbacks }: Services): Route[] {
  const webhook = '/webhooks/:application/:token';
  const one = `${webhook}/messages/:message`;
  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      group: 'callback',
      needsToken: false,
      handle: callback,
    },
    { method: 'POST', path: webhook, group: 'webhooks', needsToken: false, handle: followUp },
    { method: 'GET', path: one, group: 'webhooks', needsToken: false, handle: read },
    { method: 'PATCH', path: one, group: 'webhooks', needsToken: false, handle: change },
    { method: 'DELETE', path: one, group: 'webhooks', needsToken: false, handle: remove },
  ];

  function callback({ param, query, body, uploads }: RestRequest): RestAnswer {
    const interaction = callbacks.answer(param('interaction'), param('token'), body, uploads);
    if (isRefusal(interaction)) return interaction;
    return query.get('with_response') === 'true' ? ok(callbackResponse(interaction)) : DONE;
  }

  function followUp({ param, body, uploads }: RestRequest): RestAnswer {
    const interaction = callbacks.open(param('application'), param('token'));
    if (isRefusal(interaction)) return interaction;
    const message = callbacks.followUp(interaction, body, uploads);
    return isRefusal(message) ? message : ok(shown(message));
  }

  function read(request: RestRequest): RestAnswer {
    const message = messageOf(request);
    return isRefusal(message) ? message : ok(shown(message));
  }

  function change(request: RestRequest): RestAnswer {
    const message = messageOf(request);
    if (isRefusal(message)) return message;
    const changed = callbacks.edit(message, request.body, request.uploads);
    return isRefusal(changed) ? changed : ok(shown(changed));
  }

  function remove(request: RestRequest): RestAnswer {
    const message = messageOf(request);
    if (isRefusal(message)) return message;
    if (message.author !== world.application.bot) return REFUSAL.missingPermissions;
    messages.remove(message);
    return DONE;
  }

  function messageOf({ param }: RestRequest) {
    const interaction = callbacks.open(param('application'), param('token'));
    return isRefusal(interaction) ? interaction : callbacks.message(interaction, param('message'));
  }

  function shown(message: Message) {
    return messagePayload(world, message, true);
  }

  function callbackResponse(interaction: Interaction) {
    const original = originalOf(interaction);
    const kind = interaction.answer?.kind;
    const isMade = kind === 'message' || kind === 'thinking';
    return {
      interaction: {
        id: interaction.id,
        type: INTERACTION_TYPE[interaction.kind],
        ...(original && isMade
          ? {
              response_message_id: original.id,
              response_message_loading: (original.flags & MESSAGE_FLAG.loading) !== 0,
              response_message_ephemeral: (original.flags & MESSAGE_FLAG.ephemeral) !== 0,
            }
          : {}),
      },
      ...(kind ? { resource: { type: RESOURCE_TYPE[kind], ...(original ? { message: shown(original) } : {}) } } : {}),
    };
  }
}

const RESOURCE_TYPE = {
  message: CALLBACK_TYPE.message,
  thinking: CALLBACK_TYPE.deferredMessage,
  update: CALLBACK_TYPE.update,
  deferredUpdate: CALLBACK_TYPE.deferredUpdate,
  modal: CALLBACK_TYPE.modal,
  choices: CALLBACK_TYPE.choices,
} as const;
