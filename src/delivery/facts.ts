import type { Answered } from '../bot.ts';
import type { Delivery } from '../core/delivery.ts';
import type { Observed } from './observed.ts';
import { platformOf } from './post-body.ts';

export type Observe = (fact: Observed) => void;

/** What there is to count of a turn. */
export function handledFacts(
  delivery: Delivery,
  { place, notes, trace: { intent, decision } }: Answered,
  how: { readonly durationMs: number; readonly sinceReceiptMs: number; readonly withStore: boolean },
): readonly Observed[] {
  const platform = platformOf(delivery);
  const { confidence, zone } = decision ?? { confidence: undefined, zone: undefined };
  const arrival = delivery.arrival.type;
  return [
    { platform, type: 'handled', arrival, intent, place, confidence, zone, ...how },
    ...notes.map((note) => ({
      platform,
      type: 'feedback' as const,
      value: note.kind === 'feedback' ? note.value : ('challenged' as const),
    })),
  ];
}
