import { describe, expect, it } from 'vitest';
import {
  answerCard,
  clarifyCard,
  compareCard,
  greetingCard,
  helpCard,
  MAX_ANSWER_BUTTONS,
  moreCard,
  outOfScopeCard,
  sentenceCard,
  sourcesCard,
  topicsCard,
} from '../../src/core/answer-card.ts';
import { buttonsOf, type Card, MAX_BUTTON_LABEL_CHARS, plainCard } from '../../src/core/card.ts';
import { entriesWith } from '../../src/core/compile.ts';
import type { Entry } from '../../src/core/knowledge.ts';
import { encodePress } from '../../src/core/press.ts';
import { knowledge, TODAY } from '../knowledge.ts';
import { parcels } from './parcel-pack.ts';

const TOMORROW = '2026-11-23';

function entry(id: string): Entry {
  const [found] = entriesWith(parcels.pack, [id]);
  if (!found) throw new Error(`no entry "${id}"`);
  return found;
}

/** The buttons of a card as "label id". */
function pressable(card: Card): string[] {
  return buttonsOf(card).map(({ label, press }) => `${label} ${encodePress(press)}`);
}

const bike = entry('what-is-a-cargo-bike');
const van = entry('what-is-a-van');
const drone = entry('what-is-a-drone');

describe('an answer', () => {
  it('begins with its question, then the answer, its date, and the next steps', () => {
    expect(plainCard(answerCard(van, parcels, TODAY)).split('\n\n')).toEqual([
      'What is a van?',
      'A van is a car for parcels.',
      'Checked 10 Jan 2025 · 2 sources',
      '[1] What sets the three apart?  [2] More  [3] Sources  [4] 👍  [5] 👎',
    ]);
  });

  it('puts the related questions first, then more, sources and feedback', () => {
    expect(pressable(answerCard(van, parcels, TODAY))).toEqual([
      'What sets the three apart? v1:entry:parcels:main-difference',
      'More v1:more:parcels:what-is-a-van',
      'Sources v1:sources:parcels:what-is-a-van',
      '👍 v1:liked:parcels:what-is-a-van',
      '👎 v1:disliked:parcels:what-is-a-van',
    ]);
  });

  it('has no button for more when there is no more', () => {
    expect(pressable(answerCard(drone, parcels, TODAY)).map((one) => one.split(' v1')[0])).toEqual([
      'What sets the three apart?',
      'Sources',
      '👍',
      '👎',
    ]);
  });

  it('keeps the look of the knowledge it was written with', () => {
    const [, prose] = answerCard(bike, parcels, TODAY).elements;
    expect(prose).toEqual({
      type: 'prose',
      prose: [
        {
          type: 'paragraph',
          spans: [
            { type: 'text', text: 'A cargo bike is a ' },
            { type: 'strong', text: 'bike' },
            { type: 'text', text: ' with a box.' },
          ],
        },
      ],
    });
  });

  it('cuts a long label with an ellipsis, and never inside a character', () => {
    const [button] = buttonsOf(
      clarifyCard([{ pack: parcels.pack, entry: { ...bike, question: `${'🚲'.repeat(60)}!` } }]),
    );
    expect(button?.label).toBe(`${'🚲'.repeat(59)}…`);
  });

  const check = (title: string, of: Entry, today: string, note: string) => {
    it(title, () => expect(plainCard(answerCard(of, parcels, today))).toContain(`\n\n${note}\n\n`));
  };
  check('is dated by the oldest check', bike, TODAY, 'Checked 10 Jan 2025 · 2 sources and common practice');
  check('names no source where there is none', drone, TODAY, 'Checked 1 Oct 2026 · common practice, no source');
  check('may be outdated once a review is due', van, TOMORROW, 'May be outdated · checked 10 Jan 2025 · 2 sources');
  check(
    'may be outdated through one claim of many',
    bike,
    TOMORROW,
    'May be outdated · checked 10 Jan 2025 · 2 sources and common practice',
  );
  check('is not outdated while none is due', drone, TOMORROW, 'Checked 1 Oct 2026 · common practice, no source');
  check(
    'without claims is dated today',
    { ...drone, claims: ['gone'] },
    TODAY,
    'Checked 22 Nov 2026 · common practice, no source',
  );
});

