import { type Button, type Card, type Element, MAX_BUTTON_LABEL_CHARS, type Reference } from './card.ts';
import type { Challenge } from './challenge.ts';
import { entriesWith, type Knowledge } from './compile.ts';
import { type Claim, type Criterion, type Entry, isStale, type Pack } from './knowledge.ts';
import { type Library, type Located, startersOf } from './library.ts';
import type { Press, Showing } from './press.ts';
import { type Prose, paragraph } from './prose.ts';
import {
  BUTTONS,
  caveatNote,
  checkedNote,
  correctedNote,
  greeting,
  HEADINGS,
  helpText,
  outOfScope,
  practiceNote,
  SENTENCES,
  shownDay,
} from './wording.ts';

/** Buttons under an answer, all in all. */
export const MAX_ANSWER_BUTTONS = 5;

/** The short answer, with its date and its next steps. */
export function answerCard(entry: Entry, { pack }: Knowledge, today: string): Card {
  return {
    elements: [heading(entry.question), prose(entry.answer), checked(entry, pack, today), answerButtons(entry, pack)],
  };
}

/** The short answer, and how each option scores on the criterion with the reason. */
export function compareCard(entry: Entry, criterion: Criterion | undefined, { pack }: Knowledge, today: string): Card {
  const scores: Element[] = criterion
    ? [
        {
          type: 'facts',
          rows: pack.options.map((option) => ({ label: option.name, text: criterion.scores[option.id]?.reason ?? '' })),
        },
      ]
    : [];
  return {
    elements: [
      heading(entry.question),
      prose(entry.answer),
      ...scores,
      checked(entry, pack, today),
      answerButtons(entry, pack),
    ],
  };
}

/** The longer part of an answer. */
export function moreCard(entry: Entry, { pack }: Knowledge): Card {
  const sources: Button = {
    label: BUTTONS.sources,
    press: { type: 'sources', pack: pack.id, entry: entry.id },
    style: 'plain',
  };
  return {
    elements: [
      heading(entry.question),
      prose(entry.more ?? [paragraph(SENTENCES.noMore)]),
      buttons([
        ...entriesWith(pack, entry.related).map((related) => entryButton(related, pack)),
        sources,
        whyButton(entry, pack),
        challengeButton(BUTTONS.challenge, entry, pack),
      ]),
    ],
  };
}

/** What an answer rests on: every source with its date, what is practice only, and what is often said and wrong. */
export function sourcesCard(entry: Entry, { pack }: Knowledge, today: string): Card {
  const claims = claimsOf(entry.claims, pack);
  return {
    elements: [
      heading(entry.question),
      ...basis(claims, pack, today),
      buttons([
        ...entriesWith(pack, entry.related)
          .slice(0, 3)
          .map((related) => entryButton(related, pack)),
        whyButton(entry, pack),
        challengeButton(BUTTONS.challenge, entry, pack),
      ]),
    ],
  };
}

/** Thanks for a challenge, and says what of it was not kept. */
export function challengedCard({ text, isLinkLeftOut }: Challenge): Card {
  if (text === '') return sentenceCard(SENTENCES.nothingChallenged, false);
  return { elements: [sentence(SENTENCES.challenged), ...(isLinkLeftOut ? [sentence(SENTENCES.linkLeftOut)] : [])] };
}

/** References, practice and corrections of these claims. */
export function basis(claims: readonly Claim[], pack: Pack, today: string): Element[] {
  const references = referencesOf(claims, pack);
  const practice = claims.filter((claim) => claim.basis === 'practice').length;
  const corrected = claims.filter((claim) => claim.status === 'outdated' || claim.status === 'wrong');
  const caveats = claims.filter((claim) => claim.status === 'caveat');
  const stale = claims.filter((claim) => isStale(claim, today));
  const notes = [
    ...(practice > 0 ? [practiceNote(practice)] : []),
    ...(corrected.length > 0 ? [correctedNote(corrected)] : []),
    ...(caveats.length > 0 ? [caveatNote(caveats)] : []),
    ...(stale.length > 0
      ? [
          `May be outdated: ${stale.map((claim) => `"${claim.statement}" (review was due ${shownDay(claim.reviewBy)})`).join('; ')}`,
        ]
      : []),
  ];
  return [
    ...(references.length > 0 ? [{ type: 'references', references } as const] : []),
    ...(notes.length > 0 ? [{ type: 'note', text: notes.join('\n') } as const] : []),
  ];
}

