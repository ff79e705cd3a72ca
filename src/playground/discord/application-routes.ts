import { z } from 'zod';
import { type Command, commandPayload } from './commands.ts';
import { snowflake } from './fields.ts';
import * as limits from './limits.ts';
import { channelPayload, guildFields, memberPayload, rolePayload, userPayload } from './payloads.ts';
import { guildPermissions, may } from './permissions.ts';
import { APPLICATION_FLAG, INSTALL } from './protocol.ts';
import { isRefusal, parse, REFUSAL, type Refusal } from './refusals.ts';
import { DONE, guildFor, ok, type RestAnswer, type RestRequest, type Route, route, type Services } from './route.ts';
import { directChannel } from './world.ts';

const recipient = z.object({ recipient_id: snowflake });

/** The routes of the app itself, its commands, users and guilds; `gatewayUrl` is where clients connect. */
export function applicationRoutes(services: Services, gatewayUrl: () => string): Route[] {
  const { world, commands, gateway } = services;
  const { application } = world;
  const everywhere = '/applications/:application/commands';
  const inGuild = '/applications/:application/guilds/:guild/commands';
  return [
    { method: 'GET', path: '/gateway', group: 'other', needsToken: false, handle: () => ok({ url: gatewayUrl() }) },
    route('GET', '/gateway/bot', () =>
      ok({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: {
          total: limits.MAX_SESSION_STARTS,
          remaining: gateway.startsLeft(),
          reset_after: 86_400_000,
          max_concurrency: 1,
        },
      }),
    ),
    route('GET', '/applications/@me', () => ok(applicationPayload())),
    route('GET', '/oauth2/applications/@me', () => ok(applicationPayload())),
    route('GET', '/users/@me', () => ok(userPayload(application.bot))),
    route('GET', '/users/@me/guilds', ownGuilds),
    route('POST', '/users/@me/channels', openDirect),
    route('GET', '/users/:user', ({ param }) => {
      const user = world.users.get(param('user'));
      return user ? ok(userPayload(user)) : REFUSAL.unknownUser;
    }),
    ...[everywhere, inGuild].flatMap((path) => [
      route('GET', path, listCommands),
      route('POST', path, putCommand),
      route('PUT', path, replaceCommands),
      route('GET', `${path}/:command`, (request) => withCommand(request, (command) => ok(shown(command, true)))),
      route('PATCH', `${path}/:command`, (request) =>
        withCommand(request, (command) => {
          const changed = commands.change(command, request.body);
          return isRefusal(changed) ? changed : ok(shown(changed, true));
        }),
      ),
      route('DELETE', `${path}/:command`, (request) =>
        withCommand(request, (command) => {
          commands.remove(command);
          return DONE;
        }),
      ),
    ]),
    route('GET', '/guilds/:guild', ({ param }) => {
      const guild = guildFor(world, param('guild'));
      return isRefusal(guild) ? guild : ok(guildFields(guild));
    }),
    route('GET', '/guilds/:guild/channels', guildChannels),
    route('GET', '/guilds/:guild/roles', ({ param }) => {
      const guild = guildFor(world, param('guild'));
      return isRefusal(guild) ? guild : ok([...guild.roles.values()].map(rolePayload));
    }),
    route('GET', '/guilds/:guild/members', guildMembers),
    route('GET', '/guilds/:guild/members/:user', guildMember),
  ];

  function applicationPayload() {
    return {
      id: application.id,
      name: application.name,
      icon: null,
      description: '',
      bot: userPayload(application.bot),
      bot_public: true,
      bot_require_code_grant: false,
      verify_key: '',
      flags: application.flags,
      integration_types_config: { [INSTALL.guild]: {}, [INSTALL.user]: {} },
      approximate_guild_count: [...world.guilds.values()].filter(({ hasBot }) => hasBot).length,
      approximate_user_install_count: application.installedBy.size,
      interactions_endpoint_url: null,
      redirect_uris: [],
      tags: [],
    };
  }

  function ownGuilds(): RestAnswer {
    const own = [...world.guilds.values()].filter(({ hasBot }) => hasBot);
    return ok(
      own.map((guild) => ({
        id: guild.id,
        name: guild.name,
        icon: null,
        banner: null,
        owner: false,
        permissions: String(guildPermissions(guild, application.bot)),
        features: [],
      })),
    );
  }

  function openDirect({ body }: RestRequest): RestAnswer {
    const parsed = parse(recipient, body);
    if (isRefusal(parsed)) return parsed;
    const person = world.users.get(parsed.recipient_id);
    if (!person) return REFUSAL.unknownUser;
    return person.isBot ? REFUSAL.directMessagesClosed : ok(channelPayload(directChannel(world, person)));
  }

  /** Where commands are asked for: everywhere, or one guild that the app was installed in. */
  function scopeOf({ param }: RestRequest): { readonly guildId: string | undefined } | Refusal {
    if (param('application') !== application.id)
      return /^\d+$/.test(param('application')) ? REFUSAL.otherApplication : REFUSAL.unknownApplication;
    if (param('guild') === '') return { guildId: undefined };
    const guild = world.guilds.get(param('guild'));
    return guild?.hasBot ? { guildId: guild.id } : REFUSAL.missingAccess;
  }

  function listCommands(request: RestRequest): RestAnswer {
    const scope = scopeOf(request);
    if (isRefusal(scope)) return scope;
    const withLocalizations = request.query.get('with_localizations') === 'true';
    return ok(commands.list(scope.guildId).map((command) => shown(command, withLocalizations)));
  }

  function putCommand(request: RestRequest): RestAnswer {
    const scope = scopeOf(request);
    if (isRefusal(scope)) return scope;
    const put = commands.put(scope.guildId, request.body);
    return isRefusal(put) ? put : { status: put.isNew ? 201 : 200, body: shown(put.command, true) };
  }

  function replaceCommands(request: RestRequest): RestAnswer {
    const scope = scopeOf(request);
    if (isRefusal(scope)) return scope;
    const all = commands.replaceAll(scope.guildId, request.body);
    return isRefusal(all) ? all : ok(all.map((command) => shown(command, true)));
  }

  function withCommand(request: RestRequest, act: (command: Command) => RestAnswer): RestAnswer {
    const scope = scopeOf(request);
    if (isRefusal(scope)) return scope;
    const command = commands.list(scope.guildId).find(({ id }) => id === request.param('command'));
    return command ? act(command) : REFUSAL.unknownCommand;
  }

  function shown(command: Command, withLocalizations: boolean) {
    return commandPayload(command, application.id, withLocalizations);
  }

  function guildChannels({ param }: RestRequest): RestAnswer {
    const guild = guildFor(world, param('guild'));
    if (isRefusal(guild)) return guild;
    const own = [...world.channels.values()].filter(
      (channel) => 'guild' in channel && channel.guild === guild && channel.kind !== 'thread',
    );
    return ok(own.filter((channel) => may(application.bot, 'ViewChannel', channel)).map(channelPayload));
  }

  function guildMembers({ param, query }: RestRequest): RestAnswer {
    const guild = guildFor(world, param('guild'));
    if (isRefusal(guild)) return guild;
    if ((application.flags & APPLICATION_FLAG.guildMembers) === 0) return REFUSAL.missingAccess;
    const limit = Number(query.get('limit') ?? 1);
    return ok(
      [...guild.members.values()]
        .slice(0, limit)
        .map((one) => ({ ...memberPayload(one), user: userPayload(one.user) })),
    );
  }

  function guildMember({ param }: RestRequest): RestAnswer {
    const guild = guildFor(world, param('guild'));
    if (isRefusal(guild)) return guild;
    const id = param('user') === '@me' ? application.bot.id : param('user');
    const found = guild.members.get(id);
    if (found) return ok({ ...memberPayload(found), user: userPayload(found.user) });
    return world.users.has(id) ? REFUSAL.unknownMember : REFUSAL.unknownUser;
  }
}
