import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonId, buttonsOf, type Card, plainCard } from '../../src/core/card.ts';
import { converse, type Exchanges, type Turn } from '../../src/core/converse.ts';
import type { Arrival, Content } from '../../src/core/delivery.ts';
import { decodePress } from '../../src/core/press.ts';
import { EMPTY_THREAD } from '../../src/core/thread.ts';
import { knowledge, library, NOW, TODAY } from '../knowledge.ts';

const START: Exchanges = { open: EMPTY_THREAD, own: EMPTY_THREAD };
const LIVE = 'verdict: live chat, python team, back office for staff';
const mention: Arrival = { type: 'mention' };
const onPublic: Arrival = { type: 'press', on: 'public' };
const onPrivate: Arrival = { type: 'press', on: 'private' };
const onDirect: Arrival = { type: 'press', on: 'direct' };
const says = (text: string): Content => ({ type: 'utterance', text });

describe('what everybody sees', () => {
  it('changes what the thread remembers, and whom the bot answered', () => {
    const turn = deliver(mention, says('what is django'), START);
    expect(turn.place).toBe('here');
    expect(turn.changes.open).toMatchObject({
      entry: 'what-is-django',
      answered: { person: 'ana', at: NOW.getTime() },
    });
    expect(turn.changes.own).toBeUndefined();
  });

  it('tells with the first verdict, and only then, that later words need a mention', () => {
    const hint = 'To add something, mention me in this thread.';
    const turn = deliver(mention, says(LIVE), START);
    expect(plainCard(turn.card)).toContain(hint);
    const later = deliver(mention, says('also a CMS'), following(START, turn));
    expect(plainCard(later.card)).not.toContain(hint);
    expect(plainCard(deliver({ type: 'direct' }, says(LIVE), START).card)).not.toContain(hint);
    expect(
      plainCard(deliver({ type: 'command' }, { type: 'command', name: 'verdict', text: LIVE }, START).card),
    ).not.toContain(hint);
  });

  it('has no button to share what is shared', () => {
    expect(labels(deliver(mention, says('what is django'), START).card)).not.toContain('Share with the channel');
  });

  it('goes on for the asker without a mention, with a way to end that', () => {
    const first = following(START, deliver(mention, says('what are the pros of django'), START));
    const next = deliver({ type: 'overheard', mentionsOthers: false }, says('and for node?'), first);
    expect([next.place, entryOf(next)]).toEqual(['here', 'nodejs-pros']);
    expect(labels(next.card)).toContain('Be quiet here');
    const quiet = deliver(onPublic, pressed(next.card, 'Be quiet here'), following(first, next), 'ben');
    expect([quiet.place, quiet.changes.open?.isQuiet]).toEqual(['private', true]);
    const silent = deliver(
      { type: 'overheard', mentionsOthers: false },
      says('and for django?'),
      following(following(first, next), quiet),
    );
    expect([silent.place, silent.changes]).toEqual(['nowhere', {}]);
    const listening = deliver(onPrivate, pressed(quiet.card, 'Listen here'), following(first, quiet));
    expect(listening.changes.open?.isQuiet).toBe(false);
  });

  it('stays quiet through a new project', () => {
    const quiet = following(START, deliver(mention, says('be quiet here'), START));
    expect(deliver(mention, says('new project'), quiet).changes.open?.isQuiet).toBe(true);
  });

  it('is left alone by words that are not meant for the bot', () => {
    const first = following(START, deliver(mention, says('what is django'), START));
    for (const [text, person] of [
      ['thanks', 'ana'],
      ['what is node', 'ben'],
      ['did anybody see my keys', 'ana'],
      ['we should meet on monday', 'ana'],
    ] as const) {
      const turn = deliver({ type: 'overheard', mentionsOthers: false }, says(text), first, person);
      expect([turn.place, turn.changes, turn.notes], text).toEqual(['nowhere', {}, []]);
    }
  });

  it('is changed by a "Did you mean" of the asker, and by nobody else', () => {
    const unsure = deliver(mention, says('migrations'), START);
    expect(unsure.intent.type).toBe('clarify');
    const exchanges = following(START, unsure);
    const [choice] = buttonsOf(unsure.card);
    const meant: Content = { type: 'press', id: choice ? buttonId(choice) : '' };
    const own = deliver(onPublic, meant, exchanges);
    expect([own.place, Object.keys(own.changes)]).toEqual(['edit', ['open']]);
    const other = deliver(onPublic, meant, exchanges, 'ben');
    expect([other.place, Object.keys(other.changes)]).toEqual(['private', ['own']]);
  });
});

