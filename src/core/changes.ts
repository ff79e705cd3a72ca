import type { Brief } from './brief.ts';
import type { Pack } from './knowledge.ts';
import type { Need } from './needs.ts';
import { recommend, type Verdict } from './recommend.ts';
import { isSameChoice, number, shortVerdict, strengthOf, verdictHeading } from './verdict-wording.ts';

/** What is different from the verdict that this one goes on from, in one line; undefined for a first one, and where nothing is. */
export function changesSince(verdict: Verdict, brief: Brief, pack: Pack): string | undefined {
  if (!brief.previous) return undefined;
  const before = recommend(brief.previous, pack);
  const parts = changesBetween(brief.previous, brief, pack);
  if (parts.length === 0 && isSameChoice(before, verdict)) return undefined;
  return `${parts.length > 0 ? parts.join('; ') : 'nothing that counts'}.${outcomeOf(before, verdict)}`;
}

/** What became of the verdict, as it stands in the two headings. */
function outcomeOf(before: Verdict, verdict: Verdict): string {
  if (before.kind === 'ask') return '';
  if (verdictHeading(before) === verdictHeading(verdict)) return ' The verdict stays.';
  const was = shortVerdict(before);
  return was === shortVerdict(verdict) ? '' : ` It was ${was}.`;
}

/** Most changes told of one by one. */
const MAX_CHANGES = 4;

/** Every need, fact and weight that differs between two briefs, in words. */
export function changesBetween(before: Brief, after: Brief, pack: Pack): string[] {
  const needs = pack.criteria.flatMap((criterion) => {
    const [was, is] = [before, after].map(({ needs: all }) => all.find((need) => need.criterion === criterion.id));
    const [from, to] = [was, is].map(strengthIn);
    if (from === to && was?.negated === is?.negated) return [];
    const said = (need: Need | undefined) =>
      need === undefined ? 'not named' : strengthOf(criterion, strengthIn(need));
    return [was === undefined ? `+ ${criterion.name} (${said(is)})` : `${criterion.name}: ${said(was)} → ${said(is)}`];
  });
  const names = new Map(pack.facts.map(({ id, name }) => [id, name]));
  const gone = before.facts.filter(({ fact }) => !after.facts.some((other) => other.fact === fact));
  const added = after.facts.filter(({ fact }) => !before.facts.some((other) => other.fact === fact));
  const facts = [
    ...added.map(({ fact }) => `+ ${names.get(fact) ?? fact}`),
    ...gone.map(({ fact }) => `− ${names.get(fact) ?? fact}`),
  ];
  const weights = pack.criteria.flatMap(({ id, name, weight }) => {
    const [from, to] = [before.weights?.[id] ?? weight, after.weights?.[id] ?? weight];
    return from === to ? [] : [`${name} counts ${number(to)}, not ${number(from)}`];
  });
  const all = [...needs, ...facts, ...weights];
  return all.length > MAX_CHANGES ? [...all.slice(0, MAX_CHANGES), `and ${all.length - MAX_CHANGES} more`] : all;
}

function strengthIn(need: Need | undefined): number {
  return need === undefined || need.negated ? 0 : need.strength;
}
