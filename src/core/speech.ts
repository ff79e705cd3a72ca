/** Words between quotation marks that only report what somebody thinks or asks: they say nothing about what is needed. */
export type Passage = { readonly start: number; readonly end: number };

/** Who speaks from a place of the text on, in a pasted thread; undefined where the writer does. */
export type Speaker = { readonly start: number; readonly end: number; readonly who: string };

/** The quoted passages of a text that are hearsay, in the order of the text. */
export function hearsayIn(text: string): Passage[] {
  const rumours = [...text.matchAll(RUMOUR)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const quoted = [...text.matchAll(QUOTED)].flatMap((match) => {
    const [whole] = match;
    const before = text.slice(Math.max(0, match.index - AROUND_CHARS), match.index);
    const after = text.slice(match.index + whole.length, match.index + whole.length + AROUND_CHARS);
    const isWish = WISH.test(whole) || INSISTS.test(before) || INSISTS.test(after);
    const isReported = REPORTED_BEFORE.test(before) || REPORTED_AFTER.test(after) || REPORTED_INSIDE.test(whole);
    const isDoubt = /\?["”»]$/.test(whole);
    return isDoubt || (isReported && !isWish) ? [{ start: match.index, end: match.index + whole.length }] : [];
  });
  return [...quoted, ...rumours];
}

/** What somebody is said to believe, without quotation marks, up to the end of the sentence. */
const RUMOUR =
  /\b(?:says?|said|claims?|claimed|thinks?|believes?|heard|reads?|told (?:me|us)) (?:that )?(?:everybody|everyone|nobody|people|they all|the internet|you (?:should|need|must))\b(?:[^.!?\n]|\.(?=\S)){0,200}/gi;

/** Who says what in a pasted thread or mail, and whose wish is reported: "Ana: …", "From: Ana", "our CTO wants …". */
export function speakersIn(text: string): Speaker[] {
  const lines = [...text.matchAll(LINE)].slice(0, MAX_SPEAKERS).map((match) => ({
    start: match.index,
    who: named(match[1] ?? match[2] ?? ''),
  }));
  // One "Team: three people" is a label; a thread has several speakers, or says "From".
  const isThread = lines.length > 1 || /^[\s>]{0,20}From:/m.test(text);
  const threaded = isThread
    ? lines
        .map(({ start, who }, index) => ({ start, end: lines[index + 1]?.start ?? text.length, who }))
        .filter(({ who }) => who !== '')
    : [];
  const reported = [...text.matchAll(ROLE)].slice(0, MAX_SPEAKERS).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    who: named(match[1] ?? ''),
  }));
  // What is reported inside a message belongs to the one whose wish it is.
  return [...reported, ...threaded];
}

const QUOTED = /["“«](?=\S)[^"“”«»\n]{2,300}["”»]/g;
/** How far around a quotation words still tell who says it. */
const AROUND_CHARS = 40;
const REPORTED_BEFORE =
  /\b(?:so[- ]called|sold (?:to us )?as|calls? (?:it|this)|called|labelled|says?|said|asks?|asked|claims?|claimed|thinks?|heard|told (?:me|us)|writes|wrote|keeps saying|promised)\b(?! for)[^.!?]{0,24}$|:\s*$/i;
const REPORTED_AFTER =
  /^[,\s]{0,2}(?:\w+ ){0,3}(?:says?|said|asks?|asked|claims?|claimed|thinks?|writes|wrote|quips?|jokes?)\b/i;
const REPORTED_INSIDE = /^["“«](?:heard|surely|everybody|everyone|have you (?:heard|tried)|just use)\b/i;
const INSISTS = /\b(?:insists?|demands?|requires?|wants?|needs?|decided|ruled|memo|specification|spec|brief)\b/i;
const WISH =
  /\b(?:i|we) (?:want|need|must|require|expect|have to|do not want|don't want)\b|\b(?:must|has to|have to|needs to)\b/i;

const MAX_SPEAKERS = 60;
/** "Ana: …" or "Ana (casework): …" at the start of a line, and "From: Ana". */
const LINE =
  /^[\s>*-]{0,20}(?:From:[ \t]*([A-Z][^\n<@]{1,30})|(?:\[?\d{1,2}:\d{2}\]? ?)?@?(\p{Lu}[\p{Ll}.'’-]{1,15}(?: \p{Lu}[\p{Ll}.'’-]{1,15})?)(?: \([^)\n]{1,30}\))?(?: \d{1,2}:\d{2}(?: ?[AP]M)?)?:(?= ))/gmu;
const ROLE =
  /\b((?:our|the|my) (?:cto|ceo|cfo|boss|manager|director|product owner|pm|client|customer|board|investors?|ops (?:lead|team)|security (?:team|officer)|legal|compliance officer|team lead|lead|architect|head of [a-z]+)) (?:wants?|needs?|insists?|demands?|requires?|asks? for|asked for|would like|expects?|decided)\b(?:[^.!?\n]|\.(?=\S)){0,200}/gi;
/** Labels of a mail or a brief that are no people. */
const NO_NAME =
  /^(?:to|cc|bcc|subject|sent|date|re|fwd|fw|team|budget|deadline|stack|goal|goals|users|scope|note|notes|context|background|requirements?|must|nice|optional|later|size|languages?|project|problem|question|backend|frontend|data|scale|load|timeline|who we are|not needed|update|edit|ps|summary|verdict|part .*|other|security|hosting|product)$/i;

function named(raw: string): string {
  const name = raw
    .replace(/\s*\(.*$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return NO_NAME.test(name) ? '' : name;
}
