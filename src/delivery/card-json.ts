import * as z from 'zod';
import type { Card, Element } from '../core/card.ts';
import type { Json } from '../core/json.ts';
import { decodePress, encodePress, type Press } from '../core/press.ts';

/** A card as the outbox keeps it; its buttons are kept by their ids, which later versions can read. */
export function cardToJson({ elements }: Card): Json {
  return { elements: elements.map(elementToJson) };
}

/** Reads it again. A button of which nobody knows any more what it does is left out. */
export const cardSchema: z.ZodType<Card> = z.lazy(() => z.object({ elements: z.array(elementSchema) }));

function elementToJson(element: Element): Json {
  switch (element.type) {
    case 'heading':
    case 'note':
    case 'prose':
    case 'bars':
    case 'scoreboard':
    case 'facts':
      return element;
    case 'references': {
      const references = element.references.map(({ label, address, detail }) => ({
        label,
        address: address ?? null,
        detail,
      }));
      return { type: 'references', references };
    }
    case 'buttons': {
      const buttons = element.buttons.map(({ label, style, press }) => ({ label, style, id: encodePress(press) }));
      return { type: 'buttons', buttons };
    }
  }
}

const spans = z.array(z.object({ type: z.enum(['text', 'strong', 'code']), text: z.string() }));
const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('paragraph'), spans }),
  z.object({ type: z.literal('list'), items: z.array(spans) }),
]);
const scoreboard = z.object({
  options: z.array(z.string()),
  totals: z.array(z.number()),
  rows: z.array(z.object({ label: z.string(), values: z.array(z.number()) })),
});
const button = z.object({ label: z.string(), style: z.enum(['primary', 'plain', 'quiet']), id: z.string() });
const reference = z.object({ label: z.string(), address: z.string().nullable(), detail: z.string() });

const elementSchema: z.ZodType<Element> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heading'), text: z.string() }),
  z.object({ type: z.literal('prose'), prose: z.array(block) }),
  z.object({
    type: z.literal('bars'),
    bars: z.array(z.object({ label: z.string(), value: z.number(), share: z.number() })),
  }),
  z.object({ type: z.literal('scoreboard'), board: scoreboard }),
  z.object({ type: z.literal('facts'), rows: z.array(z.object({ label: z.string(), text: z.string() })) }),
  z.object({
    type: z.literal('references'),
    references: z.array(reference.transform(({ address, ...rest }) => ({ ...rest, address: address ?? undefined }))),
  }),
  z.object({ type: z.literal('note'), text: z.string() }),
  z.object({
    type: z.literal('buttons'),
    buttons: z.array(button).transform((all) =>
      all.flatMap(({ label, style, id }) => {
        const press: Press | undefined = decodePress(id);
        return press ? [{ label, style, press }] : [];
      }),
    ),
  }),
]);
