import { DiscordAPIError, HTTPError } from 'discord.js';

/** A request of which nobody knows whether it was done, and which must not be made twice. */
export const UNCLEAR = 'UnclearRequest';

/** What a log may say of an error: never its message, its address or its body, which hold words and tokens. */
export function faultOf(error: unknown): Readonly<Record<string, string | number>> {
  if (error instanceof DiscordAPIError) return { error: error.name, status: error.status };
  if (error instanceof HTTPError) return { error: error.name, status: error.status };
  if (!(error instanceof Error)) return { error: typeof error };
  const code = systemCode(error);
  return code === undefined ? { error: error.name } : { error: error.name, code };
}

/** The code of a failed connection, such as ECONNREFUSED. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
}

/** The interaction is too old, or was answered already: final, whoever answered it. */
export function isOver(error: unknown): boolean {
  return hasCode(error, [CODE.unknownInteraction, CODE.alreadyAcknowledged]);
}

/** The interaction was answered already. */
export function isAlreadyAnswered(error: unknown): boolean {
  return hasCode(error, [CODE.alreadyAcknowledged]);
}

/** The time in which an interaction's own channel can be used is over. */
export function isTokenOver(error: unknown): boolean {
  return hasCode(error, [CODE.invalidWebhookToken, CODE.unknownWebhook]);
}

/** The bot may not do that here. */
export function isForbidden(error: unknown): boolean {
  return hasCode(error, [CODE.missingAccess, CODE.missingPermissions, CODE.directMessagesClosed, CODE.threadLocked]);
}

/** No thread can grow out of that message, whether the bot may open one or not. */
export function isThreadless(error: unknown): boolean {
  return hasCode(error, [CODE.wrongChannelType, CODE.systemMessage, CODE.tooManyThreads, CODE.unknownMessage]);
}

/** A thread has grown out of that message before. */
export function hasThreadAlready(error: unknown): boolean {
  return hasCode(error, [CODE.threadExists]);
}

/** A reply was refused because of the message it replies to. */
export function isUnreplyable(error: unknown): boolean {
  return hasCode(error, [CODE.replyWithoutHistory, CODE.systemMessage]);
}

/** Whether the request may have been done, or not. */
export function isUnclear(error: unknown): boolean {
  return error instanceof Error && error.name === UNCLEAR;
}

/**
 * Why a request can never be done, as a code of Discord's; undefined where it may be done later, or was done. A refused token
 * is no refusal of the request.
 */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof DiscordAPIError)) return undefined;
  const { status, code } = error;
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status) ? `discord ${code}` : undefined;
}

/** Codes of refusals (docs: topics/opcodes-and-status-codes). */
const CODE = {
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  directMessagesClosed: 50007,
  missingPermissions: 50013,
  systemMessage: 50021,
  wrongChannelType: 50024,
  invalidWebhookToken: 50027,
  replyWithoutHistory: 160002,
  threadExists: 160004,
  threadLocked: 160005,
  tooManyThreads: 160006,
} as const;

function hasCode(error: unknown, codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.some((code) => code === error.code);
}
