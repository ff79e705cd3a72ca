import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';

/** What is expected of one reply; every field that is given must hold. */
const expectation = z.strictObject({
  intent: z.string().optional(),
  /** The pack that answers. */
  pack: z.string().optional(),
  /** The packs among which the person is asked to choose, all of them. */
  offers: z.array(z.string()).optional(),
  /** The entry that answers. */
  entry: z.string().optional(),
  /** The verdict: the id of an option, or both, either, neither, ask. */
  verdict: z.string().optional(),
  /** Criteria that count in it, at least these. */
  because: z.array(z.string()).optional(),
  /** Criteria that were heard as not wanted. */
  denied: z.array(z.string()).optional(),
  /** The question a verdict asks, or the criterion that would settle it. */
  asks: z.string().optional(),
  /** Entries offered by "Did you mean", at least these. */
  suggests: z.array(z.string()).optional(),
  /** Stands in the reply. */
  says: z.array(z.string()).optional(),
  /** Does not stand in the reply. */
  never: z.array(z.string()).optional(),
  /** Buttons, at least these. */
  buttons: z.array(z.string()).optional(),
});

/** Who does it; the first person of the place, unless told. */
const by = z.string().optional();

const turn = z.union([
  z.strictObject({ person: z.string(), by, bot: expectation }),
  /** Words among people, to which the bot says nothing. */
  z.strictObject({ person: z.string(), by, bot: z.literal('silent') }),
  z.strictObject({ presses: z.string(), by, bot: expectation }),
  z.strictObject({
    command: z.strictObject({ name: z.enum(['ask', 'verdict', 'compare', 'topics', 'help']), text: z.string() }),
    by,
    bot: expectation,
  }),
  z.strictObject({ restart: z.literal(true) }),
]);

const conversationSchema = z.strictObject({
  title: z.string(),
  /** With the bot alone, or in a thread of a channel, where "@Versus" mentions it. */
  place: z.enum(['direct', 'thread']).default('direct'),
  turns: z.array(turn).min(1),
});

/** A conversation as a file tells it: what people say and press, and what the bot is expected to make of it. */
export type Conversation = z.output<typeof conversationSchema>;
export type ConversationTurn = Conversation['turns'][number];
export type Expectation = z.output<typeof expectation>;

/** A conversation file that cannot be used; the message says where and why. */
export class ConversationError extends Error {}

/** Reads a conversation; throws a `ConversationError` that names the file and every fault. */
export function readConversation(file: string): Conversation {
  const parsed = conversationSchema.safeParse(contentOf(file));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new ConversationError(`${file}: ${faults.join('; ')}. CONTRIBUTING.md shows what a conversation looks like`);
}

function contentOf(file: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConversationError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
