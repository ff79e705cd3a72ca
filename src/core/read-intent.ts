import { chooseReading, type Reading } from './choose-pack.ts';
import type { Knowledge } from './compile.ts';
import type { Content } from './delivery.ts';
import { found, type Intent, type PackReading } from './intent.ts';
import { isForeign } from './language.ts';
import { entriesNamed, type Library, type Located, packSpokenOf, packWith } from './library.ts';
import { decodePress } from './press.ts';
import { wordsOf } from './project.ts';
import { type Pressed, projectText, readForm, readPress } from './read-press.ts';
import { readInThread } from './read-thread.ts';
import { isBare, readComparison, readVerdict } from './read-utterance.ts';
import { readSmallTalk } from './small-talk.ts';
import { entryTold, placeSaid } from './suggested.ts';
import { type ThreadState, verdictBrief, verdictPack } from './thread.ts';

/** What was said or pressed, as an intent, and the pack that answers. Total: any words and any id have one. */
export function readIntent(content: Content, state: ThreadState, library: Library): Reading {
  const spokenOf = packSpokenOf(state, library);
  const plainly = (intent: Intent, rule: string, knowledge = spokenOf): Reading => ({
    ...found(intent, rule),
    knowledge: knowledge ?? library[0],
  });
  const pressed = ({ intent, knowledge }: Pressed, rule: string) => plainly(intent, rule, knowledge);
  const inPacks = (text: string, read: (seen: ThreadState, knowledge: Knowledge) => PackReading) =>
    chooseReading(
      text,
      mapped(library, (knowledge) => ({ ...read(seenBy(knowledge), knowledge), knowledge })),
      spokenOf,
    );
  switch (content.type) {
    case 'press':
      return pressed(readPress(decodePress(content.id), state, library), 'pressed');
    case 'submission': {
      const handedIn = readForm(decodePress(content.id), content.fields, state, library);
      const text = projectText(content.fields);
      return handedIn
        ? pressed(handedIn, 'handed in')
        : inPacks(text, (_, knowledge) => readVerdict(text, 'handed in', knowledge));
    }
    case 'page':
      return plainly({ type: 'page' }, 'opened');
    case 'utterance':
      return readWords(content.text);
    case 'command':
      switch (content.name) {
        case 'help':
          return plainly({ type: 'help' }, 'commanded');
        case 'topics':
          return plainly({ type: 'topics', topic: undefined }, 'commanded');
        case 'verdict':
          return inPacks(content.text, (_, knowledge) => readVerdict(content.text, 'commanded', knowledge));
        case 'compare':
          return inPacks(content.text, (_, knowledge) => readComparison(content.text, knowledge));
        case 'ask':
          return readWords(content.text);
      }
  }

  function readWords(text: string): Reading {
    const choice = readChoice(text, state, library);
    if (choice) return choice;
    const reading = inPacks(text, (seen, knowledge) => readInThread(text, seen, knowledge, library.length === 1));
    const isOurs = reading.fit === 'verbatim' || reading.fit === 'aside';
    if (isOurs || !library.every(({ lexicon, language }) => isForeign(text, lexicon.read(text), language)))
      return reading;
    const intent: Intent = { type: 'out-of-scope', decision: undefined, rivals: [], isForeign: true };
    return plainly(intent, 'in another language');
  }

  /** What the thread remembers, as far as it is of this pack. */
  function seenBy(knowledge: Knowledge): ThreadState {
    if (spokenOf === undefined || spokenOf === knowledge) return state;
    const last = state.last === 'answer' || state.last === 'verdict' ? 'other' : state.last;
    return {
      ...state,
      last,
      entry: undefined,
      subject: undefined,
      options: [],
      question: undefined,
      settles: undefined,
    };
  }
}

/** A reply in words to "Did you mean", or to which choice a project is about; undefined for other words. */
function readChoice(text: string, state: ThreadState, library: Library): Reading | undefined {
  if (state.last !== 'clarify' && state.last !== 'which-pack') return undefined;
  const [{ lexicon }] = library;
  const words = wordsOf(lexicon.read(text));
  const small = readSmallTalk(words);
  const number = typeof small === 'object' ? small.suggestion : placeSaid(words, state.suggestions.length);
  if (state.last === 'clarify') {
    const offered = state.suggestions.flatMap((name) => entriesNamed(name, library));
    const told = number === undefined ? toldIn(text, offered, library) : undefined;
    const [suggested] = told
      ? [told]
      : number === undefined
        ? []
        : entriesNamed(state.suggestions[number] ?? '', library);
    const knowledge = packWith(suggested?.pack.id, library);
    if (!suggested || !knowledge) return undefined;
    const { entry } = suggested;
    return {
      ...found(
        { type: 'answer', entry, decision: undefined },
        told ? 'one of the suggestions, by its words' : 'one of the suggestions, by its number',
      ),
      knowledge,
    };
  }
  const offered = (state.verdictsOffered ?? []).flatMap((verdict) => {
    const knowledge = packWith(verdictPack(state, verdict), library);
    const brief = verdictBrief(state, verdict);
    return knowledge && brief ? [{ knowledge, brief }] : [];
  });
  const named = offered.filter(({ knowledge }) => isNameOf(text, knowledge));
  const chosen = number === undefined ? (named.length === 1 ? named[0] : undefined) : offered[number];
  return (
    chosen && {
      ...found({ type: 'verdict', brief: chosen.brief }, 'says which choice the project is about'),
      knowledge: chosen.knowledge,
    }
  );
}

/** The suggestion that the words tell from the others. */
function toldIn(text: string, offered: readonly Located[], library: Library): Located | undefined {
  const told = library.flatMap((knowledge) => {
    const ofPack = offered.filter(({ pack }) => pack === knowledge.pack);
    const entry = entryTold(
      knowledge.lexicon.read(text),
      ofPack.map((one) => one.entry),
      knowledge,
    );
    return ofPack.filter((one) => one.entry === entry);
  });
  return told.length === 1 ? told[0] : undefined;
}

/** Whether the words say nothing but what a pack compares: "the branching one". */
function isNameOf(text: string, { pack, lexicon }: Knowledge): boolean {
  const names = new Set(`${pack.title} ${pack.id}`.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const telling = lexicon.read(text).filter((term) => term.word !== 'one' && (term.names || !isBare([term])));
  return telling.length > 0 && telling.every((term) => term.names?.by === 'alias' || names.has(term.word));
}

function mapped<Item, Result>(
  [first, ...others]: readonly [Item, ...Item[]],
  change: (item: Item) => Result,
): readonly [Result, ...Result[]] {
  return [change(first), ...others.map(change)];
}
