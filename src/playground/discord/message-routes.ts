import { z } from 'zod';
import { list, snowflake } from './fields.ts';
import { isNewer } from './ids.ts';
import * as limits from './limits.ts';
import { parseMessageBody } from './message-body.ts';
import { messagePayload } from './payloads.ts';
import { may } from './permissions.ts';
import { APPLICATION_FLAG, INTENT, MESSAGE_FLAG, MESSAGE_TYPE } from './protocol.ts';
import { isRefusal, parse, REFUSAL, type Refusal } from './refusals.ts';
import {
  channelFor,
  DONE,
  messageFor,
  ok,
  type RestAnswer,
  type RestRequest,
  type Route,
  route,
  type Services,
} from './route.ts';
import type { Channel, Message, World } from './world.ts';

const page = z.object({
  limit: z.coerce.number().int().min(1).max(limits.MAX_HISTORY_PAGE).optional(),
  before: snowflake.optional(),
  after: snowflake.optional(),
  around: snowflake.optional(),
});
const bulk = z.object({ messages: list(snowflake, 0, 1000) });

/** The routes of messages: read, write, change, delete, react, pin. */
export function messageRoutes(services: Services): Route[] {
  const { world, announcer, messages } = services;
  const bot = world.application.bot;
  const one = '/channels/:channel/messages/:message';
  const mine = `${one}/reactions/:emoji/@me`;
  return [
    route('GET', '/channels/:channel/messages', history),
    route('POST', '/channels/:channel/messages', create, 'messages'),
    route('POST', '/channels/:channel/messages/bulk-delete', bulkDelete),
    route('GET', one, read),
    route('PATCH', one, change, 'messages'),
    route('DELETE', one, remove, 'messages'),
    route('PUT', mine, (request) => react(request, true)),
    route('DELETE', mine, (request) => react(request, false)),
    route('POST', '/channels/:channel/typing', type),
    route('PUT', '/channels/:channel/messages/pins/:message', (request) => pin(request, true)),
    route('DELETE', '/channels/:channel/messages/pins/:message', (request) => pin(request, false)),
    route('PUT', '/channels/:channel/pins/:message', (request) => pin(request, true)),
    route('DELETE', '/channels/:channel/pins/:message', (request) => pin(request, false)),
    route('GET', '/channels/:channel/messages/pins', pins),
  ];

  function shown(message: Message) {
    return messagePayload(world, message, readsContent(world));
  }

  function history({ param, query }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    const asked = parse(page, Object.fromEntries(query));
    if (isRefusal(asked)) return asked;
    // Without the permission Discord answers an empty page, not a refusal (docs: resources/message).
    if (!may(bot, 'ReadMessageHistory', channel)) return ok([]);
    const all = world.messagesIn(channel).filter(({ onlyFor }) => !onlyFor);
    return ok(pageOf(all, asked).reverse().map(shown));
  }

  function read({ param }: RestRequest): RestAnswer {
    const found = messageFor(world, param('channel'), param('message'));
    if (isRefusal(found)) return found;
    return may(bot, 'ReadMessageHistory', found.channel) ? ok(shown(found.message)) : REFUSAL.missingPermissions;
  }

  function create({ param, body, uploads }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    const refusal = refusalToSend(services, channel);
    if (refusal) return refusal;
    const parsed = parseMessageBody(body);
    if (isRefusal(parsed)) return parsed;
    if (uploads.length > 0 && !may(bot, 'AttachFiles', channel)) return REFUSAL.missingPermissions;
    if (parsed.message_reference && !may(bot, 'ReadMessageHistory', channel)) return REFUSAL.replyWithoutHistory;
    const message = messages.post({ channel, author: bot, body: parsed, uploads });
    return isRefusal(message) ? message : ok(shown(message));
  }

  function change({ param, body, uploads }: RestRequest): RestAnswer {
    const found = messageFor(world, param('channel'), param('message'));
    if (isRefusal(found)) return found;
    const { channel, message } = found;
    if (message.author !== bot) return REFUSAL.notTheAuthor;
    if (isSystem(message)) return REFUSAL.systemMessage;
    if (channel.kind === 'thread' && channel.isArchived) return REFUSAL.archivedThread;
    const parsed = parseMessageBody(body, { hadV2: (message.flags & MESSAGE_FLAG.componentsV2) !== 0 });
    if (isRefusal(parsed)) return parsed;
    const changed = messages.edit(message, parsed, uploads);
    return isRefusal(changed) ? changed : ok(shown(changed));
  }

  function remove({ param }: RestRequest): RestAnswer {
    const found = messageFor(world, param('channel'), param('message'));
    if (isRefusal(found)) return found;
    const { channel, message } = found;
    if (message.author !== bot && channel.kind === 'direct') return REFUSAL.directChannel;
    if (message.author !== bot && !may(bot, 'ManageMessages', channel)) return REFUSAL.missingPermissions;
    messages.remove(message);
    return DONE;
  }

  function bulkDelete({ param, body }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    if (!may(bot, 'ManageMessages', channel)) return REFUSAL.missingPermissions;
    const parsed = parse(bulk, body);
    if (isRefusal(parsed)) return parsed;
    if (parsed.messages.length < 2 || parsed.messages.length > limits.MAX_HISTORY_PAGE) return REFUSAL.bulkDeleteCount;
    for (const id of parsed.messages) {
      const message = world.messages.get(id);
      if (message?.channel === channel) messages.remove(message);
    }
    return DONE;
  }

  function react({ param }: RestRequest, isAdding: boolean): RestAnswer {
    const found = messageFor(world, param('channel'), param('message'));
    if (isRefusal(found)) return found;
    const { channel, message } = found;
    const emoji = param('emoji');
    if (/^[\w\s]+$/.test(emoji)) return REFUSAL.unknownEmoji;
    if (isAdding && (!may(bot, 'AddReactions', channel) || !may(bot, 'ReadMessageHistory', channel)))
      return REFUSAL.missingPermissions;
    const by = message.reactions.get(emoji) ?? new Set<string>();
    if (isAdding) message.reactions.set(emoji, by.add(bot.id));
    else if (by.delete(bot.id) && by.size === 0) message.reactions.delete(emoji);
    const intents = { guild: INTENT.guildMessageReactions, direct: INTENT.directMessageReactions };
    messages.tellIn(channel, isAdding ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', intents, {
      user_id: bot.id,
      channel_id: channel.id,
      message_id: message.id,
      ...('guild' in channel ? { guild_id: channel.guild.id } : {}),
      emoji: { id: null, name: emoji },
      burst: false,
      type: 0,
    });
    announcer.changed({ kind: 'edit', messageId: message.id, channelId: channel.id });
    return DONE;
  }

  function type({ param }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    const refusal = refusalToSend(services, channel);
    if (refusal) return refusal;
    announcer.changed({ kind: 'typing', channelId: channel.id });
    return DONE;
  }

  function pin({ param }: RestRequest, isPinned: boolean): RestAnswer {
    const found = messageFor(world, param('channel'), param('message'));
    if (isRefusal(found)) return found;
    const { channel, message } = found;
    if (!may(bot, 'PinMessages', channel)) return REFUSAL.missingPermissions;
    if (isSystem(message)) return REFUSAL.systemMessage;
    if (isPinned && pinnedIn(channel).length >= limits.MAX_PINS) return REFUSAL.tooManyPins;
    message.isPinned = isPinned;
    messages.announceChange(message);
    return DONE;
  }

  function pins({ param }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    const items = pinnedIn(channel).map((message) => ({
      pinned_at: new Date(message.createdAt).toISOString(),
      message: shown(message),
    }));
    return ok({ items, has_more: false });
  }

  function pinnedIn(channel: Channel): Message[] {
    return world.messagesIn(channel).filter(({ isPinned }) => isPinned);
  }
}

