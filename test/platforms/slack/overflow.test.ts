import { expect, it } from 'vitest';
import { PLATFORM_SENTENCES } from '../../../src/platforms/wording.ts';
import type { Seen } from '../../../src/playground/slack/seen.ts';
import { LINES, long } from './long-card.ts';
import { theCard, troubles, versusHere } from './versus.ts';

it('the rest of what is posted comes as a file in the thread', async () => {
  const { slack, log } = await versusHere({ bot: long(300) });
  const seen = await slack.as('Ada').mention('#general', 'cons of node', { quietMs: 200 });
  const [card, file] = seen.messages;
  expect(card?.shown).toContain('Line 0 of');
  expect(card?.shown.endsWith('…')).toBe(true);
  expect(card?.buttons).toEqual(['More']);
  expect(file).toMatchObject({ thread: seen.sent?.ts, shown: PLATFORM_SENTENCES.rest });
  const [{ name, content } = { name: '', content: '' }] = file?.files ?? [];
  expect(name).toBe('rest-of-the-answer.md');
  for (const line of LINES.slice(0, 300)) expect(`${card?.shown}\n${content}`).toContain(line);
  expect(troubles(log)).toEqual([]);
});

it('the rest of what is private comes in more private messages, and nothing is lost', async () => {
  const { slack, log } = await versusHere({ bot: long(300) });
  const ada = slack.as('Ada');
  const command = await ada.command('#general', '/versus cons of node', { quietMs: 200 });
  expect(command.messages.length).toBeGreaterThan(1);
  expect(command.messages.every(({ isPrivate }) => isPrivate)).toBe(true);
  const all = command.messages.map(({ shown }) => shown).join('\n');
  for (const line of LINES.slice(0, 300)) expect(all.split(line).length, line).toBe(2);
  const [first] = command.messages;
  if (!first) throw new Error('Nothing came.');
  const replaced = await ada.press(first, 'More', { quietMs: 200 });
  expect(replaced.messages[0]?.ts).toBe(first.ts);
  expect(replaced.messages).toHaveLength(command.messages.length);
  expect(troubles(log)).toEqual([]);
});

it('a private reply longer than a response_url can be used for ends with a mark', async () => {
  const { slack, log } = await versusHere({ bot: long(600) });
  const card = theCard(await slack.as('Ada').mention('#general', 'cons of node', { quietMs: 150 }).then(first));
  const { messages } = await slack.as('Ada').press(card, 'More', { quietMs: 200 });
  expect(messages).toHaveLength(5);
  expect(messages.at(-1)?.shown).toBe('…');
  expect(troubles(log)).toEqual([]);

  function first(seen: Seen): Seen {
    return { ...seen, messages: seen.messages.slice(0, 1) };
  }
});

it('a view has room for what a message has not', async () => {
  const { slack, log } = await versusHere({ bot: long(60) });
  const { home } = await slack.as('Ada').openHome();
  for (const line of LINES.slice(0, 60)) expect(home?.shown).toContain(line);
  expect(home?.shown).not.toContain('…');
  expect(troubles(log)).toEqual([]);
});

it('a rest that cannot be uploaded is logged, and the card shows that it was cut', async () => {
  const { slack, log } = await versusHere({ bot: long(300) });
  slack.faults.api('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' });
  const card = theCard(await slack.as('Ada').mention('#general', 'cons of node', { quietMs: 150 }));
  expect(card.shown.endsWith('…')).toBe(true);
  expect(troubles(log)).toMatchObject([{ level: 'warn', about: { code: 'missing_scope' } }]);
});
