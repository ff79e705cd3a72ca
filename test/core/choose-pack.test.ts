import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCard } from '../../src/core/card.ts';
import { complete } from '../../src/core/complete.ts';
import { converse, type Exchanges } from '../../src/core/converse.ts';
import type { Arrival, Content } from '../../src/core/delivery.ts';
import type { Library } from '../../src/core/library.ts';
import { readIntent } from '../../src/core/read-intent.ts';
import { type Reply, respond } from '../../src/core/respond.ts';
import { EMPTY_THREAD, type ThreadState, withBrief } from '../../src/core/thread.ts';
import { knowledge, NOW, TODAY, twoPacks } from '../knowledge.ts';
import { brief } from './briefs.ts';

const [first, second] = twoPacks;
const reversed: Library = second ? [second, first] : [first];
const FIRST = 'django-vs-nodejs';
const SECOND = 'branching';

const after = (content: Content, state: ThreadState = EMPTY_THREAD, library = twoPacks): Reply =>
  respond({ content }, state, library, TODAY);
const say = (text: string, state?: ThreadState, library?: Library) =>
  after({ type: 'utterance', text }, state, library);
const press = (id: string, state: ThreadState) => after({ type: 'press', id }, state);

describe('words for one of two packs', () => {
  it.each([
    // By the option they name, also where they name others beside it.
    ['what are the cons of git flow', 'answer', SECOND],
    ['trunk based or github flow for merge conflicts?', 'compare', SECOND],
    ['is django any good for websockets?', 'answer', FIRST],
    ['flask vs django', 'answer', FIRST],
    // By technology that only one knows of.
    ['deno vs bun', 'out-of-scope', FIRST],
    ['gitlab flow or oneflow', 'out-of-scope', SECOND],
    // By the better match.
    ['do we need code review?', 'answer', SECOND],
    ['several supported versions', 'answer', SECOND],
    // By the needs they hold.
    ['verdict: live auction, python team, back office', 'verdict', FIRST],
    ['verdict: deploy daily, four eyes', 'verdict', SECOND],
    ['we deploy many times a day, lots of people on one codebase. what should we use?', 'verdict', SECOND],
  ])('%s: %s of %s, in whatever order the packs are', (text, type, pack) => {
    for (const library of [twoPacks, reversed]) {
      const { intent, trace } = say(text, EMPTY_THREAD, library);
      expect([intent.type, trace.pack], trace.rule).toEqual([type, pack]);
    }
  });

  it.each([
    ['cons', 'clarify'],
    ['django vs git flow', 'clarify'],
    ['verdict: live chat, many people on one codebase', 'which-pack'],
    ['verdict:', 'which-pack'],
    ['verdict: django with git flow', 'which-pack'],
  ])('%s fits both: the bot asks, in whatever order the packs are', (text, type) => {
    for (const library of [twoPacks, reversed]) {
      const { intent } = say(text, EMPTY_THREAD, library);
      expect(intent.type).toBe(type);
      const packs =
        intent.type === 'clarify' ? intent.suggestions : intent.type === 'which-pack' ? intent.projects : [];
      expect(new Set(packs.map(({ pack }) => pack.id))).toEqual(new Set([FIRST, SECOND]));
    }
  });

  it('gives a project to the pack that hears twice as much in it', () => {
    expect(say('verdict: live auction, python team, back office, monorepo').trace.pack).toBe(FIRST);
    expect(say('verdict: live auction, deploy daily, four eyes').trace.pack).toBe(SECOND);
  });
});