/** Why the bot may not write in a channel; undefined where it may. */
export function refusalToSend({ world }: Services, channel: Channel): Refusal | undefined {
  const bot = world.application.bot;
  switch (channel.kind) {
    case 'forum':
      return REFUSAL.noTextChannel;
    case 'direct':
    case 'group': {
      const closed = channel.recipients.some((person) => !person.acceptsDirects || !isKnown(world, person.id));
      return closed ? REFUSAL.directMessagesClosed : undefined;
    }
    case 'thread':
      if (channel.isLocked && !may(bot, 'ManageThreads', channel)) return REFUSAL.threadLocked;
      return may(bot, 'SendMessagesInThreads', channel) ? undefined : REFUSAL.missingPermissions;
    case 'text':
    case 'announcement':
    case 'voice':
      return may(bot, 'SendMessages', channel) ? undefined : REFUSAL.missingPermissions;
  }
}

/** Whether the app reads all messages over REST: its intent counts, whatever the gateway was asked for. */
export function readsContent(world: World): boolean {
  return (world.application.flags & APPLICATION_FLAG.messageContent) !== 0;
}

function isKnown(world: World, personId: string): boolean {
  const shares = [...world.guilds.values()].some(({ hasBot, members }) => hasBot && members.has(personId));
  return shares || world.application.installedBy.has(personId);
}

function isSystem({ type }: Message): boolean {
  return type === MESSAGE_TYPE.threadCreated || type === MESSAGE_TYPE.threadStarter || type === MESSAGE_TYPE.pinned;
}

/** A page of a history, oldest first. */
function pageOf(all: readonly Message[], asked: z.infer<typeof page>): Message[] {
  const limit = asked.limit ?? limits.DEFAULT_HISTORY_PAGE;
  const { before, after, around } = asked;
  if (around !== undefined) {
    const older = all.filter(({ id }) => !isNewer(id, around));
    const newer = all.filter(({ id }) => isNewer(id, around));
    const half = Math.ceil(limit / 2);
    return [...older.slice(-half), ...newer.slice(0, limit - half)];
  }
  if (after !== undefined) return all.filter(({ id }) => isNewer(id, after)).slice(0, limit);
  return all.filter(({ id }) => before === undefined || isNewer(before, id)).slice(-limit);
}
