import type { Deadlines } from './deadlines.ts';
import type { Ids } from './ids.ts';
import * as limits from './limits.ts';

/** Who may open a modal with a trigger id, and on top of which view. */
export type Trigger = { readonly id: string; readonly person: string; readonly view: string | undefined };

/** What a response_url writes to. */
export type ResponseTarget = {
  readonly channel: string;
  readonly person: string;
  /** The message that was pressed, which can be replaced or deleted. */
  readonly message: string | undefined;
};

export type Exchange<Thing> =
  | { readonly kind: 'exchanged'; readonly thing: Thing }
  | { readonly kind: 'unknown' | 'expired' | 'used' };

/** Short-lived permissions handed out with interactions: trigger ids (one use) and response_urls (five). */
export type Tickets = {
  readonly newTrigger: (person: string, view?: string) => string;
  readonly exchangeTrigger: (id: string) => Exchange<Trigger>;
  readonly newResponseUrl: (origin: string, target: ResponseTarget) => string;
  readonly useResponseUrl: (path: string) => Exchange<ResponseTarget>;
};

export type TicketOptions = { readonly ids: Ids; readonly now: () => number; readonly deadlines: Deadlines };

export function createTickets({ ids, now, deadlines }: TicketOptions): Tickets {
  const triggers = new Map<string, { readonly trigger: Trigger; readonly madeAtMs: number; uses: number }>();
  const responses = new Map<string, { readonly target: ResponseTarget; readonly madeAtMs: number; uses: number }>();

  return {
    newTrigger: (person, view) => {
      const id = ids.trigger();
      triggers.set(id, { trigger: { id, person, view }, madeAtMs: now(), uses: 0 });
      return id;
    },
    exchangeTrigger: (id) => {
      const found = triggers.get(id);
      if (!found) return { kind: 'unknown' };
      if (found.uses > 0) return { kind: 'used' };
      if (now() - found.madeAtMs > deadlines.triggerMs) return { kind: 'expired' };
      found.uses += 1;
      return { kind: 'exchanged', thing: found.trigger };
    },
    newResponseUrl: (origin, target) => {
      const path = `/response/${ids.next('response')}`;
      responses.set(path, { target, madeAtMs: now(), uses: 0 });
      return `${origin}${path}`;
    },
    useResponseUrl: (path) => {
      const found = responses.get(path);
      if (!found) return { kind: 'unknown' };
      if (now() - found.madeAtMs > deadlines.responseUrlMs) return { kind: 'expired' };
      if (found.uses >= limits.MAX_RESPONSE_URL_USES) return { kind: 'used' };
      found.uses += 1;
      return { kind: 'exchanged', thing: found.target };
    },
  };
}
