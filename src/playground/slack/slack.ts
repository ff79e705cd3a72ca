import type { App } from './app.ts';
import type { Ids } from './ids.ts';
import type { Tickets } from './tickets.ts';
import type { ViewStore } from './view-store.ts';
import type { World } from './world.ts';

/** What every part of the server works on. */
export type Slack = {
  readonly world: World;
  readonly app: App;
  readonly ids: Ids;
  readonly views: ViewStore;
  readonly tickets: Tickets;
  readonly now: () => number;
  /** `http://127.0.0.1:port`. */
  readonly origin: () => string;
};
