import type { Criterion, NeitherCase, Option, Pack, Question, Split } from './knowledge.ts';
import { type HeardFact, type Need, wanted } from './needs.ts';
import { STRENGTHS } from './qualify.ts';

/** Below this evidence (sum of weight × strength) the bot asks instead of choosing. */
export const MIN_EVIDENCE = 3;
/** A margin of at most this share of the evidence is a close call. */
export const CLOSE_SHARE = 0.25;
/** A margin of at least this share of the evidence is clear; between the two the verdict leans. */
export const CLEAR_SHARE = 0.6;
/** The strengths a need may be changed to. */
const STEPS = [0, STRENGTHS.nice, STRENGTHS.should, STRENGTHS.must] as const;
/** By how many score points an option must lead on a criterion to own that part of a system. */
const OWNING_LEAD = 2;

/** What one need gives each option: weight × strength × score. */
export type Point = {
  readonly need: Need;
  readonly criterion: Criterion;
  readonly points: Readonly<Record<string, number>>;
};

export type Total = { readonly option: Option; readonly total: number };

/** An argument for or against an option: the criterion, the words that brought it up, and by how many points it decides. */
export type Argument = { readonly point: Point; readonly option: Option; readonly lead: number };

/** The smallest change that gives another verdict: another strength of one need, or one need more. */
export type Flip = {
  readonly criterion: Criterion;
  readonly strength: number;
  /** Whether the criterion was not among the needs. */
  readonly isNew: boolean;
  /** Whether it would have to count less than it does. */
  readonly isLess: boolean;
  readonly to: { readonly kind: Outcome['kind']; readonly option: string | undefined };
};

export type Outcome =
  | { readonly kind: 'option'; readonly option: Option; readonly sureness: 'clear' | 'leaning' }
  | { readonly kind: 'both'; readonly split: Split | undefined; readonly owners: readonly Argument[] }
  | { readonly kind: 'either' }
  | { readonly kind: 'neither'; readonly neither: NeitherCase; readonly said: string }
  | { readonly kind: 'ask'; readonly question: Question };

/** The outcome with all that led to it. */
export type Verdict = Outcome & {
  readonly needs: readonly Need[];
  readonly facts: readonly HeardFact[];
  readonly points: readonly Point[];
  /** Best first; equal totals in the order of the pack. */
  readonly totals: readonly Total[];
  readonly evidence: number;
  /** Best total minus second best. */
  readonly margin: number;
  /** What was said that rules two back ends out, where each option would have led on a part. */
  readonly ruledOut: HeardFact | undefined;
  /** Which rule decided, in one line for the trace. */
  readonly rule: string;
};

/** What is known of a project when a verdict is asked for. */
export type Brief = {
  readonly needs: readonly Need[];
  readonly facts: readonly HeardFact[];
  readonly neither: readonly HeardFact[];
  readonly together: string | undefined;
  /** Ids of questions already put; none is put twice. */
  readonly asked: readonly string[];
};

/**
 * The verdict by the pack's rules: neither, both, ask, either, option, in this order.
 * Only needs that were said count; permuting the options permutes the outcome.
 */
