import { type ComponentChildren, h } from 'preact';

type Alignment = 'left' | 'center' | 'right';

/** Rows of cells, the first one their headings. */
export function drawTable(
  rows: readonly (readonly ComponentChildren[])[],
  {
    caption,
    settings = [],
    headColumn,
  }: {
    readonly caption?: string;
    readonly settings?: readonly ({ readonly align?: Alignment | undefined } | null | undefined)[] | undefined;
    readonly headColumn?: number | undefined;
  },
): ComponentChildren {
  const [head = [], ...body] = rows;
  const align = (index: number) => settings[index]?.align ?? 'left';
  return h(
    'div',
    { class: 'table', tabIndex: 0, role: 'group', 'aria-label': caption ?? 'Table' },
    h(
      'table',
      null,
      caption && h('caption', null, caption),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          head.map((cell, index) => h('th', { scope: 'col', class: align(index) }, cell)),
        ),
      ),
      h(
        'tbody',
        null,
        body.map((row) =>
          h(
            'tr',
            null,
            row.map((cell, index) =>
              index === headColumn
                ? h('th', { scope: 'row', class: align(index) }, cell)
                : h('td', { class: align(index) }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