describe('what the person alone sees', () => {
  it('changes nothing for the others', () => {
    const open = following(START, deliver(mention, says('what are the pros of django'), START));
    const looked = deliver(
      onPublic,
      { type: 'press', id: `v1:entry:${knowledge.pack.id}:what-is-nodejs` },
      open,
      'ben',
    );
    expect([looked.place, Object.keys(looked.changes)]).toEqual(['private', ['own']]);
    expect(entryOf(deliver(mention, says('and for node?'), following(open, looked)))).toBe('nodejs-pros');
  });

  it('goes on from the verdict whose button was pressed, under a number of its own', () => {
    const open = following(START, deliver(mention, says(LIVE), START));
    const own = following(START, deliver({ type: 'command' }, says('verdict: blog for a bakery'), START)).own;
    const why = deliver(onPublic, pressed(deliver(mention, says(LIVE), START).card, 'Why?'), { ...open, own }, 'ben');
    expect(why.intent).toMatchObject({ type: 'why', number: 2 });
    expect(why.changes.own?.verdicts.briefs).toHaveLength(2);
    const against = deliver(
      onPrivate,
      pressed(why.card, 'Strongest case against'),
      following({ ...open, own }, why),
      'ben',
    );
    expect([against.place, against.intent]).toMatchObject(['replace', { type: 'counter', number: 2 }]);
    expect(plainCard(against.card)).toContain('case against');
  });

  it('does not copy the same verdict twice for two looks at it', () => {
    const verdict = deliver(mention, says(LIVE), START);
    const open = following(START, verdict);
    const why = following(open, deliver(onPublic, pressed(verdict.card, 'Why?'), open));
    const sources = deliver(onPublic, pressed(verdict.card, 'Sources'), why);
    expect(sources.changes.own?.verdicts.briefs).toHaveLength(1);
  });

  it('says that a card is too old, and remembers nothing for it', () => {
    const turn = deliver(onPublic, { type: 'press', id: 'v1:why:7' }, START);
    expect([turn.place, turn.intent.type, turn.changes]).toEqual(['private', 'stale', {}]);
  });

  it('thanks for feedback beside the card, and notes it', () => {
    const turn = deliver(onPublic, { type: 'press', id: `v1:liked:${knowledge.pack.id}:what-is-django` }, START);
    expect([turn.place, turn.notes.length, turn.changes]).toEqual(['private', 1, {}]);
  });

  it('is a form where a project is to be described, and what is handed in goes on from the verdict', () => {
    const asked = deliver(mention, says('verdict:'), START);
    const open = following(START, asked);
    const form = deliver(onPublic, pressed(asked.card, 'Describe the project'), open, 'ben');
    expect(form.place).toBe('form');
    expect(decodePress(form.form?.id ?? '')).toEqual({ type: 'describe', verdict: 1 });
    const fields = { project: 'live chat for a python team' };
    const content: Content = { type: 'submission', id: form.form?.id ?? '', fields };
    const verdict = deliver(onPublic, content, following(open, form), 'ben');
    expect([verdict.place, verdict.intent.type]).toEqual(['private', 'verdict']);
    expect(verdict.trace.verdict?.needs.map(({ criterion }) => criterion)).toContain('real-time');
    expect(Object.keys(verdict.changes)).toEqual(['own']);
  });

  it('is a form in a direct conversation too, as often as it is opened, and changes nothing until it is handed in', () => {
    const asked = deliver({ type: 'direct' }, says('verdict:'), START);
    const open = following(START, asked);
    const form = deliver(onDirect, pressed(asked.card, 'Describe the project'), open);
    expect([form.place, form.changes, decodePress(form.form?.id ?? '')]).toEqual([
      'form',
      {},
      { type: 'describe', verdict: 1 },
    ]);
    const content: Content = { type: 'submission', id: form.form?.id ?? '', fields: { project: 'live chat' } };
    const verdict = deliver(onDirect, content, open);
    expect([verdict.place, Object.keys(verdict.changes)]).toEqual(['here', ['open']]);
  });

  it('is a form where an answer is challenged, and thanks that are kept from the others', () => {
    const answer = deliver(mention, says('what is django'), START);
    const open = following(START, answer);
    const sources = deliver(onPublic, pressed(answer.card, 'Sources'), open, 'ben');
    const form = deliver(onPrivate, pressed(sources.card, 'Challenge this'), following(open, sources), 'ben');
    expect([form.place, form.notes]).toEqual(['form', []]);
    const fields = { wrong: 'Not since 6.0', link: 'https://example.com/6' };
    const content: Content = { type: 'submission', id: form.form?.id ?? '', fields };
    for (const arrival of [onPublic, onPrivate, onDirect]) {
      const thanks = deliver(arrival, content, following(open, form), 'ben');
      expect([thanks.place, thanks.changes.open]).toEqual(['private', undefined]);
      expect(thanks.notes).toMatchObject([
        { kind: 'challenge', entry: 'what-is-django', text: 'Not since 6.0', link: 'https://example.com/6' },
      ]);
      expect(plainCard(thanks.card)).toContain('Thanks, noted');
      expect(JSON.stringify([thanks.card, thanks.changes])).not.toContain('6.0');
    }
  });

  it('says what of a challenge was not kept', () => {
    const id = `v1:challenge:${knowledge.pack.id}:what-is-django`;
    const handIn = (fields: Readonly<Record<string, string>>) =>
      deliver(onPublic, { type: 'submission', id, fields }, START);
    expect(plainCard(handIn({ wrong: 'a', link: 'see above' }).card)).toContain('The link was left out');
    const empty = handIn({ wrong: ' ', link: 'https://example.com' });
    expect([empty.notes, plainCard(empty.card)]).toEqual([[], 'Nothing was written, so nothing was kept.']);
    const gone = deliver(onPublic, { type: 'submission', id: `${id}-x`, fields: { wrong: 'a' } }, START);
    expect([gone.notes, gone.intent.type]).toEqual([[], 'stale']);
  });

  it('asks what is wrong after a thumb down', () => {
    const id = `v1:disliked:${knowledge.pack.id}:what-is-django`;
    const thanks = deliver(onPublic, { type: 'press', id }, START);
    expect(deliver(onPrivate, pressed(thanks.card, 'Tell us what is wrong'), START).place).toBe('form');
  });

  it('takes a challenge in words, of the last answer and where the bot was spoken to', () => {
    const open = following(START, deliver(mention, says('what is django'), START));
    const words = says('challenge: it is older, see http://example.com/a.');
    const said = deliver(mention, words, open);
    expect([said.place, said.notes]).toMatchObject(['here', [{ link: 'http://example.com/a' }]]);
    const overheard = deliver({ type: 'overheard', mentionsOthers: false }, words, open);
    expect([overheard.place, overheard.notes]).toEqual(['nowhere', []]);
    for (const before of [START, following(START, deliver(mention, says(LIVE), START))])
      expect(deliver(mention, words, before).notes.map(({ kind }) => kind)).toEqual(['abstention']);
  });

  it('forgets nothing when a form opens in a conversation with the bot alone', () => {
    const first = following(START, deliver({ type: 'direct' }, says(LIVE), START));
    const asked = deliver({ type: 'direct' }, says('verdict:'), first);
    const second = following(first, asked);
    const form = deliver(onDirect, pressed(asked.card, 'Describe the project'), second);
    expect([form.place, form.changes]).toEqual(['form', {}]);
    expect(decodePress(form.form?.id ?? '')).toEqual({ type: 'describe', verdict: 2 });
    const id = `v1:challenge:${knowledge.pack.id}:what-is-django`;
    const challenge = deliver(onDirect, { type: 'press', id }, second);
    expect(challenge.changes.open).toMatchObject({ last: 'answer', entry: 'what-is-django' });
    expect(challenge.changes.open?.verdicts.briefs).toHaveLength(2);
  });

  it('is the topics, on the page of the person, from which every button goes on there', () => {
    const onPage: Arrival = { type: 'press', on: 'page' };
    const page = deliver(onPage, { type: 'page' }, START);
    expect(page.place).toBe('replace');
    const [topic] = buttonsOf(page.card);
    const listed = deliver(onPage, { type: 'press', id: topic ? buttonId(topic) : '' }, following(START, page));
    expect([listed.place, listed.intent.type]).toEqual(['replace', 'topics']);
    expect(labels(listed.card)).not.toContain('Share with the channel');
  });
});

