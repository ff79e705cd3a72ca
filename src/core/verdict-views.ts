import { basis, button, buttons, claimsOf, entryButton, heading, sentence } from './answer-card.ts';
import type { Card } from './card.ts';
import { entriesWith, type Knowledge } from './compile.ts';
import type { Claim, Criterion, Option, Pack } from './knowledge.ts';
import { type Argument, argumentsFor, type Verdict } from './recommend.ts';
import { counterHeading, SUM_NOTE, shownNeed, shownRule, shownSum, verdictHeading } from './verdict-wording.ts';
import { BUTTONS, HEADINGS, LABELS, SENTENCES } from './wording.ts';

/** Lines of the case against. */
const MAX_COUNTER_LINES = 5;

/** The whole sum: every need with the words that brought it, what it counts and what it gives each option, the totals, and the rule. */
export function whyCard(verdict: Verdict, number: number, { pack }: Knowledge): Card {
  const rows = verdict.points.map((point) => ({ label: point.criterion.name, text: shownSum(point, pack) }));
  const longest = Math.max(1, ...verdict.totals.map(({ total }) => Math.abs(total)));
  return {
    elements: [
      heading(HEADINGS.why),
      ...(rows.length > 0
        ? ([
            { type: 'facts', rows },
            {
              type: 'bars',
              bars: verdict.totals.map(({ option, total }) => ({
                label: option.name,
                value: total,
                share: total / longest,
              })),
            },
          ] as const)
        : [sentence(SENTENCES.noNeeds)]),
      sentence(`${verdictHeading(verdict)}. ${shownRule(verdict)}`),
      ...(rows.length > 0 ? [{ type: 'note', text: SUM_NOTE } as const] : []),
      buttons([
        button(BUTTONS.counter, { type: 'counter', verdict: number }),
        button(BUTTONS.whatIf, { type: 'what-if', verdict: number }),
        button(BUTTONS.weights, { type: 'weights', verdict: number }),
        button(BUTTONS.sources, { type: 'verdict-sources', verdict: number }),
      ]),
    ],
  };
}

/**
 * What speaks against the pick, strongest first, in at most five lines that each rest on claims: the needs that another
 * option serves better, then where one would be ahead if it came up. For a verdict without a pick, against each option in turn.
 */
export function counterCard(verdict: Verdict, number: number, { pack }: Knowledge): Card {
  const options = verdict.kind === 'option' ? [verdict.option] : pack.options;
  const cost =
    verdict.kind === 'both' && pack.bothCost
      ? [{ label: LABELS.against, text: withSources(pack.bothCost.text, pack.bothCost.claims, pack) }]
      : [];
  const argued = options
    .flatMap((option) => argumentsFor(option, verdict.points).filter((argument) => argument.lead < 0))
    .sort((a, b) => a.lead - b.lead || (a.option.id < b.option.id ? -1 : 1))
    .map((argument) => ({ label: `Against ${argument.option.name}`, text: counterText(argument, pack) }));
  const lines = [...cost, ...argued].slice(0, MAX_COUNTER_LINES);
  const general = inTurn(options.map((option) => ifItCameUp(option, verdict, pack)));
  const against = verdict.kind === 'option' ? entriesWith(pack, [verdict.option.against]) : [];
  return {
    elements: [
      heading(counterHeading(verdict)),
      ...(argued.length === 0 && verdict.kind === 'option' ? [sentence(SENTENCES.noCounter)] : []),
      { type: 'facts', rows: [...lines, ...general].slice(0, MAX_COUNTER_LINES) },
      buttons([
        ...against.map((entry) => entryButton(entry, pack)),
        button(BUTTONS.why, { type: 'why', verdict: number }),
        button(BUTTONS.whatIf, { type: 'what-if', verdict: number }),
        button(BUTTONS.sources, { type: 'verdict-sources', verdict: number }),
      ]),
    ],
  };
}

/** The sources behind every score that counted. */
export function verdictSourcesCard(verdict: Verdict, number: number, { pack }: Knowledge, today: string): Card {
  const claims = claimsBehind(verdict, pack);
  return {
    elements: [
      heading(HEADINGS.verdictSources),
      ...(claims.length > 0 ? basis(claims, pack, today) : [sentence(SENTENCES.noNeeds)]),
      buttons([button(BUTTONS.why, { type: 'why', verdict: number })]),
    ],
  };
}

