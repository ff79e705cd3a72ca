import type { Example } from './datasets.ts';
import { buildOurs, fitOurs } from './ours.ts';
import { buildPeer, CLASSIFIERS, layoutsOf as layoutsOfPeer, SEARCH_LIBRARIES } from './peers.mjs';

/** Labels for a text, best first. */
export type Ask = (text: string) => Promise<readonly { readonly label: string; readonly score: number }[]>;

/** The engine of this project. */
export const OURS = 'versus';
export const SYSTEMS: readonly string[] = [OURS, ...Object.keys(SEARCH_LIBRARIES), ...Object.keys(CLASSIFIERS)];

/** The ways in which a system can be used; one, where it has no choice. */
export function layoutsOf(system: string): readonly string[] {
  return system === OURS ? [''] : layoutsOfPeer(system);
}

/** Builds a system over examples. Ours has its weights fitted on them first, where `isFitted`; building without is what is timed. */
export async function build(
  system: string,
  examples: readonly Example[],
  { layout, isFitted }: { readonly layout: string; readonly isFitted: boolean },
): Promise<Ask> {
  if (system === OURS) {
    const ask = isFitted ? buildOurs(examples, fitOurs(examples)) : buildOurs(examples);
    return async (text) => {
      const best = ask(text);
      return best ? [best] : [];
    };
  }
  const ask = await buildPeer(system, examples, layout);
  return async (text) => ask(text);
}
