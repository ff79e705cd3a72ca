import { describe, expect, it } from 'vitest';
import { pageCard, topicsCard } from '../../../src/core/answer-card.ts';
import { buttonsOf, type Card, type Element } from '../../../src/core/card.ts';
import { respond } from '../../../src/core/respond.ts';
import { EMPTY_THREAD } from '../../../src/core/thread.ts';
import type { Origin } from '../../../src/platforms/slack/exchanges.ts';
import { renderForm } from '../../../src/platforms/slack/render-form.ts';
import { renderHome, renderModal } from '../../../src/platforms/slack/render-view.ts';
import { checkView } from '../../../src/playground/slack/check-blocks.ts';
import { type Json, parseJson } from '../../../src/playground/slack/json.ts';
import { knowledge, library, TODAY } from '../../knowledge.ts';
import { objectsWithin, pressIds } from './message-check.ts';

const ORIGIN: Origin = {
  on: 'public',
  channel: 'C1',
  thread: '1.2',
  part: '1.2',
  responseUrl: 'https://hooks.slack.com/actions/T/1/x',
};

/** A view as it travels; Slack takes it. */
function sent(view: object): Json {
  const json = parseJson(JSON.stringify(view)) ?? null;
  expect(checkView(json)).toEqual([]);
  return json;
}

function types(json: Json): Set<unknown> {
  return new Set(objectsWithin(json).map(({ type }) => type));
}

function topics(count: number): Card {
  const buttons = Array.from({ length: count }, (_, index) => {
    return {
      label: `Topic ${index}`,
      press: { type: 'topic', pack: 'drinks', topic: `t-${index}` },
      style: 'plain',
    } as const;
  });
  return {
    elements: [
      { type: 'heading', text: 'Topics' },
      { type: 'buttons', buttons },
    ],
  };
}

describe('a view', () => {
  it('takes every answer of the pack, with thumbs as buttons, because views have no other', () => {
    for (const { id } of knowledge.pack.entries.values()) {
      const press = `v1:entry:${knowledge.pack.id}:${id}`;
      const { card } = respond({ content: { type: 'press', id: press } }, EMPTY_THREAD, library, TODAY);
      const modal = sent(renderModal(card, ORIGIN));
      expect(pressIds(modal), id).toEqual(buttonsOf(card).map(({ press: of }) => expect.stringContaining(of.type)));
      expect(types(modal)).not.toContain('feedback_buttons');
      sent(renderHome(card, false));
    }
  });

  it('has the topics as buttons, and as a menu where they are more than fit', () => {
    expect(types(sent(renderHome(pageCard(library), true)))).not.toContain('static_select');
    expect(pressIds(sent(renderModal(topics(25), ORIGIN)))).toHaveLength(25);
    const many = sent(renderModal(topics(26), ORIGIN));
    expect(types(many)).toContain('static_select');
    expect(pressIds(many)).toHaveLength(26);
  });

  it('of a home tab leads back to its start, in one way only', () => {
    const topic = topicsCard(knowledge.pack.topics[0]?.id, knowledge, library);
    expect(buttonsOf(topic).some(({ press }) => press.type === 'topics')).toBe(true);
    const labels = (json: Json) =>
      objectsWithin(json).flatMap(({ type, text }) => (type === 'button' ? objectsWithin(text) : []));
    const shown = labels(sent(renderHome(topic, false))).map(({ text }) => text);
    expect(shown).not.toContain('Topics');
    expect(shown.at(-1)).toBe('All topics');
    expect(labels(sent(renderHome(pageCard(library), true))).map(({ text }) => text)).not.toContain('All topics');
  });

  it('is never too long, and shows where it was cut', () => {
    const lines = Array.from(
      { length: 300 },
      (_, index): Element => ({ type: 'note', text: `${index} ${'x'.repeat(400)}` }),
    );
    const json = sent(renderHome({ elements: lines }, false));
    expect(JSON.stringify(json)).toContain('"…"');
  });
});

describe('a form', () => {
  it('is a modal within the limits, whatever is asked', () => {
    const fields = ['a', 'b'].map((id) => ({
      id,
      label: 'L'.repeat(3000),
      isOptional: false,
      isLong: true,
      hint: 'H'.repeat(200),
      maxChars: 9000,
    }));
    const view = sent(
      renderForm({ id: 'v1:describe:1', title: 'T'.repeat(40), submit: 'S'.repeat(40), fields }, ORIGIN),
    );
    expect(objectsWithin(view).filter(({ type }) => type === 'input')).toHaveLength(2);
    expect(types(view)).toEqual(new Set(['modal', 'plain_text', 'input', 'plain_text_input']));
  });

  it('keeps the lines of what stands in it already, and makes one line of what has only one', () => {
    const field = { label: 'L', isOptional: false, hint: 'H', maxChars: 3000, value: 'Real time = 3\nTeam = 2\u202E' };
    const fields = [
      { ...field, id: 'a', isLong: true },
      { ...field, id: 'b', isLong: false },
    ];
    const view = renderForm({ id: 'v1:weights:1', title: 'Weights', submit: 'Go', fields }, ORIGIN);
    const values = objectsWithin(sent(view)).flatMap(({ initial_value: value }) =>
      value === undefined ? [] : [value],
    );
    expect(values).toEqual(['Real time = 3\nTeam = 2', 'Real time = 3 Team = 2']);
  });
});
