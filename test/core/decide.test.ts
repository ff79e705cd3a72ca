import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCodeHelp, isTrouble } from '../../src/core/code-help.ts';
import { type Decision, decide, isVerbatim, signalsOf, THRESHOLDS } from '../../src/core/decide.ts';
import type { Match } from '../../src/core/match.ts';
import { knowledge } from '../knowledge.ts';

const { lexicon, matcher } = knowledge;

function decided(text: string, options?: readonly string[]): Decision {
  const terms = lexicon.read(text);
  return decide(matcher.match(terms, options), terms, knowledge);
}

/** What was decided, on one line for a message that says why a row failed. */
function summary({ zone, confidence, matches: [best] }: Decision): string {
  return `${zone} ${confidence.toFixed(2)} ${best?.entry.id} for "${best?.example}"`;
}

describe('a question in the words of a chat is answered by its entry', () => {
  it.each([
    // What they are.
    ['what does npm do', 'what-is-npm'],
    ['npm?? what is that thing', 'what-is-npm'],
    ["isn't it apples and oranges, one is a runtime and the other a framework", 'framework-vs-runtime'],
    ['tldr of how django differs from node', 'main-difference'],
    ['in one sentence, difference between node and django', 'main-difference'],
    ['what do i get for free with django', 'django-batteries'],
    ['is django really mvc?', 'django-mvt'],
    ['who invented django', 'django-origin'],
    ['is django like wordpress? is it a cms', 'django-is-no-cms'],
    ['how can node serve lots of clients with a single thread', 'nodejs-event-loop'],
    ['can i run node in the browser', 'nodejs-front-end'],
    // Strengths and weaknesses.
    ['advantages of django pls', 'django-pros'],
    ["what's bad about django", 'django-cons'],
    ['upsides of nodejs', 'nodejs-pros'],
    ['cons of node', 'nodejs-cons'],
    ['cons of nodjs', 'nodejs-cons'],
    ['is callback hell still a thing in 2026', 'callback-hell'],
    ['are the django docs any good', 'django-documentation'],
    ['isnt django too opinionated', 'django-flexibility'],
    ['is django too much for a tiny app', 'django-overkill'],
    ['what is a reusable app in django', 'django-reusable-apps'],
    ['does sharing one language between frontend and backend really help', 'nodejs-single-language'],
    // Choosing.
    ['when is django the right pick', 'when-django'],
    ['when would you go for node', 'when-nodejs'],
    ['when should we use neither of them', 'when-neither'],
    ['django or node which one is better', 'which-is-better'],
    ['how do we decide between django and node', 'how-to-choose'],
    ['does the stack even matter in the end', 'stack-choice-matters'],
    ['where do you get all this info from', 'where-this-comes-from'],
    // People and jobs.
    ['is the django community still active', 'django-community'],
    ['which has more job openings', 'jobs-compared'],
    ['how many packages are on npm', 'npm-ecosystem'],
    ['which one is more popular these days', 'popularity-compared'],
    ['who earns more, django or node developers', 'salary-compared'],
    // Databases.
    ['how do migrations work in django', 'django-migrations'],
    ['hows the django orm', 'django-orm'],
    ['do i have to write sql when using django', 'django-raw-sql'],
    ['what databases can django talk to', 'django-supported-databases'],
    ['best orm for node', 'nodejs-orms'],
    ['which is better with mongodb', 'nosql-compared'],
    // Building and maintaining.
    ['how do you run background tasks in django vs node', 'background-jobs-compared'],
    ['what is this django admin everyone raves about', 'django-admin'],
    ['which one is easier to maintain over ten years', 'maintenance-compared'],
    ['best for a startup mvp?', 'mvp-compared'],
    ['does node have any conventions for project layout', 'nodejs-conventions'],
    ['can node run ts files without a build step', 'nodejs-typescript'],
    ['how does testing compare between the two', 'testing-compared'],
    ['which has better typing', 'types-compared'],
    // Learning.
    ['total beginner here, which one do i learn first', 'beginner-first'],
    ["how steep is django's learning curve", 'django-learning'],
    ['what do i need to know before i start with django', 'django-prerequisites'],
    ['which is easier to learn', 'learning-compared'],
    ['is node hard to pick up', 'nodejs-learning'],
    // Speed and scale.
    ['any benchmarks of django against node?', 'benchmarks'],
    ['which is better for cpu heavy stuff', 'cpu-bound-compared'],
    ['i heard django is slow, true?', 'django-performance'],
    ['can django handle millions of users', 'django-scaling'],
    ['microservices: django or node', 'microservices-compared'],
    ['why is node so fast', 'nodejs-performance'],
    ['how do you scale node', 'nodejs-scaling'],
    ['does the gil matter for django', 'python-gil'],
    ['which one scales better', 'scalability-compared'],
    // Live updates.
    ['does django support async', 'django-async'],
    ['is django any good for websockets', 'django-real-time'],
    ['why does everyone use node for realtime', 'nodejs-real-time'],
    ['realtime: which is better', 'real-time-compared'],
    ['do we really need websockets or is SSE enough', 'server-sent-events'],
    // Releases, hosting, security.
    ["what's the current django LTS", 'django-versions'],
    ['whats new in django 6', 'django-whats-new'],
    ['which node version should i use', 'nodejs-versions'],
    ['which is cheaper to host', 'hosting-compared'],
    ['is django secure out of the box', 'django-security'],
    ['how safe is node', 'nodejs-security'],
    ['is npm riskier than pypi', 'supply-chain-compared'],
    // APIs and front ends.
    ['DRF vs ninja', 'django-api-frameworks'],
    ['can i use react with django', 'django-with-react'],
    ['should i still use express in 2026', 'express'],
    ['which one for graphql', 'graphql-compared'],
    ['what is nestjs', 'nestjs'],
    ['which is better for rest apis', 'rest-apis-compared'],
    // Both, and what each is for.
    ['can we combine django and node in one product', 'use-both'],
    ['if we use both, who owns what', 'use-both-split'],
    ['how would django and node share sessions / logins', 'use-both-auth'],
    ['is django plus node what they call full stack', 'full-stack-term'],
    ['django or node for a chat app', 'chat-app-compared'],
    ['fintech compliance, django or node', 'compliance-compared'],
    ['which is better for multiplayer games', 'games-compared'],
    ['iot backend: django or node?', 'iot-compared'],
    ['which would you use for a social network', 'social-network-compared'],
    ['who uses django in production', 'who-uses-django'],
    ['big companies running node?', 'who-uses-nodejs'],
  ])('%s → %s', (text, id) => {
    const decision = decided(text);
    expect([decision.zone, decision.matches[0]?.entry.id], summary(decision)).toEqual(['answer', id]);
  });
});

