import { byteAt, countAt, doubleAt, floatAt, itemAt } from './numbers.ts';

/** A table of word vectors: words of like meaning point the same way. Its words stand in the order of their frequency. */
export type WordVectors = {
  readonly size: number;
  readonly dimensions: number;
  /** The place of a word, 0 for the most frequent one; undefined when the table does not have it. */
  readonly rankOf: (word: string) => number | undefined;
  /** Adds a word's vector, `weight` times, to a sum. */
  readonly addTo: (sum: Float64Array, rank: number, weight: number) => void;
};

const FORMAT = 'versus word vectors 1';
/** The largest number of an int8; a row is scaled so that its largest one is this. */
const LARGEST = 127;

/**
 * Reads a table: a line with the format, the number of words and of dimensions, a line for each word, then a 32-bit
 * float with the scale of each row, and the rows as signed bytes. Throws when the bytes are anything else.
 */
export function readWordVectors(bytes: Uint8Array): WordVectors {
  const headEnd = bytes.indexOf(NEWLINE);
  const [, size, dimensions] =
    new RegExp(`^${FORMAT} (\\d{1,7}) (\\d{1,4})$`).exec(textOf(bytes.subarray(0, headEnd)))?.map(Number) ?? [];
  if (!size || !dimensions)
    throw new Error(`this is no table of word vectors: its first line is not "${FORMAT} <words> <dimensions>"`);
  const rowsStart = bytes.length - size * dimensions;
  const scalesStart = rowsStart - size * Float32Array.BYTES_PER_ELEMENT;
  const places = placesOf(bytes, headEnd + 1, scalesStart, size);
  if (!places)
    throw new Error(`this table of word vectors is damaged: its ${size} words, their scales and rows do not fill it`);
  const scales = new Float32Array(size);
  const view = new DataView(bytes.buffer, bytes.byteOffset + scalesStart, size * Float32Array.BYTES_PER_ELEMENT);
  for (let rank = 0; rank < size; rank++) scales[rank] = view.getFloat32(rank * Float32Array.BYTES_PER_ELEMENT, true);
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset + rowsStart, size * dimensions);
  return {
    size,
    dimensions,
    rankOf: (word) => rankOf(bytes, places, word),
    addTo: (sum, rank, weight) => {
      const scale = weight * floatAt(scales, rank);
      const start = rank * dimensions;
      for (let dimension = 0; dimension < dimensions; dimension++)
        sum[dimension] = doubleAt(sum, dimension) + scale * byteAt(rows, start + dimension);
    },
  };
}

/** The bytes of a table, as `readWordVectors` reads it. The words, of plain letters, come in the order of their frequency. */
export function writeWordVectors(
  dimensions: number,
  rows: readonly { readonly word: string; readonly numbers: readonly number[] }[],
): Uint8Array {
  const head = new TextEncoder().encode(
    `${[`${FORMAT} ${rows.length} ${dimensions}`, ...rows.map(({ word }) => word)].join('\n')}\n`,
  );
  const scalesStart = head.length;
  const rowsStart = scalesStart + rows.length * Float32Array.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(rowsStart + rows.length * dimensions);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  rows.forEach(({ numbers }, rank) => {
    const scale = Math.max(...numbers.map(Math.abs)) / LARGEST || 1;
    view.setFloat32(scalesStart + rank * Float32Array.BYTES_PER_ELEMENT, scale, true);
    for (let dimension = 0; dimension < dimensions; dimension++)
      view.setInt8(rowsStart + rank * dimensions + dimension, Math.round(itemAt(numbers, dimension) / scale));
  });
  return bytes;
}

const NEWLINE = '\n'.charCodeAt(0);

/** Where each word begins, the end of the last one included, and a hash table of their places, which is a tenth of what strings would take. */
type Places = { readonly starts: Uint32Array; readonly slots: Uint32Array };

/** Slots of the hash table for each word: with half of them empty a word is found at once. */
const SLOTS_PER_WORD = 2;

/** Finds the words between two places of the bytes; undefined when there are more or fewer. */
function placesOf(bytes: Uint8Array, from: number, to: number, size: number): Places | undefined {
  const starts = new Uint32Array(size + 1);
  const slots = new Uint32Array(size * SLOTS_PER_WORD);
  let start = from;
  for (let rank = 0; rank < size; rank++) {
    starts[rank] = start;
    let hash = 0;
    let end = start;
    for (; end < to && byteOf(bytes, end) !== NEWLINE; end++) hash = hashed(hash, byteOf(bytes, end));
    if (end >= to) return undefined;
    let slot = hash % slots.length;
    while (countAt(slots, slot) !== 0) slot = (slot + 1) % slots.length;
    slots[slot] = rank + 1;
    start = end + 1;
  }
  starts[size] = start;
  return start === to ? { starts, slots } : undefined;
}

function rankOf(bytes: Uint8Array, { starts, slots }: Places, word: string): number | undefined {
  let hash = 0;
  for (let index = 0; index < word.length; index++) hash = hashed(hash, word.charCodeAt(index));
  for (let slot = hash % slots.length; countAt(slots, slot) !== 0; slot = (slot + 1) % slots.length) {
    const rank = countAt(slots, slot) - 1;
    if (isWordAt(bytes, countAt(starts, rank), countAt(starts, rank + 1) - 1, word)) return rank;
  }
  return undefined;
}

function isWordAt(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++)
    if (byteOf(bytes, start + index) !== word.charCodeAt(index)) return false;
  return true;
}

function hashed(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) >>> 0;
}

function byteOf(bytes: Uint8Array, place: number): number {
  return bytes[place] ?? NEWLINE;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
