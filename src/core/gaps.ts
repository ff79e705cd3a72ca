import { groupsOf } from './alike.ts';
import type { Knowledge } from './compile.ts';
import { decide } from './decide.ts';
import type { Library } from './library.ts';
import { type DecisionKind, type Note, REASONS, type Reason, wordsId } from './note.ts';
import type { WordVectors } from './word-vectors.ts';

/** A note with the thread and the moment it is from. */
export type KeptNote = Note & { readonly thread: string; readonly at: number };

/** Words that mean the same, as far as can be told, and what could be learned from them. */
export type Gap = {
  /** Names the words below, in buttons and on the command line. */
  readonly id: string;
  readonly pack: string;
  /** Those that were said most often. */
  readonly words: string;
  /** The other ways in which it was said. */
  readonly others: readonly string[];
  /** In how many conversations. */
  readonly count: number;
  /** How many of those were passed on to the people who keep the knowledge. */
  readonly passedOn: number;
  /** The entry that was nearest, or chosen: what the words could become an example of. */
  readonly entry: string | undefined;
  /** What somebody decided about it. */
  readonly decision: Decided | undefined;
};

export type Decided = { readonly kind: DecisionKind; readonly words: string; readonly entry: string | undefined };

/** An answer that people disliked or challenged. */
export type Disliked = {
  readonly pack: string;
  readonly entry: string;
  readonly disliked: number;
  readonly liked: number;
  readonly challenged: number;
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
  /** What had been asked, the latest first. */
  readonly words: readonly string[];
};

/** Two entries that people had to choose between; `chosen` says how often which was. */
export type ChosenPair = {
  readonly pack: string;
  readonly entries: readonly [string, string];
  readonly chosen: readonly [number, number];
};

/** What people asked for and did not get; each list has what happened most first. */
export type Gaps = {
  readonly unanswered: readonly Gap[];
  readonly disliked: readonly Disliked[];
  /** Words after which an entry was chosen from "Did you mean". */
  readonly chosen: readonly Gap[];
  readonly pairs: readonly ChosenPair[];
  readonly counts: {
    readonly unanswered: number;
    readonly passedOn: number;
    readonly disliked: number;
    readonly challenged: number;
    readonly chosen: number;
    /** Not answered then, and answered by the packs as they are now. */
    readonly answeredNow: number;
    /** Somebody said that they are nothing for the pack. */
    readonly setAside: number;
    /** Kept without the words, or more than can be grouped. */
    readonly ungrouped: number;
  };
};

/** Different words that are grouped, for each pack: the work grows with their square. */
export const MAX_GROUPED = 1000;
const MAX_WORDS_SHOWN = 5;

/** What the notes since a moment say that the packs lack; decisions count whenever they were made. The same notes give the same gaps. */
export function gapsIn(
  notes: readonly KeptNote[],
  library: Library,
  vectors: () => WordVectors | undefined,
  since = 0,
): Gaps {
  const recent = notes.filter(({ at }) => at >= since);
  const parts = library.map((knowledge) => {
    const own = recent.filter(({ pack }) => pack === knowledge.pack.id);
    const decisions = notes.filter((note) => note.kind === 'decision' && note.pack === knowledge.pack.id);
    return gapsOfPack(own, decisions, knowledge, vectors);
  });
  const listed = <Item>(
    of: (part: PackGaps) => readonly Item[],
    size: (item: Item) => number,
    name: (i: Item) => string,
  ) => parts.flatMap(of).toSorted((a, b) => size(b) - size(a) || (name(a) < name(b) ? -1 : 1));
  const sum = (of: (part: PackGaps) => number) => parts.reduce((all, part) => all + of(part), 0);
  const nameOf = ({ pack, entry }: { readonly pack: string; readonly entry: string }) => `${pack}/${entry}`;
  return {
    unanswered: listed(
      (part) => part.unanswered.gaps,
      ({ count }) => count,
      ({ id }) => id,
    ),
    disliked: listed(
      (part) => part.disliked,
      ({ disliked, challenged }) => disliked + challenged,
      nameOf,
    ),
    chosen: listed(
      (part) => part.chosen.gaps,
      ({ count }) => count,
      ({ id }) => id,
    ),
    pairs: listed(
      (part) => part.pairs,
      ({ chosen }) => chosen[0] + chosen[1],
      ({ pack, entries }) => `${pack}/${entries.join('/')}`,
    ),
    counts: {
      unanswered: sum(({ unanswered }) => unanswered.count),
      passedOn: sum(({ unanswered }) => unanswered.passedOn),
      disliked: sum(({ disliked }) => disliked.reduce((all, one) => all + one.disliked, 0)),
      challenged: sum(({ disliked }) => disliked.reduce((all, one) => all + one.challenged, 0)),
      chosen: sum(({ chosen }) => chosen.count),
      answeredNow: sum(({ unanswered, chosen }) => unanswered.answeredNow + chosen.answeredNow),
      setAside: sum(({ unanswered, chosen }) => unanswered.setAside + chosen.setAside),
      ungrouped: sum(({ unanswered, chosen }) => unanswered.ungrouped + chosen.ungrouped),
    },
  };
}

