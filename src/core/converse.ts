import { buttons, sentenceCard, shareButton, switchButton } from './answer-card.ts';
import type { Button, Card } from './card.ts';
import type { Knowledge } from './compile.ts';
import type { Arrival, Content, Delivery } from './delivery.ts';
import type { Intent } from './intent.ts';
import { type Place, placeReply } from './placement.ts';
import { decodePress, encodePress, type Press, type Showing } from './press.ts';
import { type Reply, respond } from './respond.ts';
import { EMPTY_THREAD, newestVerdict, type ThreadState, verdictBrief, withBrief } from './thread.ts';
import { SENTENCES } from './wording.ts';

/** The two exchanges a delivery may concern: what everybody in the thread sees, and what the person alone sees there. */
export type Exchanges = { readonly open: ThreadState; readonly own: ThreadState };

/** A reply with its place, and what each exchange remembers after it; an exchange that is not there has not changed. */
export type Turn = Reply & {
  readonly place: Place;
  /** For the person alone, beside a card that everybody sees. */
  readonly aside: Card | undefined;
  readonly changes: Partial<Exchanges>;
  /** What the thread of a shared card starts from. */
  readonly shared: ThreadState | undefined;
};

/**
 * One delivery in its place: what to say, where, and what is remembered. Private replies belong to an exchange of the
 * person's own, so that what somebody looks at privately changes nothing for the others. Total, as `respond` is.
 */
export function converse(delivery: Delivery, exchanges: Exchanges, knowledge: Knowledge, today: string): Turn {
  const { arrival, content } = delivery;
  const press = content.type === 'press' ? decodePress(content.id) : undefined;
  const isOwn = isInOwn(arrival, content);
  const shared =
    press?.type === 'share' && isOwn ? share(press.of, delivery, exchanges.own, knowledge, today) : undefined;
  if (shared) return shared;
  const start = isOwn ? exchanges.own : exchanges.open;
  const reply = respond({ content }, start, knowledge, today);
  const place = placeReply({
    arrival,
    intent: reply.intent.type,
    answersQuestion: answersQuestion(press, start),
    isAsker: start.answered?.person === delivery.person,
    sinceAnsweredMs: delivery.at - (start.answered?.at ?? Number.NEGATIVE_INFINITY),
    isSure: reply.trace.decision?.zone === 'answer' && 'entry' in reply.intent,
    isQuiet: start.isQuiet === true,
  });
  const turn = { ...reply, place, aside: undefined, changes: {}, shared: undefined };
  switch (place) {
    case 'nowhere':
    case 'share':
      return turn;
    case 'here':
    case 'edit': {
      const answered = { person: delivery.person, at: delivery.at };
      const quiet = arrival.type === 'overheard' ? [switchButton('quiet')] : [];
      return { ...turn, card: withButtons(reply.card, quiet), changes: { open: { ...reply.state, answered } } };
    }
    case 'private':
    case 'replace':
    case 'form':
      // A form in a direct conversation goes on from what is said there.
      if (arrival.type === 'press' && arrival.on === 'direct' && place === 'form') return turn;
      return isOwn
        ? { ...turn, ...shareable(reply, arrival, knowledge), changes: { own: reply.state } }
        : { ...turn, ...inOwn(reply, press, delivery, exchanges, knowledge, today) };
  }
}

/** Which exchanges a delivery reads or changes; the other one may be left out. */
export function exchangesNeeded({ arrival, content }: Delivery): { readonly open: boolean; readonly own: boolean } {
  const isOwn = isInOwn(arrival, content);
  return { open: !isOwn, own: isOwn || (arrival.type === 'press' && arrival.on === 'public') };
}

/** Whether a delivery starts from what the person alone saw: a form was opened for one person, wherever its button stood. */
function isInOwn(arrival: Arrival, content: Content): boolean {
  switch (arrival.type) {
    case 'command':
    case 'about':
      return true;
    case 'press':
      if (switchesThread(content)) return false;
      return (
        arrival.on === 'private' || arrival.on === 'page' || (content.type === 'submission' && arrival.on === 'public')
      );
    case 'mention':
    case 'direct':
    case 'overheard':
      return false;
  }
}

/** Whether a press concerns the thread for everybody, also when its button stands on a card for one person. */
function switchesThread(content: Content): boolean {
  const press = content.type === 'press' ? decodePress(content.id) : undefined;
  return press?.type === 'quiet' || press?.type === 'listen';
}

