import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLexicon } from '../../src/core/lexicon.ts';
import { createNeedsReader, mergeNeeds, type Need, wanted } from '../../src/core/needs.ts';
import { STRENGTHS } from '../../src/core/qualify.ts';
import { knowledge } from '../knowledge.ts';

const { pack, readNeeds } = knowledge;

/** "real-time must", "no admin-backoffice", "real-time implied"; nothing beside the id for what is simply wanted. */
function shown({ criterion, strength, negated, by }: Need): string {
  if (negated) return `no ${criterion}`;
  if (by === 'implied') return `${criterion} implied`;
  if (strength === STRENGTHS.must) return `${criterion} must`;
  return strength === STRENGTHS.nice ? `${criterion} nice` : criterion;
}

function list(words: string): string[] {
  return words
    .split(', ')
    .filter((word) => word !== '')
    .sort();
}

describe('the needs read from what people write', () => {
  const check = (text: string, expected: string) => {
    it(`"${text}" → ${expected === '' ? 'nothing' : expected}`, () => {
      expect(readNeeds(text).needs.map(shown).sort()).toEqual(list(expected));
    });
  };

  describe('one thing wanted', () => {
    for (const [text, expected] of [
      ["We're building a live chat for our support agents", 'real-time'],
      ["Users should see each other's edits straight away, like google docs", 'real-time'],
      ['customers want to track their driver on a map', 'real-time, geo'],
      ['A multiplayer quiz with a live leaderboard', 'real-time'],
      ['new orders must appear instantly for the kitchen', 'real-time must'],
      ['Around 20k people will be connected at the same time', 'io-concurrency'],
      ['each search calls 15 supplier APIs and waits for the slowest', 'io-concurrency'],
      ['it needs low latency, a few thousand requests per second', 'io-concurrency'],
      ['we train our own ML models on sales data', 'cpu-data-ml'],
      ['Nightly reports with heavy calculations over huge CSV files', 'cpu-data-ml'],
      ['Our moderators approve listings before they go online', 'admin-backoffice'],
      ['internal tool to replace our excel sheets', 'admin-backoffice'],
      ['The ops team needs a back office to fix orders', 'admin-backoffice'],
      ['A school management system for three schools', 'admin-backoffice'],
      ['a news portal where editors publish articles', 'content-heavy'],
      ['multilingual marketing site with a CMS', 'content-heavy'],
      ["login with roles and 2FA for patients' data", 'auth-security-defaults'],
      ['Postgres with lots of relations and complex queries', 'relational-orm'],
      ['bookings and payments in one transaction', 'relational-orm'],
      ['every product has different attributes, so probably MongoDB', 'schema-flexibility'],
      ['no fixed schema, just json documents', 'schema-flexibility'],
      ['Next.js front end, types shared between client and server', 'same-language-ssr'],
      ["we'd love one language on both ends", 'same-language-ssr'],
      ['MVP within six weeks', 'time-to-market'],
      ['we have a tight deadline and a small budget', 'time-to-market'],
      ['microservices talking over Kafka', 'microservices'],
      ['we plan to split the monolith into services', 'microservices'],
      ['deployed to AWS Lambda, scale to zero', 'serverless-edge'],
      ['runs on Cloudflare Workers at the edge', 'serverless-edge'],
      ['users upload large videos and stream them', 'streaming-media'],
      ['a Raspberry Pi gateway reading sensors over MQTT', 'iot-devices'],
      ['it should be easy to hire developers for it', 'hiring-pool'],
      ['a big team with many junior developers needs a clear structure', 'conventions-structure'],
      ["we don't want to choose libraries for everything", 'conventions-structure'],
      ['a government project with few dependencies', 'long-term-maintenance, supply-chain-worry'],
      ['strict types everywhere so that we can refactor safely', 'type-safety'],
      ['find restaurants within 5 km', 'geo'],
      ['multi-tenant SaaS, one schema per customer', 'multi-tenancy'],
      ['after the last npm attack we worry about our dependencies', 'supply-chain-worry'],
      ['we already have a Django monolith', 'existing-django'],
      ['our backend is written in Django today', 'existing-django'],
      ['the current API runs on Express', 'existing-nodejs'],
    ] as const)
      check(text, expected);
  });

  describe('the languages a team knows', () => {
    for (const [text, expected] of [
      ['we all know Python', 'team-python'],
      ["I'm coming from django", 'team-python'],
      ['Our devs write mostly TypeScript', 'team-javascript'],
      ['I only know javascript', 'team-javascript'],
      ['we are a React shop', 'team-javascript'],
      ['we are a team of React developers', 'team-javascript'],
      ['Nobody here knows Python', 'no team-python'],
      ["I don't know javascript at all", 'no team-javascript'],
      ["I'm not a python developer", 'no team-python'],
      ['the team has zero experience with python', 'no team-python'],
      ['hardly anyone knows javascript', 'no team-javascript'],
      ['We know Python but not JavaScript', 'team-python, no team-javascript'],
      ['our devs know both', 'team-python, team-javascript'],
      ['4 python and 6 react developers', 'team-python, team-javascript'],
      ['no preference between Python and JavaScript', 'team-python, team-javascript'],
    ] as const)
      check(text, expected);
  });

  describe('several things at once', () => {
    for (const [text, expected] of [
      ['webrtc video calls between doctors and patients', 'streaming-media, auth-security-defaults'],
      ['OCR on scanned invoices', 'cpu-data-ml, relational-orm implied'],
      ['sensors report every second', 'iot-devices, io-concurrency'],
      [
        'A fintech with 6 devs wants a customer portal, plus nightly risk calculations in pandas. Live charts would be nice.',
        'auth-security-defaults, cpu-data-ml, real-time nice',
      ],
      [
        'Our startup ships a Slack-like chat in 8 weeks. Everyone writes TypeScript; no back office needed.',
        'time-to-market, real-time implied, team-javascript, no admin-backoffice',
      ],
    ] as const)
      check(text, expected);
  });

  describe('what is only hinted at', () => {
    for (const [text, expected] of [
      ['push notifications when an order ships', 'real-time implied'],
      ['we just call the OpenAI API for summaries', 'cpu-data-ml implied'],
      ['our blog', 'content-heavy implied'],
      ['no problem with Python', 'team-python implied'],
      ['we hate javascript', 'team-python implied'],
      ['an ecommerce shop', 'relational-orm implied'],
      ['push notifications are a must', 'real-time must'],
    ] as const)
      check(text, expected);
  });

  describe('what is denied', () => {
    for (const [text, expected] of [
      ['No chat, no notifications', 'no real-time'],
      ["We don't need real time", 'no real-time'],
      ['there is no admin panel', 'no admin-backoffice'],
      ["there's no need for websockets", 'no real-time'],
      ['without any websockets', 'no real-time'],
      ['We can do without an admin panel', 'no admin-backoffice'],
      ['real time is not needed', 'no real-time'],
      ["An admin interface isn't required", 'no admin-backoffice'],
      ["real time doesn't matter", 'no real-time'],
      ["SEO doesn't matter", 'no content-heavy'],
      ['we never do machine learning', 'no cpu-data-ml'],
      ["there won't be any microservices", 'no microservices'],
      ['Skip the CMS', 'no content-heavy'],
      ['Drop the CRM', 'no admin-backoffice'],
      ['riders drop a pin on the map', 'geo'],
      ["we'd like to avoid serverless", 'no serverless-edge'],
      ['nobody asked for live chat', 'no real-time'],
      ['neither live chat nor video calls', 'no real-time, no streaming-media'],
      ['no login or roles', 'no auth-security-defaults'],
      ["it isn't about machine learning", 'no cpu-data-ml'],
      ['we must not use kafka', 'no microservices'],
    ] as const)
      check(text, expected);
  });

  describe('contrast: a "no" reaches to the end of its clause', () => {
    for (const [text, expected] of [
      ['not a CMS, an internal tool', 'no content-heavy, admin-backoffice'],
      ['not a chat app but a CMS', 'no real-time, content-heavy'],
      ['No admin panel, but live chat', 'no admin-backoffice, real-time'],
      ['we need live chat, not email', 'real-time'],
      ['It is not only a blog platform but also has live chat', 'content-heavy, real-time'],
      ['not just an internal tool, also a public API gateway', 'admin-backoffice, io-concurrency'],
      ['no doubt we need an admin panel', 'admin-backoffice'],
      ['We have no sensors and we need an admin panel', 'no iot-devices, admin-backoffice'],
      ['no sensors and an admin panel', 'no iot-devices, admin-backoffice'],
      ['no sensors and every night heavy calculations', 'no iot-devices, cpu-data-ml'],
      ['no CMS and sensors', 'no content-heavy, no iot-devices'],
      [
        "I don't need real time at all, but staff must be able to approve orders",
        'no real-time, admin-backoffice must',
      ],
      ['No more spreadsheets: staff need a back office', 'admin-backoffice'],
    ] as const)
      check(text, expected);
  });

  describe('how strongly it is wanted', () => {
    for (const [text, expected] of [
      ['live chat is a must', 'real-time must'],
      ['Real-time updates are absolutely critical', 'real-time must'],
      ['the admin panel is mandatory', 'admin-backoffice must'],
      ['above all we need safe logins with roles', 'auth-security-defaults must'],
      ['it must be secure, we store bank data', 'auth-security-defaults must'],
      ['an admin panel would be nice', 'admin-backoffice nice'],
      ['maybe live chat later', 'real-time nice'],
      ['ideally it runs on Lambda', 'serverless-edge nice'],
      ['optionally a mobile-friendly CMS', 'content-heavy nice'],
      ['a CMS is not a must', 'content-heavy nice'],
      ['Live chat is a must, an admin panel would be nice to have', 'real-time must, admin-backoffice nice'],
      ['must-have real-time chat, nice-to-have admin panel', 'real-time must, admin-backoffice nice'],
      ['live chat, and yes: live chat is a must', 'real-time must'],
      ["live chat, that's a must", 'real-time must'],
      ['live chat (required), admin panel (optional)', 'real-time must, admin-backoffice nice'],
    ] as const)
      check(text, expected);
  });

  describe('how many', () => {
    for (const [text, expected] of [
      ['300 concurrent users', 'io-concurrency'],
      ['10k users at once', 'io-concurrency'],
      ['1,500 viewers', 'io-concurrency'],
      ['30 viewers', ''],
      ['one hundred devices', 'iot-devices'],
      ['five devices', ''],
      ['positions of 30 buses every 10 seconds', 'io-concurrency'],
      ['support it for five years', 'long-term-maintenance'],
      ['support it for two years', ''],
      ['a team of twelve', 'conventions-structure implied'],
    ] as const)
      check(text, expected);
  });

  describe('words that say nothing of a need', () => {
    for (const text of [
      '',
      '   ',
      '🙂',
      'Hello there!',
      'A backend for our product',
      'What is Django?',
      'Node is fast',
    ])
      check(text, '');
  });
});

