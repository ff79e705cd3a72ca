import type { webApi } from '@slack/bolt';
import type { Delivery } from '../../core/delivery.ts';
import type { Host } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { loggable } from './client.ts';
import { MAX_PROMPTS } from './limits.ts';
import type { Intake, ReceivedEvent } from './line.ts';
import { promptOf } from './manifest.ts';
import { addressOf } from './post.ts';
import { type Identity, isRateNotice, type Received, read } from './read.ts';
import type { Acknowledge, Sender } from './send.ts';
import { RATE_NOTICE } from './socket-line.ts';
import type { Timing } from './timing.ts';
import type { WayBack } from './way.ts';

/** What came from Slack and is answered at once, and the way to acknowledge it. */
export type Task = { readonly received: ReceivedAtOnce; readonly acknowledge: Acknowledge };

type ReceivedAtOnce =
  | Exclude<Received, { readonly type: 'delivery' }>
  | { readonly type: 'delivery'; readonly delivery: Delivery; readonly way: WayBack };

/** Where everything arrives, and from where everything is answered. */
export type Desk = {
  /** Reads what came, has words kept, and hands on the rest; what is none of our business is acknowledged and dropped. */
  readonly intake: Intake;
  /** Handles what was handed on, and answers it. Never rejects. */
  readonly attend: (task: Task) => Promise<void>;
  /** Takes nothing new, and resolves when what is in hand is done. */
  readonly close: () => Promise<void>;
};

export type DeskOptions = {
  readonly identity: Identity;
  readonly host: Host;
  readonly client: webApi.WebClient;
  readonly sender: Sender;
  readonly timing: Timing;
};

/** One way through for all that comes: read, accept, acknowledge, handle, send. */
export function createDesk({ identity, host, client, sender, timing }: DeskOptions): Desk {
  const { log } = host;
  const inHand = new Set<Promise<void>>();
  let isClosed = false;

  return {
    intake: async (event, pass) => {
      const acknowledge = acknowledging(event);
      if (isRateNotice(event.body)) log.warn({}, RATE_NOTICE);
      const received = read(event.body, identity, Date.now());
      if (!received) {
        await acknowledge();
        return;
      }
      // What is not acknowledged comes again, to whoever is there then.
      if (isClosed) throw new Error('the bot is stopping');
      const work = take(event, pass, received, acknowledge);
      inHand.add(work);
      try {
        await work;
      } finally {
        inHand.delete(work);
      }
    },
    attend: async ({ received, acknowledge }) => {
      switch (received.type) {
        case 'pane':
          return suggest(received.channel);
        case 'no words':
          await acknowledge();
          return say(received.way, acknowledge, PLATFORM_SENTENCES.noWords, undefined);
        case 'delivery':
          return answer(received.delivery, received.way, acknowledge);
      }
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled(inHand);
    },
  };

  async function take(
    event: ReceivedEvent,
    pass: Parameters<Intake>[1],
    received: Received,
    acknowledge: Acknowledge,
  ): Promise<void> {
    if (received.type !== 'delivery') return passOn({ received, acknowledge });
    const { delivery, way } = received;
    if (way.type !== 'words') return passOn({ received: { type: 'delivery', delivery, way }, acknowledge });
    // What was not taken is not acknowledged, and comes again.
    const isAgain = (event.retryNum ?? 0) > 0;
    await host.take(delivery, { channel: way.channel, address: addressOf(way), isAgain, isEcho: way.isEcho });
    await acknowledge();

    function passOn(task: Task): Promise<void> {
      const ack = async (shown?: object) => void (await acknowledge(shown));
      return pass({ ...event, ack, customProperties: task });
    }
  }

  async function answer(delivery: Delivery, way: WayBack, acknowledge: Acknowledge): Promise<void> {
    const { key } = delivery;
    const late = isAnsweredInAcknowledgement(way)
      ? setTimeout(() => void acknowledge(sender.meanwhile(way)), timing.acknowledgeMs)
      : undefined;
    try {
      if (late === undefined) await acknowledge();
      const answered = await host.answer(delivery);
      if (answered) await sender.send({ delivery, way, acknowledge }, answered);
    } catch (error) {
      log.error({ key, ...loggable(error) }, 'a delivery could not be answered');
      await say(way, acknowledge, PLATFORM_SENTENCES.apology, key);
    } finally {
      clearTimeout(late);
      await acknowledge();
    }
  }

  async function say(way: WayBack, acknowledge: Acknowledge, sentence: string, key: string | undefined): Promise<void> {
    try {
      await sender.say({ way, acknowledge, key }, sentence);
    } catch (error) {
      log.warn({ key, ...loggable(error) }, 'a sentence could not be said');
    }
  }

  async function suggest(channel: string): Promise<void> {
    try {
      const prompts = host.starters.slice(0, MAX_PROMPTS).map(promptOf);
      if (prompts.length > 0) await client.assistant.threads.setSuggestedPrompts({ channel_id: channel, prompts });
    } catch (error) {
      log.warn(loggable(error), 'the agent pane shows no prompts');
    }
  }
}

/** Slack takes one acknowledgement; over a connection that closed meanwhile it does not arrive. */
function acknowledging({ ack }: ReceivedEvent): Acknowledge {
  let isDone = false;
  return async (shown) => {
    if (isDone) return false;
    isDone = true;
    try {
      await ack(shown);
      return true;
    } catch {
      return false;
    }
  };
}

function isAnsweredInAcknowledgement(way: WayBack): boolean {
  return way.type === 'command' || way.type === 'form';
}