describe('sharing', () => {
  it.each([
    ['an answer', says('what is django')],
    ['a comparison', says('django vs node for real time')],
    ['a verdict', says(LIVE)],
    ['the topics', says('topics')],
  ])('shows %s again, the same for everybody', (_, content) => {
    const command = deliver({ type: 'command' }, content, START);
    expect(command.place).toBe('private');
    const shared = deliver(onPrivate, pressed(command.card, 'Share with the channel'), following(START, command));
    expect([shared.place, shared.intent.type]).toEqual(['share', command.intent.type]);
    expect(plainCard(shared.card)).toBe(plainCard({ elements: command.card.elements.slice(0, -1) }));
    expect(shared.aside && plainCard(shared.aside)).toContain('Shared');
    expect(shared.changes).toEqual({});
  });

  it('starts a thread that knows the verdict that was shared, and no other of the person', () => {
    const secret = following(
      START,
      deliver({ type: 'command' }, says('verdict: secret spaceship with websockets'), START),
    );
    const command = deliver({ type: 'command' }, says(LIVE), secret);
    const shared = deliver(onPrivate, pressed(command.card, 'Share with the channel'), following(secret, command));
    expect(JSON.stringify(shared.shared)).not.toContain('websockets');
    const open = { open: shared.shared ?? EMPTY_THREAD, own: EMPTY_THREAD };
    const why = deliver(onPublic, pressed(shared.card, 'Why?'), open, 'ben');
    expect(why.intent.type).toBe('why');
    expect(plainCard(why.card)).toContain('"live chat"');
    expect(deliver(mention, says('why?'), open).intent.type).toBe('why');
  });

  it.each(['migrations', 'verdict:', 'react vs vue', 'hello', 'help', 'thanks'])(
    'is not offered where there is nothing to show: %s',
    (text) => {
      const turn = deliver({ type: 'command' }, says(text), START);
      expect(labels(turn.card)).not.toContain('Share with the channel');
    },
  );

  it('of what the person no longer has says that the card is too old', () => {
    const turn = deliver(onPrivate, { type: 'press', id: 'v1:share:verdict:7' }, START);
    expect([turn.place, turn.intent.type, turn.shared]).toEqual(['private', 'stale', undefined]);
  });
});

