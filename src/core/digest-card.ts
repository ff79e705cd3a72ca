import { button, buttons, heading, sentence } from './answer-card.ts';
import type { Button, Card, Element } from './card.ts';
import type { Gap, Gaps } from './gaps.ts';
import type { Entry } from './knowledge.ts';
import { type Library, packWith } from './library.ts';
import { type Note, wordsId } from './note.ts';
import {
  BUTTONS,
  digestCounts,
  digestRest,
  exampleOf,
  gapWords,
  HEADINGS,
  shownDisliked,
  shownPair,
} from './wording.ts';

/** Gaps that are put to the vote at once: what a person decides on in a minute, and a message holds with its buttons. */
const MAX_DECIDED_ON = 5;
const MAX_LISTED = 3;

/** What people missed, for those who keep the knowledge, with buttons that decide on the most frequent; undefined where nothing was missed. */
export function digestCard(gaps: Gaps, library: Library, since: string): Card | undefined {
  const { counts, chosen, unanswered, disliked, pairs } = gaps;
  if (counts.unanswered + counts.disliked + counts.challenged + counts.chosen === 0) return undefined;
  const open = [...chosen, ...unanswered]
    .filter(({ id, decision }, place, all) => !decision && all.findIndex((other) => other.id === id) === place)
    .toSorted((a, b) => b.passedOn - a.passedOn || b.count - a.count || (a.id < b.id ? -1 : 1));
  const questionOf = (pack: string, entry: string) => entryOf(pack, entry, library)?.question ?? entry;
  const rows = [
    ...disliked.slice(0, MAX_LISTED).map((one) => shownDisliked(one, questionOf(one.pack, one.entry))),
    ...pairs
      .slice(0, MAX_LISTED)
      .map((pair) => shownPair(pair, [questionOf(pair.pack, pair.entries[0]), questionOf(pair.pack, pair.entries[1])])),
  ];
  return {
    elements: [
      heading(HEADINGS.digest),
      { type: 'note', text: digestCounts(counts) },
      ...open.slice(0, MAX_DECIDED_ON).flatMap((gap) => decidable(gap, gapWords(gap, chosen.includes(gap)), library)),
      ...(rows.length > 0 ? [{ type: 'facts', rows } as const] : []),
      { type: 'note', text: digestRest(Math.max(0, open.length - MAX_DECIDED_ON), since) },
    ],
  };
}

/** A question that somebody passed on; undefined where its words are not kept. */
export function passedOnPost(note: Extract<Note, { readonly kind: 'passed-on' }>, library: Library): Card | undefined {
  const { pack, said, near } = note;
  if (said === undefined) return undefined;
  const [nearPack, entry] = near[0]?.split('/') ?? [];
  const gap = { id: wordsId(pack, said), pack, words: said, others: [], count: 1, passedOn: 0 };
  return {
    elements: [
      heading(HEADINGS.passedOn),
      ...decidable({ ...gap, entry: nearPack === pack ? entry : undefined, decision: undefined }, `"${said}"`, library),
    ],
  };
}

/** The words, and what can be decided about them; nothing is laid more within reach than the rest. */
function decidable(gap: Gap, said: string, library: Library): Element[] {
  const { id, pack, entry } = gap;
  const near = entry === undefined ? undefined : entryOf(pack, entry, library);
  const teach: Button[] = near
    ? [button(exampleOf(near.question), { type: 'teach', pack, entry: near.id, words: id })]
    : [];
  return [
    sentence(said),
    buttons([
      ...teach,
      button(BUTTONS.newEntry, { type: 'new-entry', pack, words: id }),
      button(BUTTONS.notOurs, { type: 'not-ours', pack, words: id }),
    ]),
  ];
}

function entryOf(pack: string, entry: string, library: Library): Entry | undefined {
  return packWith(pack, library)?.pack.entries.get(entry);
}
