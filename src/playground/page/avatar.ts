import { type ComponentChildren, h } from 'preact';

/** A letter in place of a picture, always in the same colour for the same name. */
export function avatar(name: string, isApp: boolean): ComponentChildren {
  const colour = isApp ? 'app' : `tone-${(name.codePointAt(0) ?? 0) % TONES}`;
  return h('span', { class: `avatar ${colour}`, 'aria-hidden': true }, isApp ? 'Vs' : name.slice(0, 1));
}

/** How many colours there are. */
const TONES = 5;

/** Hours and minutes where the reader is. */
export function clock(atMs: number): string {
  return new Date(atMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
