import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { discordInvite } from '../../../src/cli/discord-invite.ts';
import { COMMANDS, commandChanges, commandNameOf, SUBCOMMANDS } from '../../../src/platforms/discord/commands.ts';
import { PERMISSION_BITS, PERMISSIONS } from '../../../src/platforms/discord/permissions.ts';
import { registerCommands } from '../../../src/platforms/discord/register-commands.ts';
import type { DiscordServer } from '../../../src/playground/discord/discord.ts';
import { PERMISSION } from '../../../src/playground/discord/permissions.ts';
import { REFUSAL } from '../../../src/playground/discord/refusals.ts';
import { startRest, startServer } from '../../playground/discord/local.ts';

async function run(server: DiscordServer): Promise<string[]> {
  const lines: string[] = [];
  await registerCommands({ token: server.token, apiUrl: server.apiUrl() }, (line) => lines.push(line));
  return lines;
}

const NOTHING = 'nothing to do: the commands at Discord are those of this version';

describe('the commands', () => {
  it('are all understood, and everything that is understood is offered', async () => {
    const offered = Object.keys(SUBCOMMANDS);
    expect(offered).toEqual(['ask', 'verdict', 'compare', 'topics', 'help']);
    for (const name of offered) expect(commandNameOf(name)).toBe(name);
    const server = await startServer();
    await run(server);
    const listed = server.person('ann').channel('general').commands();
    expect(listed.map(({ name }) => name)).toEqual(['versus', 'Ask Versus about this']);
  });

  it('are offered in servers, in the direct conversation and, to who installed the app, everywhere else', async () => {
    const server = await startServer();
    await run(server);
    const ann = server.person('ann');
    ann.installApp();
    for (const place of [ann.channel('general'), ann.direct(), ann.privateChannel('ben')])
      expect(place.commands()).toHaveLength(2);
  });
});

describe('versus discord-commands', () => {
  it('registers what is missing, and does nothing where nothing is', async () => {
    const server = await startServer();
    expect(await run(server)).toEqual(['create "versus": done', 'create "Ask Versus about this": done']);
    server.traffic.clear();
    expect(await run(server)).toEqual([NOTHING]);
    expect(server.traffic.countRequests('POST', /./) + server.traffic.countRequests('PATCH', /./)).toBe(0);
  });

  it('changes and deletes only what differs', async () => {
    const server = await startServer();
    await run(server);
    const rest = startRest(server);
    const path = Routes.applicationCommands(server.applicationId);
    await rest.post(path, { body: { type: 1, name: 'old', description: 'Old' } });
    await rest.post(path, { body: { ...COMMANDS[0], description: 'Changed by hand', nsfw: true } });
    const before = ids(await rest.get(path));
    expect(await run(server)).toEqual(['change "versus": done', 'delete "old": done']);
    const after = ids(await rest.get(path));
    expect(after.versus).toBe(before.versus);
    expect(await run(server)).toEqual([NOTHING]);
  });

  it.each<[string, (command: Record<string, unknown>) => object, number]>([
    ['defaults that Discord fills in', (one) => ({ ...one, dm_permission: true, nsfw: false, version: '2' }), 0],
    ['lists in another order', (one) => ({ ...one, contexts: [2, 0, 1], integration_types: [1, 0] }), 0],
    ['empty lists and translations', (one) => ({ ...one, name_localizations: {}, description_localizations: null }), 0],
    ['another description', (one) => ({ ...one, description: 'Other' }), 1],
    ['fewer places', (one) => ({ ...one, contexts: [0] }), 1],
    ['only for a server', (one) => ({ ...one, integration_types: [0] }), 1],
    ['only for who may manage', (one) => ({ ...one, default_member_permissions: '0' }), 1],
    ['a translation', (one) => ({ ...one, name_localizations: { de: 'x' } }), 1],
  ])('sees %s as they are', (_, change, count) => {
    const [command, menu] = COMMANDS.map((one, index) => ({ id: String(index), ...one }));
    expect(commandChanges([change({ ...command }), { ...menu, description: '' }])).toHaveLength(count);
  });

  it.each<[string, Parameters<DiscordServer['faults']['onRequest']>[0], RegExp]>([
    [
      'a refused token',
      { path: /@me$/, fault: { kind: 'refuse', with: REFUSAL.unauthorized } },
      /^DISCORD_TOKEN: .*401/,
    ],
    ['a Discord that is down', { path: /@me$/, fault: { kind: 'reset' } }, /^DISCORD_API_URL: /],
    [
      'a refused list',
      { method: 'GET', path: /commands$/, fault: { kind: 'refuse', with: REFUSAL.missingAccess } },
      /could not read the commands \(DiscordAPIError\[50001\]\)/,
    ],
    [
      'a refused change',
      { method: 'POST', path: /commands$/, fault: { kind: 'refuse', with: REFUSAL.tooManyCreates } },
      /could not create "versus" \(DiscordAPIError\[30034\]\)\. Run it again/,
    ],
  ])('says what is wrong and what to do after %s', async (_, fault, line) => {
    const server = await startServer();
    server.faults.onRequest(fault);
    await expect(run(server)).rejects.toThrow(line);
  });
});

describe('versus discord-invite', () => {
  it('prints both links, and each permission with its reason', async () => {
    const server = await startServer();
    const lines: string[] = [];
    await discordInvite({ token: server.token, apiUrl: server.apiUrl() }, (line) => lines.push(line));
    const [forServer, forPerson] = lines.flatMap((line) => URL.parse(line.trim()) ?? []);
    expect(forServer?.origin).toBe('https://discord.com');
    expect(Object.fromEntries(forServer?.searchParams ?? [])).toEqual({
      client_id: server.applicationId,
      scope: 'bot applications.commands',
      permissions: String(PERMISSION_BITS),
      integration_type: '0',
    });
    expect(Object.fromEntries(forPerson?.searchParams ?? [])).toEqual({
      client_id: server.applicationId,
      scope: 'applications.commands',
      integration_type: '1',
    });
    for (const { label } of PERMISSIONS) expect(lines.join('\n')).toContain(`  ${label}: `);
  });

  it('asks for nothing beyond what it names, and no right over other people', () => {
    expect(PERMISSION_BITS).toBe(PERMISSIONS.reduce((sum, { name }) => sum | PERMISSION[name], 0n));
    expect(PERMISSIONS.map(({ name }) => name)).toEqual([
      'ViewChannel',
      'SendMessages',
      'CreatePublicThreads',
      'SendMessagesInThreads',
      'ReadMessageHistory',
      'AttachFiles',
    ]);
  });
});

function ids(commands: unknown): Readonly<Record<string, string>> {
  const parsed = z.array(z.object({ id: z.string(), name: z.string() })).parse(commands);
  return Object.fromEntries(parsed.map(({ id, name }) => [name, id]));
}
