import { Routes } from 'discord.js';
import { describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { shownMessage, shownModal } from '../../../src/playground/discord/driver.ts';
import { startRest } from '../../playground/discord/local.ts';
import { ACME, channel, labels, startOn, startStage, threadOf } from './bot.ts';

const WEBSOCKETS = 'is django any good for websockets?';
const VERDICT = 'live auction, python team, back office for staff';
const NOTHING = { kind: 'silent' } as const;

describe('a button', () => {
  it.each([['More'], ['Sources']])('"%s" on a card for everybody answers the presser alone', async (label) => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    const before = threadOf(asked).messages().length;
    const [forBen] = server.person('ben').channel('general').threads()[0]?.messages().slice(-1) ?? [];
    const card = shownMessage((await forBen?.press(label)) ?? NOTHING);
    expect(card).toMatchObject({ isEphemeral: true });
    expect(labels(card)).toContain('Share with the channel');
    expect(threadOf(asked).messages()).toHaveLength(before);
  });

  it('with another question on a card for everybody answers the presser alone', async () => {
    const { server } = await startStage();
    const answer = await (await server.person('ann').channel('general').mention(WEBSOCKETS)).answer();
    const [related = ''] = labels(answer);
    expect(shownMessage(await answer.press(related))).toMatchObject({ isEphemeral: true });
  });

  it('of feedback is thanked for privately, and the card stays as it is', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    const answer = await asked.answer();
    const thanks = await answer.press('👍');
    expect(shownMessage(thanks)).toMatchObject({ text: 'Thanks, noted: this answer helped.', isEphemeral: true });
    expect(answer.now()).toMatchObject({ isEdited: false, text: answer.text });
  });

  it('on a card of one person replaces that card', async () => {
    const { server } = await startStage();
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus ask', { question: WEBSOCKETS }),
    );
    const more = await card.press('More');
    expect(more.kind).toBe('updated');
    expect(shownMessage(more)).toMatchObject({ id: card.id, isEphemeral: true });
    const thanks = await card.press('👍').catch(() => undefined);
    expect(thanks).toBeUndefined();
  });

  it('of a card from before a restart works, by what stands in it', async () => {
    const stage = await startStage();
    const { server } = stage;
    const answer = await (await server.person('ann').channel('general').mention(`verdict: ${VERDICT}`)).answer();
    await stage.running.stop(1000);
    await startOn(server, stage.host);
    expect(shownMessage(await answer.press('Why?')).text).toContain('How the verdict came about');
  });

  it('that no version knows gets a helpful answer, privately', async () => {
    const { server } = await startStage();
    const answer = await (await server.person('ann').channel('general').mention(WEBSOCKETS)).answer();
    for (const customId of ['v9:more:x', 'nothing of ours', `v1:entry:${'x'.repeat(80)}`]) {
      const button = { type: 2, style: 2, label: 'Old', custom_id: customId };
      await startRest(server).patch(Routes.channelMessage(String(answer.payload.channel_id), answer.id), {
        body: { flags: 32768, components: [{ type: 1, components: [button] }] },
      });
      const outcome = shownMessage((await answer.now()?.press('Old')) ?? NOTHING);
      expect(outcome.text).toContain('I no longer remember');
      expect(outcome.isEphemeral).toBe(true);
    }
  });
});

describe('the answer to "Did you mean"', () => {
  const UNSURE = 'migrations';

  it('by who asked changes the card for everybody', async () => {
    const { server } = await startStage();
    const asks = await (await server.person('ann').channel('general').mention(UNSURE)).answer();
    expect(asks.text).toContain('Did you mean');
    const [first = ''] = labels(asks);
    const outcome = await asks.press(first);
    expect(outcome.kind).toBe('updated');
    expect(asks.now()?.text).toContain(first);
  });

  it('by somebody else is answered to them alone, and leaves the question for who asked', async () => {
    const { server } = await startStage();
    const asks = await (await server.person('ann').channel('general').mention(UNSURE)).answer();
    const [forBen] = server.person('ben').channel('general').threads()[0]?.messages().slice(-1) ?? [];
    const outcome = await forBen?.press(labels(asks)[0] ?? '');
    expect(shownMessage(outcome ?? NOTHING)).toMatchObject({ isEphemeral: true });
    expect(asks.now()).toMatchObject({ isEdited: false, text: asks.text });
  });
});