describe('what is heard beside needs', () => {
  const check = (text: string, expected: string) => {
    it(`"${text}" → ${expected === '' ? 'nothing' : expected}`, () => {
      const { facts, neither, together } = readNeeds(text);
      const heard = [...facts, ...neither].map(({ fact }) => fact);
      expect([...heard, ...(together === undefined ? [] : ['together'])].sort()).toEqual(list(expected));
    });
  };

  for (const [text, expected] of [
    ['We are a team of four', 'small-team'],
    ["I'm a solo developer", 'small-team'],
    ['three full-stack devs', 'small-team'],
    ['there are just two of us', 'small-team'],
    ['5 developers', ''],
    ['a team of twelve', ''],
    ["no small team, we're 40 people", ''],
    ['we want only one language in the stack', 'one-language'],
    ['I know only Python', 'one-language'],
    ['just a prototype for investors', 'first-mvp'],
    ['MVP by three developers', 'first-mvp, small-team'],
    ['our devs know both', 'knows-both'],
    ['HIPAA compliance', 'compliance'],
    ['We take card payments', 'compliance'],
    ['we expect 3 million users', 'huge-scale'],
    ['we expect 3 thousand users', ''],
    ["I'm a total beginner", 'beginner'],
    ['we are not beginners', ''],
    ['a simple brochure website for a restaurant', 'static-site'],
    ['no landing page, a real product', ''],
    ['a multiplayer shooter with a physics engine', 'heavy-compute'],
    ['a standard online shop, nothing custom', 'standard-shop'],
    ['we are a Rails shop', 'other-stack'],
    ['small JSON API in Python', 'small-python-api'],
    ['can we use both together?', 'together'],
    ['combine Django and Node', 'together'],
    ['without using both', ''],
  ] as const)
    check(text, expected);

  it('counts a fact that stands for criteria as these, in the words that said it', () => {
    const { needs } = readNeeds('our devs know both');
    expect(needs).toEqual(
      ['team-python', 'team-javascript'].map((criterion) => ({
        criterion,
        strength: STRENGTHS.should,
        negated: false,
        said: 'know both',
        by: 'said',
      })),
    );
  });

  it('tells each fact once, in the words that said it first', () => {
    expect(readNeeds('A team of four. Really, four devs.').facts).toEqual([
      { fact: 'small-team', said: 'team of four' },
    ]);
  });
});

