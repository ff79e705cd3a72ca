import type { Pack } from './knowledge.ts';
import type { Lexicon, Term } from './lexicon.ts';
import { createPhraseFinder, type Found } from './phrases.ts';
import { isDenied, isHedged, isPast, STRENGTHS, strengthRemarked, strengthSaid } from './qualify.ts';
import { type Section, sectionsOf } from './sections.ts';
import { hearsayIn, speakersIn } from './speech.ts';
import { unreadIn } from './unread.ts';

/** A criterion that somebody wants, with the words that said so. */
export type Need = {
  readonly criterion: string;
  readonly strength: number;
  /** The words say that it is not wanted, or not so: it counts only where the criterion says what that means. */
  readonly negated: boolean;
  /** The very words, or the label of the button that was pressed. */
  readonly said: string;
  /** Said outright, only implied by what was said, or chosen by a press. */
  readonly by: 'said' | 'implied' | 'pressed';
  /** Whose words they are, where the text tells: a name in a pasted thread, "our CTO". */
  readonly who?: string | undefined;
};

/** Something heard about the team or the project that is no criterion, with the words. */
export type HeardFact = { readonly fact: string; readonly said: string };

/** All that one text says about a project. */
export type Heard = {
  readonly needs: readonly Need[];
  readonly facts: readonly HeardFact[];
  /** Cases in which no option of the pack is the honest answer. */
  readonly neither: readonly HeardFact[];
  /** The words that ask for the options together, where there are any. */
  readonly together: string | undefined;
  /** What no longer holds if it was said before: ids of criteria, facts and cases. */
  readonly withdrawn: readonly string[];
  /** Sentences that ask for something and were not understood, clipped; the first few of them. */
  readonly unread: readonly string[];
};

export type NeedsReader = (text: string) => Heard;

/** Longest quotation of somebody's words in a need. */
const MAX_SAID_CHARS = 80;

/** Compiles a pack's phrases into a reader of needs. The reader is total, and linear in the length of the text. */
export function createNeedsReader(pack: Pack, lexicon: Lexicon, isWord?: (word: string) => boolean): NeedsReader {
  const find = createPhraseFinder(pack, lexicon, isWord);
  return (text) => {
    const terms = lexicon.read(text);
    const all = find(terms);
    const hearsay = hearsayIn(text);
    const sections = sectionsOf(text);
    const speakers = speakersIn(text);
    const placeOf = ({ start }: Found) => terms[start]?.start ?? 0;
    const around = <Part extends { readonly start: number; readonly end: number }>(
      parts: readonly Part[],
      one: Found,
    ) => parts.find(({ start, end }) => start <= placeOf(one) && placeOf(one) < end);
    const isHeard = (one: Found) =>
      hearsay.some(({ start, end }) => start < (terms[one.end - 1]?.end ?? 0) && placeOf(one) < end);
    const isOwn = (one: Found) => !isHedged(terms, one) && !isPast(terms, one) && !isHeard(one);
    const found = all.filter(isOwn).map((one) => qualified(one, terms, sections, around(sections, one)));
    const quote = ({ start, end }: Found) => clip(text.slice(terms[start]?.start ?? 0, terms[end - 1]?.end ?? 0));
    const standing = found.filter(({ isDenied: isNot }) => !isNot);
    const facts = unique(
      standing.flatMap(({ meaning, ...one }) =>
        meaning.type === 'fact' ? [{ fact: meaning.id, said: quote({ ...one, meaning }) }] : [],
      ),
    );
    const said = found.flatMap((one): (Need & { readonly at: number })[] => {
      if (one.meaning.type !== 'need') return [];
      const who = around(speakers, one)?.who;
      return [
        {
          criterion: one.meaning.id,
          strength: one.strength,
          negated: one.isDenied,
          said: quote(one),
          by: one.strength > STRENGTHS.nice ? 'said' : one.meaning.by,
          ...(who === undefined ? {} : { who }),
          at: one.start,
        },
      ];
    });
    const counted = facts.flatMap(({ fact, said: words }): Need[] => {
      const known = pack.facts.find((candidate) => candidate.id === fact);
      return known?.effect === 'counts-as'
        ? known.criteria.map((criterion) => ({
            criterion,
            strength: STRENGTHS.should,
            negated: false,
            said: words,
            by: 'said',
          }))
        : [];
    });
    const corrected = correctionIn(terms);
    const before = said.filter(({ at }) => corrected === undefined || at < corrected);
    const after = said.filter(({ at }) => corrected !== undefined && at >= corrected);
    const spoken = (needs: readonly (Need & { readonly at: number })[]) => needs.map(({ at: _, ...need }) => need);
    const withdrawn = withdrawnBy(corrected === undefined ? [] : spoken(after), found, pack);
    const merged = mergeNeeds(
      strongest([...spoken(before), ...counted]).filter(
        ({ criterion }) => after.length === 0 || !withdrawn.includes(criterion),
      ),
      strongest(spoken(after)),
    );
    const needs = terms.length > MAX_HINTED_WORDS ? withoutHints(merged, found) : merged;
    return {
      needs,
      facts: facts.filter(({ fact }) => !withdrawn.includes(fact)),
      neither: unique(
        standing.flatMap((one) => (one.meaning.type === 'neither' ? [{ fact: one.meaning.id, said: quote(one) }] : [])),
      ),
      together: standing.filter((one) => one.meaning.type === 'together').map(quote)[0],
      withdrawn,
      unread: needs.length + facts.length > 0 ? unreadIn(text, terms, all).map(clip) : [],
    };
  };
}

/** Signs of a list or a heading before a label. */
const MAX_BULLET_CHARS = 4;

