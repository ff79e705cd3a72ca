import type { Reading } from './choose-pack.ts';
import type { Content } from './delivery.ts';
import type { Entry } from './knowledge.ts';
import { referenceTo } from './library.ts';
import { MAX_SAID_CHARS } from './note.ts';
import { decodePress } from './press.ts';
import type { Asked, ThreadState } from './thread.ts';

/** Entries that are remembered as near. */
export const MAX_NEAR = 3;
/** So many questions in a row without an answer are too many: then a person is shown the whole list, and a way to other people. */
export const MANY_MISSED = 2;

/** Characters of a question that a thread speaks of: what leans on it is short itself. */
const MAX_SUBJECT_CHARS = 300;

/**
 * What a thread remembers of the last question after this reply: its words, what they found, how many had no answer, and what is
 * spoken of now. What goes on about the last answer is no question of its own.
 */
export function rememberAsked(
  after: ThreadState,
  before: ThreadState,
  content: Content,
  reading: Reading,
): ThreadState {
  const { intent } = reading;
  const subject = reading.said?.slice(0, MAX_SUBJECT_CHARS);
  switch (intent.type) {
    case 'answer':
    case 'compare': {
      const { pack } = reading.knowledge;
      const chosen = isChoice(content, before, reading) && before.asked;
      const asked: Asked | undefined = chosen
        ? { ...chosen, pack: pack.id, entry: intent.entry.id, isChosen: true }
        : askedIn(content, reading, intent.entry);
      return { ...after, asked, missed: undefined, subject: subject ?? intent.entry.question };
    }
    case 'clarify':
      return { ...after, asked: askedIn(content, reading), subject: subject ?? after.subject };
    case 'out-of-scope': {
      // What is none of the bot's business does not end what was spoken of.
      const spokenOf = intent.isForeign ? after.subject : (after.subject ?? subject);
      return { ...after, asked: askedIn(content, reading), missed: missedNow(before), subject: spokenOf };
    }
    case 'none-of-these':
      return { ...after, missed: missedNow(before) };
    case 'verdict':
    case 'which-pack':
      return { ...after, asked: undefined, missed: undefined, subject: undefined };
    case 'reset':
      return { ...after, subject: undefined };
    case 'topics':
    case 'more':
    case 'sources':
    case 'verdict-sources':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'weights':
    case 'suppose-words':
    case 'no-weights':
    case 'feedback':
    case 'reason':
    case 'why-answer':
    case 'pass-on':
    case 'decided':
    case 'challenge':
    case 'challenged':
    case 'stale':
    case 'describe':
    case 'quiet':
    case 'listen':
    case 'page':
    case 'help':
    case 'greeting':
    case 'thanks':
      return after;
  }
}

/** How many questions in a row have no answer, with the one that has none now. */
export function missedNow(before: ThreadState): number {
  return (before.missed ?? 0) + 1;
}

/** Whether an answer was chosen from those of "Did you mean", by press, number or name. */
export function isChoice(content: Content, before: ThreadState, { intent, knowledge }: Reading): boolean {
  if (intent.type !== 'answer' || intent.decision !== undefined) return false;
  const press = content.type === 'press' ? decodePress(content.id) : undefined;
  if (press?.type === 'meant') return true;
  const { pack } = knowledge;
  return before.last === 'clarify' && before.suggestions.includes(referenceTo({ pack, entry: intent.entry }));
}

/** The words of a question, as far as they are kept; undefined for what is no question in words. */
export function wordsIn(content: Content): string | undefined {
  switch (content.type) {
    case 'utterance':
      return kept(content.text);
    case 'command':
      return content.name === 'ask' || content.name === 'compare' ? kept(content.text) : undefined;
    case 'press':
    case 'submission':
    case 'page':
      return undefined;
  }
}

/** The entries nearest to what was said, best first, as `<pack>/<entry>`. */
export function nearIn({ intent, decision, knowledge: { pack } }: Reading): string[] {
  const found =
    intent.type === 'clarify' ? intent.suggestions : (decision?.matches ?? []).map(({ entry }) => ({ pack, entry }));
  return found.slice(0, MAX_NEAR).map(referenceTo);
}

function askedIn(content: Content, reading: Reading, entry?: Entry): Asked | undefined {
  const said = wordsIn(content);
  if (said === undefined) return undefined;
  const { decision, knowledge } = reading;
  return {
    said,
    pack: knowledge.pack.id,
    version: knowledge.version,
    entry: entry?.id,
    near: nearIn(reading),
    confidence: decision?.confidence ?? 1,
  };
}

/** On one line, without what no one can read; undefined where nothing is left. */
function kept(text: string): string | undefined {
  const characters = [...text.replace(/[\p{Cc}\p{Z}\s]+/gu, ' ').trim()];
  if (characters.length === 0) return undefined;
  return characters.length > MAX_SAID_CHARS
    ? `${characters.slice(0, MAX_SAID_CHARS - 1).join('')}…`
    : characters.join('');
}
