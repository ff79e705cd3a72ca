/**
 * The Porter2 ("English") stem of a lower-case word: "notifications" and "notification" share one.
 * Source: Martin Porter, "The English (Porter2) stemming algorithm", snowballstem.org. Words with other characters than a-z and ' come back unchanged.
 */
export function stem(word: string): string {
  if (word.length <= 2 || !/^[a-z']+$/.test(word)) return word;
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  const marked = markConsonantY(word.replace(/^'/, ''));
  const r1 = regionOne(marked);
  const r2 = regionAfter(marked, r1);
  const first = stepOneA(marked.replace(/(?:'s'|'s|')$/, ''));
  if (UNCHANGED_AFTER_1A.has(first)) return first;
  const steps = [stepOneB, stepOneC, stepTwo, stepThree, stepFour, stepFive];
  return steps.reduce((current, step) => step(current, r1, r2), first).toLowerCase();
}

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    skis: 'ski',
    skies: 'sky',
    dying: 'die',
    lying: 'lie',
    tying: 'tie',
    idly: 'idl',
    gently: 'gentl',
    ugly: 'ugli',
    early: 'earli',
    only: 'onli',
    singly: 'singl',
    sky: 'sky',
    news: 'news',
    howe: 'howe',
    atlas: 'atlas',
    cosmos: 'cosmos',
    bias: 'bias',
    andes: 'andes',
  }),
);
const UNCHANGED_AFTER_1A: ReadonlySet<string> = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
]);
const STEP_TWO: readonly (readonly [string, string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];
const STEP_THREE: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_FOUR: readonly string[] = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'ion',
  'al',
  'er',
  'ic',
];

/** A `y` at the start or after a vowel is a consonant, written `Y`. */
function markConsonantY(word: string): string {
  return word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
}

function regionOne(word: string): number {
  const prefix = /^(?:gener|commun|arsen)/.exec(word)?.[0];
  return prefix === undefined ? regionAfter(word, 0) : prefix.length;
}

function regionAfter(word: string, from: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(from));
  return match ? from + match.index + 2 : word.length;
}

function stepOneA(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/(?:ied|ies)$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (/(?:us|ss)$/.test(word) || !word.endsWith('s')) return word;
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word;
}

function stepOneB(word: string, r1: number): string {
  const eed = /(?:eedly|eed)$/.exec(word);
  if (eed) return eed.index >= r1 ? `${word.slice(0, eed.index)}ee` : word;
  const match = /(?:ingly|edly|ing|ed)$/.exec(word);
  if (!match) return word;
  const rest = word.slice(0, match.index);
  if (!/[aeiouy]/.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return rest.slice(0, -1);
  return isShort(rest, r1) ? `${rest}e` : rest;
}

function isShort(word: string, r1: number): boolean {
  return r1 >= word.length && endsInShortSyllable(word);
}

function stepOneC(word: string): string {
  return word.replace(/(.[^aeiouy])[yY]$/, '$1i');
}

function stepTwo(word: string, r1: number): string {
  for (const [suffix, replacement] of STEP_TWO) {
    if (!word.endsWith(suffix)) continue;
    const start = word.length - suffix.length;
    if (start < r1) return word;
    if (suffix === 'ogi' && word[start - 1] !== 'l') return word;
    if (suffix === 'li' && !/[cdeghkmnrt]/.test(word[start - 1] ?? '')) return word;
    return word.slice(0, start) + replacement;
  }
  return word;
}

function stepThree(word: string, r1: number, r2: number): string {
  for (const [suffix, replacement] of STEP_THREE) {
    if (!word.endsWith(suffix)) continue;
    const start = word.length - suffix.length;
    return start < (suffix === 'ative' ? r2 : r1) ? word : word.slice(0, start) + replacement;
  }
  return word;
}

function stepFour(word: string, _r1: number, r2: number): string {
  for (const suffix of STEP_FOUR) {
    if (!word.endsWith(suffix)) continue;
    const start = word.length - suffix.length;
    if (start < r2) return word;
    if (suffix === 'ion' && !/[st]/.test(word[start - 1] ?? '')) return word;
    return word.slice(0, start);
  }
  return word;
}

function stepFive(word: string, r1: number, r2: number): string {
  const last = word.length - 1;
  if (word.endsWith('l')) return last >= r2 && word[last - 1] === 'l' ? word.slice(0, last) : word;
  if (!word.endsWith('e')) return word;
  const rest = word.slice(0, last);
  return last >= r2 || (last >= r1 && !endsInShortSyllable(rest)) ? rest : word;
}

function endsInShortSyllable(word: string): boolean {
  return /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/.test(word);
}
