import type { Pack, Question } from './knowledge.ts';
import { type Heard, type HeardFact, mergeNeeds, type Need, wanted } from './needs.ts';
import { STRENGTHS } from './qualify.ts';

/** What is known of a project when a verdict is asked for. */
export type Brief = {
  readonly needs: readonly Need[];
  readonly facts: readonly HeardFact[];
  readonly neither: readonly HeardFact[];
  readonly together: string | undefined;
  /** Ids of questions already put; none is put twice. */
  readonly asked: readonly string[];
  /** Weights that somebody changed, by criterion; the pack's count for the others. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** What was asked for in words and not understood. */
  readonly unread?: readonly string[] | undefined;
  /** The brief of the verdict that this one goes on from. */
  readonly previous?: Omit<Brief, 'previous'> | undefined;
};

/** The brief of a project described for the first time. */
export function briefOf({ needs, facts, neither, together, unread }: Heard): Brief {
  return { needs, facts, neither, together, asked: [], ...(unread.length > 0 ? { unread } : {}) };
}

/** What is said or pressed after a verdict; `withdrawn` names criteria, facts and cases that no longer hold. */
export type Later = Partial<Brief> & { readonly withdrawn?: readonly string[] };

/** The brief with what was said or pressed since; it remembers the one it goes on from. A need said now ends a "neither" of before. */
export function extendBrief(brief: Brief, later: Later): Brief {
  const { previous: _, ...before } = brief;
  const holds = (id: string) => !(later.withdrawn ?? []).includes(id);
  const facts = [...before.facts.filter(({ fact }) => holds(fact)), ...(later.facts ?? [])];
  const still = before.neither.filter(({ fact }) => holds(fact));
  const neither = later.neither ?? [];
  const weights = later.weights ?? before.weights ?? {};
  return {
    needs: mergeNeeds(
      before.needs.filter(({ criterion }) => holds(criterion)),
      later.needs ?? [],
    ),
    facts: facts.filter(({ fact }, index) => facts.findIndex((other) => other.fact === fact) === index),
    neither: neither.length > 0 ? neither : wanted(later.needs ?? []).length > 0 ? [] : still,
    together: later.together ?? before.together,
    asked: [...new Set([...before.asked, ...(later.asked ?? [])])],
    ...(Object.keys(weights).length > 0 ? { weights } : {}),
    ...(later.unread && later.unread.length > 0 ? { unread: later.unread } : {}),
    previous: before,
  };
}

/** The brief when no more is to be asked. */
export function decided(brief: Brief, pack: Pack): Brief {
  return { ...brief, asked: pack.questions.map(({ id }) => id) };
}

/** What choosing one answer of a question adds to a brief. */
export function chosen(question: Question, choice: Question['choices'][number], pack: Pack): Partial<Brief> {
  const counted = pack.facts.flatMap((fact) =>
    fact.effect === 'counts-as' && choice.facts.includes(fact.id) ? fact.criteria : [],
  );
  return {
    needs: [...choice.criteria, ...counted].map((criterion) => pressedNeed(criterion, STRENGTHS.should, choice.label)),
    facts: choice.facts.map((fact) => ({ fact, said: choice.label })),
    asked: [question.id],
  };
}

/** A need that came from a button; strength 0 says that it is not wanted. */
export function pressedNeed(criterion: string, strength: number, said: string): Need {
  return { criterion, strength, negated: strength === 0, said, by: 'pressed' };
}
