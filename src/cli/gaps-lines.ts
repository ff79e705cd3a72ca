import type { Gap, Gaps } from '../core/gaps.ts';
import { type Library, packWith } from '../core/library.ts';
import type { Reason } from '../core/note.ts';
import { escapeForTerminal } from '../platforms/terminal/render.ts';

/** Groups of each kind that are shown; the rest is counted. */
const MAX_SHOWN = 12;
/** Other ways to say it that are shown. */
const MAX_OTHERS = 3;
const MAX_WORDS_CHARS = 90;

/** The gaps as a person reads them on a terminal: counts first, then what happened most. */
export function gapsLines(gaps: Gaps, library: Library): readonly string[] {
  const { counts, unanswered, disliked, chosen, pairs } = gaps;
  const several = library.length > 1;
  const nameOf = (pack: string, entry: string) => (several ? `${pack}/${entry}` : entry);
  const lines = [
    [
      `${counts.unanswered} not answered${counts.passedOn > 0 ? ` (${counts.passedOn} passed on)` : ''}`,
      `${counts.disliked} disliked`,
      `${counts.challenged} challenged`,
      `${counts.chosen} chosen from "Did you mean"`,
    ].join(' · '),
    ...leftOut(counts),
    ...section('Asked and not answered', unanswered, (gap) => gapLines(gap, nameOf, library, several)),
    ...section('Answered and disliked', disliked, (one) => {
      const of = one.disliked + one.liked;
      const reasons = one.reasons.map(({ reason, count }) => `${REASON_WORDS[reason]} ${count}`);
      const challenged = one.challenged > 0 ? [`challenged ${one.challenged}`] : [];
      return [
        `${shownCount(one.disliked)} ${nameOf(one.pack, one.entry)}: disliked by ${one.disliked} of ${of}${[...reasons, ...challenged].map((part) => `, ${part}`).join('')}`,
        ...(one.words.length > 0 ? [`       ${listed(one.words)}`] : []),
      ];
    }),
    ...section('Chosen from "Did you mean": could be examples', chosen, (gap) =>
      gapLines(gap, nameOf, library, several),
    ),
    ...section('People had to choose between', pairs, ({ pack, entries: [a, b], chosen: [m, n] }) => [
      `${shownCount(m + n)} ${nameOf(pack, a)} (${m}) or ${nameOf(pack, b)} (${n})`,
    ]),
  ];
  const canLearn = [...unanswered, ...chosen].some(({ entry }) => entry !== undefined);
  return canLearn
    ? [...lines, '', 'versus gaps --write asks about each of them, and changes the pack; --accept <id> takes one.']
    : lines;
}

const REASON_WORDS: Readonly<Record<Reason, string>> = {
  wrong: 'wrong',
  outdated: 'outdated',
  unclear: 'unclear',
  missing: 'something missing',
  unasked: 'not what was asked',
};

function gapLines(
  { id, pack, words, others, count, passedOn, entry, decision }: Gap,
  nameOf: (pack: string, entry: string) => string,
  library: Library,
  several: boolean,
): string[] {
  const question = packWith(pack, library)?.pack.entries.get(entry ?? '')?.question;
  const decided =
    decision &&
    { example: 'to be an example', 'not-ours': 'nothing for it', 'new-entry': 'a new entry is wanted' }[decision.kind];
  return [
    `${shownCount(count)} ${shownWords(words)}${passedOn > 0 ? ' (passed on)' : ''}`,
    ...(others.length > 0 ? [`       ${listed(others)}`] : []),
    `       ${id}  ${question === undefined ? `nothing is near${several ? ` in ${pack}` : ''}` : `${nameOf(pack, entry ?? '')}: ${question}`}${decided === undefined ? '' : `  [${decided}]`}`,
  ];
}

function leftOut({ answeredNow, setAside, ungrouped }: Gaps['counts']): string[] {
  const parts = [
    ...(answeredNow > 0 ? [`${answeredNow} answered by now`] : []),
    ...(setAside > 0 ? [`${setAside} set aside`] : []),
    ...(ungrouped > 0 ? [`${ungrouped} only counted`] : []),
  ];
  return parts.length > 0 ? [parts.join(' · ')] : [];
}

function section<Item>(title: string, items: readonly Item[], linesOf: (item: Item) => readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length - MAX_SHOWN;
  return [
    '',
    title,
    ...items.slice(0, MAX_SHOWN).flatMap(linesOf),
    ...(more > 0 ? [`       and ${more} more; --json has all`] : []),
  ];
}

function shownCount(count: number): string {
  return `${count}×`.padStart(5);
}

function listed(words: readonly string[]): string {
  const more = words.length - MAX_OTHERS;
  return words.slice(0, MAX_OTHERS).map(shownWords).join(' · ') + (more > 0 ? ` · ${more} more` : '');
}

/** In quotes, on one line, and nothing in it that a terminal would obey. */
export function shownWords(words: string): string {
  const characters = [...escapeForTerminal(words)];
  const cut =
    characters.length > MAX_WORDS_CHARS ? `${characters.slice(0, MAX_WORDS_CHARS - 1).join('')}…` : characters.join('');
  return `"${cut}"`;
}
