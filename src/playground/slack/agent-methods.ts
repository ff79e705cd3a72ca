import { z } from 'zod';
import {
  type Call,
  defineMethod,
  done,
  findConversation,
  jsonArg,
  type Method,
  refused,
  refusedFor,
  TIER_3,
  TIER_POSTING,
  textArg,
} from './api-method.ts';
import type { JsonObject } from './json.ts';
import * as limits from './limits.ts';

const THREAD = { channel_id: textArg, thread_ts: textArg };
const PROMPTS = z.array(z.object({ title: z.string().min(1), message: z.string().min(1) })).min(1);
const STATUSES = ['processing', 'active', 'suspended', 'closed'];

/** The agent pane: suggested prompts, status and title of a thread. */
export const AGENT_METHODS: Readonly<Record<string, Method>> = {
  'assistant.threads.setSuggestedPrompts': defineMethod({
    scopes: ['assistant:write'],
    tier: TIER_3,
    args: z.object({
      channel_id: textArg,
      thread_ts: textArg.optional(),
      title: textArg.optional(),
      prompts: jsonArg.pipe(PROMPTS),
    }),
    run: (args, call) => {
      const found = findConversation(args.channel_id, call);
      if (found.kind === 'refused') return found.reply;
      if (args.prompts.length > limits.MAX_SUGGESTED_PROMPTS) {
        const message = `no more than ${limits.MAX_SUGGESTED_PROMPTS} items allowed`;
        return refusedFor('invalid_arguments', [{ pointer: '/prompts', message }]);
      }
      // An agent app that names a thread is answered "ok", and nothing is shown: its prompts belong to the whole pane.
      if (args.thread_ts !== undefined && call.slack.app.manifest.features.agent_view) return done();
      call.slack.world.happen({
        kind: 'prompts-set',
        channel: found.conversation.id,
        title: args.title ?? '',
        prompts: args.prompts,
      });
      return done();
    },
  }),

  'assistant.threads.setStatus': defineMethod({
    scopes: ['assistant:write', 'chat:write'],
    tier: TIER_POSTING,
    args: z.object({ ...THREAD, status: textArg }),
    run: (args, call) =>
      inThread(args.channel_id, args.thread_ts, call, (channel, thread) => {
        call.slack.world.happen({ kind: 'status-set', channel, thread, status: args.status });
      }),
  }),

  'assistant.threads.setTitle': defineMethod({
    scopes: ['assistant:write'],
    tier: TIER_3,
    args: z.object({ ...THREAD, title: textArg }),
    run: (args, call) =>
      inThread(args.channel_id, args.thread_ts, call, (channel, thread) => {
        call.slack.world.happen({ kind: 'title-set', channel, thread, title: args.title });
      }),
  }),

  'agents.sessions.setStatus': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_POSTING,
    args: z.object({
      channel_id: textArg,
      thread_ts: textArg.optional(),
      status: z.string().refine((status) => STATUSES.includes(status), `must be one of ${STATUSES.join(', ')}`),
      title: z.string().max(limits.MAX_SESSION_TITLE_CHARS).optional(),
    }),
    run: (args, call) =>
      inThread(args.channel_id, args.thread_ts, call, (channel, thread) => {
        call.slack.world.happen({ kind: 'status-set', channel, thread, status: args.status });
        if (args.title !== undefined)
          call.slack.world.happen({ kind: 'title-set', channel, thread, title: args.title });
      }),
  }),

  'agents.sessions.rename': defineMethod({
    scopes: ['chat:write'],
    tier: TIER_3,
    args: z.object({
      channel_id: textArg,
      thread_ts: textArg.optional(),
      title: z.string().min(1).max(limits.MAX_SESSION_TITLE_CHARS),
    }),
    run: (args, call) =>
      inThread(args.channel_id, args.thread_ts, call, (channel, thread) => {
        call.slack.world.happen({ kind: 'title-set', channel, thread, title: args.title });
      }),
  }),
};

function inThread(
  channel: string,
  thread: string | undefined,
  call: Call,
  then: (channel: string, thread: string) => void,
): JsonObject {
  const found = findConversation(channel, call);
  if (found.kind === 'refused') return found.reply;
  if (thread !== undefined && !call.slack.world.message(found.conversation.id, thread)) {
    return refused('invalid_thread_ts');
  }
  then(found.conversation.id, thread ?? '');
  return done();
}
