/** What an operation is known by at Discord. */
export type Signs = {
  /** Makes Discord take a message once, for some minutes; at most 25 characters. */
  readonly nonce: string;
  /** The id of the message's container, which Discord keeps for ever. */
  readonly mark: number;
};

/** The signs of an operation: always the same for the same one. */
export function signsOf(operation: string): Signs {
  const id = /^discord:(\d{1,20})$/.exec(operation)?.[1];
  return {
    nonce: id ?? `${hash(operation, 1).toString(36)}-${hash(operation, 2).toString(36)}`,
    mark: FIRST_MARK + (hash(operation, 3) % MARKS),
  };
}

/** Whether the id of a container is one that was given to it as a sign, and not by counting. */
export function isMark(containerId: number | undefined): containerId is number {
  return containerId !== undefined && containerId >= FIRST_MARK;
}

/** Far above what Discord gives to components that bring none. */
const FIRST_MARK = 100_000;
/** Ids are signed numbers of 32 bits. */
const MARKS = 2 ** 31 - FIRST_MARK;

/** FNV-1a over the text, begun differently for each purpose. */
function hash(text: string, seed: number): number {
  let sum = 0x811c9dc5 ^ seed;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  // The last steps spread the difference of neighbours over all bits.
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) >>> 0;
}