it('converses about anything, in any place, and never throws', () => {
  const content = fc.oneof(
    fc.string().map(says),
    fc.record({ type: fc.constant('press' as const), id: fc.oneof(fc.string(), anyId()) }),
    fc.record({
      type: fc.constant('submission' as const),
      id: fc.oneof(fc.string(), anyId()),
      fields: fc.dictionary(fc.string(), fc.string()),
    }),
    fc.constant({ type: 'page' as const }),
  );
  const arrival = fc.oneof(
    fc.constantFrom<Arrival>(mention, { type: 'direct' }, { type: 'command' }, { type: 'about' }),
    fc.record({ type: fc.constant('overheard' as const), mentionsOthers: fc.boolean() }),
    fc.record({ type: fc.constant('press' as const), on: fc.constantFrom('public', 'private', 'direct', 'page') }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(arrival, content, fc.constantFrom('ana', 'ben')), { maxLength: 6 }), (turns) => {
      let exchanges = START;
      for (const [how, what, who] of turns) {
        const turn = deliver(how, what, exchanges, who);
        expect(turn.card.elements.length).toBeGreaterThan(0);
        expect(turn.form === undefined || /^(?:describe|challenge)$/.test(turn.intent.type)).toBe(true);
        exchanges = following(exchanges, turn);
      }
    }),
    { numRuns: 150 },
  );
});

function anyId() {
  const { id } = knowledge.pack;
  return fc.constantFrom(
    'v1:why:1',
    'v1:verdict:1',
    'v1:describe:0',
    'v1:describe:1',
    'v1:share:verdict:1',
    'v1:share:topics',
    'v1:need:1:real-time:2',
    'v1:quiet',
    'v1:topics',
    `v1:meant:${id}:what-is-django`,
    `v1:share:sources:${id}:what-is-django`,
    `v1:liked:${id}:what-is-django`,
    `v1:challenge:${id}:what-is-django`,
  );
}

function deliver(arrival: Arrival, content: Content, exchanges: Exchanges, person = 'ana'): Turn {
  const where = { key: 'key', thread: 'test:w:c:t', own: 'test:w:c:t:@ana', person, at: NOW.getTime() };
  return converse({ ...where, arrival, content }, exchanges, library, TODAY);
}

function following(exchanges: Exchanges, { changes }: Turn): Exchanges {
  return { ...exchanges, ...changes };
}

function pressed(card: Card, label: string): Content {
  const button = buttonsOf(card).find((one) => one.label === label);
  if (!button) throw new Error(`no button "${label}" among ${labels(card).join(' | ')}`);
  return { type: 'press', id: buttonId(button) };
}

function labels(card: Card): string[] {
  return buttonsOf(card).map(({ label }) => label);
}

function entryOf({ intent }: Turn): string | undefined {
  return 'entry' in intent ? intent.entry.id : undefined;
}
