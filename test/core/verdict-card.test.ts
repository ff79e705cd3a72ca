import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { briefOf } from '../../src/core/brief.ts';
import { buttonsOf, type Card, plainCard, plainScoreboard } from '../../src/core/card.ts';
import type { Knowledge } from '../../src/core/compile.ts';
import { flipsOf } from '../../src/core/flip.ts';
import { encodePress } from '../../src/core/press.ts';
import { recommend } from '../../src/core/recommend.ts';
import { verdictCard } from '../../src/core/verdict-card.ts';
import { counterCard, verdictSourcesCard, whyCard } from '../../src/core/verdict-views.ts';
import { knowledge, TODAY } from '../knowledge.ts';
import { brief, heard, outcome } from './briefs.ts';
import { parcels } from './parcel-pack.ts';

/** All cards of one verdict. */
function cardsOf(given: Brief, of: Knowledge = parcels, today = TODAY) {
  const verdict = recommend(given, of.pack);
  const flips = verdict.kind === 'neither' || verdict.kind === 'ask' ? [] : flipsOf(verdict, given, of.pack);
  return {
    verdict,
    first: verdictCard(verdict, flips, 7, of, today, given),
    why: whyCard(verdict, 7, of),
    counter: counterCard(verdict, 7, of),
    sources: verdictSourcesCard(verdict, 7, of, today),
  };
}

function cardsFor(text: string, of: Knowledge = parcels) {
  return cardsOf(briefOf(of.readNeeds(text)), of);
}

/** The labelled lines of a card. */
function rows(card: Card): string[] {
  return card.elements.flatMap((element) =>
    element.type === 'facts' ? element.rows.map(({ label, text }) => `${label}: ${text}`) : [],
  );
}

function labels(card: Card): string[] {
  return buttonsOf(card).map(({ label }) => label);
}

describe('a verdict on three made-up options', () => {
  const check = (text: string, expected: string, firstLine: string) => {
    it(`"${text}" → ${expected}`, () => {
      const { verdict, first } = cardsFor(text);
      expect(outcome(verdict)).toBe(expected);
      expect(plainCard(first).split('\n')[0]).toBe(firstLine);
    });
  };
  for (const [text, expected, firstLine] of [
    ['furniture from our warehouse', 'van', 'Pick Van: a clear case'],
    ['urgent parcels', 'drone', 'Pick Drone: a clear case'],
    ['a city at all costs, clean air is a must', 'bike', 'Pick Bike: a clear case'],
    ['urgent, drivers', 'van', 'Leaning to Van'],
    ['heavy parcels that are urgent', 'both', 'Use Van and Drone, each for its part'],
    ['heavy parcels that are urgent, from one garage', 'van', 'Pick Van: a clear case'],
    ['clean air, drivers', 'either', 'Close call: Bike or Van will do'],
    ['mix them', 'both', 'Use Van and Drone, each for its part'],
    ['a letter', 'neither', 'None of them: A letter box.'],
    ['a heavy letter, heavy boxes', 'van', 'Pick Van: a clear case'],
    ['', 'ask', 'How heavy is it?'],
    ['at night', 'ask', 'How dark is it?'],
  ] as const)
    check(text, expected, firstLine);
});

describe('every card of every verdict', () => {
  const texts = [
    'furniture',
    'urgent, drivers',
    'heavy boxes, urgent',
    'clean air, urgent',
    'mix them',
    'a letter',
    '',
    'at night',
  ];
  const shipped = ['live chat', 'live chat, back office', 'team knows both', 'landing page', 'use both', ''];
  const all = [...texts.map((text) => [text, parcels] as const), ...shipped.map((text) => [text, knowledge] as const)];
  for (const [text, of] of all) {
    it(`"${text}" about ${of.pack.title}: begins with a heading, has a next step, and no more buttons than promised`, () => {
      const { first, why, counter, sources } = cardsFor(text, of);
      for (const card of [first, why, counter, sources]) {
        expect(card.elements[0]?.type).toBe('heading');
        expect(buttonsOf(card).length).toBeGreaterThan(0);
        expect(buttonsOf(card).length).toBeLessThanOrEqual(16);
      }
    });
  }

  const hostile = '**bold** `code` <!channel> [x](https://evil.example)';
  it('shows words of people as plain characters, never as markup', () => {
    const needs = brief(['load', 'no speed']).needs.map((need) => ({ ...need, said: hostile }));
    const facts = [{ fact: 'one-garage', said: hostile }];
    const neither = [{ fact: 'letter', said: hostile }];
    for (const given of [brief([], { needs, facts }), brief([], { neither })]) {
      const { first, why, counter } = cardsOf(given);
      expect(plainCard(first)).toContain(hostile);
      const prose = [first, why, counter].flatMap(({ elements }) =>
        elements.flatMap((element) => (element.type === 'prose' ? element.prose : [])),
      );
      const spans = prose.flatMap((block) => (block.type === 'paragraph' ? block.spans : block.items.flat()));
      expect(spans.filter((span) => span.type !== 'text')).toEqual([]);
    }
  });
});

