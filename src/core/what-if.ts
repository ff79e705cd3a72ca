import { button, buttons, heading, sentence } from './answer-card.ts';
import type { Brief } from './brief.ts';
import type { Button, Card } from './card.ts';
import { changesBetween } from './changes.ts';
import type { Knowledge } from './compile.ts';
import { flipsOf } from './flip.ts';
import type { Criterion, Pack } from './knowledge.ts';
import type { Press } from './press.ts';
import { STRENGTHS } from './qualify.ts';
import type { Verdict } from './recommend.ts';
import { isSameChoice, strengthOf, verdictHeading } from './verdict-wording.ts';
import { BUTTONS, HEADINGS, LABELS, SENTENCES } from './wording.ts';

/** Changes offered as buttons, beside the one that takes words. */
const MAX_OFFERS = 6;

/** What could be different: what would flip the verdict, then what was said with another strength. */
export function whatIfOffers(verdict: Verdict, brief: Brief, number: number, { pack }: Knowledge): Card {
  const flips = flipsOf(verdict, brief, pack).map(({ criterion, strength }) => ({ criterion, strength }));
  const turned = verdict.points.flatMap(({ need, criterion }) =>
    need.negated
      ? [{ criterion, strength: STRENGTHS.should }]
      : need.strength >= STRENGTHS.must
        ? [{ criterion, strength: 0 }]
        : [
            { criterion, strength: STRENGTHS.must },
            { criterion, strength: 0 },
          ],
  );
  const offers = [...flips, ...turned].filter(
    (offer, index, all) =>
      all.findIndex((other) => other.criterion.id === offer.criterion.id && other.strength === offer.strength) ===
      index,
  );
  return {
    elements: [
      heading(HEADINGS.whatIf),
      sentence(SENTENCES.whatIf),
      buttons([
        ...offers.slice(0, MAX_OFFERS).map(({ criterion, strength }) =>
          button(offerLabel(criterion, strength), {
            type: 'suppose',
            verdict: number,
            criterion: criterion.id,
            strength,
          }),
        ),
        button(BUTTONS.ownWords, { type: 'suppose-words', verdict: number }, 'primary'),
      ]),
    ],
  };
}

/** The verdict as it is and as it would be, side by side, with what differs, and a way to keep it. */
export function whatIfCard(
  now: { readonly verdict: Verdict; readonly brief: Brief; readonly number: number },
  other: { readonly verdict: Verdict; readonly brief: Brief; readonly keep: Press },
  { pack }: Knowledge,
): Card {
  const changes = changesBetween(now.brief, other.brief, pack);
  const isSame = isSameChoice(now.verdict, other.verdict);
  const keep: Button[] = changes.length > 0 ? [button(BUTTONS.keep, other.keep, 'primary')] : [];
  return {
    elements: [
      heading(
        isSame
          ? `What if: still ${lowerFirst(verdictHeading(other.verdict))}`
          : `What if: ${lowerFirst(verdictHeading(other.verdict))}`,
      ),
      {
        type: 'facts',
        rows: [
          { label: LABELS.changed, text: changes.length > 0 ? changes.join('; ') : SENTENCES.sameAgain },
          { label: LABELS.now, text: verdictHeading(now.verdict) },
          { label: LABELS.otherwise, text: verdictHeading(other.verdict) },
        ],
      },
      {
        type: 'scoreboard',
        board: {
          options: pack.options.map(({ name }) => name),
          totals: [],
          rows: [
            { label: LABELS.now, values: totalsOf(now.verdict, pack) },
            { label: LABELS.otherwise, values: totalsOf(other.verdict, pack) },
          ],
        },
      },
      buttons([
        ...keep,
        button(BUTTONS.whatIf, { type: 'what-if', verdict: now.number }),
        button(BUTTONS.why, { type: 'why', verdict: now.number }),
      ]),
    ],
  };
}

function offerLabel(criterion: Criterion, strength: number): string {
  return `${criterion.name}: ${strengthOf(criterion, strength)}`;
}

function totalsOf({ totals }: Verdict, pack: Pack): number[] {
  return pack.options.map(({ id }) => totals.find(({ option }) => option.id === id)?.total ?? 0);
}

/** Inside a line a heading begins small, unless it begins with a name. */
function lowerFirst(text: string): string {
  return /^(?:Pick|Leaning|Use|Close|Neither|None)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