/** Up to three questions it may have been, and a way to say that it was none of them. */
export function clarifyCard(suggestions: readonly Located[]): Card {
  const none: Button = { label: BUTTONS.none, press: { type: 'none-of-these' }, style: 'quiet' };
  return {
    elements: [heading(HEADINGS.clarify), buttons([...suggestions.map(meantButton), none])],
  };
}

/** Which of the choices that the bot knows a project is about; each button gives the verdict of one. */
export function whichPackCard(offered: readonly { readonly pack: Pack; readonly verdict: number }[]): Card {
  return {
    elements: [
      heading(HEADINGS.whichPack),
      buttons(offered.map(({ pack, verdict }) => button(pack.title, { type: 'verdict', verdict }))),
    ],
  };
}

/** One line that says so, and what it can do. */
export function outOfScopeCard(rivals: readonly string[], library: Library): Card {
  return { elements: [heading(HEADINGS.outOfScope), sentence(outOfScope(packsOf(library), rivals)), menu()] };
}

/** The questions of a topic; the topics of every pack where the pack has no such topic. */
export function topicsCard(topicId: string | undefined, { pack }: Knowledge, library: Library): Card {
  const topic = pack.topics.find((candidate) => candidate.id === topicId);
  if (topic) {
    const entries = entriesWith(pack, topic.entries);
    return {
      elements: [
        heading(topic.title),
        buttons([...entries.map((entry) => entryButton(entry, pack)), button(BUTTONS.topics, { type: 'topics' })]),
      ],
    };
  }
  return { elements: [heading(HEADINGS.topics), ...allTopics(library)] };
}

/** The topics of every pack. */
export function allTopics(library: Library): Element[] {
  return packsOf(library).flatMap((one) => [...(library.length > 1 ? [sentence(one.title)] : []), topicButtons(one)]);
}

export function helpCard(library: Library): Card {
  return {
    elements: [
      heading(HEADINGS.help),
      { type: 'prose', prose: [...helpText(packsOf(library)).map((line) => paragraph(line)), starters(library)] },
      buttons([button(BUTTONS.topics, { type: 'topics' })]),
    ],
  };
}

export function greetingCard(library: Library): Card {
  return { elements: [{ type: 'prose', prose: [paragraph(greeting(packsOf(library))), starters(library)] }, menu()] };
}

/** What the bot knows, by topic: the page a person opens by themselves. */
export function pageCard(library: Library): Card {
  return {
    elements: [
      heading(HEADINGS.topics),
      ...packsOf(library).flatMap((pack) => [sentence(pack.summary), topicButtons(pack)]),
      buttons([
        button(BUTTONS.describe, { type: 'describe', verdict: 0 }, 'primary'),
        button(BUTTONS.help, { type: 'help' }),
      ]),
    ],
  };
}

/** Says that the thread was switched, with the way back. */
export function switchCard(to: 'quiet' | 'listen'): Card {
  const back = to === 'quiet' ? 'listen' : 'quiet';
  return { elements: [sentence(SENTENCES[to]), buttons([switchButton(back)])] };
}

/** Puts what a private card shows before everybody. */
export function shareButton(of: Showing): Button {
  return button(BUTTONS.share, { type: 'share', of });
}

/** Switches the thread. */
export function switchButton(to: 'quiet' | 'listen'): Button {
  return button(BUTTONS[to], { type: to }, 'quiet');
}

/** A card of one sentence, with the way on. */
export function sentenceCard(text: string, withMenu: boolean): Card {
  return { elements: [sentence(text), ...(withMenu ? [menu()] : [])] };
}

export function heading(text: string): Element {
  return { type: 'heading', text };
}

export function sentence(text: string): Element {
  return { type: 'prose', prose: [paragraph(text)] };
}

