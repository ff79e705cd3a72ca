import { PermissionFlagsBits } from 'discord.js';

/** What the bot needs in a server, least first, each with what it is for. */
export const PERMISSIONS = [
  { name: 'ViewChannel', label: 'View Channels', use: 'see the messages that mention it' },
  { name: 'SendMessages', label: 'Send Messages', use: 'answer in a channel' },
  { name: 'CreatePublicThreads', label: 'Create Public Threads', use: 'answer in a thread under the question' },
  { name: 'SendMessagesInThreads', label: 'Send Messages in Threads', use: 'answer in threads' },
  { name: 'ReadMessageHistory', label: 'Read Message History', use: 'reply to the message that asked' },
  { name: 'AttachFiles', label: 'Attach Files', use: 'send the rest of a long answer as a file' },
] as const satisfies readonly {
  readonly name: keyof typeof PermissionFlagsBits;
  readonly label: string;
  readonly use: string;
}[];

/** The permissions above as the number that an install link carries. */
export const PERMISSION_BITS: bigint = PERMISSIONS.reduce((bits, { name }) => bits | PermissionFlagsBits[name], 0n);
