import { optionsNamed, type Term } from './lexicon.ts';

/** Guesses the language of a text, best first: ISO 639-1 codes with how sure each is, 0 to 1; empty where there is nothing to go by. */
export type LanguageGuesser = (text: string) => readonly { readonly lang: string; readonly accuracy: number }[];

/** What it takes to tell a language. */
export type LanguageSense = {
  /** Words that are known to be English, beside the commonest ones. */
  readonly isKnown: (word: string) => boolean;
  /** Asked only about a text that does not look like English; without one nothing but the script tells. */
  readonly guess: LanguageGuesser | undefined;
};

/** Characters that are looked at: a language shows in its first sentences. */
const MAX_CHARS = 600;
/** Fewer words than this, names and numbers left out, say too little of their language. */
const MIN_WORDS = 3;
/** From this many words on, English that hardly has a known word is not English, whatever the guesser knows. */
const MANY_WORDS = 5;
/** English has at least this share of known words. */
const ENGLISH_SHARE = 0.5;
/** … and a text with no more than this share is foreign, unless the guesser takes it for English. */
const FOREIGN_SHARE = 0.15;
/** How sure the guesser must be of another language … */
const MIN_ACCURACY = 0.07;
/** … of a text of few words: */
const MIN_ACCURACY_OF_FEW = 0.1;
/** … and how many times as sure as of English. */
const CLEAR_TIMES = 1.5;
/** English borrows few words with marks on their letters: as many of them, and this share, are another language. */
const MIN_MARKED_WORDS = 2;
const MARKED_SHARE = 0.25;
/** The share of letters of other scripts from which a text is foreign by its looks. */
const OTHER_SCRIPT_SHARE = 0.4;

/**
 * Whether a text is in another language than English. Names of technologies, numbers and code belong to no language, and a
 * short text is taken for English.
 */
export function isForeign(text: string, terms: readonly Term[], { isKnown, guess }: LanguageSense): boolean {
  const start = text.slice(0, MAX_CHARS);
  if (isInOtherScript(start, terms)) return true;
  const words = terms.filter((term) => term.start < MAX_CHARS && isOrdinary(term)).map(({ word }) => word);
  if (words.length < MIN_WORDS) return false;
  const known = words.filter((word) => COMMON_WORDS.has(word) || isKnown(word)).length / words.length;
  if (known >= ENGLISH_SHARE) return false;
  const marked = words.filter((word) => !/^[a-z]+$/.test(word)).length;
  if (marked >= MIN_MARKED_WORDS && marked / words.length >= MARKED_SHARE) return true;
  if (guess === undefined) return false;
  const guesses = guess(words.join(' '));
  const [best] = guesses;
  const english = guesses.find(({ lang }) => lang === 'en')?.accuracy ?? 0;
  const isOther = best !== undefined && best.lang !== 'en';
  const least = words.length < MANY_WORDS ? MIN_ACCURACY_OF_FEW : MIN_ACCURACY;
  if (isOther && best.accuracy >= least && best.accuracy >= CLEAR_TIMES * english) return true;
  return words.length >= MANY_WORDS && known <= FOREIGN_SHARE && english < MIN_ACCURACY;
}

/** Cyrillic, Chinese, Arabic and so on: letters that English does not have, beside names that may stand in Latin ones. */
function isInOtherScript(text: string, terms: readonly Term[]): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const other = letters - latin;
  if (other < MIN_WORDS) return false;
  // What is written in Latin letters beside them is often no more than the names of what is asked about.
  const named = optionsNamed(terms).length > 0 || terms.some((term) => term.other !== undefined);
  return other / letters >= OTHER_SCRIPT_SHARE || (named && other >= 2 * MIN_WORDS);
}

function isOrdinary({ word, names, other, number, isLiteral }: Term): boolean {
  return !names && !other && number === undefined && !isLiteral && /^\p{L}+$/u.test(word);
}

/** The commonest words of English, and those of chat, which no other language uses as often. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'the is are was were been be have has had having does did do doing will would can could should might must shall may not and or but if then than ' +
    'that this these those there here what which who whom whose when where why how all any both each few more most other some such only own same so ' +
    'too very just now you your yours we our ours they them their it its he she his her i me my mine us of at by for with about against between into ' +
    'through before after above below to from up down out on off over under again further once in as because until while during a an no yes also ' +
    'still even ever never always often really much many lot lots bit thing things stuff something anything nothing someone anyone everyone everybody ' +
    'anybody people guys folks team boss friend friends work works working worked job jobs make makes making made use uses using used need needs needed ' +
    'want wants wanted like likes know knows known think thinks thought say says said tell told ask asks asked get gets getting got go goes going went ' +
    'come comes coming take takes taking took give gives giving gave find finds found look looks looking see sees seen try tries trying tried help helps ' +
    'please thanks thank hello hey hi good bad better best worse worst great nice cool new old big small fast slow hard easy right wrong sure true false ' +
    'first last next today tomorrow yesterday week month year years day days time times long short high low real way ways part kind sort case point ' +
    'question answer reason difference mean means meant let put keep run runs running start starts started stop build builds building built write writes ' +
    'written read reads show shows learn learning choose pick decide move switch send call change add set line page site web app apps code data ' +
    'server client user users file files test tests back end front one two three four five ten hundred number money free open close ' +
    'install import export update upgrade deploy release function undefined request requests second seconds minute minutes speed performance security secure safe database api backend frontend framework frameworks library ' +
    'package packages dependency dependencies version versions support supported company companies project projects product problem issue error scale ' +
    'scaling simple full half every account accounts login password request response cost costs price cheap account service services design ' +
    'anyone idea ideas opinion opinions worth instead rather enough else yet around without within per via vs etc maybe perhaps probably actually ' +
    'basically seriously honestly literally totally kinda sorta gonna wanna gotta dunno yeah yep nope nah ok okay lol lmao omg wtf idk tbh imo imho ' +
    'btw fyi pls plz thx ty ur u r im ive dont doesnt cant wont isnt whats thats hows lets ngl smh rn asap afaik iirc ikr brb afk np gg wfh tldr ' +
    'yo sup dude bro mate man meh hmm uh oh wow damn shit hell crap sucks weird broken stuck joke coffee lunch beer game'
  ).split(' '),
);