/** Whether a press answers "Did you mean", a question of a verdict, or the one need that would settle a close call. */
function answersQuestion(press: Press | undefined, state: ThreadState): boolean {
  if (press?.type === 'need')
    return press.criterion === state.settles?.criterion && press.verdict === newestVerdict(state);
  return press?.type === 'meant' || press?.type === 'none-of-these' || press?.type === 'choice';
}

/** A private reply to a press on a card for everybody: it goes on in the person's own exchange, with the verdict it is about. */
function inOwn(
  reply: Reply,
  press: Press | undefined,
  { arrival }: Delivery,
  { open, own }: Exchanges,
  knowledge: Knowledge,
  today: string,
): Partial<Turn> {
  switch (reply.intent.type) {
    case 'quiet':
    case 'listen':
      return { changes: { open: reply.state } };
    case 'feedback':
    case 'stale':
      return {};
  }
  if (!press) return {};
  const copied = copyVerdict(press, open, own);
  const again = respond({ content: { type: 'press', id: encodePress(copied.press) } }, copied.own, knowledge, today);
  return { ...again, ...shareable(again, arrival, knowledge), changes: { own: again.state } };
}

/** The press for the person's own exchange, into which the verdict it speaks of is copied under a number of its own. */
function copyVerdict(
  press: Press,
  open: ThreadState,
  own: ThreadState,
): { readonly press: Press; readonly own: ThreadState } {
  if (!('verdict' in press) || press.verdict === 0) return { press, own };
  const brief = verdictBrief(open, press.verdict);
  if (!brief) return { press, own };
  const newest = verdictBrief(own, newestVerdict(own));
  const copied = newest && JSON.stringify(newest) === JSON.stringify(brief) ? own : withBrief(own, brief);
  return { press: { ...press, verdict: newestVerdict(copied) }, own: copied };
}

/** What a private card shows, once more and for everybody. It starts a thread that knows this and nothing else of the person's own. */
function share(
  of: Showing,
  { person, at }: Delivery,
  own: ThreadState,
  knowledge: Knowledge,
  today: string,
): Turn | undefined {
  const reply = respond({ content: { type: 'press', id: encodePress(of) } }, forSharing(of, own), knowledge, today);
  if (reply.intent.type === 'stale') return undefined;
  return {
    ...reply,
    place: 'share',
    aside: sentenceCard(SENTENCES.shared, false),
    changes: {},
    shared: { ...reply.state, answered: { person, at } },
  };
}

/** An exchange with the one verdict that is shared, under its number. */
function forSharing(of: Showing, own: ThreadState): ThreadState {
  const brief = 'verdict' in of ? verdictBrief(own, of.verdict) : undefined;
  return 'verdict' in of && brief
    ? withBrief({ ...EMPTY_THREAD, verdicts: { first: of.verdict, briefs: [] } }, brief)
    : EMPTY_THREAD;
}

/** The card with a button that shares it, where there is somebody to share it with. */
function shareable(
  { card, intent, state, trace }: Reply,
  arrival: Arrival,
  knowledge: Knowledge,
): { readonly card: Card } {
  const isAlone = arrival.type === 'press' && (arrival.on === 'page' || arrival.on === 'direct');
  // A question to the person is of no use to the others.
  const of = isAlone || trace.verdict?.kind === 'ask' ? undefined : showing(intent, state, knowledge.pack.id);
  return { card: withButtons(card, of ? [shareButton(of)] : []) };
}

/** What shows a reply again; undefined for what is of no use to others. */
function showing(intent: Intent, state: ThreadState, pack: string): Showing | undefined {
  switch (intent.type) {
    case 'answer':
      return { type: 'entry', pack, entry: intent.entry.id };
    case 'compare':
    case 'more':
    case 'sources':
      return { type: intent.type, pack, entry: intent.entry.id };
    case 'verdict':
      return { type: 'verdict', verdict: newestVerdict(state) };
    case 'why':
    case 'counter':
    case 'verdict-sources':
      return { type: intent.type, verdict: intent.number };
    case 'topics':
      return intent.topic === undefined ? { type: 'topics' } : { type: 'topic', pack, topic: intent.topic };
    case 'feedback':
    case 'clarify':
    case 'out-of-scope':
    case 'none-of-these':
    case 'stale':
    case 'reset':
    case 'describe':
    case 'quiet':
    case 'listen':
    case 'page':
    case 'help':
    case 'greeting':
    case 'thanks':
      return undefined;
  }
}

function withButtons(card: Card, extra: readonly Button[]): Card {
  return extra.length === 0 ? card : { elements: [...card.elements, buttons(extra)] };
}
