import { z } from 'zod';
import { list, snowflake, text } from './fields.ts';
import * as limits from './limits.ts';
import { parseMessageBody } from './message-body.ts';
import { readsContent } from './message-routes.ts';
import { channelPayload, messagePayload, type Payload, threadMemberPayload } from './payloads.ts';
import { may } from './permissions.ts';
import { CHANNEL_TYPE, MESSAGE_TYPE } from './protocol.ts';
import { invalidField, isRefusal, parse, REFUSAL, type Refusal } from './refusals.ts';
import {
  channelFor,
  DONE,
  guildFor,
  messageFor,
  ok,
  type RestAnswer,
  type RestRequest,
  type Route,
  route,
  type Services,
} from './route.ts';
import type { Forum, Thread } from './world.ts';

const archiveMinutes = z.union(limits.ARCHIVE_MINUTES.map((minutes) => z.literal(minutes)));
const slowmode = z.int().min(0).max(limits.MAX_SLOWMODE_SECONDS);
const settings = {
  name: text(1, limits.MAX_THREAD_NAME_CHARS),
  auto_archive_duration: archiveMinutes.nullish(),
  rate_limit_per_user: slowmode.nullish(),
};
const tags = list(snowflake, 0, limits.MAX_POST_TAGS).nullish();
const fromMessage = z.object(settings);
const alone = z.object({ ...settings, type: z.int().nullish() });
const post = z.object({ ...settings, applied_tags: tags, message: z.record(z.string(), z.unknown()) });
const changes = z.object({
  ...settings,
  name: settings.name.nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  applied_tags: tags,
});

