import { compile, type Knowledge } from '../core/compile.ts';
import type { Library } from '../core/library.ts';
import type { WordVectors } from '../core/word-vectors.ts';
import { guessLanguage } from './read-language.ts';
import { type LoadedPack, problemLine, readingPacks } from './read-pack.ts';
import { wordVectorsOf } from './read-word-vectors.ts';
import { atOnce, type Steps } from './steps.ts';

/** All packs of the folder to answer from; throws a `KnowledgeError` with every problem when one of them cannot be used. */
export function loadLibrary(knowledgeDir: string): Library {
  return atOnce(loadingLibrary(knowledgeDir));
}

/** The same in steps. Packs that stand unchanged among those of `before` are taken over from there. */
export function* loadingLibrary(knowledgeDir: string, before: readonly Knowledge[] = []): Steps<Library> {
  const { packs, problems } = yield* readingPacks(knowledgeDir);
  const [first, ...others] = packs;
  if (problems.length > 0 || !first) throw new KnowledgeError(problems.map(problemLine));
  const vectors = wordVectorsOf(knowledgeDir);
  const library: [Knowledge, ...Knowledge[]] = [compiled(first, before, vectors)];
  yield;
  for (const other of others) {
    library.push(compiled(other, before, vectors));
    yield;
  }
  return library;
}

function compiled(
  { pack, version, fitted }: LoadedPack,
  before: readonly Knowledge[],
  vectors: () => WordVectors | undefined,
): Knowledge {
  const same = before.find((known) => known.version === version && known.pack.id === pack.id);
  return same ?? compile(pack, version, { fitted, vectors, guessLanguage });
}

/** The knowledge folder is broken; `lines` say where, what, and what to do. */
export class KnowledgeError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
