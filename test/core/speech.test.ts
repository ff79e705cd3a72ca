import { describe, expect, it } from 'vitest';
import { hearsayIn, speakersIn } from '../../src/core/speech.ts';
import { knowledge } from '../knowledge.ts';

describe('hearsay', () => {
  const check = (text: string, expected: readonly string[]) => {
    it(`in ${text} is ${expected.length === 0 ? 'nothing' : expected.join(' and ')}`, () => {
      expect(hearsayIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
    });
  };
  check('The client "heard good things about chat"', ['"heard good things about chat"']);
  check('"Do we need AI?" she asked', ['"Do we need AI?"']);
  check('they sold it as so-called "real-time collaboration"', ['"real-time collaboration"']);
  check('my niece says everybody does Node.js, anyway', ['says everybody does Node.js, anyway']);
  check('The memo: "I want one application in one piece."', []);
  check('Our CTO insists: "roles and permissions"', []);
  check('a "school near me" filter', []);
  check('we asked for a "live chat"', []);
});

describe('who said it', () => {
  const whoOf = (text: string) =>
    knowledge.readNeeds(text).needs.map(({ criterion, who }) => `${criterion}: ${who ?? ''}`);
  it('is told in a pasted thread', () => {
    expect(whoOf('Ana: we need live chat\nBen (ops): and an admin panel')).toEqual([
      'real-time: Ana',
      'admin-backoffice: Ben',
    ]);
  });
  it('is told in a pasted mail', () => {
    expect(whoOf('> From: Noor Haddad\n> We need roles and permissions.')).toEqual([
      'auth-security-defaults: Noor Haddad',
    ]);
  });
  it("is told where somebody's wish is reported", () => {
    expect(whoOf('Our CTO wants microservices. We like live chat.')).toEqual(['microservices: Our CTO', 'real-time: ']);
  });
  it('is left open where the writer speaks, and labels are no people', () => {
    expect(whoOf('Team: three Python developers\nGoal: live chat')).toEqual(['team-python: ', 'real-time: ']);
    expect(speakersIn('Deadline: May')).toEqual([]);
  });
});
