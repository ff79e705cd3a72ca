import { describe, expect, it } from 'vitest';
import { buttonId, buttonsOf, type Card } from '../../../src/core/card.ts';
import type { Content } from '../../../src/core/delivery.ts';
import type { Intent } from '../../../src/core/intent.ts';
import { encodePress, type Press } from '../../../src/core/press.ts';
import { plainSpans } from '../../../src/core/prose.ts';
import type { Verdict } from '../../../src/core/recommend.ts';
import { type Reply, respond } from '../../../src/core/respond.ts';
import { EMPTY_THREAD } from '../../../src/core/thread.ts';
import { escapeFallback } from '../../../src/platforms/slack/escape.ts';
import { renderCard } from '../../../src/platforms/slack/render.ts';
import { knowledge, library, TODAY } from '../../knowledge.ts';
import { pressIds, problemsOf, sentBlocks } from './message-check.ts';

const { pack } = knowledge;
const entries = [...pack.entries.values()];
const LIVE = 'verdict: live chat, python team, back office for staff';

/** What is said or pressed, in order, until the bot wants what the key says. */
const WAYS: Readonly<Record<Exclude<Intent['type'], 'page' | 'which-pack'>, readonly (string | Press)[]>> = {
  answer: ['is django any good for websockets?'],
  compare: ['django vs node for real time'],
  verdict: [LIVE],
  topics: ['topics'],
  more: [{ type: 'more', pack: pack.id, entry: 'django-real-time' }],
  sources: [{ type: 'sources', pack: pack.id, entry: 'django-real-time' }],
  'verdict-sources': [LIVE, { type: 'verdict-sources', verdict: 1 }],
  why: [LIVE, { type: 'why', verdict: 1 }],
  counter: [LIVE, { type: 'counter', verdict: 1 }],
  'what-if': [LIVE, { type: 'suppose', verdict: 1, criterion: 'real-time', strength: 0 }],
  weights: [LIVE, { type: 'weights', verdict: 1 }],
  'suppose-words': [LIVE, { type: 'suppose-words', verdict: 1 }],
  'no-weights': [LIVE, 'weights: none at all'],
  feedback: [{ type: 'liked', pack: pack.id, entry: 'django-real-time' }],
  reason: ['is django slow?', { type: 'reason', pack: pack.id, entry: 'django-performance', reason: 'unasked' }],
  'why-answer': ['is django slow?', { type: 'why-answer', pack: pack.id, entry: 'django-performance' }],
  'pass-on': ['react vs vue', 'kafka vs rabbitmq', { type: 'pass-on' }],
  decided: [{ type: 'teach', pack: pack.id, entry: 'django-real-time', words: '0123abcd' }],
  challenge: [{ type: 'challenge', pack: pack.id, entry: 'django-real-time' }],
  challenged: ['what is django', 'challenge: it is older than that, see https://example.com'],
  clarify: ['migrations'],
  'out-of-scope': ['react vs vue'],
  'none-of-these': [{ type: 'none-of-these' }],
  stale: [{ type: 'why', verdict: 9 }],
  reset: ['new project'],
  help: ['help'],
  greeting: ['hello'],
  thanks: ['thanks'],
  quiet: ['be quiet here'],
  listen: ['listen here'],
  describe: [{ type: 'describe', verdict: 0 }],
};

const VERDICTS: Readonly<Record<Verdict['kind'], string>> = {
  option: 'verdict: chat and back office',
  both: LIVE,
  either: 'verdict: api, team knows python and js',
  neither: 'verdict: five page brochure site for a bakery',
  ask: 'verdict:',
};

describe('the cards of the shipped pack', () => {
  it('all fit, whatever can be asked about an entry', () => {
    for (const entry of entries) {
      for (const type of ['entry', 'more', 'sources'] as const) {
        holds(last([{ type, pack: pack.id, entry: entry.id }]).card, `${type} ${entry.id}`);
      }
    }
    expect(entries.length).toBeGreaterThan(180);
  });

  it('give the answer first in every notification, and in the first block after the question in small print', () => {
    for (const entry of entries) {
      const { text, blocks } = renderCard(last([{ type: 'entry', pack: pack.id, entry: entry.id }]).card);
      const [first] = entry.answer;
      const said = first?.type === 'paragraph' ? plainSpans(first.spans) : '';
      expect(text.startsWith(escapeFallback(said)), entry.id).toBe(true);
      expect(blocks.map(({ type }) => type)).toEqual(['context', 'rich_text', 'context', 'actions', 'context_actions']);
    }
  });

  it('all fit, for every topic and every criterion', () => {
    for (const { id } of pack.topics) holds(last([{ type: 'topic', pack: pack.id, topic: id }]).card, id);
    for (const { name } of pack.criteria) {
      const names = pack.options.map((option) => option.name).join(' vs ');
      holds(last([`${names} for ${name}`]).card, name);
    }
  });

  for (const [intent, ways] of Object.entries(WAYS)) {
    it(`fit as the reply to: ${intent}`, () => {
      const reply = last(ways);
      expect(reply.intent.type).toBe(intent);
      holds(reply.card, intent);
    });
  }

  for (const [kind, said] of Object.entries(VERDICTS)) {
    it(`fit for a verdict of the kind: ${kind}, and for all that its buttons bring`, () => {
      const reply = last([said]);
      expect(reply.trace.verdict?.kind).toBe(kind);
      holds(reply.card, kind);
      expect(renderCard(reply.card).text.split('\n')[0]).toBe(headingOf(reply.card));
      for (const { press, label } of buttonsOf(reply.card)) holds(last([said, press]).card, label);
    });
  }

  it('keep within the limits when somebody needs everything at once', () => {
    const all = `verdict: ${pack.criteria.flatMap(({ phrases }) => phrases[0] ?? []).join(', ')}`;
    for (const press of ['why', 'counter', 'verdict-sources'] as const) {
      const { card } = last([all, { type: press, verdict: 1 }]);
      const message = renderCard(card);
      expect(problemsOf(message), press).toEqual([]);
      const drawn = JSON.stringify(message.blocks).replaceAll('"What if…"', '');
      expect(drawn.includes('…"')).toBe(message.overflow !== undefined);
    }
    expect(problemsOf(renderCard(last([all]).card))).toEqual([]);
  });
});

/** The card fits whole, in a message that can be posted, with all its buttons in their order. */
function holds(card: Card, title: string): void {
  const message = renderCard(card);
  expect(problemsOf(message), title).toEqual([]);
  expect(message.overflow, title).toBeUndefined();
  expect(pressIds(sentBlocks(message)), title).toEqual(buttonsOf(card).map(buttonId));
}

function headingOf({ elements: [first] }: Card): string {
  return first?.type === 'heading' ? first.text : '';
}

/** The last reply of one thread. */
function last(ways: readonly (string | Press)[]): Reply {
  const [first, ...others] = ways.map(
    (way): Content =>
      typeof way === 'string' ? { type: 'utterance', text: way } : { type: 'press', id: encodePress(way) },
  );
  const start = respond({ content: first ?? { type: 'utterance', text: '' } }, EMPTY_THREAD, library, TODAY);
  return others.reduce((before, content) => respond({ content }, before.state, library, TODAY), start);
}