type PackGaps = {
  readonly unanswered: Grouped;
  readonly chosen: Grouped;
  readonly disliked: readonly Disliked[];
  readonly pairs: readonly ChosenPair[];
};

type Grouped = {
  readonly gaps: readonly Gap[];
  readonly count: number;
  readonly passedOn: number;
  readonly answeredNow: number;
  readonly setAside: number;
  readonly ungrouped: number;
};

function gapsOfPack(
  notes: readonly KeptNote[],
  decisions: readonly KeptNote[],
  knowledge: Knowledge,
  vectors: () => WordVectors | undefined,
): PackGaps {
  const chosen = notes.filter((note) => note.kind === 'choice');
  const unanswered = notes.flatMap((note) => unansweredIn(note, knowledge));
  const grouped = (occurrences: readonly Occurrence[]) => groupedOf(occurrences, decisions, knowledge, vectors);
  return {
    unanswered: grouped(unanswered),
    chosen: grouped(chosen.map((note) => ({ ...note, refused: [], wanted: note.entry }))),
    disliked: dislikedIn(notes, knowledge.pack.id),
    pairs: pairsIn(chosen, knowledge.pack.id),
  };
}

function unansweredIn(note: KeptNote, knowledge: Knowledge): Occurrence[] {
  switch (note.kind) {
    case 'abstention':
    case 'passed-on':
      return [{ ...note, entry: ownEntry(note.near[0], knowledge), refused: [] }];
    case 'none-of-these':
      return [{ ...note, entry: ownEntry(note.offered[0], knowledge), refused: note.offered }];
    case 'feedback':
    case 'reason':
    case 'challenge':
    case 'choice':
    case 'decision':
      return [];
  }
}

/** Words said once, that had no answer or one only after a choice. */
type Occurrence = {
  readonly kind: KeptNote['kind'];
  readonly said?: string | undefined;
  readonly thread: string;
  readonly at: number;
  readonly entry: string | undefined;
  /** Entries that the person did not mean, as `<pack>/<entry>`. */
  readonly refused: readonly string[];
  /** The entry that must answer, for the words to be answered now. */
  readonly wanted?: string;
};

/** The same words, however often they were said. */
type Utterance = { readonly id: string; readonly text: string; readonly occurrences: readonly Occurrence[] };

function groupedOf(
  all: readonly Occurrence[],
  decisions: readonly KeptNote[],
  knowledge: Knowledge,
  vectors: () => WordVectors | undefined,
): Grouped {
  const packId = knowledge.pack.id;
  const utterances = utterancesIn(all, packId);
  const owners = ownersOf(knowledge);
  const answered = new Set(utterances.filter((utterance) => isAnsweredNow(utterance, owners, knowledge)));
  const open = utterances.filter((utterance) => !answered.has(utterance));
  const kept = open.slice(0, MAX_GROUPED);
  const decided = decisionsBy(decisions);
  let setAside = 0;
  const gaps = groupsOf(
    kept.map(({ text }) => text),
    knowledge,
    vectors,
    kept.map(({ occurrences }) => mostOften(occurrences.flatMap(({ wanted }) => wanted ?? []))),
  ).flatMap((group): Gap[] => {
    const members = group.flatMap((place) => kept[place] ?? []);
    const notOursAt = Math.max(0, ...members.map(({ id }) => notOursSince(decided.get(id))));
    // What was decided about some words of a group was decided about all that had been said in it by then.
    const left = members.filter(
      ({ id, occurrences }) => notOursSince(decided.get(id)) === 0 && occurrences.some(({ at }) => at > notOursAt),
    );
    setAside += conversationsOf(members) - conversationsOf(left);
    const [first] = left;
    if (!first) return [];
    const decision = left.flatMap(({ id, text }): Decided[] => {
      const note = decided.get(id);
      return note?.kind === 'decision' ? [{ kind: note.decision, words: text, entry: note.entry }] : [];
    })[0];
    return [
      {
        id: first.id,
        pack: packId,
        words: first.text,
        others: left.slice(1).map(({ text }) => text),
        count: conversationsOf(left),
        passedOn: conversationsOf(left, 'passed-on'),
        entry: mostOften(left.flatMap(({ occurrences }) => occurrences.flatMap(({ entry }) => entry ?? []))),
        decision,
      },
    ];
  });
  const wordless = all.filter(({ said }) => said === undefined).length;
  return {
    gaps,
    count: gaps.reduce((sum, { count }) => sum + count, 0) + wordless,
    passedOn: gaps.reduce((sum, { passedOn }) => sum + passedOn, 0),
    answeredNow: conversationsOf([...answered]),
    setAside,
    ungrouped: wordless + conversationsOf(open.slice(MAX_GROUPED)),
  };
}

