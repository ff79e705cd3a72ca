import { type Brief, pressedNeed } from './brief.ts';
import type { Criterion, Pack } from './knowledge.ts';
import { wanted } from './needs.ts';
import { STRENGTHS } from './qualify.ts';
import { type Outcome, optionOf, recommend, type Verdict } from './recommend.ts';

/** The strengths a need may be changed to. */
export const STEPS = [0, STRENGTHS.nice, STRENGTHS.should, STRENGTHS.must] as const;

/** The smallest change that gives another verdict: another strength of one need, or one need more. */
export type Flip = {
  readonly criterion: Criterion;
  /** How strongly it is wanted now; 0 where nobody spoke of it. */
  readonly from: number;
  readonly strength: number;
  /** Whether the criterion was not among the needs. */
  readonly isNew: boolean;
  /** Whether it would have to count less than it does. */
  readonly isLess: boolean;
  readonly to: { readonly kind: Outcome['kind']; readonly option: string | undefined };
};

/**
 * What would change the verdict to an option or to several: the smallest step on the strength grid for one need, and the
 * one need more that takes the least strength; of equal ones the first in the pack. A step counts only where it speaks for
 * what the verdict becomes. What people denied, and what is bound to an option and not named, is never asked for.
 */
export function flipsOf(verdict: Verdict, brief: Brief, pack: Pack): Flip[] {
  const steps = stepsOf(brief, pack);
  const first = (isNew: boolean) =>
    steps
      .values()
      .filter((step) => step.isNew === isNew)
      .map((step) => flipOf(step, verdict, brief, pack))
      .find((found) => found !== undefined);
  // One need more never takes away the parts that "both" rests on.
  const added = verdict.kind === 'both' ? undefined : first(true);
  return [first(false), added].filter((found) => found !== undefined);
}

/** Every step on the strength grid that one need can make, the smallest first. */
export function stepsOf(brief: Brief, pack: Pack): Omit<Flip, 'to'>[] {
  const before = new Map(wanted(brief.needs).map((need) => [need.criterion, need.strength]));
  const denied = new Set(brief.needs.map((need) => need.criterion).filter((criterion) => !before.has(criterion)));
  return pack.criteria
    .filter(({ id, option }) => !denied.has(id) && (before.has(id) || option === undefined))
    .flatMap((criterion) => {
      const from = before.get(criterion.id) ?? 0;
      return STEPS.filter((strength) => strength !== from).map((strength) => ({
        criterion,
        from,
        strength,
        isNew: !before.has(criterion.id),
        isLess: strength < from,
      }));
    })
    .sort((a, b) => Math.abs(a.strength - a.from) - Math.abs(b.strength - b.from));
}

/** The flip that a step brings; undefined where the verdict stays, becomes no choice, or changes for no reason that the step gives. */
export function flipOf(step: Omit<Flip, 'to'>, verdict: Verdict, brief: Brief, pack: Pack): Flip | undefined {
  const other = recommend(withStrength(brief, step.criterion.id, step.strength), pack);
  const option = optionOf(other);
  const isChange =
    (other.kind === 'option' || other.kind === 'both') && (other.kind !== verdict.kind || option !== optionOf(verdict));
  const isUnderstood = option === undefined || pullsTo(option, step.criterion, !step.isLess);
  return isChange && isUnderstood ? { ...step, to: { kind: other.kind, option } } : undefined;
}

/** The criterion that would settle a close call, if people were asked about it, and how strongly a "yes" would count. */
export function settlingNeed(
  flips: readonly Flip[],
): { readonly criterion: Criterion; readonly strength: number } | undefined {
  const flip = flips.find((candidate) => candidate.isNew);
  return flip && { criterion: flip.criterion, strength: Math.max(STRENGTHS.should, flip.strength) };
}

/** The brief with another strength of one need; 0 takes it out. */
export function withStrength(brief: Brief, criterion: string, strength: number): Brief {
  const said = brief.needs.find((need) => need.criterion === criterion)?.said ?? '';
  const others = brief.needs.filter((need) => need.criterion !== criterion);
  return { ...brief, needs: [...others, pressedNeed(criterion, strength, said)] };
}

/** Whether more (or less) of a criterion speaks for this option: a change that flips a verdict to it some other way would not be understood. */
function pullsTo(option: string, criterion: Criterion, isMore: boolean): boolean {
  const own = criterion.scores[option]?.score ?? 0;
  const others = Object.entries(criterion.scores).flatMap(([id, { score }]) => (id === option ? [] : [score]));
  return isMore ? own > Math.max(...others) : own < Math.max(...others);
}
