import type { Element, ScoreRow } from './card.ts';
import type { Pack } from './knowledge.ts';
import type { Point, Verdict } from './recommend.ts';
import { needStrength } from './verdict-wording.ts';

/** Needs shown one by one; what the others give is added up in one row. */
const MAX_ROWS = 6;

/** What each need that counts gives every option, the most decisive first, and the totals; the options in the order of the pack. */
export function scoreboardOf(verdict: Verdict, pack: Pack): Extract<Element, { readonly type: 'scoreboard' }> {
  const ordered = verdict.points
    .filter(({ points }) => Object.values(points).some((value) => value !== 0))
    .sort((a, b) => spread(b) - spread(a) || (a.criterion.id < b.criterion.id ? -1 : 1));
  const isShort = ordered.length <= MAX_ROWS;
  const [shown, others] = isShort ? [ordered, []] : [ordered.slice(0, MAX_ROWS - 1), ordered.slice(MAX_ROWS - 1)];
  const values = (points: readonly Point[]) =>
    pack.options.map(({ id }) => points.reduce((sum, point) => sum + (point.points[id] ?? 0), 0));
  const rows: ScoreRow[] = shown.map((point) => ({ label: labelOf(point), values: values([point]) }));
  return {
    type: 'scoreboard',
    board: {
      options: pack.options.map(({ name }) => name),
      totals: ordered.length > 1 ? values(ordered) : [],
      rows: others.length > 0 ? [...rows, { label: `${others.length} smaller ones`, values: values(others) }] : rows,
    },
  };
}

/** What is shorter on a phone. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['nice to have', 'nice'],
  ['a must', 'must'],
]);

/** By how many points a need sets the options apart. */
function spread({ points }: Point): number {
  const all = Object.values(points);
  return Math.max(...all) - Math.min(...all);
}

function labelOf({ need, criterion }: Point): string {
  const strength = needStrength(need);
  return strength === 'wanted' ? criterion.name : `${criterion.name} (${SHORT.get(strength) ?? strength})`;
}
