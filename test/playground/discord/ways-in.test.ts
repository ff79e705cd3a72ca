import { Events, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import { shownMessage, shownModal } from '../../../src/playground/discord/driver.ts';
import { COMMANDS, card, listen } from './example-bot.ts';
import { startClient, startServer } from './local.ts';

async function withBot(options: Parameters<typeof startServer>[0] = {}): Promise<DiscordServer> {
  const server = await startServer(options);
  const client = await startClient(server, {}, listen);
  await client.application.commands.set(COMMANDS);
  return server;
}

describe('commands', () => {
  it('answers a command with a card that everybody sees', async () => {
    const server = await withBot();
    const message = shownMessage(await server.person('ann').channel('general').command('ask', { question: 'Why?' }));
    expect(message).toMatchObject({ text: 'Why?', usesComponentsV2: true, isEphemeral: false, accents: [0x5865f2] });
    expect(message.buttons.map(({ label }) => label)).toEqual(['Sources', 'More', 'Tell us']);
    expect(message.selects.map(({ placeholder }) => placeholder)).toEqual(['Related']);
    expect(
      server
        .person('ben')
        .channel('general')
        .messages()
        .map(({ text }) => text),
    ).toEqual(['Why?']);
  });

  it('shows an ephemeral answer to the person alone', async () => {
    const server = await withBot();
    const answer = shownMessage(await server.person('ann').channel('general').command('try privately'));
    expect(answer).toMatchObject({ text: 'Between us', isEphemeral: true });
    expect(server.person('ann').channel('general').messages()).toHaveLength(1);
    expect(server.person('ben').channel('general').messages()).toHaveLength(0);
  });

  it('waits for a deferred answer, which stays as private as it was deferred', async () => {
    const server = await withBot();
    const general = server.person('ann').channel('general');
    const answer = shownMessage(await general.command('try later'));
    expect(answer).toMatchObject({ text: 'Thought about it', isEphemeral: true, isThinking: false });
    expect(await answer.answer()).toMatchObject({ text: 'And for all to see', isEphemeral: false });
  });

  it('tells the person when the app does not answer in time', async () => {
    const server = await withBot({ times: { acknowledgeMs: 50 } });
    expect(await server.person('ann').channel('general').command('try never')).toEqual({
      kind: 'failed',
      text: 'The application did not respond',
    });
  });

  it('suggests values while a person types', async () => {
    const server = await withBot();
    expect(await server.person('ann').channel('general').suggest('ask', { question: 'dja' })).toEqual({
      kind: 'choices',
      choices: [{ name: 'dja!', value: 'suggested' }],
    });
  });

  it('hands over files and people, and shows the file that comes back', async () => {
    const server = await withBot();
    const file = { filename: 'notes.txt', contentType: 'text/plain', bytes: Buffer.from('Grüße') };
    const answer = shownMessage(
      await server.person('ann').channel('general').command('try read', { file, for: 'ben' }),
    );
    expect(answer.text).toBe('notes.txt for ben: Grüße');
    expect(answer.files).toMatchObject([{ filename: 'copy.txt', sizeBytes: 7 }]);
    expect(await (await fetch(answer.files[0]?.url ?? '')).text()).toBe('Grüße');
  });

  it('runs from the context menus of a message and of a person', async () => {
    const server = await withBot();
    const general = server.person('ann').channel('general');
    const said = await server.person('ben').channel('general').send('We need search');
    const seen = general.messages().find(({ id }) => id === said.id);
    expect(shownMessage((await seen?.menu('Ask about this')) ?? { kind: 'silent' }).text).toBe('About: We need search');
    expect(shownMessage(await general.menuOn('ben', 'Who is this')).text).toBe('This is ben');
  });

  it('lets a client send only what the command allows', async () => {
    const server = await withBot();
    const general = server.person('ann').channel('general');
    await expect(async () => general.command('ask')).rejects.toThrow('"question" is required');
    await expect(async () => general.command('asks')).rejects.toThrow('/asks is not offered');
    await expect(async () => general.command('try')).rejects.toThrow('needs a subcommand');
  });
});

describe('components', () => {
  it('updates the card whose button was pressed', async () => {
    const server = await withBot();
    const card = shownMessage(await server.person('ann').channel('general').command('ask', { question: 'Why?' }));
    const updated = await card.press('More');
    expect(updated.kind).toBe('updated');
    expect(shownMessage(updated)).toMatchObject({ id: card.id, text: 'More of it', isEdited: true });
  });

  it('answers somebody else who presses a public card, privately', async () => {
    const server = await withBot();
    await server.person('ann').channel('general').command('ask', { question: 'Why?' });
    const [seenByBen] = server.person('ben').channel('general').messages();
    expect(shownMessage((await seenByBen?.press('Sources')) ?? { kind: 'silent' })).toMatchObject({
      text: 'A book',
      isEphemeral: true,
    });
    expect(server.person('ann').channel('general').messages()).toHaveLength(1);
  });

  it('edits a card after a deferred update', async () => {
    const server = await withBot();
    const card = shownMessage(await server.person('ann').channel('general').command('ask', { question: 'Why?' }));
    expect(shownMessage(await card.choose('Cost')).text).toBe('About cost');
    await expect(async () => card.choose('Colour')).rejects.toThrow('there are: Speed, Cost');
  });

  it('shows what follows a deferred press, as soon as it is there', async () => {
    const server = await startServer();
    const client = await startClient(server, {}, (listening) => {
      listening.on(Events.InteractionCreate, async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.reply(card('Which?'));
        if (!interaction.isButton()) return;
        await interaction.deferUpdate();
        await interaction.followUp({ content: 'Beside it', flags: MessageFlags.Ephemeral });
      });
    });
    await client.application.commands.set(COMMANDS);
    const shown = shownMessage(await server.person('ann').channel('general').command('ask', { question: 'Why?' }));
    const outcome = await shown.press('More');
    expect(outcome.kind).toBe('message');
    expect(shownMessage(outcome)).toMatchObject({ text: 'Beside it', isEphemeral: true });
  });

  it('opens a form from a button and takes what was filled in', async () => {
    const server = await withBot();
    const card = shownMessage(await server.person('ann').channel('general').command('ask', { question: 'Why?' }));
    const form = shownModal(await card.press('Tell us'));
    expect(form.title).toBe('Your project');
    expect(form.fields.map(({ label, isRequired }) => [label, isRequired])).toEqual([
      ['What is it?', true],
      ['How many people?', true],
      ['Needs', false],
    ]);
    const answer = await form.submit({ 'What is it?': 'A shop', 'How many people?': 'Many', Needs: ['Reports'] });
    expect(shownMessage(answer).text).toBe('A shop / many / reports');
  });

  it('opens a form from a command, and its client insists on required fields', async () => {
    const server = await withBot();
    const form = shownModal(await server.person('ann').channel('general').command('try form'));
    await expect(form.submit({ 'How many people?': 'Few' })).rejects.toThrow(
      '"What is it?" takes 1 to 4000 characters',
    );
    expect(shownMessage(await form.submit({ what: 'An API', people: 'few' })).text).toBe('An API / few / ');
  });
});

