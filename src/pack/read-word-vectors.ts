import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWordVectors, type WordVectors } from '../core/word-vectors.ts';

/** Where the table of word vectors stands, inside the knowledge folder. */
export const WORD_VECTORS_FILE = join('word-vectors', 'glove.bin');

/** The knowledge that comes with the program. */
const SHIPPED = join(import.meta.dirname, '..', '..', 'knowledge');

/**
 * The table of word vectors, read when it is first asked for: the knowledge folder's own, else the one that comes with the
 * program; undefined where neither is there.
 */
export function wordVectorsOf(knowledgeDir: string, shippedDir = SHIPPED): () => WordVectors | undefined {
  return once(() => {
    const path = [knowledgeDir, shippedDir].map((folder) => join(folder, WORD_VECTORS_FILE)).find(existsSync);
    return path === undefined ? undefined : readWordVectors(readFileSync(path));
  });
}

/** What is worked out when it is first asked for, and kept: packs side by side share one table. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
