import { z } from 'zod';
import {
  type Call,
  defineMethod,
  done,
  findConversation,
  flagArg,
  jsonArg,
  type Method,
  refused,
  refusedFor,
  TIER_3,
  TIER_4,
  TIER_POSTING,
  textArg,
} from './api-method.ts';
import { checkBlocks } from './check-blocks.ts';
import type { JsonObject } from './json.ts';
import { CONTENT_ARGS, type Content, isEmptyContent, readContent } from './message-content.ts';
import { messageJson } from './message-json.ts';
import type { Conversation, Edit, Message } from './world.ts';

const TARGET = { channel: textArg, ts: textArg };
const RAW = z.record(z.string(), z.json());

/** Adds what was sent as it came, so that "left out" and "sent empty" can be told apart. */
function withRaw<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.intersection(
    z.object(shape),
    RAW.transform((raw) => ({ raw })),
  );
}

/** chat.* but streaming. */
export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_POSTING,
    args: withRaw({
      channel: textArg,
      thread_ts: textArg.optional(),
      reply_broadcast: flagArg.optional(),
      ...CONTENT_ARGS,
    }),
    run: (args, call) => {
      const place = findPostable(args.channel, args.thread_ts, call);
      if (place.kind === 'refused') return place.reply;
      const read = readContent(args, args.raw, call.slack.ids);
      if (read.kind === 'refused') return read.reply;
      if (isEmptyContent(read.content)) return refused('no_text');
      const message = call.slack.world.post({
        ...read.content,
        channel: place.conversation.id,
        thread: place.thread,
        by: call.install.user.id,
        isBroadcast: args.reply_broadcast === true && place.thread !== undefined,
      });
      return done({ channel: message.channel, ts: message.ts, message: shown(message, call) });
    },
  }),

  'chat.update': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_3,
    args: withRaw({ ...TARGET, ...CONTENT_ARGS }),
    run: (args, call) => {
      const found = findOwn(args.channel, args.ts, 'cant_update_message', call);
      if (found.kind === 'refused') return found.reply;
      const read = readContent(args, args.raw, call.slack.ids);
      if (read.kind === 'refused') return read.reply;
      if (read.sent.size === 0) return refused('no_text');
      const edit = sentParts(read.content, read.sent);
      if (isEmptyContent({ ...found.message, ...edit })) return refused('no_text');
      const message = call.slack.world.edit(found.message, edit);
      return done({ channel: message.channel, ts: message.ts, text: message.text, message: shown(message, call) });
    },
  }),

  'chat.delete': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_3,
    args: z.object(TARGET),
    run: (args, call) => {
      const found = findOwn(args.channel, args.ts, 'cant_delete_message', call);
      if (found.kind === 'refused') return found.reply;
      call.slack.world.remove(found.message);
      return done({ channel: found.message.channel, ts: found.message.ts });
    },
  }),

  'chat.postEphemeral': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_4,
    args: withRaw({ channel: textArg, user: textArg, thread_ts: textArg.optional(), ...CONTENT_ARGS }),
    run: (args, call) => {
      const place = findPostable(args.channel, args.thread_ts, call);
      if (place.kind === 'refused') return place.reply;
      if (!place.conversation.members.has(args.user)) return refused('user_not_in_channel');
      const read = readContent(args, args.raw, call.slack.ids);
      if (read.kind === 'refused') return read.reply;
      if (isEmptyContent(read.content)) return refused('no_text');
      const message = call.slack.world.post({
        ...read.content,
        channel: place.conversation.id,
        thread: place.thread,
        by: call.install.user.id,
        onlyFor: args.user,
      });
      return done({ message_ts: message.ts });
    },
  }),

  'chat.getPermalink': defineMethod({
    tier: TIER_4,
    args: z.object({ channel: textArg, message_ts: textArg }),
    run: (args, call) => {
      const found = findConversation(args.channel, call);
      if (found.kind === 'refused') return found.reply;
      const { world } = call.slack;
      const message = world.message(found.conversation.id, args.message_ts);
      if (!message) return refused('message_not_found');
      const domain = world.workspace(call.install.workspace)?.domain ?? '';
      const thread = message.thread === undefined ? '' : `?thread_ts=${message.thread}&cid=${message.channel}`;
      const path = `archives/${message.channel}/p${message.ts.replace('.', '')}${thread}`;
      return done({ channel: message.channel, permalink: `https://${domain}.slack.com/${path}` });
    },
  }),

  'blocks.validate': defineMethod({
    tier: TIER_3,
    args: z.object({ blocks: jsonArg }),
    run: ({ blocks }) => {
      const problems = checkBlocks(blocks ?? null, 'message');
      return problems.length > 0 ? refusedFor('invalid_blocks', problems) : done();
    },
  }),
};

export type Place =
  | { readonly kind: 'place'; readonly conversation: Conversation; readonly thread: string | undefined }
  | { readonly kind: 'refused'; readonly reply: JsonObject };

/** A channel and thread that the calling app may write into. */
export function findPostable(channel: string, thread: string | undefined, call: Call): Place {
  const found = findConversation(directOf(channel, call), call);
  if (found.kind === 'refused') return found;
  const { conversation } = found;
  const no = (error: string): Place => ({ kind: 'refused', reply: refused(error) });
  if (conversation.isArchived) return no('is_archived');
  const canWriteAnywhere = conversation.kind === 'public' && call.install.scopes.includes('chat:write.public');
  if (!conversation.members.has(call.install.user.id) && !canWriteAnywhere) return no('not_in_channel');
  if (conversation.kind === 'direct' && call.slack.app.manifest.features.app_home?.messages_tab_enabled === false) {
    return no('messages_tab_disabled');
  }
  if (thread === undefined) return { kind: 'place', conversation, thread: undefined };
  const root = call.slack.world.message(conversation.id, thread);
  if (!root) return no('thread_not_found');
  if (root.onlyFor !== undefined) return no('cannot_reply_to_message');
  return { kind: 'place', conversation, thread: root.thread ?? root.ts };
}

/** A person's id stands for the direct conversation with them. */
function directOf(channel: string, { install, slack }: Call): string {
  const person = slack.world.person(channel);
  if (!person || person.workspace !== install.workspace || person.bot !== undefined) return channel;
  return slack.world.directWith(person, install.user).id;
}

type Own =
  | { readonly kind: 'own'; readonly message: Message }
  | { readonly kind: 'refused'; readonly reply: JsonObject };

function findOwn(channel: string, ts: string, notOwn: string, call: Call): Own {
  const found = findConversation(channel, call);
  if (found.kind === 'refused') return found;
  const message = call.slack.world.message(found.conversation.id, ts);
  if (!message || message.onlyFor !== undefined) return { kind: 'refused', reply: refused('message_not_found') };
  if (message.by !== call.install.user.id) return { kind: 'refused', reply: refused(notOwn) };
  return { kind: 'own', message };
}

/** Of what a message says, only the parts that were sent. */
export function sentParts(content: Content, sent: ReadonlySet<keyof Content>): Edit {
  return {
    ...(sent.has('text') ? { text: content.text } : {}),
    ...(sent.has('blocks') ? { blocks: content.blocks } : {}),
    ...(sent.has('attachments') ? { attachments: content.attachments } : {}),
    ...(sent.has('metadata') ? { metadata: content.metadata } : {}),
  };
}

function shown(message: Message, { slack }: Call): JsonObject {
  return messageJson(message, slack.world, slack.app);
}
