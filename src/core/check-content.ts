import type { Draft } from './check.ts';
import { checkHeadToHead, checkSides, type Side, sidesOf } from './check-balance.ts';
import { checkMatching, type ExampleRate } from './check-matching.ts';
import type { Finding } from './check-schema.ts';
import { checkSimilar } from './check-similar.ts';
import { checkUsage } from './check-usage.ts';
import { checkFirstSentences, checkWording } from './check-wording.ts';
import { type CompileOptions, compile, type Knowledge } from './compile.ts';

/** What was found in the content of a pack, with the figures behind it. */
export type ContentReport = {
  readonly findings: readonly Finding[];
  readonly examples: ExampleRate;
  readonly sides: readonly Side[];
  /** The pack with its indexes, for whoever draws its cards. */
  readonly knowledge: Knowledge;
};

/**
 * Reads a pack as people will: whether questions find their entries, sides are even, words are plain, and nothing is stale or
 * unused. None of it keeps the bot from starting. `isThorough` asks every example of a pack of any size.
 */
export function checkContent(
  draft: Draft,
  today: string,
  isThorough: boolean,
  options: CompileOptions = {},
): ContentReport {
  const knowledge = compile(draft.pack, 'unversioned', options);
  const matching = checkMatching(knowledge, draft, isThorough);
  const similar = checkSimilar(knowledge, draft);
  // What asks the same as another entry finds that one: one mistake is said once.
  const said = new Set(similar.map(placeOf));
  return {
    findings: [
      ...matching.findings.filter((finding) => !said.has(placeOf(finding))),
      ...similar,
      ...checkFirstSentences(knowledge, draft),
      ...checkWording(draft),
      ...checkHeadToHead(knowledge, draft),
      ...checkSides(draft),
      ...checkUsage(draft, today),
    ],
    examples: matching.examples,
    sides: sidesOf(draft.pack),
    knowledge,
  };
}

function placeOf({ file, path }: Finding): string {
  return [file, ...path].join('\n');
}
