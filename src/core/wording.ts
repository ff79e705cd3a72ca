import { signed } from './card.ts';
import type { Claim, Criterion, Pack } from './knowledge.ts';
import type { Need } from './needs.ts';
import { STRENGTHS } from './qualify.ts';
import { CLEAR_SHARE, CLOSE_SHARE, type Flip, MIN_EVIDENCE, type Verdict } from './recommend.ts';

/** The sentences of ours on cards; whatever else a person reads on one is from a pack, or their own words. */

export const BUTTONS = {
  more: 'More',
  sources: 'Sources',
  liked: '👍',
  disliked: '👎',
  none: 'None of these',
  topics: 'Topics',
  help: 'What can you do?',
  share: 'Share with the channel',
  describe: 'Describe the project',
  quiet: 'Be quiet here',
  listen: 'Listen here',
  why: 'Why?',
  counter: 'Case against',
  yes: 'Yes',
  no: 'No',
} as const;

export const LABELS = {
  for: 'For it',
  against: 'Against it',
  flips: 'Would flip it',
  heard: 'I heard',
  notNeeded: 'Not needed',
  keepInMind: 'Keep in mind',
  together: 'Between them',
} as const;

export const HEADINGS = {
  help: 'Ask me, or describe a project',
  clarify: 'Did you mean',
  outOfScope: 'That is outside what I know',
  why: 'How the verdict came about',
  verdictSources: 'What the verdict rests on',
  topics: 'What I know about',
} as const;

export const SENTENCES = {
  saidYes: 'you answered yes',
  saidNo: 'you answered no',
  thanks: 'Any time.',
  liked: 'Thanks, noted: this answer helped.',
  disliked: 'Thanks, noted: this answer needs work. The people who keep the knowledge will see it.',
  noneOfThese: 'Then I do not know it, and I will not guess. Try other words, or look through the topics.',
  stale: 'That button belongs to a card I no longer remember. Ask again, and the new card will work.',
  noMore: 'There is no more to this answer than that. Its sources may help.',
  nothingHeard: 'That is too little to decide on, so this is a question, not a guess.',
  practice: 'Common practice, no source.',
  eitherAdvice: 'Take the one your team knows best; where it knows both, one question settles it.',
  noCounter: 'Nothing that you said speaks against it. What nobody mentioned does not count.',
  quiet: 'All right: in this thread I answer only when I am mentioned.',
  listen: 'All right: in this thread I also answer what you write next without a mention, when I am sure.',
  describe: 'Write "verdict:" and what your project must do, in one message.',
  shared: 'Shared: everybody here can see it now.',
  reset: 'Forgotten. The next project starts afresh.',
  noNeeds: 'No need was named, so nothing was added up.',
  bothAsked: 'You asked for the combination itself, so here is the usual way to divide the work.',
} as const;

/** The form that describes a project. */
export const PROJECT_FORM = {
  title: 'Your project',
  submit: 'Get a verdict',
  label: 'What must it do, and who builds it?',
  hint: 'Live auction with a back office for staff; three people, all know Python; first version in eight weeks',
} as const;

export function greeting(pack: Pack): string {
  return `Hello! ${pack.summary} For example:`;
}

export function helpText(pack: Pack): string[] {
  return [
    pack.summary,
    'Ask a question in your own words, compare the options on something, or write "verdict:" and a line about your project.',
    'If I do not know, I say so.',
  ];
}

export function outOfScope(pack: Pack, rivals: readonly string[]): string {
  const [rival] = rivals;
  const reason = rival === undefined ? '' : `I do not compare ${rival}. `;
  return `${reason}${pack.summary} I would rather say so than guess.`;
}

/** "Checked 22 Nov 2026 · 3 sources", with what may be outdated. */
export function checkedNote(checkedOn: string, sources: number, practice: boolean, isStale: boolean): string {
  const basis =
    sources === 0
      ? 'common practice, no source'
      : `${sources} ${sources === 1 ? 'source' : 'sources'}${practice ? ' and common practice' : ''}`;
  return `${isStale ? 'May be outdated · c' : 'C'}hecked ${shownDay(checkedOn)} · ${basis}`;
}

