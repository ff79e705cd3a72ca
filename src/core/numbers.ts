// Reading a number at an index that is known to be inside. One function for each type of array: a function that has seen
// only one type is as fast as no function at all, and these stand in the innermost loops.

/** The number at an index that is known to be inside. */
export function doubleAt(numbers: Float64Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The number at an index that is known to be inside. */
export function floatAt(numbers: Float32Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The whole number at an index that is known to be inside. */
export function countAt(numbers: Uint32Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The number at an index that is known to be inside. */
export function itemAt(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}

/** The small whole number at an index that is known to be inside. */
export function byteAt(numbers: Int8Array, index: number): number {
  return numbers[index] ?? 0;
}
