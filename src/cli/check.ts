import { problemLine, readPacks } from '../pack/read-pack.ts';

/** `versus check`: reads the knowledge as the bot would and prints every problem; exit code 1 when there is one. */
export function check(knowledgeDir: string): number {
  const { packs, problems } = readPacks(knowledgeDir);
  for (const problem of problems) console.log(problemLine(problem));
  for (const { pack, version } of packs) {
    console.log(
      `${pack.id} ${version}: ${pack.entries.size} entries, ${pack.claims.size} claims, ${pack.sources.size} sources, ${pack.criteria.length} criteria`,
    );
  }
  if (problems.length > 0)
    console.error(`versus: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in ${knowledgeDir}`);
  return problems.length > 0 ? 1 : 0;
}