describe('a select', () => {
  it('of many questions answers the one that is chosen', async () => {
    const { server } = await startStage();
    const topics = shownMessage(await server.person('ann').channel('general').command('versus topics'));
    const options = topics.selects.flatMap((select) => select.options);
    expect(options.length).toBeGreaterThan(5);
    const chosen = shownMessage(await topics.choose(options[0]?.label ?? ''));
    expect(chosen).toMatchObject({ id: topics.id, isEphemeral: true });
    expect(chosen.text).toContain(options[0]?.label);
  });
});

describe('a form', () => {
  it('opens from a verdict for everybody, and its verdict is for the person alone', async () => {
    const { server } = await startStage();
    const answer = await (await server.person('ann').channel('general').mention('verdict:')).answer();
    const form = shownModal(await answer.press('Describe the project'));
    expect(form.title).toBe('Your project');
    expect(form.fields.map(({ label, isRequired }) => [label, isRequired])).toEqual([
      ['What must it do?', true],
      ['Languages the team knows', false],
      ['How many people build it?', false],
      ['When must a first version be out?', false],
      ['Anything else', false],
    ]);
    const verdict = shownMessage(await form.submit({ [form.fields[0]?.label ?? '']: 'team knows python only' }));
    expect(verdict).toMatchObject({ isEphemeral: true });
    expect(verdict.text).toContain('Team knows Python');
    expect(answer.now()).toMatchObject({ isEdited: false });
  });

  it('opened from a card of one person replaces that card', async () => {
    const { server } = await startStage();
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus verdict', { project: 'something new' }),
    );
    const form = shownModal(await card.press('Describe the project'));
    const outcome = await form.submit({ [form.fields[0]?.label ?? '']: 'team knows python only' });
    expect(outcome.kind).toBe('updated');
    expect(shownMessage(outcome)).toMatchObject({ id: card.id, isEphemeral: true });
  });

  it('in the direct conversation is answered there', async () => {
    const { server } = await startStage();
    const answer = await (await server.person('ann').direct().send('verdict:')).answer();
    const form = shownModal(await answer.press('Describe the project'));
    const outcome = await form.submit({ [form.fields[0]?.label ?? '']: 'team knows python only' });
    expect(shownMessage(outcome)).toMatchObject({ isEphemeral: false });
  });
});

