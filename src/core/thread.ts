import * as z from 'zod';
import type { Brief } from './recommend.ts';

/** Verdicts that a thread remembers, so that their buttons work; older ones are answered with how to ask again. */
export const MAX_VERDICTS = 20;

const needSchema = z.object({
  criterion: z.string(),
  strength: z.number(),
  negated: z.boolean(),
  said: z.string(),
  by: z.enum(['said', 'implied', 'pressed']),
});
const heardFactSchema = z.object({ fact: z.string(), said: z.string() });

const briefSchema = z.object({
  needs: z.array(needSchema),
  facts: z.array(heardFactSchema),
  neither: z.array(heardFactSchema),
  together: z.string().optional(),
  asked: z.array(z.string()),
});

/** What a thread remembers between two deliveries; it is stored as JSON under the thread's key. */
export const threadStateSchema = z.object({
  /** The pack version (content hash) the last answer came from. */
  version: z.string(),
  /** What the last reply was about. */
  last: z.enum(['answer', 'verdict', 'clarify', 'other', 'nothing']),
  /** The last entry answered. */
  entry: z.string().optional(),
  /** The options spoken of last. */
  options: z.array(z.string()),
  /** The entries of the last "Did you mean". */
  suggestions: z.array(z.string()),
  /** The briefs of the thread's verdicts; `first` is the number of the oldest kept. */
  verdicts: z.object({ first: z.number(), briefs: z.array(briefSchema) }),
  /** The question a verdict waits for: one of the pack's, or whether a criterion is needed. */
  question: z.string().optional(),
  settles: z.object({ criterion: z.string(), strength: z.number() }).optional(),
  /** Who was answered last, and when, in epoch milliseconds. */
  answered: z.object({ person: z.string(), at: z.number() }).optional(),
  /** Whether the bot answers here only when it is mentioned. */
  isQuiet: z.boolean().optional(),
});

export type ThreadState = z.infer<typeof threadStateSchema>;

/** The state of a thread in which nothing was said yet. */
export const EMPTY_THREAD: ThreadState = {
  version: '',
  last: 'nothing',
  options: [],
  suggestions: [],
  verdicts: { first: 1, briefs: [] },
};

/** The brief of the verdict with this number, while the thread remembers it. */
export function verdictBrief(state: ThreadState, verdict: number): Brief | undefined {
  const brief = state.verdicts.briefs[verdict - state.verdicts.first];
  return brief && { ...brief, together: brief.together };
}

/** The number of the newest verdict; 0 when there is none. */
export function newestVerdict(state: ThreadState): number {
  return state.verdicts.first + state.verdicts.briefs.length - 1;
}

/** The state with one verdict more; the oldest falls out when there are too many. */
export function withBrief(state: ThreadState, { needs, facts, neither, together, asked }: Brief): ThreadState {
  const brief = { needs: [...needs], facts: [...facts], neither: [...neither], together, asked: [...asked] };
  const briefs = [...state.verdicts.briefs, brief];
  const dropped = Math.max(0, briefs.length - MAX_VERDICTS);
  return { ...state, verdicts: { first: state.verdicts.first + dropped, briefs: briefs.slice(dropped) } };
}
