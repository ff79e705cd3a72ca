import type { Origin } from './exchanges.ts';

/** How an answer gets back to where a delivery came from. */
export type Way = WayOfWords | WayOfReply | WayOfCard | WayOfModal | WayOfHome | WayOfForm;

/** The way of what is answered at once. */
export type WayBack = Exclude<Way, WayOfWords>;

/** Words in a channel or in a direct conversation: the answer goes into the thread under them. */
export type WayOfWords = {
  readonly type: 'words';
  readonly channel: string;
  /** The ts of the thread's first message. */
  readonly thread: string;
  /** The ts of the words. */
  readonly ts: string;
  readonly person: string;
  readonly isDirect: boolean;
  /** A message with a mention, of which Slack tells in an event of its own as well. */
  readonly isEcho: boolean;
};

/** A command, or a shortcut on a message: nothing stands there yet that could be replaced. */
export type WayOfReply = {
  readonly type: 'command' | 'shortcut';
  readonly thread: string | undefined;
  readonly responseUrl: string;
};

/** A press on a card in a message. */
export type WayOfCard = {
  readonly type: 'card';
  readonly origin: Origin & { readonly responseUrl: string };
  /** The ts of the message with the card. */
  readonly ts: string;
  /** Opens a form within three seconds. */
  readonly trigger: string;
  /** The name of the person, as others know it. */
  readonly name: string;
};

/** A press on a card in a modal. */
export type WayOfModal = {
  readonly type: 'modal';
  readonly origin: Origin;
  readonly view: string;
  readonly hash: string;
  readonly trigger: string;
  readonly name: string;
};

/** The home tab of a person: opened, or pressed in; then it has a hash and a trigger. */
export type WayOfHome = {
  readonly type: 'home';
  readonly origin: Origin;
  readonly person: string;
  readonly hash: string | undefined;
  readonly trigger: string | undefined;
  /** Whether it shows the page it begins with. */
  readonly isStart: boolean;
};

/** A form that was handed in. */
export type WayOfForm = { readonly type: 'form'; readonly origin: Origin; readonly view: string };