export function recommend(brief: Brief, pack: Pack): Verdict {
  const points = pointsOf(brief.needs, pack);
  const totals = pack.options
    .map((option): Total => ({ option, total: sum(points.map((point) => point.points[option.id] ?? 0)) }))
    .sort((a, b) => b.total - a.total);
  const [best, second] = totals;
  const evidence = sum(points.map(({ need, criterion }) => criterion.weight * need.strength));
  const margin = (best?.total ?? 0) - (second?.total ?? 0);
  const owners = ownersOf(points, pack);
  const oneBackEnd = brief.facts.find(({ fact }) =>
    pack.facts.some((known) => known.id === fact && known.effect === 'one-back-end'),
  );
  const ruledOut = owners.length > 1 ? oneBackEnd : undefined;
  const tally = { needs: brief.needs, facts: brief.facts, points, totals, evidence, margin, ruledOut };

  const neither = neitherCase(brief, points, pack);
  if (neither) return { ...tally, kind: 'neither', ...neither, rule: `neither: "${neither.neither.id}" was said` };
  if (brief.together !== undefined) {
    return {
      ...tally,
      kind: 'both',
      split: splitFor(points, pack),
      owners,
      rule: 'both: the combination itself was asked for',
    };
  }
  if (owners.length > 1 && !oneBackEnd) {
    return {
      ...tally,
      kind: 'both',
      split: splitFor(points, pack),
      owners,
      rule: 'both: each option leads on a part that can stand alone',
    };
  }
  if (evidence < MIN_EVIDENCE) {
    const question = nextQuestion(brief, pack);
    if (question)
      return { ...tally, kind: 'ask', question, rule: `ask: evidence ${evidence} is below ${MIN_EVIDENCE}` };
  }
  if (!best || margin <= CLOSE_SHARE * evidence) {
    return {
      ...tally,
      kind: 'either',
      rule: `either: margin ${margin} is at most ${CLOSE_SHARE} of the evidence ${evidence}`,
    };
  }
  const outright = sum(
    points.map(({ need, criterion }) => (need.by === 'implied' ? 0 : criterion.weight * need.strength)),
  );
  const sureness = margin >= CLEAR_SHARE * evidence && outright >= MIN_EVIDENCE ? 'clear' : 'leaning';
  return {
    ...tally,
    kind: 'option',
    option: best.option,
    sureness,
    rule: `option: margin ${margin}, evidence ${evidence}`,
  };
}

/** The arguments for an option, strongest first: how much more each need gives it than the best of the others. Negative ones speak against it. */
export function argumentsFor(option: Option, points: readonly Point[]): Argument[] {
  return points
    .map((point) => ({ point, option, lead: (point.points[option.id] ?? 0) - bestOther(point, option.id) }))
    .sort((a, b) => b.lead - a.lead || (a.point.criterion.id < b.point.criterion.id ? -1 : 1));
}

/** What would change the verdict: the smallest step on the strength grid for one need, and the one need more that takes the least strength; of equal ones the first in the pack. */
export function flipsOf(verdict: Verdict, brief: Brief, pack: Pack): Flip[] {
  const before = new Map(wanted(brief.needs).map((need) => [need.criterion, need.strength]));
  const denied = new Set(brief.needs.map((need) => need.criterion).filter((criterion) => !before.has(criterion)));
  const steps = pack.criteria
    .filter((criterion) => !denied.has(criterion.id))
    .flatMap((criterion) => STEPS.map((strength) => ({ criterion, strength, from: before.get(criterion.id) })))
    .sort((a, b) => Math.abs(a.strength - (a.from ?? 0)) - Math.abs(b.strength - (b.from ?? 0)));
  const first = (of: typeof steps) =>
    of
      .values()
      .map(flip)
      .find((found) => found !== undefined);
  const changed = first(steps.filter(({ from }) => from !== undefined));
  const added = first(steps.filter(({ from, criterion }) => from === undefined && criterion.option === undefined));
  return [changed, added].filter((found) => found !== undefined);

  function flip({ criterion, strength, from }: (typeof steps)[number]): Flip | undefined {
    const isMore = strength > (from ?? 0);
    // More of what speaks for the pick, or less of what speaks against it, cannot overturn it.
    if (verdict.kind === 'option' && leads(verdict.option.id, criterion) === isMore) return undefined;
    // Nor does one need more take away the parts that "both" rests on.
    if (verdict.kind === 'both' && from === undefined) return undefined;
    const other = recommend(withStrength(brief, criterion.id, strength), pack);
    const option = optionOf(other);
    const isChange =
      (other.kind === 'option' || other.kind === 'both') &&
      (other.kind !== verdict.kind || option !== optionOf(verdict));
    const isUnderstood = option === undefined || pullsTo(option, criterion, isMore);
    return isChange && isUnderstood
      ? {
          criterion,
          strength,
          isNew: from === undefined,
          isLess: strength < (from ?? 0),
          to: { kind: other.kind, option },
        }
      : undefined;
  }
}

/** The criterion that would settle a close call, if people were asked about it, and how strongly a "yes" would count. */
export function settlingNeed(
  flips: readonly Flip[],
): { readonly criterion: Criterion; readonly strength: number } | undefined {
  const flip = flips.find((candidate) => candidate.isNew);
  return flip && { criterion: flip.criterion, strength: Math.max(STRENGTHS.should, flip.strength) };
}

