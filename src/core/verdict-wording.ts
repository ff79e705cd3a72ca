import { signed } from './card.ts';
import type { Flip } from './flip.ts';
import type { Criterion, Pack } from './knowledge.ts';
import type { Need } from './needs.ts';
import { STRENGTHS } from './qualify.ts';
import {
  type Argument,
  argumentsFor,
  CLEAR_SHARE,
  CLOSE_SHARE,
  evidenceOf,
  isClose,
  MIN_EVIDENCE,
  optionOf,
  type Point,
  type Verdict,
} from './recommend.ts';

/** The sentences of ours on the cards of verdicts. */

export function verdictHeading(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'option':
      return verdict.sureness === 'clear'
        ? `Pick ${verdict.option.name}: a clear case`
        : `Leaning to ${verdict.option.name}`;
    case 'both':
      return isPair(verdict) ? 'Use both, one for each half' : `Use ${sharers(verdict)}, each for its part`;
    case 'either':
      return `Close call: ${knownAmongContenders(verdict) ?? contenders(verdict)} will do`;
    case 'neither':
      return `${isPair(verdict) ? 'Neither' : 'None of them'}: ${verdict.neither.instead}`;
    case 'ask':
      return verdict.question.text;
  }
}

/** The verdict in a few words, inside a sentence. */
export function shortVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'option':
      return verdict.sureness === 'clear' ? `${verdict.option.name}, clearly` : `leaning to ${verdict.option.name}`;
    case 'both':
      return isPair(verdict) ? 'both' : 'several together';
    case 'either':
      return 'a close call';
    case 'neither':
      return isPair(verdict) ? 'neither' : 'none of them';
    case 'ask':
      return 'a question';
  }
}

/** Why the option was picked, in one sentence: what it leads on, and what another one leads on. */
export function whySentence(verdict: Extract<Verdict, { readonly kind: 'option' }>): string {
  const all = argumentsFor(verdict.option, verdict.points);
  const names = (of: typeof all) => [...new Set(of.map(({ point }) => pointName(point)))];
  const ahead = names(all.filter(({ lead }) => lead > 0));
  const behind = names(all.filter(({ lead }) => lead < 0).toReversed());
  const leads = ahead.length > 0 ? `Ahead on ${few(ahead)}` : 'Ahead by what counts against the others';
  return `${leads}; ${behind.length > 0 ? `behind on ${few(behind)}` : 'nothing you said speaks against it'}.`;
}

/** What to do about a close call: the language of the team decides, where it was said. */
export function eitherAdvice(verdict: Verdict): string {
  const name = knownAmongContenders(verdict);
  if (name !== undefined)
    return `The sums are too close to choose by. Your team knows the language of ${name}: take that.`;
  return `The sums are too close to choose by. Take the one your team knows best; where it knows ${isPair(verdict) ? 'both' : 'several'}, one question settles it.`;
}

/** Of options too close to choose by, the only one whose language the team was said to know. */
function knownAmongContenders(verdict: Verdict): string | undefined {
  const known = verdict.points.filter(({ need, criterion }) => criterion.denied !== undefined && !need.negated);
  const options = [...new Set(known.flatMap(({ criterion }) => criterion.option ?? []))];
  return verdict.totals.find(
    (total) => options.length === 1 && total.option.id === options[0] && isClose(total, verdict),
  )?.option.name;
}

/** Why several get a part each, whatever their sums are: what each leads on. */
export function ownersSentence(owners: readonly Argument[]): string {
  const leads = [...new Map(owners.map(({ option }) => [option.id, option])).values()].map(({ id, name }) => {
    const parts = owners.filter(({ option }) => option.id === id).map(({ point }) => pointName(point));
    return `${name} on ${listed(parts, 'and')}`;
  });
  return `Each leads on a part that can stand alone, ${listed(leads, 'and')}; so the sums do not decide.`;
}

/** What the case is against: the option picked, or the verdict as a whole. */
export function counterHeading(verdict: Verdict): string {
  return verdict.kind === 'option' ? `The case against ${verdict.option.name}` : 'The case against this verdict';
}

/** "Real time ("live chat")", with the strength where it is not the usual one. */
export function shownNeed(need: Need, criterion: Criterion): string {
  const strength = need.strength === STRENGTHS.should || need.negated ? '' : `, ${needStrength(need)}`;
  return `${criterion.name} ("${need.said}"${strength})`;
}

/** How strongly a need is wanted, in words. */
export function needStrength(need: Need): string {
  if (need.negated) return 'not so';
  return need.by === 'implied' && need.strength <= STRENGTHS.nice ? 'implied' : shownStrength(need.strength);
}

export function shownStrength(strength: number): string {
  if (strength >= STRENGTHS.must) return 'a must';
  if (strength >= STRENGTHS.should) return 'wanted';
  return strength > 0 ? 'nice to have' : 'not needed';
}

/** The strength of a criterion as people would say it: what is bound to an option is so or is not. */
export function strengthOf(criterion: Criterion, strength: number): string {
  return strength === 0 && criterion.option !== undefined ? 'not so' : shownStrength(strength);
}

