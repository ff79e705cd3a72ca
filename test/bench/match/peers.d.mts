import type { Example } from './datasets.ts';

type Found<Key extends string, Value> = readonly (Readonly<Record<Key, Value>> & { readonly score: number })[];
type MaybeLater<T> = T | Promise<T>;
type Search = (text: string) => MaybeLater<Found<'document', number>>;
type Classify = (text: string) => MaybeLater<Found<'label', string>>;
type Library<From, To> = {
  readonly settings: readonly string[];
  readonly open: (from: readonly From[], setting: string) => Promise<To>;
};

export const SEARCH_LIBRARIES: Readonly<Record<string, Library<string, Search>>>;
export const CLASSIFIERS: Readonly<Record<string, Library<Example, Classify>>>;
export function layoutsOf(name: string): readonly string[];
export function buildPeer(name: string, examples: readonly Example[], layout: string): Promise<Classify>;
