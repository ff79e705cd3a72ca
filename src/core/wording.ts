import type { ChosenPair, Disliked, Gap, Gaps } from './gaps.ts';
import type { Claim, Pack } from './knowledge.ts';
import type { DecisionKind, Reason } from './note.ts';

/** The sentences of ours on cards; whatever else a person reads on one is from a pack, or their own words. */

export const BUTTONS = {
  more: 'More',
  sources: 'Sources',
  liked: '👍',
  disliked: '👎',
  challenge: 'Challenge this',
  tellWrong: 'Tell us what is wrong',
  whyAnswer: 'Why this answer?',
  passOn: 'Pass my question on',
  newEntry: 'New entry',
  notOurs: 'Not for us',
  none: 'None of these',
  topics: 'Topics',
  help: 'What can you do?',
  share: 'Share with the channel',
  describe: 'Describe the project',
  quiet: 'Be quiet here',
  listen: 'Listen here',
  why: 'Why?',
  counter: 'Strongest case against',
  whatIf: 'What if…',
  ownWords: 'In your own words',
  weights: 'Change weights',
  decide: 'Decide now',
  keep: 'Keep it so',
  yes: 'Yes',
  no: 'No',
} as const;

export const LABELS = {
  for: 'For it',
  against: 'Against it',
  flips: 'Would flip',
  changed: 'Changed',
  heard: 'I heard',
  alsoHeard: 'I also heard',
  weights: 'Your weights',
  ifNeeded: 'If it came up',
  unread: 'I did not use',
  now: 'Now',
  otherwise: 'Then',
  notNeeded: 'Not needed',
  notSo: 'Not so',
  keepInMind: 'Keep in mind',
  together: 'Between them',
  asked: 'You asked',
  counted: 'What counted',
  nearest: 'Nearest',
  sureness: 'How sure',
  from: 'From',
} as const;

export const HEADINGS = {
  help: 'Ask me, or describe a project',
  clarify: 'Did you mean',
  whichPack: 'Which choice is it about?',
  outOfScope: 'That is outside what I know',
  digest: 'What people missed',
  passedOn: 'Somebody passed on a question',
  whyAnswer: 'Why this answer',
  why: 'How the verdict came about',
  verdictSources: 'What the verdict rests on',
  topics: 'What I know about',
  whatIf: 'What if…',
} as const;

export const SENTENCES = {
  saidYes: 'you answered yes',
  saidNo: 'you answered no',
  thanks: 'Any time.',
  liked: 'Thanks, noted: this answer helped.',
  disliked: 'Thanks, noted: this answer needs work. What is the matter with it?',
  unasked: 'Was it one of these?',
  stuck: 'See what I know below. If it is not there, ask the people who keep the knowledge.',
  nothingToPassOn: 'There is no open question here. Ask it again, then it can be passed on.',
  wordsNotKept:
    "Thanks, counted. This bot keeps nobody's words, so please tell the people who keep the knowledge directly.",
  noTrace: 'It was opened by a button, or too long ago: I remember no words that led to it.',
  nextBelow: 'What came next is below.',
  chosenYourself: 'You chose it yourself.',
  noWordCounted: 'No single word: the letters and what the words mean.',
  challenge: 'Write "challenge:" and what is wrong with this answer, with a link if you have one, in one message.',
  challenged: 'Thanks, noted. The people who keep the knowledge will read it, and nobody else.',
  linkLeftOut: 'The link was left out: only addresses that begin with https:// or http:// are kept.',
  nothingChallenged: 'Nothing was written, so nothing was kept.',
  noneOfThese: 'Then I do not know it, and I will not guess. Try other words, or look through the topics.',
  foreign:
    'I know English only. Ask me in English, write "topics" or "help", or "verdict:" and a line about your project.',
  stale: 'That button belongs to a card I no longer remember. Ask again, and the new card will work.',
  noMore: 'There is no more to this answer than that. Its sources may help.',
  nothingHeard: 'That is too little to decide on, so this is a question, not a guess.',
  practice: 'Common practice, no source.',
  noCounter: 'Nothing that you said speaks against it. What nobody mentioned does not count.',
  /** Below an answer that was given while the store was away. */
  notRemembered: 'My memory is out of reach right now, so I will not remember this in what we say next.',
  /** In place of an answer that needs what was said before. */
  cannotRecall:
    'My memory is out of reach right now, so I cannot look up what this button is about. Please try again in a while.',
  /** In place of an answer that only means something when it is kept. */
  notKept: 'My memory is out of reach right now, so I could not keep that. Please try again in a while.',
  quiet: 'All right: in this thread I answer only when I am mentioned.',
  listen: 'All right: in this thread I also answer what you write next without a mention, when I am sure.',
  describe: 'Write "verdict:" and what your project must do, in one message.',
  shared: 'Shared: everybody here can see it now.',
  reset: 'Forgotten. The next project starts afresh.',
  noNeeds: 'No need was named, so nothing was added up.',
  nothingSaid: 'Nothing that was said tells them apart.',
  whatIf: 'Try another strength of one need, or say it in words. Nothing changes until you keep it.',
  whatIfInWords: 'Write "what if" and what would be different, in one message: "what if we hire two more people".',
  noWeights: 'I read no weight there. Write one on each line: the name, "=", and a number from 0 to 3.',
  sameAgain: 'That changes nothing that counts.',
  laterWords: 'To add something, mention me in this thread.',
  bothAsked: 'You asked for the combination itself, so here is the usual way to divide the work.',
} as const;

