import { describe, expect, it } from 'vitest';
import { buttonId, buttonsOf, type Card, plainCard } from '../../src/core/card.ts';
import { converse, type Exchanges, exchangesNeeded, type Turn } from '../../src/core/converse.ts';
import type { Arrival, Content, Delivery } from '../../src/core/delivery.ts';
import { forgettingWords } from '../../src/core/forget-words.ts';
import { MAX_SAID_CHARS, type Note, wordsId } from '../../src/core/note.ts';
import { encodePress, type Press } from '../../src/core/press.ts';
import { EMPTY_THREAD, type ThreadState } from '../../src/core/thread.ts';
import { knowledge, library, NOW, TODAY } from '../knowledge.ts';

const PACK = knowledge.pack.id;
const FROM = { pack: PACK, version: knowledge.version };
const START: Exchanges = { open: EMPTY_THREAD, own: EMPTY_THREAD };
const FOREIGN = 'kafka vs rabbitmq';
const mention: Arrival = { type: 'mention' };
const onPublic: Arrival = { type: 'press', on: 'public' };
const onPrivate: Arrival = { type: 'press', on: 'private' };
const says = (text: string): Content => ({ type: 'utterance', text });
const press = (of: Press): Content => ({ type: 'press', id: encodePress(of) });
const about = (entry: string) => ({ pack: PACK, entry });

/** A thread in which the bot asked "Did you mean". */
const UNSURE: ThreadState = {
  ...EMPTY_THREAD,
  last: 'clarify',
  pack: PACK,
  suggestions: [`${PACK}/django-orm`, `${PACK}/nodejs-orms`],
  asked: { said: 'orm things', ...FROM, near: [`${PACK}/django-orm`, `${PACK}/nodejs-orms`], confidence: 0.4 },
};

describe('a note', () => {
  it('has the words of a question without an answer, and what was nearest, but not of what was only overheard', () => {
    const [note] = deliver(mention, says(`  ${FOREIGN}\n`), START).notes;
    expect(note).toEqual({ kind: 'abstention', ...FROM, said: FOREIGN, near: expect.any(Array) });
    expect(deliver({ type: 'overheard', mentionsOthers: false }, says(FOREIGN), START).notes).toEqual([]);
  });

  it('has no more of the words than are kept, on one line', () => {
    const [note] = deliver(mention, says(`kafka\u0000 vs\nrabbitmq ${'🌙'.repeat(500)}`), START).notes;
    const said = note && 'said' in note ? (note.said ?? '') : '';
    expect([...said]).toHaveLength(MAX_SAID_CHARS);
    expect(said).toMatch(/^kafka vs rabbitmq 🌙+…$/u);
  });

  it.each<[string, Content]>([
    ['a word of thanks', says('thanks')],
    ['a number that chooses nothing', says('2')],
    ['feedback on nothing', says('that is wrong')],
    ['a project', says('verdict: live chat')],
    ['an answer', says('what is django')],
  ])('is not made of %s', (_, content) => {
    expect(deliver(mention, content, START).notes).toEqual([]);
  });

  it.each<[string, Content]>([
    ['its button', press({ type: 'meant', ...about('nodejs-orms') })],
    ['its number', says('the second one')],
  ])('says which entry was chosen from which, by %s', (_, content) => {
    const arrival: Arrival = content.type === 'press' ? onPublic : mention;
    const turn = deliver(arrival, content, { ...START, open: { ...UNSURE, answered: { person: 'ana', at: 1 } } });
    expect(turn.notes).toEqual([
      { kind: 'choice', ...FROM, entry: 'nodejs-orms', said: 'orm things', offered: UNSURE.suggestions },
    ]);
    expect(turn.changes.open?.asked).toMatchObject({ said: 'orm things', entry: 'nodejs-orms', isChosen: true });
  });

  it('is of the words of the thread also where somebody else chooses, privately', () => {
    const content = press({ type: 'meant', ...about('nodejs-orms') });
    const turn = deliver(onPublic, content, { ...START, open: UNSURE }, 'ben');
    expect([turn.place, turn.notes]).toMatchObject(['private', [{ kind: 'choice', said: 'orm things' }]]);
    expect(turn.changes.own?.asked).toMatchObject({ said: 'orm things', entry: 'nodejs-orms' });
  });

  it('says that nothing of what was offered was meant, but not for the button of an older card', () => {
    const turn = deliver(onPublic, press({ type: 'none-of-these' }), { ...START, open: UNSURE });
    expect(turn.notes).toEqual([{ kind: 'none-of-these', ...FROM, said: 'orm things', offered: UNSURE.suggestions }]);
    const later = following(START, deliver(mention, says('what is django'), { ...START, open: UNSURE }));
    expect(deliver(onPublic, press({ type: 'none-of-these' }), later).notes).toEqual([]);
  });

  it('has the words that led to the answer which is disliked, also with the reason, which is given privately', () => {
    const asked = following(START, deliver(mention, says('is django slow?'), START));
    const disliked = deliver(onPublic, press({ type: 'disliked', ...about('django-performance') }), asked, 'ben');
    const said = 'is django slow?';
    expect(disliked.notes).toEqual([
      { kind: 'feedback', ...FROM, entry: 'django-performance', value: 'disliked', said },
    ]);
    const reason = deliver(onPrivate, pressed(disliked.card, 'It is outdated'), following(asked, disliked), 'ben');
    expect([reason.place, reason.notes]).toEqual([
      'replace',
      [{ kind: 'reason', ...FROM, entry: 'django-performance', reason: 'outdated', said }],
    ]);
    const other = deliver(onPublic, press({ type: 'disliked', ...about('django-security') }), asked, 'ben');
    expect(other.notes).toEqual([{ kind: 'feedback', ...FROM, entry: 'django-security', value: 'disliked' }]);
    expect(other.changes).toEqual({});
  });

  it('keeps what somebody decided on', () => {
    const words = wordsId(PACK, FOREIGN);
    const decisions: [Press, Note][] = [
      [
        { type: 'teach', ...about('django-orm'), words },
        { kind: 'decision', ...FROM, decision: 'example', entry: 'django-orm', words },
      ],
      [
        { type: 'not-ours', pack: PACK, words },
        { kind: 'decision', ...FROM, decision: 'not-ours', words },
      ],
      [
        { type: 'new-entry', pack: PACK, words },
        { kind: 'decision', ...FROM, decision: 'new-entry', words },
      ],
    ];
    for (const [of, note] of decisions) {
      const turn = deliver(onPublic, press(of), START);
      expect([turn.place, turn.notes, turn.changes]).toEqual(['private', [note], {}]);
    }
    expect(plainCard(deliver(onPublic, press({ type: 'teach', ...about('django-orm'), words }), START).card)).toContain(
      'versus gaps --write',
    );
    expect(deliver(onPublic, press({ type: 'new-entry', pack: 'gone', words }), START).intent.type).toBe('stale');
  });
});

