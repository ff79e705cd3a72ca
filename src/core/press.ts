import { REASONS, type Reason } from './note.ts';
import { STRENGTHS } from './qualify.ts';

/** What a button does. Everything it needs is in here or in the thread's state, so that it works for ever. */
export type Press =
  | Showing
  | {
      /** `challenge` opens the form that says what is wrong with an answer. */
      readonly type: 'meant' | 'liked' | 'disliked' | 'challenge' | 'why-answer';
      readonly pack: string;
      readonly entry: string;
    }
  /** What is the matter with an answer that was disliked. */
  | { readonly type: 'reason'; readonly pack: string; readonly entry: string; readonly reason: Reason }
  /** The question that was not answered is for the people who keep the knowledge. */
  | { readonly type: 'pass-on' }
  /** These words become an example of an entry; `words` is their `wordsId`. */
  | { readonly type: 'teach'; readonly pack: string; readonly entry: string; readonly words: string }
  /** These words are nothing for the pack, or need an entry that it has not. */
  | { readonly type: 'not-ours' | 'new-entry'; readonly pack: string; readonly words: string }
  /** Puts what a private card shows before everybody. */
  | { readonly type: 'share'; readonly of: Showing }
  /** Opens the form that describes a project; with a verdict it goes on from there, 0 begins anew. */
  | { readonly type: 'describe'; readonly verdict: number }
  /** Opens the form with all weights, or the one for a "what if" in words; no more questions before the verdict. */
  | { readonly type: 'weights' | 'suppose-words' | 'decide'; readonly verdict: number }
  /** What if a need had this strength? Nothing is changed by it. */
  | { readonly type: 'suppose'; readonly verdict: number; readonly criterion: string; readonly strength: number }
  | { readonly type: 'help' | 'none-of-these' }
  /** The bot answers in this thread only when mentioned, or also when not. */
  | { readonly type: 'quiet' | 'listen' }
  /** The nth choice of a question that a verdict asked. */
  | { readonly type: 'choice'; readonly verdict: number; readonly question: string; readonly choice: number }
  /** One need more, or another strength of one, for a verdict of this thread. */
  | { readonly type: 'need'; readonly verdict: number; readonly criterion: string; readonly strength: number };

/** What a card can show again, from its id and the thread's state alone. */
export type Showing =
  | { readonly type: 'entry' | 'compare' | 'more' | 'sources'; readonly pack: string; readonly entry: string }
  | { readonly type: 'topic'; readonly pack: string; readonly topic: string }
  | { readonly type: 'topics' }
  | { readonly type: 'verdict' | 'why' | 'counter' | 'what-if' | 'verdict-sources'; readonly verdict: number };

/** Longest id a platform takes (Discord's custom_id; Slack's action_id takes 255). */
export const MAX_PRESS_CHARS = 100;

const VERSION = 'v1';

/** The id to put on a button. */
export function encodePress(press: Press): string {
  return [VERSION, press.type, ...fieldsOf(press)].join(':');
}

/** What an id that came back means; undefined when it is none of ours, or from a version we no longer know. */
export function decodePress(id: string): Press | undefined {
  const [version, type, ...fields] = id.split(':');
  if (version !== VERSION || id.length > MAX_PRESS_CHARS) return undefined;
  const press = pressOf(type, fields);
  // What we would not have written ourselves is none of ours.
  return press && encodePress(press) === id ? press : undefined;
}

function pressOf(type: string | undefined, fields: readonly string[]): Press | undefined {
  const [first = '', second = '', third = ''] = fields;
  switch (type) {
    case 'meant':
    case 'liked':
    case 'disliked':
    case 'challenge':
    case 'why-answer':
      return isId(first) && isId(second) ? { type, pack: first, entry: second } : undefined;
    case 'reason': {
      const reason = REASONS.find((known) => known === third);
      return isId(first) && isId(second) && reason ? { type, pack: first, entry: second, reason } : undefined;
    }
    case 'teach':
      return isId(first) && isId(second) && isWords(third)
        ? { type, pack: first, entry: second, words: third }
        : undefined;
    case 'not-ours':
    case 'new-entry':
      return isId(first) && isWords(second) ? { type, pack: first, words: second } : undefined;
    case 'share': {
      const of = showingOf(first, fields.slice(1));
      return of && { type, of };
    }
    case 'describe':
    case 'weights':
    case 'suppose-words':
    case 'decide':
      return isCount(first) ? { type, verdict: Number(first) } : undefined;
    case 'help':
    case 'none-of-these':
    case 'pass-on':
    case 'quiet':
    case 'listen':
      return { type };
    case 'choice':
      return isCount(first) && isId(second) && isCount(third)
        ? { type, verdict: Number(first), question: second, choice: Number(third) }
        : undefined;
    case 'need':
    case 'suppose':
      return isCount(first) && isId(second) && isStrength(third)
        ? { type, verdict: Number(first), criterion: second, strength: Number(third) }
        : undefined;
  }
  return showingOf(type, fields);
}

function showingOf(type: string | undefined, fields: readonly string[]): Showing | undefined {
  const [first = '', second = ''] = fields;
  switch (type) {
    case 'entry':
    case 'compare':
    case 'more':
    case 'sources':
      return isId(first) && isId(second) ? { type, pack: first, entry: second } : undefined;
    case 'topic':
      return isId(first) && isId(second) ? { type, pack: first, topic: second } : undefined;
    case 'topics':
      return { type };
    case 'verdict':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'verdict-sources':
      return isCount(first) ? { type, verdict: Number(first) } : undefined;
  }
  return undefined;
}

function fieldsOf(press: Press): readonly (string | number)[] {
  switch (press.type) {
    case 'entry':
    case 'compare':
    case 'more':
    case 'sources':
    case 'meant':
    case 'liked':
    case 'disliked':
    case 'challenge':
    case 'why-answer':
      return [press.pack, press.entry];
    case 'reason':
      return [press.pack, press.entry, press.reason];
    case 'teach':
      return [press.pack, press.entry, press.words];
    case 'not-ours':
    case 'new-entry':
      return [press.pack, press.words];
    case 'share':
      return [press.of.type, ...fieldsOf(press.of)];
    case 'topic':
      return [press.pack, press.topic];
    case 'topics':
    case 'help':
    case 'none-of-these':
    case 'pass-on':
    case 'quiet':
    case 'listen':
      return [];
    case 'choice':
      return [press.verdict, press.question, press.choice];
    case 'need':
    case 'suppose':
      return [press.verdict, press.criterion, press.strength];
    case 'verdict':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'verdict-sources':
    case 'describe':
    case 'weights':
    case 'suppose-words':
    case 'decide':
      return [press.verdict];
  }
}

function isId(field: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(field);
}

function isWords(field: string): boolean {
  return /^[a-z0-9]{8}$/.test(field);
}

function isCount(field: string): boolean {
  return /^\d{1,9}$/.test(field);
}

function isStrength(field: string): boolean {
  return [0, ...Object.values(STRENGTHS)].map(String).includes(field);
}
