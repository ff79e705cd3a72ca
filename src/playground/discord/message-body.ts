import { z } from 'zod';
import {
  checkTogether,
  flatten,
  legacyComponents,
  numberComponents,
  type TopLevel,
  v2Components,
} from './components.ts';
import { checkEmbeds, embeds } from './embeds.ts';
import { list, snowflake, text } from './fields.ts';
import * as limits from './limits.ts';
import { MESSAGE_FLAG } from './protocol.ts';
import { invalidForm, isRefusal, type Problem, parse, problemsOf, REFUSAL, type Refusal } from './refusals.ts';

const allowedMentions = z.object({
  parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
  users: list(snowflake, 0, limits.MAX_ALLOWED_MENTIONS).nullish(),
  roles: list(snowflake, 0, limits.MAX_ALLOWED_MENTIONS).nullish(),
  replied_user: z.boolean().nullish(),
});

const answer = z.object({
  poll_media: z.object({ text: text(1, limits.MAX_POLL_CHARS.answer).nullish() }),
});
const poll = z.object({
  question: z.object({ text: text(1, limits.MAX_POLL_CHARS.question) }),
  answers: list(answer, 1, limits.MAX_POLL_ANSWERS),
  duration: z.int().min(1).max(768).nullish(),
  allow_multiselect: z.boolean().nullish(),
});

const messageBody = z.object({
  content: text(0, limits.MAX_CONTENT_CHARS).nullish(),
  nonce: z.union([text(0, limits.MAX_NONCE_CHARS), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  tts: z.boolean().nullish(),
  embeds: embeds.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  message_reference: z
    .object({
      type: z.literal(0).nullish(),
      message_id: snowflake,
      channel_id: snowflake.nullish(),
      guild_id: snowflake.nullish(),
      fail_if_not_exists: z.boolean().nullish(),
    })
    .nullish(),
  components: z.array(z.unknown()).nullish(),
  sticker_ids: list(snowflake, 0, 3).nullish(),
  attachments: list(
    z.object({
      id: snowflake,
      filename: z.string().nullish(),
      description: text(0, limits.MAX_ATTACHMENT_DESCRIPTION_CHARS).nullish(),
    }),
    0,
    limits.MAX_ATTACHMENTS,
  ).nullish(),
  flags: z.int().nullish(),
  poll: poll.nullish(),
});

/** Who a message may ping; without it, everybody it names. */
export type AllowedMentions = z.infer<typeof allowedMentions>;

/** A message as an app sent it, checked as far as that goes without knowing where it will stand. */
export type MessageBody = Omit<z.infer<typeof messageBody>, 'components'> & {
  readonly components: TopLevel[] | null | undefined;
};

/**
 * Reads the body of a message. `at` is where it stands in the request; an edit says whether the message already uses
 * Components V2, which no edit can undo.
 */
export function parseMessageBody(
  input: unknown,
  { at = [], hadV2 = false }: { readonly at?: readonly string[]; readonly hadV2?: boolean } = {},
): MessageBody | Refusal {
  const body = parse(messageBody, input, at);
  if (isRefusal(body)) return body;
  const saysV2 = ((body.flags ?? 0) & MESSAGE_FLAG.componentsV2) !== 0;
  // An edit that leaves the flag out is still read without it: its components must be legacy ones.
  const schema = saysV2 ? v2Components : legacyComponents;
  const components = schema.nullish().safeParse(body.components, { reportInput: true });
  const problems: Problem[] = [
    ...(components.success ? [] : problemsOf(components.error, ['components'])),
    ...(saysV2 || hadV2 ? legacyFields(body) : []),
    ...checkEmbeds(body.embeds ?? []),
    ...exclusiveMentions(body.allowed_mentions ?? {}),
  ];
  const parsed = components.success ? components.data : undefined;
  const together = parsed ? checkTogether(parsed, saysV2 || hadV2) : [];
  if (together !== 'crash') problems.push(...together);
  if (problems.length > 0)
    return invalidForm(problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] })));
  if (together === 'crash') return REFUSAL.serverError;
  if (parsed) numberComponents(parsed.flatMap(flatten));
  return { ...body, components: parsed };
}

/** Fields that a message with Components V2 cannot have. */
function legacyFields(body: z.infer<typeof messageBody>): Problem[] {
  const used = [
    body.content ? 'content' : '',
    body.embeds && body.embeds.length > 0 ? 'embeds' : '',
    body.sticker_ids && body.sticker_ids.length > 0 ? 'sticker_ids' : '',
    body.poll ? 'poll' : '',
  ];
  return used
    .filter((field) => field !== '')
    .map((field) => ({
      path: [field],
      code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    }));
}

/** Lists of who may be pinged that contradict each other. */
function exclusiveMentions(allowed: AllowedMentions): Problem[] {
  return (['users', 'roles'] as const)
    .filter((kind) => allowed.parse?.includes(kind) && (allowed[kind]?.length ?? 0) > 0)
    .map((kind) => ({
      path: ['allowed_mentions'],
      code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    }));
}
