import { type Brief, chosen, decided, extendBrief, pressedNeed } from './brief.ts';
import { challengeHandedIn } from './challenge.ts';
import type { Knowledge } from './compile.ts';
import { withStrength } from './flip.ts';
import { comparison, type Intent } from './intent.ts';
import type { Entry, Pack } from './knowledge.ts';
import { type Library, packWith } from './library.ts';
import type { Press } from './press.ts';
import { type ThreadState, verdictBrief, verdictPack } from './thread.ts';
import { changedWeights, WEIGHTS_FIELD, weightsSaid } from './weights.ts';
import { SENTENCES } from './wording.ts';

/** What was pressed, and the pack it is about; undefined where it is about none. */
export type Pressed = { readonly intent: Intent; readonly knowledge: Knowledge | undefined };

/** The fields of the form that describes a project; the first is also the one for a "what if" in words. */
export const PROJECT_FIELD = 'project';
export const LANGUAGES_FIELD = 'languages';
export const SIZE_FIELD = 'size';
export const DEADLINE_FIELD = 'deadline';
export const MORE_FIELD = 'more';

/** What a press means. Total: any id has an intent. */
export function readPress(press: Press | undefined, state: ThreadState, library: Library): Pressed {
  if (!press) return STALE;
  switch (press.type) {
    case 'share':
      return readPress(press.of, state, library);
    case 'entry':
    case 'compare':
    case 'meant':
    case 'more':
    case 'sources':
    case 'liked':
    case 'disliked':
    case 'challenge':
    case 'why-answer':
    case 'reason':
    case 'teach': {
      const { entry, knowledge } = entryPressed(press, library);
      return entry && knowledge ? { intent: readEntryPress(press, entry, knowledge.pack), knowledge } : STALE;
    }
    case 'topic': {
      const knowledge = packWith(press.pack, library);
      return { intent: { type: 'topics', topic: knowledge && press.topic }, knowledge };
    }
    case 'not-ours':
    case 'new-entry': {
      const knowledge = packWith(press.pack, library);
      const { type: kind, words } = press;
      return knowledge ? { intent: { type: 'decided', kind, exampleOf: undefined, words }, knowledge } : STALE;
    }
    case 'topics':
      return about({ type: 'topics', topic: undefined });
    case 'help':
    case 'none-of-these':
    case 'pass-on':
    case 'quiet':
    case 'listen':
      return about({ type: press.type });
    case 'describe':
    case 'verdict':
    case 'why':
    case 'counter':
    case 'what-if':
    case 'verdict-sources':
    case 'weights':
    case 'suppose':
    case 'suppose-words':
    case 'decide':
    case 'choice':
    case 'need': {
      if (press.type === 'describe' && press.verdict === 0) return about({ type: 'describe', number: 0 });
      const project = projectPressed(press.verdict, state, library);
      if (!project) return STALE;
      const { brief, knowledge } = project;
      return { intent: readVerdictPress(press, brief, knowledge.pack), knowledge };
    }
  }
}

/** What was handed in; undefined for a project that goes on from no verdict, whose words are still to be read. */
export function readForm(
  press: Press | undefined,
  fields: Readonly<Record<string, string>>,
  state: ThreadState,
  library: Library,
): Pressed | undefined {
  if (press?.type === 'challenge') {
    const { entry, knowledge } = entryPressed(press, library);
    return entry ? { intent: { type: 'challenged', entry, challenge: challengeHandedIn(fields) }, knowledge } : STALE;
  }
  if (press?.type !== 'describe' && press?.type !== 'weights' && press?.type !== 'suppose-words') return STALE;
  const project = projectPressed(press.verdict, state, library);
  if (!project) return press.type === 'describe' ? undefined : STALE;
  const { brief, knowledge } = project;
  switch (press.type) {
    case 'describe': {
      const heard = knowledge.readNeeds(projectText(fields));
      return { intent: { type: 'verdict', brief: extendBrief(brief, { ...heard, asked: [] }) }, knowledge };
    }
    case 'weights': {
      const weights = weightsSaid(fields[WEIGHTS_FIELD] ?? '', knowledge.pack);
      const later = weights && { weights: changedWeights({ ...brief.weights, ...weights }, knowledge.pack) };
      return {
        intent: later ? { type: 'verdict', brief: extendBrief(brief, later) } : { type: 'no-weights' },
        knowledge,
      };
    }
    case 'suppose-words': {
      const heard = knowledge.readNeeds(fields[PROJECT_FIELD] ?? '');
      const supposed = { brief: extendBrief(brief, { ...heard, asked: [] }), need: undefined };
      return { intent: { type: 'what-if', brief, number: press.verdict, supposed }, knowledge };
    }
  }
}