describe('the way to other people', () => {
  const once = following(START, deliver(mention, says('react vs vue'), START));
  const twice = deliver(mention, says(FOREIGN), once);

  it('is offered after two questions in a row without an answer, whatever small talk is between', () => {
    expect(labels(deliver(mention, says('react vs vue'), START).card)).not.toContain('Pass my question on');
    expect(labels(twice.card)).toContain('Pass my question on');
    const thanked = following(once, deliver(mention, says('thanks'), once));
    expect(labels(deliver(mention, says(FOREIGN), thanked).card)).toContain('Pass my question on');
    const answered = following(once, deliver(mention, says('what is django'), once));
    expect(labels(deliver(mention, says(FOREIGN), answered).card)).not.toContain('Pass my question on');
    const none = deliver(onPublic, press({ type: 'none-of-these' }), {
      ...START,
      open: { ...UNSURE, missed: 1, answered: { person: 'ana', at: 1 } },
    });
    expect(labels(none.card)).toContain('Pass my question on');
  });

  it('says what it does not compare also then', () => {
    expect(plainCard(deliver(mention, says('what is flask?'), once).card)).toContain('I do not compare Flask');
  });

  it('passes the last question on, thanks privately whoever pressed, and names nobody', () => {
    const state = following(once, twice);
    const turn = deliver(onPublic, pressed(twice.card, 'Pass my question on'), state, 'ben');
    expect([turn.place, turn.changes]).toEqual(['private', {}]);
    expect(turn.notes).toEqual([{ kind: 'passed-on', ...FROM, said: FOREIGN, near: expect.any(Array) }]);
    expect(plainCard(turn.card)).toContain(`without your name: "${FOREIGN}"`);
  });

  it('passes nothing on once a question was answered', () => {
    const answered = following(START, deliver(mention, says('what is django'), following(once, twice)));
    const turn = deliver(onPublic, press({ type: 'pass-on' }), answered);
    expect(turn.notes).toEqual([]);
    expect(plainCard(turn.card)).toContain('There is no open question here');
  });
});