/** The claims behind every score that counted, and behind what else the verdict says. */
export function claimsBehind(verdict: Verdict, pack: Pack): Claim[] {
  return claimsOf(
    [
      ...verdict.points.flatMap(({ need, criterion }) =>
        need.negated
          ? (criterion.denied?.claims ?? [])
          : Object.values(criterion.scores).flatMap((score) => score.claims),
      ),
      ...(verdict.kind === 'both' ? [...(verdict.split?.claims ?? []), ...(pack.bothCost?.claims ?? [])] : []),
      ...(verdict.kind === 'neither' ? verdict.neither.claims : []),
    ],
    pack,
  );
}

type Line = { readonly label: string; readonly text: string };

/** One line of the case against: what the need is, how the option fares there, and how the best other one does, with who says so. */
function counterText({ point, option }: Argument, pack: Pack): string {
  const { need, criterion } = point;
  if (need.negated)
    return withSources(
      `${shownNeed(need, criterion)}. ${criterion.denied?.reason ?? ''}`,
      criterion.denied?.claims ?? [],
      pack,
    );
  return comparedOn(criterion, option, betterOn(criterion, option, pack), shownNeed(need, criterion), pack);
}

/** Where another option would be ahead if it came up: criteria that nobody spoke of, the most decisive first. */
function ifItCameUp(option: Option, verdict: Verdict, pack: Pack): Line[] {
  const spokenOf = new Set(verdict.needs.map(({ criterion }) => criterion));
  return pack.criteria
    .filter(({ id, option: bound }) => bound === undefined && !spokenOf.has(id))
    .map((criterion) => ({ criterion, lead: criterion.weight * leadOf(option, criterion, pack) }))
    .filter(({ lead }) => lead < 0)
    .sort((a, b) => a.lead - b.lead || (a.criterion.id < b.criterion.id ? -1 : 1))
    .map(({ criterion }) => ({
      label: LABELS.ifNeeded,
      text: comparedOn(
        criterion,
        option,
        betterOn(criterion, option, pack),
        `${criterion.name}, with ${option.name}`,
        pack,
      ),
    }));
}

/** By how many marks an option leads the best of the others on a criterion. */
function leadOf(option: Option, { scores }: Criterion, pack: Pack): number {
  const others = pack.options.flatMap(({ id }) => (id === option.id ? [] : [scores[id]?.score ?? 0]));
  return (scores[option.id]?.score ?? 0) - Math.max(...others);
}

/** The option that does best on a criterion, but for this one; of equal ones the first by id. */
function betterOn({ scores }: Criterion, option: Option, pack: Pack): Option | undefined {
  return pack.options
    .filter(({ id }) => id !== option.id)
    .sort((a, b) => (scores[b.id]?.score ?? 0) - (scores[a.id]?.score ?? 0) || (a.id < b.id ? -1 : 1))[0];
}

function comparedOn(
  criterion: Criterion,
  option: Option,
  other: Option | undefined,
  about: string,
  pack: Pack,
): string {
  const own = criterion.scores[option.id];
  const better = other && criterion.scores[other.id];
  const text = [`${about}.`, own?.reason ?? '', other && better ? `${other.name}: ${better.reason}` : '']
    .filter((part) => part !== '')
    .join(' ');
  return withSources(text, [...(own?.claims ?? []), ...(better?.claims ?? [])], pack);
}

/** The first of each list, then the second of each, and so on. */
function inTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, nth) => lists.flatMap((list) => list.slice(nth, nth + 1))).flat();
}

/** The sentence with the publishers behind it. */
function withSources(text: string, claims: readonly string[], pack: Pack): string {
  const publishers = claimsOf(claims, pack)
    .flatMap(({ sources }) => sources)
    .flatMap((id) => pack.sources.get(id)?.publisher ?? []);
  const [first, ...others] = new Set(publishers);
  if (first === undefined) return text;
  return `${text} [${first}${others.length > 0 ? ` +${others.length}` : ''}]`;
}
