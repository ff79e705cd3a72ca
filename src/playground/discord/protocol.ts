// The numbers of Discord's wire, each named as its documentation names it.

/** Kinds of channel (docs: resources/channel). */
export const CHANNEL_TYPE = {
  text: 0,
  direct: 1,
  voice: 2,
  group: 3,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

/** Kinds of message (docs: resources/message). */
export const MESSAGE_TYPE = {
  plain: 0,
  pinned: 6,
  threadCreated: 18,
  reply: 19,
  command: 20,
  threadStarter: 21,
  contextMenu: 23,
} as const;

/** Flags of a message (docs: resources/message). */
export const MESSAGE_FLAG = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

/** Kinds of interaction (docs: interactions/receiving-and-responding). */
export const INTERACTION_TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** Kinds of answer to an interaction (docs: interactions/receiving-and-responding). */
export const CALLBACK_TYPE = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

/** Kinds of application command (docs: interactions/application-commands). */
export const COMMAND_TYPE = { chatInput: 1, user: 2, message: 3 } as const;

/** Kinds of command option (docs: interactions/application-commands). */
export const OPTION_TYPE = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** Where an interaction happens (docs: interactions/receiving-and-responding). */
export const CONTEXT = { guild: 0, botDirect: 1, privateChannel: 2 } as const;

/** Who installed the app (docs: resources/application). */
export const INSTALL = { guild: 0, user: 1 } as const;

/** Operations of the gateway (docs: topics/opcodes-and-status-codes). */
export const OPCODE = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** Reasons for which the gateway closes a connection (docs: topics/opcodes-and-status-codes). */
export const CLOSE_CODE = {
  unknownError: 4000,
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

/** Groups of events a client may ask for (docs: events/gateway). */
export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  guildMessageTyping: 1 << 11,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  directMessageTyping: 1 << 14,
  messageContent: 1 << 15,
} as const;

/** All intents there are: any other bit is refused (docs: events/gateway). */
export const ALL_INTENTS = 0b1111_0011_1111_1111_1111_1111_1111;

/** Flags of an application with fewer than 10,000 users: its privileged intents (docs: resources/application). */
export const APPLICATION_FLAG = {
  guildPresences: 1 << 13,
  guildMembers: 1 << 15,
  messageContent: 1 << 19,
} as const;
