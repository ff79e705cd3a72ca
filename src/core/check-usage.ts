import type { Draft, Placed } from './check.ts';
import type { Finding } from './check-schema.ts';

/**
 * Finds claims and sources that nothing rests on, and claims whose review is due on the given ISO day. A claim of the article
 * the pack began with must be stated somewhere; any other may wait for its entry.
 */
export function checkUsage(draft: Draft, today: string): Finding[] {
  const isKnown = draft.documents.every(({ isUnreadable }) => isUnreadable !== true);
  const stated = new Set(draft.documents.flatMap(({ value }) => listed(value, ['claims', 'correctedBy'])));
  const cited = new Set(draft.documents.flatMap(({ value }) => listed(value, ['sources'])));
  const findings: Finding[] = [];
  const add = (level: Finding['level'], { file, index }: Placed<unknown>, field: string, message: string) =>
    findings.push({ level, file, path: [index, field], message });
  for (const placed of draft.claims.values()) {
    const { id, basis, reviewBy, checkedOn } = placed.value;
    if (isKnown && !stated.has(id))
      add(
        basis === 'article' ? 'problem' : 'warning',
        placed,
        'id',
        `no entry and no criterion states the claim "${id}"; list it where it is stated, or take it out`,
      );
    if (reviewBy < today)
      add(
        'warning',
        placed,
        'reviewBy',
        `the review was due on ${reviewBy}; check the claim again, then set both days anew`,
      );
    if (checkedOn > today)
      add('warning', placed, 'checkedOn', `expected the day of a check, today at the latest; got ${checkedOn}`);
  }
  for (const placed of draft.sources.values()) {
    if (isKnown && !cited.has(placed.value.id))
      add(
        'problem',
        placed,
        'id',
        `no claim rests on the source "${placed.value.id}"; cite it in a claim, or take it out`,
      );
  }
  return findings;
}

/** All texts in lists under these names, however deep. */
function listed(value: unknown, names: readonly string[], depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    names.includes(name) && Array.isArray(inner)
      ? inner.filter((one) => typeof one === 'string')
      : listed(inner, names, depth + 1),
  );
}

const MAX_DEPTH = 8;