describe('what a thread remembers', () => {
  it('is the pack of the last answer with its version, and what leans on it stays there', () => {
    const asked = say('what are the cons of git flow');
    expect(asked.state).toMatchObject({ pack: SECOND, version: second?.version });
    const unsure = say('cons', asked.state);
    expect(unsure.state).toMatchObject({ pack: SECOND, version: second?.version, last: 'clarify' });
    const other = say('what is django', unsure.state);
    expect(other.state).toMatchObject({ pack: FIRST, version: first.version });
    for (const text of ['hello', 'help', 'topics', 'what is the weather in berlin'])
      expect(say(text, other.state).state).toMatchObject({ pack: FIRST, version: first.version });
  });

  it('is the pack of every verdict: its buttons speak of that, whatever was spoken of since', () => {
    const one = say('verdict: deploy daily, four eyes');
    const two = say('verdict: live chat, python team', one.state);
    const now = say('what is django', two.state).state;
    for (const [id, pack, words] of [
      ['v1:why:1', SECOND, 'deploy daily'],
      ['v1:counter:1', SECOND, ''],
      ['v1:verdict-sources:1', SECOND, ''],
      ['v1:verdict:1', SECOND, 'four eyes'],
      ['v1:need:1:easy-to-learn:1', SECOND, 'Easy to learn'],
      ['v1:why:2', FIRST, 'live chat'],
    ] as const) {
      const { trace, card } = press(id, now);
      expect([id, trace.pack]).toEqual([id, pack]);
      expect(plainCard(card)).toContain(words);
    }
    expect(press('v1:need:2:easy-to-learn:1', now).intent.type).toBe('stale');
    expect(say('also we need an admin for staff', two.state).trace.verdict?.needs.length).toBe(3);
  });

  it('goes on with a verdict of its own pack only; another project is for another pack', () => {
    const one = say('verdict: live chat, python team');
    const two = say(
      'small team, we deploy many times a day, lots of people on one codebase, four eyes. what should we use?',
      one.state,
    );
    expect([two.intent.type, two.trace.pack]).toEqual(['verdict', SECOND]);
    expect(two.trace.verdict?.needs.map(({ criterion }) => criterion)).not.toContain('real-time');
  });

  it('of before packs were remembered is of the first pack', () => {
    const old: ThreadState = {
      ...EMPTY_THREAD,
      last: 'answer',
      entry: 'django-pros',
      options: ['django'],
      version: 'x',
    };
    expect(say('and its cons?', old).trace.pack).toBe(FIRST);
    const advised = withBrief({ ...EMPTY_THREAD, last: 'verdict' }, brief(['real-time']));
    expect(press('v1:why:1', advised).trace.pack).toBe(FIRST);
    const unsure: ThreadState = { ...EMPTY_THREAD, last: 'clarify', suggestions: ['git-flow-cons', 'django-cons'] };
    expect(say('the second one', unsure).trace.pack).toBe(FIRST);
    expect(say('1', unsure).trace.pack).toBe(SECOND);
  });

  it('may be of a pack that is gone', () => {
    const gone = say('verdict: deploy daily, four eyes').state;
    const why = respond({ content: { type: 'press', id: 'v1:why:1' } }, gone, [first], TODAY);
    expect(why.intent.type).toBe('stale');
    for (const text of ['why?', 'and deploy daily?', 'more', 'what is django'])
      expect(respond({ content: { type: 'utterance', text } }, gone, [first], TODAY).trace.pack).toBe(FIRST);
    const which = say('verdict: live chat, many people on one codebase').state;
    expect(respond({ content: { type: 'utterance', text: '1' } }, which, [first], TODAY).trace.pack).toBe(FIRST);
  });

  it('takes a private look at the verdict of one pack along with its pack', () => {
    const delivery = (arrival: Arrival, content: Content, person: string) => ({
      key: 'k',
      thread: 't',
      own: `t:@${person}`,
      person,
      at: NOW.getTime(),
      arrival,
      content,
    });
    const start: Exchanges = { open: EMPTY_THREAD, own: EMPTY_THREAD };
    const words: Content = { type: 'utterance', text: 'verdict: live chat, many people on one codebase' };
    const asked = converse(delivery({ type: 'mention' }, words, 'ana'), start, twoPacks, TODAY);
    const open = asked.changes.open ?? EMPTY_THREAD;
    const id = `v1:verdict:${open.verdictsOffered?.[1]}`;
    const onPublic: Arrival = { type: 'press', on: 'public' };
    const other = converse(delivery(onPublic, { type: 'press', id }, 'ben'), { ...start, open }, twoPacks, TODAY);
    expect([other.place, other.trace.pack]).toEqual(['private', SECOND]);
    const own = other.changes.own ?? EMPTY_THREAD;
    expect(own.verdicts.briefs.map(({ pack }) => pack)).toEqual([SECOND, SECOND]);
    const asker = converse(delivery(onPublic, { type: 'press', id }, 'ana'), { ...start, open }, twoPacks, TODAY);
    expect([asker.place, asker.trace.pack]).toEqual(['edit', SECOND]);
    const share: Content = { type: 'press', id: 'v1:share:verdict:2' };
    const onPrivate: Arrival = { type: 'press', on: 'private' };
    const shared = converse(delivery(onPrivate, share, 'ben'), { ...start, own }, twoPacks, TODAY);
    expect([shared.place, shared.shared?.pack]).toEqual(['share', SECOND]);
  });
});

