import { describe, expect, it } from 'vitest';
import { respond } from '../../src/core/respond.ts';
import { EMPTY_THREAD } from '../../src/core/thread.ts';
import { library, TODAY } from '../knowledge.ts';
import { NOT_YET, THREADS } from './context-turns.ts';

/** The entry that answers the last turn, else the intent. */
function lastReply(turns: readonly string[]): string {
  let state = EMPTY_THREAD;
  let found = 'nothing';
  for (const text of turns) {
    const reply = respond({ content: { type: 'utterance', text } }, state, library, TODAY);
    const { intent } = reply;
    found = intent.type === 'answer' || intent.type === 'compare' ? intent.entry.id : intent.type;
    state = reply.state;
  }
  return found;
}

const rows = Object.entries(THREADS).flatMap(([kind, threads]) =>
  threads.map((thread) => {
    const turns = thread.slice(0, -1);
    return { kind, turns, name: turns.join(' / '), wanted: (thread.at(-1) ?? '').split(' | ') };
  }),
);
const reasons = new Map(Object.entries(NOT_YET).flatMap(([reason, names]) => names.map((name) => [name, reason])));

describe('words that lean on what was said before', () => {
  for (const { kind, turns, name, wanted } of rows.filter((row) => !reasons.has(row.name))) {
    it(`${kind}: ${name} → ${wanted.join(' or ')}`, () => {
      expect(wanted).toContain(lastReply(turns));
    });
  }

  it('prints what is not understood yet, and why', () => {
    expect([...reasons.keys()].filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
    const open = rows.flatMap(({ turns, name, wanted }) => {
      const reason = reasons.get(name);
      if (reason === undefined) return [];
      const given = lastReply(turns);
      const holds = wanted.includes(given) ? ' (holds now: take it off the list)' : '';
      return [`  ${name} → ${given}, not ${wanted.join(' or ')}${holds}: ${reason}`];
    });
    console.log(`not understood yet, ${open.length} of ${rows.length}:\n${open.join('\n')}`);
    expect(rows.length - open.length).toBeGreaterThanOrEqual(120);
  });
});
