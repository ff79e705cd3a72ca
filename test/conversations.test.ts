import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createBot } from '../src/bot.ts';
import { buttonId, buttonsOf, type Card, plainCard } from '../src/core/card.ts';
import type { Content } from '../src/core/delivery.ts';
import type { Reply } from '../src/core/respond.ts';
import { openStore } from '../src/store/open-store.ts';
import { directly, knowledge, NOW } from './knowledge.ts';

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

const FOLDER = join(import.meta.dirname, 'conversations');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

describe('conversations', () => {
  it('are at least 25', () => {
    expect(files.length).toBeGreaterThanOrEqual(25);
  });

  for (const file of files) {
    const conversation = conversationSchema.parse(load(readFileSync(join(FOLDER, file), 'utf8')));
    it(`${conversation.title} (${file})`, () => play(conversation.turns));
  }
});

async function play(turns: readonly z.infer<typeof turnSchema>[]) {
  const database = join(mkdtempSync(join(tmpdir(), 'versus-')), 'versus.sqlite');
  let store = await openStore({ file: database });
  let card: Card | undefined;
  for (const [index, turn] of turns.entries()) {
    if ('restart' in turn) {
      await store.health.close();
      store = await openStore({ file: database });
      continue;
    }
    const bot = createBot({ knowledge, store, now: () => NOW, observe: () => {} });
    const content = contentOf(turn, card);
    const reply = await bot.handle(directly(content, 'test:w:c:t', `turn-${index}`));
    card = reply.card;
    check(reply, turn.bot, `turn ${index + 1}`);
  }
  await store.health.close();
}

function contentOf(turn: Exclude<z.infer<typeof turnSchema>, { restart: true }>, card: Card | undefined): Content {
  if ('person' in turn) return { type: 'utterance', text: turn.person };
  if ('command' in turn) return { type: 'command', ...turn.command };
  const button = buttonsOf(card ?? { elements: [] }).find(({ label }) => label === turn.presses);
  if (!button)
    throw new Error(
      `no button "${turn.presses}" on the last card: ${buttonsOf(card ?? { elements: [] })
        .map(({ label }) => label)
        .join(' | ')}`,
    );
  return { type: 'press', id: buttonId(button) };
}

function check(reply: Reply, expected: z.infer<typeof expectationSchema>, where: string) {
  const { intent, card, trace } = reply;
  const { verdict } = trace;
  const text = plainCard(card);
  const at = `${where}: ${trace.rule}\n${text}`;
  if (expected.intent !== undefined) expect(intent.type, at).toBe(expected.intent);
  if (expected.entry !== undefined) expect('entry' in intent ? intent.entry.id : undefined, at).toBe(expected.entry);
  if (expected.verdict !== undefined)
    expect(verdict?.kind === 'option' ? verdict.option.id : verdict?.kind, at).toBe(expected.verdict);
  const counted = verdict?.points.map(({ criterion }) => criterion.id) ?? [];
  expect(counted, at).toEqual(expect.arrayContaining(expected.because ?? []));
  const denied = verdict?.needs.filter((need) => need.negated).map((need) => need.criterion) ?? [];
  expect(denied, at).toEqual(expect.arrayContaining(expected.denied ?? []));
  if (expected.asks !== undefined) expect(asked(reply), at).toContain(expected.asks);
  const offered = intent.type === 'clarify' ? intent.decision.matches.slice(0, 3).map((match) => match.entry.id) : [];
  expect(offered, at).toEqual(expect.arrayContaining(expected.suggests ?? []));
  for (const words of expected.says ?? []) expect(text, at).toContain(words);
  for (const words of expected.never ?? []) expect(text, at).not.toContain(words);
  expect(
    buttonsOf(card).map(({ label }) => label),
    at,
  ).toEqual(expect.arrayContaining(expected.buttons ?? []));
}

/** The ids that the buttons of a question would bring in: its own id, or the criterion that settles. */
function asked({ card }: Reply): string[] {
  return buttonsOf(card).flatMap(({ press }) => {
    if (press.type === 'choice') return [press.question];
    return press.type === 'need' ? [press.criterion] : [];
  });
}
