import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vocabulary } from '../../src/core/knowledge.ts';
import { createLexicon, OPTION_WORD, optionsNamed, rivalsNamed, setsOthersAgainst } from '../../src/core/lexicon.ts';
import { stem } from '../../src/core/stem.ts';
import { tokenise } from '../../src/core/text.ts';
import { knowledge } from '../knowledge.ts';

const vocabulary: Vocabulary = {
  options: {
    crane: { aliases: ['crane', 'crane js', 'CR'], parts: ['hook', 'crane cabin', 'boom arm'], languages: [] },
    lorry: { aliases: ['lorry', 'truck'], parts: ['trailer'], languages: [] },
  },
  synonyms: [
    ['realtime', 'real time', 'live updates'],
    ['compare', 'versus', 'vs'],
    ['postgresql', 'postgres'],
    ['arm', 'boom arm'],
    [],
  ],
  rivals: ['ferry', 'hot air balloon', 'c++'],
  neighbours: ['postgresql', 'rope', 'chain'],
};
const lexicon = createLexicon(vocabulary);

/** The words of a text; a name of an option is §option, a part of one ~option, another technology !name. */
function marked(text: string): string {
  return lexicon
    .read(text)
    .map(({ word, names, other }) => {
      if (names?.by === 'alias') return `${word}${names.option}`;
      if (names) return `${word}~${names.option}`;
      return other ? `${word}!${other.name}` : word;
    })
    .join(' ');
}

describe('what the vocabulary knows of a text', () => {
  it.each([
    ['Is CRANE good?', 'is §crane good'],
    ['a truck or a lorry', 'a §lorry or a §lorry'],
    ['crane.js, crane-js and Crane JS', '§crane §crane and §crane'],
    ['cr is short', '§crane is short'],
    ["the crane's price", 'the §crane price'],
  ])('names of an option are one word, its own: %j', (text, words) => expect(marked(text)).toBe(words));

  it.each([
    ['the hook is rusty', 'the hook~crane is rusty'],
    ['crane cabin', 'crane~crane cabin~crane'],
    ['a crane, cabin included', 'a §crane cabin included'],
  ])('parts of an option keep their words: %j', (text, words) => expect(marked(text)).toBe(words));

  it.each([
    ['real-time stuff', 'realtime stuff'],
    ['Live updates', 'realtime'],
    ['real. time', 'real time'],
    ['real, time', 'real time'],
    ['really live', 'really live'],
  ])('words that mean the same become one, within a clause: %j', (text, words) => expect(marked(text)).toBe(words));

  it.each([
    ['take the ferry', 'take the ferry!ferry'],
    ['hot air balloon', 'hot!hot air balloon air!hot air balloon balloon!hot air balloon'],
    ['hot air', 'hot air'],
    ['C++ code', 'c++!c++ code'],
    ['postgres', 'postgresql!postgresql'],
  ])('other technology is known by name: %j', (text, words) => expect(marked(text)).toBe(words));

  it('prefers an option to a synonym of the same length', () => {
    expect(marked('boom arm')).toBe('boom~crane arm~crane');
  });

  it('counts the words that became one as one, over the place they all take', () => {
    const [first, second] = lexicon.read('we want live  updates: 2').slice(2);
    expect(first).toMatchObject({ word: 'realtime', start: 8, end: 21, number: undefined });
    expect(second).toMatchObject({ word: '2', number: 2 });
  });
});

describe('a misspelt name of an option', () => {
  it.each([
    ['crnae', '§crane'],
    ['rcane', '§crane'],
    ['crain', 'crain'],
    ['cranee', '§crane'],
    ['cranx', '§crane'],
    ['xrane', '§crane'],
    ['xranx', 'xranx'],
    ['cran', 'cran'],
    ['trcuk', '§lorry'],
    ['kruck', '§lorry'],
    ['lory', 'lory'],
    ['tractor', 'tractor'],
    ['cranes', 'cranes'],
    ['trucks', 'trucks'],
  ])('is understood with one letter wrong from five letters on: %j reads as %j', (text, words) =>
    expect(marked(text)).toBe(words),
  );

  it.each([
    ['postgers', 'postgresql!postgresql'],
    ['realtme', 'realtime'],
    ['verssu', 'verssu'],
    ['balloom', 'balloom'],
    ['trialer', 'trialer'],
  ])(
    'goes for long words with a meaning of their own too, and not for short ones or names in parts: %j reads as %j',
    (text, words) => expect(marked(text)).toBe(words),
  );

  it.each(['djnago', 'djago', 'djangoo', 'dlango', 'jdango'])('of the pack that ships: %s', (word) => {
    expect(optionsNamed(knowledge.lexicon.read(`is ${word} any good`))).toEqual(['django']);
  });

  it('is none where the word is right as it stands', () => {
    const ordinary = new Set(['crave', 'realtimer']);
    const careful = createLexicon(vocabulary, (word) => ordinary.has(word));
    const read = (text: string) => careful.read(text).map(({ word }) => word);
    expect(read('crave cranx realtimer realtme')).toEqual(['crave', '§', 'realtimer', 'realtime']);
    expect(marked('crave cranx realtimer realtme')).toBe('§crane §crane realtime realtime');
  });
});

