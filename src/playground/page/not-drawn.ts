import { type ComponentChildren, h } from 'preact';

/** What cannot be drawn is there to be seen, with all that was sent. */
export function notDrawn(type: string, whole: unknown): ComponentChildren {
  return h(
    'div',
    { class: 'not-drawn', 'data-not-drawn': type },
    h('strong', null, `Not drawn: ${type}`),
    h('pre', { tabIndex: 0 }, JSON.stringify(whole, undefined, 2)),
  );
}