describe('the card of a pick', () => {
  const { first } = cardsFor('heavy boxes are a must, drivers, clean air, one garage; urgent would be nice');

  it('says in its second line what it is ahead and behind on', () => {
    expect(plainCard(first).split('\n\n')[1]).toBe(
      'Ahead on "Heavy load" and "Crew drives"; behind on "Clean air" and "Speed".',
    );
    expect(plainCard(cardsFor('furniture').first)).toContain(
      'Ahead on "Heavy load"; nothing you said speaks against it.',
    );
  });

  it('has a scoreboard of every need for all options, the most decisive first, that fits a phone', () => {
    const [board] = first.elements.flatMap((element) => (element.type === 'scoreboard' ? [element.board] : []));
    expect(board).toEqual({
      options: ['Bike', 'Van', 'Drone'],
      totals: [-2, 16, -12],
      rows: [
        { label: 'Heavy load (must)', values: [-6, 12, -12] },
        { label: 'Crew drives', values: [0, 6, -3] },
        { label: 'Clean air', values: [4, -2, 0] },
        { label: 'Speed (nice)', values: [0, 0, 3] },
      ],
    });
    const drawn = plainScoreboard(board ?? { options: [], totals: [], rows: [] });
    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThanOrEqual(36);
    expect(drawn.slice(0, 4)).toEqual([
      'Bike        Van         Drone',
      '−2          +16         −12',
      'Heavy load (must)',
      '▒▒▒ −6      ██████ +12  ▒▒▒▒▒▒ −12',
    ]);
  });

  it('leaves out what counts nothing for anybody', () => {
    const given = briefOf(parcels.readNeeds('heavy boxes, drivers'));
    const { first: weighted } = cardsOf({ ...given, weights: { 'crew-drives': 0 } });
    const shown = weighted.elements.flatMap((element) => (element.type === 'scoreboard' ? element.board.rows : []));
    expect(shown.map(({ label }) => label)).toEqual(['Heavy load']);
    expect(rows(weighted).join()).toContain('Crew drives 0 (not');
    const { first: nothing } = cardsOf({ ...given, weights: { 'crew-drives': 0, load: 0 } });
    expect(nothing.elements.some(({ type }) => type === 'scoreboard')).toBe(false);
  });

  it.each([
    ['the pick is the same, and as sure', 'heavy boxes, drivers', 'heavy boxes', 'The verdict stays.'],
    ['the pick is the same and less sure', 'heavy boxes, clean air', 'heavy boxes', 'It was Van, clearly.'],
  ])('says what became of the verdict where %s', (_, words, before, said) => {
    const previous = briefOf(parcels.readNeeds(before));
    const { first: changed } = cardsOf({ ...briefOf(parcels.readNeeds(words)), previous });
    expect(rows(changed).find((row) => row.startsWith('Changed'))).toContain(said);
  });

  it('adds up the smaller ones where there are many needs', () => {
    const many = ['real-time', 'admin-backoffice', 'geo', 'type-safety', 'iot-devices', 'hiring-pool', 'multi-tenancy'];
    const board = cardsOf(brief(many), knowledge).first.elements.find(({ type }) => type === 'scoreboard');
    expect(board?.type === 'scoreboard' ? board.board.rows.map(({ label }) => label) : []).toEqual([
      'Admin and back office',
      'Real time',
      'Maps and location',
      'Devices and sensors',
      'Hiring and jobs',
      '2 smaller ones',
    ]);
  });

  it('gives two reasons, the strongest argument against, and what was heard', () => {
    expect(rows(first)).toEqual([
      'For it: Heavy load ("heavy boxes", a must): A ton fits in.',
      'For it: Crew drives ("drivers"): The crew can start.',
      'Against it: Clean air ("clean air"): Burns diesel. Bike: Burns nothing.',
      'I also heard: Speed ("urgent", nice to have), One garage ("one garage")',
    ]);
  });

  it('gives no third reason; that stands behind "Why?"', () => {
    const { first: card, why } = cardsFor('live chat, thousands of online users, React team', knowledge);
    expect(rows(card).filter((row) => row.startsWith('For it'))).toHaveLength(2);
    expect(rows(why)).toHaveLength(3);
  });

  it('says what would flip it, where anything would', () => {
    expect(rows(cardsFor('furniture').first)).toContain('Would flip: to several together if "Speed" is wanted');
  });

  it('leads on to the sum, the case against and the sources', () => {
    expect(buttonsOf(first).map(({ label, press }) => `${label} ${encodePress(press)}`)).toEqual([
      'Why? v1:why:7',
      'Strongest case against v1:counter:7',
      'What if… v1:what-if:7',
      'Change weights v1:weights:7',
      'Sources v1:verdict-sources:7',
    ]);
  });

  it('lists what is not needed apart, and facts beside the needs', () => {
    expect(rows(cardsFor('furniture, not urgent, one garage').first).slice(-2)).toEqual([
      'I also heard: One garage ("one garage")',
      'Not needed: Speed ("urgent")',
    ]);
  });

  it('has a note to keep in mind for a fact that has one', () => {
    expect(plainCard(cardsFor('furniture in a city').first)).toContain('Keep in mind: Zones differ.');
    expect(plainCard(cardsFor('furniture, one garage').first)).not.toContain('Keep in mind');
  });

  it('leaves out what the pack has no more', () => {
    const { first: card } = cardsOf(brief(['load', 'gone'], { facts: heard('gone') }));
    expect(plainCard(card)).not.toContain('gone');
  });
});

