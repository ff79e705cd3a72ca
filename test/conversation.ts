import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect } from 'vitest';
import * as z from 'zod';
import { buttonsOf, plainCard } from '../src/core/card.ts';
import type { Turn } from '../src/core/converse.ts';
import { type Shown, type Stage, shownCard } from './stages/stage.ts';

/** What is expected of one reply; every field that is given must hold. */
const expectationSchema = z.strictObject({
  intent: z.string().optional(),
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

const turnSchema = z.union([
  z.strictObject({ person: z.string(), bot: expectationSchema }),
  z.strictObject({ presses: z.string(), bot: expectationSchema }),
  z.strictObject({
    command: z.strictObject({ name: z.enum(['ask', 'verdict', 'compare', 'topics', 'help']), text: z.string() }),
    bot: expectationSchema,
  }),
  z.strictObject({ restart: z.literal(true) }),
]);

const conversationSchema = z.strictObject({ title: z.string(), turns: z.array(turnSchema).min(1) });

export type Conversation = z.infer<typeof conversationSchema> & { readonly file: string };
type Expectation = z.infer<typeof expectationSchema>;

/** Every conversation that is kept as a file. */
export function conversations(): Conversation[] {
  const folder = join(import.meta.dirname, 'conversations');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ ...conversationSchema.parse(load(readFileSync(join(folder, file), 'utf8'))), file }));
}

/** Plays a conversation and checks every reply: what the bot made of it, and what the person saw. */
export async function play({ turns }: Conversation, stage: Stage): Promise<void> {
  try {
    for (const [index, turn] of turns.entries()) {
      if ('restart' in turn) await stage.restart();
      else check(await act(turn, stage), turn.bot, `turn ${index + 1}`);
    }
  } finally {
    await stage.close();
  }
}

function act(turn: Exclude<z.infer<typeof turnSchema>, { restart: true }>, stage: Stage): Promise<Shown> {
  if ('person' in turn) return stage.say(turn.person);
  return 'command' in turn ? stage.command(turn.command.name, turn.command.text) : stage.press(turn.presses);
}

function check({ turn, text, buttons }: Shown, expected: Expectation, where: string) {
  const { intent, card, trace } = turn;
  const { verdict } = trace;
  const plain = plainCard(card);
  const at = `${where}: ${trace.rule}\n${plain}\n---- seen ----\n${text}`;
  if (expected.intent !== undefined) expect(intent.type, at).toBe(expected.intent);
  if (expected.entry !== undefined) expect('entry' in intent ? intent.entry.id : undefined, at).toBe(expected.entry);
  if (expected.verdict !== undefined)
    expect(verdict?.kind === 'option' ? verdict.option.id : verdict?.kind, at).toBe(expected.verdict);
  const counted = verdict?.points.map(({ criterion }) => criterion.id) ?? [];
  expect(counted, at).toEqual(expect.arrayContaining(expected.because ?? []));
  const denied = verdict?.needs.filter((need) => need.negated).map((need) => need.criterion) ?? [];
  expect(denied, at).toEqual(expect.arrayContaining(expected.denied ?? []));
  if (expected.asks !== undefined) expect(asked(turn), at).toContain(expected.asks);
  const offered = intent.type === 'clarify' ? intent.decision.matches.slice(0, 3).map((match) => match.entry.id) : [];
  expect(offered, at).toEqual(expect.arrayContaining(expected.suggests ?? []));
  for (const words of expected.says ?? []) expect(plain, at).toContain(words);
  for (const words of expected.never ?? []) expect(plain, at).not.toContain(words);
  checkSeen(turn, text, buttons, at);
  expect(buttons, at).toEqual(expect.arrayContaining(expected.buttons ?? []));
}

/** The person saw the card that the bot made: its first words, and every button. */
function checkSeen(turn: Turn, text: string, buttons: readonly string[], at: string) {
  const card = shownCard(turn);
  const [first] = card.elements;
  const words = first?.type === 'heading' ? first.text : plainCard({ elements: card.elements.slice(0, 1) });
  expect(lettersOf(text), at).toContain(lettersOf(words.split('\n')[0] ?? ''));
  expect([...buttons].sort(), at).toEqual(
    buttonsOf(card)
      .map(({ label }) => label)
      .sort(),
  );
}

/** Letters and digits only: platforms break lines, and escape what would be markup. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The ids that the buttons of a question would bring in: its own id, or the criterion that settles. */
function asked({ card }: Turn): string[] {
  return buttonsOf(card).flatMap(({ press }) => {
    if (press.type === 'choice') return [press.question];
    return press.type === 'need' ? [press.criterion] : [];
  });
}
