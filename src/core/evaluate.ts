import { type Decision, THRESHOLDS } from './decide.ts';
import type { Intent } from './intent.ts';
import type { Library } from './library.ts';
import { type Reply, respond } from './respond.ts';
import { EMPTY_THREAD } from './thread.ts';

/** What a labelled message is: a question with its entries, a project, a thread whose last turn is judged, something else, small talk, or a question of the field without an entry. */
export const EVAL_SETS = ['in', 'verdict', 'turns', 'out', 'small', 'gap'] as const;
export type EvalSet = (typeof EVAL_SETS)[number];
/** The sets whose messages are to be answered. */
export const IN_SCOPE: readonly EvalSet[] = ['in', 'verdict', 'turns'];

/** A labelled message with what was said before it. */
export type EvalRow = {
  readonly set: EvalSet;
  /** The last one is judged. */
  readonly turns: readonly string[];
  /** The entries that answer it. */
  readonly entries: readonly string[];
  /** Whether a verdict answers it as well. */
  readonly takesVerdict: boolean;
  /** The small talk that it is. */
  readonly intent: string | undefined;
};

/** What came of a labelled message. */
export type Judged = {
  readonly row: EvalRow;
  /** What the reply is: an entry's id, "verdict", or nothing that answers. */
  readonly given: string | undefined;
  readonly isRight: boolean;
  /** The entries that the reply is built on, best first; an accepted verdict stands first as "verdict". */
  readonly ranked: readonly string[];
  /** The place of the first right one of them, from 1; 0 where there is none. */
  readonly place: number;
  /** Whether a right entry is offered by "Did you mean". */
  readonly isOffered: boolean;
  readonly isSuggesting: boolean;
  /** How sure the bot is that it can answer, 0 to 1. */
  readonly confidence: number;
  /** The best match alone, where confidence decided what became of it. */
  readonly match: { readonly isRight: boolean; readonly confidence: number; readonly decides: boolean } | undefined;
  /** Whether small talk was met as what it is. */
  readonly isUnderstood: boolean;
};

/** Figures of messages that are to be answered; shares are of all messages, `right` is of those answered. */
export type Answering = {
  readonly messages: number;
  readonly first: number;
  readonly firstThree: number;
  readonly mrr: number;
  readonly answered: number;
  readonly right: number;
  readonly offered: number;
};

export type Figures = {
  readonly scope: Answering;
  readonly sets: { readonly [Set in 'in' | 'verdict' | 'turns']: Answering };
  readonly out: { readonly messages: number; readonly answered: number; readonly suggested: number };
  readonly small: { readonly messages: number; readonly understood: number };
  readonly gap: { readonly messages: number; readonly answered: number };
  /** How well confidence tells what is in scope from what is not: 1 is always, 0.5 is never. */
  readonly auroc: number;
  /** How far the confidence in best matches is from how often they are right. */
  readonly calibrationError: number;
};

/** Plays a labelled message in a thread of its own, and judges the last reply. */
export function judge(row: EvalRow, library: Library, today: string): Judged {
  let state = EMPTY_THREAD;
  let reply: Reply | undefined;
  for (const text of [...openingOf(row, library), ...row.turns]) {
    reply = respond({ content: { type: 'utterance', text } }, state, library, today);
    state = reply.state;
  }
  if (!reply) throw new Error('a labelled message without a turn');
  const { intent, trace } = reply;
  const { decision } = trace;
  const given = givenBy(reply);
  const isAccepted = (id: string) => (id === VERDICT ? row.takesVerdict : row.entries.includes(id));
  const ranked = rankedBy(intent, given, decision);
  const [best] = decision?.matches ?? [];
  // A reply that another rule made stays what it is, however sure the match.
  const decides = intent.type === 'answer' || intent.type === 'compare' || given === undefined;
  return {
    row,
    given,
    isRight: given !== undefined && isAccepted(given),
    ranked,
    place: ranked.findIndex(isAccepted) + 1,
    isOffered: intent.type === 'clarify' && intent.suggestions.some(({ entry }) => isAccepted(entry.id)),
    isSuggesting: intent.type === 'clarify' || intent.type === 'which-pack' || trace.verdict?.kind === 'ask',
    confidence: given === VERDICT ? 1 : (decision?.confidence ?? (given === undefined ? 0 : 1)),
    match:
      best && decision
        ? {
            isRight: isAccepted(best.entry.id),
            confidence: decision.confidence,
            decides: decides && decision.confidence >= THRESHOLDS.answer === (given !== undefined),
          }
        : undefined,
    isUnderstood: smallTalkOf(intent) === row.intent,
  };
}