/** The form that describes a project. */
export const PROJECT_FORM = {
  title: 'Your project',
  submit: 'Get a verdict',
  needs: { label: 'What must it do?', hint: 'Live auction with a back office for staff; a public API would be nice' },
  languages: { label: 'Languages the team knows', hint: 'Separated by commas; it may stay empty' },
  size: { label: 'How many people build it?', hint: '4' },
  deadline: { label: 'When must a first version be out?', hint: '8 weeks' },
  more: { label: 'Anything else', hint: 'What already runs, what is not needed, how many users' },
} as const;

/** The form for a "what if" in words. */
export const WHAT_IF_FORM = {
  title: 'What if…',
  submit: 'Compare',
  label: 'What would be different?',
  hint: 'We hire two more people; live updates are a must; no back office',
} as const;

/** The form with all weights. */
export const WEIGHTS_FORM = {
  title: 'Change weights',
  submit: 'Decide anew',
  label: 'How much each counts: 0 not at all, 3 most',
  hint: 'One on each line: name = number',
} as const;

/** The form in which an answer is challenged. */
export const CHALLENGE_FORM = {
  title: 'Challenge this answer',
  submit: 'Send',
  wrong: { label: 'What is wrong?', hint: 'The second sentence is no longer true: since the last version it is …' },
  link: { label: 'A link that shows it', hint: 'https://… (it may stay empty)' },
} as const;

/** What can be the matter with an answer, as it stands on a button. */
export const REASON_LABELS: Readonly<Record<Reason, string>> = {
  wrong: 'It is wrong',
  outdated: 'It is outdated',
  unclear: 'It is unclear',
  missing: 'Something is missing',
  unasked: 'Not what I asked',
};

/** Thanks for the reason. */
export function reasonNoted(reason: Reason): string {
  return `Thanks, noted: "${REASON_LABELS[reason]}". The people who keep the knowledge will see it.`;
}

/** Says what was passed on, and to whom. */
export function passedOn(said: string): string {
  return `Passed on to the people who keep the knowledge, without your name: "${said}"`;
}

/** "87 %; I answer from 60 %." */
export function shownSureness(confidence: number, answersFrom: number): string {
  return `${percent(confidence)}; I answer from ${percent(answersFrom)}.`;
}

/** "Parcels, version 1a2b3c". */
export function shownVersion(title: string, version: string): string {
  return `${title}, version ${version}`;
}

