import type * as z from 'zod';
import type { Problem } from './check-schema.ts';
import type { criteriaSchema } from './knowledge.ts';
import { partsOf } from './phrase-steps.ts';

/** Ways to say one phrase, and gaps in it: more of them would make reading slow. */
const MAX_WORDINGS = 2000;
const MAX_GAPS = 2;

export type Kind = 'options' | 'topics' | 'criteria' | 'facts' | 'questions' | 'claims' | 'sources' | 'entries';
/** The ids of each kind, those of broken items too; undefined where a file cannot be read, so that nothing can be missed in it. */
export type Known = Readonly<Record<Kind, ReadonlySet<string> | undefined>>;
export type Refer = (file: string, path: Problem['path'], kind: Kind, id: string) => void;

/** Checks what a schema cannot: that ids resolve, that no phrase stands in two places, that no phrase is slow to look for. */
export function checkCriteria(
  file: string,
  criteria: z.infer<typeof criteriaSchema>,
  known: Known,
  refer: Refer,
  problems: Problem[],
) {
  const referAll = (path: Problem['path'], kind: Kind, ids: readonly string[]) => {
    ids.forEach((id, index) => {
      refer(file, [...path, index], kind, id);
    });
  };
  const phraseOf = new Map<string, string>();
  const phrases = (path: Problem['path'], owner: string, list: readonly string[]) => {
    list.forEach((phrase, index) => {
      const same = phrase.toLowerCase().replace(/\s+/g, ' ');
      const other = phraseOf.get(same);
      if (other !== undefined)
        problems.push({
          file,
          path: [...path, index],
          message:
            other === owner
              ? `the phrase "${phrase}" stands under "${other}" twice; take one out`
              : `the phrase "${phrase}" stands under "${other}" too; keep it in one place`,
        });
      phraseOf.set(same, owner);
      if (/^\s*\.\.\./.test(phrase) || /\.\.\.\s*$/.test(phrase)) {
        problems.push({
          file,
          path: [...path, index],
          message: `expected words before and after "..."; got "${phrase}"`,
        });
      }
      const { wordings, gaps } = sizeOf(phrase);
      if (!isReadable(phrase)) {
        problems.push({
          file,
          path: [...path, index],
          message: `expected at most ${MAX_WORDINGS} ways to say it and ${MAX_GAPS} gaps; it has ${wordings} and ${gaps}: split the phrase`,
        });
      }
      const placeholder = phrase.match(/<[^>]*>?/g)?.find((one) => !/^<(number|\d+(-\d+|\+)?)>$/.test(one));
      if (placeholder !== undefined) {
        problems.push({
          file,
          path: [...path, index],
          message: `expected <number>, <3>, <1-4> or <1000+>; got "${placeholder}"`,
        });
      }
      const group = partsOf(phrase).find(
        (part) => /[{}]/.test(part) && criteria.groups[part.slice(1, -1)] === undefined,
      );
      if (group !== undefined) {
        problems.push({
          file,
          path: [...path, index],
          message: `expected a group in braces, one of ${Object.keys(criteria.groups).join(', ') || 'none, as there is no "groups"'}; got "${group.trim()}"`,
        });
      }
    });
  };
  for (const field of ['criteria', 'facts', 'neither', 'splits', 'questions'] as const) {
    checkUnique(file, field, criteria[field], problems);
  }
  criteria.criteria.forEach((criterion, index) => {
    const path = ['criteria', index];
    refer(file, [...path, 'entry'], 'entries', criterion.entry);
    if (criterion.option !== undefined) refer(file, [...path, 'option'], 'options', criterion.option);
    for (const option of known.options ?? []) {
      if (!criterion.scores[option])
        problems.push({
          file,
          path: [...path, 'scores'],
          message: `expected a score for the option "${option}"; add it`,
        });
    }
    for (const [option, score] of Object.entries(criterion.scores)) {
      refer(file, [...path, 'scores', option], 'options', option);
      referAll([...path, 'scores', option, 'claims'], 'claims', score.claims);
    }
    referAll([...path, 'denied', 'claims'], 'claims', criterion.denied?.claims ?? []);
    if (criterion.denied && criterion.option === undefined)
      problems.push({
        file,
        path: [...path, 'denied'],
        message: `expected "option" beside "denied": it says for which option the score counts; add it`,
      });
    phrases([...path, 'phrases'], criterion.id, criterion.phrases);
    phrases([...path, 'implied'], criterion.id, criterion.implied);
    phrases([...path, 'opposites'], criterion.id, criterion.opposites);
  });
  criteria.facts.forEach((fact, index) => {
    const path = ['facts', index];
    if (fact.effect === 'ask') refer(file, [...path, 'question'], 'questions', fact.question);
    if (fact.effect === 'counts-as') referAll([...path, 'criteria'], 'criteria', fact.criteria);
    if (fact.effect !== 'one-back-end') referAll([...path, 'claims'], 'claims', fact.claims);
    phrases([...path, 'phrases'], fact.id, fact.phrases);
  });
  criteria.neither.forEach((neither, index) => {
    referAll(['neither', index, 'unless'], 'criteria', neither.unless);
    referAll(['neither', index, 'claims'], 'claims', neither.claims);
    phrases(['neither', index, 'phrases'], neither.id, neither.phrases);
  });
  phrases(['bothPhrases'], 'bothPhrases', criteria.bothPhrases);
  criteria.splits.forEach((split, index) => {
    referAll(['splits', index, 'criteria'], 'criteria', split.criteria);
    referAll(['splits', index, 'claims'], 'claims', split.claims);
    for (const option of Object.keys(split.owns)) refer(file, ['splits', index, 'owns', option], 'options', option);
  });
  criteria.groundRules.forEach((rule, index) => {
    referAll(['groundRules', index, 'claims'], 'claims', rule.claims);
  });
  referAll(['bothCost', 'claims'], 'claims', criteria.bothCost?.claims ?? []);
  criteria.questions.forEach((question, index) => {
    question.choices.forEach((choice, nth) => {
      referAll(['questions', index, 'choices', nth, 'criteria'], 'criteria', choice.criteria);
      referAll(['questions', index, 'choices', nth, 'facts'], 'facts', choice.facts);
    });
  });
}

/** Whether a phrase is short enough to look for: one with too many wordings or gaps is reported, and read by nobody. */
export function isReadable(phrase: string): boolean {
  const { wordings, gaps } = sizeOf(phrase);
  return wordings <= MAX_WORDINGS && gaps <= MAX_GAPS;
}

function sizeOf(phrase: string): { readonly wordings: number; readonly gaps: number } {
  return {
    wordings: phrase.split(/\s+/).reduce((count, word) => count * word.split('|').length, 1),
    gaps: phrase.split(/\.{3,}/).length - 1,
  };
}

/** Ids that stand twice in one list. */
export function checkUnique(
  file: string,
  field: string,
  items: readonly { readonly id: string }[],
  problems: Problem[],
) {
  items.forEach(({ id }, index) => {
    const first = items.findIndex((other) => other.id === id);
    if (first < index)
      problems.push({
        file,
        path: [field, index, 'id'],
        message: `"${id}" stands under ${field} twice; rename or remove one`,
      });
  });
}
