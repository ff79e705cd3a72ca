import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { MEASURES } from '../core/check-balance.ts';
import { type ContentReport, checkContent } from '../core/check-content.ts';
import { shownRate } from '../core/check-matching.ts';
import type { CompileOptions } from '../core/compile.ts';
import type { Pack } from '../core/knowledge.ts';
import { FITTED_FILE, isFittedStale } from '../pack/read-fitted.ts';
import { inOrder, type LocatedProblem, type OpenPack, openPacks, problemLine, shownPath } from '../pack/read-pack.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';
import { checkCards } from './check-cards.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus check` with its arguments. */
export function checkCommand(args: readonly string[]): number {
  const { positionals, values } = parsed(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: { json: FLAG, report: FLAG, thorough: FLAG } }),
  );
  if (positionals.length > 0)
    throw new UsageError('check takes no names; KNOWLEDGE_DIR names the folder, see versus --help');
  return check(readConfig(process.env).knowledgeDir, values);
}

const FLAG = { type: 'boolean', default: false } as const;

export type CheckOptions = {
  /** One line of JSON, and nothing else. */
  readonly json: boolean;
  /** Print what each side has. */
  readonly report: boolean;
  /** Ask every example, however many there are. */
  readonly thorough: boolean;
};

/** `versus check`: reads the knowledge as the bot would and as people will, and prints all that is wrong; exit code 1 when there is a problem. */
export function check(knowledgeDir: string, options: CheckOptions): number {
  const { problems, warnings, inspected } = inspectAll(knowledgeDir, options.thorough);
  const readable = inspected.flatMap(({ version, pack, report }) =>
    pack && report ? [{ version, pack, report }] : [],
  );
  if (options.json) {
    const packRows = readable.map(({ version, pack, report }) => ({
      id: pack.id,
      version,
      ...sizesOf(pack),
      examples: report.examples,
      sides: report.sides.map(({ option, ...counts }) => ({ option: option.id, ...counts })),
    }));
    console.log(JSON.stringify({ ok: problems.length === 0, problems, warnings, packs: packRows }));
    return problems.length > 0 ? 1 : 0;
  }
  for (const problem of problems) console.log(problemLine(problem));
  for (const warning of warnings) console.log(warningLine(warning));
  for (const { version, pack, report } of readable) {
    const sizes = Object.entries(sizesOf(pack)).map(([what, count]) => `${count} ${what}`);
    console.log(`${pack.id} ${version}: ${sizes.join(', ')}`);
    if (options.report) for (const line of reportLines(pack, report)) console.log(line);
  }
  if (warnings.length > 0)
    console.log(
      `${counted(warnings.length, 'warning')}, which ${warnings.length === 1 ? 'keeps' : 'keep'} nothing from working`,
    );
  if (problems.length > 0) console.error(`versus: ${counted(problems.length, 'problem')} in ${knowledgeDir}`);
  return problems.length > 0 ? 1 : 0;
}

/** All that is wrong with the knowledge. */
export function inspectAll(knowledgeDir: string, isThorough: boolean): Inspection {
  const today = new Date().toISOString().slice(0, 10);
  const { packs, problems } = openPacks(knowledgeDir);
  const vectors = wordVectorsOf(knowledgeDir);
  const inspected = packs.map((pack) => inspect(pack, today, isThorough, vectors));
  return {
    problems: [...problems, ...inspected.flatMap((one) => one.problems)],
    warnings: inspected.flatMap((one) => one.warnings),
    inspected,
  };
}

export type Inspection = {
  readonly problems: readonly LocatedProblem[];
  readonly warnings: readonly LocatedProblem[];
  readonly inspected: readonly Inspected[];
};

/** What is wrong with one pack; its content is looked at as far as it can be read. */
type Inspected = {
  readonly version: string;
  readonly problems: readonly LocatedProblem[];
  readonly warnings: readonly LocatedProblem[];
  /** The pack, where its form is right. */
  readonly pack: Pack | undefined;
  readonly report: ContentReport | undefined;
};

function inspect(
  { folder, checked, problems, version, fitted, locate }: OpenPack,
  today: string,
  isThorough: boolean,
  vectors: CompileOptions['vectors'],
): Inspected {
  const { draft } = checked;
  const pack = problems.length > 0 ? undefined : checked.pack;
  if (!draft) return { version, problems, warnings: [], pack, report: undefined };
  const report = checkContent(draft, today, isThorough, { fitted, ...(vectors ? { vectors } : {}) });
  const findings = [...report.findings, ...checkCards(report.knowledge, draft, today)];
  const located = (level: 'problem' | 'warning') =>
    findings.filter((finding) => finding.level === level).map((finding) => locate(finding));
  const stale = pack && isFittedStale(folder, pack) ? [staleFit(folder)] : [];
  return {
    version,
    problems: inOrder([...problems, ...located('problem')]),
    warnings: inOrder([...located('warning'), ...stale]),
    pack,
    report,
  };
}

function staleFit(folder: string): LocatedProblem {
  return {
    file: shownPath(join(folder, FITTED_FILE)),
    line: 1,
    field: '',
    message: 'the pack has changed since it was fitted; run "npm run -s versus -- eval --fit"',
  };
}

function sizesOf(pack: Pack) {
  return {
    entries: pack.entries.size,
    claims: pack.claims.size,
    sources: pack.sources.size,
    criteria: pack.criteria.length,
  };
}

/** What each side has, a row for each measure, and how many examples find their entry. */
function reportLines(pack: Pack, { sides, examples }: ContentReport): string[] {
  const rows = [
    ['', ...sides.map(({ option }) => option.name)],
    ...MEASURES.map((measure) => [
      measure,
      ...sides.map((side) => String(side[measure])),
      pack.imbalance?.[measure] ?? '',
    ]),
  ];
  const widths = ['', ...sides].map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
    `  ${shownRate(examples)}`,
  ];
}

function warningLine({ file, line, field, message }: LocatedProblem): string {
  return problemLine({ file, line, field: field === '' ? 'warning' : `warning: ${field}`, message });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
