import { button, buttons, checkedOf, heading, sentence } from './answer-card.ts';
import type { Brief } from './brief.ts';
import type { Button, Card, Element } from './card.ts';
import { changesSince } from './changes.ts';
import { entriesWith, type Knowledge } from './compile.ts';
import { type Flip, settlingNeed } from './flip.ts';
import type { Criterion, Option, Pack } from './knowledge.ts';
import { firstSentence, plainProse } from './prose.ts';
import { type Argument, argumentsFor, type Verdict } from './recommend.ts';
import { scoreboardOf } from './scoreboard.ts';
import { claimsBehind } from './verdict-views.ts';
import {
  eitherAdvice,
  number,
  ownersSentence,
  settlesIt,
  shownFlip,
  shownNeed,
  verdictHeading,
  whySentence,
} from './verdict-wording.ts';
import { BUTTONS, LABELS, SENTENCES } from './wording.ts';

/** Reasons shown for a pick; the rest stands behind "Why?". */
const MAX_REASONS = 2;
/** Ground rules shown with "use both". */
const MAX_GROUND_RULES = 2;
/** Needs listed in words beside those that the reasons quote. */
const MAX_HEARD = 8;
/** Needs turned down by a press after which a close call asks no more. */
const MAX_TURNED_DOWN = 5;

/** The verdict in its first line and why in its second, then the scoreboard, the reasons, what speaks against it, what would flip it, and what else was heard. */
export function verdictCard(
  verdict: Verdict,
  flips: readonly Flip[],
  number: number,
  { pack }: Knowledge,
  today: string,
  brief: Brief,
): Card {
  const { elements, quoted } = body(verdict, flips, pack);
  const changes = changesSince(verdict, brief, pack);
  return {
    elements: [
      heading(verdictHeading(verdict)),
      ...(changes === undefined ? [] : [facts([{ label: LABELS.changed, text: changes }])]),
      ...elements,
      ...heard(verdict, brief, quoted, pack),
      ...keepInMind(verdict, pack),
      ...(verdict.points.length > 0 ? [checkedOf(claimsBehind(verdict, pack), today)] : []),
      ...nextSteps(verdict, flips, number),
    ],
  };
}

/** The buttons that every verdict has, but for the ones that would show nothing. */
export function standardButtons(verdict: number): Button[] {
  return [
    button(BUTTONS.why, { type: 'why', verdict }),
    button(BUTTONS.counter, { type: 'counter', verdict }),
    button(BUTTONS.whatIf, { type: 'what-if', verdict }),
    button(BUTTONS.weights, { type: 'weights', verdict }),
    button(BUTTONS.sources, { type: 'verdict-sources', verdict }),
  ];
}

/** A part of the card, and the criteria whose words it quotes. */
type Body = { readonly elements: readonly Element[]; readonly quoted: readonly string[] };

function body(verdict: Verdict, flips: readonly Flip[], pack: Pack): Body {
  const flipRows = flips.map((flip) => ({ label: LABELS.flips, text: shownFlip(flip, pack) }));
  switch (verdict.kind) {
    case 'option': {
      const all = argumentsFor(verdict.option, verdict.points);
      const reasons = all.filter((argument) => argument.lead > 0).slice(0, MAX_REASONS);
      const against = all.findLast((argument) => argument.lead < 0);
      return {
        elements: [
          sentence(whySentence(verdict)),
          ...scoreboardIn(verdict, pack),
          facts([
            ...reasons.map((argument) => ({ label: LABELS.for, text: forText(argument) })),
            {
              label: LABELS.against,
              text: against ? againstText(against, pack) : usualObjection(verdict.option, pack),
            },
            ...flipRows,
          ]),
        ],
        quoted: idsOf([...reasons, ...(against ? [against] : [])]),
      };
    }
    case 'both': {
      const { split } = verdict;
      const owns = pack.options.flatMap((option) => {
        const part = split?.owns[option.id];
        return part === undefined ? [] : [{ label: option.name, text: part }];
      });
      return {
        elements: [
          sentence(verdict.owners.length > 1 ? ownersSentence(verdict.owners) : SENTENCES.bothAsked),
          ...scoreboardIn(verdict, pack),
          facts([
            ...owns,
            ...(split ? [{ label: LABELS.together, text: split.link }] : []),
            ...verdict.owners.map((argument) => ({ label: `Why ${argument.option.name}`, text: forText(argument) })),
            ...(pack.bothCost ? [{ label: LABELS.against, text: pack.bothCost.text }] : []),
            ...flipRows,
          ]),
          {
            type: 'prose',
            prose: [
              {
                type: 'list',
                items: pack.groundRules.slice(0, MAX_GROUND_RULES).map((rule) => [{ type: 'text', text: rule.text }]),
              },
            ],
          },
        ],
        quoted: idsOf(verdict.owners),
      };
    }
    case 'either': {
      const strongest = pack.options.flatMap((option) =>
        argumentsFor(option, verdict.points)
          .filter((argument) => argument.lead > 0)
          .slice(0, 1),
      );
      if (verdict.points.length === 0)
        return { elements: [sentence(`${SENTENCES.nothingSaid} ${eitherAdvice(verdict)}`)], quoted: [] };
      const reasons = strongest.map((argument) => ({ label: `For ${argument.option.name}`, text: forText(argument) }));
      return {
        elements: [
          sentence(eitherAdvice(verdict)),
          ...scoreboardIn(verdict, pack),
          ...(reasons.length > 0 ? [facts(reasons)] : []),
        ],
        quoted: idsOf(strongest),
      };
    }
    case 'neither':
      return { elements: [sentence(`${verdict.neither.reason} You said "${verdict.said}".`)], quoted: [] };
    case 'ask':
      return { elements: [sentence(`${SENTENCES.nothingHeard} ${pack.shortRule}`)], quoted: [] };
  }
}

