import type { Card } from '../core/card.ts';
import type { Delivery } from '../core/delivery.ts';

/** What a platform is given to do its work with. */
export type Host = {
  /** Handles one delivery; the card is the reply. */
  readonly handle: (delivery: Delivery) => Promise<Card>;
};

/** A place where people talk to the bot. */
export type Platform = {
  /** Takes deliveries until the other side ends or `stop` is called; resolves then. */
  readonly run: (host: Host) => Promise<void>;
  /** Takes no more deliveries; `run` resolves once what is in hand is done. */
  readonly stop: () => void;
};
