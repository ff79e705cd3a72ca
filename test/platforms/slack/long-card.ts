import type { Bot } from '../../../src/bot.ts';
import type { Card } from '../../../src/core/card.ts';

/** More lines than a message has room for. */
export const LINES = Array.from(
  { length: 600 },
  (_, index) => `Line ${index} of a long answer that does not end soon.`,
);

/** Every answer of the bot with a very long card in it. */
export function long(count: number) {
  const card: Card = {
    elements: [
      { type: 'heading', text: 'Long' },
      ...LINES.slice(0, count).map((text) => ({ type: 'note', text }) as const),
      { type: 'buttons', buttons: [{ label: 'More', press: { type: 'help' }, style: 'plain' }] },
    ],
  };
  return (bot: Bot): Partial<Bot> => ({
    handle: async (delivery, commit) => {
      const turn = await bot.handle(delivery, commit && ((made, left) => commit({ ...made, card }, left)));
      return turn && { ...turn, card };
    },
  });
}
