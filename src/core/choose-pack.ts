import type { Knowledge } from './compile.ts';
import { type Decision, MAX_SUGGESTIONS } from './decide.ts';
import { FITS, found, type PackProject, type PackReading } from './intent.ts';
import { type Located, taking } from './library.ts';
import { saidCount } from './project.ts';

/** A reading with the pack that it is of. */
export type Reading = PackReading & { readonly knowledge: Knowledge };

/** By how much the log odds of one pack's answer must be above another's, so that the other is not asked about: 0.5 is near 0.65, and 0.85 is far from 0.99. */
const CLEAR_LEAD = 0.8;
/** A match of a lower score has so little in common with what was said that its lead must be twice as large; so must one that is asked about anyway. */
const CLEAR_SCORE = 0.2;
/** How many times as much as another pack a pack must hear in a project, so that the other is not asked about. */
const CLEAR_SHARE = 2;

/**
 * The reading of the pack that the words are for: the one whose options they name; else the one spoken of, where they lean
 * on what was said; else the one that alone knows the technology they name; else the one that they fit clearly better.
 * Where two fit, the bot asks.
 */
export function chooseReading(
  text: string,
  readings: readonly [Reading, ...Reading[]],
  spokenOf: Knowledge | undefined,
): Reading {
  const [first, ...others] = readings;
  if (others.length === 0) return first;
  const own = readings.find(({ knowledge }) => knowledge === spokenOf);
  const named = readings.filter(({ knowledge }) => namesOption(text, knowledge));
  if (named.length > 0) return only(named) ?? bestOfNamed(named, own ?? first);
  return goingOn(text, readings, own) ?? knowing(text, readings) ?? best(readings, own ?? first);
}

function only(readings: readonly Reading[]): Reading | undefined {
  return readings.length === 1 ? readings[0] : undefined;
}

function namesOption(text: string, { lexicon }: Knowledge): boolean {
  return lexicon.read(text).some((term) => term.names?.by === 'alias');
}

/** Small talk, and words that lean on what was said before, where nothing else is meant more clearly. */
function goingOn(text: string, readings: readonly Reading[], own: Reading | undefined): Reading | undefined {
  if (!own) return readings.find(({ fit }) => fit === 'aside');
  const others = readings.filter((one) => one !== own);
  if (own.fit === 'aside')
    return own.intent.type === 'verdict' && isAnother(text, others, own) ? best(others, own) : own;
  if (!own.leans || own.fit === 'none') return undefined;
  return own.fit === 'unsure' && others.some((other) => rank(other) > rank(own)) ? undefined : own;
}

/** Whether what would add to the last verdict describes a project for another pack, and says more of that. */
function isAnother(text: string, others: readonly Reading[], own: Reading): boolean {
  const added = Math.max(1, saidCount(own.knowledge.readNeeds(text)));
  return others.some((other) => other.fit === 'clear' && saidIn(other) >= CLEAR_SHARE * added);
}

/** The one pack that knows a technology that is named, whether it compares it or not, unless another is beyond doubt. */
function knowing(text: string, readings: readonly Reading[]): Reading | undefined {
  const one = only(
    readings.filter(({ knowledge }) => knowledge.lexicon.read(text).some((term) => term.names ?? term.other)),
  );
  const isDoubtful = readings.some(
    (other) => other !== one && (rank(other) >= FITS.indexOf('clear') || (other.project && one?.project)),
  );
  return isDoubtful ? undefined : one;
}

/** Options of several packs, which no pack sets against each other: a project, or the entries about each. */
function bestOfNamed(named: readonly Reading[], own: Reading): Reading {
  return named.some(({ project }) => project) ? best(named, own) : asked(named.map(ofOption), own);
}

/** The reading, where it may have an answer about its option, else what the option is. */
function ofOption(reading: Reading): Reading {
  const { decision, options, knowledge } = reading;
  const { pack } = knowledge;
  const [match] = decision?.zone === 'abstain' ? [] : (decision?.matches ?? []);
  const option = pack.options.find(({ id }) => options.named.includes(id));
  const entry = match?.entry.options.length === 1 ? match.entry : pack.entries.get(option?.entry ?? '');
  return entry ? { ...reading, intent: { type: 'answer', entry, decision: undefined }, decision: undefined } : reading;
}

