import { sentenceCard } from './answer-card.ts';
import type { Card, Element } from './card.ts';
import type { Turn } from './converse.ts';
import { withoutWords } from './note.ts';
import type { ThreadState } from './thread.ts';
import { SENTENCES } from './wording.ts';

/**
 * A turn of which no question stays in anybody's words, for those who keep none: its notes can only be counted, and it offers
 * nothing that would need them.
 */
export function forgettingWords(turn: Turn): Turn {
  const { open, own } = turn.changes;
  return {
    ...turn,
    card: turn.intent.type === 'challenged' ? sentenceCard(SENTENCES.wordsNotKept, false) : offeringLess(turn.card),
    notes: turn.notes.map(withoutWords),
    changes: {
      ...(open ? { open: forgetting(open) } : {}),
      ...(own ? { own: forgetting(own) } : {}),
    },
    shared: turn.shared && forgetting(turn.shared),
  };
}

function forgetting(state: ThreadState): ThreadState {
  return { ...state, asked: undefined, subject: undefined };
}

function offeringLess({ elements }: Card): Card {
  return {
    elements: elements.flatMap((element): Element[] => {
      if (element.type !== 'buttons') return [element];
      const left = element.buttons.filter(({ press }) => press.type !== 'pass-on' && press.type !== 'challenge');
      return left.length > 0 ? [{ ...element, buttons: left }] : [];
    }),
  };
}
