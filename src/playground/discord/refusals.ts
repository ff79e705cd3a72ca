import type { z } from 'zod';

/** One thing wrong with a request's body: where, Discord's name for it, and its sentence. */
export type Problem = {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
};

type ErrorTree = {
  readonly [field: string]: ErrorTree | readonly { readonly code: string; readonly message: string }[];
};

/** What Discord answers instead of doing what it was asked. */
export type Refusal = {
  readonly refusedWith: number;
  readonly code: number;
  readonly message: string;
  readonly errors?: ErrorTree;
};

/** Refusals that need no more than their code (docs: topics/opcodes-and-status-codes). */
export const REFUSAL = {
  badRequest: { refusedWith: 400, code: 0, message: '400: Bad Request' },
  unauthorized: { refusedWith: 401, code: 0, message: '401: Unauthorized' },
  notFound: { refusedWith: 404, code: 0, message: '404: Not Found' },
  methodNotAllowed: { refusedWith: 405, code: 0, message: '405: Method Not Allowed' },
  serverError: { refusedWith: 500, code: 0, message: '500: Internal Server Error' },
  unknownApplication: { refusedWith: 404, code: 10002, message: 'Unknown Application' },
  unknownChannel: { refusedWith: 404, code: 10003, message: 'Unknown Channel' },
  unknownGuild: { refusedWith: 404, code: 10004, message: 'Unknown Guild' },
  unknownMember: { refusedWith: 404, code: 10007, message: 'Unknown Member' },
  unknownMessage: { refusedWith: 404, code: 10008, message: 'Unknown Message' },
  unknownUser: { refusedWith: 404, code: 10013, message: 'Unknown User' },
  unknownEmoji: { refusedWith: 400, code: 10014, message: 'Unknown Emoji' },
  unknownWebhook: { refusedWith: 404, code: 10015, message: 'Unknown Webhook' },
  unknownInteraction: { refusedWith: 404, code: 10062, message: 'Unknown interaction' },
  unknownCommand: { refusedWith: 404, code: 10063, message: 'Unknown application command' },
  otherApplication: {
    refusedWith: 403,
    code: 20012,
    message: 'You are not authorized to perform this action on this application',
  },
  tooManyPins: { refusedWith: 400, code: 30003, message: 'Maximum number of pins reached for the channel (250)' },
  tooManyCreates: {
    refusedWith: 400,
    code: 30034,
    message: 'Max number of daily application command creates has been reached (200)',
  },
  tooLarge: { refusedWith: 413, code: 40005, message: 'Request entity too large' },
  alreadyAcknowledged: { refusedWith: 400, code: 40060, message: 'Interaction has already been acknowledged.' },
  tagRequired: {
    refusedWith: 400,
    code: 40067,
    message: 'A tag is required to create a forum post in this channel',
  },
  tooManyFollowUps: {
    refusedWith: 400,
    code: 40094,
    message: 'This interaction has hit the maximum number of follow up messages',
  },
  missingAccess: { refusedWith: 403, code: 50001, message: 'Missing Access' },
  directChannel: { refusedWith: 403, code: 50003, message: 'Cannot execute action on a DM channel' },
  notTheAuthor: { refusedWith: 403, code: 50005, message: 'Cannot edit a message authored by another user' },
  emptyMessage: { refusedWith: 400, code: 50006, message: 'Cannot send an empty message' },
  directMessagesClosed: { refusedWith: 403, code: 50007, message: 'Cannot send messages to this user' },
  noTextChannel: { refusedWith: 400, code: 50008, message: 'Cannot send messages in a non-text channel' },
  missingPermissions: { refusedWith: 403, code: 50013, message: 'Missing Permissions' },
  bulkDeleteCount: {
    refusedWith: 400,
    code: 50016,
    message:
      'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete',
  },
  systemMessage: { refusedWith: 403, code: 50021, message: 'Cannot execute action on a system message' },
  wrongChannelType: { refusedWith: 400, code: 50024, message: 'Cannot execute action on this channel type' },
  invalidWebhookToken: { refusedWith: 401, code: 50027, message: 'Invalid Webhook Token' },
  archivedThread: { refusedWith: 400, code: 50083, message: 'Thread is archived' },
  invalidJson: { refusedWith: 400, code: 50109, message: 'The request body contains invalid JSON.' },
  replyWithoutHistory: {
    refusedWith: 400,
    code: 160002,
    message: 'Cannot reply without permission to read message history',
  },
  threadExists: { refusedWith: 400, code: 160004, message: 'A thread has already been created for this message' },
  threadLocked: { refusedWith: 400, code: 160005, message: 'Thread is locked' },
} as const satisfies Record<string, Refusal>;

/** Whether what came back is a refusal. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusedWith' in value;
}

/** The refusal of a body that Discord cannot accept (50035), with every problem at its place. */
export function invalidForm(problems: readonly Problem[]): Refusal {
  return { refusedWith: 400, code: 50035, message: 'Invalid Form Body', errors: treeOf(problems, 0) };
}

/** The refusal of one field. */
export function invalidField(path: readonly (string | number)[], code: string, message: string): Refusal {
  return invalidForm([{ path, code, message }]);
}

/** What a request parsed to, or the refusal of all that is wrong with it; `at` is where the value stands in the body. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, at: readonly (string | number)[] = []): T | Refusal {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? parsed.data : invalidForm(problemsOf(parsed.error, at));
}

/** Everything zod found wrong, in Discord's words. */
export function problemsOf(error: z.ZodError, at: readonly (string | number)[] = []): Problem[] {
  return error.issues.map((issue) => ({
    path: [...at, ...issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key))],
    ...wordsFor(issue),
  }));
}

function wordsFor(issue: z.core.$ZodIssue): { code: string; message: string } {
  switch (issue.code) {
    case 'custom': {
      const code: unknown = issue.params?.discord;
      return { code: typeof code === 'string' ? code : 'BASE_TYPE_INVALID', message: issue.message };
    }
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
        : { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` };
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` }
        : { code: 'NUMBER_TYPE_MIN', message: `int value should be greater than or equal to ${issue.minimum}.` };
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : { code: 'BASE_TYPE_INVALID', message: `Could not interpret the value as ${issue.expected}.` };
    case 'invalid_union':
      return { code: 'UNION_TYPE_CHOICES', message: 'Value of field "type" must be one of the types allowed here.' };
    case 'invalid_value':
      return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of (${issue.values.map(String).join(', ')}).` };
    case 'invalid_format':
      return { code: 'STRING_TYPE_REGEX', message: 'String value did not match validation regex.' };
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
      return { code: 'BASE_TYPE_INVALID', message: issue.message };
  }
}

function treeOf(problems: readonly Problem[], depth: number): ErrorTree {
  const here = problems.filter(({ path }) => path.length === depth);
  const deeper = Map.groupBy(
    problems.filter(({ path }) => path.length > depth),
    ({ path }) => String(path[depth]),
  );
  return {
    ...(here.length > 0 ? { _errors: here.map(({ code, message }) => ({ code, message })) } : {}),
    ...Object.fromEntries([...deeper].map(([field, inside]) => [field, treeOf(inside, depth + 1)])),
  };
}
