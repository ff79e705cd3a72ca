import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type CheckedPack, checkPack, type PackDocument } from '../core/check.ts';
import { at, type Problem } from '../core/check-schema.ts';
import type { Fitted } from '../core/fitted.ts';
import type { Pack } from '../core/knowledge.ts';
import { type Path, parseYaml } from './parse-yaml.ts';
import { FITTED_FILE, readFitted } from './read-fitted.ts';
import { atOnce, type Steps } from './steps.ts';

/** A pack as it stands on disk, with the hash of all its files as its version. */
export type LoadedPack = {
  readonly folder: string;
  readonly pack: Pack;
  readonly version: string;
  /** Undefined where the pack was never fitted. */
  readonly fitted: Fitted | undefined;
};

/** A problem with the line it is on, ready to print: `file:line: field: message`. */
export type LocatedProblem = {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
};

/** What was read: every pack that is whole, and every problem of those that are not. */
export type ReadResult = { readonly packs: readonly LoadedPack[]; readonly problems: readonly LocatedProblem[] };

/** A pack's folder, read and checked: what is wrong with its form, and where anything stands that is found later. */
export type OpenPack = {
  readonly folder: string;
  readonly version: string;
  readonly documents: readonly PackDocument[];
  readonly checked: CheckedPack;
  readonly fitted: Fitted | undefined;
  readonly problems: readonly LocatedProblem[];
  readonly locate: (problem: Problem) => LocatedProblem;
};

/** Reads every pack of a knowledge folder: each of its folders that holds files is one. */
export function readPacks(knowledgeDir: string): ReadResult {
  return atOnce(readingPacks(knowledgeDir));
}

/** The same in steps. */
export function* readingPacks(knowledgeDir: string): Steps<ReadResult> {
  const { packs, problems } = yield* openingPacks(knowledgeDir);
  return {
    packs: packs.flatMap(({ folder, checked, problems, version, fitted }) =>
      checked.pack && problems.length === 0 ? [{ folder, pack: checked.pack, version, fitted }] : [],
    ),
    problems: [...problems, ...packs.flatMap((pack) => pack.problems)],
  };
}

/** Every pack of a folder, whole or not; `problems` are those of the folder itself. */
export type OpenPacks = { readonly packs: readonly OpenPack[]; readonly problems: readonly LocatedProblem[] };

/** Reads every pack of a knowledge folder, whole or not. */
export function openPacks(knowledgeDir: string): OpenPacks {
  return atOnce(openingPacks(knowledgeDir));
}

function* openingPacks(knowledgeDir: string): Steps<OpenPacks> {
  const folders = packFolders(knowledgeDir);
  if (folders.length === 0) {
    const message = 'no pack is here; KNOWLEDGE_DIR must name a folder with one folder for each pack';
    return { packs: [], problems: [{ file: knowledgeDir, line: 1, field: '', message }] };
  }
  const ownerOf = new Map<string, string>();
  const opened: OpenPack[] = [];
  for (const folder of folders) opened.push(yield* openingPack(folder));
  const packs = opened.map((pack): OpenPack => {
    const head = pack.documents.find(({ kind }) => kind === 'pack');
    const id = head && at(head.value, ['id']);
    if (head === undefined || typeof id !== 'string') return pack;
    const owner = ownerOf.get(id);
    ownerOf.set(id, owner ?? shownPath(pack.folder));
    if (owner === undefined) return pack;
    const message = `the pack in ${owner} has the id "${id}" too; rename one, or remove the copy`;
    return { ...pack, problems: inOrder([...pack.problems, pack.locate({ file: head.file, path: ['id'], message })]) };
  });
  return { packs, problems: [] };
}

/** Folders that hold files of a pack; anything else beside them is left alone. */
function packFolders(knowledgeDir: string): string[] {
  if (!existsSync(knowledgeDir) || !statSync(knowledgeDir).isDirectory()) return [];
  return readdirSync(knowledgeDir)
    .sort()
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(knowledgeDir, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() && listFiles(path).length > 0);
}

