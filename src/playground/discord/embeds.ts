import { z } from 'zod';
import { address, list, text } from './fields.ts';
import * as limits from './limits.ts';
import type { Problem } from './refusals.ts';

const CHARS = limits.MAX_EMBED_CHARS;
const link = address(limits.MAX_MEDIA_URL_CHARS, ['http://', 'https://', 'attachment://']).nullish();
const picture = z
  .object({ url: address(limits.MAX_MEDIA_URL_CHARS, ['http://', 'https://', 'attachment://']) })
  .nullish();

const embed = z.object({
  title: text(0, CHARS.title).nullish(),
  description: text(0, CHARS.description).nullish(),
  url: link,
  timestamp: z.string().nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: text(1, CHARS.footer), icon_url: link }).nullish(),
  image: picture,
  thumbnail: picture,
  author: z.object({ name: text(1, CHARS.author), url: link, icon_url: link }).nullish(),
  fields: list(
    z.object({
      name: text(1, CHARS.fieldName),
      value: text(1, CHARS.fieldValue),
      inline: z.boolean().nullish(),
    }),
    0,
    limits.MAX_EMBED_FIELDS,
  ).nullish(),
});

/** A rich embed. */
export type Embed = z.infer<typeof embed>;

/** The embeds of a message. */
export const embeds = list(embed, 0, limits.MAX_EMBEDS);

/** What is wrong with embeds taken together. */
export function checkEmbeds(all: readonly Embed[]): Problem[] {
  const chars = all.flatMap(embedTexts).reduce((sum, one) => sum + one.length, 0);
  if (chars <= limits.MAX_EMBED_TOTAL_CHARS) return [];
  const message = `Embed size exceeds maximum size of ${limits.MAX_EMBED_TOTAL_CHARS}`;
  return [{ path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message }];
}

/** The texts of an embed in the order in which they are shown. */
export function embedTexts(one: Embed): string[] {
  return [
    one.author?.name,
    one.title,
    one.description,
    ...(one.fields ?? []).flatMap(({ name, value }) => [name, value]),
    one.footer?.text,
  ].filter((part): part is string => typeof part === 'string');
}
