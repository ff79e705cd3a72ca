import type { types, webApi } from '@slack/bolt';
import type { Card } from '../../core/card.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Answer, Log } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { failureOf, loggable } from './client.ts';
import { type Origin, threadKey } from './exchanges.ts';
import { createInOrder } from './in-order.ts';
import { inThread, messagesOf, privately, sentenceCard, signed, withPart } from './messages.ts';
import type { Outbox } from './outbox.ts';
import { renderCard } from './render.ts';
import { renderForm } from './render-form.ts';
import { renderHome, renderModal } from './render-view.ts';
import type { Respond, ResponseBody } from './response-url.ts';
import type { Upload, UploadPicture } from './upload.ts';
import type { WayBack, WayOfCard, WayOfForm, WayOfHome, WayOfModal, WayOfReply } from './way.ts';

/** Acknowledges, with what is to be shown. False when that came too late, or did not arrive. */
export type Acknowledge = (shown?: object) => Promise<boolean>;

/** A delivery that is answered at once, with its way back. */
export type Errand = { readonly delivery: Delivery; readonly way: WayBack; readonly acknowledge: Acknowledge };

/** Somebody to whom something is said; the key of what they did, where it has one. */
export type Listener = Omit<Errand, 'delivery'> & { readonly key: string | undefined };

export type Sender = {
  /** Puts an answer where it belongs. */
  readonly send: (errand: Errand, answer: Answer) => Promise<void>;
  /** Says one sentence to the person alone. */
  readonly say: (to: Listener, sentence: string) => Promise<void>;
  /** What an acknowledgement shows that cannot wait for the answer. */
  readonly meanwhile: (way: WayBack) => object | undefined;
};

export type SenderOptions = {
  readonly client: webApi.WebClient;
  readonly outbox: Outbox;
  readonly upload: Upload;
  readonly uploadPicture: UploadPicture;
  readonly respond: Respond;
  readonly team: string;
  readonly log: Log;
};