describe('a comparison', () => {
  const [load] = parcels.pack.criteria;
  it('gives what every option scores for', () => {
    expect(plainCard(compareCard(van, load, parcels, TODAY))).toContain(
      'Bike: Twenty boxes at most.\nVan: A ton fits in.\nDrone: Two kilograms at most.',
    );
  });

  it('is a plain answer where no criterion is at hand', () => {
    expect(compareCard(van, undefined, parcels, TODAY)).toEqual(answerCard(van, parcels, TODAY));
  });

  it('marks what may be outdated', () => {
    expect(plainCard(compareCard(van, load, parcels, TOMORROW))).toContain('May be outdated');
  });
});

describe('more of an answer', () => {
  it('is the longer part, all related questions, and the sources', () => {
    const card = moreCard(van, parcels);
    expect(plainCard(card)).toContain('It burns diesel.');
    expect(pressable(card)).toEqual([
      'What sets the three apart? v1:entry:parcels:main-difference',
      'What is a cargo bike, and what can it bring that a plain bi… v1:entry:parcels:what-is-a-cargo-bike',
      'What is a drone? v1:entry:parcels:what-is-a-drone',
      'What is a depot? v1:entry:parcels:what-is-a-depot',
      'Sources v1:sources:parcels:what-is-a-van',
      'Why this answer? v1:why-answer:parcels:what-is-a-van',
      'Challenge this v1:challenge:parcels:what-is-a-van',
    ]);
  });

  it('says so when there is none', () => {
    expect(plainCard(moreCard(drone, parcels))).toContain('There is no more to this answer than that.');
  });
});

describe('the sources of an answer', () => {
  it('are each listed once, with address, publisher, date, and the oldest check', () => {
    const references = sourcesCard(bike, parcels, TODAY).elements.flatMap((element) =>
      element.type === 'references' ? element.references : [],
    );
    expect(references).toEqual([
      { label: 'Air report', address: 'https://example.org/air', detail: 'City, 30 Jun 2026; checked 10 Jan 2025' },
      { label: 'Van manual', address: undefined, detail: 'Maker; checked 10 Jan 2025' },
    ]);
  });

  it('tell what is practice, what is often said and wrong, and what may be outdated', () => {
    const notes = (today: string) =>
      sourcesCard(bike, parcels, today).elements.flatMap((element) => (element.type === 'note' ? [element.text] : []));
    const always =
      'One statement is common practice, with no source.\nOften said: "A van is slow." In truth: Only in jams.';
    expect(notes(TODAY)).toEqual([always]);
    expect(notes(TOMORROW)).toEqual([
      `${always}\nMay be outdated: "A van carries a ton." (review was due 22 Nov 2026)`,
    ]);
  });

  it('tell what holds only with a caveat', () => {
    const claims = new Map(
      [...parcels.pack.claims].map(([id, claim]) => [
        id,
        id === 'bike.air' ? { ...claim, status: 'caveat' as const, correction: 'Its tyres wear.' } : claim,
      ]),
    );
    const notes = sourcesCard(
      entry('what-is-a-depot'),
      { ...parcels, pack: { ...parcels.pack, claims } },
      TODAY,
    ).elements;
    expect(notes).toContainEqual({
      type: 'note',
      text: 'Holds with a caveat: "A bike burns nothing." Its tyres wear.',
    });
  });

  it('are none for common practice', () => {
    expect(sourcesCard(drone, parcels, TODAY).elements.map(({ type }) => type)).toEqual(['heading', 'note', 'buttons']);
  });

  it('have no small print when there is nothing to add', () => {
    const plain = entry('what-is-a-depot');
    expect(sourcesCard(plain, parcels, TODAY).elements.map(({ type }) => type)).toEqual([
      'heading',
      'references',
      'buttons',
    ]);
  });

  it('leave out a source that the pack has no more', () => {
    const bare = { ...parcels, pack: { ...parcels.pack, sources: new Map() } };
    expect(plainCard(sourcesCard(van, bare, TODAY))).not.toContain('manual');
  });
});

