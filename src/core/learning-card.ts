import {
  allTopics,
  button,
  buttons,
  challengeButton,
  heading,
  meantButton,
  sentence,
  sentenceCard,
} from './answer-card.ts';
import type { Button, Card, Element } from './card.ts';
import type { Knowledge } from './compile.ts';
import { THRESHOLDS } from './decide.ts';
import { isContent } from './features.ts';
import type { Intent } from './intent.ts';
import type { Entry, Pack } from './knowledge.ts';
import { entriesNamed, type Library, type Located } from './library.ts';
import { REASONS, type Reason } from './note.ts';
import { plainProse } from './prose.ts';
import type { Asked, ThreadState } from './thread.ts';
import {
  BUTTONS,
  decisionNoted,
  HEADINGS,
  LABELS,
  passedOn,
  REASON_LABELS,
  reasonNoted,
  SENTENCES,
  shownSureness,
  shownVersion,
  stuck,
} from './wording.ts';

/** Thanks for the word that an answer needs work, and asks what is the matter with it. */
export function dislikedCard(entry: Entry, { pack }: Knowledge): Card {
  return {
    elements: [
      sentence(SENTENCES.disliked),
      buttons([
        ...REASONS.map((reason) => reasonButton(reason, entry, pack)),
        challengeButton(BUTTONS.tellWrong, entry, pack),
      ]),
    ],
  };
}

/** Thanks for the reason; who asked something else is offered what was near. */
export function reasonCard(
  { entry, reason }: Extract<Intent, { readonly type: 'reason' }>,
  { pack }: Knowledge,
  asked: Asked | undefined,
  library: Library,
): Card {
  if (reason !== 'unasked')
    return {
      elements: [sentence(reasonNoted(reason)), buttons([challengeButton(BUTTONS.tellWrong, entry, pack)])],
    };
  const near = othersNear(entry, pack, asked, library);
  return {
    elements: [
      sentence(`${reasonNoted(reason)}${near.length > 0 ? ` ${SENTENCES.unasked}` : ''}`),
      buttons([...near.map(meantButton), button(BUTTONS.topics, { type: 'topics' }, 'quiet')]),
    ],
  };
}

/** How an answer was found, in plain words. */
export function whyAnswerCard(entry: Entry, knowledge: Knowledge, asked: Asked | undefined, library: Library): Card {
  const { pack, version } = knowledge;
  const isKnown = asked?.entry === entry.id && asked.pack === pack.id;
  const near = isKnown ? othersNear(entry, pack, asked, library) : [];
  const from = { label: LABELS.from, text: shownVersion(pack.title, isKnown ? asked.version : version) };
  const rows = isKnown ? [...traceRows(entry, knowledge, asked, near), from] : [from];
  return {
    elements: [
      heading(HEADINGS.whyAnswer),
      ...(isKnown ? [] : [sentence(SENTENCES.noTrace)]),
      { type: 'facts', rows },
      buttons([...near.map(meantButton), reasonButton('unasked', entry, pack)]),
    ],
  };
}

/** After a second question in a row without an answer: the topics, and a way to other people. */
export function stuckCard(rivals: readonly string[], library: Library): Card {
  return {
    elements: [
      heading(HEADINGS.outOfScope),
      sentence(stuck(rivals)),
      ...allTopics(library),
      buttons([button(BUTTONS.passOn, { type: 'pass-on' }, 'primary')]),
    ],
  };
}

/** Says what was passed on; nothing is, where every question since was answered. */
export function passedOnCard({ asked, missed }: ThreadState): Card {
  return sentenceCard(asked && missed !== undefined ? passedOn(asked.said) : SENTENCES.nothingToPassOn, false);
}

/** Says what a decision brings about. */
export function decidedCard({ kind, exampleOf }: Extract<Intent, { readonly type: 'decided' }>): Card {
  return sentenceCard(decisionNoted(kind, exampleOf?.question), false);
}

function reasonButton(reason: Reason, entry: Entry, pack: Pack): Button {
  return button(REASON_LABELS[reason], { type: 'reason', pack: pack.id, entry: entry.id, reason });
}

/** What was near beside the entry itself. */
function othersNear(entry: Entry, pack: Pack, asked: Asked | undefined, library: Library): Located[] {
  return (asked?.near ?? [])
    .flatMap((name) => entriesNamed(name, library))
    .filter((other) => other.entry.id !== entry.id || other.pack.id !== pack.id);
}

function traceRows(
  entry: Entry,
  knowledge: Knowledge,
  { said, confidence, isChosen }: Asked,
  near: readonly Located[],
): Extract<Element, { readonly type: 'facts' }>['rows'] {
  const counted = wordsThatCount(said, entry, knowledge);
  return [
    { label: LABELS.asked, text: said },
    { label: LABELS.counted, text: counted.length > 0 ? counted.join(', ') : SENTENCES.noWordCounted },
    { label: LABELS.nearest, text: `${entry.question}${near.length > 0 ? ` ${SENTENCES.nextBelow}` : ''}` },
    {
      label: LABELS.sureness,
      text: isChosen ? SENTENCES.chosenYourself : shownSureness(confidence, THRESHOLDS.answer),
    },
  ];
}

/** The options that were named, and the words of which the entry speaks too. */
function wordsThatCount(said: string, entry: Entry, { lexicon, pack }: Knowledge): string[] {
  const texts = [entry.question, ...entry.examples, plainProse(entry.answer)];
  const known = new Set(texts.flatMap((text) => lexicon.read(text)).map((term) => term.stem));
  const counted = lexicon.read(said).flatMap((term) => {
    if (term.names?.by === 'alias') return pack.options.find(({ id }) => id === term.names?.option)?.name ?? [];
    return isContent(term) && known.has(term.stem) ? term.word : [];
  });
  return [...new Set(counted)];
}