/** Says what a decision brings about. */
export function decisionNoted(decision: DecisionKind, question: string | undefined): string {
  switch (decision) {
    case 'example':
      return `Noted: it becomes an example of "${question ?? ''}" when somebody runs "versus gaps --write".`;
    case 'not-ours':
      return 'Noted: nothing for this pack. It is not listed any more.';
    case 'new-entry':
      return 'Noted: a new entry is wanted. "versus gaps" lists it, with the command that begins one.';
  }
}

/** The button that makes words an example. */
export function exampleOf(question: string): string {
  return `Add as example of "${question}"`;
}

/** "5 ×, passed on: "how hot is tea" (also "is tea hot", 2 more)". */
export function gapWords({ words, others, count, passedOn }: Gap, isChosen: boolean): string {
  const [other, ...rest] = others;
  const more = rest.length > 0 ? `, ${rest.length} more` : '';
  const also = other === undefined ? '' : ` (also "${clipped(other)}"${more})`;
  const how = isChosen ? ', then chosen by hand' : passedOn > 0 ? ', passed on' : '';
  return `${count} ×${how}: "${clipped(words)}"${also}`;
}

/** Characters of somebody's words beside others. */
const MAX_QUOTED_CHARS = 120;

function clipped(words: string): string {
  const characters = [...words];
  return characters.length > MAX_QUOTED_CHARS ? `${characters.slice(0, MAX_QUOTED_CHARS - 1).join('')}…` : words;
}

/** "12 not answered, 1 of them passed on · 3 disliked". */
export function digestCounts({ unanswered, passedOn, disliked, challenged, chosen }: Gaps['counts']): string {
  const parts = [
    [unanswered, `not answered${passedOn > 0 ? `, ${passedOn} of them passed on` : ''}`],
    [disliked, 'disliked'],
    [challenged, 'challenged'],
    [chosen, 'chosen from "Did you mean"'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(' · ');
}

/** What comes of a decision, and where the rest stands. */
export function digestRest(more: number, since: string): string {
  const rest = more > 0 ? `${more} more: versus gaps --since ${since}. ` : '';
  return `${rest}Nothing is learned without a yes: versus gaps --write takes over what you decide here.`;
}

export function shownDisliked({ disliked, challenged, reasons }: Disliked, question: string): Row {
  const parts = [
    ...(disliked > 0 ? [`disliked ${disliked} ×`] : []),
    ...(challenged > 0 ? [`challenged ${challenged} ×`] : []),
    ...reasons.map(({ reason, count }) => `"${REASON_LABELS[reason]}" ${count} ×`),
  ];
  return { label: question, text: parts.join(', ') };
}

export function shownPair({ chosen: [first, second] }: ChosenPair, [one, other]: readonly [string, string]): Row {
  return { label: 'Chosen between', text: `${one} (${first} ×) or ${other} (${second} ×)` };
}

type Row = { readonly label: string; readonly text: string };

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** How to change weights where there are no forms. */
export function weightsInWords({ criteria }: Pack): string {
  return `Write "weights:" and what counts how much, from 0 to 3, in one message: "weights: ${criteria[0]?.id ?? ''}=1".`;
}

export function greeting(packs: readonly Pack[]): string {
  return `Hello! ${summaries(packs).join(' ')} For example:`;
}

export function helpText(packs: readonly Pack[]): string[] {
  return [
    ...summaries(packs),
    'Ask a question in your own words, compare the options on something, or write "verdict:" and a line about your project.',
    'If I do not know, I say so.',
  ];
}

export function outOfScope(packs: readonly Pack[], rivals: readonly string[]): string {
  return `${notCompared(rivals)}${summaries(packs).join(' ')} I would rather say so than guess.`;
}

/** After a second question without an answer: what can be done, and not once more what is known. */
export function stuck(rivals: readonly string[]): string {
  return `${notCompared(rivals)}${SENTENCES.stuck}`;
}

function notCompared([rival]: readonly string[]): string {
  return rival === undefined ? '' : `I do not compare ${rival}. `;
}

/** What the bot knows, a sentence for each choice. */
function summaries(packs: readonly Pack[]): string[] {
  return packs.map(({ summary }) => summary);
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

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
