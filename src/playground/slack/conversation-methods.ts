import { z } from 'zod';
import {
  type Call,
  defineMethod,
  done,
  findConversation,
  findReadable,
  flagArg,
  type Method,
  missingScope,
  numberArg,
  refused,
  TIER_2,
  TIER_3,
  TIER_4,
  textArg,
} from './api-method.ts';
import { hasScope } from './app.ts';
import type { JsonObject } from './json.ts';
import * as limits from './limits.ts';
import { conversationJson, messageJson, personJson } from './message-json.ts';
import type { Message } from './world.ts';

const PAGE = {
  cursor: textArg.optional(),
  limit: numberArg.optional(),
  oldest: textArg.optional(),
  latest: textArg.optional(),
  inclusive: flagArg.optional(),
  include_all_metadata: flagArg.optional(),
};
const REACTION = z.object({ channel: textArg, timestamp: textArg, name: z.string().min(1) });
const DEFAULT_PAGE_MESSAGES = 100;

/** Reading conversations and people, joining, reacting. */
export const CONVERSATION_METHODS: Readonly<Record<string, Method>> = {
  'conversations.replies': defineMethod({
    tier: TIER_3,
    args: z.object({ channel: textArg, ts: textArg, ...PAGE }),
    run: (args, call) => {
      const found = findReadable(args.channel, 'history', call);
      if (found.kind === 'refused') return found.reply;
      const { world } = call.slack;
      const asked = world.message(found.conversation.id, args.ts);
      if (!asked || asked.onlyFor !== undefined) return refused('thread_not_found');
      return page(world.thread(found.conversation.id, asked.thread ?? asked.ts), args, call);
    },
  }),

  'conversations.history': defineMethod({
    tier: TIER_3,
    args: z.object({ channel: textArg, ...PAGE }),
    run: (args, call) => {
      const found = findReadable(args.channel, 'history', call);
      if (found.kind === 'refused') return found.reply;
      const messages = call.slack.world
        .messages(found.conversation.id)
        .filter(({ onlyFor, thread, isBroadcast }) => onlyFor === undefined && (thread === undefined || isBroadcast));
      return page([...messages].reverse(), args, call);
    },
  }),

  'conversations.info': defineMethod({
    tier: TIER_3,
    args: z.object({ channel: textArg }),
    run: ({ channel }, call) => {
      const found = findReadable(channel, 'read', call);
      return found.kind === 'refused'
        ? found.reply
        : done({ channel: conversationJson(found.conversation, call.install.user) });
    },
  }),

  'conversations.list': defineMethod({
    scopes: ['channels:read', 'groups:read', 'im:read'],
    tier: TIER_2,
    args: z.object({}),
    run: (_, call) => {
      const known = call.slack.world
        .conversations(call.install.workspace)
        .filter(({ kind, members }) => kind === 'public' || members.has(call.install.user.id));
      return done({ channels: known.map((one) => conversationJson(one, call.install.user)) });
    },
  }),

  'conversations.members': defineMethod({
    tier: TIER_4,
    args: z.object({ channel: textArg }),
    run: ({ channel }, call) => {
      const found = findReadable(channel, 'read', call);
      return found.kind === 'refused' ? found.reply : done({ members: [...found.conversation.members] });
    },
  }),

  'conversations.open': defineMethod({
    scopes: ['im:write', 'mpim:write'],
    tier: TIER_3,
    args: z.object({ users: textArg, return_im: flagArg.optional() }),
    run: ({ users }, { install, slack }) => {
      const person = slack.world.person(users);
      if (!person || person.workspace !== install.workspace) return refused('user_not_found');
      const direct = slack.world.directWith(person, install.user);
      return done({ channel: { id: direct.id } });
    },
  }),

  'conversations.join': defineMethod({
    scopes: ['channels:join'],
    tier: TIER_3,
    args: z.object({ channel: textArg }),
    run: ({ channel }, call) => {
      const found = findConversation(channel, call);
      if (found.kind === 'refused') return found.reply;
      if (found.conversation.kind !== 'public') return refused('method_not_supported_for_channel_type');
      const members = new Set([...found.conversation.members, call.install.user.id]);
      const joined = call.slack.world.changeConversation(found.conversation, { members });
      return done({ channel: conversationJson(joined, call.install.user) });
    },
  }),

  'users.info': defineMethod({
    scopes: ['users:read'],
    tier: TIER_4,
    args: z.object({ user: textArg }),
    run: ({ user }, { install, slack }) => {
      const person = slack.world.person(user);
      return person && person.workspace === install.workspace
        ? done({ user: personJson(person) })
        : refused('user_not_found');
    },
  }),

  'bots.info': defineMethod({
    scopes: ['users:read'],
    tier: TIER_3,
    args: z.object({ bot: textArg }),
    run: ({ bot }, { install, slack }) => {
      const person = slack.world.people(install.workspace).find((one) => one.bot === bot);
      if (!person) return refused('bot_not_found');
      return done({ bot: { id: bot, user_id: person.id, name: person.name, app_id: slack.app.id, deleted: false } });
    },
  }),

  'reactions.add': defineMethod({
    scopes: ['reactions:write'],
    tier: TIER_3,
    args: REACTION,
    run: (args, call) => react(args, call, 'add'),
  }),

  'reactions.remove': defineMethod({
    scopes: ['reactions:write'],
    tier: TIER_2,
    args: REACTION,
    run: (args, call) => react(args, call, 'remove'),
  }),
};

