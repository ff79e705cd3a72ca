import type { Knowledge } from './compile.ts';
import type { Entry, Pack } from './knowledge.ts';
import type { ThreadState } from './thread.ts';

/** All packs that the bot answers from, in the order of their folders. */
export type Library = readonly [Knowledge, ...Knowledge[]];

/** Most questions to begin with: what a platform's own list of them holds. */
const MAX_STARTERS = 4;

/** The pack with this id. */
export function packWith(id: string | undefined, library: Library): Knowledge | undefined {
  return library.find(({ pack }) => pack.id === id);
}

/** The pack that the thread spoke of last; undefined where it spoke of none, or where that one is gone. */
export function packSpokenOf(state: ThreadState, library: Library): Knowledge | undefined {
  // A thread of before packs were remembered knew one.
  return state.last === 'nothing' ? undefined : state.pack === undefined ? library[0] : packWith(state.pack, library);
}

/** Questions to begin with: the first of each pack, then the second of each. */
export function startersOf(library: Library): readonly string[] {
  return taking(library.map(({ pack }) => pack.starters)).slice(0, MAX_STARTERS);
}

/** The first of each list, then the second of each, and so on. */
export function taking<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) => place).flatMap((place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  );
}

/** An entry in its pack. */
export type Located = { readonly pack: Pack; readonly entry: Entry };

/** The name of an entry among all packs, by which it is found again. */
export function referenceTo({ pack, entry }: Located): string {
  return `${pack.id}/${entry.id}`;
}

/** The entries of this name: one as `<pack>/<entry>`, or one in each pack that has the id. */
export function entriesNamed(name: string, library: Library): Located[] {
  const [first = '', second] = name.split('/');
  const packs = library.map(({ pack }) => pack).filter(({ id }) => second === undefined || id === first);
  return packs.flatMap((pack) => {
    const entry = pack.entries.get(second ?? first);
    return entry ? [{ pack, entry }] : [];
  });
}

/** The shortest name that tells an entry from all others: its id, with its pack in front where another pack has the same id. */
export function shownName(of: Located, library: Library): string {
  return entriesNamed(of.entry.id, library).length > 1 ? referenceTo(of) : of.entry.id;
}