/** "to Tea if "Sleep" is a must, not only wanted" */
export function shownFlip({ criterion, from, strength, isNew, isLess, to }: Flip, pack: Pack): string {
  const name = pack.options.find((option) => option.id === to.option)?.name;
  const several = pack.options.length === 2 ? 'both' : 'several together';
  const outcome = to.kind === 'both' ? several : (name ?? to.kind);
  const only = isLess && strength > 0 ? 'only ' : '';
  const now = isNew || isLess ? '' : `, not only ${shownStrength(from)}`;
  return `to ${outcome} if "${criterion.name}" is ${only}${strengthOf(criterion, strength)}${now}`;
}

/** One need's line of the sum: the words, what it counts and why that much, and what each option gets for it. */
export function shownSum(point: Point, pack: Pack): string {
  const { need, criterion, points } = point;
  const who = need.who === undefined ? '' : ` (${need.who})`;
  const counts = number(evidenceOf(point));
  const factor = need.negated ? 'said not to be so' : needStrength(need);
  const given = pack.options.map((option) => {
    const score = need.negated
      ? option.id === criterion.option
        ? (criterion.denied?.score ?? 0)
        : 0
      : (criterion.scores[option.id]?.score ?? 0);
    const total = points[option.id] ?? 0;
    return total === 0 ? `${option.name} 0` : `${option.name} ${signed(total)} (marked ${signed(score)})`;
  });
  return `"${need.said}"${who}, ${factor}: counts ${counts}. ${given.join(', ')}`;
}

/** How the lines of the sum come about. */
export const SUM_NOTE =
  'What a need counts = its weight (0 to 3) × 2 for a must, 1 for wanted, ½ for nice to have or implied. An option gets that times its mark for it, from −2 to +2.';

/** Which rule decided, in words. */
export function shownRule(verdict: Verdict): string {
  const { margin, evidence, ruledOut } = verdict;
  const [best] = verdict.totals;
  const lead =
    margin === 0
      ? `Nobody leads; ${number(evidence)} counts in all`
      : `${best?.option.name ?? 'The best'} leads by ${number(margin)}; ${number(evidence)} counts in all`;
  switch (verdict.kind) {
    case 'option':
    case 'either': {
      const shares = `A lead of up to ${number(evidence * CLOSE_SHARE)} (${CLOSE_SHARE * 100} %) is a close call, from ${number(evidence * CLEAR_SHARE)} (${CLEAR_SHARE * 100} %) it is clear.`;
      const hinted =
        verdict.kind === 'option' && verdict.sureness === 'leaning' && margin >= CLEAR_SHARE * evidence
          ? ' Most of it is only implied, so it is no clear case.'
          : '';
      const ruled = ruledOut
        ? ` "${ruledOut.said}" rules out using ${isPair(verdict) ? 'both' : 'more than one'}.`
        : '';
      return `${lead}. ${shares}${hinted}${ruled}`;
    }
    case 'both':
      return verdict.owners.length > 1
        ? `${lead}. But ${isPair(verdict) ? 'each option' : `each of ${sharers(verdict)}`} leads by 2 marks or more on a part that can stand alone, so each gets its part.`
        : 'The combination itself was asked for; that comes before any sum.';
    case 'neither':
      return `What was said fits a case where ${isPair(verdict) ? 'neither' : 'none of them'} is the honest answer; that comes before any sum.`;
    case 'ask':
      return `${lead}; below ${MIN_EVIDENCE} the bot asks instead of choosing.`;
  }
}

export function settlesIt(question: string): string {
  return `What would settle it: ${question}`;
}

/** A number as people write it, without a sign: 2.3, 6. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The name of what a need is about, or that it is not so. */
export function pointName({ need, criterion }: Point): string {
  return need.negated ? `"${criterion.name}" (not so)` : `"${criterion.name}"`;
}

/** Whether two verdicts come to the same choice. */
export function isSameChoice(a: Verdict, b: Verdict): boolean {
  return a.kind === b.kind && optionOf(a) === optionOf(b);
}

/** Whether the choice is between two, so that one can say "both" and "either". */
function isPair({ totals }: Verdict): boolean {
  return totals.length === 2;
}

/** The options that get a part of the system: those that lead on one, else those that the usual split names. */
function sharers({ owners, split, totals }: Extract<Verdict, { readonly kind: 'both' }>): string {
  const led = owners.map(({ option }) => option.name);
  const named = totals.flatMap(({ option }) => (split?.owns[option.id] === undefined ? [] : [option.name]));
  const names = led.length > 1 ? led : named;
  return names.length > 1 ? listed(names, 'and') : 'several';
}

/** The options that are close enough to be taken. */
function contenders(verdict: Verdict): string {
  if (isPair(verdict)) return 'either';
  const close = verdict.totals.filter((total) => isClose(total, verdict)).map(({ option }) => option.name);
  return close.length === verdict.totals.length ? 'any of them' : listed(close, 'or');
}

/** Names that fit a sentence; of more the first two. */
const MAX_NAMES = 2;

function few(names: readonly string[]): string {
  return names.length <= MAX_NAMES + 1
    ? listed(names, 'and')
    : listed([...names.slice(0, MAX_NAMES), `${names.length - MAX_NAMES} more`], 'and');
}

/** "A, B and C". */
function listed(names: readonly string[], link: 'and' | 'or'): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(` ${link} `);
}