/** The routes of channels themselves and of threads, forum posts included. */
export function threadRoutes({ world, messages, threads }: Services): Route[] {
  const bot = world.application.bot;
  return [
    route('GET', '/channels/:channel', ({ param }) => {
      const channel = channelFor(world, param('channel'));
      return isRefusal(channel) ? channel : ok(channelPayload(channel));
    }),
    route('PATCH', '/channels/:channel', change),
    route('DELETE', '/channels/:channel', remove),
    route('POST', '/channels/:channel/messages/:message/threads', openFromMessage),
    route('POST', '/channels/:channel/threads', open),
    route('GET', '/channels/:channel/threads/archived/public', archived),
    route('GET', '/guilds/:guild/threads/active', active),
    route('GET', '/channels/:channel/thread-members', members),
    route('GET', '/channels/:channel/thread-members/:user', member),
    route('PUT', '/channels/:channel/thread-members/:user', (request) => membership(request, true)),
    route('DELETE', '/channels/:channel/thread-members/:user', (request) => membership(request, false)),
  ];

  function openFromMessage({ param, body }: RestRequest): RestAnswer {
    const found = messageFor(world, param('channel'), param('message'));
    if (isRefusal(found)) return found;
    const { channel, message } = found;
    if (channel.kind !== 'text' && channel.kind !== 'announcement') return REFUSAL.wrongChannelType;
    if (!may(bot, 'CreatePublicThreads', channel)) return REFUSAL.missingPermissions;
    if (message.thread) return REFUSAL.threadExists;
    if (message.type === MESSAGE_TYPE.threadCreated) return REFUSAL.systemMessage;
    const parsed = parse(fromMessage, body);
    if (isRefusal(parsed)) return parsed;
    const thread = threads.open({
      parent: channel,
      name: parsed.name,
      owner: bot,
      starter: message,
      archiveAfterMinutes: parsed.auto_archive_duration,
      slowmodeSeconds: parsed.rate_limit_per_user,
    });
    return { status: 201, body: withMember(thread) };
  }

  function open(request: RestRequest): RestAnswer {
    const channel = channelFor(world, request.param('channel'));
    if (isRefusal(channel)) return channel;
    if (channel.kind === 'forum') return openPost(channel, request);
    if (channel.kind !== 'text' && channel.kind !== 'announcement') return REFUSAL.wrongChannelType;
    const parsed = parse(alone, request.body);
    if (isRefusal(parsed)) return parsed;
    const isPrivate = (parsed.type ?? CHANNEL_TYPE.privateThread) === CHANNEL_TYPE.privateThread;
    if (!may(bot, isPrivate ? 'CreatePrivateThreads' : 'CreatePublicThreads', channel))
      return REFUSAL.missingPermissions;
    const thread = threads.open({
      parent: channel,
      name: parsed.name,
      owner: bot,
      isPrivate,
      archiveAfterMinutes: parsed.auto_archive_duration,
      slowmodeSeconds: parsed.rate_limit_per_user,
    });
    return { status: 201, body: withMember(thread) };
  }

  function openPost(forum: Forum, { body, uploads }: RestRequest): RestAnswer {
    if (!may(bot, 'SendMessages', forum)) return REFUSAL.missingPermissions;
    const parsed = parse(post, body);
    if (isRefusal(parsed)) return parsed;
    const first = parseMessageBody(parsed.message, { at: ['message'] });
    if (isRefusal(first)) return first;
    const wrong = tagRefusal(forum, parsed.applied_tags ?? []);
    if (wrong) return wrong;
    const isEmpty = !first.content && !first.embeds?.length && !first.components?.length && uploads.length === 0;
    if (isEmpty) return REFUSAL.emptyMessage;
    const thread = threads.open({
      parent: forum,
      name: parsed.name,
      owner: bot,
      archiveAfterMinutes: parsed.auto_archive_duration,
      slowmodeSeconds: parsed.rate_limit_per_user,
      appliedTags: parsed.applied_tags ?? [],
    });
    const message = messages.post({ channel: thread, author: bot, body: first, uploads });
    if (isRefusal(message)) {
      threads.remove(thread);
      return message;
    }
    return {
      status: 201,
      body: { ...withMember(thread), message: messagePayload(world, message, readsContent(world)) },
    };
  }

  function change({ param, body }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    if (channel.kind !== 'thread') return REFUSAL.missingPermissions;
    const parsed = parse(changes, body);
    if (isRefusal(parsed)) return parsed;
    const manages = may(bot, 'ManageThreads', channel);
    const isOwn = channel.ownerId === bot.id;
    const onlyOpens = parsed.archived === false && Object.keys(parsed).length === 1;
    const maySend = may(bot, 'SendMessagesInThreads', channel);
    if (channel.isArchived && parsed.archived !== false) return REFUSAL.archivedThread;
    if (parsed.locked !== undefined && !manages) return REFUSAL.missingPermissions;
    if (!manages && !isOwn && !(onlyOpens && maySend && !channel.isLocked)) return REFUSAL.missingPermissions;
    threads.change(channel, {
      name: parsed.name ?? undefined,
      isArchived: parsed.archived ?? undefined,
      isLocked: parsed.locked ?? undefined,
      archiveAfterMinutes: parsed.auto_archive_duration ?? undefined,
      slowmodeSeconds: parsed.rate_limit_per_user ?? undefined,
      appliedTags: parsed.applied_tags ?? undefined,
    });
    return ok(channelPayload(channel));
  }

  function remove({ param }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    if (channel.kind === 'direct') return ok(channelPayload(channel));
    if (channel.kind !== 'thread' || !may(bot, 'ManageThreads', channel)) return REFUSAL.missingPermissions;
    threads.remove(channel);
    return ok(channelPayload(channel));
  }

  function archived({ param }: RestRequest): RestAnswer {
    const channel = channelFor(world, param('channel'));
    if (isRefusal(channel)) return channel;
    if (!may(bot, 'ReadMessageHistory', channel)) return REFUSAL.missingPermissions;
    const found = allThreads().filter(
      ({ parent, isArchived, isPrivate }) => parent === channel && isArchived && !isPrivate,
    );
    return ok({ threads: found.map(channelPayload), members: ownMemberships(found), has_more: false });
  }

  function active({ param }: RestRequest): RestAnswer {
    const guild = guildFor(world, param('guild'));
    if (isRefusal(guild)) return guild;
    const found = allThreads().filter(
      (thread) => thread.guild === guild && !thread.isArchived && may(bot, 'ViewChannel', thread),
    );
    return ok({ threads: found.map(channelPayload), members: ownMemberships(found) });
  }

  function members({ param }: RestRequest): RestAnswer {
    const thread = threadFor(param('channel'));
    return isRefusal(thread) ? thread : ok([...thread.members].map((id) => threadMemberPayload(thread, id)));
  }

  function member({ param }: RestRequest): RestAnswer {
    const thread = threadFor(param('channel'));
    if (isRefusal(thread)) return thread;
    const id = userIdOf(param('user'));
    return thread.members.has(id) ? ok(threadMemberPayload(thread, id)) : REFUSAL.unknownMember;
  }

  function membership({ param }: RestRequest, isJoining: boolean): RestAnswer {
    const thread = threadFor(param('channel'));
    if (isRefusal(thread)) return thread;
    if (thread.isArchived) return REFUSAL.archivedThread;
    const id = userIdOf(param('user'));
    if (!thread.guild.members.has(id)) return REFUSAL.unknownMember;
    if (isJoining && id !== bot.id && !may(bot, 'SendMessagesInThreads', thread)) return REFUSAL.missingPermissions;
    if (!isJoining && id !== bot.id && !may(bot, 'ManageThreads', thread)) return REFUSAL.missingPermissions;
    if (isJoining) threads.join(thread, id);
    else threads.leave(thread, id);
    return DONE;
  }

  function threadFor(id: string): Thread | Refusal {
    const channel = channelFor(world, id);
    if (isRefusal(channel)) return channel;
    return channel.kind === 'thread' ? channel : REFUSAL.wrongChannelType;
  }

  function userIdOf(param: string): string {
    return param === '@me' ? bot.id : param;
  }

  function withMember(thread: Thread): Payload {
    return { ...channelPayload(thread), member: threadMemberPayload(thread, bot.id) };
  }

  function allThreads(): Thread[] {
    return [...world.channels.values()].flatMap((channel) => (channel.kind === 'thread' ? [channel] : []));
  }

  function ownMemberships(found: readonly Thread[]): Payload[] {
    return found.filter(({ members: ids }) => ids.has(bot.id)).map((thread) => threadMemberPayload(thread, bot.id));
  }
}

function tagRefusal(forum: Forum, applied: readonly string[]): Refusal | undefined {
  const known = new Set(forum.tags.map(({ id }) => id));
  const unknown = applied.findIndex((id) => !known.has(id));
  if (unknown >= 0) return invalidField(['applied_tags', unknown], 'UNKNOWN_TAG', 'Unknown tag');
  return forum.requiresTag && applied.length === 0 ? REFUSAL.tagRequired : undefined;
}