describe('the card for both', () => {
  it('divides the work, says why, and what it costs, and gives the first two ground rules', () => {
    const { first } = cardsFor('heavy parcels that are urgent');
    expect(rows(first).slice(0, 6)).toEqual([
      'Van: heavy parcels',
      'Drone: urgent ones',
      'Between them: A depot.',
      'Why Van: Heavy load ("heavy parcels"): A ton fits in.',
      'Why Drone: Speed ("urgent"): Flies straight.',
      'Against it: Two crews cost twice.',
    ]);
    expect(plainCard(first)).toContain('\n\n- One label for each parcel.\n- One depot.\n\n');
  });

  it('says so when the combination itself was asked for', () => {
    const asked = 'You asked for the combination itself';
    expect(plainCard(cardsFor('mix them').first)).toContain(asked);
    expect(plainCard(cardsFor('heavy parcels that are urgent').first)).not.toContain(asked);
  });

  it('gives only the reasons where the pack has no way to divide the work, and tells no cost', () => {
    const { bothCost: _, ...pack } = parcels.pack;
    const bare = { ...parcels, pack: { ...pack, splits: [] } };
    const { first, sources } = cardsFor('urgent furniture', bare);
    expect(rows(first)[0]).toBe('Why Van: Heavy load ("furniture"): A ton fits in.');
    expect(rows(first).join('\n')).not.toContain('Against it');
    expect(sources.elements.map(({ type }) => type)).toEqual(['heading', 'references', 'note', 'buttons']);
  });
});

describe('the card of a close call', () => {
  const { first } = cardsFor('clean air, drivers');

  it('gives the strongest reason for each option that has one', () => {
    expect(rows(first).slice(0, 2)).toEqual([
      'For Bike: Clean air ("clean air"): Burns nothing.',
      'For Van: Crew drives ("drivers"): The crew can start.',
    ]);
  });

  it('asks what would settle it, to be answered by a press', () => {
    expect(plainCard(first)).toContain('What would settle it: Do parcels weigh much?');
    expect(buttonsOf(first).map(({ label, style, press }) => `${label} ${style} ${encodePress(press)}`)).toEqual([
      'Yes primary v1:need:7:load:1',
      'No plain v1:need:7:load:0',
      'Why? plain v1:why:7',
      'Strongest case against plain v1:counter:7',
      'What if… plain v1:what-if:7',
      'Change weights plain v1:weights:7',
      'Sources plain v1:verdict-sources:7',
    ]);
  });

  it('asks nothing when nothing would settle it', () => {
    const { first: settled } = cardsFor('clean air, drivers, but nothing heavy: no furniture, not urgent');
    expect(labels(settled)).toEqual(['Why?', 'Strongest case against', 'What if…', 'Change weights', 'Sources']);
  });
});

describe('the card of a question', () => {
  it('says that too little was said, gives the short rule, and has a button for each answer', () => {
    const { first } = cardsFor('at night');
    expect(plainCard(first)).toContain('so this is a question, not a guess.');
    expect(plainCard(first)).toContain(parcels.pack.shortRule);
    expect(buttonsOf(first).map(({ label, press }) => `${label} ${encodePress(press)}`)).toEqual([
      'Very dark v1:choice:7:how-dark:0',
      'There are lamps v1:choice:7:how-dark:1',
      'Decide now v1:decide:7',
      'Describe the project v1:describe:7',
    ]);
  });
});