describe('the words quoted', () => {
  it('are those of the person, as they were written', () => {
    expect(readNeeds('A back-office for STAFF').needs.map(({ said }) => said)).toEqual(['back-office']);
  });

  it('are put on one line', () => {
    expect(readNeeds('a live\tchat').needs.map(({ said }) => said)).toEqual(['live chat']);
  });

  it('end in an ellipsis after 80 characters', () => {
    const [need] = readNeeds(`without ${'a'.repeat(90)} refresh`).needs;
    expect(need?.said).toBe(`without ${'a'.repeat(71)}…`);
  });

  const words = fc.constantFrom('no', 'live', 'chat', 'not', 'needed', 'admin', 'panel', '5', 'devs', 'and', 'python');
  const spaces = fc.constantFrom(' ', '  ', ', ', '. ', '\n', ' – ');
  it('stand in the text, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(words, spaces)), fc.string({ unit: 'grapheme' }), (pairs, noise) => {
        const text = `${noise} ${pairs.flat().join('')}`;
        const { needs, facts, neither } = readNeeds(text);
        const line = text.replace(/\s+/g, ' ');
        for (const { said } of [...needs, ...facts, ...neither]) expect(line).toContain(said);
      }),
    );
  });
});

describe('phrases of a pack', () => {
  const [example] = pack.criteria;
  const read = (phrase: string, text: string) => {
    const criteria = example ? [{ ...example, id: 'found', phrases: [phrase], implied: [] }] : [];
    const bare = { ...pack, criteria, facts: [], neither: [], bothPhrases: [] };
    return createNeedsReader(bare, createLexicon(pack.vocabulary))(text).needs.map(({ said }) => said);
  };
  const check = (phrase: string, text: string, expected: readonly string[]) => {
    it(`"${phrase}" in "${text}" → ${expected.length === 0 ? 'not found' : expected.join()}`, () => {
      expect(read(phrase, text)).toEqual(expected);
    });
  };

  for (const [phrase, text, expected] of [
    ['red|green apples', 'a green apple', ['green apple']],
    ['red|green apples', 'a blue apple', []],
    ['pick ... apples', 'pick apples', ['pick apples']],
    ['pick ... apples', 'pick three very ripe apples', ['pick three very ripe apples']],
    ['pick ... apples', 'pick three very ripe red apples', []],
    ['pick ... apples', 'we pick. Apples fall', []],
    ['pick ... apples', 'pick them. Then apples', []],
    ['pick ... apples', 'we pick', []],
    ['<number> apples', '12 apples', ['12 apples']],
    ['<3> apples', 'three apples', ['three apples']],
    ['<3> apples', 'four apples', []],
    ['<1-4> apples', '4 apples', ['4 apples']],
    ['<1-4> apples', '5 apples', []],
    ['<1000+> apples', '2k apples', ['2k apples']],
    ['<1000+> apples', '999 apples', []],
    ['team of <1-4>', 'a team of three', ['team of three']],
    ['team of <1-4>', 'a team of many', []],
    ['new django', 'our new Django', ['new Django']],
  ] as const)
    check(phrase, text, expected);

  it('begin with a word or a number: one that begins with a gap is never found', () => {
    expect(read('... apples', 'ripe apples')).toEqual([]);
  });
});