describe('messages', () => {
  it('answers a mention in a thread under it', async () => {
    const server = await withBot();
    const asked = await server.person('ann').channel('general').mention('which database?');
    expect((await asked.answer()).text).toBe('In a thread');
    expect(asked.thread()).toMatchObject({ name: 'Answer', kind: 'thread' });
  });

  it('answers inside a thread, and presses work there', async () => {
    const server = await withBot();
    const ann = server.person('ann');
    const card = await (await ann.channel('general').mention('which?')).answer();
    expect(shownMessage(await card.press('More')).text).toBe('More of it');
    const [thread] = ann.channel('general').threads();
    const again = await thread?.mention('and now?');
    expect((await again?.answer())?.text).toBe('Here: @Versus and now?');
  });

  it('answers direct messages without any mention', async () => {
    const server = await withBot();
    const asked = await server.person('ann').direct().send('hello');
    expect(await asked.answer()).toMatchObject({ text: 'Here: hello', replyTo: asked.id });
  });

  it('answers in a forum post', async () => {
    const server = await withBot();
    const post = await server.person('ann').channel('ideas').post('Database', 'Which one?', ['idea']);
    const asked = await post.mention('help');
    expect((await asked.answer()).text).toBe('Here: @Versus help');
  });
});

describe('installs', () => {
  const guilds = [
    { name: 'Acme', people: ['ann'], channels: [{ name: 'general' }] },
    { name: 'Elsewhere', people: ['ann', 'ben'], channels: [{ name: 'lobby' }], hasBot: false },
  ];

  it('offers a command of a user install where the bot is not', async () => {
    const server = await withBot({ guilds });
    const lobby = server.person('ann').channel('lobby');
    await expect(async () => lobby.command('ask', { question: 'x' })).rejects.toThrow('not offered');
    server.person('ann').installApp();
    expect(shownMessage(await lobby.command('ask', { question: 'x' }))).toMatchObject({
      text: 'x',
      isEphemeral: false,
    });
    await expect(async () => server.person('ben').channel('lobby').command('ask', { question: 'x' })).rejects.toThrow(
      'not offered',
    );
  });
});
