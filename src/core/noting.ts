import { isChoice, nearIn, wordsIn } from './asked.ts';
import type { Reading } from './choose-pack.ts';
import type { Content } from './delivery.ts';
import type { Entry } from './knowledge.ts';
import type { Note } from './note.ts';
import type { ThreadState } from './thread.ts';

/** What a delivery leaves for the people who keep the knowledge; `before` is the state of the thread in which it came. */
export function notesOf(content: Content, before: ThreadState, reading: Reading): Note[] {
  const { intent, knowledge } = reading;
  const from = { pack: knowledge.pack.id, version: knowledge.version };
  switch (intent.type) {
    case 'feedback': {
      const { entry, value } = intent;
      return [{ kind: 'feedback', ...from, entry: entry.id, value, ...saidFor(entry) }];
    }
    case 'reason': {
      const { entry, reason } = intent;
      return [{ kind: 'reason', ...from, entry: entry.id, reason, ...saidFor(entry) }];
    }
    case 'challenged': {
      const { text, link } = intent.challenge;
      if (text === '') return [];
      const { id: entry, claims } = intent.entry;
      return [{ kind: 'challenge', ...from, entry, claims, text, ...(link === undefined ? {} : { link }) }];
    }
    case 'answer': {
      if (!isChoice(content, before, reading)) return [];
      const offered = before.last === 'clarify' ? before.suggestions : (before.asked?.near ?? []);
      return [{ kind: 'choice', ...from, entry: intent.entry.id, offered, ...lastSaid() }];
    }
    case 'none-of-these': {
      // The button of an older card says nothing of what was asked since.
      if (before.last !== 'clarify') return [];
      const { pack, version } = before.asked ?? from;
      return [{ kind: 'none-of-these', pack, version, offered: before.suggestions, ...lastSaid() }];
    }
    case 'out-of-scope': {
      const said = wordsIn(content);
      // Words about an answer that is not there are no question.
      if (said === undefined || (!intent.decision && intent.rivals.length === 0)) return [];
      return [{ kind: 'abstention', ...from, near: nearIn(reading), said }];
    }
    case 'pass-on': {
      const { asked } = before;
      if (!asked || before.missed === undefined) return [];
      const { pack, version, said, near } = asked;
      return [{ kind: 'passed-on', pack, version, said, near }];
    }
    case 'decided': {
      const { kind: decision, exampleOf, words } = intent;
      return [{ kind: 'decision', ...from, decision, words, ...(exampleOf ? { entry: exampleOf.id } : {}) }];
    }
    case 'compare':
    case 'verdict':
    case 'which-pack':
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
    case 'why-answer':
    case 'challenge':
    case 'clarify':
    case 'stale':
    case 'reset':
    case 'describe':
    case 'quiet':
    case 'listen':
    case 'page':
    case 'help':
    case 'greeting':
    case 'thanks':
      return [];
  }

  /** The words that an entry answered, where the thread still knows them. */
  function saidFor(entry: Entry): { readonly said?: string } {
    return before.asked?.entry === entry.id && before.asked.pack === from.pack ? lastSaid() : {};
  }

  function lastSaid(): { readonly said?: string } {
    return before.asked ? { said: before.asked.said } : {};
  }
}
