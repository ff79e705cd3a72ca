import { buttonsOf, plainCard } from '../../core/card.ts';
import type { Turn } from '../../core/converse.ts';
import type { Conversation, ConversationTurn, Expectation } from '../conversation.ts';
import { type Played, type Stage, shownCard } from './stage.ts';

/** One turn of a conversation as it was played: what was done, what the bot made of it, and what is not as expected. */
export type PlayedTurn = {
  /** Counted from 1. */
  readonly number: number;
  /** What the person said or pressed. */
  readonly said: string;
  /** Undefined where the bot had nothing to answer. */
  readonly played: Played | undefined;
  readonly faults: readonly string[];
};

/** Plays a conversation turn by turn, and closes the stage in the end. */
export async function* play({ turns }: Conversation, stage: Stage): AsyncGenerator<PlayedTurn> {
  try {
    for (const [index, turn] of turns.entries()) {
      const played = await act(turn, stage);
      const expected = 'bot' in turn && turn.bot !== 'silent' ? turn.bot : undefined;
      const faults = played && expected ? faultsOf(played, expected) : [];
      yield { number: index + 1, said: saidIn(turn), played, faults };
    }
  } finally {
    await stage.close();
  }
}

async function act(turn: ConversationTurn, stage: Stage): Promise<Played | undefined> {
  if ('restart' in turn) {
    await stage.restart();
    return undefined;
  }
  if ('presses' in turn) return stage.press(turn.presses, turn.by);
  if ('command' in turn) return stage.command(turn.command.name, turn.command.text, turn.by);
  if (turn.bot !== 'silent') return stage.say(turn.person, turn.by);
  await stage.remark(turn.person, turn.by);
  return undefined;
}

function saidIn(turn: ConversationTurn): string {
  if ('restart' in turn) return '(the bot is restarted)';
  const by = turn.by === undefined ? '' : `${turn.by}: `;
  if ('presses' in turn) return `${by}[${turn.presses}]`;
  return 'command' in turn ? `${by}/versus ${turn.command.name} ${turn.command.text}` : `${by}${turn.person}`;
}

/** Everything about a reply that is not as expected, in lines; and whether the person saw the card that the bot made. */
export function faultsOf({ turn, text, buttons }: Played, expected: Expectation): string[] {
  const { intent, card, trace } = turn;
  const { verdict } = trace;
  const plain = plainCard(card);
  const counted = verdict?.points.map(({ criterion }) => criterion.id) ?? [];
  const denied = verdict?.needs.filter((need) => need.negated).map((need) => need.criterion) ?? [];
  const offered =
    intent.type === 'clarify'
      ? intent.suggestions.flatMap(({ pack, entry }) => [entry.id, `${pack.id}/${entry.id}`])
      : [];
  return [
    ...differs('intent', intent.type, expected.intent),
    ...differs('pack', trace.pack, expected.pack),
    ...differs('offers', packsOffered(intent).join(', '), expected.offers?.toSorted().join(', ')),
    ...differs('entry', 'entry' in intent ? intent.entry.id : undefined, expected.entry),
    ...differs('verdict', verdict?.kind === 'option' ? verdict.option.id : verdict?.kind, expected.verdict),
    ...lacks('because', counted, expected.because),
    ...lacks('denied', denied, expected.denied),
    ...lacks('asks', asked(turn), expected.asks === undefined ? [] : [expected.asks]),
    ...lacks('suggests', offered, expected.suggests),
    ...(expected.says ?? []).filter((words) => !plain.includes(words)).map((words) => `says: not "${words}"`),
    ...(expected.never ?? []).filter((words) => plain.includes(words)).map((words) => `never: "${words}" is said`),
    ...lacks('buttons', buttons, expected.buttons),
    ...unseen(turn, text, buttons),
  ];
}

function differs(field: string, got: string | undefined, expected: string | undefined): string[] {
  return expected === undefined || got === expected ? [] : [`${field}: expected ${expected}; got ${got ?? 'none'}`];
}

function lacks(field: string, got: readonly string[], expected: readonly string[] = []): string[] {
  const missing = expected.filter((one) => !got.includes(one));
  return missing.length === 0 ? [] : [`${field}: expected ${missing.join(', ')}; got ${got.join(', ') || 'none'}`];
}

/** The packs of what is suggested, or that a project may be for, in order. */
function packsOffered(intent: Turn['intent']): string[] {
  const packs = intent.type === 'clarify' ? intent.suggestions : intent.type === 'which-pack' ? intent.projects : [];
  return [...new Set(packs.map(({ pack }) => pack.id))].toSorted();
}

/** What of the card the person did not see: its first words, or one of its buttons. */
function unseen(turn: Turn, text: string, buttons: readonly string[]): string[] {
  const card = shownCard(turn);
  const [first] = card.elements;
  const words = first?.type === 'heading' ? first.text : plainCard({ elements: card.elements.slice(0, 1) });
  const line = words.split('\n')[0] ?? '';
  const labels = buttonsOf(card).map(({ label }) => label);
  return [
    ...(lettersOf(text).includes(lettersOf(line)) ? [] : [`seen: not "${line}"`]),
    ...([...buttons].sort().join('\n') === labels.sort().join('\n')
      ? []
      : [`seen: the buttons ${buttons.join(', ')} in place of ${labels.join(', ')}`]),
  ];
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
