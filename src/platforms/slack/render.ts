import type { types } from '@slack/bolt';
import { type Card, type Element, plainCard } from '../../core/card.ts';
import { drawElement, MARK } from './draw.ts';
import { plainCharacters } from './escape.ts';
import { fallbackText, questionOf } from './fallback.ts';
import { MAX_BLOCKS, MAX_BLOCKS_CHARS, MAX_BUTTONS_CHARS } from './limits.ts';
import { shorten, showsCut, unitsOf } from './shorten.ts';

/** What a message of ours says, for any method that takes blocks. */
export type SlackMessage = {
  /** For notifications and screen readers; the blocks are what is seen. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  /** Everything that was cut or left out, whole and in order, as plain text for a file; undefined when nothing was. */
  readonly overflow: string | undefined;
};

/** An element of the card at its position; `isAsked` marks the heading that only repeats the question. */
type Piece = { readonly element: Element; readonly position: number; readonly isAsked: boolean };

/** What a piece became; `isWhole` is false when part of it is missing. */
type Placed = { readonly blocks: readonly types.KnownBlock[]; readonly isWhole: boolean };

/** What there is room for: characters of serialized blocks, and blocks. */
export type Room = { readonly chars: number; readonly blocks: number };

const MESSAGE_ROOM: Room = { chars: MAX_BLOCKS_CHARS, blocks: MAX_BLOCKS };

/**
 * The card as a Slack message, within every limit; a view has more room. A card that is too long keeps its buttons, is cut at its end with "…",
 * and what is missing stands in `overflow`.
 */
export function renderCard(card: Card, whole: Room = MESSAGE_ROOM): SlackMessage {
  const asked = questionOf(card);
  const pieces = card.elements.map((element, position): Piece => ({ element, position, isAsked: element === asked }));
  const [buttons, said] = [pieces.filter(isButtons), pieces.filter((piece) => !isButtons(piece))];
  // Each of the two may end in one mark; the rest of the room is theirs.
  const room = less({ chars: whole.chars - '[]'.length, blocks: whole.blocks }, [MARK, MARK]);
  const placed = place(buttons, { ...room, chars: Math.min(room.chars, MAX_BUTTONS_CHARS) });
  const taken = [...placed.values()].flatMap(({ blocks }) => blocks.filter((block) => block !== MARK));
  for (const [piece, one] of place(said, less(room, taken))) placed.set(piece, one);

  const missing = pieces.filter((piece) => placed.get(piece)?.isWhole !== true).map(({ element }) => element);
  return {
    text: fallbackText(card),
    blocks: pieces.flatMap((piece) => placed.get(piece)?.blocks ?? []),
    overflow: missing.length === 0 ? undefined : missing.map(plainElement).join('\n\n'),
  };
}

/** Places pieces in order as long as there is room; the first that is too long is cut, and those after it are left out. */
function place(pieces: readonly Piece[], room: Room): Map<Piece, Placed> {
  const placed = new Map<Piece, Placed>();
  let left = room;
  for (const piece of pieces) {
    const whole = drawElement(piece.element, piece.position, piece.isAsked);
    if (!fits(whole.blocks, left)) {
      placed.set(piece, { blocks: cut(piece, left), isWhole: false });
      break;
    }
    placed.set(piece, whole);
    left = less(left, whole.blocks);
  }
  return placed;
}

/** As much of a piece as there is room for, and a mark where it does not show by itself that it was cut. */
function cut({ element, position, isAsked }: Piece, room: Room): types.KnownBlock[] {
  const drawn = (units: number) => (units === 0 ? [] : drawElement(shorten(element, units), position, isAsked).blocks);
  let [least, most] = [0, unitsOf(element) - 1];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(drawn(middle), room)) least = middle;
    else most = middle - 1;
  }
  const blocks = drawn(least);
  return blocks.length > 0 && showsCut(element) ? [...blocks] : [...blocks, MARK];
}

function fits(blocks: readonly types.KnownBlock[], room: Room): boolean {
  const { chars, blocks: count } = less(room, blocks);
  return chars >= 0 && count >= 0;
}

function less(room: Room, blocks: readonly types.KnownBlock[]): Room {
  const chars = blocks.reduce((total, block) => total + JSON.stringify(block).length + ','.length, 0);
  return { chars: room.chars - chars, blocks: room.blocks - blocks.length };
}

function isButtons({ element }: Piece): boolean {
  return element.type === 'buttons';
}

/** Buttons cannot be pressed in a file, so there they are only named. */
function plainElement(element: Element): string {
  const plain =
    element.type === 'buttons'
      ? element.buttons.map(({ label }) => `- ${label}`).join('\n')
      : plainCard({ elements: [element] });
  return plain.split('\n').map(plainCharacters).join('\n');
}