describe('sharing', () => {
  const share = 'Share with the channel';

  it('puts the card before everybody with the name of who did, and says so to them', async () => {
    const { server } = await startStage();
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus verdict', { project: VERDICT }),
    );
    const outcome = await card.press(share);
    expect(shownMessage(outcome)).toMatchObject({ id: card.id, text: 'Shared: everybody here can see it now.' });
    const [shared, ...others] = server.person('ben').channel('general').messages();
    expect(others).toEqual([]);
    expect(shared?.text).toMatch(/^-# Shared by ann\n### Use both, one for each half/);
    expect(labels(shared)).not.toContain(share);
  });

  it('sends the picture of its scoreboard along, with what it shows in words', async () => {
    const drawn: Card[] = [];
    const { server } = await startStage({
      draw: async (card) => {
        drawn.push(card);
        return { png: new Uint8Array([1, 2, 3]), alt: `Bars. ${'x'.repeat(2000)}` };
      },
    });
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus verdict', { project: VERDICT }),
    );
    expect(drawn).toEqual([]);
    await card.press(share);
    const [shared] = server.person('ben').channel('general').messages();
    expect(shared?.files.map(({ filename }) => filename)).toEqual(['scoreboard.png']);
    expect(drawn).toHaveLength(1);
  });

  it('goes without a picture where nothing can be drawn', async () => {
    const { server } = await startStage({ draw: async () => undefined });
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus verdict', { project: VERDICT }),
    );
    await card.press(share);
    expect(server.person('ben').channel('general').messages()[0]?.files).toEqual([]);
  });

  it('starts an exchange that goes on from the shared card', async () => {
    const { server } = await startStage();
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus verdict', { project: VERDICT }),
    );
    await card.press(share);
    const [shared] = server.person('ben').channel('general').messages();
    const why = shownMessage((await shared?.press('Why?')) ?? NOTHING);
    expect(why.text).toContain('How the verdict came about');
    expect(why.isEphemeral).toBe(true);
  });

  it('in a thread leaves alone what that thread remembers', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention('verdict: live chat');
    const first = await asked.answer();
    const card = shownMessage(await threadOf(asked).command('versus verdict', { project: VERDICT }));
    await card.press(share);
    const shared = threadOf(asked).messages().at(-1);
    expect(shared?.text).toContain('Shared by ann');
    expect(shownMessage((await shared?.press('Why?')) ?? NOTHING).text).toContain('back office');
    expect(shownMessage(await first.press('Why?')).text).not.toContain('back office');
  });

  it('works through the interaction where the bot may not write, and where it is not a member', async () => {
    const guilds = [
      { ...ACME, channels: [channel('general', 'text', ['SendMessages'])] },
      { name: 'Elsewhere', people: ['ann', 'ben'], channels: [{ name: 'lobby' }], hasBot: false },
    ];
    const { server, logged } = await startStage({ guilds });
    server.person('ann').installApp();
    for (const name of ['general', 'lobby']) {
      const place = server.person('ann').channel(name);
      const card = shownMessage(await place.command('versus verdict', { project: VERDICT }));
      await card.press(share);
      await vi.waitFor(() => expect(card.now()?.text).toBe('Shared: everybody here can see it now.'));
      const [shared] = server.person('ben').channel(name).messages();
      expect(shared?.text).toContain('Shared by ann');
      const forAnn = place.messages().find(({ id }) => id === shared?.id);
      expect(shownMessage((await forAnn?.press('Why?')) ?? NOTHING).text).toContain('How the verdict came about');
    }
    expect(logged).toEqual([]);
  });

  it('says so where Discord shows it to the person alone', async () => {
    const guilds = [
      {
        name: 'Elsewhere',
        people: ['ann', 'ben'],
        channels: [{ name: 'lobby', nobodyMay: ['UseExternalApps' as const] }],
        hasBot: false,
      },
    ];
    const { server } = await startStage({ guilds });
    server.person('ben').installApp();
    const lobby = server.person('ben').channel('lobby');
    const card = shownMessage(await lobby.command('versus ask', { question: WEBSOCKETS }));
    await card.press(share);
    await vi.waitFor(() => expect(lobby.messages().at(-1)?.text).toContain('I could not share it'));
    expect(server.person('ann').channel('lobby').messages()).toEqual([]);
    expect(card.now()?.text).toBe(card.text);
  });

  it('of a close call is changed by the answer that settles it, and goes on from it, in a thread as well', async () => {
    const { server } = await startStage();
    const asked = await server.person('ann').channel('general').mention(WEBSOCKETS);
    await asked.answer();
    const project = 'api for our mobile app, team knows python and js';
    const card = shownMessage(await threadOf(asked).command('versus verdict', { project }));
    await card.press(share);
    await vi.waitFor(() => expect(card.now()?.text).toBe('Shared: everybody here can see it now.'));
    const shared = threadOf(asked).messages().at(-1);
    const answered = shownMessage((await shared?.press('Yes')) ?? NOTHING);
    expect(answered).toMatchObject({ id: shared?.id, isEphemeral: false });
    expect(shownMessage(await answered.press('Why?')).text).toContain('you answered yes');
  });

  it('twice by a double click shares once', async () => {
    const { server } = await startStage();
    const card = shownMessage(
      await server.person('ann').channel('general').command('versus ask', { question: WEBSOCKETS }),
    );
    await Promise.all([card.press(share), card.press(share)]);
    expect(server.person('ben').channel('general').messages()).toHaveLength(1);
  });
});