/** Up to here a hint is half of what somebody says; in a longer text what matters is said outright. */
const MAX_HINTED_WORDS = 120;
/** Words of a phrase that, said once in a longer text, may well have been about something else. */
const MAX_PASSING_WORDS = 2;

/** The needs without those that are only hinted at or mentioned once in passing, where several are said outright. */
function withoutHints(needs: readonly Need[], found: readonly Qualified[]): Need[] {
  const isInPassing = ({ criterion }: Need) => {
    const own = found.filter(({ meaning }) => meaning.type === 'need' && meaning.id === criterion);
    return own.length === 1 && own.every(({ places }) => places.length <= MAX_PASSING_WORDS);
  };
  const outright = needs.filter((need) => need.negated || (need.by !== 'implied' && !isInPassing(need)));
  return outright.filter(({ negated }) => !negated).length > 1 ? outright : [...needs];
}

type Qualified = Found & { readonly strength: number; readonly isDenied: boolean };

/** How strongly a phrase is meant where it stands, and whether it is denied. */
function qualified(
  one: Found,
  terms: readonly Term[],
  sections: readonly Section[],
  section: Section | undefined,
): Qualified {
  const isLabel = ({ start, end }: Term) =>
    sections.some((other) => other.start <= start && start - other.start < end - start + MAX_BULLET_CHARS);
  const usual = one.meaning.type === 'need' && one.meaning.by === 'implied' ? STRENGTHS.nice : STRENGTHS.should;
  return {
    ...one,
    strength: strengthSaid(terms, one) ?? section?.strength ?? strengthRemarked(terms, one) ?? usual,
    isDenied:
      (one.meaning.type === 'need' && one.meaning.isOpposite) ||
      isDenied(terms, one, isLabel) ||
      section?.isDenied === true,
  };
}

/** Where a sentence takes back what was said before it: "Actually, …", "Correction: …". */
function correctionIn(terms: readonly Term[]): number | undefined {
  const at = terms.findIndex(
    (term, index) =>
      CORRECTIONS.has(term.word) && (index === 0 || terms[index - 1]?.sentence !== term.sentence || isAfterNo(index)),
  );
  return at < 0 ? undefined : at;

  function isAfterNo(index: number): boolean {
    return terms[index - 2]?.sentence !== terms[index]?.sentence && OPENERS.has(terms[index - 1]?.word ?? '');
  }
}

const CORRECTIONS: ReadonlySet<string> = new Set('actually correction sorry'.split(' '));
const OPENERS: ReadonlySet<string> = new Set('no oh wait and but sorry hm hmm ok'.split(' '));

/** A language said in a correction takes the place of the others; what is denied is withdrawn. */
function withdrawnBy(corrected: readonly Need[], found: readonly Qualified[], pack: Pack): string[] {
  const languages = pack.criteria.filter(({ denied }) => denied !== undefined).map(({ id }) => id);
  const said = corrected.filter(({ negated, criterion }) => !negated && languages.includes(criterion));
  const others = said.length > 0 ? languages.filter((id) => said.every(({ criterion }) => criterion !== id)) : [];
  const countsAs = pack.facts.flatMap((fact) =>
    fact.effect === 'counts-as' && fact.criteria.some((id) => others.includes(id)) ? [fact.id] : [],
  );
  const denied = found.flatMap(({ meaning, isDenied: isNot }) =>
    isNot && (meaning.type === 'fact' || meaning.type === 'neither') ? [meaning.id] : [],
  );
  const stated = new Set(
    found.flatMap(({ meaning, isDenied: isNot }) =>
      !isNot && 'id' in meaning && meaning.type !== 'need' ? [meaning.id] : [],
    ),
  );
  return [...new Set([...others, ...countsAs, ...denied.filter((id) => !stated.has(id))])];
}

/** A quotation longer than this gives way to a shorter one that says the same. */
const MAX_PLAIN_CHARS = 30;

/** The needs of one text, one of each criterion: what is said outright beats what is implied, a yes beats a no about a part of it, of two the stronger stands, and of two alike the plainer. */
function strongest(needs: readonly Need[]): Need[] {
  const merged = new Map<string, Need>();
  for (const need of needs) {
    const known = merged.get(need.criterion);
    const isOutright = known?.by === 'implied' && (need.negated || need.by !== 'implied');
    const isYes = known?.negated === true && !need.negated && need.by !== 'implied';
    const isAlike = known !== undefined && known.negated === need.negated && known.by === need.by;
    const isStronger = known !== undefined && known.negated === need.negated && need.strength > known.strength;
    const isPlainer =
      isAlike &&
      known.strength === need.strength &&
      known.said.length > MAX_PLAIN_CHARS &&
      need.said.length < known.said.length;
    if (!known || isOutright || isYes || isStronger || isPlainer) merged.set(need.criterion, need);
  }
  return [...merged.values()];
}

/** Adds needs said later to those said before: the later word about a criterion stands, unless it only hints at what was said outright. */
export function mergeNeeds(before: readonly Need[], later: readonly Need[]): Need[] {
  const merged = new Map(before.map((need) => [need.criterion, need]));
  for (const need of later) {
    const known = merged.get(need.criterion);
    const isHint =
      need.by === 'implied' && !need.negated && known !== undefined && known.by !== 'implied' && !known.negated;
    if (!isHint) merged.set(need.criterion, need);
  }
  return [...merged.values()];
}

/** The needs that count. */
export function wanted(needs: readonly Need[]): Need[] {
  return needs.filter((need) => !need.negated && need.strength > 0);
}

function unique(heard: readonly HeardFact[]): HeardFact[] {
  return heard.filter(({ fact }, index) => heard.findIndex((other) => other.fact === fact) === index);
}

function clip(said: string): string {
  const words = said
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return words.length > MAX_SAID_CHARS ? `${words.slice(0, MAX_SAID_CHARS - 1)}…` : words;
}
