import { buttons, sentenceCard, shareButton, switchButton } from './answer-card.ts';
import type { Button, Card, Element } from './card.ts';
import type { Arrival, Content, Delivery } from './delivery.ts';
import type { Intent } from './intent.ts';
import type { Library } from './library.ts';
import { type Place, placeReply } from './placement.ts';
import { decodePress, encodePress, type Press, type Showing } from './press.ts';
import { type Reply, respond } from './respond.ts';
import { EMPTY_THREAD, newestVerdict, type ThreadState, verdictBrief, verdictPack, withBrief } from './thread.ts';
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
export function converse(delivery: Delivery, exchanges: Exchanges, library: Library, today: string): Turn {
  const { arrival, content } = delivery;
  const press = content.type === 'press' ? decodePress(content.id) : undefined;
  const isOwn = isInOwn(arrival, content);
  const shared =
    press?.type === 'share' && isOwn ? share(press.of, delivery, exchanges.own, library, today) : undefined;
  if (shared) return shared;
  const start = isOwn ? exchanges.own : exchanges.open;
  const reply = respond({ content }, start, library, today);
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
      // Who was only overheard has said nothing to the bot.
      return { ...turn, notes: [] };
    case 'share':
      return turn;
    case 'here':
    case 'edit': {
      const answered = { person: delivery.person, at: delivery.at };
      const quiet = arrival.type === 'overheard' ? [switchButton('quiet')] : [];
      const isFirst =
        arrival.type === 'mention' && reply.intent.type === 'verdict' && start.verdicts.briefs.length === 0;
      return {
        ...turn,
        card: withButtons(isFirst ? withHint(reply.card) : reply.card, quiet),
        changes: { open: { ...reply.state, answered } },
      };
    }
    case 'private':
    case 'replace':
    case 'form':
      // A form in a direct conversation goes on from what is said there.
      if (arrival.type === 'press' && arrival.on === 'direct' && place === 'form')
        return reply.state === start ? turn : { ...turn, changes: { open: reply.state } };
      return isOwn
        ? { ...turn, ...shareable(reply, arrival), changes: { own: reply.state } }
        : { ...turn, ...inOwn(reply, press, delivery, exchanges, library, today) };
  }
}

/** The turn as it is told when nothing of it can be kept: what is worth nothing then is not done, and the rest says so. */
export function unkept(turn: Turn): Turn {
  if (turn.place === 'nowhere') return turn;
  const told = { ...turn, changes: {}, notes: [] };
  switch (turn.intent.type) {
    case 'feedback':
    case 'reason':
    case 'pass-on':
    case 'decided':
    case 'challenged':
    case 'quiet':
    case 'listen':
    case 'reset':
      return { ...told, card: sentenceCard(SENTENCES.notKept, false) };
    case 'stale':
      return { ...told, card: sentenceCard(SENTENCES.cannotRecall, false) };
  }
  if (turn.place === 'share' || turn.place === 'form') return told;
  const { elements } = turn.card;
  const end = elements.findLastIndex(({ type }) => type !== 'buttons') + 1;
  const note = { type: 'note', text: SENTENCES.notRemembered } as const;
  return { ...told, card: { elements: [...elements.slice(0, end), note, ...elements.slice(end)] } };
}

