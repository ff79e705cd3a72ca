import { STRENGTHS } from './qualify.ts';

/** A part of a text that stands under a label such as "Nice to have:" or "Out of scope", by its place among the characters. */
export type Section = {
  readonly start: number;
  readonly end: number;
  /** Undefined where the label only takes back an earlier one: "Requirements". */
  readonly strength: number | undefined;
  readonly isDenied: boolean;
};

/** The labelled parts of a text: what follows a label on its line, or the lines below it up to an empty one or the next label. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let open: { readonly start: number; readonly kind: Kind } | undefined;
  let at = 0;
  let isBelow = false;
  const close = (end: number) => {
    if (open) sections.push({ start: open.start, end, ...open.kind });
    open = undefined;
  };
  for (const line of text.split('\n')) {
    const label = LINE.exec(line);
    const kind = label && kindOf(label[1] ?? '');
    if (kind) {
      close(at);
      open = { start: at, kind };
      isBelow = false;
    } else if (open && (line.trim() === '' ? isBelow : HEADING.test(line))) close(at);
    else if (line.trim() !== '') isBelow = true;
    if (!kind) sections.push(...inlineSections(line, at));
    at += line.length + 1;
  }
  close(text.length);
  return sections;
}

type Kind = Pick<Section, 'strength' | 'isDenied'>;

/** Labels behind a colon in running text, each up to the end of its sentence. */
function inlineSections(line: string, offset: number): Section[] {
  return [...line.matchAll(INLINE)].flatMap((match): Section[] => {
    const kind = kindOf(match[1] ?? '');
    const start = offset + match.index;
    return kind ? [{ start, end: start + match[0].length, ...kind }] : [];
  });
}

function kindOf(label: string): Kind | undefined {
  const words = label
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();
  if (DENIED.test(words)) return { strength: undefined, isDenied: true };
  if (MUST.test(words)) return { strength: STRENGTHS.must, isDenied: false };
  if (NICE.test(words)) return { strength: STRENGTHS.nice, isDenied: false };
  return PLAIN.test(words) ? { strength: undefined, isDenied: false } : undefined;
}

/** A line that is nothing but a label, with the signs of a list or a heading around it. */
const LINE = /^[\s>#*_•\-–]{0,8}([A-Za-z][A-Za-z' -]{2,30}?)[\s*_]{0,4}:?[\s*_]{0,4}$/;
/** Any other line that ends in a colon, or begins as a heading does, begins something new. */
const HEADING = /:\s*$|^#/;
const INLINE = /(?<=^|[.!?;:,(\-–•>*] ?|\s)([A-Za-z][A-Za-z'-]{1,12}(?: [A-Za-z'-]{2,12}){0,5})\s?: [^.!?;]{1,400}/g;
const DENIED =
  /^(?:explicitly )?(?:not (?:needed|wanted|required|in scope|planned|necessary|part of it|important)|out of scope|no need for|non goals?|excluded|(?:we )?(?:do not|don t|wo not|won t) (?:need|want|have)|what (?:it|this) is(?: not|n t)|what we (?:do not|don t) need|unwanted)$/;
const MUST =
  /^(?:(?:the )?(?:absolute )?must(?: haves?|s)?|required|mandatory|essentials?|critical|vital|hard (?:requirements?|constraints?)|non negotiables?|deal ?breakers?|top priority|most important(?:ly)?|(?:the )?(?:one |only )?(?:absolute|core|key|hard|main|first|central) (?:requirement|condition|demand)s?|(?:.* )?not (?:open to|up for) (?:discussion|debate)|(?:.* )?non negotiable|(?:it )?must answer)$/;
const NICE =
  /^(?:nice(?: to haves?)?|optional(?:ly)?|later|bonus|could haves?|wish ?list|wishes|stretch(?: goals?)?|if (?:time permits|possible|there is time)|maybe|phase (?:two|three|ii)|someday|extras?)$/;
const PLAIN =
  /^(?:requirements?|needs|scope|features|should haves?|should|in scope|goals|wanted|about us|team|context)$/;