describe('a number behind a word', () => {
  it.each([
    ['crane5', '§crane'],
    ['CRANE2024 and lorry 7', '§crane and §lorry 7'],
    ['cr3', '§crane'],
    ['crane5.2', '§crane 2'],
    ['crane12345', 'crane12345'],
    ['5crane', '5crane'],
    ['crane5x', 'crane5x'],
    ['crnae5', 'crnae5'],
    ['hook5', 'hook5'],
    ['ferry5', 'ferry5'],
    ['postgres16', 'postgres16'],
  ])('is a version where the word is the name of an option, rightly spelt: %j reads as %j', (text, words) =>
    expect(marked(text)).toBe(words),
  );
});

describe('the terms of any text', () => {
  const anyText = fc
    .array(
      fc.constantFrom('crane', 'js', 'hot', 'air', 'balloon', 'real', 'time', ',', '.', 'hook', '7', 'running', '§'),
    )
    .map((words) => words.join(' '));

  it('have the stems of their words, and cover every word of it once and in order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const terms = lexicon.read(text);
        for (const term of terms) expect(term.stem).toBe(term.word === OPTION_WORD ? OPTION_WORD : stem(term.word));
        const covered = tokenise(text).map(
          ({ start, end }) => terms.filter((term) => term.start <= start && end <= term.end).length,
        );
        expect(new Set(covered).size).toBeLessThanOrEqual(1);
        expect(covered[0] ?? 1).toBe(1);
      }),
    );
  });

  it('stay right after more different words than a lexicon remembers', () => {
    const many = Array.from({ length: 12_000 }, (_, index) => `w${index.toString(36)}`);
    const fresh = createLexicon(vocabulary);
    for (let from = 0; from < many.length; from += 4000) fresh.read(many.slice(from, from + 4000).join(' '));
    expect(fresh.read('notifications running').map((term) => term.stem)).toEqual(['notif', 'run']);
    expect(fresh.read('notifications running').map((term) => term.stem)).toEqual(['notif', 'run']);
  });
});

describe('the options that are named', () => {
  it.each<[string, readonly string[]]>([
    ['neither of them', []],
    ['lorry or crane', ['lorry', 'crane']],
    ['crane or lorry, or the truck', ['crane', 'lorry']],
    ['the hook', ['crane']],
    ['a hook for the lorry', ['lorry', 'crane']],
    ['the trailer and the hook', ['lorry', 'crane']],
    ['a hook for the crane', ['crane']],
  ])('come in the order of their mention, those named by a part last: %j', (text, options) => {
    expect(optionsNamed(lexicon.read(text))).toEqual(options);
  });
});

describe('other technology', () => {
  it.each<[string, readonly string[]]>([
    ['a ferry, the ferry, or a hot air balloon', ['ferry', 'hot air balloon']],
    ['rope and chain', []],
    ['a crane', []],
  ])('counts as a rival when the pack says so: %j', (text, rivals) => {
    expect(rivalsNamed(lexicon.read(text))).toEqual(rivals);
  });

  it.each([
    ['rope or chain', true],
    ['rope vs chain', true],
    ['is rope better than chain', true],
    ['ferry or balloon', false],
    ['ferry or hot air balloon', true],
    ['rope and chain', false],
    ['rope or rope', false],
    ['postgres or postgresql', false],
    ['rope or chain for the crane', false],
    ['rope or chain on the hook', false],
  ])('is set against each other when two are weighed and no option is named: %j', (text, expected) => {
    expect(setsOthersAgainst(lexicon.read(text))).toBe(expected);
  });
});
