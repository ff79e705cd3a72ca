import type { Brief } from './brief.ts';
import { type Form, MAX_FIELD_CHARS } from './form.ts';
import type { Pack } from './knowledge.ts';
import { encodePress } from './press.ts';
import { WEIGHTS_FORM } from './wording.ts';

/** The field of the form with all weights. */
export const WEIGHTS_FIELD = 'weights';

/** The largest weight a criterion may have. */
const MAX_WEIGHT = 3;

/** The form with the weight of every criterion, one on a line, as they count now. */
export function weightsForm(verdict: number, brief: Brief, pack: Pack): Form {
  const { title, submit, label, hint } = WEIGHTS_FORM;
  const value = pack.criteria
    .map(({ id, name, weight }) => `${name} = ${brief.weights?.[id] ?? weight}`)
    .join('\n')
    .slice(0, MAX_FIELD_CHARS);
  return {
    id: encodePress({ type: 'weights', verdict }),
    title,
    submit,
    fields: [{ id: WEIGHTS_FIELD, label, hint, value, maxChars: MAX_FIELD_CHARS, isOptional: false, isLong: true }],
  };
}

/** The weights that words set: "real-time=1, Admin = 2", by id or by name; a number outside 0 to 3 is brought inside. Undefined where there is none. */
export function weightsSaid(text: string, pack: Pack): Readonly<Record<string, number>> | undefined {
  const byName = new Map(
    pack.criteria.flatMap(({ id, name }) => [[plain(id), id] as const, [plain(name), id] as const]),
  );
  const said = text.split(/[\n,;]+/).flatMap((part): [string, number][] => {
    const match = SETTING.exec(part);
    const id = byName.get(plain(match?.[1] ?? ''));
    const weight = Number(match?.[2] ?? '');
    return match && id !== undefined && Number.isFinite(weight) ? [[id, Math.min(MAX_WEIGHT, weight)]] : [];
  });
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

/** Of these weights the ones that are not the pack's own. */
export function changedWeights(
  weights: Readonly<Record<string, number>>,
  pack: Pack,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    pack.criteria.flatMap(({ id, weight }) => {
      const own = weights[id];
      return own === undefined || own === weight ? [] : [[id, own]];
    }),
  );
}

const SETTING = /^\s*(.{1,60}?)\s*(?:=|:|\s)\s*(\d{1,3}(?:\.\d{1,3})?)\s*$/;

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
