import type { Draft } from './check.ts';
import type { Finding } from './check-schema.ts';
import type { Knowledge } from './compile.ts';
import type { Intent } from './intent.ts';
import { readIntent } from './read-intent.ts';
import { EMPTY_THREAD } from './thread.ts';

/** How many examples there are, how many of them were asked, and how many did not find their entry. */
export type ExampleRate = { readonly total: number; readonly asked: number; readonly lost: number };

/** Each text that is asked is compared with every example, question and answer; more comparisons than this take too long. */
const MAX_COMPARISONS = 18_000_000;
/** Examples that are asked of a pack of any size, for the rate. */
const MIN_ASKED = 300;

/**
 * Asks the bot every question and example of the pack. A question that does not find its own entry is a problem, an example a
 * warning. Of a pack too large for that, a sample of the examples is asked, every nth of them, unless `isThorough`.
 */
export function checkMatching(
  knowledge: Knowledge,
  draft: Draft,
  isThorough: boolean,
): { readonly findings: Finding[]; readonly examples: ExampleRate } {
  const entries = [...draft.entries.values()];
  const questions = entries.flatMap(({ file, value: entry }): Finding[] => {
    const got = otherThan(entry.id, entry.question, knowledge);
    if (got === undefined) return [];
    const message = `its own question gets ${got}; make it differ from that one, or give this entry examples in the words of its question`;
    return [{ level: 'problem', file, path: ['question'], message }];
  });

  const examples = entries.flatMap(({ file, value }) =>
    value.examples.map((text, index) => ({ file, index, text, id: value.id })),
  );
  const step = isThorough ? 1 : stepOf(examples.length, entries.length);
  const asked = examples.filter((_, nth) => nth % step === 0);
  const lost = asked.flatMap((example) => {
    const got = otherThan(example.id, example.text, knowledge);
    return got === undefined ? [] : [{ ...example, got }];
  });
  const rate = { total: examples.length, asked: asked.length, lost: lost.length };
  return {
    findings: [
      ...questions,
      ...lost.map(
        ({ file, index, text, got }): Finding => ({
          level: 'warning',
          file,
          path: ['examples', index],
          message: `"${text}" gets ${got} (${shownRate(rate)}); move it there, take it out, or put what sets it apart into its words`,
        }),
      ),
    ],
    examples: rate,
  };
}

/** Every how many examples one is asked: each, of a pack of up to about 300 entries with ten each. */
export function stepOf(examples: number, entries: number): number {
  const room = Math.max(MIN_ASKED, MAX_COMPARISONS / Math.max(1, examples + 2 * entries) - entries);
  return Math.max(1, Math.ceil(examples / room));
}

/** "3 of 120 examples asked, 2.5 %". */
export function shownRate({ total, asked, lost }: ExampleRate): string {
  const share = asked === 0 ? 0 : Math.round((1000 * lost) / asked) / 10;
  return `${lost} of ${asked} examples${asked < total ? ` asked of ${total}` : ''} do not find their entry, ${share} %`;
}

/** What the words get in a new thread when it is not this entry; undefined when it is. */
function otherThan(id: string, text: string, knowledge: Knowledge): string | undefined {
  const { intent } = readIntent({ type: 'utterance', text }, EMPTY_THREAD, [knowledge]);
  if ((intent.type === 'answer' || intent.type === 'compare') && intent.entry.id === id) return undefined;
  return gotten(intent);
}

function gotten(intent: Intent): string {
  switch (intent.type) {
    case 'answer':
    case 'compare':
    case 'more':
    case 'sources':
    case 'feedback':
    case 'reason':
    case 'why-answer':
    case 'challenge':
    case 'challenged':
      return `the entry "${intent.entry.id}"`;
    case 'clarify':
      return `"Did you mean" with "${intent.suggestions[0]?.entry.id ?? ''}" first`;
    case 'verdict':
    case 'which-pack':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'weights':
    case 'verdict-sources':
      return 'a verdict';
    case 'out-of-scope':
    case 'none-of-these':
    case 'pass-on':
    case 'decided':
    case 'stale':
      return 'no answer';
    case 'topics':
    case 'page':
      return 'the topics';
    case 'reset':
      return 'a new start';
    case 'quiet':
    case 'listen':
    case 'describe':
    case 'suppose-words':
    case 'no-weights':
    case 'help':
      return 'the help';
    case 'greeting':
      return 'a greeting';
    case 'thanks':
      return 'thanks';
  }
}
