import { z } from 'zod';
import { flagArg, refused, textArg } from './api-method.ts';
import { sentParts } from './chat-methods.ts';
import type { JsonObject } from './json.ts';
import { CONTENT_ARGS, isEmptyContent, readContent } from './message-content.ts';
import type { Slack } from './slack.ts';
import type { ResponseTarget } from './tickets.ts';

const RESPONSE = z.object({
  ...CONTENT_ARGS,
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: flagArg.optional(),
  delete_original: flagArg.optional(),
  thread_ts: textArg.optional(),
});

/** Shows what an app sent to a response_url, or along with its acknowledgement of a command. */
export function respond(body: JsonObject, target: ResponseTarget, slack: Slack): JsonObject {
  const args = RESPONSE.safeParse(body).data;
  if (!args) return refused('invalid_arguments');
  const { world } = slack;
  const original = target.message === undefined ? undefined : world.message(target.channel, target.message);
  if (args.delete_original) {
    if (!original) return refused('message_not_found');
    world.remove(original);
    return { ok: true };
  }
  const read = readContent(args, body, slack.ids, false);
  if (read.kind === 'refused') return read.reply;
  if (isEmptyContent(read.content)) return refused('no_text');
  if (args.replace_original && original) {
    world.edit(original, sentParts(read.content, new Set([...read.sent, 'text', 'blocks'])));
    return { ok: true };
  }
  const app = slack.app.installIn(world.conversation(target.channel)?.workspace ?? '');
  if (!app) return refused('account_inactive');
  world.post({
    ...read.content,
    channel: target.channel,
    by: app.user.id,
    thread: args.thread_ts,
    onlyFor: args.response_type === 'in_channel' ? undefined : target.person,
  });
  return { ok: true };
}
