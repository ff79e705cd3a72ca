import { describe, expect, it } from 'vitest';
import { briefOf, extendBrief } from '../../src/core/brief.ts';
import { plainCard } from '../../src/core/card.ts';
import { recommend } from '../../src/core/recommend.ts';
import { knowledge, reply } from '../knowledge.ts';
import { outcome } from './briefs.ts';

const { pack, readNeeds } = knowledge;
const criteria = (text: string) =>
  readNeeds(text).needs.map(({ criterion, negated }) => `${negated ? 'no ' : ''}${criterion}`);

describe('a correction', () => {
  it('within one message takes the place of what was said before it', () => {
    expect(criteria('We are a Python team. Actually no, we are JavaScript people.')).toEqual(['team-javascript']);
  });

  it('of the language in a later message takes the other one back', () => {
    const before = briefOf(readNeeds('back office, Python team'));
    const after = extendBrief(before, readNeeds('actually we are javascript people'));
    expect(after.needs.map(({ criterion }) => criterion)).toEqual(['admin-backoffice', 'team-javascript']);
  });

  it('of a fact takes it back', () => {
    const before = briefOf(readNeeds('an MVP with live chat and a back office'));
    expect(before.facts.map(({ fact }) => fact)).toEqual(['first-mvp']);
    const after = extendBrief(before, readNeeds('it is not an MVP any more'));
    expect(after.facts).toEqual([]);
    expect(outcome(recommend(after, pack))).toBe('both');
  });

  it('of a landing page ends the case for neither', () => {
    const before = briefOf(readNeeds('a landing page'));
    expect(extendBrief(before, readNeeds('no landing page any more')).neither).toEqual([]);
  });
});

describe('a language that nobody knows', () => {
  const totals = (text: string) =>
    Object.fromEntries(recommend(briefOf(readNeeds(text)), pack).totals.map(({ option, total }) => [option.id, total]));
  it('counts against its option, half as much as knowing it counts', () => {
    expect(totals("we don't know python")).toEqual({ django: -3, nodejs: 0 });
    expect(totals('nobody writes JavaScript here')).toEqual({ django: 0, nodejs: -3 });
  });
  it('decides nothing by itself', () => {
    expect(recommend(briefOf(readNeeds("we don't know python")), pack).kind).toBe('ask');
  });
});

describe('what was not understood', () => {
  it('is told where a sentence asks for something and no word of it was used', () => {
    const card = plainCard(
      reply('verdict: live chat for our support team. The zeppelin must inflate quarterly before breakfast rituals.')
        .card,
    );
    expect(card).toContain('I did not use: "The zeppelin must inflate quarterly before breakfast rituals"');
  });
  it('is not told of small talk, questions, and what names no project', () => {
    for (const text of [
      'verdict: live chat. Thanks in advance, and greetings to the whole team over there',
      'verdict: live chat. What should we choose among all these wonderful things?',
      'verdict: the zeppelin must inflate quarterly before breakfast rituals',
    ])
      expect(plainCard(reply(text).card)).not.toContain('I did not use');
  });
});

describe('a brief of two pages', () => {
  it('is read under its labels', () => {
    const text = [
      'Project: club portal',
      'Must have',
      '- members log in with roles',
      '- staff correct bookings on screens',
      '',
      'Nice to have:',
      '* live chat',
      '',
      'Out of scope',
      '* machine learning, maps',
      '* microservices',
      '',
      'We write Python.',
    ].join('\n');
    const shown = readNeeds(text).needs.map(
      ({ criterion, strength, negated }) => `${criterion} ${negated ? 'no' : strength}`,
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        'auth-security-defaults 2',
        'admin-backoffice 2',
        'real-time 0.5',
        'cpu-data-ml no',
        'geo no',
        'microservices no',
        'team-python 1',
      ]),
    );
  });

  it('is read in bounded time, whatever it is made of', () => {
    for (const piece of ['no ', 'staff see 3 ', '"a ', 'Must have: ', 'Ana: x\n', 'not a, b or ', '( ', 'live '])
      expect(() => readNeeds(piece.repeat(20_000))).not.toThrow();
  });
});
