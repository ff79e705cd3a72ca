import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../core/compile.ts';
import { type ProjectRow, type ProjectScores, projectRowSchema, scoreProjects } from '../core/score-projects.ts';
import { problemLine, readPacks } from '../pack/read-pack.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';

/** The sets of described projects of a pack: the rules may be tuned on the first; the last only tells how good they are. */
export const PROJECT_SETS = ['tune', 'final'] as const;

/** Prints how well each pack understands its described projects: the figures of every set, and each miss of those that may be tuned on. Exit code 1 when a pack is broken. */
export function evalProjects(knowledgeDir: string, print: (line: string) => void = console.log): number {
  const { packs, problems } = readPacks(knowledgeDir);
  for (const problem of problems) print(problemLine(problem));
  if (problems.length > 0) return 1;
  const vectors = wordVectorsOf(knowledgeDir);
  for (const { folder, pack, version } of packs) {
    const knowledge = compile(pack, version, { vectors });
    for (const set of PROJECT_SETS) {
      const rows = projectRows(join(folder, 'eval', `projects-${set}.jsonl`));
      if (rows.length === 0) continue;
      const scores = scoreProjects(rows, knowledge);
      if (set === 'tune') for (const line of missLines(scores)) print(line);
      print(`${pack.id} projects-${set}: ${figures(scores)}`);
    }
  }
  return 0;
}

/** The figures of a set in one line. */
function figures({ projects, precision, recall, agreement, strength, facts }: ProjectScores): string {
  const shown = { precision, recall, 'verdict agreement': agreement, strength, facts };
  return `${projects} projects; ${Object.entries(shown)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join(', ')}`;
}

function missLines({ misses }: ProjectScores): string[] {
  return misses.flatMap(({ text, wrong, missed, verdict }) => [
    `- ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`,
    ...(wrong.length > 0 ? [`    wrong: ${wrong.map(({ need, said }) => `${need} ("${said}")`).join(', ')}`] : []),
    ...(missed.length > 0 ? [`    missed: ${missed.join(', ')}`] : []),
    ...(verdict ? [`    verdict ${verdict.given}, not ${verdict.accepted.join(' or ')}`] : []),
  ]);
}

function projectRows(path: string): ProjectRow[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => projectRowSchema.parse(JSON.parse(line)));
}
