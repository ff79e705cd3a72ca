import type {
  APIComponentInContainer,
  APIContainerComponent,
  APIMediaGalleryComponent,
  APITextDisplayComponent,
  MessageFlags,
} from 'discord.js';
import type { Card, Element } from '../../core/card.ts';
import type { Picture } from '../platform.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { SHARED_CONTAINER_ID } from './facts.ts';
import { textBytes } from './limits.ts';
import { noteLines, shownLines } from './lines.ts';
import { type CardMessage, type Room, renderCard } from './render.ts';

/** A card as discord.js posts, replies and edits with it, the rest of a long one as a file. */
export type OutgoingMessage = {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly [APIContainerComponent];
  readonly allowedMentions: CardMessage['allowedMentions'];
  readonly files: readonly { readonly name: string; readonly attachment: Buffer }[];
};

/** What goes with a card into its message. */
export type MessageOptions = {
  /** Whether files may be sent there; without them a long card is cut with its mark alone. */
  readonly mayAttach: boolean;
  /** The name of who puts it before everybody. */
  readonly sharedBy?: string | undefined;
  /** The picture of its scoreboard, where files may be sent. */
  readonly picture?: Picture | undefined;
  /** The id of its container, by which it is known again: a sign of its operation, or that it was shared. */
  readonly mark?: number | undefined;
  /** Small print of the platform, below the card. */
  readonly notes?: readonly string[];
  /** Small print of the platform, above the card. */
  readonly lead?: string | undefined;
};

/** The card as a message. */
export function messageOf(
  card: Card,
  { mayAttach, sharedBy, picture, mark, lead, notes = [] }: MessageOptions,
): OutgoingMessage {
  const id = sharedBy === undefined ? mark : SHARED_CONTAINER_ID;
  const above = [lead, sharedBy === undefined ? undefined : `${PLATFORM_SENTENCES.sharedBy} ${sharedBy}`];
  const below = notes.map((note) => smallPrint(note));
  const drawn = mayAttach ? picture : undefined;
  const shown = drawn ? [galleryOf(drawn)] : [];
  const { message, overflow } = renderCard(
    { elements: [...above.flatMap(noteOf), ...card.elements] },
    roomOf(below, shown.length),
  );
  const [container] = message.components;
  const rest = overflow === undefined ? [] : mayAttach ? REST : REST_LEFT_OUT;
  return {
    flags: message.flags,
    components: [
      {
        ...(id === undefined ? {} : { id }),
        ...container,
        components: [...container.components, ...shown, ...rest, ...below],
      },
    ],
    allowedMentions: { parse: [], repliedUser: false },
    files: [
      ...(drawn ? [{ name: PLATFORM_SENTENCES.pictureFile, attachment: Buffer.from(drawn.png) }] : []),
      ...(overflow !== undefined && mayAttach
        ? [{ name: PLATFORM_SENTENCES.restFile, attachment: Buffer.from(overflow) }]
        : []),
    ],
  };
}

/** The message of one sentence of the platform's own. */
export function sentenceMessage(text: string, mark?: number): OutgoingMessage {
  return messageOf(
    { elements: [{ type: 'prose', prose: [{ type: 'paragraph', spans: [{ type: 'text', text }] }] }] },
    { mayAttach: false, mark },
  );
}

/** What stands below a card whose rest is in a file; the renderer keeps room for it. */
const REST: readonly APIComponentInContainer[] = [
  smallPrint(PLATFORM_SENTENCES.rest),
  { type: 13, file: { url: `attachment://${PLATFORM_SENTENCES.restFile}` } },
];

/** What stands there where no file may be sent; not longer than what the renderer keeps room for. */
const REST_LEFT_OUT: readonly APIComponentInContainer[] = [
  smallPrint('The rest is left out: I may not send files here.'),
];

function noteOf(text: string | undefined): Element[] {
  return text === undefined ? [] : [{ type: 'note', text }];
}

function smallPrint(text: string): APITextDisplayComponent {
  return { type: 10, content: shownLines(noteLines(text)) };
}

/** What Discord takes as the words of a picture. */
const MAX_ALT_CHARS = 1024;

function galleryOf({ alt }: Picture): APIMediaGalleryComponent {
  const description = alt.length > MAX_ALT_CHARS ? `${alt.slice(0, MAX_ALT_CHARS - 1)}…` : alt;
  return { type: 12, items: [{ media: { url: `attachment://${PLATFORM_SENTENCES.pictureFile}` }, description }] };
}

function roomOf(texts: readonly APITextDisplayComponent[], pictures: number): Room {
  return {
    components: texts.length + pictures,
    chars: texts.reduce((sum, { content }) => sum + content.length, 0),
    bytes: texts.reduce((sum, { content }) => sum + textBytes(content), 0),
  };
}
