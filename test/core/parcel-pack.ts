import { checkPack, type PackDocument } from '../../src/core/check.ts';
import { compile, type Knowledge } from '../../src/core/compile.ts';
import { TODAY } from '../knowledge.ts';

const entry = (id: string, topic: string, rest: Readonly<Record<string, unknown>>): PackDocument => ({
  file: `parcels/entries/${topic}/${id}.md`,
  kind: 'entry',
  value: {
    id,
    topic,
    options: ['bike', 'van', 'drone'],
    related: ['main-difference'],
    examples: ['one', 'two', 'three', 'four', 'five'].map((nth) => `${nth} way to ask ${id}`),
    ...rest,
  },
});

const claim = (id: string, topic: string, rest: Readonly<Record<string, unknown>>) => ({
  id,
  topic,
  options: ['bike', 'van', 'drone'],
  status: 'holds',
  basis: 'source',
  checkedOn: '2026-10-01',
  reviewBy: '2027-10-01',
  confidence: 'high',
  ...rest,
});

const scores = (bike: number, van: number, drone: number, reasons: readonly string[], claims: readonly string[]) => ({
  bike: { score: bike, reason: reasons[0], claims },
  van: { score: van, reason: reasons[1], claims },
  drone: { score: drone, reason: reasons[2], claims },
});

