import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import { parseYaml } from './parse-yaml.ts';

/** The text of an entry's file with one more example, or why it cannot be had. */
export type WithExample =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string };

/** Adds an example at the end of an entry's list. Every other character of the file stays as it is, comments and order included. */
export function withExample(file: string, example: string): WithExample {
  const match = /^(\uFEFF?---\r?\n)([\s\S]*?)(\r?\n---[ \t]*(?:\r?\n|$)[\s\S]*)$/.exec(file);
  const [, head = '', front = '', rest = ''] = match ?? [];
  const list = match ? examplesIn(front) : undefined;
  if (!list) return { problem: 'it has no list "examples" at the top' };
  const changed = list.isFlow ? inFlow(front, list, example) : inBlock(front, list, example);
  // Whatever was written in whatever way: the file must say what it said, and one example more.
  return saysOneMore(front, changed, example)
    ? { text: head + changed + rest }
    : { problem: 'its list "examples" is written in a way that is not understood; add the line by hand' };
}

/** Where the list ends: after its last item, with the quote that closes it. */
type Examples = {
  readonly isFlow: boolean;
  readonly start: number;
  readonly lastStart: number;
  readonly lastEnd: number;
};

const FLOW = 2;
/** Styles of a scalar whose end is followed by a quote: single and double. */
const QUOTED: readonly number[] = [2, 3];

function examplesIn(front: string): Examples | undefined {
  const events = eventsOf(front);
  let depth = 0;
  for (const [place, event] of events.entries()) {
    if (event.type === EVENT_ID.POP) depth -= 1;
    const list = events[place + 1];
    const isKey = depth === 2 && event.type === EVENT_ID.SCALAR && getScalarValue(front, event) === 'examples';
    if (isKey && list?.type === EVENT_ID.SEQUENCE) {
      const end = events.findIndex(({ type }, at) => at > place + 1 && type === EVENT_ID.POP);
      const last = events[end - 1];
      if (last?.type !== EVENT_ID.SCALAR) return undefined;
      const lastEnd = last.valueEnd + (QUOTED.includes(last.style) ? 1 : 0);
      return { isFlow: list.style === FLOW, start: list.start, lastStart: last.valueStart, lastEnd };
    }
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
      depth += 1;
  }
  return undefined;
}

function eventsOf(front: string): readonly Event[] {
  try {
    return parseEvents(front, {});
  } catch (error) {
    if (error instanceof YAMLException) return [];
    throw error;
  }
}

/** A line below that of the last item, with what stands before its text. */
function inBlock(front: string, { lastStart, lastEnd }: Examples, example: string): string {
  const lineStart = front.lastIndexOf('\n', lastStart - 1) + 1;
  const [before = '  - '] = /^[ \t]*-[ \t]+/.exec(front.slice(lineStart)) ?? [];
  const lineEnd = /\r?\n/.exec(front.slice(lastEnd));
  const end = lineEnd ? lastEnd + lineEnd.index : front.length;
  const newline = front.includes('\r\n') ? '\r\n' : '\n';
  return `${front.slice(0, end)}${newline}${before}${scalar(example, false)}${front.slice(end)}`;
}

function inFlow(front: string, { lastEnd }: Examples, example: string): string {
  return `${front.slice(0, lastEnd)}, ${scalar(example, true)}${front.slice(lastEnd)}`;
}

/** In quotes where it could be read as anything but these characters. */
function scalar(text: string, isFlow: boolean): string {
  const isPlain =
    text === text.trim() && /^[\p{L}][\p{L}\p{N} '’.?!/+()&_;-]*(?:, ?[\p{L}\p{N} '’.?!/+()&_;-]+)*$/u.test(text);
  const isWord = /^(?:true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain && !isWord && !(isFlow && text.includes(',')) ? text : JSON.stringify(text);
}

function saysOneMore(before: string, after: string, example: string): boolean {
  const [old, changed] = [parseYaml(before), parseYaml(after)];
  if (old.error || changed.error || !isRecord(old.value) || !Array.isArray(old.value.examples)) return false;
  const wanted = { ...old.value, examples: [...old.value.examples, example] };
  return JSON.stringify(wanted) === JSON.stringify(changed.value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
