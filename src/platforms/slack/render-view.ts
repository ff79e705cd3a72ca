import type { types } from '@slack/bolt';
import type { Card } from '../../core/card.ts';
import { PLATFORM_SENTENCES } from '../wording.ts';
import { encodeOpened, type Origin } from './exchanges.ts';
import {
  MAX_ACTIONS_ELEMENTS,
  MAX_BUTTON_TEXT_CHARS,
  MAX_PLACEHOLDER_CHARS,
  MAX_VIEW_BLOCKS,
  MAX_VIEW_BLOCKS_CHARS,
  MAX_VIEW_WORD_CHARS,
} from './limits.ts';
import { renderCard } from './render.ts';
import { viewText } from './render-form.ts';

/** The action_id of the button that leads back to where the home tab begins. */
export const HOME_ACTION = 'home';

/** A card as a modal, in which its buttons work as where it was opened from. */
export function renderModal(card: Card, origin: Origin): types.ModalView {
  return {
    type: 'modal',
    private_metadata: encodeOpened({ origin, form: undefined }),
    title: viewText(PLATFORM_SENTENCES.name, MAX_VIEW_WORD_CHARS),
    close: viewText(PLATFORM_SENTENCES.close, MAX_VIEW_WORD_CHARS),
    blocks: viewBlocks(card),
  };
}

/** A card as a home tab; one that is not its start ends with the way back there. */
export function renderHome(card: Card, isStart: boolean): types.HomeView {
  const back: types.KnownBlock = {
    type: 'actions',
    elements: [
      { type: 'button', action_id: HOME_ACTION, text: viewText(PLATFORM_SENTENCES.back, MAX_PLACEHOLDER_CHARS) },
    ],
  };
  return { type: 'home', blocks: isStart ? viewBlocks(card) : [...viewBlocks(withoutTopics(card)), back] };
}

/** The way back leads to the topics too, and to more. */
function withoutTopics({ elements }: Card): Card {
  return {
    elements: elements.map((element) =>
      element.type === 'buttons'
        ? { ...element, buttons: element.buttons.filter(({ press }) => press.type !== 'topics') }
        : element,
    ),
  };
}

/** The blocks of a message, with buttons in place of what only messages take, and of menus: a view has room. */
function viewBlocks(card: Card): types.KnownBlock[] {
  // One block is the way back.
  const { blocks } = renderCard(card, { chars: MAX_VIEW_BLOCKS_CHARS, blocks: MAX_VIEW_BLOCKS - 1 });
  return blocks.map((block) => {
    switch (block.type) {
      case 'context_actions':
        return { type: 'actions', elements: block.elements.flatMap(thumbs) };
      case 'actions':
        return { ...block, elements: block.elements.flatMap(unfolded) };
    }
    return block;
  });
}

function thumbs(element: types.ContextActionsBlock['elements'][number]): types.Button[] {
  if (element.type !== 'feedback_buttons') return [];
  const { action_id: action = '', positive_button: up, negative_button: down } = element;
  return [
    { type: 'button', action_id: `${action}:up`, text: up.text, value: up.value },
    { type: 'button', action_id: `${action}:down`, text: down.text, value: down.value },
  ];
}

type Pressable = types.ActionsBlock['elements'][number];

function unfolded(element: Pressable): Pressable[] {
  if (element.type !== 'static_select') return [element];
  const { action_id: action = '', options = [] } = element;
  if (options.length > MAX_ACTIONS_ELEMENTS) return [element];
  return options.map(({ text, value = '' }, index): types.Button => {
    return {
      type: 'button',
      action_id: `${action}:${index}`,
      text: viewText(text.text, MAX_BUTTON_TEXT_CHARS),
      value,
    };
  });
}