/** Those said in most conversations first, then the earliest. */
function utterancesIn(all: readonly Occurrence[], packId: string): Utterance[] {
  const byId = new Map<string, { text: string; occurrences: Occurrence[] }>();
  for (const occurrence of all) {
    if (occurrence.said === undefined) continue;
    const id = wordsId(packId, occurrence.said);
    const known = byId.get(id);
    if (known) known.occurrences.push(occurrence);
    else byId.set(id, { text: occurrence.said, occurrences: [occurrence] });
  }
  return [...byId]
    .map(([id, of]) => ({ id, ...of }))
    .toSorted(
      (a, b) =>
        conversationsOf([b]) - conversationsOf([a]) ||
        (a.occurrences[0]?.at ?? 0) - (b.occurrences[0]?.at ?? 0) ||
        (a.id < b.id ? -1 : 1),
    );
}

/** Who says the same twice in one conversation has said it once. */
function conversationsOf(utterances: readonly Utterance[], kind?: KeptNote['kind']): number {
  const occurrences = utterances.flatMap((utterance) =>
    utterance.occurrences.map((one) => ({ ...one, id: utterance.id })),
  );
  return new Set(
    occurrences.filter((one) => kind === undefined || one.kind === kind).map(({ id, thread }) => `${id} ${thread}`),
  ).size;
}

/** The entry that has words among its examples, by the name of the words. */
function ownersOf({ pack }: Knowledge): ReadonlyMap<string, string> {
  return new Map(
    [...pack.entries.values()].flatMap(({ id, question, examples }) =>
      [question, ...examples].map((words) => [wordsId(pack.id, words), id] as const),
    ),
  );
}

/** Whether the pack as it is now answers, or has learned the words, with an entry that nobody refused. */
function isAnsweredNow(
  { id, text, occurrences }: Utterance,
  owners: ReadonlyMap<string, string>,
  knowledge: Knowledge,
): boolean {
  const terms = knowledge.lexicon.read(text);
  const { zone, matches } = decide(knowledge.matcher.match(terms), terms, knowledge);
  const entry = owners.get(id) ?? (zone === 'answer' ? matches[0]?.entry.id : undefined);
  return (
    entry !== undefined &&
    occurrences.every(
      ({ refused, wanted }) =>
        !refused.includes(`${knowledge.pack.id}/${entry}`) && (wanted === undefined || wanted === entry),
    )
  );
}

/** The last decision about each words. */
function decisionsBy(decisions: readonly KeptNote[]): ReadonlyMap<string, KeptNote> {
  return new Map(decisions.flatMap((note) => (note.kind === 'decision' ? [[note.words, note] as const] : [])));
}

function notOursSince(note: KeptNote | undefined): number {
  return note?.kind === 'decision' && note.decision === 'not-ours' ? note.at : 0;
}

function dislikedIn(notes: readonly KeptNote[], pack: string): Disliked[] {
  const byEntry = Map.groupBy(
    notes.flatMap((note) =>
      note.kind === 'feedback' || note.kind === 'reason' || note.kind === 'challenge' ? [note] : [],
    ),
    ({ entry }) => entry,
  );
  return [...byEntry].flatMap(([entry, of]): Disliked[] => {
    const count = (is: (note: (typeof of)[number]) => boolean) => of.filter(is).length;
    const disliked = count((note) => note.kind === 'feedback' && note.value === 'disliked');
    const challenged = count(({ kind }) => kind === 'challenge');
    if (disliked + challenged === 0) return [];
    const reasons = REASONS.map((reason) => ({
      reason,
      count: count((note) => note.kind === 'reason' && note.reason === reason),
    })).filter((one) => one.count > 0);
    const words = of.flatMap((note) =>
      (note.kind === 'feedback' && note.value === 'disliked') || note.kind === 'reason' ? (note.said ?? []) : [],
    );
    return [
      {
        pack,
        entry,
        disliked,
        liked: count((note) => note.kind === 'feedback' && note.value === 'liked'),
        challenged,
        reasons: reasons.toSorted((a, b) => b.count - a.count || REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason)),
        words: [...new Set(words.toReversed())].slice(0, MAX_WORDS_SHOWN),
      },
    ];
  });
}

function pairsIn(choices: readonly KeptNote[], pack: string): ChosenPair[] {
  const pairs = new Map<string, { entries: readonly [string, string]; chosen: [number, number] }>();
  for (const note of choices) {
    if (note.kind !== 'choice') continue;
    for (const name of new Set(note.offered)) {
      const other = name.split('/')[1] ?? '';
      if (name !== `${pack}/${other}` || other === note.entry) continue;
      const entries = note.entry < other ? ([note.entry, other] as const) : ([other, note.entry] as const);
      const pair = pairs.get(entries.join(' ')) ?? { entries, chosen: [0, 0] };
      pair.chosen[entries[0] === note.entry ? 0 : 1] += 1;
      pairs.set(entries.join(' '), pair);
    }
  }
  return [...pairs.values()].map((pair) => ({ pack, ...pair }));
}

/** The id of an entry of this pack, while it is there. */
function ownEntry(name: string | undefined, { pack }: Knowledge): string | undefined {
  const [packId, entry = ''] = name?.split('/') ?? [];
  return packId === pack.id && pack.entries.has(entry) ? entry : undefined;
}

function mostOften(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