describe('why an answer was given', () => {
  const open = following(START, deliver(mention, says('is DJANGO slow or not? cheers'), START));

  it('is told to whoever presses, from the words of the thread', () => {
    const sources = deliver(onPublic, press({ type: 'sources', ...about('django-performance') }), open, 'ben');
    const why = deliver(onPrivate, pressed(sources.card, 'Why this answer?'), following(open, sources), 'ben');
    expect([why.place, why.intent.type]).toEqual(['replace', 'why-answer']);
    expect(plainCard(why.card)).toMatch(
      /You asked: is DJANGO slow or not\? cheers\nWhat counted: Django, slow\nNearest: .*\nHow sure: \d+ %; I answer from 50 %\.\nFrom: Django vs Node\.js, version/,
    );
    const direct = deliver(onPublic, press({ type: 'why-answer', ...about('django-performance') }), open, 'ben');
    expect([direct.place, plainCard(direct.card)]).toEqual(['private', plainCard(why.card)]);
  });

  it('is a choice where the person chose, and not known for another answer', () => {
    const chosen = deliver(mention, says('the first one'), { ...START, open: UNSURE });
    const why = deliver(mention, says('why this answer?'), following(START, chosen));
    expect(plainCard(why.card)).toContain('You chose it yourself.');
    const other = deliver(onPublic, press({ type: 'why-answer', ...about('django-security') }), open);
    expect(plainCard(other.card)).toContain('I remember no words');
  });

  it('says so where no single word counted', () => {
    const asked = { said: 'hm', ...FROM, entry: 'django-orm', near: [`${PACK}/gone`], confidence: 0.7 };
    const state: Exchanges = { ...START, open: { ...EMPTY_THREAD, asked } };
    const why = deliver(onPublic, press({ type: 'why-answer', ...about('django-orm') }), state);
    expect(plainCard(why.card)).toContain('What counted: No single word');
  });
});

describe('without anybody’s words', () => {
  it('notes are only counted, threads remember no question, and nothing is offered that needs it', () => {
    const once = following(START, forgettingWords(deliver(mention, says('react vs vue'), START)));
    const twice = forgettingWords(deliver(mention, says(FOREIGN), once));
    expect(twice.notes).toEqual([{ kind: 'abstention', ...FROM, near: expect.any(Array) }]);
    expect(JSON.stringify([twice.notes, twice.changes])).not.toContain('kafka');
    expect(labels(twice.card)).not.toContain('Pass my question on');
    const answered = following(START, deliver(mention, says('is django slow?'), START));
    const more = forgettingWords(deliver(mention, says('sources'), answered));
    expect(labels(more.card)).not.toContain('Challenge this');
    const challenged = forgettingWords(
      deliver(mention, says('challenge: Zebedee says no, https://example.com'), answered),
    );
    expect(JSON.stringify([challenged.notes, challenged.changes])).not.toMatch(/Zebedee|example\.com/);
    expect(plainCard(challenged.card)).toContain('keeps nobody');
    const words = wordsId(PACK, FOREIGN);
    const decided = deliver(onPublic, press({ type: 'not-ours', pack: PACK, words }), START);
    expect(forgettingWords(decided).notes).toEqual(decided.notes);
    const command = deliver({ type: 'command' }, says('is django slow?'), START);
    const shared = deliver(onPrivate, pressed(command.card, 'Share with the channel'), following(START, command));
    expect(JSON.stringify([forgettingWords(command).changes, forgettingWords(shared).shared])).not.toContain('slow?');
  });
});

it('the name of words is the same for the same words, however they are written, and apart for packs', () => {
  expect(wordsId('p', 'Is Tea hot?')).toBe(wordsId('p', ' is tea, hot '));
  expect(wordsId('p', 'is tea hot')).not.toBe(wordsId('q', 'is tea hot'));
  const ids = Array.from({ length: 5000 }, (_, number) => wordsId('p', `is tea ${number} hot`));
  expect(new Set(ids).size).toBe(5000);
  for (const words of ['', '???', '🌙', 'é', 'x'.repeat(500)]) expect(wordsId('p', words)).toMatch(/^[a-z0-9]{8}$/);
});

function deliver(arrival: Arrival, content: Content, before: Exchanges, person = 'ana'): Turn {
  const delivery: Delivery = { key: 'k', thread: 't', own: `t:${person}`, person, at: NOW.getTime(), arrival, content };
  const needed = exchangesNeeded(delivery);
  const given = { open: needed.open ? before.open : EMPTY_THREAD, own: needed.own ? before.own : EMPTY_THREAD };
  return converse(delivery, given, library, TODAY);
}

function following(before: Exchanges, { changes }: Turn): Exchanges {
  return { ...before, ...changes };
}

function pressed(card: Card, label: string): Content {
  const button = buttonsOf(card).find((one) => one.label === label);
  if (!button) throw new Error(`no button "${label}" among ${labels(card).join(' | ')}`);
  return { type: 'press', id: buttonId(button) };
}

function labels(card: Card): string[] {
  return buttonsOf(card).map(({ label }) => label);
}
