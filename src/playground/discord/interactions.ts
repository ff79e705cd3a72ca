import type { Command } from './commands.ts';
import type { Announcer } from './events.ts';
import * as limits from './limits.ts';
import type { Modal } from './modal.ts';
import { channelPayload, memberPayload, messagePayload, type Payload, userPayload } from './payloads.ts';
import { PERMISSION, permissionsIn } from './permissions.ts';
import { CONTEXT, INSTALL, INTERACTION_TYPE } from './protocol.ts';
import { type Channel, guildOf, type Message, type User, type World } from './world.ts';

/** What an app answered to an interaction. */
export type Answer =
  | { readonly kind: 'message' | 'thinking' | 'update'; readonly message: Message }
  | { readonly kind: 'deferredUpdate' }
  | { readonly kind: 'modal'; readonly modal: Modal }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] };

/** A suggestion for an option. */
export type Choice = { readonly name: string; readonly value: string | number };

/** What a person did with the app. */
export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly kind: keyof typeof INTERACTION_TYPE;
  readonly person: User;
  readonly channel: Channel;
  readonly command: Command | undefined;
  /** The message whose component was used, also before a form that it opened. */
  readonly source: Message | undefined;
  /** The type of the option that is being typed, in an autocompletion. */
  readonly focusedType: number | undefined;
  readonly owners: Readonly<Record<string, string>>;
  state: 'waiting' | 'acknowledged' | 'expired';
  isTokenValid: boolean;
  answer: Answer | undefined;
  readonly followUps: Message[];
};

/** An interaction to begin. */
export type InteractionPlan = Pick<
  Interaction,
  'kind' | 'person' | 'channel' | 'command' | 'source' | 'focusedType'
> & {
  readonly data: Payload;
};

/** How long interactions live. */
export type InteractionTimes = { readonly acknowledgeMs: number; readonly tokenMs: number };

/** The interactions of one world. */
export type Interactions = {
  /** Begins one: tells the gateway, and lets the deadlines run. */
  readonly begin: (plan: InteractionPlan) => Interaction;
  readonly find: (id: string, token: string) => Interaction | undefined;
  readonly byToken: (token: string) => Interaction | undefined;
  /** Notes what the app answered. */
  readonly settle: (interaction: Interaction, answer: Answer) => void;
  /** Lets every deadline pass now. */
  readonly expireAll: () => void;
  readonly stop: () => void;
};

/** What every token of an interaction starts with: base64 of "interaction:", as Discord's do. */
export const TOKEN_START = 'aW50ZXJhY3Rpb246';

/** The interactions of a world, announced through its announcer. */
export function createInteractions(world: World, announcer: Announcer, times: InteractionTimes): Interactions {
  const byId = new Map<string, Interaction>();
  const byToken = new Map<string, Interaction>();
  const timers = new Set<NodeJS.Timeout>();

  return {
    begin,
    find: (id, token) => {
      const interaction = byId.get(id);
      return interaction?.token === token ? interaction : undefined;
    },
    byToken: (token) => byToken.get(token),
    settle: (interaction, answer) => {
      interaction.state = 'acknowledged';
      interaction.answer = answer;
      announcer.changed({ kind: 'acknowledged', interactionId: interaction.id });
    },
    expireAll: () => {
      for (const interaction of byId.values()) {
        miss(interaction);
        endToken(interaction);
      }
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };

  function begin(plan: InteractionPlan): Interaction {
    const id = world.ids.timed();
    const { data, ...who } = plan;
    const interaction: Interaction = {
      ...who,
      id,
      token: Buffer.from(`interaction:${id}:of-this-run`).toString('base64url'),
      owners: ownersOf(plan),
      state: 'waiting',
      isTokenValid: true,
      answer: undefined,
      followUps: [],
    };
    byId.set(id, interaction);
    byToken.set(interaction.token, interaction);
    after(times.acknowledgeMs, () => miss(interaction));
    after(times.tokenMs, () => endToken(interaction));
    const guild = guildOf(plan.channel);
    const payload = payloadOf(interaction, data);
    announcer.tell({
      name: 'INTERACTION_CREATE',
      guildId: guild?.hasBot ? guild.id : undefined,
      intent: 0,
      payload: () => payload,
    });
    return interaction;
  }

  /** Not acknowledged in time: the token dies too. */
  function miss(interaction: Interaction): void {
    if (interaction.state !== 'waiting') return;
    interaction.state = 'expired';
    interaction.isTokenValid = false;
    announcer.changed({ kind: 'expired', interactionId: interaction.id });
  }

  function endToken(interaction: Interaction): void {
    interaction.isTokenValid = false;
    announcer.changed({ kind: 'expired', interactionId: interaction.id });
    byId.delete(interaction.id);
    byToken.delete(interaction.token);
  }

  function after(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delayMs);
    timers.add(timer);
  }

  function ownersOf({ person, channel, command, source }: InteractionPlan): Readonly<Record<string, string>> {
    if (source?.origin) return source.origin.owners;
    const guild = guildOf(channel);
    const installs: readonly number[] = command?.integration_types ?? (command ? [INSTALL.guild] : [0, 1]);
    const isInGuild = guild ? guild.hasBot : channel.kind === 'direct';
    return {
      ...(installs.includes(INSTALL.guild) && isInGuild ? { [INSTALL.guild]: guild?.id ?? '0' } : {}),
      ...(installs.includes(INSTALL.user) && world.application.installedBy.has(person.id)
        ? { [INSTALL.user]: person.id }
        : {}),
    };
  }

  function payloadOf(interaction: Interaction, data: Payload): Payload {
    const { person, channel, source } = interaction;
    const guild = guildOf(channel);
    const member = guild?.members.get(person.id);
    const permissions = String(permissionsIn(channel, person));
    return {
      id: interaction.id,
      application_id: world.application.id,
      type: INTERACTION_TYPE[interaction.kind],
      token: interaction.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: { ...channelPayload(channel), permissions },
      ...(guild
        ? { guild_id: guild.id, guild: { id: guild.id, locale: 'en-US', features: [] }, guild_locale: 'en-US' }
        : {}),
      ...(member
        ? { member: { ...memberPayload(member), user: userPayload(person), permissions } }
        : { user: userPayload(person) }),
      ...(source ? { message: messagePayload(world, source, true) } : {}),
      app_permissions: String(appPermissions(interaction)),
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: interaction.owners,
      context: contextOf(channel),
      attachment_size_limit: limits.MAX_FILE_BYTES,
    };
  }

  function appPermissions({ channel, person }: Interaction): bigint {
    const guild = guildOf(channel);
    if (!guild || guild.hasBot) return permissionsIn(channel, guild ? world.application.bot : person);
    return (
      permissionsIn(channel, person) & (PERMISSION.AttachFiles | PERMISSION.EmbedLinks | PERMISSION.MentionEveryone)
    );
  }
}

/** The kind of place that a channel is. */
export function contextOf(channel: Channel): number {
  if (channel.kind === 'direct') return CONTEXT.botDirect;
  return channel.kind === 'group' ? CONTEXT.privateChannel : CONTEXT.guild;
}

/** Whether only the person installed the app, not the place where they use it. */
export function isOnlyUserInstalled(interaction: Interaction): boolean {
  return interaction.owners[INSTALL.guild] === undefined;
}