describe('the card for neither', () => {
  it('says what instead, why, and which words said so', () => {
    const { first } = cardsFor('a letter');
    expect(plainCard(first)).toBe(
      'None of them: A letter box.\n\nLetters need no parcel service. You said "letter".\n\n[1] What if…  [2] Sources  [3] Topics',
    );
  });
});

describe('the whole sum', () => {
  it('traces every point to the words, the weight and the strength, and names the rule', () => {
    const { why } = cardsFor('furniture would be nice, urgent, clean air is a must');
    expect(rows(why)).toEqual([
      'Heavy load: "furniture", nice to have: counts 1.5. Bike −1.5 (marked −1), Van +3 (marked +2), Drone −3 (marked −2)',
      'Speed: "urgent", wanted: counts 3. Bike 0, Van 0, Drone +6 (marked +2)',
      'Clean air: "clean air", a must: counts 4. Bike +8 (marked +2), Van −4 (marked −1), Drone 0',
    ]);
    expect(plainCard(why)).toContain('Bike  ████████████████ +6.5');
    expect(plainCard(why)).toContain('a part that can stand alone');
    expect(plainCard(why)).toContain('What a need counts = its weight');
    expect(labels(why)).toEqual(['Strongest case against', 'What if…', 'Change weights', 'Sources']);
  });

  it('says so when there is nothing to add up', () => {
    expect(plainCard(cardsFor('').why)).toContain('No need was named');
  });
});

describe('the case against', () => {
  it('gives what speaks against the pick, strongest first, with what the best other offers there', () => {
    const { counter } = cardsFor('furniture is a must, one garage, clean air, urgent would be nice');
    expect(rows(counter)).toEqual([
      'Against Van: Clean air ("clean air"). Burns diesel. Bike: Burns nothing. [City]',
      'Against Van: Speed ("urgent", nice to have). Stands in jams. Drone: Flies straight. [Maker]',
    ]);
    expect(labels(counter)).toEqual(['What is a depot?', 'Why?', 'What if…', 'Sources']);
  });

  it('says so when nothing that was said speaks against it', () => {
    expect(plainCard(cardsFor('furniture').counter)).toContain('Nothing that you said speaks against it.');
  });

  it('is given against each option where none was picked, five lines at most', () => {
    const against = rows(cardsFor('clean air, drivers').counter).map((row) => row.replace(/:.*/, ''));
    expect(against).toEqual(['Against Drone', 'Against Bike', 'Against Van', 'Against Drone', 'If it came up']);
    const many = rows(cardsFor('furniture, urgent, clean air, drivers').counter);
    expect(many[0]).toBe('Against it: Two crews cost twice.');
    expect(many.filter((row) => /^Against (?:Bike|Van|Drone): /.test(row))).toHaveLength(4);
  });

  it('goes on with where another option would be ahead, up to five lines, each with its source', () => {
    const lines = rows(cardsFor('verdict: an admin panel and roles', knowledge).counter);
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line).toMatch(/^If it came up: .+, with Django\. .+ Node\.js: .+/);
  });
});

describe('the sources of a verdict', () => {
  const given = brief(['load', 'speed']);

  it('are those of every score that counted and of the way to divide the work, each with its dates', () => {
    const references = cardsOf(given).sources.elements.flatMap((element) =>
      element.type === 'references' ? element.references : [],
    );
    expect(references).toEqual([
      { label: 'Van manual', address: undefined, detail: 'Maker; checked 10 Jan 2025' },
      { label: 'Air report', address: 'https://example.org/air', detail: 'City, 30 Jun 2026; checked 10 Jan 2025' },
    ]);
  });

  const check = (title: string, today: string, isMarked: boolean) => {
    it(title, () => {
      const text = plainCard(cardsOf(given, parcels, today).sources);
      const mark = 'May be outdated: "A van carries a ton." (review was due 22 Nov 2026)';
      expect(text.includes(mark)).toBe(isMarked);
      expect(text.includes('May be outdated')).toBe(isMarked);
    });
  };
  check('are not marked on the day of their review', '2026-11-22', false);
  check('may be outdated on the day after', '2026-11-23', true);

  it('are those of the way to divide the work and of its cost, where nothing else was said', () => {
    expect(plainCard(cardsFor('mix them').sources).split('\n\n').slice(1, 3)).toEqual([
      '- Air report (City, 30 Jun 2026; checked 1 Oct 2026)\n  https://example.org/air',
      'One statement is common practice, with no source.',
    ]);
  });

  it('are those of the case where neither fits', () => {
    expect(plainCard(cardsFor('a letter').sources).split('\n\n').slice(1)).toEqual([
      'One statement is common practice, with no source.',
      '[1] Why?',
    ]);
  });

  it('are none where nothing was said', () => {
    expect(plainCard(cardsFor('').sources)).toContain('No need was named');
  });
});