const documents: readonly PackDocument[] = [
  {
    file: 'parcels/pack.yaml',
    kind: 'pack',
    value: {
      id: 'parcels',
      title: 'Bike, van or drone',
      summary: 'I know three ways to bring a parcel.',
      options: [
        { id: 'bike', name: 'Bike', entry: 'what-is-a-cargo-bike', against: 'main-difference' },
        { id: 'van', name: 'Van', entry: 'what-is-a-van', against: 'what-is-a-depot' },
        { id: 'drone', name: 'Drone', entry: 'main-difference', against: 'what-is-a-drone' },
      ],
      topics: [{ id: 'basics', title: 'What they are', entries: ['what-is-a-cargo-bike', 'what-is-a-van'] }],
      overview: 'main-difference',
      starters: ['What is a van?', 'verdict: heavy boxes'],
      shortRule: 'The short rule: weight needs wheels.',
    },
  },
  {
    file: 'parcels/criteria.yaml',
    kind: 'criteria',
    value: {
      criteria: [
        {
          id: 'load',
          name: 'Heavy load',
          definition: 'Parcels weigh more than a person can carry.',
          weight: 3,
          splits: true,
          entry: 'what-is-a-van',
          question: 'Do parcels weigh much?',
          scores: scores(
            -1,
            2,
            -2,
            ['Twenty boxes at most.', 'A ton fits in.', 'Two kilograms at most.'],
            ['van.load'],
          ),
          phrases: ['heavy boxes|parcels', 'furniture'],
          implied: ['warehouse'],
        },
        {
          id: 'speed',
          name: 'Speed',
          definition: 'Parcels arrive within the hour.',
          weight: 3,
          splits: true,
          entry: 'main-difference',
          question: 'Must it arrive within the hour?',
          scores: scores(0, 0, 2, ['Fast in jams.', 'Stands in jams.', 'Flies straight.'], ['drone.speed', 'van.slow']),
          phrases: ['within the hour', 'urgent'],
        },
        {
          id: 'clean-air',
          name: 'Clean air',
          definition: 'Nothing may be burnt on the way.',
          weight: 2,
          splits: true,
          entry: 'what-is-a-cargo-bike',
          question: 'Is clean air asked for?',
          scores: scores(2, -1, 0, ['Burns nothing.', 'Burns diesel.', 'Needs much power.'], ['bike.air']),
          phrases: ['clean air'],
        },
        {
          id: 'crew-drives',
          name: 'Crew drives',
          definition: 'The crew has licences for cars.',
          weight: 3,
          splits: false,
          option: 'van',
          entry: 'what-is-a-van',
          question: 'Has the crew licences?',
          scores: scores(0, 2, -1, ['Needs no licence.', 'The crew can start.', 'Needs pilots.'], []),
          phrases: ['drivers'],
        },
      ],
      facts: [
        { id: 'one-garage', name: 'One garage', effect: 'one-back-end', phrases: ['one garage'] },
        {
          id: 'city',
          name: 'A city',
          effect: 'counts-as',
          criteria: ['clean-air'],
          note: 'Zones differ.',
          phrases: ['city'],
        },
        {
          id: 'night',
          name: 'At night',
          effect: 'ask',
          question: 'how-dark',
          note: 'Nights are dark.',
          phrases: ['at night'],
        },
      ],
      neither: [
        {
          id: 'letter',
          instead: 'A letter box.',
          reason: 'Letters need no parcel service.',
          claims: ['drone.speed'],
          unless: ['load'],
          phrases: ['letter'],
        },
      ],
      splits: [
        {
          id: 'heavy-and-fast',
          title: 'Heavy and fast',
          owns: { van: 'heavy parcels', drone: 'urgent ones' },
          link: 'A depot.',
          criteria: ['load', 'speed'],
          claims: ['bike.air'],
        },
      ],
      groundRules: [{ text: 'One label for each parcel.' }, { text: 'One depot.' }, { text: 'One phone number.' }],
      bothCost: { text: 'Two crews cost twice.', claims: ['drone.speed'] },
      questions: [
        {
          id: 'how-heavy',
          text: 'How heavy is it?',
          choices: [{ label: 'Very', criteria: ['load'] }, { label: 'Not at all' }],
        },
        {
          id: 'how-dark',
          text: 'How dark is it?',
          choices: [{ label: 'Very dark', criteria: ['speed'] }, { label: 'There are lamps' }],
        },
      ],
      bothPhrases: ['mix them'],
    },
  },
  {
    file: 'parcels/vocabulary.yaml',
    kind: 'vocabulary',
    value: { options: { bike: { aliases: ['bike'] }, van: { aliases: ['van'] }, drone: { aliases: ['drone'] } } },
  },
  {
    file: 'parcels/sources.yaml',
    kind: 'sources',
    value: [
      {
        id: 'air-report',
        title: 'Air report',
        address: 'https://example.org/air',
        publisher: 'City',
        date: '2026-06-30',
        kind: 'data',
      },
      { id: 'van-manual', title: 'Van manual', publisher: 'Maker', date: '2025-01-10', kind: 'documentation' },
    ],
  },
  {
    file: 'parcels/claims/basics.yaml',
    kind: 'claims',
    value: [
      claim('bike.air', 'basics', { statement: 'A bike burns nothing.', sources: ['air-report'] }),
      claim('van.load', 'basics', {
        statement: 'A van carries a ton.',
        sources: ['van-manual', 'air-report'],
        checkedOn: '2025-01-10',
        reviewBy: TODAY,
      }),
      claim('drone.speed', 'basics', { statement: 'A drone flies straight.', basis: 'practice', sources: [] }),
      claim('van.slow', 'basics', {
        statement: 'A van is slow.',
        status: 'wrong',
        correction: 'Only in jams.',
        basis: 'article',
        sources: ['van-manual'],
      }),
    ],
  },
  entry('what-is-a-cargo-bike', 'basics', {
    question: 'What is a cargo bike, and what can it bring that a plain bike can not?',
    claims: ['bike.air', 'drone.speed', 'van.slow', 'van.load'],
    related: ['main-difference', 'what-is-a-van'],
    answer: 'A cargo bike is a **bike** with a box.',
    more: 'Some have `three` wheels.',
  }),
  entry('what-is-a-van', 'basics', {
    question: 'What is a van?',
    claims: ['van.load'],
    related: ['main-difference', 'what-is-a-cargo-bike', 'what-is-a-drone', 'what-is-a-depot'],
    answer: 'A van is a car for parcels.',
    more: 'It burns diesel.',
  }),
  entry('what-is-a-drone', 'basics', { question: 'What is a drone?', claims: ['drone.speed'], answer: 'It flies.' }),
  entry('what-is-a-depot', 'basics', {
    question: 'What is a depot?',
    claims: ['bike.air'],
    answer: 'A house for parcels.',
  }),
  entry('main-difference', 'basics', {
    question: 'What sets the three apart?',
    claims: ['drone.speed'],
    related: ['what-is-a-van'],
    answer: 'One burns nothing, one carries much, one flies.',
  }),
];

const { pack, problems } = checkPack('parcels', documents);
if (!pack)
  throw new Error(problems.map(({ file, path, message }) => `${file}: ${path.join('.')}: ${message}`).join('\n'));

/** A made-up comparison of three options that have nothing to do with software. One of its claims is to be reviewed by the day of the tests. */
export const parcels: Knowledge = compile(pack, 'parcels-1');
