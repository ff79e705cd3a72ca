import type { webApi } from '@slack/bolt';
import type { Delivery } from '../../core/delivery.ts';
import type { Host } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { loggable } from './client.ts';
import { MAX_PROMPTS } from './limits.ts';
import type { Intake, ReceivedEvent } from './line.ts';
import { promptOf } from './manifest.ts';
import { type Identity, isRateNotice, type Received, read } from './read.ts';
import type { Acknowledge, Sender } from './send.ts';
import { RATE_NOTICE } from './socket-line.ts';
import type { Timing } from './timing.ts';
import type { Way } from './way.ts';

/** What came from Slack, and the way to acknowledge it. */
export type Task = { readonly received: Received; readonly acknowledge: Acknowledge };

/** Where everything arrives, and from where everything is answered. */
export type Desk = {
  /** Reads what came, has it accepted, and hands on what is new; the rest is acknowledged and dropped here. */
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
      const work = take(event, pass, { received, acknowledge });
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

  async function take(event: ReceivedEvent, pass: Parameters<Intake>[1], task: Task): Promise<void> {
    const { received, acknowledge } = task;
    if (received.type === 'delivery' && !(await isNew(received.delivery, received.way, acknowledge))) return;
    await pass({
      ...event,
      ack: async (shown) => {
        await acknowledge(shown);
      },
      customProperties: task,
    });
  }

  /** Whether it is to be handled. What was not accepted is not acknowledged where Slack then sends it again. */
  async function isNew(delivery: Delivery, way: Way, acknowledge: Acknowledge): Promise<boolean> {
    try {
      if (await host.accept(delivery)) return true;
      await acknowledge();
      return false;
    } catch (error) {
      log.error({ key: delivery.key, ...loggable(error) }, 'a delivery could not be accepted');
      if (comesAgain(way)) throw error;
      if (!isAnsweredInAcknowledgement(way)) await acknowledge();
      await say(way, acknowledge, PLATFORM_SENTENCES.apology, delivery.key);
      return false;
    }
  }

  async function answer(delivery: Delivery, way: Way, acknowledge: Acknowledge): Promise<void> {
    const { key } = delivery;
    const late = isAnsweredInAcknowledgement(way)
      ? setTimeout(() => void acknowledge(sender.meanwhile(way)), timing.acknowledgeMs)
      : undefined;
    try {
      if (late === undefined) await acknowledge();
      await sender.send({ delivery, way, acknowledge }, await host.handle(delivery));
    } catch (error) {
      log.error({ key, ...loggable(error) }, 'a delivery could not be answered');
      // Who was only overheard does not wait for an answer.
      if (delivery.arrival.type !== 'overheard') await say(way, acknowledge, PLATFORM_SENTENCES.apology, key);
    } finally {
      clearTimeout(late);
      await acknowledge();
    }
  }

  async function say(way: Way, acknowledge: Acknowledge, sentence: string, key: string | undefined): Promise<void> {
    try {
      await sender.say({ way, acknowledge }, sentence);
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

/** Events come again until they are acknowledged; what a hand does comes once. */
function comesAgain(way: Way): boolean {
  return way.type === 'words' || (way.type === 'home' && way.trigger === undefined);
}

function isAnsweredInAcknowledgement(way: Way): boolean {
  return way.type === 'command' || way.type === 'form';
}
