// Numbers in rows. Reading at an index that is known to be inside has one function for each type of array: a function that has
// seen only one type is as fast as no function at all, and these stand in the innermost loops.

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

/** The product of a row with one of many that stand one after the other: four sums at once, which a processor adds up side by side. */
export function productAt(row: Float64Array, rows: Float32Array, start: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  const { length } = row;
  const whole = length - (length % 4);
  for (let dimension = 0; dimension < whole; dimension += 4) {
    const place = start + dimension;
    one += doubleAt(row, dimension) * floatAt(rows, place);
    two += doubleAt(row, dimension + 1) * floatAt(rows, place + 1);
    three += doubleAt(row, dimension + 2) * floatAt(rows, place + 2);
    four += doubleAt(row, dimension + 3) * floatAt(rows, place + 3);
  }
  for (let dimension = whole; dimension < length; dimension++)
    one += doubleAt(row, dimension) * floatAt(rows, start + dimension);
  return one + two + three + four;
}

/** Gives a row the length 1; a row of nothing stays. */
export function normalise(row: Float64Array): void {
  const length = Math.sqrt(product(row, row)) || 1;
  for (let dimension = 0; dimension < row.length; dimension++) row[dimension] = doubleAt(row, dimension) / length;
}

/** The product of two rows. */
export function product(row: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let dimension = 0; dimension < row.length; dimension++)
    sum += doubleAt(row, dimension) * doubleAt(other, dimension);
  return sum;
}
