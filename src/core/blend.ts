import type { Knowledge } from './compile.ts';
import type { Sense } from './context.ts';
import { isContent } from './features.ts';
import { rivalsNamed, type Term } from './lexicon.ts';
import { optionsMeant, spokenOf, withOptions } from './spoken.ts';
import type { ThreadState } from './thread.ts';

/** The last question with what is said now, where nothing else was understood; undefined where that cannot be meant. */
export function blendedWith(
  text: string,
  terms: readonly Term[],
  state: ThreadState,
  knowledge: Knowledge,
): Sense | undefined {
  const before = spokenOf(state, knowledge);
  if (!before || state.last !== 'answer' || terms.length > MAX_BLENDED_WORDS || rivalsNamed(terms).length > 0)
    return undefined;
  const content = terms.filter(isContent);
  if (content.length === 0 || content.length > MAX_BLENDED_CONTENT) return undefined;
  if (content.some(({ other }) => other !== undefined)) return undefined;
  const options = optionsMeant(terms, before).flatMap(
    (id) => knowledge.pack.options.find((option) => option.id === id)?.name ?? [],
  );
  const said = options.length > 0 ? withOptions(before.said, options.join(' or '), knowledge) : before.said;
  const shortened = said
    .replace(/[?.!\s]+$/, '')
    .split(' ')
    .slice(-MAX_SAID_WORDS)
    .join(' ');
  return { text: `${shortened} ${text}`, rule: 'with the last question', mayRepeat: true };
}

const MAX_BLENDED_WORDS = 9;
const MAX_BLENDED_CONTENT = 4;
const MAX_SAID_WORDS = 20;