describe('questions for the words typed so far', () => {
  const completed = (text: string) => complete(text, twoPacks).map(({ question }) => question);

  it('come from every pack', () => {
    const all = completed('');
    for (const { pack } of twoPacks) {
      const [topic] = pack.topics;
      expect(all).toContain(pack.entries.get(topic?.entries[0] ?? '')?.question);
    }
    expect(completed('cons of')).toEqual(
      expect.arrayContaining(['What are the cons of Git flow?', 'What are the cons of Django?']),
    );
  });

  it('of one pack are the same as if there were no other', () => {
    expect(complete('django orm', [knowledge]).slice(0, 3)).toEqual(complete('django orm', twoPacks).slice(0, 3));
  });
});

it('reads anything, and gives the same reply to the same words, with two packs as with one', () => {
  const words = fc.constantFrom(
    ...'django node git flow trunk based cons pros verdict: vs or and also it why sources compare which one deploy daily live chat auditors flask gitlab help first 2 none reset branching'.split(
      ' ',
    ),
  );
  const id = fc.constantFrom(
    'v1:why:1',
    'v1:verdict:1',
    'v1:verdict:2',
    'v1:describe:1',
    'v1:need:1:real-time:2',
    'v1:choice:1:what-is-released:0',
    'v1:topics',
    `v1:topic:${SECOND}:basics`,
    `v1:entry:${SECOND}:git-flow-cons`,
    `v1:challenge:${SECOND}:git-flow-cons`,
    `v1:share:more:${FIRST}:what-is-django`,
    'v1:share:verdict:2',
  );
  const content: fc.Arbitrary<Content> = fc.oneof(
    fc.array(words, { maxLength: 8 }).map((said): Content => ({ type: 'utterance', text: said.join(' ') })),
    fc.string().map((text): Content => ({ type: 'utterance', text })),
    fc.record({
      type: fc.constant('command' as const),
      name: fc.constantFrom('ask', 'verdict', 'compare', 'topics', 'help'),
      text: fc.array(words, { maxLength: 5 }).map((said) => said.join(' ')),
    }),
    id.map((pressed): Content => ({ type: 'press', id: pressed })),
    fc.record({
      type: fc.constant('submission' as const),
      id,
      fields: fc.record({ project: fc.array(words, { maxLength: 8 }).map((said) => said.join(' ')) }),
    }),
  );
  fc.assert(
    fc.property(fc.array(content, { maxLength: 8 }), (turns) => {
      let state = EMPTY_THREAD;
      for (const turn of turns) {
        const reply = after(turn, state);
        expect(reply.card.elements.length).toBeGreaterThan(0);
        expect(plainCard(after(turn, state).card)).toBe(plainCard(reply.card));
        expect(twoPacks.map(({ pack }) => pack.id)).toContain(reply.trace.pack);
        ({ state } = reply);
      }
    }),
    { numRuns: 300 },
  );
});

it('reads the same with a pack beside it as without, where that pack is named', () => {
  for (const text of ['cons of django', 'node vs django for real time', 'django or node for a chat and an admin?']) {
    const alone = readIntent({ type: 'utterance', text }, EMPTY_THREAD, [knowledge]);
    const beside = readIntent({ type: 'utterance', text }, EMPTY_THREAD, twoPacks);
    expect(beside).toEqual(alone);
  }
});
