import type { DiscordServer } from './discord/discord.ts';
import type { Chaos } from './gesture.ts';
import type { SlackServer } from './slack/slack-server.ts';

/** How much later a delayed delivery comes: late, and still within every deadline. */
const DELAY_MS = 2000;
/** For how long a platform asks to be left alone. */
const LIMIT_SECONDS = 2;

/** Lets something go wrong on purpose, once, on one platform. */
export function disturb({ do: what, platform }: Chaos, slack: SlackServer, discord: DiscordServer): void {
  if (platform === 'slack') disturbSlack(what, slack);
  else disturbDiscord(what, discord);
}

function disturbSlack(what: Chaos['do'], { faults }: SlackServer): void {
  switch (what) {
    case 'disconnect':
      faults.cut('all');
      return;
    case 'duplicate':
      faults.deliveries({ kind: 'redeliver' }, 1);
      return;
    case 'delay':
      faults.deliveries({ kind: 'delay', ms: DELAY_MS }, 1);
      return;
    case 'limit':
      faults.api('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: LIMIT_SECONDS });
      return;
  }
  what satisfies never;
}

function disturbDiscord(what: Chaos['do'], { faults }: DiscordServer): void {
  switch (what) {
    case 'disconnect':
      faults.cut();
      return;
    case 'duplicate':
      faults.redeliver('MESSAGE_CREATE');
      return;
    case 'delay':
      faults.delayEvents(DELAY_MS);
      setTimeout(() => faults.delayEvents(0), DELAY_MS * 2).unref();
      return;
    case 'limit':
      faults.onRequest({
        method: 'POST',
        path: /^\/channels\/\d+\/messages/,
        fault: { kind: 'rateLimit', retryAfterMs: LIMIT_SECONDS * 1000 },
      });
      return;
  }
  what satisfies never;
}