describe('a message about something else is not answered', () => {
  it.each([
    "what's for lunch today?",
    'can someone review my PR',
    'is it going to rain tomorrow',
    'who won the champions league',
    'happy birthday ana!',
    'the printer on the third floor is jammed',
    'anyone up for a coffee',
    'are we still doing the standup at 10',
    'can you book a meeting room for 3pm',
    'can we move the retro to thursday',
    'how much vacation do i have left',
    'can you approve my expense report',
    'where can i park',
    'brb',
    'lol',
    'no thanks',
    'never mind',
    'see you tomorrow',
    'tell me a joke',
    'write me a poem about the sea',
    'translate hello into french',
    'what is the capital of australia',
    'what time is it in tokyo',
    'how tall is mount everest',
    'how to cook rice',
    'is coffee bad for you',
    'what is the best way to learn spanish',
    'what are the pros and cons of remote work',
    'pros and cons of electric cars',
    'recommend a book on management',
    'which office chair is better',
    'how secure is whatsapp',
    'how do I center a div',
    'how do i undo my last git commit',
    'how do i exit vim',
    'how do i write a regex for emails',
    'how do i set up kubernetes ingress',
    'the build is red again, who broke it',
    'kafka or rabbitmq?',
    'postgres or mysql for a data warehouse?',
    'terraform vs pulumi',
    'aws or azure for our data lake',
    'svelte vs angular',
    'is vue better than react',
    'should i use tailwind or bootstrap',
    'laravel vs rails',
    'spring boot or quarkus for microservices',
    'rust vs go for a rest api',
    'is flask good for microservices',
    'is elixir good for chat apps',
    'does rails scale',
    'is laravel secure',
    "what's new in php 9",
    'who invented java',
    'should i learn java or c#',
    'what is fastapi',
    'what is flask',
    'is flutter better than swift for ios',
  ])('%s', (text) => {
    const decision = decided(text);
    expect(decision.zone, summary(decision)).not.toBe('answer');
  });
});