/** Turns answers into calls. */
export function createSender({ client, outbox, upload, uploadPicture, respond, team, log }: SenderOptions): Sender {
  const inOrder = createInOrder();
  /** Cards that are shared, or were lately: a double click shares once. */
  const shared = new Set<string>();

  return {
    send: ({ delivery, way, acknowledge }, answer) => {
      if (answer.place === 'nowhere') return Promise.resolve();
      switch (way.type) {
        case 'command':
        case 'shortcut':
          return reply(way, answer.card, acknowledge, delivery.key);
        case 'card':
          return fromCard(delivery, way, answer);
        case 'modal':
          return fromModal(delivery, way, answer);
        case 'home':
          return fromHome(way, answer);
        case 'form':
          return fromForm(delivery, way, answer, acknowledge);
      }
    },
    say,
    meanwhile: (way) =>
      way.type === 'form' && way.origin.on !== 'direct' ? updated(way, PLATFORM_SENTENCES.moment) : undefined,
  };

  /** A card for everybody, with what was cut of it in a file; `part` names an exchange of its own for its buttons. */
  async function post(
    { key, at }: Delivery,
    channel: string,
    thread: string | undefined,
    card: Card,
    part?: string,
  ): Promise<string> {
    const { overflow, ...message } = renderCard(card);
    const sent = part === undefined ? message : { ...message, blocks: withPart(message.blocks, part) };
    const ts = await outbox.post({ channel, thread, at, operation: key, message: sent });
    if (overflow !== undefined) await upload(channel, thread ?? ts, overflow, key);
    return ts;
  }

  /** The first message travels in the acknowledgement of a command where it still can. */
  async function reply(
    { type, thread, responseUrl }: WayOfReply,
    card: Card,
    acknowledge: Acknowledge,
    key: string | undefined,
  ): Promise<void> {
    const [first, ...others] = messagesOf(card).map(privately(thread));
    if (!first) return;
    const isShown = type === 'command' && (await acknowledge(first));
    for (const message of isShown ? others : [first, ...others]) await respondTo(responseUrl, message, key);
  }

  async function fromCard(delivery: Delivery, way: WayOfCard, answer: Answer): Promise<void> {
    const { origin, ts, trigger, name } = way;
    const { key } = delivery;
    switch (answer.place) {
      case 'nowhere':
        return;
      case 'here':
        await post(delivery, origin.channel, origin.thread ?? ts, answer.card);
        return;
      case 'private':
        for (const message of messagesOf(answer.card)) {
          await respondTo(origin.responseUrl, { ...privately(origin.thread)(message), replace_original: false }, key);
        }
        return;
      case 'replace':
        return inOrder(`${origin.channel}:${ts}`, () => replace(origin, answer.card, key));
      case 'edit':
        return inOrder(`${origin.channel}:${ts}`, () => edit(way, answer.card, key));
      case 'share':
        return shareOnce(
          `${origin.channel}:${ts}`,
          key,
          () => share(delivery, origin, name, trigger, answer),
          async () => {
            if (answer.aside) await replace(origin, answer.aside, key);
          },
        );
      case 'form':
        if (answer.form) await client.views.open({ trigger_id: trigger, view: renderForm(answer.form, origin) });
        return;
    }
    answer.place satisfies never;
  }

  async function edit({ origin, ts }: WayOfCard, card: Card, key: string): Promise<void> {
    const { overflow, text, blocks } = renderCard(card);
    // A card that carries its exchange goes on carrying it.
    const own = origin.part === (origin.thread ?? ts) ? blocks : withPart(blocks, origin.part);
    const response = { ...inThread(origin.thread), replace_original: true, text, blocks: own };
    await respondTo(origin.responseUrl, response, key);
    if (overflow !== undefined) await upload(origin.channel, origin.thread ?? ts, overflow, key);
  }

  /** Shares a card that is not shared yet; once it is, what fails beside it is no reason to try again. */
  async function shareOnce(
    card: string,
    key: string,
    post: () => Promise<void>,
    tell: () => Promise<void>,
  ): Promise<void> {
    if (shared.has(card)) return;
    shared.add(card);
    const [oldest] = shared;
    if (shared.size > MAX_SHARED && oldest !== undefined) shared.delete(oldest);
    try {
      await post();
    } catch (error) {
      shared.delete(card);
      throw error;
    }
    await tell().catch((error: unknown) => log.warn({ key, ...loggable(error) }, 'shared, and the person is not told'));
  }

  /** A private card becomes another one. */
  async function replace({ thread, responseUrl }: WayOfCard['origin'], card: Card, key: string): Promise<void> {
    for (const [index, message] of messagesOf(card).map(privately(thread)).entries()) {
      await respondTo(responseUrl, { ...message, replace_original: index === 0 }, key);
    }
  }

  async function fromModal(delivery: Delivery, way: WayOfModal, answer: Answer): Promise<void> {
    const { origin, view, hash, trigger, name } = way;
    const shown = (card: Card) => update(view, renderModal(card, origin), hash);
    switch (answer.place) {
      case 'nowhere':
        return;
      case 'here':
      case 'edit':
      case 'replace':
        return shown(answer.card);
      case 'private':
        return push(trigger, renderModal(answer.card, origin)).catch((error: unknown) => {
          // Where the answer was lost, it may stand there: the card beneath it stays.
          if (failureOf(error).type !== 'refused') throw error;
          return shown(answer.card);
        });
      case 'share':
        return shareOnce(
          `${view}:${hash}`,
          delivery.key,
          () => share(delivery, origin, name, trigger, answer),
          async () => {
            if (answer.aside) await shown(answer.aside);
          },
        );
      case 'form':
        if (answer.form) await update(view, renderForm(answer.form, origin), hash);
        return;
    }
    answer.place satisfies never;
  }

  async function fromHome(way: WayOfHome, { place, form, card }: Answer): Promise<void> {
    if (place === 'form' && form && way.trigger !== undefined) {
      await client.views.open({ trigger_id: way.trigger, view: renderForm(form, way.origin) });
      return;
    }
    await publish(way, card, way.isStart);
  }

  async function fromForm(delivery: Delivery, way: WayOfForm, { place, card }: Answer, acknowledge: Acknowledge) {
    if (place === 'here') {
      await acknowledge();
      await post(delivery, way.origin.channel, way.origin.thread ?? way.origin.part, card);
      return;
    }
    const view = renderModal(card, way.origin);
    if (!(await acknowledge({ response_action: 'update', view }))) await update(way.view, view);
  }

  /**
   * Puts a card before everybody where the person alone saw it. In the channel it starts a thread of its own; in a thread,
   * which goes on with what it knows, its buttons carry what it starts from. Where the bot may not post, Slack lets it in
   * through the response_url, and does not say as which message.
   */
  async function share(
    delivery: Delivery,
    origin: Origin,
    name: string,
    trigger: string,
    answer: Answer,
  ): Promise<void> {
    const card = signed(answer.card, name);
    const { channel, thread, responseUrl } = origin;
    const part = `shared-${trigger}`;
    const continueIn = async (of: string) => answer.continueIn?.(threadKey(team, channel, of));
    try {
      if (thread !== undefined) await continueIn(part);
      const ts = await post(delivery, channel, thread, card, thread === undefined ? undefined : part);
      if (thread === undefined)
        await continueIn(ts).catch((error: unknown) => {
          log.error({ key: delivery.key, ...loggable(error) }, 'a shared card does not remember what it is about');
        });
      await uploadPicture(channel, thread ?? ts, answer.card, delivery.key);
    } catch (error) {
      if (failureOf(error).type !== 'refused' || responseUrl === undefined) throw error;
      await continueIn(part);
      for (const { text, blocks } of messagesOf(card)) {
        const message = { text, blocks: withPart(blocks, part), ...inThread(thread) };
        await respondTo(
          responseUrl,
          { ...message, response_type: 'in_channel', replace_original: false },
          delivery.key,
        );
      }
    }
  }

  async function say({ way, acknowledge, key }: Listener, sentence: string): Promise<void> {
    switch (way.type) {
      case 'command':
      case 'shortcut':
        return reply(way, sentenceCard(sentence), acknowledge, key);
      case 'card': {
        const [message] = messagesOf(sentenceCard(sentence)).map(privately(way.origin.thread));
        if (message) await respondTo(way.origin.responseUrl, { ...message, replace_original: false }, key);
        return;
      }
      case 'modal':
        return update(way.view, renderModal(sentenceCard(sentence), way.origin));
      case 'home':
        return publish({ ...way, hash: undefined }, sentenceCard(sentence), false);
      case 'form': {
        const shown = updated(way, sentence);
        if (!(await acknowledge(shown))) await update(way.view, shown.view);
        return;
      }
    }
  }

  /** Where it is not known whether a private reply arrived, it is not sent again. */
  async function respondTo(url: string, response: ResponseBody, key: string | undefined): Promise<void> {
    if (!(await respond(url, response))) log.warn({ key }, 'private reply unclear');
  }

  /** Somebody who closed the view, or pressed twice, has nothing to see any more. */
  async function update(id: string, view: types.ModalView, hash?: string): Promise<void> {
    await unlessGone(client.views.update({ view_id: id, view, ...(hash === undefined ? {} : { hash }) }));
  }

  async function push(trigger: string, view: types.ModalView): Promise<void> {
    await client.views.push({ trigger_id: trigger, view });
  }

  async function publish({ person, hash }: WayOfHome, card: Card, isStart: boolean): Promise<void> {
    const view = renderHome(card, isStart);
    await unlessGone(client.views.publish({ user_id: person, view, ...(hash === undefined ? {} : { hash }) }));
  }

  async function unlessGone(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.type !== 'refused' || !GONE.has(failure.code)) throw error;
      log.debug({ code: failure.code }, 'the view is gone');
    }
  }
}

const MAX_SHARED = 1000;
const GONE: ReadonlySet<string> = new Set(['hash_conflict', 'not_found', 'view_not_found']);

function updated({ origin }: WayOfForm, sentence: string) {
  return { response_action: 'update', view: renderModal(sentenceCard(sentence), origin) } as const;
}
