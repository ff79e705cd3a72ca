import { describe, expect, it } from 'vitest';
import { MAX_FIELD_CHARS } from '../../src/core/form.ts';
import { changedWeights, WEIGHTS_FIELD, weightsForm, weightsSaid } from '../../src/core/weights.ts';
import { knowledge } from '../knowledge.ts';
import { brief } from './briefs.ts';

const { pack } = knowledge;

describe('weights in words', () => {
  const check = (text: string, expected: object | undefined) => {
    it(`"${text}" → ${JSON.stringify(expected)}`, () => expect(weightsSaid(text, pack)).toEqual(expected));
  };
  check('real-time=1', { 'real-time': 1 });
  check('Real time = 1.5, admin and back office: 0', { 'real-time': 1.5, 'admin-backoffice': 0 });
  check('real-time 2\ngeo 3', { 'real-time': 2, geo: 3 });
  check('real-time=99', { 'real-time': 3 });
  check('real-time=-1', undefined);
  check('nothing=1', undefined);
  check('real-time', undefined);
  check('', undefined);
});

describe('the form with all weights', () => {
  const form = weightsForm(7, brief([], { weights: { geo: 0.5 } }), pack);
  const [field] = form.fields;
  it('has every criterion on a line, as it counts now, and fits both platforms', () => {
    const lines = (field?.value ?? '').split('\n');
    expect(lines).toHaveLength(pack.criteria.length);
    expect(lines).toContain('Maps and location = 0.5');
    expect(lines).toContain('Real time = 3');
    expect(field?.value?.length).toBeLessThanOrEqual(MAX_FIELD_CHARS);
    expect(field?.id).toBe(WEIGHTS_FIELD);
  });
  it('handed in as it is, changes nothing but what was changed before', () => {
    expect(changedWeights(weightsSaid(field?.value ?? '', pack) ?? {}, pack)).toEqual({ geo: 0.5 });
  });
});
