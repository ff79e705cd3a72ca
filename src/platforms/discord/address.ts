import * as z from 'zod';
import type { Way } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { cleanText, hasInk } from './escape.ts';
import { clip, MAX_THREAD_NAME_CHARS } from './limits.ts';
import type { MessageFacts, Spot } from './read.ts';

/** What it takes to answer a message later, also from a process that never saw it. */
export type Address = {
  readonly spot: Spot;
  readonly message: string;
  readonly person: string;
  /** The name of a thread that grows out of the message; undefined where none can. */
  readonly threadName: string | undefined;
  /** The bot was called by its role, and Discord gave it no words. */
  readonly isWordless: boolean;
  /** Nobody waits for an answer. */
  readonly isOverheard: boolean;
};

/** The address as it is kept; `canGrow` is whether its channel is one with threads. */
export function writeAddress(facts: MessageFacts, canGrow: boolean): Way['address'] {
  const { guild, channel, thread, isDirect } = facts.spot;
  return {
    guild: guild ?? null,
    channel,
    thread: thread ?? null,
    isDirect,
    message: facts.id,
    person: facts.person,
    threadName: canGrow ? threadName(facts.words()) : null,
    isWordless: facts.namesRole && !facts.hasContent,
    isOverheard: !facts.namesBot && !facts.namesRole && !isDirect,
  };
}

/** Where a message goes that begins something new in a channel; what is looked for later comes after that moment. */
export function channelAddress(channel: string, at: number): Way['address'] {
  const moment = String(BigInt(Math.max(0, Math.floor(at) - DISCORD_EPOCH_MS)) << 22n);
  return { guild: null, channel, thread: null, isDirect: false, message: moment, person: '0', isOverheard: true };
}

/** Ids begin with the milliseconds since then (docs: reference, snowflakes). */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** The address that was kept; undefined for what is none. */
export function readAddress(kept: Way['address']): Address | undefined {
  const { data } = schema.safeParse(kept);
  if (!data) return undefined;
  const { guild, channel, thread, isDirect, ...rest } = data;
  return { ...rest, spot: { guild, channel, thread, isDirect } };
}

const id = z.string().regex(/^\d{1,20}$/);
const missing = (value: string | null | undefined) => value ?? undefined;
const schema = z.object({
  guild: id.nullish().transform(missing),
  channel: id,
  thread: id.nullish().transform(missing),
  isDirect: z.boolean(),
  message: id,
  person: id,
  threadName: z.string().min(1).nullish().transform(missing),
  isWordless: z.boolean().default(false),
  isOverheard: z.boolean().default(false),
});

/** The name of a thread under a message without words. */
const NAMELESS = PLATFORM_SENTENCES.name;

/** The question on one line. */
function threadName(text: string): string {
  const name = cleanText(text).trim();
  return hasInk(name) ? clip(name, MAX_THREAD_NAME_CHARS) : NAMELESS;
}
