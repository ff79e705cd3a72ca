import { blendedWith } from './blend.ts';
import type { Knowledge } from './compile.ts';
import { type Sense, sensesOf } from './context.ts';
import { isContent } from './features.ts';
import { FITS, found, type Intent, type PackReading } from './intent.ts';
import type { Entry } from './knowledge.ts';
import type { Term } from './lexicon.ts';
import { wordsOf } from './project.ts';
import { readUtterance, SAME_QUESTION } from './read-utterance.ts';
import { readSmallTalk } from './small-talk.ts';
import { newestVerdict, type ThreadState, verdictBrief } from './thread.ts';

/** From this sureness on a sense is what was meant. */
const SURE = 0.5;
/** … and where the question about another option is not nearly the same as an example. */
const SURE_FAR = 0.85;
/** Words that do not say themselves that they lean on what was said do so only where the entry is asked with so much of them. */
const LEAST_SPOKEN = 0.6;

/** Words as one pack reads them in their thread: as they stand, or as they are meant after what was said before. Beside other packs less is taken for granted. */
export function readInThread(text: string, state: ThreadState, knowledge: Knowledge, isOnlyPack: boolean): PackReading {
  const terms = knowledge.lexicon.read(text);
  const plain = { ...readUtterance(text, state, knowledge), said: text };
  if (ASKS_FOR_VERDICT.test(text)) return plain;
  if (plain.fit === 'aside' || (plain.fit === 'verbatim' && terms.length > MAX_BARE_TOPIC_WORDS)) return plain;
  const more = asksOn(wordsOf(terms)) ? goingDeeper(state, knowledge) : undefined;
  if (more) return more;
  if (readSmallTalk(wordsOf(terms)) !== undefined) return plain;
  const { senses, isMeant, isLinked } = sensesOf(text, terms, state, knowledge);
  if (!isLinked && !isOnlyPack) return plain;
  const read = (sense: Sense): Sensed[] => {
    const reading = readUtterance(sense.text, state, knowledge);
    if (reading.fit === 'none' || isRepeated(reading, sense, state)) return [];
    const isNear = (reading.decision?.matches[0]?.parts.nearest ?? 1) >= SAME_QUESTION;
    if (sense.isSwapped && !isNear && sureness(reading) < SURE_FAR) return [];
    if (!isLinked && speaksOf(reading.intent, terms, knowledge) < LEAST_SPOKEN) return [];
    const rule = `${sense.rule}: ${reading.rule}`;
    return [{ isLast: sense.isLast ?? false, reading: { ...reading, rule, said: sense.text, leans: true } }];
  };
  const readings = senses.flatMap(read);
  const first =
    surest(
      readings.filter(({ isLast, reading }) => !isLast && sureness(reading) >= SURE),
      state,
    ) ?? surest(readings, state);
  // What is added may be another entry's very own words: then the last answer is not asked for again.
  const others = readings.filter(({ reading }) => reading.fit === 'verbatim' && !repeats(reading.intent, state));
  const best = first && repeats(first.intent, state) ? (surest(others, state) ?? first) : first;
  const least = isMeant ? Math.min(SURE, sureness(plain)) : Math.max(SURE, sureness(plain));
  const chosen = best && sureness(best) >= least ? best : plain;
  if (sureness(chosen) >= SURE || !isOnlyPack) return chosen;
  const blended = blendedWith(text, terms, state, knowledge);
  const [last] = blended ? read(blended) : [];
  const answering = last?.reading.fit === 'sure' ? last.reading : undefined;
  return answering && speaksOf(answering.intent, terms, knowledge) === 1 ? answering : chosen;
}

/** The share of what the words say by themselves with which the entry that answers is ever asked. */
function speaksOf(intent: Intent, terms: readonly Term[], { lexicon }: Knowledge): number {
  if (!('entry' in intent)) return 0;
  const asked = lexicon.read([intent.entry.question, ...intent.entry.examples].join('\n'));
  const stems = new Set(asked.map((term) => term.stem));
  const content = terms.filter(isContent);
  return content.length === 0 ? 1 : content.filter((term) => stems.has(term.stem)).length / content.length;
}

/** The bare word begins a project, whatever was spoken of. */
const ASKS_FOR_VERDICT = /^\W*verdict\W*$/i;

type Sensed = { readonly reading: PackReading; readonly isLast: boolean };

/** A topic of so few words is asked of what was spoken of, also where it is an example of its own. */
const MAX_BARE_TOPIC_WORDS = 2;

/** The surest of them, one about a single option first: the first among equals. */
function surest(sensed: readonly Sensed[], { options }: ThreadState): PackReading | undefined {
  const all = sensed.map(({ reading }) => reading);
  const own = all.filter(({ intent }) => 'entry' in intent && intent.entry.options.length === 1);
  return (options.length === 1 && own.length > 0 ? own : all).reduce<PackReading | undefined>(
    (top, one) => (top && sureness(top) >= sureness(one) ? top : one),
    undefined,
  );
}

/** Whether the same entry is answered again, which nobody asks for who adds to a question; a comparison may well answer it for each option. */
function isRepeated({ intent }: PackReading, { mayRepeat, isSwapped }: Sense, state: ThreadState): boolean {
  if (mayRepeat || !repeats(intent, state)) return false;
  return !isSwapped || !('entry' in intent) || intent.entry.options.length === 1;
}

function repeats(intent: Intent, { entry }: ThreadState): boolean {
  return 'entry' in intent && intent.entry.id === entry;
}

/** How sure a reading is, so that two of the same words can be compared. */
function sureness({ fit, decision }: PackReading): number {
  if (FITS.indexOf(fit) >= FITS.indexOf('clear')) return 1;
  if (fit === 'sure') return decision?.confidence ?? 1;
  if (fit === 'likely') return SURE;
  return SURE * (decision?.chance ?? 0);
}

/** Words that ask for more of the last answer, or doubt it. */
const ASKS_ON =
  /^(?:(?:but|and|so|ok|okay|hm+|wait|oh|yeah|right|cool|nice|great|interesting|sure) )*(?:really|how so|how come|how|like what|such as|for (?:example|instance)|(?:any |some )?examples?|anything else|what else|any others?|(?:can|could) you (?:elaborate|explain|expand|say more|go on)(?: (?:on|a bit|that|this|it|please|more|further))*|are you sure(?: about (?:that|this|it))?|you sure|no way|seriously|in (?:what|which) way|how exactly|what do you mean(?: by that)?|what does that mean|meaning|since when|(?:please )?explain (?:it|that|this)? ?(?:like i am (?:five|5)|simply|again)|eli5|in (?:simple|plain|other) (?:words|terms|english)|(?:simpler|shorter)|is (?:that|it|this) (?:so|really|true|really true|right)|what makes (?:you|people|them) (?:say|think) (?:that|this|so)|says who|why (?:though|tho|exactly|then|so|is that|is this|that one|not)|how (?:though|tho))(?: (?:though|tho|then|please|pls|exactly|so|really))*$/;

function asksOn(words: string): boolean {
  return ASKS_ON.test(words);
}

function goingDeeper(state: ThreadState, { pack }: Knowledge): PackReading | undefined {
  const number = newestVerdict(state);
  const brief = state.last === 'verdict' ? verdictBrief(state, number, pack.id) : undefined;
  if (brief) return found({ type: 'why', brief, number }, 'asks on, after a verdict', { fit: 'aside' });
  const entry: Entry | undefined = state.last === 'answer' ? pack.entries.get(state.entry ?? '') : undefined;
  return entry && found({ type: 'more', entry }, 'asks on, after an answer', { fit: 'aside' });
}
