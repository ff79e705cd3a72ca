import { z } from 'zod';
import { list, text } from './fields.ts';
import { type Answer, type Interaction, type Interactions, isOnlyUserInstalled } from './interactions.ts';
import * as limits from './limits.ts';
import { type MessageBody, parseMessageBody } from './message-body.ts';
import type { Messages } from './messages.ts';
import { parseModal } from './modal.ts';
import { may } from './permissions.ts';
import { CALLBACK_TYPE, COMMAND_TYPE, INTERACTION_TYPE, MESSAGE_FLAG, MESSAGE_TYPE, OPTION_TYPE } from './protocol.ts';
import { invalidField, isRefusal, parse, REFUSAL, type Refusal } from './refusals.ts';
import type { Upload } from './uploads.ts';
import type { Message, MessageOrigin, User, World } from './world.ts';

/** Takes an app's answers to interactions, and what it does with their tokens afterwards. */
export type Callbacks = {
  /** The first answer, by the interaction's id and token. */
  readonly answer: (id: string, token: string, body: unknown, uploads: readonly Upload[]) => Interaction | Refusal;
  /** The interaction of a token that may still be used. */
  readonly open: (applicationId: string, token: string) => Interaction | Refusal;
  readonly followUp: (interaction: Interaction, body: unknown, uploads: readonly Upload[]) => Message | Refusal;
  /** A message by its id, or `@original`: only those that this interaction made or changed. */
  readonly message: (interaction: Interaction, id: string) => Message | Refusal;
  readonly edit: (message: Message, body: unknown, uploads: readonly Upload[]) => Message | Refusal;
};

const callback = z.object({ type: z.int(), data: z.unknown().optional() });
const choices = z.object({
  choices: list(
    z.object({
      name: text(1, limits.MAX_CHOICE_CHARS),
      value: z.union([text(1, limits.MAX_CHOICE_CHARS), z.number()]),
    }),
    0,
    limits.MAX_AUTOCOMPLETE_CHOICES,
  ),
});
const deferral = z.object({ flags: z.int().nullish() }).nullish();