const VERDICT = 'verdict';

/** A word of praise or blame is said after an answer. */
function openingOf({ intent }: EvalRow, [{ pack }]: Library): readonly string[] {
  return intent === 'feedback' ? pack.starters.slice(0, 1) : [];
}

/** The entry or the verdict that a reply answers with. */
function givenBy({ intent, trace }: Reply): string | undefined {
  switch (intent.type) {
    case 'answer':
    case 'compare':
    case 'more':
    case 'sources':
      return intent.entry.id;
    case 'verdict':
      return trace.verdict?.kind === 'ask' ? undefined : VERDICT;
    case 'why':
    case 'counter':
    case 'verdict-sources':
    case 'what-if':
      return VERDICT;
    case 'clarify':
    case 'weights':
    case 'suppose-words':
    case 'no-weights':
    case 'reason':
    case 'why-answer':
    case 'pass-on':
    case 'decided':
    case 'which-pack':
    case 'topics':
    case 'feedback':
    case 'challenge':
    case 'challenged':
    case 'out-of-scope':
    case 'none-of-these':
    case 'stale':
    case 'reset':
    case 'describe':
    case 'quiet':
    case 'listen':
    case 'page':
    case 'help':
    case 'greeting':
    case 'thanks':
      return undefined;
  }
}

function rankedBy(intent: Intent, given: string | undefined, decision: Decision | undefined): string[] {
  const offered = intent.type === 'clarify' ? intent.suggestions.map(({ entry }) => entry.id) : [];
  const matched = (decision?.matches ?? []).map(({ entry }) => entry.id);
  return [...new Set([...(given === undefined ? [] : [given]), ...offered, ...matched])];
}

function smallTalkOf({ type }: Intent): string {
  return type === 'challenged' || type === 'none-of-these' ? 'feedback' : type === 'listen' ? 'help' : type;
}

