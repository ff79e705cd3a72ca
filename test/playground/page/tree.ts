import type { ComponentChildren } from 'preact';

/** The words of a drawn tree, in order. */
export function wordsOf(tree: ComponentChildren): string {
  if (Array.isArray(tree)) return tree.map(wordsOf).join('');
  if (typeof tree === 'string' || typeof tree === 'number') return String(tree);
  return isNode(tree) ? wordsOf(tree.props.children) : '';
}

/** Every element of a drawn tree with one of its attributes, in order. */
export function attributes(tree: ComponentChildren, name: string): string[] {
  if (Array.isArray(tree)) return tree.flatMap((one) => attributes(one, name));
  if (!isNode(tree)) return [];
  const own = tree.props[name];
  return [...(own === undefined || own === null ? [] : [String(own)]), ...attributes(tree.props.children, name)];
}

/** The names of all elements of a drawn tree. */
export function tagsOf(tree: ComponentChildren): string[] {
  if (Array.isArray(tree)) return tree.flatMap(tagsOf);
  return isNode(tree) ? [String(tree.type), ...tagsOf(tree.props.children)] : [];
}

type Node = {
  readonly type: unknown;
  readonly props: Readonly<Record<string, unknown>> & { readonly children?: ComponentChildren };
};

function isNode(tree: unknown): tree is Node {
  return typeof tree === 'object' && tree !== null && 'props' in tree && 'type' in tree;
}