/** Reads one pack's folder. Files it does not know are left alone, but for misplaced Markdown and YAML, which are problems. */
function* openingPack(folder: string): Steps<OpenPack> {
  const files: PackFile[] = [];
  for (const path of listFiles(folder)) {
    files.push(readPackFile(folder, path));
    yield;
  }
  const documents = files.flatMap((file) => (file.document ? [file.document] : []));
  const checked = checkPack(shownPath(folder), documents);
  yield;
  const byName = new Map(files.map((file) => [file.name, file]));
  const locate = (problem: Problem) => located(problem, byName.get(problem.file));
  const { fitted, text, problem } = readFitted(folder);
  const unfit = problem ? [{ file: shownPath(join(folder, FITTED_FILE)), line: 1, ...problem }] : [];
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.place}\0${file.text}\0`);
  hash.update(text);
  return {
    folder,
    version: hash.digest('hex').slice(0, 12),
    documents,
    checked,
    fitted,
    problems: inOrder([...files.flatMap((file) => file.problems), ...checked.problems.map(locate), ...unfit]),
    locate,
  };
}

/** By file, then by line. */
export function inOrder(problems: readonly LocatedProblem[]): LocatedProblem[] {
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** One line a person can act on. */
export function problemLine(problem: LocatedProblem): string {
  const field = problem.field === '' ? '' : `${problem.field}: `;
  return `${problem.file}:${problem.line}: ${field}${problem.message}`;
}

type PackFile = {
  readonly name: string;
  /** Where it stands inside the pack. */
  readonly place: string;
  readonly text: string;
  readonly document: PackDocument | undefined;
  readonly problems: readonly LocatedProblem[];
  /** The line on which the value at a path begins. */
  readonly lineOf: (path: Path) => number;
};

/** The YAML and Markdown files of a folder and its folders, but for `eval`; links are not followed, so that the walk ends. */
function listFiles(folder: string, place = ''): string[] {
  return readdirSync(join(folder, place), { withFileTypes: true })
    .flatMap((item) => {
      const inside = place === '' ? item.name : join(place, item.name);
      if (item.isDirectory()) return inside === 'eval' ? [] : listFiles(folder, inside);
      return item.isFile() && /\.(ya?ml|md)$/.test(item.name) ? [join(folder, inside)] : [];
    })
    .sort();
}

function readPackFile(folder: string, path: string): PackFile {
  const name = shownPath(path);
  const place = relative(folder, path).split(sep).join('/');
  const text = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n');
  return { name, place, text, ...contentOf(name, text, kindOf(place)) };
}

function contentOf(name: string, text: string, kind: PackDocument['kind'] | undefined): Content {
  if (kind === undefined) return misplaced(name);
  const lost = text.indexOf('\uFFFD');
  if (lost >= 0) {
    const message = 'this is no valid UTF-8: a character could not be read; save the file as UTF-8, and write it anew';
    return broken(name, kind, text.slice(0, lost).split('\n').length, message);
  }
  return kind === 'entry' ? readEntryFile(name, text) : readYamlFile(name, text, kind);
}

/** What one file holds: its value, or why there is none. */
type Content = Pick<PackFile, 'document' | 'problems' | 'lineOf'>;

function misplaced(name: string): Content {
  return broken(
    name,
    undefined,
    1,
    'a pack has pack.yaml, criteria.yaml, vocabulary.yaml, sources.yaml, claims/*.yaml and entries/<topic>/<id>.md; move or remove this file',
  );
}

function kindOf(place: string): PackDocument['kind'] | undefined {
  if (place === 'pack.yaml') return 'pack';
  if (place === 'criteria.yaml') return 'criteria';
  if (place === 'vocabulary.yaml') return 'vocabulary';
  if (place === 'sources.yaml') return 'sources';
  if (/^claims\/[^/]+\.yaml$/.test(place)) return 'claims';
  if (/^entries\/[^/]+\/[^/]+\.md$/.test(place)) return 'entry';
  return undefined;
}

function readYamlFile(name: string, text: string, kind: PackDocument['kind']): Content {
  const yaml = parseYaml(text);
  if (yaml.error) return broken(name, kind, yaml.error.line, yamlMessage(yaml.error.message));
  return { document: { file: name, kind, value: yaml.value }, problems: [], lineOf: yaml.lineOf };
}

function readEntryFile(name: string, text: string): Content {
  const match = /^---\n([\s\S]*?)\n---[ \t]*(?:\n|$)([\s\S]*)$/.exec(text);
  if (!match)
    return broken(name, 'entry', 1, 'expected front matter between two lines "---" at the top, then the short answer');
  const [, front = '', body = ''] = match;
  const yaml = parseYaml(front);
  if (yaml.error) return broken(name, 'entry', yaml.error.line + 1, yamlMessage(yaml.error.message));
  const fields = typeof yaml.value === 'object' && yaml.value !== null ? yaml.value : {};
  const [answer = '', more, ...surplus] = body.split(/^## More[ \t]*$/m);
  const answerLine = front.split('\n').length + 3;
  const moreLine = answerLine + answer.split('\n').length - 1;
  const lineOf = (path: Path) => {
    const nth = typeof path[1] === 'number' ? path[1] : undefined;
    if (path[0] === 'answer') return answerLine + leadingLines(answer) + (nth ?? 0);
    if (path[0] === 'more') return nth === undefined ? moreLine : moreLine + leadingLines(more ?? '') + nth;
    return yaml.lineOf(path) + 1;
  };
  if (surplus.length > 0) {
    const line = moreLine + (more ?? '').split('\n').length - 1;
    return broken(name, 'entry', line, 'expected one "## More"; put what stands below the second into the first');
  }
  const written = ['answer', 'more'].find((field) => field in fields);
  if (written !== undefined) {
    return broken(
      name,
      'entry',
      yaml.lineOf([written]) + 1,
      `"${written}" is no field of the front matter; write it below, as text`,
    );
  }
  const value = { ...fields, answer: answer.trim(), ...(more === undefined ? {} : { more: more.trim() }) };
  return { document: { file: name, kind: 'entry', value }, problems: [], lineOf };
}

/** Empty lines above a text; the lines of what is written count from the first that is not empty. */
function leadingLines(text: string): number {
  return text.trim() === '' ? 0 : (/^\s*/.exec(text)?.[0] ?? '').split('\n').length - 1;
}

function broken(name: string, kind: PackDocument['kind'] | undefined, line: number, message: string): Content {
  return {
    document: kind && { file: name, kind, value: undefined, isUnreadable: true },
    problems: [{ file: name, line, field: '', message }],
    lineOf: () => line,
  };
}

function yamlMessage(reason: string): string {
  return `this is no valid YAML: ${reason}; quote text that holds ": " or " #", and mind the indent`;
}

function located(problem: Problem, file: PackFile | undefined): LocatedProblem {
  const isText = problem.path[0] === 'answer' || problem.path[0] === 'more';
  const field = (isText ? problem.path.slice(0, 1) : problem.path)
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : step))
    .join('.')
    .replaceAll('.[', '[');
  return { file: problem.file, line: file?.lineOf(problem.path) ?? 1, field, message: problem.message };
}

/** A path as people read it: from the working folder, where it is inside. */
export function shownPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return (shown.startsWith('..') ? path : shown).split(sep).join('/');
}