function best(readings: readonly Reading[], own: Reading): Reading {
  const fitting = readings.filter(({ fit }) => fit !== 'none');
  const [top] = fitting.toSorted((a, b) => rank(b) - rank(a));
  if (!top) return outOfScope(readings, own);
  const equals = fitting.filter(({ fit }) => fit === top.fit);
  const described = fitting.filter((one) => one.project && (saidIn(one) > 0 || one.fit === top.fit));
  if (top.fit !== 'verbatim' && described.length > 1) return bestProject(described, own);
  if (top.intent.type === 'verdict') return top;
  // What is nearly as sure is asked about, also where its pack would have asked by itself.
  const reach = top.fit === 'sure' ? fitting.filter(({ intent }) => intent.type !== 'verdict') : equals;
  // Where none is sure enough to answer, what counts is how likely something it would offer is meant.
  const surenessOf = top.fit === 'unsure' ? chanceOf : confidenceOf;
  const most = Math.max(...equals.map((one) => logOdds(surenessOf(one))));
  const lead = isClear(top) && top.fit !== 'unsure' ? CLEAR_LEAD : 2 * CLEAR_LEAD;
  const near = reach.filter((one) => most - logOdds(surenessOf(one)) < lead);
  return only(near) ?? asked(near, own);
}

/** The project as the pack reads it that hears most of it; where another hears nearly as much, which is meant. */
function bestProject(projects: readonly Reading[], own: Reading): Reading {
  const most = Math.max(...projects.map(saidIn));
  const fitting = projects.filter((one) => CLEAR_SHARE * saidIn(one) > most || saidIn(one) === most);
  const one = only(fitting);
  if (one) return one;
  const offered = fitting.flatMap(({ project, knowledge }): PackProject[] =>
    project ? [{ pack: knowledge.pack, brief: project }] : [],
  );
  return {
    ...found({ type: 'which-pack', projects: offered }, 'a project that fits several packs'),
    knowledge: own.knowledge,
  };
}

/** "Did you mean" with entries of all these packs. */
function asked(near: readonly Reading[], own: Reading): Reading {
  const ordered = near.toSorted((a, b) => confidenceOf(b) - confidenceOf(a));
  const [first] = ordered;
  const suggestions = taking(ordered.map(suggestionsOf)).slice(0, MAX_SUGGESTIONS);
  const decision: Decision = {
    confidence: 1 / near.length,
    chance: 1,
    matches: [],
    isVerbatim: false,
    ...first?.decision,
    zone: 'suggest',
  };
  return {
    ...(first ?? own),
    intent: { type: 'clarify', decision, suggestions },
    rule: 'fits several packs',
    fit: 'unsure',
    decision,
  };
}

function suggestionsOf({ intent, decision, knowledge }: Reading): Located[] {
  if (intent.type === 'clarify') return [...intent.suggestions];
  const { pack } = knowledge;
  const entries = [
    ...('entry' in intent ? [intent.entry] : []),
    ...(decision?.matches ?? []).map(({ entry }) => entry),
  ];
  return [...new Set(entries)].map((entry) => ({ pack, entry }));
}

/** Out of the scope of every pack; what no pack compares is named, whichever knows of it. */
function outOfScope(readings: readonly Reading[], own: Reading): Reading {
  const rivalsOf = ({ intent }: Reading) => (intent.type === 'out-of-scope' ? intent.rivals : []);
  const base = readings.find((one) => rivalsOf(one).length > 0) ?? own;
  const rivals = [...new Set(readings.flatMap(rivalsOf))];
  return { ...base, intent: { type: 'out-of-scope', decision: base.decision, rivals } };
}

function saidIn({ project }: Reading): number {
  return project ? saidCount(project) : 0;
}

/** What was asked for by its name alone was not matched. */
function confidenceOf({ decision }: Reading): number {
  return decision?.confidence ?? 1;
}

/** Even what was asked for by name counts as no more than nearly certain. */
const MOST = 0.99;

function logOdds(sureness: number): number {
  const share = Math.min(MOST, Math.max(1 - MOST, sureness));
  return Math.log(share / (1 - share));
}

function chanceOf({ decision }: Reading): number {
  return decision?.chance ?? 1;
}

function rank({ fit }: Reading): number {
  return FITS.indexOf(fit);
}

/** Whether the match has much in common with what was said. */
function isClear({ decision }: Reading): boolean {
  return (decision?.matches[0]?.score ?? 1) >= CLEAR_SCORE;
}
