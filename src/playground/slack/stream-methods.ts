import { z } from 'zod';
import {
  type Call,
  defineMethod,
  done,
  jsonArg,
  type Method,
  refused,
  refusedFor,
  TIER_2,
  TIER_4,
  textArg,
} from './api-method.ts';
import { countChars } from './block-rule.ts';
import { findPostable } from './chat-methods.ts';
import { checkBlocks } from './check-blocks.ts';
import { type Json, type JsonObject, objectsIn, textIn } from './json.ts';
import * as limits from './limits.ts';
import { messageJson } from './message-json.ts';
import { type Message, withIds } from './world.ts';

const SAID = { markdown_text: textArg.optional(), chunks: jsonArg.optional() };
const TARGET = { channel: textArg, ts: textArg };

/** Messages that grow while they are read. */
export const STREAM_METHODS: Readonly<Record<string, Method>> = {
  'chat.startStream': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_2,
    args: z.object({
      channel: textArg,
      thread_ts: textArg,
      recipient_user_id: textArg.optional(),
      recipient_team_id: textArg.optional(),
      ...SAID,
    }),
    run: (args, call) => {
      const place = findPostable(args.channel, args.thread_ts, call);
      if (place.kind === 'refused') return place.reply;
      if (place.conversation.kind !== 'direct' && args.recipient_user_id === undefined) {
        return refused('missing_recipient_user_id');
      }
      const said = readSaid(args);
      if (said.kind === 'refused') return said.reply;
      const message = call.slack.world.post({
        channel: place.conversation.id,
        thread: place.thread,
        by: call.install.user.id,
        text: said.text,
        blocks: withIds(said.blocks, call.slack.ids),
        isStreaming: true,
      });
      return done({ channel: message.channel, ts: message.ts });
    },
  }),

  'chat.appendStream': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_4,
    args: z.object({ ...TARGET, ...SAID }),
    run: (args, call) => {
      const found = findStream(args, call);
      if (found.kind === 'refused') return found.reply;
      const said = readSaid(args);
      if (said.kind === 'refused') return said.reply;
      append(found.message, said, true, call);
      return done({ channel: found.message.channel, ts: found.message.ts });
    },
  }),

  'chat.stopStream': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_2,
    args: z.object({ ...TARGET, ...SAID, blocks: jsonArg.optional(), metadata: jsonArg.optional() }),
    run: (args, call) => {
      const found = findStream(args, call);
      if (found.kind === 'refused') return found.reply;
      const said = readSaid(args);
      if (said.kind === 'refused') return said.reply;
      const problems = checkBlocks(args.blocks ?? [], 'message');
      if (problems.length > 0) return refusedFor('invalid_blocks', problems);
      const last = { ...said, blocks: [...said.blocks, ...objectsIn(args.blocks)] };
      const message = append(found.message, last, false, call);
      return done({
        channel: message.channel,
        ts: message.ts,
        message: messageJson(message, call.slack.world, call.slack.app),
      });
    },
  }),
};

type Said =
  | { readonly kind: 'said'; readonly text: string; readonly blocks: readonly JsonObject[] }
  | { readonly kind: 'refused'; readonly reply: JsonObject };

function readSaid({
  markdown_text: markdown,
  chunks,
}: {
  markdown_text?: string | undefined;
  chunks?: Json | undefined;
}): Said {
  const parts = objectsIn(chunks);
  const texts = [markdown ?? '', ...parts.map((part) => textIn(part.text))];
  if (texts.some((text) => countChars(text) > limits.MAX_MARKDOWN_TEXT_CHARS)) {
    return { kind: 'refused', reply: refused('msg_too_long') };
  }
  const blocks = parts.flatMap((part) => objectsIn(part.blocks));
  const problems = checkBlocks(blocks, 'message', '/chunks');
  if (problems.length > 0) return { kind: 'refused', reply: refusedFor('invalid_blocks', problems) };
  return { kind: 'said', text: texts.join(''), blocks };
}

type FoundStream =
  | { readonly kind: 'stream'; readonly message: Message }
  | { readonly kind: 'refused'; readonly reply: JsonObject };

function findStream({ channel, ts }: { channel: string; ts: string }, { install, slack }: Call): FoundStream {
  const message = slack.world.message(channel, ts);
  if (!message || message.by !== install.user.id) return { kind: 'refused', reply: refused('message_not_found') };
  return message.isStreaming
    ? { kind: 'stream', message }
    : { kind: 'refused', reply: refused('message_not_in_streaming_state') };
}

/** Apps are told of the finished message only, as one change. */
function append(
  message: Message,
  said: { readonly text: string; readonly blocks: readonly JsonObject[] },
  isStreaming: boolean,
  { slack }: Call,
): Message {
  const edit = {
    text: message.text + said.text,
    blocks: [...message.blocks, ...withIds(said.blocks, slack.ids)],
    isStreaming,
  };
  return slack.world.edit(message, edit, isStreaming);
}
