import { basis, button, buttons, checkedOf, claimsOf, entryButton, heading, sentence } from './answer-card.ts';
import type { Bar, Card, Element } from './card.ts';
import { entriesWith, type Knowledge } from './compile.ts';
import type { Claim, Criterion, Option, Pack } from './knowledge.ts';
import { firstSentence, plainProse } from './prose.ts';
import { STRENGTHS } from './qualify.ts';
import { type Argument, argumentsFor, type Flip, settlingNeed, type Verdict } from './recommend.ts';
import {
  BUTTONS,
  counterHeading,
  HEADINGS,
  LABELS,
  SENTENCES,
  settlesIt,
  shownFlip,
  shownNeed,
  shownRule,
  shownSum,
  verdictHeading,
} from './wording.ts';

/** Reasons shown for a pick; the rest stands behind "Why?". */
const MAX_REASONS = 2;
/** Ground rules shown with "use both". */
const MAX_GROUND_RULES = 2;
/** Arguments in the case against. */
const MAX_COUNTER_ARGUMENTS = 5;

/** The verdict in its first line, then the totals, the reasons, what speaks against it, what would flip it, and the words it came from. */
export function verdictCard(
  verdict: Verdict,
  flips: readonly Flip[],
  number: number,
  { pack }: Knowledge,
  today: string,
): Card {
  return {
    elements: [
      heading(verdictHeading(verdict)),
      ...body(verdict, flips, pack),
      ...heard(verdict, pack),
      ...keepInMind(verdict, pack),
      ...(verdict.points.length > 0 ? [checkedOf(claimsBehind(verdict, pack), today)] : []),
      ...nextSteps(verdict, flips, number),
    ],
  };
}

/** The whole sum: every need with the words that brought it, its weight and strength, and what it gives each option. */
export function whyCard(verdict: Verdict, number: number, { pack }: Knowledge): Card {
  const rows = verdict.points.map(({ need, criterion, points }) => ({
    label: shownNeed(need, criterion),
    text: shownSum(need, criterion, points, pack),
  }));
  return {
    elements: [
      heading(HEADINGS.why),
      ...(rows.length > 0 ? [{ type: 'facts', rows } as const, bars(verdict)] : [sentence(SENTENCES.noNeeds)]),
      { type: 'note', text: shownRule(verdict) },
      buttons([
        button(BUTTONS.counter, { type: 'counter', verdict: number }),
        button(BUTTONS.sources, { type: 'verdict-sources', verdict: number }),
      ]),
    ],
  };
}

