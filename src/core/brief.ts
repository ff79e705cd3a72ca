import type { Pack, Question } from './knowledge.ts';
import { type Heard, mergeNeeds, type Need, wanted } from './needs.ts';
import { STRENGTHS } from './qualify.ts';
import type { Brief } from './recommend.ts';

/** The brief of a project described for the first time. */
export function briefOf({ needs, facts, neither, together }: Heard): Brief {
  return { needs, facts, neither, together, asked: [] };
}

/** The brief with what was said or pressed since. A need said now ends a "neither" of before. */
export function extendBrief(brief: Brief, later: Partial<Brief>): Brief {
  const facts = [...brief.facts, ...(later.facts ?? [])];
  const neither = later.neither ?? [];
  return {
    needs: mergeNeeds(brief.needs, later.needs ?? []),
    facts: facts.filter(({ fact }, index) => facts.findIndex((other) => other.fact === fact) === index),
    neither: neither.length > 0 ? neither : wanted(later.needs ?? []).length > 0 ? [] : brief.neither,
    together: later.together ?? brief.together,
    asked: [...new Set([...brief.asked, ...(later.asked ?? [])])],
  };
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
