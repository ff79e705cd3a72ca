/** One place in the line for a card. */
export type Turn = {
  /** Whether everything that was in line before is through. */
  readonly isDue: () => boolean;
  /** Resolves once it is due; never rejects. */
  readonly due: Promise<void>;
  /** Lets the next one in. */
  readonly end: () => void;
};

/** The lines for cards: of two changes to one card, the one that was decided later is sent later. */
export type CardTurns = {
  /** Takes the next place in the line for the card with this message id; it is held until it is ended. */
  readonly take: (card: string) => Turn;
};

/** The lines for all cards of one connection; they forget a card that nobody waits for. */
export function createCardTurns(): CardTurns {
  const last = new Map<string, Promise<void>>();
  return {
    take: (card) => {
      const before = last.get(card);
      let isDue = before === undefined;
      const due = (before ?? Promise.resolve()).then(() => {
        isDue = true;
      });
      const own = Promise.withResolvers<void>();
      // Ended early, it must not let the next one past those before it.
      const done = Promise.all([due, own.promise]).then(() => {
        if (last.get(card) === done) last.delete(card);
      });
      last.set(card, done);
      return { isDue: () => isDue, due, end: own.resolve };
    },
  };
}
