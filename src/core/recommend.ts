import { type Brief, chosen, decided, extendBrief } from './brief.ts';
import type { Criterion, NeitherCase, Option, Pack, Question, Split } from './knowledge.ts';
import type { HeardFact, Need } from './needs.ts';
import { STRENGTHS } from './qualify.ts';

/** Below this evidence (sum of weight × strength) the bot asks instead of choosing. */
export const MIN_EVIDENCE = 3;
/** A margin of at most this share of the evidence is a close call. */
export const CLOSE_SHARE = 0.25;
/** A margin of at least this share of the evidence is clear; between the two the verdict leans. */
export const CLEAR_SHARE = 0.6;
/** Most questions put before a verdict. */
export const MAX_QUESTIONS = 5;
/** What is said not to be so counts as half the evidence of what is wanted. */
const DENIED_EVIDENCE = 0.5;
/** By how many score points an option must lead on a criterion to own that part of a system. */
const OWNING_LEAD = 2;

/** What one need gives each option: weight × strength × score. The criterion has the weight that counts, the pack's or a changed one. */
export type Point = {
  readonly need: Need;
  readonly criterion: Criterion;
  readonly points: Readonly<Record<string, number>>;
};

export type Total = { readonly option: Option; readonly total: number };

/** An argument for or against an option: the criterion, the words that brought it up, and by how many points it decides. */
export type Argument = { readonly point: Point; readonly option: Option; readonly lead: number };

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

/**
 * The verdict by the pack's rules: neither, both, ask, either, option, in this order.
 * Only needs that were said count; permuting the options permutes the outcome.
 */
export function recommend(brief: Brief, pack: Pack): Verdict {
  const points = pointsOf(brief, pack);
  const totals = pack.options
    .map((option): Total => ({ option, total: sum(points.map((point) => point.points[option.id] ?? 0)) }))
    .sort((a, b) => b.total - a.total);
  const [best, second] = totals;
  const evidence = sum(points.map(evidenceOf));
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
      split: splitFor(points, owners, pack),
      owners,
      rule: 'both: the combination itself was asked for',
    };
  }
  if (owners.length > 1 && !oneBackEnd) {
    return {
      ...tally,
      kind: 'both',
      split: splitFor(points, owners, pack),
      owners,
      rule: 'both: several options lead on parts that can stand alone',
    };
  }
  if (evidence < MIN_EVIDENCE) {
    const question = nextQuestion(brief, pack);
    if (question)
      return { ...tally, kind: 'ask', question, rule: `ask: evidence ${evidence} is below ${MIN_EVIDENCE}` };
  }
  if (!best || !second || isClose(second, tally)) {
    return {
      ...tally,
      kind: 'either',
      rule: `either: margin ${margin} is at most ${CLOSE_SHARE} of the evidence ${evidence}`,
    };
  }
  const outright = sum(points.map((point) => (point.need.by === 'implied' ? 0 : evidenceOf(point))));
  const sureness = margin >= CLEAR_SHARE * evidence && outright >= MIN_EVIDENCE ? 'clear' : 'leaning';
  return {
    ...tally,
    kind: 'option',
    option: best.option,
    sureness,
    rule: `option: margin ${margin}, evidence ${evidence}`,
  };
}

/** Whether an option is so near to the best that choosing between the two is a close call; the best one is near to itself. */
export function isClose({ total }: Total, { totals, evidence }: Pick<Verdict, 'totals' | 'evidence'>): boolean {
  return (totals[0]?.total ?? 0) - total <= CLOSE_SHARE * evidence;
}

/** The arguments for an option, strongest first: how much more each need gives it than the best of the others. Negative ones speak against it. */
export function argumentsFor(option: Option, points: readonly Point[]): Argument[] {
  return points
    .map((point) => ({ point, option, lead: (point.points[option.id] ?? 0) - bestOther(point, option.id) }))
    .sort((a, b) => b.lead - a.lead || (a.point.criterion.id < b.point.criterion.id ? -1 : 1));
}

/** The id of the option that was chosen, where one was. */
export function optionOf(verdict: Outcome): string | undefined {
  return verdict.kind === 'option' ? verdict.option.id : undefined;
}

