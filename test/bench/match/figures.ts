/** The share of right labels, in percent. */
export function accuracy(answers: readonly { readonly isRight: boolean }[]): number {
  return (100 * answers.filter(({ isRight }) => isRight).length) / Math.max(1, answers.length);
}

/** How well a score tells what is in scope from what is not: the chance, in percent, that the former has the higher one. */
export function auroc(inScope: readonly number[], outOfScope: readonly number[]): number {
  const all = [
    ...inScope.map((score) => ({ score, isIn: true })),
    ...outOfScope.map((score) => ({ score, isIn: false })),
  ].sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.score === all[start]?.score) end += 1;
    ranks += all.slice(start, end).filter(({ isIn }) => isIn).length * ((start + end + 1) / 2);
    start = end;
  }
  return (100 * (ranks - (inScope.length * (inScope.length + 1)) / 2)) / (inScope.length * outOfScope.length);
}

/** The value below which the given share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