/** Everything that was filled in about a project, as one text; what stands in a field of its own says what it is about. */
export function projectText(fields: Readonly<Record<string, string>>): string {
  const said = (field: string) => (fields[field] ?? '').trim();
  const [languages, size, deadline] = [said(LANGUAGES_FIELD), said(SIZE_FIELD), said(DEADLINE_FIELD)];
  return [
    said(PROJECT_FIELD),
    languages === '' ? '' : `Our team knows ${languages.split(/\s*[,;/&+]\s*/).join(' and ')}.`,
    size === '' ? '' : `We are a team of ${size}.`,
    deadline === '' ? '' : `A first version is due ${/^\d/.test(deadline) ? 'in ' : ''}${deadline}.`,
    said(MORE_FIELD),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const STALE: Pressed = { intent: { type: 'stale' }, knowledge: undefined };

function about(intent: Intent): Pressed {
  return { intent, knowledge: undefined };
}

function entryPressed(press: { readonly pack: string; readonly entry: string }, library: Library) {
  const knowledge = packWith(press.pack, library);
  return { knowledge, entry: knowledge?.pack.entries.get(press.entry) };
}

/** The verdict of this number, and the pack it is for; one of before packs were remembered is for the only one there was. */
function projectPressed(number: number, state: ThreadState, library: Library) {
  const brief = verdictBrief(state, number);
  const pack = verdictPack(state, number);
  const knowledge = pack === undefined ? library[0] : packWith(pack, library);
  return brief && knowledge && { brief, knowledge };
}

type EntryPress = Extract<Press, { readonly entry: string }>;
type VerdictPress = Extract<Press, { readonly verdict: number }>;

function readEntryPress(press: EntryPress, entry: Entry, pack: Pack): Intent {
  switch (press.type) {
    case 'entry':
    case 'meant':
      return { type: 'answer', entry, decision: undefined };
    case 'compare':
      return comparison(entry, undefined, pack);
    case 'more':
    case 'sources':
    case 'challenge':
    case 'why-answer':
      return { type: press.type, entry };
    case 'reason':
      return { type: 'reason', entry, reason: press.reason };
    case 'teach':
      return { type: 'decided', kind: 'example', exampleOf: entry, words: press.words };
    case 'liked':
    case 'disliked':
      return { type: 'feedback', entry, value: press.type };
  }
}

function readVerdictPress(press: VerdictPress, brief: Brief, pack: Pack): Intent {
  switch (press.type) {
    case 'describe':
      return { type: 'describe', number: press.verdict };
    case 'verdict':
      return { type: 'verdict', brief };
    case 'why':
    case 'counter':
    case 'verdict-sources':
      return { type: press.type, brief, number: press.verdict };
    case 'what-if':
      return { type: 'what-if', brief, number: press.verdict, supposed: undefined };
    case 'weights':
      return { type: 'weights', of: brief, number: press.verdict };
    case 'suppose-words':
      return { type: 'suppose-words', number: press.verdict };
    case 'decide':
      return { type: 'verdict', brief: extendBrief(brief, decided(brief, pack)) };
    case 'suppose': {
      const { criterion, strength } = press;
      if (!pack.criteria.some(({ id }) => id === criterion)) return { type: 'stale' };
      const supposed = { brief: withStrength(brief, criterion, strength), need: { criterion, strength } };
      return { type: 'what-if', brief, number: press.verdict, supposed };
    }
    case 'choice': {
      const question = pack.questions.find((candidate) => candidate.id === press.question);
      const choice = question?.choices[press.choice];
      return question && choice
        ? { type: 'verdict', brief: extendBrief(brief, chosen(question, choice, pack)) }
        : { type: 'stale' };
    }
    case 'need': {
      const criterion = pack.criteria.find((candidate) => candidate.id === press.criterion);
      if (!criterion) return { type: 'stale' };
      const said = press.strength === 0 ? SENTENCES.saidNo : SENTENCES.saidYes;
      const needs = [pressedNeed(criterion.id, press.strength, said)];
      return { type: 'verdict', brief: extendBrief(brief, { needs }) };
    }
  }
}