function pointsOf({ needs, weights }: Brief, pack: Pack): Point[] {
  const criteria = new Map(pack.criteria.map((criterion) => [criterion.id, criterion]));
  return needs.flatMap((need) => {
    const known = criteria.get(need.criterion);
    if (!known) return [];
    const criterion = { ...known, weight: weights?.[known.id] ?? known.weight };
    const { option, denied } = criterion;
    if (need.negated) {
      if (!denied || option === undefined) return [];
      const given = criterion.weight * deniedStrength(need) * denied.score;
      return [{ need, criterion, points: mapped(pack, (id) => (id === option ? given : 0)) }];
    }
    if (need.strength <= 0) return [];
    const points = mapped(pack, (id) => criterion.weight * need.strength * (criterion.scores[id]?.score ?? 0));
    return [{ need, criterion, points }];
  });
}

/** How much a need decides at all, whichever option it favours. */
export function evidenceOf({ need, criterion }: Point): number {
  return criterion.weight * (need.negated ? deniedStrength(need) * DENIED_EVIDENCE : need.strength);
}

/** Whether a need is for something, and counts at all. */
function isWanted({ need, criterion }: Pick<Point, 'need' | 'criterion'>): boolean {
  return !need.negated && criterion.weight > 0;
}

/** A plain "no" to a button says as much as a "no" in words. */
function deniedStrength({ strength }: Need): number {
  return strength > 0 ? strength : STRENGTHS.should;
}

function mapped(pack: Pack, points: (option: string) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(pack.options.map(({ id }) => [id, points(id)]));
}

function bestOther(point: Point, option: string): number {
  return Math.max(...Object.entries(point.points).flatMap(([id, points]) => (id === option ? [] : [points])));
}

/** A case applies unless a need that was said outright speaks against it. */
function neitherCase(brief: Brief, points: readonly Point[], pack: Pack) {
  for (const { fact, said } of brief.neither) {
    const neither = pack.neither.find((candidate) => candidate.id === fact);
    const against = points.some(
      ({ need, criterion }) =>
        isWanted({ need, criterion }) && need.by !== 'implied' && neither?.unless.includes(need.criterion),
    );
    if (neither && !against) return { neither, said };
  }
  return undefined;
}

/** For each option the need it leads most on, among those that a part of the system can follow by itself; nobody runs two back ends for something nice to have. */
function ownersOf(points: readonly Point[], pack: Pack): Argument[] {
  return pack.options.flatMap((option) => {
    const led = points
      .filter(
        ({ need, criterion }) => criterion.splits && isWanted({ need, criterion }) && need.strength >= STRENGTHS.should,
      )
      .filter(({ criterion }) => {
        const own = criterion.scores[option.id]?.score ?? 0;
        return pack.options.every(
          (other) => other.id === option.id || own - (criterion.scores[other.id]?.score ?? 0) >= OWNING_LEAD,
        );
      });
    return argumentsFor(option, led).slice(0, 1);
  });
}

/** The usual split that fits best: one that gives every leading option a part, then the one about most of the needs. */
function splitFor(points: readonly Point[], owners: readonly Argument[], pack: Pack): Split | undefined {
  const needed = new Set(
    points.flatMap(({ need, criterion }) => (isWanted({ need, criterion }) ? [criterion.id] : [])),
  );
  const counted = pack.splits.map((split) => ({
    split,
    isWhole: owners.every(({ option }) => split.owns[option.id] !== undefined),
    count: split.criteria.filter((criterion) => needed.has(criterion)).length,
  }));
  const whole = counted.filter(({ isWhole }) => isWhole);
  // Where several options lead, a split among others would contradict them.
  const fitting = whole.length > 0 || owners.length > 1 ? whole : counted;
  return fitting.sort((a, b) => b.count - a.count)[0]?.split;
}

/** The question that a heard fact brings, else the one whose answers lead furthest apart; none that was put or answered already. */
function nextQuestion(brief: Brief, pack: Pack): Question | undefined {
  if (brief.asked.length >= MAX_QUESTIONS) return undefined;
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
  if (heard) return heard;
  return open
    .filter((question) => !ofFacts.has(question.id))
    .map((question) => ({ question, decides: decisiveness(question, brief, pack) }))
    .reduce<{ readonly question: Question; readonly decides: number } | undefined>(
      (best, one) => (best === undefined || one.decides > best.decides ? one : best),
      undefined,
    )?.question;
}

/** How many different verdicts the answers of a question lead to. */
function decisiveness(question: Question, brief: Brief, pack: Pack): number {
  const forced = decided(brief, pack);
  const outcomes = question.choices.map((choice) => {
    const verdict = recommend(extendBrief(forced, chosen(question, choice, pack)), pack);
    return verdict.kind === 'option' ? verdict.option.id : verdict.kind;
  });
  return new Set(outcomes).size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
