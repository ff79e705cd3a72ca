import { z } from 'zod';

const words = z.string().max(40_000);
const id = z.string().min(1).max(300);
const choice = z.union([words, z.array(words)]);
const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), channel: id, ts: id }),
  z.strictObject({ kind: z.literal('view'), id }),
]);
const element = { target, block: id, action: id };
const optionValue = z.union([words, z.number(), z.boolean()]);

const slack = z.discriminatedUnion('do', [
  z.strictObject({
    on: z.literal('slack'),
    as: id,
    do: z.literal('send'),
    channel: id,
    thread: id.optional(),
    text: words,
  }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('command'), channel: id, line: words }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('press'), ...element, value: words }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('choose'), ...element, choice }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('suggest'), ...element, query: words }),
  z.strictObject({
    on: z.literal('slack'),
    as: id,
    do: z.literal('submit'),
    view: id,
    filled: z.array(z.strictObject({ block: id, action: id, choice })),
  }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('close') }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('shortcut'), name: id, channel: id, ts: id }),
  z.strictObject({ on: z.literal('slack'), as: id, do: z.literal('open'), tab: z.enum(['home', 'messages']) }),
]);

const discord = z.discriminatedUnion('do', [
  z.strictObject({
    on: z.literal('discord'),
    as: id,
    do: z.literal('send'),
    channel: id,
    replyTo: id.optional(),
    text: words,
  }),
  z.strictObject({
    on: z.literal('discord'),
    as: id,
    do: z.enum(['command', 'suggest']),
    channel: id,
    line: id,
    values: z.record(z.string(), optionValue),
  }),
  z.strictObject({ on: z.literal('discord'), as: id, do: z.literal('press'), message: id, customId: id }),
  z.strictObject({
    on: z.literal('discord'),
    as: id,
    do: z.literal('choose'),
    message: id,
    customId: id,
    values: z.array(words),
  }),
  z.strictObject({ on: z.literal('discord'), as: id, do: z.literal('menu'), message: id, command: id }),
  z.strictObject({ on: z.literal('discord'), as: id, do: z.literal('dismiss'), message: id }),
  z.strictObject({ on: z.literal('discord'), as: id, do: z.literal('thread'), message: id, name: id }),
  z.strictObject({
    on: z.literal('discord'),
    as: id,
    do: z.literal('submit'),
    modal: id,
    values: z.record(z.string(), choice),
  }),
  z.strictObject({ on: z.literal('discord'), as: id, do: z.literal('close') }),
]);

const page = z.discriminatedUnion('do', [
  z.strictObject({
    on: z.literal('tour'),
    do: z.literal('play'),
    file: id,
    paceMs: z.int().min(0).max(60_000).optional(),
  }),
  z.strictObject({ on: z.literal('tour'), do: z.literal('stop') }),
  z.strictObject({ on: z.literal('bot'), do: z.enum(['kill', 'start']) }),
  z.strictObject({
    on: z.literal('chaos'),
    do: z.enum(['disconnect', 'duplicate', 'delay', 'limit']),
    platform: z.enum(['slack', 'discord']),
  }),
]);

/** What somebody does on the page; anything else is refused. */
export const gestureSchema = z.union([slack, discord, page]);

export type Gesture = z.infer<typeof gestureSchema>;
export type SlackGesture = z.infer<typeof slack>;
export type DiscordGesture = z.infer<typeof discord>;
export type Chaos = Extract<z.infer<typeof page>, { readonly on: 'chaos' }>;
