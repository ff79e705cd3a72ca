import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stem } from '../../src/core/stem.ts';
import { tokenise } from '../../src/core/text.ts';

/** Another implementation of the same published algorithm. */
const reference: (word: string) => string = createRequire(import.meta.url)('wink-porter2-stemmer');

const KNOWLEDGE = join(import.meta.dirname, '..', '..', 'knowledge');

/** Words that take the paths of the algorithm that few words take. */
const TRICKY = `
skis skies dying lying tying idly gently ugly early only singly sky news atlas cosmos bias andes
inning innings outing outings canning cannings herring herrings earring earrings proceed proceeds proceeded exceed exceeding succeed succeeds
caresses ties dies cries tied died cried tries gas this gaps kiwis bus buses class classes focus us as is was yes
agreed feed freed bleed bleeding breed indeed agreedly exceedingly succeededly proceedings
luxuriated hopping hopped hoping hoped failing filing filed sized baited hated troubled blazing tanned falling hissing fizzed
bed bing sing singing ring red shed sled fly flying flies tying
happy cry by say enjoy enjoying played player youth boyish yes yellow y ye dyed eye eyes employ royalty
generate generates generated generating generic generously general generality communism communication communities commune arsenal arsenic
relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli analogousli
vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti sensitiviti sensibiliti
analogies analogy apologies pedagogy pedagogies demagogy geology geologist biologist radiology fluently beautifully hopelessly cheaply quickly fully rolly simply
triplicate formative formalize electriciti electrical hopeful goodness talkative negative alternative
revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption communion
homologou communism activate angulariti homologous effective bowdlerize opinion decision region million
probate rate cease controll roll controlling hopeless able table cable
notification notifications notify scalability scalable scaling scaled authentication authenticate authenticating authorise
consist consisted consistency consistent consistently consisting knack knackeries knaves knavish knight knightly kneel knees
deployment deployed deploys databases asynchronous synchronously concurrency concurrent performances performant maintainability
`
  .trim()
  .split(/\s+/);

describe('the stem of a word', () => {
  it.each([
    ['caresses', 'caress'],
    ['ties', 'tie'],
    ['cries', 'cri'],
    ['gas', 'gas'],
    ['kiwis', 'kiwi'],
    ['hopping', 'hop'],
    ['hoping', 'hope'],
    ['luxuriated', 'luxuri'],
    ['agreed', 'agre'],
    ['feed', 'feed'],
    ['say', 'say'],
    ['by', 'by'],
    ['generously', 'generous'],
    ['generate', 'generat'],
    ['communication', 'communic'],
    ['analogy', 'analog'],
    ['cheaply', 'cheapli'],
    ['controlling', 'control'],
    ['opinion', 'opinion'],
    ['adoption', 'adopt'],
    ['skies', 'sky'],
    ['dying', 'die'],
    ['outings', 'outing'],
    ['news', 'news'],
    ['howe', 'howe'],
  ])('of %s is %s, as the algorithm gives it', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  it.each([
    ['notifications', 'notification'],
    ['scaling', 'scaled'],
    ['deploys', 'deployed'],
    ['databases', 'database'],
    ["django's", 'django'],
    ["teams'", 'team'],
    ["'tis", 'tis'],
    ["boss's'", 'boss'],
  ])('is one for %s and %s', (word, same) => {
    expect(stem(word)).toBe(stem(same));
  });

  it.each(['', 'is', 'go', '50k', 'c++', 'naïve', 'Running', '日本語', '§'])(
    'leaves short words and other characters as they are: %j',
    (word) => {
      expect(stem(word)).toBe(word);
    },
  );

  it('agrees with another implementation on words that take the rare paths', () => {
    expect(disagreements(TRICKY)).toEqual([]);
  });

  it('agrees with another implementation on every word of the knowledge folder', () => {
    const words = new Set(
      filesOf(KNOWLEDGE)
        // What people typed for evaluation holds no words, but keys held down.
        .filter((file) => !file.includes('/eval/'))
        .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
        .flatMap((line) => tokenise(line).map((token) => token.word)),
    );
    expect(words.size).toBeGreaterThan(2000);
    expect(disagreements(words)).toEqual([]);
  });

  it('agrees with another implementation on every pairing of syllables and endings', () => {
    const roots = [
      'hop',
      'tr',
      'cease',
      'yar',
      'boy',
      'fizz',
      'gener',
      'commun',
      'abl',
      'roll',
      'plat',
      'analog',
      'box',
    ];
    const middles = ['', 'at', 'iz', 'ical', 'ement', 'ion', 'tion', 'ous', 'ful', 'less', 'ativ', 'ent', 'bil', 'y'];
    const endings =
      's es ies ied ed edly ing ingly eed eedly ly li y e al ally ality ness ity er or ism ation ator ize ive able'.split(
        ' ',
      );
    const words = roots.flatMap((root) => middles.flatMap((middle) => endings.map((ending) => root + middle + ending)));
    expect(disagreements(words)).toEqual([]);
  });
});

function disagreements(words: Iterable<string>): string[] {
  return [...words]
    .filter((word) => /^[a-z]+$/.test(word) && stem(word) !== reference(word))
    .map((word) => `${word}: ${stem(word)}, not ${reference(word)}`);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((file) =>
    file.isFile() && /\.(md|ya?ml|jsonl)$/.test(file.name) ? [join(file.parentPath, file.name)] : [],
  );
}