export function practiceNote(count: number): string {
  return `${count === 1 ? 'One statement is' : `${count} statements are`} common practice, with no source.`;
}

export function correctedNote(claims: readonly Claim[]): string {
  return claims.map((claim) => `Often said: "${claim.statement}" In truth: ${claim.correction ?? ''}`).join('\n');
}

/** What holds, and the condition on which it does; a claim without its correction is shown as it stands. */
export function caveatNote(claims: readonly Claim[]): string {
  return claims
    .map((claim) => `Holds with a caveat: "${claim.statement}" ${claim.correction ?? ''}`.trimEnd())
    .join('\n');
}

/** An ISO day as people read it: 22 Nov 2026. */
export function shownDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

export function verdictHeading(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'option':
      return verdict.sureness === 'clear'
        ? `Pick ${verdict.option.name}: a clear case`
        : `Leaning to ${verdict.option.name}`;
    case 'both':
      return 'Use both, one for each half';
    case 'either':
      return 'Close call: either will do';
    case 'neither':
      return `Neither: ${verdict.neither.instead}`;
    case 'ask':
      return verdict.question.text;
  }
}

/** What the case is against: the option picked, or the verdict as a whole. */
export function counterHeading(verdict: Verdict): string {
  return verdict.kind === 'option' ? `The case against ${verdict.option.name}` : 'The case against this verdict';
}

/** "Real time ("live chat")", with the strength where it is not the usual one. */
export function shownNeed(need: Need, criterion: Criterion): string {
  const strength =
    need.strength === STRENGTHS.should ? '' : `, ${need.by === 'implied' ? 'implied' : shownStrength(need.strength)}`;
  return `${criterion.name} ("${need.said}"${strength})`;
}

export function shownStrength(strength: number): string {
  if (strength >= STRENGTHS.must) return 'a must';
  if (strength >= STRENGTHS.should) return 'wanted';
  return strength > 0 ? 'nice to have' : 'not needed';
}

export function shownFlip(flip: Flip, pack: Pack): string {
  const name = pack.options.find((option) => option.id === flip.to.option)?.name;
  const outcome = flip.to.kind === 'both' ? 'Both' : (name ?? flip.to.kind);
  const only = flip.isLess && flip.strength > 0 ? 'only ' : '';
  return `${outcome}, with "${flip.criterion.name}" ${only}${shownStrength(flip.strength)}`;
}

/** One need's part of the sum: "weight 3 × strength 1 × score: A 0, B +6". */
export function shownSum(
  need: Need,
  criterion: Criterion,
  points: Readonly<Record<string, number>>,
  pack: Pack,
): string {
  const given = pack.options.map((option) => `${option.name} ${signed(points[option.id] ?? 0)}`).join(', ');
  return `weight ${criterion.weight} × strength ${need.strength} × score: ${given}`;
}

/** Which rule decided, in words. */
export function shownRule(verdict: Verdict): string {
  const { margin, evidence, ruledOut } = verdict;
  const lead = `The lead is ${signed(margin)} on ${signed(evidence)} of evidence (weight × strength)`;
  switch (verdict.kind) {
    case 'option':
    case 'either':
      return `${lead}: a close call up to ${CLOSE_SHARE * 100} %, clear from ${CLEAR_SHARE * 100} %.${ruledOut ? ` "${ruledOut.said}" rules out using both.` : ''}`;
    case 'both':
      return verdict.owners.length > 1
        ? `${lead}. Each option leads by 2 score points or more on a part that can stand alone, so each gets its part.`
        : 'The combination itself was asked for; that comes before any sum.';
    case 'neither':
      return 'What was said fits a case where neither is the honest answer; that comes before any sum.';
    case 'ask':
      return `${lead}; below ${MIN_EVIDENCE} the bot asks instead of choosing.`;
  }
}

export function settlesIt(question: string): string {
  return `What would settle it: ${question}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