/** The scoreboard, where anything that was said counts. */
function scoreboardIn(verdict: Verdict, pack: Pack): Element[] {
  const scoreboard = scoreboardOf(verdict, pack);
  return scoreboard.board.rows.length > 0 ? [scoreboard] : [];
}

function facts(rows: readonly { readonly label: string; readonly text: string }[]): Element {
  return { type: 'facts', rows };
}

function idsOf(argued: readonly Argument[]): string[] {
  return argued.map(({ point }) => point.criterion.id);
}

/** What was heard and is not quoted above: other needs, facts, what is not needed, changed weights, and what was not understood. */
function heard(verdict: Verdict, { weights, unread }: Brief, quoted: readonly string[], pack: Pack): Element[] {
  const shown = (negated: boolean, isOfOption?: boolean) =>
    verdict.needs
      .filter((need) => need.negated === negated && !quoted.includes(need.criterion))
      .flatMap((need) => {
        const criterion = pack.criteria.find((candidate) => candidate.id === need.criterion);
        const isShown = isOfOption === undefined || isOfOption === (criterion?.option !== undefined);
        return criterion && isShown ? [shownNeed(need, criterion)] : [];
      });
  const known = verdict.facts.flatMap(({ fact, said }) => {
    const found = pack.facts.find((candidate) => candidate.id === fact);
    const isTold = verdict.needs.some((need) => need.said === said);
    return found && found.effect !== 'counts-as' && !isTold ? [`${found.name} ("${said}")`] : [];
  });
  const changed = pack.criteria.flatMap(({ id, name, weight }) => {
    const own = weights?.[id];
    return own === undefined || own === weight ? [] : [`${name} ${number(own)} (not ${number(weight)})`];
  });
  const rows = [
    [quoted.length > 0 ? LABELS.alsoHeard : LABELS.heard, listed([...shown(false), ...known])],
    [LABELS.notNeeded, listed(shown(true, false))],
    [LABELS.notSo, listed(shown(true, true))],
    [LABELS.weights, listed(changed)],
    [LABELS.unread, (unread ?? []).map((words) => `"${words}"`).join(', ')],
  ] as const;
  const told = rows.flatMap(([label, text]) => (text === '' ? [] : [{ label, text }]));
  return told.length > 0 ? [facts(told)] : [];
}

function listed(parts: readonly string[]): string {
  const [shown, rest] = [parts.slice(0, MAX_HEARD), parts.length - MAX_HEARD];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

function keepInMind(verdict: Verdict, pack: Pack): Element[] {
  const notes = verdict.facts.flatMap(({ fact }) => {
    const known = pack.facts.find((candidate) => candidate.id === fact);
    return known && known.effect !== 'one-back-end' && known.note !== undefined ? [known.note] : [];
  });
  return notes.length > 0 ? [{ type: 'note', text: `${LABELS.keepInMind}: ${notes.join(' ')}` }] : [];
}

function nextSteps(verdict: Verdict, flips: readonly Flip[], number: number): Element[] {
  const standard = standardButtons(number);
  switch (verdict.kind) {
    case 'ask':
      return [
        buttons([
          ...verdict.question.choices.map(({ label }, choice) =>
            button(label, { type: 'choice', verdict: number, question: verdict.question.id, choice }),
          ),
          button(BUTTONS.decide, { type: 'decide', verdict: number }, 'quiet'),
          button(BUTTONS.describe, { type: 'describe', verdict: number }, 'quiet'),
        ]),
      ];
    case 'either': {
      const settling = settlingNeed(flips);
      const turnedDown = verdict.needs.filter(({ by, negated }) => by === 'pressed' && negated).length;
      if (!settling || turnedDown >= MAX_TURNED_DOWN) return [buttons(standard)];
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
          button(BUTTONS.whatIf, { type: 'what-if', verdict: number }),
          button(BUTTONS.sources, { type: 'verdict-sources', verdict: number }),
          button(BUTTONS.topics, { type: 'topics' }),
        ]),
      ];
  }
}

function forText({ point, option }: Argument): string {
  const { need, criterion } = point;
  return need.negated
    ? `${shownNeed(need, criterion)} is not so: ${criterion.denied?.reason ?? ''}`
    : `${shownNeed(need, criterion)}: ${reasonOf(criterion, option)}`;
}

/** What speaks against an option on a criterion: its own weakness, and what the best other one offers there. */
export function againstText({ point, option }: Argument, pack: Pack): string {
  const { need, criterion } = point;
  if (need.negated) return `${shownNeed(need, criterion)} is not so: ${criterion.denied?.reason ?? ''}`;
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