/** What speaks against the pick, strongest first; for a verdict without a pick, what speaks against each option. */
export function counterCard(verdict: Verdict, number: number, { pack }: Knowledge): Card {
  const options = verdict.kind === 'option' ? [verdict.option] : pack.options;
  const cost = verdict.kind === 'both' && pack.bothCost ? [{ label: LABELS.against, text: pack.bothCost.text }] : [];
  const rows = options
    .flatMap((option) => argumentsFor(option, verdict.points).filter((argument) => argument.lead < 0))
    .sort((a, b) => a.lead - b.lead)
    .slice(0, MAX_COUNTER_ARGUMENTS)
    .map((argument) => ({ label: `Against ${argument.option.name}`, text: againstText(argument, pack) }));
  const general = verdict.kind === 'option' ? entriesWith(pack, [verdict.option.against]) : [];
  return {
    elements: [
      heading(counterHeading(verdict)),
      rows.length + cost.length > 0 ? { type: 'facts', rows: [...cost, ...rows] } : sentence(SENTENCES.noCounter),
      buttons([
        ...general.map((entry) => entryButton(entry, pack)),
        button(BUTTONS.why, { type: 'why', verdict: number }),
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

function body(verdict: Verdict, flips: readonly Flip[], pack: Pack): Element[] {
  const flipRows = flips.map((flip) => ({ label: LABELS.flips, text: shownFlip(flip, pack) }));
  switch (verdict.kind) {
    case 'option': {
      const all = argumentsFor(verdict.option, verdict.points);
      const reasons = all.filter((argument) => argument.lead > 0).slice(0, MAX_REASONS);
      const against = all.findLast((argument) => argument.lead < 0);
      return [
        bars(verdict),
        {
          type: 'facts',
          rows: [
            ...reasons.map((argument) => ({ label: LABELS.for, text: forText(argument) })),
            {
              label: LABELS.against,
              text: against ? againstText(against, pack) : usualObjection(verdict.option, pack),
            },
            ...flipRows,
          ],
        },
      ];
    }
    case 'both': {
      const { split } = verdict;
      const owns = pack.options.flatMap((option) => {
        const part = split?.owns[option.id];
        return part === undefined ? [] : [{ label: option.name, text: part }];
      });
      return [
        ...(verdict.owners.length > 1 ? [] : [sentence(SENTENCES.bothAsked)]),
        {
          type: 'facts',
          rows: [
            ...owns,
            ...(split ? [{ label: LABELS.together, text: split.link }] : []),
            ...verdict.owners.map((argument) => ({ label: `Why ${argument.option.name}`, text: forText(argument) })),
            ...(pack.bothCost ? [{ label: LABELS.against, text: pack.bothCost.text }] : []),
            ...flipRows,
          ],
        },
        {
          type: 'prose',
          prose: [
            {
              type: 'list',
              items: pack.groundRules.slice(0, MAX_GROUND_RULES).map((rule) => [{ type: 'text', text: rule.text }]),
            },
          ],
        },
      ];
    }
    case 'either': {
      const strongest = pack.options.flatMap((option) =>
        argumentsFor(option, verdict.points)
          .filter((argument) => argument.lead > 0)
          .slice(0, 1),
      );
      return [
        sentence(SENTENCES.eitherAdvice),
        bars(verdict),
        {
          type: 'facts',
          rows: strongest.map((argument) => ({ label: `For ${argument.option.name}`, text: forText(argument) })),
        },
      ];
    }
    case 'neither':
      return [sentence(`${verdict.neither.reason} You said "${verdict.said}".`)];
    case 'ask':
      return [sentence(`${SENTENCES.nothingHeard} ${pack.shortRule}`)];
  }
}

function bars({ totals }: Verdict): Element {
  const longest = Math.max(1, ...totals.map(({ total }) => Math.abs(total)));
  return {
    type: 'bars',
    bars: totals.map(({ option, total }): Bar => ({ label: option.name, value: total, share: total / longest })),
  };
}

function heard(verdict: Verdict, pack: Pack): Element[] {
  const shown = (negated: boolean) =>
    verdict.needs
      .filter((need) => need.negated === negated)
      .flatMap((need) => {
        const criterion = pack.criteria.find((candidate) => candidate.id === need.criterion);
        return criterion ? [shownNeed(negated ? { ...need, strength: STRENGTHS.should } : need, criterion)] : [];
      });
  const facts = verdict.facts.flatMap(({ fact, said }) => {
    const known = pack.facts.find((candidate) => candidate.id === fact);
    const isTold = verdict.needs.some((need) => need.said === said);
    return known && known.effect !== 'counts-as' && !isTold ? [`${known.name} ("${said}")`] : [];
  });
  const [needs, notNeeded] = [[...shown(false), ...facts], shown(true)];
  const rows = [
    ...(needs.length > 0 ? [{ label: LABELS.heard, text: needs.join(', ') }] : []),
    ...(notNeeded.length > 0 ? [{ label: LABELS.notNeeded, text: notNeeded.join(', ') }] : []),
  ];
  return rows.length > 0 ? [{ type: 'facts', rows }] : [];
}

function keepInMind(verdict: Verdict, pack: Pack): Element[] {
  const notes = verdict.facts.flatMap(({ fact }) => {
    const known = pack.facts.find((candidate) => candidate.id === fact);
    return known && known.effect !== 'one-back-end' && known.note !== undefined ? [known.note] : [];
  });
  return notes.length > 0 ? [{ type: 'note', text: `${LABELS.keepInMind}: ${notes.join(' ')}` }] : [];
}

function nextSteps(verdict: Verdict, flips: readonly Flip[], number: number): Element[] {
  const standard = [
    button(BUTTONS.why, { type: 'why', verdict: number }),
    button(BUTTONS.counter, { type: 'counter', verdict: number }),
    button(BUTTONS.sources, { type: 'verdict-sources', verdict: number }),
  ];
  switch (verdict.kind) {
    case 'ask':
      return [
        buttons([
          ...verdict.question.choices.map(({ label }, choice) =>
            button(label, { type: 'choice', verdict: number, question: verdict.question.id, choice }),
          ),
          button(BUTTONS.describe, { type: 'describe', verdict: number }, 'quiet'),
        ]),
      ];
    case 'either': {
      const settling = settlingNeed(flips);
      if (!settling) return [buttons(standard)];
      const need = { type: 'need', verdict: number, criterion: settling.criterion.id } as const;
      return [
        sentence(settlesIt(settling.criterion.question)),
        buttons([
          button(BUTTONS.yes, { ...need, strength: settling.strength }, 'primary'),
          button(BUTTONS.no, { ...need, strength: 0 }),
          ...standard,
        ]),
      ];
    }
    case 'option':
    case 'both':
      return [buttons(standard)];
    case 'neither':
      return [
        buttons([
          button(BUTTONS.sources, { type: 'verdict-sources', verdict: number }),
          button(BUTTONS.topics, { type: 'topics' }),
        ]),
      ];
  }
}

function forText({ point, option }: Argument): string {
  const { need, criterion } = point;
  return `${shownNeed(need, criterion)}: ${reasonOf(criterion, option)}`;
}

/** What speaks against an option on a criterion: its own weakness, and what the best other one offers there. */
function againstText({ point, option }: Argument, pack: Pack): string {
  const { need, criterion } = point;
  const [other] = pack.options
    .filter((candidate) => candidate.id !== option.id)
    .sort((a, b) => (point.points[b.id] ?? 0) - (point.points[a.id] ?? 0));
  const reason = other === undefined ? '' : ` ${other.name}: ${reasonOf(criterion, other)}`;
  return `${shownNeed(need, criterion)}: ${reasonOf(criterion, option)}${reason}`;
}

function reasonOf(criterion: Criterion, option: Option): string {
  return criterion.scores[option.id]?.reason ?? '';
}

/** What is said against an option in general, where nothing that was heard speaks against it: the first sentence of that entry. */
function usualObjection(option: Option, pack: Pack): string {
  const [entry] = entriesWith(pack, [option.against]);
  return entry ? firstSentence(plainProse(entry.answer)) : SENTENCES.noCounter;
}

/** The claims behind every score that counted, and behind what else the verdict says. */
function claimsBehind(verdict: Verdict, pack: Pack): Claim[] {
  return claimsOf(
    [
      ...verdict.points.flatMap(({ criterion }) => Object.values(criterion.scores).flatMap((score) => score.claims)),
      ...(verdict.kind === 'both' ? [...(verdict.split?.claims ?? []), ...(pack.bothCost?.claims ?? [])] : []),
      ...(verdict.kind === 'neither' ? verdict.neither.claims : []),
    ],
    pack,
  );
}
