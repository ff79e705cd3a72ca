import { describe, expect, it } from 'vitest';
import { projectRowSchema, scoreProjects } from '../../src/core/score-projects.ts';
import { knowledge } from '../knowledge.ts';

const row = (text: string, needs: readonly string[], verdicts: string[], facts: string[] = []) =>
  projectRowSchema.parse({
    text,
    needs: needs.map((words) => {
      const [first = '', second = 'should'] = words.split(' ');
      return first === 'no'
        ? { criterion: second, strength: 'should', negated: true }
        : { criterion: first, strength: second, negated: false };
    }),
    facts,
    verdicts,
  });

describe('how well projects are understood', () => {
  it('counts what was found rightly, wrongly, and not at all, and names each miss', () => {
    const scores = scoreProjects(
      [
        row('live chat is a must, React team', ['real-time must', 'team-javascript'], ['nodejs']),
        row('an admin panel, no maps', ['admin-backoffice', 'no geo', 'type-safety'], ['both']),
        row('a CMS by a team of two', [], ['django', 'ask'], ['small-team', 'first-mvp']),
      ],
      knowledge,
    );
    expect({ ...scores, misses: [] }).toEqual({
      projects: 3,
      precision: 4 / 5,
      recall: 4 / 5,
      agreement: 2 / 3,
      strength: 1,
      facts: 1 / 2,
      misses: [],
    });
    expect(scores.misses).toEqual([
      {
        text: 'an admin panel, no maps',
        wrong: [],
        missed: ['type-safety'],
        verdict: { given: 'django', accepted: ['both'] },
      },
      {
        text: 'a CMS by a team of two',
        wrong: [{ need: 'content-heavy', said: 'CMS' }],
        missed: [],
        verdict: undefined,
      },
    ]);
  });

  it('is perfect where there is nothing to understand', () => {
    expect(scoreProjects([], knowledge)).toMatchObject({ precision: 1, recall: 1, agreement: 1, misses: [] });
  });
});
