import { basename } from 'node:path';
import { compile, type Knowledge } from '../core/compile.ts';
import { MAX_SUGGESTIONS, signalsOf } from '../core/decide.ts';
import { USUAL_FUSIONS } from '../core/engine.ts';
import { saidOf } from '../core/features.ts';
import { type AskedFor, fitFusions } from '../core/fit.ts';
import { fitConfidence } from '../core/fit-confidence.ts';
import { type Fitted, SIGNALS, USUAL } from '../core/fitted.ts';
import type { Entry } from '../core/knowledge.ts';
import { type Lexicon, optionsNamed, rivalsNamed, setsOthersAgainst } from '../core/lexicon.ts';
import { entriesInOrder, factorsOf, topicOf } from '../core/match.ts';
import { subjectOf } from '../core/ranker.ts';
import { FITTED_FILE, writeFitted } from '../pack/read-fitted.ts';
import { openPacks, problemLine } from '../pack/read-pack.ts';
import { wordVectorsOf } from '../pack/read-word-vectors.ts';
import { readEvalRows } from './eval-rows.ts';

/** A message, with the entries that answer it. */
type Row = { readonly text: string; readonly entries: readonly string[] };

/** `versus eval --fit`: learns from each pack's own examples how matches add up and how sure they are, and writes it into the pack; exit code 1 when a pack is broken. */
export function fitPacks(knowledgeDir: string): number {
  const opened = openPacks(knowledgeDir);
  // What is wrong with a file that is written anew keeps nobody from writing it.
  const problems = [...opened.problems, ...opened.packs.flatMap((one) => one.problems)].filter(
    ({ file }) => basename(file) !== FITTED_FILE,
  );
  for (const problem of problems) console.log(problemLine(problem));
  if (problems.length > 0) return 1;
  const vectors = wordVectorsOf(knowledgeDir);
  for (const { folder, checked, version } of opened.packs) {
    const { pack } = checked;
    if (!pack) continue;
    const { lexicon } = compile(pack, version);
    const rows = tuningRows(folder);
    const entries = entriesInOrder(pack);
    const topics = entries.map((entry) => topicOf(entry, lexicon));
    const fusions = fitFusions(topics.map(subjectOf), {
      vectors,
      from: USUAL_FUSIONS,
      factorFor: (entry, example) => factorsOf(entries, optionsNamed(topics[entry]?.[example] ?? [])),
      asked: rows.map((row) => askedFor(row, entries, lexicon)),
    });
    const knowledge = compile(pack, version, { fitted: { ...USUAL, fusions }, vectors });
    const learned = rows.length > 0 ? confidenceFrom(rows, knowledge) : {};
    const fitted = { ...USUAL, ...learned, fusions, typical: knowledge.typical() };
    writeFitted(folder, pack, fitted);
    console.log(`${pack.id}: fitted on ${topics.flat().length} examples and ${rows.length} tuning utterances`);
  }
  return 0;
}

function askedFor({ text, entries: right }: Row, entries: readonly Entry[], lexicon: Lexicon): AskedFor {
  const terms = lexicon.read(text);
  const subjects = entries.flatMap(({ id }, subject) => (right.includes(id) ? [subject] : []));
  return { said: saidOf(terms), subjects, factorOf: factorsOf(entries, optionsNamed(terms)) };
}

/** Single messages that an entry answers, or none. */
function tuningRows(folder: string): Row[] {
  return readEvalRows(folder, 'tune').flatMap(({ set, turns, entries }): Row[] => {
    const [text = '', ...later] = turns;
    const isMatched = set === 'in' || set === 'out' || set === 'gap';
    return isMatched && later.length === 0 ? [{ text, entries }] : [];
  });
}

/** Rivals are left out: a question about them has no confidence, whatever its match. */
function confidenceFrom(
  rows: readonly Row[],
  { lexicon, matcher, typical }: Knowledge,
): Pick<Fitted, 'confidence' | 'chance'> {
  const judged = rows.flatMap(({ text, entries }) => {
    const terms = lexicon.read(text);
    const matches = matcher.match(terms);
    const signals = signalsOf(matches, terms, typical());
    if (!signals || rivalsNamed(terms).length > 0 || setsOthersAgainst(terms)) return [];
    const isRight = (count: number) => matches.slice(0, count).some(({ entry }) => entries.includes(entry.id));
    return [{ signals, isRight: isRight(1), isOffered: isRight(MAX_SUGGESTIONS) }];
  });
  return {
    confidence: fitConfidence(judged),
    chance: fitConfidence(
      judged.map(({ signals, isOffered }) => ({ signals, isRight: isOffered })),
      SIGNALS.filter((signal) => signal !== 'lead'),
    ),
  };
}
