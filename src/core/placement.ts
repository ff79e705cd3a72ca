import type { Arrival, Surface } from './delivery.ts';
import type { Intent } from './intent.ts';

/** Where a reply goes. Each platform has its own best way to each. */
export type Place =
  /** The bot says nothing. */
  | 'nowhere'
  /** For everybody there: in the thread of the message, under it where there is none yet; in the direct conversation. */
  | 'here'
  /** To the person alone. */
  | 'private'
  /** The private card that was pressed becomes the reply. */
  | 'replace'
  /** The card that was pressed becomes the reply, for everybody. */
  | 'edit'
  /** For everybody in the place where the person alone saw it; the private card says so. */
  | 'share'
  /** A form opens. */
  | 'form';

/** How long somebody who was answered is listened to without a mention. */
export const LISTENING_MS = 10 * 60 * 1000;

/** All that the place of a reply depends on. */
export type Situation = {
  readonly arrival: Arrival;
  readonly intent: Intent['type'];
  /** The press answers what the bot asked: "Did you mean", or the question of a verdict. */
  readonly answersQuestion: boolean;
  /** The person is the one whom the bot answered last in this thread. */
  readonly isAsker: boolean;
  /** Milliseconds since that answer. */
  readonly sinceAnsweredMs: number;
  /** The words found an answer in the answer zone. */
  readonly isSure: boolean;
  /** The thread was switched to answers on mention only. */
  readonly isQuiet: boolean;
};

/** Whether the bot speaks and where: the one table for all platforms. A share of what can be shared is placed before this. */
export function placeReply(situation: Situation): Place {
  const { arrival } = situation;
  switch (arrival.type) {
    case 'mention':
    case 'direct':
      return 'here';
    case 'command':
    case 'about':
      return 'private';
    case 'overheard':
      return isAddressed(situation, arrival.mentionsOthers) ? 'here' : 'nowhere';
    case 'press':
      return placeOfPress(situation, arrival.on);
  }
}

function isAddressed({ isAsker, sinceAnsweredMs, isSure, isQuiet }: Situation, mentionsOthers: boolean): boolean {
  return isAsker && sinceAnsweredMs <= LISTENING_MS && isSure && !isQuiet && !mentionsOthers;
}

/** Intents that open a form. */
const FORMS: ReadonlySet<Intent['type']> = new Set(['describe', 'challenge', 'weights', 'suppose-words']);
/** Intents whose reply is a word to the person, beside the card that was pressed. */
const ASIDES: ReadonlySet<Intent['type']> = new Set([
  'feedback',
  'reason',
  'challenged',
  'pass-on',
  'decided',
  'stale',
  'quiet',
  'listen',
]);

function placeOfPress({ intent, answersQuestion, isAsker }: Situation, on: Surface): Place {
  if (FORMS.has(intent)) return 'form';
  if (on === 'page') return 'replace';
  // The card that asks for the reason has done its work.
  if (intent === 'reason' && on === 'private') return 'replace';
  if (ASIDES.has(intent)) return 'private';
  switch (on) {
    case 'private':
      return 'replace';
    case 'direct':
      return answersQuestion ? 'edit' : 'here';
    case 'public':
      return answersQuestion && isAsker ? 'edit' : 'private';
  }
}