/** Whether no option scores higher on a criterion than this one. */
function leads(option: string, criterion: Criterion): boolean {
  const own = criterion.scores[option]?.score ?? 0;
  return Object.values(criterion.scores).every(({ score }) => score <= own);
}

/** Whether more (or less) of a criterion speaks for this option: a change that flips a verdict to it some other way would not be understood. */
function pullsTo(option: string, criterion: Criterion, isMore: boolean): boolean {
  const own = criterion.scores[option]?.score ?? 0;
  const others = Object.entries(criterion.scores).flatMap(([id, { score }]) => (id === option ? [] : [score]));
  return isMore ? own > Math.max(...others) : own < Math.max(...others);
}

/** The id of the option that was chosen, where one was. */
export function optionOf(verdict: Outcome): string | undefined {
  return verdict.kind === 'option' ? verdict.option.id : undefined;
}

function pointsOf(needs: readonly Need[], pack: Pack): Point[] {
  return wanted(needs).flatMap((need) => {
    const criterion = pack.criteria.find((candidate) => candidate.id === need.criterion);
    if (!criterion) return [];
    const points = Object.fromEntries(
      pack.options.map((option) => [
        option.id,
        criterion.weight * need.strength * (criterion.scores[option.id]?.score ?? 0),
      ]),
    );
    return [{ need, criterion, points }];
  });
}

function bestOther(point: Point, option: string): number {
  return Math.max(...Object.entries(point.points).flatMap(([id, points]) => (id === option ? [] : [points])));
}

/** A case applies unless a need that was said outright speaks against it. */
function neitherCase(brief: Brief, points: readonly Point[], pack: Pack) {
  for (const { fact, said } of brief.neither) {
    const neither = pack.neither.find((candidate) => candidate.id === fact);
    const against = points.some(({ need }) => need.by !== 'implied' && neither?.unless.includes(need.criterion));
    if (neither && !against) return { neither, said };
  }
  return undefined;
}

/** For each option the need it leads most on, among those that a part of the system can follow by itself; nobody runs two back ends for something nice to have. */
function ownersOf(points: readonly Point[], pack: Pack): Argument[] {
  return pack.options.flatMap((option) => {
    const led = points
      .filter(({ need, criterion }) => criterion.splits && need.strength >= STRENGTHS.should)
      .filter(({ criterion }) => {
        const own = criterion.scores[option.id]?.score ?? 0;
        return pack.options.every(
          (other) => other.id === option.id || own - (criterion.scores[other.id]?.score ?? 0) >= OWNING_LEAD,
        );
      });
    return argumentsFor(option, led).slice(0, 1);
  });
}

function splitFor(points: readonly Point[], pack: Pack): Split | undefined {
  const needed = new Set(points.map((point) => point.criterion.id));
  const counted = pack.splits.map((split) => ({
    split,
    count: split.criteria.filter((criterion) => needed.has(criterion)).length,
  }));
  return counted.sort((a, b) => b.count - a.count)[0]?.split;
}

/** The question that a heard fact brings, else the first of the pack's own; none that was put or answered already. */
function nextQuestion(brief: Brief, pack: Pack): Question | undefined {
  const mentioned = new Set([...brief.needs.map((need) => need.criterion), ...brief.facts.map(({ fact }) => fact)]);
  const ofFacts = new Map(
    pack.facts.flatMap((fact) => (fact.effect === 'ask' ? [[fact.question, fact.id] as const] : [])),
  );
  const open = pack.questions.filter(
    (question) =>
      !brief.asked.includes(question.id) &&
      !question.choices.some((choice) => [...choice.criteria, ...choice.facts].some((id) => mentioned.has(id))),
  );
  const heard = open.find((question) => mentioned.has(ofFacts.get(question.id) ?? ''));
  return heard ?? open.find((question) => !ofFacts.has(question.id));
}

function withStrength(brief: Brief, criterion: string, strength: number): Brief {
  const others = brief.needs.filter((need) => need.criterion !== criterion);
  const said = brief.needs.find((need) => need.criterion === criterion)?.said ?? '';
  return { ...brief, needs: [...others, { criterion, strength, negated: false, said, by: 'pressed' }] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
