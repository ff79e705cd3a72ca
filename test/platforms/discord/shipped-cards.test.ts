import { describe, expect, it } from 'vitest';
import { buttonId, buttonsOf, type Card, plainCard } from '../../../src/core/card.ts';
import type { Content } from '../../../src/core/delivery.ts';
import { respond } from '../../../src/core/respond.ts';
import { EMPTY_THREAD, type ThreadState } from '../../../src/core/thread.ts';
import { knowledge, library, TODAY } from '../../knowledge.ts';
import { accepted, shownRows } from './accepted.ts';
import { readMarkdown, visible } from './markdown.ts';

const { pack } = knowledge;
const SAID = [
  'hello',
  'thanks',
  'help',
  'topics',
  'forget it all',
  'what should we have for lunch?',
  'what are the cons',
  'which is better for real time?',
  'verdict: live auction, back office for staff, team of 5',
  'verdict: live chat for thousands',
  'verdict: admin panel, must have forms, no real time',
  'verdict: api, team knows python and js',
  'verdict: five page brochure site for a bakery',
  'verdict:',
  'verdict: @everyone live chat <@123456789012345678> with [x](https://evil.example) and **a** _back_ office',
];

describe('every card of the pack that ships', () => {
  const cards = everyCard();

  it('is there in every kind', () => {
    const kinds = new Set(cards.map(({ intent }) => intent));
    for (const kind of [
      'answer',
      'more',
      'sources',
      'topics',
      'verdict',
      'why',
      'counter',
      'verdict-sources',
      'help',
      'greeting',
      'clarify',
      'out-of-scope',
      'feedback',
      'none-of-these',
      'stale',
    ]) {
      expect(kinds, kind).toContain(kind);
    }
    const verdicts = new Set(cards.flatMap(({ verdict }) => verdict ?? []));
    expect([...verdicts].sort()).toEqual(['ask', 'both', 'either', 'neither', 'option']);
    expect(cards.filter(({ intent }) => intent === 'answer').length).toBeGreaterThanOrEqual(pack.entries.size);
  });

  it('is taken by Discord whole, with nothing left for a file', () => {
    for (const { card } of cards) expect(accepted(card).overflow, plainCard(card)).toBeUndefined();
  });

  it('shows every button once, in its order but for feedback, which comes last', () => {
    for (const { card } of cards) {
      const wanted = buttonsOf(card);
      const shown = shownRows(accepted(card).inside).flat();
      const isSelect = shown.some((label) => label.startsWith('{'));
      if (isSelect) expect(shown.join(' ')).toContain(wanted[0]?.label);
      else
        expect(shown).toEqual(
          [...wanted.filter(({ style }) => style !== 'quiet'), ...wanted.filter(({ style }) => style === 'quiet')].map(
            ({ label }) => label,
          ),
        );
    }
  });

  it('shows the words of the card as they are', () => {
    for (const { card } of cards) {
      const seen = accepted(card)
        .texts.map((text) => visible(readMarkdown(text)))
        .join('\n');
      for (const element of card.elements) {
        if (element.type === 'heading') expect(bare(seen)).toContain(bare(element.text));
        if (element.type === 'facts') for (const { text } of element.rows) expect(bare(seen)).toContain(bare(text));
        if (element.type === 'references')
          for (const { label } of element.references) expect(bare(seen)).toContain(bare(label));
      }
    }
  });

  it('links every source that has an address behind its own title', () => {
    for (const { card } of cards) {
      const references = card.elements.flatMap((element) => (element.type === 'references' ? element.references : []));
      const links =
        accepted(card)
          .texts.join('\n')
          .match(/\]\(<https?:/g)?.length ?? 0;
      expect(links).toBe(references.filter(({ address }) => address !== undefined).length);
      expect(accepted(card).texts.join('\n')).not.toContain('[link](');
    }
  });

  it('leaves half of the room free for what a longer answer needs', () => {
    const sizes = cards.map(({ card }) => accepted(card).texts.join('').length);
    expect(Math.max(...sizes)).toBeLessThan(4000);
    const answers = cards
      .filter(({ intent }) => intent === 'answer')
      .map(({ card }) => accepted(card).texts.join('').length);
    expect(Math.max(...answers)).toBeLessThan(2000);
  });
});

type Shown = { readonly card: Card; readonly intent: string; readonly verdict: string | undefined };

/** Every entry with all its buttons, every topic, and every conversation above with each of its buttons pressed. */
function everyCard(): Shown[] {
  const cards: Shown[] = [];
  const say = (content: Content, state: ThreadState = EMPTY_THREAD) => {
    const reply = respond({ content }, state, library, TODAY);
    cards.push({ card: reply.card, intent: reply.intent.type, verdict: reply.trace.verdict?.kind });
    return reply;
  };
  for (const id of pack.entries.keys()) {
    for (const type of ['entry', 'more', 'sources', 'liked', 'disliked'])
      say({ type: 'press', id: `v1:${type}:${pack.id}:${id}` });
  }
  for (const { id } of pack.topics) say({ type: 'press', id: `v1:topic:${pack.id}:${id}` });
  say({ type: 'press', id: 'unknown' });
  for (const text of SAID) {
    const { card, state } = say({ type: 'utterance', text });
    for (const first of buttonsOf(card)) {
      const next = say({ type: 'press', id: buttonId(first) }, state);
      for (const second of buttonsOf(next.card)) say({ type: 'press', id: buttonId(second) }, next.state);
    }
  }
  for (const { id, name } of pack.criteria) {
    say({ type: 'command', name: 'compare', text: name });
    say({ type: 'command', name: 'verdict', text: `${name} is a must, ${id}` });
  }
  return cards;
}

function bare(text: string): string {
  return text.replace(/[\u200B\s]/g, '');
}
