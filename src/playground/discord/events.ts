import type { Payload } from './payloads.ts';

/** What one connection may know: the intents it identified with decide it. */
export type Knows = { readonly content: boolean; readonly members: boolean };

/** Something that happened, for the gateway to tell those who may know it. */
export type GatewayEvent = {
  readonly name: string;
  /** The guild it happened in; without one it goes to the first shard. */
  readonly guildId: string | undefined;
  /** The intent it belongs to; 0 for what everybody gets. */
  readonly intent: number;
  readonly payload: (knows: Knows) => Payload;
};

/** A change of what a person sees, told to whoever watches the world from inside. */
export type Change =
  | { readonly kind: 'message' | 'edit' | 'removal'; readonly messageId: string; readonly channelId: string }
  | { readonly kind: 'thread' | 'typing'; readonly channelId: string }
  | { readonly kind: 'acknowledged' | 'expired'; readonly interactionId: string };

/** Where everything that happens is announced. */
export type Announcer = {
  /** Tells the gateway. */
  readonly tell: (event: GatewayEvent) => void;
  /** Tells those who watch. */
  readonly changed: (change: Change) => void;
  /** Watches until the returned function is called. */
  readonly watch: (listener: (change: Change) => void) => () => void;
};

/** An announcer in front of a gateway. */
export function createAnnouncer(tell: (event: GatewayEvent) => void): Announcer {
  const listeners = new Set<(change: Change) => void>();
  return {
    tell,
    changed: (change) => {
      for (const listener of [...listeners]) listener(change);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
