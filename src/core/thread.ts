import * as z from 'zod';
import type { Brief } from './brief.ts';

/** Verdicts that a thread remembers, so that their buttons work; older ones are answered with how to ask again. */
export const MAX_VERDICTS = 20;

const needSchema = z.object({
  criterion: z.string(),
  strength: z.number(),
  negated: z.boolean(),
  said: z.string(),
  by: z.enum(['said', 'implied', 'pressed']),
  who: z.string().optional(),
});
const heardFactSchema = z.object({ fact: z.string(), said: z.string() });

const saidSchema = z.object({
  needs: z.array(needSchema),
  facts: z.array(heardFactSchema),
  neither: z.array(heardFactSchema),
  together: z.string().optional(),
  asked: z.array(z.string()),
  weights: z.record(z.string(), z.number()).optional(),
  unread: z.array(z.string()).optional(),
});

const briefSchema = saidSchema.extend({
  /** What the verdict before this one rested on, where this one goes on from it. */
  previous: saidSchema.optional(),
  /** The pack it is a project for; left out by versions that knew one pack only. */
  pack: z.string().optional(),
});

/** The last words that were matched, and what they found; they explain an answer, and go with what is said of it. */
const askedSchema = z.object({
  said: z.string(),
  /** The pack that was matched, and its version then. */
  pack: z.string(),
  version: z.string(),
  /** The entry that answered. */
  entry: z.string().optional(),
  /** Whether the person chose it from those of "Did you mean". */
  isChosen: z.boolean().optional(),
  /** The entries that were nearest, best first, as `<pack>/<entry>`. */
  near: z.array(z.string()),
  /** How likely the best of them was right, 0 to 1. */
  confidence: z.number(),
});

/** What a thread remembers between two deliveries; it is stored as JSON under the thread's key. */
export const threadStateSchema = z.object({
  /** The pack that the last answer or verdict came from; the entry, the options and the question below are of this one. */
  pack: z.string().optional(),
  /** Its version (content hash) then. */
  version: z.string(),
  /** What the last reply was about. */
  last: z.enum(['answer', 'verdict', 'clarify', 'which-pack', 'other', 'nothing']),
  /** The last entry answered. */
  entry: z.string().optional(),
  /** The last question, in words that stand alone. */
  subject: z.string().optional(),
  /** The options spoken of last. */
  options: z.array(z.string()),
  /** The entries of the last "Did you mean", as `<pack>/<entry>`. */
  suggestions: z.array(z.string()),
  /** The briefs of the thread's verdicts; `first` is the number of the oldest kept. */
  verdicts: z.object({ first: z.number(), briefs: z.array(briefSchema) }),
  /** The numbers of the verdicts among which the person is to choose, one for each pack that a project fits. */
  verdictsOffered: z.array(z.number()).optional(),
  /** The question a verdict waits for: one of the pack's, or whether a criterion is needed. */
  question: z.string().optional(),
  settles: z.object({ criterion: z.string(), strength: z.number() }).optional(),
  /** Who was answered last, and when, in epoch milliseconds. */
  answered: z.object({ person: z.string(), at: z.number() }).optional(),
  /** Left out where the last answer was asked for by a button, or its words are not to be kept. */
  asked: askedSchema.optional(),
  /** How many questions in a row had no answer. */
  missed: z.number().optional(),
  /** Whether the bot answers here only when it is mentioned. */
  isQuiet: z.boolean().optional(),
});

export type Asked = z.infer<typeof askedSchema>;

export type ThreadState = z.infer<typeof threadStateSchema>;

/** The state of a thread in which nothing was said yet. */
export const EMPTY_THREAD: ThreadState = {
  version: '',
  last: 'nothing',
  options: [],
  suggestions: [],
  verdicts: { first: 1, briefs: [] },
};

/** The brief of the verdict with this number, while the thread remembers it; where a pack is given, only if it is for that. */
export function verdictBrief(state: ThreadState, verdict: number, pack?: string): Brief | undefined {
  const kept = state.verdicts.briefs[verdict - state.verdicts.first];
  if (!kept || (pack !== undefined && (kept.pack ?? pack) !== pack)) return undefined;
  const { pack: _, ...brief } = kept;
  const { previous, ...said } = brief;
  return {
    ...said,
    together: said.together,
    ...(previous ? { previous: { ...previous, together: previous.together } } : {}),
  };
}

/** The pack that the verdict with this number is for, as far as that is known. */
export function verdictPack(state: ThreadState, verdict: number): string | undefined {
  return state.verdicts.briefs[verdict - state.verdicts.first]?.pack;
}

/** The number of the newest verdict; 0 when there is none. */
export function newestVerdict(state: ThreadState): number {
  return state.verdicts.first + state.verdicts.briefs.length - 1;
}

/** The state with one verdict more, for this pack; the oldest falls out when there are too many. */
export function withBrief(state: ThreadState, { previous, ...said }: Brief, pack?: string): ThreadState {
  const brief = {
    ...kept(said),
    ...(previous ? { previous: kept(previous) } : {}),
    ...(pack === undefined ? {} : { pack }),
  };
  const briefs = [...state.verdicts.briefs, brief];
  const dropped = Math.max(0, briefs.length - MAX_VERDICTS);
  return { ...state, verdicts: { first: state.verdicts.first + dropped, briefs: briefs.slice(dropped) } };
}

/** A brief as it is kept: lists of its own, and nothing that is empty. */
function kept({
  needs,
  facts,
  neither,
  together,
  asked,
  weights,
  unread,
}: Omit<Brief, 'previous'>): z.infer<typeof saidSchema> {
  return {
    needs: [...needs],
    facts: [...facts],
    neither: [...neither],
    together,
    asked: [...asked],
    ...(weights ? { weights: { ...weights } } : {}),
    ...(unread ? { unread: [...unread] } : {}),
  };
}
