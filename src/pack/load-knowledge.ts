import { compile, type Knowledge } from '../core/compile.ts';
import { problemLine, readPacks } from './read-pack.ts';

/** The knowledge to answer from; throws a `KnowledgeError` with every problem when the folder cannot be used. */
export function loadKnowledge(knowledgeDir: string): Knowledge {
  const { packs, problems } = readPacks(knowledgeDir);
  if (problems.length > 0) throw new KnowledgeError(problems.map(problemLine));
  const [loaded, ...others] = packs;
  if (!loaded || others.length > 0) {
    throw new KnowledgeError([
      `${knowledgeDir}: expected one pack; found ${packs.map(({ pack }) => pack.id).join(', ')}. Name a folder with one pack in KNOWLEDGE_DIR`,
    ]);
  }
  return compile(loaded.pack, loaded.version);
}

/** The knowledge folder is broken; `lines` say where, what, and what to do. */
export class KnowledgeError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