type PageArgs = {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly oldest?: string | undefined;
  readonly latest?: string | undefined;
  readonly inclusive?: boolean | undefined;
  readonly include_all_metadata?: boolean | undefined;
};

/** A page of messages; the cursor is the ts of the next one, encoded. */
function page(all: readonly Message[], args: PageArgs, { slack }: Call): JsonObject {
  const { oldest = '', latest, inclusive = false } = args;
  const wanted = all.filter(
    ({ ts }) =>
      (inclusive ? ts >= oldest : ts > oldest) && (latest === undefined || (inclusive ? ts <= latest : ts < latest)),
  );
  const start = args.cursor ? wanted.findIndex(({ ts }) => cursorOf(ts) === args.cursor) : 0;
  if (start < 0) return refused('invalid_cursor');
  const size = Math.min(Math.max(args.limit ?? DEFAULT_PAGE_MESSAGES, 1), limits.MAX_PAGE_MESSAGES);
  const next = wanted[start + size];
  return done({
    messages: wanted.slice(start, start + size).map((message) => {
      const { metadata, ...rest } = messageJson(message, slack.world, slack.app);
      return args.include_all_metadata && metadata !== undefined ? { ...rest, metadata } : rest;
    }),
    has_more: next !== undefined,
    response_metadata: { next_cursor: next ? cursorOf(next.ts) : '' },
  });
}

function cursorOf(ts: string): string {
  return Buffer.from(`next_ts:${ts}`).toString('base64');
}

function react(args: z.output<typeof REACTION>, call: Call, what: 'add' | 'remove'): JsonObject {
  const found = findConversation(args.channel, call);
  if (found.kind === 'refused') return found.reply;
  const { install, slack } = call;
  const message = slack.world.message(found.conversation.id, args.timestamp);
  if (!message || message.onlyFor !== undefined) return refused('message_not_found');
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(args.name)) return refused('invalid_name');
  if (!hasScope(install, 'reactions:write')) return missingScope(install, ['reactions:write']);
  const me = install.user.id;
  const given = message.reactions.find(({ name }) => name === args.name)?.people ?? [];
  if (what === 'add' && given.includes(me)) return refused('already_reacted');
  if (what === 'remove' && !given.includes(me)) return refused('no_reaction');
  const people = what === 'add' ? [...given, me] : given.filter((one) => one !== me);
  const others = message.reactions.filter(({ name }) => name !== args.name);
  slack.world.react(message, me, people.length > 0 ? [...others, { name: args.name, people }] : others);
  return done();
}