export function button(label: string, press: Press, style: Button['style'] = 'plain'): Button {
  const characters = [...label];
  const shown =
    characters.length > MAX_BUTTON_LABEL_CHARS ? `${characters.slice(0, MAX_BUTTON_LABEL_CHARS - 1).join('')}…` : label;
  return { label: shown, press, style };
}

export function buttons(list: readonly Button[]): Element {
  return { type: 'buttons', buttons: list };
}

export function claimsOf(ids: readonly string[], pack: Pack): Claim[] {
  return [...new Set(ids)].flatMap((id) => pack.claims.get(id) ?? []);
}

function referencesOf(claims: readonly Claim[], pack: Pack): Reference[] {
  const cited = new Map<string, Claim[]>();
  for (const claim of claims) {
    for (const source of claim.sources) cited.set(source, [...(cited.get(source) ?? []), claim]);
  }
  return [...cited].flatMap(([id, by]) => {
    const source = pack.sources.get(id);
    if (!source) return [];
    const checkedOn = by.map((claim) => claim.checkedOn).sort()[0] ?? source.date;
    const dated = source.date === checkedOn ? '' : `, ${shownDay(source.date)}`;
    const detail = `${source.publisher}${dated}; checked ${shownDay(checkedOn)}`;
    return [{ label: source.title, address: source.address, detail }];
  });
}

/** The related questions come first, then More and Sources, then feedback: what most people want next stands first. */
function answerButtons(entry: Entry, pack: Pack): Element {
  const of = { pack: pack.id, entry: entry.id };
  const own = [
    ...(entry.more ? [button(BUTTONS.more, { type: 'more', ...of })] : []),
    button(BUTTONS.sources, { type: 'sources', ...of }),
    button(BUTTONS.liked, { type: 'liked', ...of }, 'quiet'),
    button(BUTTONS.disliked, { type: 'disliked', ...of }, 'quiet'),
  ];
  const related = entriesWith(pack, entry.related).slice(0, MAX_ANSWER_BUTTONS - own.length);
  return buttons([...related.map((other) => entryButton(other, pack)), ...own]);
}

/** The button that asks an entry's question. */
export function entryButton(entry: Entry, pack: Pack): Button {
  return button(entry.question, { type: 'entry', pack: pack.id, entry: entry.id });
}

/** The button that opens the form in which an answer is challenged. */
export function challengeButton(label: string, entry: Entry, pack: Pack): Button {
  return button(label, { type: 'challenge', pack: pack.id, entry: entry.id }, 'quiet');
}

/** The button that says how an answer was found. */
function whyButton(entry: Entry, pack: Pack): Button {
  return button(BUTTONS.whyAnswer, { type: 'why-answer', pack: pack.id, entry: entry.id }, 'quiet');
}

/** The button that says that an entry's question was meant. */
export function meantButton({ entry, pack }: Located): Button {
  return button(entry.question, { type: 'meant', pack: pack.id, entry: entry.id });
}

function checked(entry: Entry, pack: Pack, today: string): Element {
  return checkedOf(claimsOf(entry.claims, pack), today);
}

/** When these claims were last checked, on how many sources they rest, and whether one may be outdated. */
export function checkedOf(claims: readonly Claim[], today: string): Element {
  const oldest = claims.map((claim) => claim.checkedOn).sort()[0] ?? today;
  const sources = new Set(claims.flatMap((claim) => claim.sources)).size;
  const hasPractice = claims.some((claim) => claim.basis === 'practice');
  return {
    type: 'note',
    text: checkedNote(
      oldest,
      sources,
      hasPractice,
      claims.some((claim) => isStale(claim, today)),
    ),
  };
}

function prose(of: Prose): Element {
  return { type: 'prose', prose: of };
}

function packsOf(library: Library): readonly Pack[] {
  return library.map(({ pack }) => pack);
}

function topicButtons({ id, topics }: Pack): Element {
  return buttons(topics.map((topic) => button(topic.title, { type: 'topic', pack: id, topic: topic.id })));
}

function starters(library: Library): Prose[number] {
  return { type: 'list', items: startersOf(library).map((starter) => [{ type: 'text', text: starter }]) };
}

function menu(): Element {
  return buttons([button(BUTTONS.topics, { type: 'topics' }), button(BUTTONS.help, { type: 'help' })]);
}