/** Which exchanges a delivery reads or changes; the other one may be left out. */
export function exchangesNeeded({ arrival, content }: Delivery): { readonly open: boolean; readonly own: boolean } {
  const isOwn = isInOwn(arrival, content);
  return {
    open: !isOwn,
    own: isOwn || (arrival.type === 'press' && (arrival.on === 'public' || arrival.on === 'direct')),
  };
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

/** Whether a press answers "Did you mean", which choice a project is about, a question of a verdict, or the one need that would settle a close call. */
function answersQuestion(press: Press | undefined, state: ThreadState): boolean {
  if (press?.type === 'need')
    return press.criterion === state.settles?.criterion && press.verdict === newestVerdict(state);
  if (press?.type === 'verdict') return state.verdictsOffered?.includes(press.verdict) === true;
  return ANSWERS.has(press?.type);
}

/** Presses that answer what the bot asked. */
const ANSWERS: ReadonlySet<Press['type'] | undefined> = new Set(['meant', 'none-of-these', 'choice', 'decide']);

/** A private reply to a press on a card for everybody: it goes on in the person's own exchange, with the verdict it is about. */
function inOwn(
  reply: Reply,
  press: Press | undefined,
  { arrival, thread, own: ownThread }: Delivery,
  { open, own }: Exchanges,
  library: Library,
  today: string,
): Partial<Turn> {
  // Where nobody else is, a platform may keep one exchange only.
  const isOneExchange = thread === ownThread;
  switch (reply.intent.type) {
    case 'quiet':
    case 'listen':
      return { changes: { open: reply.state } };
    case 'feedback':
    case 'why-answer': {
      const knowing = press && !isOneExchange ? knowingAsked(press, open, own) : own;
      return knowing === own ? {} : { changes: { own: knowing } };
    }
    case 'reason':
    case 'challenged':
    case 'pass-on':
    case 'decided':
    case 'stale':
      return {};
  }
  if (!press) return {};
  const copied = copyVerdict(press, open, knowingAsked(press, open, own));
  const again = respond({ content: { type: 'press', id: encodePress(copied.press) } }, copied.own, library, today);
  // What is noted is about the words that stand in the thread.
  return { ...again, ...shareable(again, arrival), notes: reply.notes, changes: { own: again.state } };
}

/** The person's own exchange, with the words that led to the answer that is pressed. */
function knowingAsked(press: Press, { asked, suggestions }: ThreadState, own: ThreadState): ThreadState {
  if (!asked || !('entry' in press)) return own;
  const isMeant = press.type === 'meant' && suggestions.includes(`${press.pack}/${press.entry}`);
  return isMeant || asked.entry === press.entry ? { ...own, asked } : own;
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
  const pack = verdictPack(open, press.verdict);
  const isCopied = verdictPack(own, newestVerdict(own)) === pack && JSON.stringify(newest) === JSON.stringify(brief);
  const copied = isCopied ? own : withBrief(own, brief, pack);
  return { press: { ...press, verdict: newestVerdict(copied) }, own: copied };
}

/** What a private card shows, once more and for everybody. It starts a thread that knows this and nothing else of the person's own. */
function share(
  of: Showing,
  { person, at }: Delivery,
  own: ThreadState,
  library: Library,
  today: string,
): Turn | undefined {
  const reply = respond({ content: { type: 'press', id: encodePress(of) } }, forSharing(of, own), library, today);
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
    ? withBrief({ ...EMPTY_THREAD, verdicts: { first: of.verdict, briefs: [] } }, brief, verdictPack(own, of.verdict))
    : EMPTY_THREAD;
}

/** The card with a button that shares it, where there is somebody to share it with. */
function shareable({ card, intent, state, trace }: Reply, arrival: Arrival): { readonly card: Card } {
  const isAlone = arrival.type === 'press' && (arrival.on === 'page' || arrival.on === 'direct');
  // A question to the person is of no use to the others.
  const of = isAlone || trace.verdict?.kind === 'ask' ? undefined : showing(intent, state, trace.pack);
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
    case 'what-if':
      return undefined;
    case 'topics':
      return intent.topic === undefined ? { type: 'topics' } : { type: 'topic', pack, topic: intent.topic };
    case 'feedback':
    case 'reason':
    case 'why-answer':
    case 'pass-on':
    case 'decided':
    case 'challenge':
    case 'challenged':
    case 'clarify':
    case 'which-pack':
    case 'out-of-scope':
    case 'none-of-these':
    case 'stale':
    case 'reset':
    case 'describe':
    case 'weights':
    case 'suppose-words':
    case 'no-weights':
    case 'quiet':
    case 'listen':
    case 'page':
    case 'help':
    case 'greeting':
    case 'thanks':
      return undefined;
  }
}

/** The first verdict before everybody says how to go on: words that only add to it are not overheard. */
function withHint({ elements }: Card): Card {
  const hint: Element = { type: 'note', text: SENTENCES.laterWords };
  const at = elements.findLastIndex(({ type }) => type !== 'buttons') + 1;
  return { elements: [...elements.slice(0, at), hint, ...elements.slice(at)] };
}

function withButtons(card: Card, extra: readonly Button[]): Card {
  return extra.length === 0 ? card : { elements: [...card.elements, buttons(extra)] };
}
