import type { Draft } from './check.ts';
import type { Finding } from './check-schema.ts';
import type { Knowledge } from './compile.ts';
import { isContent } from './features.ts';
import { type Lexicon, optionsNamed } from './lexicon.ts';
import { firstSentence, parseProse, plainProse } from './prose.ts';

/** Words that praise and say nothing; nobody can check them, so no claim can carry them. */
export const MARKETING_WORDS: readonly string[] = [
  'amazing',
  'awesome',
  'battle-tested',
  'best-in-class',
  'blazing',
  'bleeding-edge',
  'cutting-edge',
  'effortless',
  'elegant',
  'empower',
  'enterprise-grade',
  'frictionless',
  'game-changer',
  'game-changing',
  'groundbreaking',
  'hassle-free',
  'industry-leading',
  'innovative',
  'leverage',
  'lightning-fast',
  'next-gen',
  'next-generation',
  'powerful',
  'revolutionary',
  'rock-solid',
  'robust',
  'seamless',
  'state-of-the-art',
  'supercharge',
  'turnkey',
  'unleash',
  'unmatched',
  'unparalleled',
  'unrivalled',
  'world-class',
];

const MARKETING = new RegExp(
  `\\b(?:${MARKETING_WORDS.map((word) => word.replaceAll('-', '[- ]').replace(/e$/, 'e?')).join('|')})(?:ly|ness|s|ed|d|ing|ful)?\\b`,
  'i',
);
const QUOTED = /"[^"\n]*"|“[^”\n]*”|«[^»\n]*»/g;

/** Refuses marketing words in entries, claims and criteria; the quoted words of an article claim are its own. */
export function checkWording({ pack, files, entries, claims }: Draft): Finding[] {
  const findings: Finding[] = [];
  const look = (file: string, path: Finding['path'], text: string, mayQuote = false) => {
    const own = mayQuote ? text.replace(QUOTED, '') : text;
    const found = MARKETING.exec(own)?.[0];
    if (found === undefined) return;
    const message = `"${found}" praises and cannot be checked; say what is so and how it shows, or quote who says it`;
    findings.push({ level: 'problem', file, path, message });
  };
  for (const { file, value: entry } of entries.values()) {
    const mayQuote = entry.claims.some((id) => pack.claims.get(id)?.basis === 'article');
    look(file, ['question'], entry.question, mayQuote);
    for (const part of ['answer', 'more'] as const) {
      for (const [index, line] of (entry[part] ?? '').split('\n').entries()) look(file, [part, index], line, mayQuote);
    }
  }
  for (const { file, index, value: claim } of claims.values()) {
    const mayQuote = claim.basis === 'article';
    look(file, [index, 'statement'], claim.statement, mayQuote);
    look(file, [index, 'correction'], claim.correction ?? '', mayQuote);
  }
  pack.criteria.forEach((criterion, index) => {
    const path = ['criteria', index];
    for (const field of ['name', 'definition', 'question'] as const)
      look(files.criteria, [...path, field], criterion[field]);
    for (const [option, { reason }] of Object.entries(criterion.scores))
      look(files.criteria, [...path, 'scores', option, 'reason'], reason);
  });
  for (const field of ['summary', 'shortRule'] as const) look(files.pack, [field], pack[field]);
  return findings;
}

/** Wants the first sentence of an answer to name an option or a word of the question: a notification shows no more than that. */
export function checkFirstSentences({ lexicon }: Knowledge, { entries }: Draft): Finding[] {
  return [...entries.values()].flatMap(({ file, value: entry }): Finding[] => {
    const said = lexicon.read(firstSentence(plainProse(parseProse(entry.answer))));
    const asked = contentOf(entry.question, lexicon);
    if (optionsNamed(said).length > 0 || said.some(({ stem }) => asked.has(stem))) return [];
    const message =
      'expected the first sentence to name an option or a word of the question; say what the answer is about';
    return [{ level: 'problem', file, path: ['answer'], message }];
  });
}

function contentOf(text: string, lexicon: Lexicon): ReadonlySet<string> {
  return new Set(
    lexicon
      .read(text)
      .filter(isContent)
      .map(({ stem }) => stem),
  );
}
