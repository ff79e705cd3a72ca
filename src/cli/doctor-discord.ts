import { ApplicationFlags, PermissionFlagsBits } from 'discord.js';
import * as z from 'zod';
import { commandChanges } from '../platforms/discord/commands.ts';
import { DISCORD_API_URL, type DiscordOptions } from '../platforms/discord/connect.ts';
import { PERMISSIONS } from '../platforms/discord/permissions.ts';
import type { Finding } from './doctor-report.ts';
import { type Asked, ask } from './doctor-request.ts';
import type { ExaminedPlatform } from './doctor-slack.ts';

/** Asks Discord about the token and the application; opens no connection and changes nothing. */
export async function examineDiscord(options: DiscordOptions, now: () => number): Promise<ExaminedPlatform> {
  const { token, apiUrl = DISCORD_API_URL } = options;
  const get = (path: string) => ask(`${apiUrl}/v${API_VERSION}${path}`, { authorization: `Bot ${token}` }, now);
  const asked = await get('/applications/@me');
  const aheadMs = asked.type === 'answered' ? asked.aheadMs : undefined;
  const about = readAnswer(asked, application, apiUrl);
  if ('level' in about) return { findings: [about], aheadMs };
  const [gateway, registered, guilds] = await Promise.all([
    get('/gateway/bot'),
    get(`/applications/${about.id}/commands?with_localizations=true`),
    get(`/users/@me/guilds?limit=${MAX_GUILDS}`),
  ]);
  const findings = [
    good('the token is good'),
    ...applicationFindings(about),
    ...gatewayFindings(readAnswer(gateway, startLimits, apiUrl), options.shards),
    ...commandFindings(readAnswer(registered, z.unknown(), apiUrl)),
    ...guildFindings(readAnswer(guilds, ownGuilds, apiUrl)),
  ];
  return { findings, aheadMs };
}

const API_VERSION = 10;
const MAX_GUILDS = 200;
/** Starts of a day that are left when it is time for a word; there are 1000. */
const FEW_STARTS = 100;
/** Servers that are named where a permission is missing. */
const MAX_NAMED_GUILDS = 3;
const MAX_NAME_CHARS = 30;
const PAGE = 'of your application at discord.com/developers';
const CONTENT_FLAGS = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
const GUILD_INSTALL = '0';

const application = z.object({
  id: z.string().regex(/^\d{5,25}$/),
  flags: z.number().nullish(),
  bot_require_code_grant: z.boolean().nullish(),
  interactions_endpoint_url: z.string().nullish(),
  integration_types_config: z.record(z.string(), z.unknown()).nullish(),
});
const startLimits = z.object({
  shards: z.number(),
  session_start_limit: z.object({ total: z.number(), remaining: z.number(), reset_after: z.number() }),
});
const ownGuilds = z.array(z.object({ id: z.string(), name: z.string(), permissions: z.string().regex(/^\d+$/) }));

/** What Discord answered, or why that cannot be looked at. */
function readAnswer<T>(asked: Asked, schema: z.ZodType<T>, apiUrl: string): T | Finding {
  if (asked.type === 'unreachable')
    return problem(
      `Discord cannot be reached at ${apiUrl}: ${asked.reason}`,
      'check the network, a proxy and a firewall, and DISCORD_API_URL where it is set',
    );
  if (asked.status === 401)
    return problem(
      'Discord refuses the token (401)',
      `copy the token from the page "Bot" ${PAGE} into DISCORD_TOKEN; "Reset Token" makes a new one`,
    );
  if (asked.status === 429) return warning('Discord holds us back (429): too many requests', 'ask again later');
  const read = schema.safeParse(asked.body);
  if (asked.status === 200 && read.success) return read.data;
  return problem(
    `${apiUrl} answers ${asked.status}, and not as Discord does`,
    'check DISCORD_API_URL and a proxy in between; see discordstatus.com',
  );
}

