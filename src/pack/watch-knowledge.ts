import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Library } from '../core/library.ts';
import { KnowledgeError, loadingLibrary } from './load-knowledge.ts';
import { atOnce, inTurns, type Steps } from './steps.ts';

/** The packs of a folder as they stand there now. */
export type WatchedKnowledge = {
  /** The newest packs that were whole. */
  readonly library: () => Library;
  readonly state: () => KnowledgeState;
  /** Looks no more. */
  readonly stop: () => void;
};

/** How it stands with the knowledge: what is answered from, and what is wrong with what lies in the folder now. */
export type KnowledgeState = {
  /** The version (content hash) of each pack, by its id. */
  readonly versions: Readonly<Record<string, string>>;
  readonly problem: { readonly lines: readonly string[] } | undefined;
};

/** How often the folder is looked through, for file systems that tell nothing of a change. */
const POLL_MS = 1000;
/** Editors save in several steps: the folder is read once it was still for so long. */
const STILL_MS = 100;
/** A file may be written slowly: what is broken counts once it was left so for so long. */
const BROKEN_MS = 400;

/**
 * Loads all packs of the folder, and again whenever something in it was saved. Throws a `KnowledgeError` when they cannot be
 * used at first; a change that breaks one later keeps the last good packs. `tell` hears of every change, once.
 */
export function watchKnowledge(knowledgeDir: string, tell: (state: KnowledgeState) => void): WatchedKnowledge {
  /** What the folder looked like when it was last read. */
  let read = looksOf(knowledgeDir);
  let library = atOnce(loadingLibrary(knowledgeDir));
  let problem: KnowledgeState['problem'];
  let isReading = false;
  let isStopped = false;
  let pending: NodeJS.Timeout | undefined;
  const watcher = watching(knowledgeDir, soon);
  const poll = setInterval(() => {
    if (pending === undefined && !isReading && looksOf(knowledgeDir) !== read) soon();
  }, POLL_MS).unref();

  return {
    library: () => library,
    state,
    stop: () => {
      isStopped = true;
      clearInterval(poll);
      clearTimeout(pending);
      watcher?.close();
    },
  };

  function state(): KnowledgeState {
    const versions = Object.fromEntries(library.map(({ pack, version }) => [pack.id, version]));
    return { versions, problem };
  }

  function soon(): void {
    later(STILL_MS, () => void readAgain());
  }

  function later(delayMs: number, work: () => void): void {
    if (isStopped) return;
    clearTimeout(pending);
    pending = setTimeout(() => {
      pending = undefined;
      work();
    }, delayMs).unref();
  }

  async function readAgain(): Promise<void> {
    if (isReading) return soon();
    const looks = looksOf(knowledgeDir);
    if (looks === read) return;
    isReading = true;
    const result = await inTurns(readingAgain(knowledgeDir, library)).catch(linesOf);
    isReading = false;
    if (isStopped) return;
    read = looks;
    if ('lines' in result) {
      later(BROKEN_MS, () => broken(result.lines, looks));
      return;
    }
    const isNews =
      problem !== undefined || result.length !== library.length || result.some((one, at) => one !== library[at]);
    library = result;
    problem = undefined;
    if (isNews) tell(state());
    // Something may have been saved while it was read.
    if (looksOf(knowledgeDir) !== read) soon();
  }

  function broken(lines: readonly string[], looks: string): void {
    if (looksOf(knowledgeDir) !== looks) {
      soon();
      return;
    }
    problem = { lines };
    tell(state());
  }
}

/** Loads what is new, and makes it ready to read projects, for which the first one need not wait then. */
function* readingAgain(knowledgeDir: string, before: Library): Steps<Library> {
  const library = yield* loadingLibrary(knowledgeDir, before);
  for (const knowledge of library) {
    if (before.includes(knowledge)) continue;
    knowledge.readNeeds('');
    yield;
  }
  return library;
}

/** Watches a folder and its folders, as far as the system can; what it misses is found by looking. */
function watching(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { recursive: true, persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** What a folder looks like from outside its files: their names, sizes and times. It is another whenever one was saved. */
function looksOf(folder: string): string {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((item) => {
        const path = join(folder, item.name);
        if (item.isDirectory()) return `${item.name}/(${looksOf(path)})`;
        const found = statSync(path, { throwIfNoEntry: false });
        // A pack's folder may be a link.
        if (item.isSymbolicLink() && found?.isDirectory()) return `${item.name}/(${looksOf(path)})`;
        return `${item.name}:${found?.size}:${found?.mtimeMs}:${found?.ino}`;
      })
      .sort()
      .join('\n');
  } catch {
    return '';
  }
}

function linesOf(error: unknown): { readonly lines: readonly string[] } {
  if (error instanceof KnowledgeError) return error;
  return { lines: [error instanceof Error ? error.message : String(error)] };
}
