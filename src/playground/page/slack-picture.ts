import type { ImageElement } from '@slack/types';
import { type ComponentChildren, h } from 'preact';
import { link } from './markup.ts';

/** A picture: one that was uploaded is shown; one from elsewhere is named, because the page loads nothing from elsewhere. */
export function drawPicture(
  image: Pick<ImageElement, 'alt_text'> & ({ readonly image_url?: string } | { readonly slack_file?: object }),
): ComponentChildren {
  const file =
    'slack_file' in image && image.slack_file && 'id' in image.slack_file ? String(image.slack_file.id) : undefined;
  if (file !== undefined) return h('img', { src: `/files/slack/${encodeURIComponent(file)}`, alt: image.alt_text });
  const address = 'image_url' in image ? (image.image_url ?? '') : '';
  return h('span', { class: 'picture' }, link(address, `Picture: ${image.alt_text}`));
}