function applicationFindings(about: z.output<typeof application>): Finding[] {
  const readsContent = ((about.flags ?? 0) & CONTENT_FLAGS) !== 0;
  const installs = about.integration_types_config;
  return [
    readsContent
      ? good('it sees messages without a mention')
      : warning(
          'the Message Content Intent is off: in a thread it hears only what mentions it',
          `switch "Message Content Intent" on, on the page "Bot" ${PAGE}, and start the bot again; or leave it so`,
        ),
    ...(about.interactions_endpoint_url
      ? [
          problem(
            'commands and buttons go to an Interactions Endpoint URL, and never to this bot',
            `empty "Interactions Endpoint URL" on the page "General Information" ${PAGE}`,
          ),
        ]
      : []),
    ...(about.bot_require_code_grant
      ? [
          problem(
            'the links of versus discord-invite cannot install it: an OAuth2 code grant is required',
            `switch "Requires OAuth2 Code Grant" off, on the page "Bot" ${PAGE}`,
          ),
        ]
      : []),
    ...(installs && !(GUILD_INSTALL in installs)
      ? [problem('it cannot be installed in a server', `tick "Guild Install" on the page "Installation" ${PAGE}`)]
      : []),
  ];
}

function gatewayFindings(read: z.output<typeof startLimits> | Finding, shards: DiscordOptions['shards']): Finding[] {
  if ('level' in read) return [read];
  const { remaining, total, reset_after: resetMs } = read.session_start_limit;
  const used = shards === undefined ? 1 : shards === 'auto' ? read.shards : shards.count;
  const hours = Math.max(1, Math.ceil(resetMs / 3_600_000));
  const starts = `${remaining} of ${total} starts are left for the next ${hours} h`;
  const cause = 'look into the log for what restarts it so often';
  return [
    remaining === 0
      ? problem(`${starts}: the bot cannot connect until then`, cause)
      : remaining < FEW_STARTS
        ? warning(starts, cause)
        : good(starts),
    ...(used < read.shards
      ? [warning(`Discord recommends ${read.shards} shards; here there are ${used}`, 'set DISCORD_SHARDS=auto')]
      : []),
  ];
}

function commandFindings(registered: unknown): Finding[] {
  if (isFinding(registered)) return [registered];
  try {
    const changes = commandChanges(registered);
    return [
      changes.length === 0
        ? good('its commands are registered')
        : problem(
            `${changes.length === 1 ? 'a command is' : `${changes.length} commands are`} not as in this version`,
            'run versus discord-commands',
          ),
    ];
  } catch {
    return [warning('its commands cannot be read', 'run versus discord-commands')];
  }
}

function guildFindings(read: z.output<typeof ownGuilds> | Finding): Finding[] {
  if ('level' in read) return [read];
  if (read.length === 0)
    return [warning('it is in no server', 'open the first link that versus discord-invite prints; or leave it so')];
  const lacking = PERMISSIONS.flatMap(({ name, label, use }) => {
    const without = read.filter(({ permissions }) => !allows(BigInt(permissions), PermissionFlagsBits[name]));
    return without.length === 0
      ? []
      : [
          warning(
            `the permission "${label}" is missing in ${without.length} of ${counted(read.length)} (${named(without)}): ${use}`,
            'give it to the role of the bot there, or open the link of versus discord-invite again',
          ),
        ];
  });
  if (lacking.length > 0) return lacking;
  const servers = read.length === MAX_GUILDS ? `the first ${MAX_GUILDS} servers` : counted(read.length);
  return [good(`it has its permissions in ${servers}; channels may still take them away`)];
}

function allows(permissions: bigint, wanted: bigint): boolean {
  return (permissions & (PermissionFlagsBits.Administrator | wanted)) !== 0n;
}

function named(guilds: z.output<typeof ownGuilds>): string {
  const names = guilds.slice(0, MAX_NAMED_GUILDS).map(({ name }) => plainName(name));
  return [...names, ...(guilds.length > MAX_NAMED_GUILDS ? ['…'] : [])].join(', ');
}

/** People gave these names: on a terminal they are letters, and nothing else. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return plain.length > MAX_NAME_CHARS ? `${plain.slice(0, MAX_NAME_CHARS - 1)}…` : plain;
}

function counted(servers: number): string {
  return `${servers} server${servers === 1 ? '' : 's'}`;
}

function isFinding(value: unknown): value is Finding {
  return typeof value === 'object' && value !== null && 'level' in value && 'says' in value;
}

function problem(says: string, todo: string): Finding {
  return { area: 'discord', level: 'problem', says, todo };
}

function warning(says: string, todo: string): Finding {
  return { area: 'discord', level: 'warning', says, todo };
}

function good(says: string): Finding {
  return { area: 'discord', level: 'ok', says };
}
