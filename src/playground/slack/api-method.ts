import { z } from 'zod';
import { hasScope, type Install } from './app.ts';
import type { Problem } from './block-rule.ts';
import { type Json, type JsonObject, parseJson } from './json.ts';
import { channelType } from './message-json.ts';
import type { Slack } from './slack.ts';
import type { Conversation } from './world.ts';

/** Who calls a method, and on what. */
export type Call = { readonly install: Install; readonly slack: Slack };

/** How often a method may be called: per minute and workspace, or per minute and channel. */
export type Tier = { readonly perMinute: number; readonly per: 'workspace' | 'channel' };

/** A Web API method, ready to be called with whatever came in. */
export type Method = {
  /** One of these scopes is needed; none when empty. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  readonly call: (args: JsonObject, call: Call) => JsonObject;
};

/** Rate limit tiers (metadata of java-slack-sdk). */
export const TIER_2: Tier = { perMinute: 20, per: 'workspace' };
export const TIER_3: Tier = { perMinute: 50, per: 'workspace' };
export const TIER_4: Tier = { perMinute: 100, per: 'workspace' };
/** One message a second and channel; short bursts are let through. */
export const TIER_POSTING: Tier = { perMinute: 60, per: 'channel' };

type Definition<Args> = {
  readonly scopes?: readonly string[];
  readonly tier: Tier;
  readonly args: z.ZodType<Args>;
  readonly run: (args: Args, call: Call) => JsonObject;
};

/** Makes a method that reads its arguments first and says which of them are missing or wrong. */
export function defineMethod<Args>({ scopes = [], tier, args: schema, run }: Definition<Args>): Method {
  return {
    scopes,
    tier,
    call: (args, call) => {
      const read = schema.safeParse(args);
      if (read.success) return run(read.data, call);
      return refused('invalid_arguments', {
        response_metadata: {
          messages: read.error.issues.map(
            (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
          ),
        },
      });
    },
  };
}

export function done(fields: JsonObject = {}): JsonObject {
  return { ok: true, ...fields };
}

export function refused(error: string, fields: JsonObject = {}): JsonObject {
  return { ok: false, error, ...fields };
}

/** The refusal of a payload with problems, each with the place where it is. */
export function refusedFor(error: string, problems: readonly Problem[]): JsonObject {
  const lines = problems.map(({ pointer, message }) => `${message} [json-pointer:${pointer}]`);
  return refused(error, { errors: lines, response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) } });
}

export function missingScope(install: Install, needed: readonly string[]): JsonObject {
  return refused('missing_scope', { needed: needed.join(','), provided: install.scopes.join(',') });
}

/** Arguments come as form fields, where everything is text, or as JSON. */
export const textArg = z.union([z.string(), z.number().transform(String)]);
export const flagArg = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1'),
]);
export const numberArg = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
export const jsonArg = z
  .json()
  .transform((value): Json | undefined => (typeof value === 'string' ? parseJson(value) : value));

export type Found =
  | { readonly kind: 'found'; readonly conversation: Conversation }
  | { readonly kind: 'refused'; readonly reply: JsonObject };

/** A conversation that the calling app may know of: private ones and direct messages only when its user is in them. */
export function findConversation(id: string, { install, slack }: Call): Found {
  const name = id.replace(/^#/, '');
  const all = slack.world.conversations(install.workspace);
  const conversation =
    all.find((one) => one.id === id) ?? all.find((one) => one.kind !== 'direct' && one.name === name);
  const isKnown = conversation && (conversation.kind === 'public' || conversation.members.has(install.user.id));
  return isKnown ? { kind: 'found', conversation } : { kind: 'refused', reply: refused('channel_not_found') };
}

/** The same, when what is asked for needs the scope of this kind of conversation, such as `channels:history`. */
export function findReadable(id: string, what: 'history' | 'read', call: Call): Found {
  const found = findConversation(id, call);
  const { install } = call;
  if (found.kind === 'refused') {
    const any = ['channels', 'groups', 'im', 'mpim'].map((kind) => `${kind}:${what}`);
    return hasScope(install, ...any) ? found : { kind: 'refused', reply: missingScope(install, any) };
  }
  const type = channelType(found.conversation);
  const needed = `${type === 'im' ? 'im' : `${type}s`}:${what}`;
  if (!hasScope(install, needed)) return { kind: 'refused', reply: missingScope(install, [needed]) };
  if (what === 'history' && !found.conversation.members.has(install.user.id)) {
    return { kind: 'refused', reply: refused('not_in_channel') };
  }
  return found;
}