describe('a question about a rival', () => {
  it.each([
    ['does laravel scale', 'performance, alone'],
    ['is rails easier to learn than laravel', 'against another rival'],
    ['what is ruby on rails', 'what it is'],
    ['node or perl', 'against an option, where no entry speaks of it'],
    ['is node faster than php', 'against an option, in which is faster'],
  ])('has no confidence at all: %j (%s)', (text) => {
    expect(decided(text)).toMatchObject({ zone: 'abstain', confidence: 0 });
  });

  it.each([
    ['flask or django for something small', 'django-overkill', 'an example sets it against the option'],
    ['we come from rails, is django hard to learn', 'django-learning', 'it is only where somebody comes from'],
    ['what is the gil in python', 'python-gil', 'python is no rival'],
    ['should we use go or rust instead of node/django', 'when-neither', 'an entry asks just that'],
    ['is php dead? anyway. is django hard to learn', 'django-learning', 'it stands in another sentence'],
  ])('is answered as any other where that is right: %j with %s (%s)', (text, id) => {
    const decision = decided(text);
    expect([decision.zone, decision.matches[0]?.entry.id], summary(decision)).toEqual(['answer', id]);
  });

  it.each([
    'we use flask today, does django scale',
    'we run laravel, is django hard to learn',
    'does django scale, we have a laravel monolith',
    'our php team wants to learn django',
  ])('keeps a confidence where the rival is only mentioned beside an option: %s', (text) => {
    const decision = decided(text);
    expect(decision.zone, summary(decision)).not.toBe('abstain');
  });

  it('still lists what was near, so that a trace can show it', () => {
    expect(decided('does laravel scale').matches.length).toBeGreaterThan(0);
  });
});

describe('a question that names no option, and that two options answer alike', () => {
  it.each([
    ['what are the cons', ['django-cons', 'nodejs-cons']],
    ['what are the pros', ['django-pros', 'nodejs-pros']],
    ['who uses it', ['who-uses-django', 'who-uses-nodejs']],
    ['when should we choose it', ['when-django', 'when-nodejs']],
    ['is it hard to learn', ['django-learning', 'nodejs-learning']],
  ])('is no reason to pick one: %j offers %j', (text, ids) => {
    const decision = decided(text);
    expect(decision.zone, summary(decision)).toBe('suggest');
    expect(
      decision.matches
        .slice(0, 2)
        .map((match) => match.entry.id)
        .toSorted(),
    ).toEqual(ids);
  });

  it.each([
    ['what are the cons', 'nodejs', 'nodejs-cons'],
    ['who uses it', 'django', 'who-uses-django'],
  ])('is answered once an option is given: %j about %s', (text, option, id) => {
    const decision = decided(text, [option]);
    expect([decision.zone, decision.matches[0]?.entry.id], summary(decision)).toEqual(['answer', id]);
  });
});

describe('somebody who mends something', () => {
  it.each([
    ['django migration fails with an error', true],
    ['my node server keeps crashing', true],
    ["npm install doesn't work", true],
    ['TypeError: undefined has no properties', true],
    ['django.db.utils.OperationalError: no such table', true],
    ['our node process leaks memory, any idea?', true],
    ["my worker doesn't pick up tasks", true],
    ['our team does not know python', false],
    ['is django slow', false],
    ['does the failover matter', false],
    ['hanging plants', false],
  ])('is recognised: %j: %s', (text, expected) => {
    expect(isTrouble(lexicon.read(text))).toBe(expected);
  });

  it.each([
    'django migrations error',
    'our django migrations keep crashing with an exception',
    'is node hard to learn, it hangs',
    'django admin is not loading',
  ])('is at most offered something, whatever the confidence: %s', (text) => {
    const decision = decided(text);
    expect(decision.zone, summary(decision)).not.toBe('answer');
  });
});

describe('somebody who wants code', () => {
  it.each([
    ['how do i reset the admin password', true],
    ['how to rename a column', true],
    ["what's the command to start a new project", true],
    ['write me a model for invoices', true],
    ['show me an express hello world', true],
    ['convert this callback to async', true],
    ['how do i choose between the two', false],
    ['how do i use several cpus with node', false],
    ['how do we divide work between django and nodejs', false],
    ['can django write files', false],
  ])('is recognised: %j: %s', (text, expected) => {
    expect(isCodeHelp(lexicon.read(text))).toBe(expected);
  });

  it.each([
    'how do i upload a file with django',
    'how do i read a file in node',
    'how do i squash migrations in django',
    'how can i upload a file with multer',
  ])('is at most offered something, whatever the confidence: %s', (text) => {
    const decision = decided(text);
    expect(decision.zone, summary(decision)).not.toBe('answer');
  });
});

