/** The word of `known` nearest to `word`, at most `maxDistance` edits away; ties go to the word that sorts first. */
export function nearest(word: string, known: Iterable<string>, maxDistance: number): string | undefined {
  let best: string | undefined;
  let bestDistance = maxDistance + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > maxDistance) continue;
    const distance = editDistance(word, candidate, bestDistance);
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return bestDistance <= maxDistance ? best : undefined;
}

/**
 * Damerau-Levenshtein distance with adjacent swaps (optimal string alignment).
 * Stops early with `limit + 1` once the distance must exceed `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) cost = Math.min(cost, at(before, column - 2) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = current;
  }
  return at(last, b.length);
}

/** Words of fewer letters are too near to others to be mended. */
const MIN_MENDED_CHARS = 4;

/**
 * Makes a mender: of a word it gives the known word one edit away, the most frequent one where there are several (then the
 * one that sorts first); undefined when there is none, or the word is known. Words are found by what is left of them without one letter.
 */
export function createMender(frequencies: ReadonlyMap<string, number>): (word: string) => string | undefined {
  const byRest = new Map<string, string[]>();
  for (const known of frequencies.keys()) {
    if (known.length < MIN_MENDED_CHARS) continue;
    for (const rest of restsOf(known)) {
      const alike = byRest.get(rest);
      if (alike) alike.push(known);
      else byRest.set(rest, [known]);
    }
  }
  return (word) => {
    if (word.length < MIN_MENDED_CHARS || frequencies.has(word)) return undefined;
    let best: string | undefined;
    const consider = (known: string) => {
      if (best === known || editDistance(word, known, 1) > 1) return;
      const difference = best === undefined ? 1 : (frequencies.get(known) ?? 0) - (frequencies.get(best) ?? 0);
      if (difference > 0 || (difference === 0 && best !== undefined && known < best)) best = known;
    };
    for (const known of byRest.get(word) ?? []) consider(known);
    for (const rest of restsOf(word)) {
      if (frequencies.has(rest) && rest.length >= MIN_MENDED_CHARS) consider(rest);
      for (const known of byRest.get(rest) ?? []) consider(known);
    }
    return best;
  };
}

/** The word without each of its letters. */
function restsOf(word: string): Set<string> {
  return new Set(Array.from({ length: word.length }, (_, index) => word.slice(0, index) + word.slice(index + 1)));
}

/** The number at an index that is known to be inside. */
function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
