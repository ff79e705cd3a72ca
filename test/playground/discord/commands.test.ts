import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/playground/discord/driver.ts';
import { refusalOf, startClient, startRest, startServer } from './local.ts';

const long = (chars: number) => 'x'.repeat(chars);
const command = (fields: object = {}) => ({ name: 'ask', description: 'Asks', ...fields });
const option = (fields: object = {}) => ({ type: 3, name: 'what', description: 'What', ...fields });
const many = (count: number, make: (at: number) => object) => Array.from({ length: count }, (_, at) => make(at));

async function registry() {
  const server = await startServer();
  const rest = startRest(server);
  const path = Routes.applicationCommands(server.applicationId);
  return { server, rest, path, put: (body: object[]) => rest.put(path, { body }) };
}

describe('registering commands', () => {
  it('takes as many as Discord takes', async () => {
    const { put } = await registry();
    const all = [
      ...many(100, (at) => command({ name: `c${at}` })),
      ...many(15, (at) => ({ type: 2, name: `User ${at}` })),
      ...many(15, (at) => ({ type: 3, name: `Message ${at}` })),
    ];
    expect(await put(all)).toHaveLength(130);
  });

  it.each([
    ['101 slash commands', many(101, (at) => command({ name: `c${at}` })), 30032],
    ['16 commands in the menu of a message', many(16, (at) => ({ type: 3, name: `Message ${at}` })), 30032],
    ['16 commands in the menu of a person', many(16, (at) => ({ type: 2, name: `User ${at}` })), 30032],
    ['the same name twice', [command(), command()], 50035],
    ['an upper-case name', [command({ name: 'Ask' })], 50035],
    ['a name with a space', [command({ name: 'ask me' })], 50035],
    ['a name of more than 32', [command({ name: long(33) })], 50035],
    ['no description', [{ name: 'ask' }], 50035],
    ['a description of more than 100', [command({ description: long(101) })], 50035],
    ['26 options', [command({ options: many(26, (at) => option({ name: `o${at}` })) })], 50035],
    [
      '26 choices',
      [command({ options: [option({ choices: many(26, (at) => ({ name: `${at}`, value: `${at}` })) })] })],
      50035,
    ],
    [
      'a choice of more than 100',
      [command({ options: [option({ choices: [{ name: long(101), value: 'v' }] })] })],
      50035,
    ],
    [
      'a required option after an optional one',
      [command({ options: [option({ name: 'a' }), option({ required: true })] })],
      50035,
    ],
    ['the same option twice', [command({ options: [option(), option()] })], 50035],
    [
      'options beside subcommands',
      [command({ options: [option(), { type: 1, name: 'sub', description: 'x' }] })],
      50035,
    ],
    [
      'choices beside autocompletion',
      [command({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] })],
      50035,
    ],
    ['a menu command with a description', [{ type: 3, name: 'Ask', description: 'x' }], 50035],
    [
      'more than 8000 characters',
      [
        command({
          options: many(25, (at) =>
            option({
              name: `o${at}`,
              description: long(100),
              choices: many(25, (n) => ({ name: `n${n}${long(5)}`, value: `v${n}${long(5)}` })),
            }),
          ),
        }),
      ],
      50035,
    ],
  ])('refuses %s', async (_, body, code) => {
    const { put } = await registry();
    expect(await refusalOf(put(body))).toMatchObject({ status: 400, code });
  });

  it('overwrites by name and keeps the id, and lets single commands be read, changed and deleted', async () => {
    const { server, rest, path, put } = await registry();
    await put([command()]);
    const client = await startClient(server);
    const before = (await client.application.commands.fetch()).first();
    await rest.post(path, { body: command({ description: 'Asks better' }) });
    const after = (await client.application.commands.fetch()).first();
    expect(after).toMatchObject({ id: before?.id, description: 'Asks better', dmPermission: true });
    await after?.edit({ description: 'Asks best' });
    expect((await client.application.commands.fetch(after?.id ?? '')).description).toBe('Asks best');
    await after?.delete();
    expect((await client.application.commands.fetch()).size).toBe(0);
    const gone = rest.get(Routes.applicationCommand(server.applicationId, after?.id ?? ''));
    expect(await refusalOf(gone)).toMatchObject({ status: 404, code: 10063 });
  });

  it('refuses more than 200 new commands a day, but not changes', async () => {
    const { put } = await registry();
    const hundred = (from: number) => many(100, (at) => command({ name: `c${from + at}` }));
    await put(hundred(0));
    await put(hundred(100));
    await put(hundred(100));
    expect(await refusalOf(put(hundred(200)))).toMatchObject({ code: 30034 });
  });

  it('offers commands where their contexts and installs allow it', async () => {
    const { server, put } = await registry();
    await put([
      command({ name: 'everywhere', contexts: [0, 1, 2], integration_types: [0, 1] }),
      command({ name: 'guild-only', contexts: [0] }),
      command({ name: 'moderators', default_member_permissions: String(1n << 13n) }),
    ]);
    const offered = (place: Place) => place.commands().map(({ name }) => name);
    const ben = server.person('ben');
    expect(offered(ben.channel('general'))).toEqual(['everywhere', 'guild-only']);
    expect(offered(server.person('ann').channel('general'))).toEqual(['everywhere', 'guild-only', 'moderators']);
    expect(offered(ben.direct())).toEqual(['everywhere', 'moderators']);
  });

  it('belongs to the app alone', async () => {
    const { rest } = await registry();
    const other = rest.put(Routes.applicationCommands('123456789012345678'), { body: [] });
    expect(await refusalOf(other)).toMatchObject({ status: 403, code: 20012 });
  });
});