describe('needs said one after another', () => {
  const need = (by: Need['by'], strength: number, negated = false): Need => {
    return { criterion: 'real-time', strength, negated, said: `${by} ${strength}`, by };
  };
  const [nice, should, must] = [need('said', 0.5), need('said', 1), need('said', 2)];
  const [implied, no] = [need('implied', 0.5), need('said', 1, true)];
  const deniedHint = need('implied', 0.5, true);
  const check = (title: string, before: Need, later: Need, stands: Need) => {
    it(title, () => expect(mergeNeeds([before], [later])).toEqual([stands]));
  };

  check('the later word stands when it is stronger', should, must, must);
  check('the later word stands when it is weaker', must, nice, nice);
  check('a later no wins over a must', must, no, no);
  check('a later yes wins over a no', no, nice, nice);
  check('a "no" to a hint wins', implied, no, no);
  check('said outright counts before a hint of the same strength', implied, nice, nice);
  check('a hint is nothing new beside what was said outright', must, implied, must);
  check('a hint that is denied is a no', must, deniedHint, deniedHint);
  check('a press wins over what was said, the weaker too', must, need('pressed', 0.5), need('pressed', 0.5));
  check('a press to "no" wins', must, need('pressed', 0, true), need('pressed', 0, true));

  it('the needs of different criteria stand beside each other, in the order they came up', () => {
    const other: Need = { ...should, criterion: 'geo' };
    expect(mergeNeeds([other], [should, must])).toEqual([other, must]);
  });

  it('only what is wanted counts', () => {
    expect(wanted([no, should, { ...should, strength: 0 }])).toEqual([should]);
  });
});
