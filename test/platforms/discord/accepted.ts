import type {
  InteractionEditReplyOptions,
  InteractionReplyOptions,
  InteractionUpdateOptions,
  MessageCreateOptions,
} from 'discord.js';
import { expect } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { type RenderedCard, renderCard } from '../../../src/platforms/discord/render.ts';
import { parseMessageBody } from '../../../src/playground/discord/message-body.ts';

/** What a message can be sent as. */
type Sendable = MessageCreateOptions & InteractionReplyOptions & InteractionEditReplyOptions & InteractionUpdateOptions;

type Inside = RenderedCard['message']['components'][0]['components'][number];

/** The card, rendered, once the local server has taken it; `inside` is what the container holds. */
export function accepted(
  card: Card,
): RenderedCard & { readonly inside: readonly Inside[]; readonly texts: readonly string[] } {
  const rendered = renderCard(card);
  const sendable: Pick<Sendable, 'flags' | 'components' | 'allowedMentions'> = rendered.message;
  const body = JSON.parse(
    JSON.stringify({
      flags: sendable.flags,
      components: sendable.components,
      allowed_mentions: { parse: [], replied_user: false },
    }),
  );
  const parsed = parseMessageBody(body);
  expect(parsed, JSON.stringify(parsed).slice(0, 500)).not.toHaveProperty('refusedWith');
  const inside = rendered.message.components[0].components;
  const texts = inside.flatMap((one) => ('content' in one ? [one.content] : []));
  const bytes = texts.reduce((sum, one) => sum + Buffer.byteLength(one) + 12, 0);
  expect(bytes).toBeLessThanOrEqual(10_000);
  expect(inside.length).toBeGreaterThan(0);
  return { ...rendered, inside, texts };
}

/** The rows as they are shown: labels of buttons, or of a select's options in braces. */
export function shownRows(inside: readonly Inside[]): string[][] {
  return inside.flatMap((one) => {
    if (!('components' in one) || 'accessory' in one) return [];
    return [
      one.components.flatMap((component) =>
        'options' in component
          ? [`{${component.placeholder}} ${component.options.map(({ label }) => label).join(', ')}`]
          : 'label' in component
            ? [component.label ?? '']
            : [],
      ),
    ];
  });
}

/** The custom ids of all buttons, in order. */
export function shownIds(inside: readonly Inside[]): string[] {
  return inside.flatMap((one) => {
    if (!('components' in one) || 'accessory' in one) return [];
    return one.components.flatMap((component) => ('custom_id' in component ? [component.custom_id] : []));
  });
}