describe('other cards', () => {
  it('"Did you mean" offers the questions, and none of them', () => {
    const card = clarifyCard([van, drone].map((entry) => ({ pack: parcels.pack, entry })));
    expect(plainCard(card).split('\n')[0]).toBe('Did you mean');
    expect(pressable(card)).toEqual([
      'What is a van? v1:meant:parcels:what-is-a-van',
      'What is a drone? v1:meant:parcels:what-is-a-drone',
      'None of these v1:none-of-these',
    ]);
  });

  it('a plain no says what is not compared, and what is known', () => {
    expect(plainCard(outOfScopeCard(['rickshaw'], [parcels]))).toBe(
      'That is outside what I know\n\nI do not compare rickshaw. I know three ways to bring a parcel. I would rather say so than guess.\n\n[1] Topics  [2] What can you do?',
    );
  });

  it('the topics have a button each, and each topic its questions', () => {
    expect(pressable(topicsCard(undefined, parcels, [parcels]))).toEqual(['What they are v1:topic:parcels:basics']);
    expect(pressable(topicsCard('basics', parcels, [parcels])).map((one) => one.replace(/.* v1/, 'v1'))).toEqual([
      'v1:entry:parcels:what-is-a-cargo-bike',
      'v1:entry:parcels:what-is-a-van',
      'v1:topics',
    ]);
    expect(topicsCard('gone', parcels, [parcels])).toEqual(topicsCard(undefined, parcels, [parcels]));
  });

  it('help and greeting say what the pack is about, with something to try', () => {
    for (const card of [helpCard([parcels]), greetingCard([parcels])]) {
      expect(plainCard(card)).toContain(parcels.pack.summary);
      expect(plainCard(card)).toContain('- What is a van?\n- verdict: heavy boxes');
    }
  });

  it('a sentence stands alone, or leads on to the topics and the help', () => {
    expect(plainCard(sentenceCard('Thanks.', false))).toBe('Thanks.');
    expect(pressable(sentenceCard('Thanks.', true))).toEqual(['Topics v1:topics', 'What can you do? v1:help']);
  });
});

describe('the cards of every entry that ships', () => {
  const all = [...knowledge.pack.entries.values()];
  const criterion = (of: Entry) => knowledge.pack.criteria.find((candidate) => candidate.entry === of.id);

  it('have no more buttons than promised, each label short enough', () => {
    for (const one of all) {
      const answers = [answerCard(one, knowledge, TODAY), compareCard(one, criterion(one), knowledge, TODAY)];
      for (const card of answers) expect(buttonsOf(card).length).toBeLessThanOrEqual(MAX_ANSWER_BUTTONS);
      const others = [
        moreCard(one, knowledge),
        sourcesCard(one, knowledge, TODAY),
        clarifyCard([one, one, one].map((entry) => ({ pack: knowledge.pack, entry }))),
      ];
      for (const card of others) expect(buttonsOf(card).length).toBeLessThanOrEqual(16);
      const labels = [...answers, ...others].flatMap((card) => buttonsOf(card).map(({ label }) => [...label].length));
      expect(Math.max(...labels)).toBeLessThanOrEqual(MAX_BUTTON_LABEL_CHARS);
    }
  });

  it('are marked exactly when the review of one of its claims is past', () => {
    for (const one of all) {
      for (const day of [TODAY, '2027-06-01', '2040-01-01']) {
        const due = one.claims.some((id) => (knowledge.pack.claims.get(id)?.reviewBy ?? '') < day);
        expect(plainCard(answerCard(one, knowledge, day)).includes('May be outdated')).toBe(due);
        expect(plainCard(sourcesCard(one, knowledge, day)).includes('May be outdated')).toBe(due);
      }
    }
  });
});