describe('a decision', () => {
  const [best, second] = matcher.match(lexicon.read('cons of node'));
  if (!best || !second) throw new Error('the pack knows no cons');
  const neutral = lexicon.read('the cons');
  const like = (score: number, parts: Partial<Match['parts']> = {}): Match => ({
    ...best,
    score,
    parts: { ...best.parts, nearest: 0.5, coverage: 0.5, ...parts },
  });
  const confidence = (first: Match, ...others: Match[]) => decide([first, ...others], neutral, knowledge).confidence;
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('about nothing is to abstain', () => {
    expect(decide([], neutral, knowledge)).toEqual({
      zone: 'abstain',
      confidence: 0,
      chance: 0,
      matches: [],
      isVerbatim: false,
    });
  });

  it('hands on the matches it was made from', () => {
    const matches = [best, second];
    expect(decide(matches, neutral, knowledge).matches).toBe(matches);
  });

  it('is surer with a higher score, a greater lead and more coverage', () => {
    expect(confidence(like(0.4))).toBeGreaterThan(confidence(like(0.2)));
    expect(confidence(like(0.4), like(0.1))).toBeGreaterThan(confidence(like(0.4), like(0.35)));
    expect(confidence(like(0.4, { coverage: 1 }))).toBeGreaterThan(confidence(like(0.4, { coverage: 0.2 })));
  });

  it('has a confidence from 0 to 1 that sets its zone, with "Did you mean" below the answer', () => {
    expect(THRESHOLDS.suggest).toBeLessThan(THRESHOLDS.answer);
    fc.assert(
      fc.property(share, share, share, (score, part, coverage) => {
        const decision = decide([like(score, { coverage }), like(score * part)], neutral, knowledge);
        expect(decision.confidence).toBeGreaterThanOrEqual(0);
        expect(decision.confidence).toBeLessThanOrEqual(1);
        expect(decision.chance).toBeGreaterThanOrEqual(decision.confidence);
        expect(decision.chance).toBeLessThanOrEqual(1);
        const isSure = decision.confidence >= THRESHOLDS.answer;
        const isLikely = decision.chance >= THRESHOLDS.suggest;
        expect(decision.zone).toBe(isSure ? 'answer' : isLikely ? 'suggest' : 'abstain');
      }),
    );
  });

  it('goes through all three zones, in their order, as the score rises', () => {
    const scores = Array.from({ length: 101 }, (_, index) => index / 100);
    const zones = scores.map((score) => decide([like(score), like(score * 0.7)], neutral, knowledge).zone);
    expect(zones.filter((zone, index) => zone !== zones[index - 1])).toEqual(['abstain', 'suggest', 'answer']);
  });

  it('is not about others when an example says the same', () => {
    const others = (nearest: number) =>
      decide([like(0.9, { nearest })], lexicon.read('kafka or rabbitmq'), knowledge).zone;
    expect([others(1), others(0.5)]).toEqual(['answer', 'abstain']);
  });

  it('has no doubts about trouble when an example says the same', () => {
    const zone = (nearest: number, said: string) =>
      decide([like(0.9, { nearest })], lexicon.read(said), knowledge).zone;
    expect([zone(1, 'it hangs'), zone(0.5, 'it hangs'), zone(0.5, 'it is fine')]).toEqual([
      'answer',
      'suggest',
      'answer',
    ]);
  });

  it('is doubtful when no option was named and another one fits nearly as well, or by an example as near', () => {
    const zone = (said: string, nearest: number, score: number, nearestOfOther: number) => {
      const entry = { ...second.entry, options: ['django'] };
      const other: Match = { ...second, entry, score, parts: { ...second.parts, nearest: nearestOfOther } };
      return decide([like(0.9, { nearest }), other], lexicon.read(said), knowledge).zone;
    };
    expect(zone('the cons', 1, 0.85, 0.1)).toBe('suggest');
    expect(zone('the cons', 0.5, 0.85, 0.1)).toBe('suggest');
    expect(zone('the cons', 0.5, 0.5, 0.5)).toBe('suggest');
    expect(zone('the cons', 0.5, 0.2, 0.1)).toBe('answer');
    expect(zone('cons of node', 0.5, 0.85, 0.5)).toBe('answer');
  });

  it('is verbatim when it answers, and an example says nearly the same', () => {
    const verbatim = (nearest: number, score: number) =>
      isVerbatim(decide([like(score, { nearest })], neutral, knowledge));
    expect(verbatim(1, 0.9)).toBe(true);
    expect(verbatim(0.5, 0.9)).toBe(false);
    expect(isVerbatim(decide([], neutral, knowledge))).toBe(false);
  });

  it('rests on finite signals, for every score', () => {
    fc.assert(
      fc.property(share, share, share, (score, other, coverage) => {
        const signals = signalsOf([like(score, { coverage }), like(other)], neutral, knowledge.typical());
        for (const signal of Object.values(signals ?? {})) expect(Number.isFinite(signal)).toBe(true);
      }),
    );
  });

  it('is the same each time', () => {
    for (const text of ['cons of node', 'kafka or rabbitmq', 'is it fast', ''])
      expect(decided(text)).toEqual(decided(text));
  });
});