/** All figures of judged messages, exactly. A share of no messages is 0. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const of = (...sets: readonly EvalSet[]) => judged.filter(({ row }) => sets.includes(row.set));
  const [out, small, gap] = [of('out'), of('small'), of('gap')];
  return {
    scope: answering(of(...IN_SCOPE)),
    sets: { in: answering(of('in')), verdict: answering(of('verdict')), turns: answering(of('turns')) },
    out: {
      messages: out.length,
      answered: share(out, isAnswered),
      suggested: share(out, ({ isSuggesting }) => isSuggesting),
    },
    small: { messages: small.length, understood: share(small, ({ isUnderstood }) => isUnderstood) },
    gap: { messages: gap.length, answered: share(gap, isAnswered) },
    auroc: aurocOf(
      of(...IN_SCOPE).map(({ confidence }) => confidence),
      out.map(({ confidence }) => confidence),
    ),
    calibrationError: calibrationErrorOf(of('in', 'out').flatMap(({ match }) => match ?? [])),
  };
}

function answering(judged: readonly Judged[]): Answering {
  return {
    messages: judged.length,
    first: share(judged, ({ place }) => place === 1),
    firstThree: share(judged, ({ place }) => place >= 1 && place <= 3),
    mrr: judged.reduce((sum, { place }) => sum + (place > 0 ? 1 / place : 0), 0) / Math.max(1, judged.length),
    answered: share(judged, isAnswered),
    right: share(judged.filter(isAnswered), ({ isRight }) => isRight),
    offered: share(judged, ({ isOffered }) => isOffered),
  };
}

function isAnswered({ given }: Judged): boolean {
  return given !== undefined;
}

function share<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  return items.filter(is).length / Math.max(1, items.length);
}

/** The chance that one of the first is above one of the others; equals count half. */
export function aurocOf(inside: readonly number[], outside: readonly number[]): number {
  if (inside.length === 0 || outside.length === 0) return 0;
  const sorted = outside.toSorted((a, b) => a - b);
  const below = (value: number, orEqual: boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[middle] ?? 0;
      if (orEqual ? other <= value : other < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = inside.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return wins / (inside.length * outside.length);
}

const BINS = 10;

/** The expected calibration error: in each tenth of confidence the distance to the share that is right, each as often as it occurs. */
export function calibrationErrorOf(
  matches: readonly { readonly confidence: number; readonly isRight: boolean }[],
): number {
  const bins = Array.from({ length: BINS }, (_, bin) =>
    matches.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin),
  );
  const off = bins.map((bin) =>
    Math.abs(bin.reduce((sum, { confidence, isRight }) => sum + confidence - (isRight ? 1 : 0), 0)),
  );
  return off.reduce((sum, distance) => sum + distance, 0) / Math.max(1, matches.length);
}

/** What would become of all messages if the bot answered from this confidence on. */
export type CurvePoint = {
  readonly from: number;
  readonly answered: number;
  /** The share of the answers that is wrong. */
  readonly wrong: number;
  /** The share of out-of-scope messages that get one. */
  readonly foreign: number;
};

/** The curve of wrong answers against share answered; what is not left to confidence stays as it is. */
export function curveOf(judged: readonly Judged[], confidences: readonly number[]): CurvePoint[] {
  const inside = judged.filter(({ row }) => IN_SCOPE.includes(row.set));
  const outside = judged.filter(({ row }) => row.set === 'out');
  return confidences.map((from) => {
    const wouldAnswer = ({ given, match }: Judged) => (match?.decides ? match.confidence >= from : given !== undefined);
    const answered = inside.filter(wouldAnswer);
    return {
      from,
      answered: answered.length / Math.max(1, inside.length),
      wrong: share(answered, (one) => !(one.match?.decides ? one.match.isRight : one.isRight)),
      foreign: share(outside, wouldAnswer),
    };
  });
}

/** What is wanted of a pack: how many of the answers are right at least, and how many foreign messages get one at most. */
export const WANTED = { answered: 0.8, right: 0.9, foreign: 0.06 } as const;

/** The confidence that answers most while it keeps what is wanted; undefined where none does. */
export function bestPoint(judged: readonly Judged[]): CurvePoint | undefined {
  const confidences = [...new Set(judged.flatMap(({ match }) => match?.confidence ?? []))];
  return curveOf(judged, confidences)
    .filter(({ wrong, foreign }) => 1 - wrong >= WANTED.right && foreign <= WANTED.foreign)
    .sort((a, b) => b.answered - a.answered || b.from - a.from)[0];
}

/** Two entries that were taken for each other; `wanted` is "out of scope" where nothing should have been answered. */
export type Confusion = {
  readonly wanted: string;
  readonly given: string;
  readonly count: number;
  readonly texts: readonly string[];
};

/** What is answered wrongly, the most frequent pair first. */
export function confusionsOf(judged: readonly Judged[]): Confusion[] {
  const found = new Map<string, Confusion>();
  for (const { row, given, isRight } of judged) {
    if (given === undefined || isRight || row.set === 'small' || row.set === 'gap') continue;
    const wanted = row.set === 'out' ? 'out of scope' : (row.entries[0] ?? VERDICT);
    const key = `${wanted}\n${given}`;
    const { count = 0, texts = [] } = found.get(key) ?? {};
    found.set(key, { wanted, given, count: count + 1, texts: [...texts, row.turns.join(' / ')] });
  }
  return [...found.values()].sort(
    (a, b) => b.count - a.count || (`${a.wanted}\n${a.given}` < `${b.wanted}\n${b.given}` ? -1 : 1),
  );
}