/** Callbacks over one world. */
export function createCallbacks(world: World, messages: Messages, interactions: Interactions): Callbacks {
  return { answer, open, followUp, message, edit };

  function answer(id: string, token: string, input: unknown, uploads: readonly Upload[]): Interaction | Refusal {
    const interaction = interactions.find(id, token);
    if (!interaction || interaction.state === 'expired') return REFUSAL.unknownInteraction;
    if (interaction.state === 'acknowledged') return REFUSAL.alreadyAcknowledged;
    const body = parse(callback, input);
    if (isRefusal(body)) return body;
    const allowed = allowedTypes(interaction);
    if (!allowed.includes(body.type))
      return invalidField(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
    const given = answerOf(interaction, body.type, body.data, uploads);
    if (isRefusal(given)) return given;
    interactions.settle(interaction, given);
    return interaction;
  }

  function answerOf(
    interaction: Interaction,
    type: number,
    data: unknown,
    uploads: readonly Upload[],
  ): Answer | Refusal {
    const { source } = interaction;
    if (type === CALLBACK_TYPE.choices) return suggestions(interaction, data);
    if (type === CALLBACK_TYPE.deferredMessage) return think(interaction, data);
    if (type === CALLBACK_TYPE.deferredUpdate) return { kind: 'deferredUpdate' };
    if (type === CALLBACK_TYPE.modal) {
      const modal = parseModal(data);
      return isRefusal(modal) ? modal : { kind: 'modal', modal };
    }
    if (type === CALLBACK_TYPE.update && source) {
      const changed = edit(source, data, uploads, ['data']);
      return isRefusal(changed) ? changed : { kind: 'update', message: changed };
    }
    const body = parseMessageBody(data, { at: ['data'] });
    if (isRefusal(body)) return body;
    const posted = post(interaction, body, uploads, onlyFor(interaction, body));
    return isRefusal(posted) ? posted : { kind: 'message', message: posted };
  }

  function think(interaction: Interaction, data: unknown): Answer | Refusal {
    const parsed = parse(deferral, data, ['data']);
    if (isRefusal(parsed)) return parsed;
    // Of all flags only the ephemeral one counts here; Components V2 has to wait for the edit.
    const flags = (parsed?.flags ?? 0) & MESSAGE_FLAG.ephemeral;
    const body: MessageBody = { components: undefined, flags };
    const posted = post(interaction, body, [], onlyFor(interaction, body), true);
    return isRefusal(posted) ? posted : { kind: 'thinking', message: posted };
  }

  function suggestions(interaction: Interaction, data: unknown): Answer | Refusal {
    const parsed = parse(choices, data, ['data']);
    if (isRefusal(parsed)) return parsed;
    const wantsText = interaction.focusedType === OPTION_TYPE.string;
    const wrong = parsed.choices.findIndex(({ value }) => (typeof value === 'string') !== wantsText);
    if (wrong >= 0)
      return invalidField(
        ['data', 'choices', wrong, 'value'],
        'APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_TYPE',
        `Could not interpret "${parsed.choices[wrong]?.value}" as ${wantsText ? 'string' : 'number'}.`,
      );
    return { kind: 'choices', choices: parsed.choices };
  }

  function open(applicationId: string, token: string): Interaction | Refusal {
    if (applicationId !== world.application.id) return REFUSAL.unknownWebhook;
    const interaction = interactions.byToken(token);
    if (!interaction?.isTokenValid) return REFUSAL.invalidWebhookToken;
    return interaction.state === 'waiting' ? REFUSAL.unknownWebhook : interaction;
  }

  function followUp(interaction: Interaction, input: unknown, uploads: readonly Upload[]): Message | Refusal {
    const given = interaction.answer;
    // The first follow-up to a deferred answer fills it, as Discord keeps doing for old apps.
    if (given?.kind === 'thinking' && (given.message.flags & MESSAGE_FLAG.loading) !== 0)
      return edit(given.message, input, uploads);
    const body = parseMessageBody(input);
    if (isRefusal(body)) return body;
    if (isOnlyUserInstalled(interaction) && interaction.followUps.length >= limits.MAX_USER_INSTALL_FOLLOW_UPS)
      return REFUSAL.tooManyFollowUps;
    const posted = post(interaction, body, uploads, onlyFor(interaction, body));
    if (!isRefusal(posted)) interaction.followUps.push(posted);
    return posted;
  }

  function message(interaction: Interaction, id: string): Message | Refusal {
    const original = originalOf(interaction);
    const own = [...interaction.followUps, ...(original ? [original] : [])];
    const found = id === '@original' ? original : own.find((one) => one.id === id);
    return found && world.messages.has(found.id) ? found : REFUSAL.unknownMessage;
  }

  function edit(target: Message, input: unknown, uploads: readonly Upload[], at: readonly string[] = []) {
    const hadV2 = (target.flags & MESSAGE_FLAG.componentsV2) !== 0;
    const body = parseMessageBody(input, { at, hadV2 });
    return isRefusal(body) ? body : messages.edit(target, body, uploads);
  }

  function post(
    interaction: Interaction,
    body: MessageBody,
    uploads: readonly Upload[],
    recipient: User | undefined,
    isLoading = false,
  ): Message | Refusal {
    return messages.post({
      channel: interaction.channel,
      author: world.application.bot,
      // A nonce and a reply are not among what an interaction's messages can have.
      body: { ...body, message_reference: undefined, nonce: undefined },
      uploads,
      type: messageType(interaction),
      webhookId: world.application.id,
      origin: originOf(interaction),
      onlyFor: recipient,
      isLoading,
    });
  }

  /** Who alone sees the message: asked for with a flag, or because the place does not allow apps from outside. */
  function onlyFor(interaction: Interaction, body: MessageBody): User | undefined {
    const isAsked = ((body.flags ?? 0) & MESSAGE_FLAG.ephemeral) !== 0;
    const isHushed =
      isOnlyUserInstalled(interaction) && !may(interaction.person, 'UseExternalApps', interaction.channel);
    return isAsked || isHushed ? interaction.person : undefined;
  }
}

/** The message that `@original` stands for. */
export function originalOf({ answer, source }: Interaction): Message | undefined {
  switch (answer?.kind) {
    case 'message':
    case 'thinking':
    case 'update':
      return answer.message;
    case 'deferredUpdate':
      return source;
    case 'modal':
    case 'choices':
    case undefined:
      return undefined;
  }
}

function allowedTypes({ kind, source }: Interaction): number[] {
  const { message, deferredMessage, deferredUpdate, update, choices: suggest, modal } = CALLBACK_TYPE;
  switch (kind) {
    case 'command':
      return [message, deferredMessage, modal];
    case 'autocomplete':
      return [suggest];
    case 'component':
      return [message, deferredMessage, deferredUpdate, update, modal];
    case 'modal':
      return source ? [message, deferredMessage, deferredUpdate, update] : [message, deferredMessage];
  }
}

function messageType({ kind, command, answer }: Interaction): number {
  if (kind !== 'command' || answer) return MESSAGE_TYPE.plain;
  return command?.type === COMMAND_TYPE.chatInput ? MESSAGE_TYPE.command : MESSAGE_TYPE.contextMenu;
}

function originOf(interaction: Interaction): MessageOrigin {
  return {
    interactionId: interaction.id,
    type: INTERACTION_TYPE[interaction.kind],
    user: interaction.person,
    name: interaction.command?.name,
    owners: interaction.owners,
    interactedId: interaction.source?.id,
  };
}
