import { App, type webApi } from '@slack/bolt';
import type { Log } from '../platform.ts';
import { clientOptions, failureOf, silentLogger } from './client.ts';
import { type Line, LineError, unreachable } from './line.ts';
import { SCOPES, THREAD_SCOPES } from './manifest.ts';
import type { Identity } from './read.ts';

/** The bot in its workspace. */
export type Bot = Identity & { readonly bot: string };

/** Asks Slack once who the bot is, so that no event waits for it, and says which scopes it lacks. */
export async function identify(client: webApi.WebClient, apiUrl: string, log: Log): Promise<Bot> {
  const { team_id: team, user_id: botUser, bot_id: bot, response_metadata: about } = await test();
  if (!team || !botUser || !bot) throw refused('not a bot');
  const granted = about?.scopes;
  if (granted) warnOfMissing(granted, log);
  return { team, botUser, bot };

  async function test() {
    try {
      return await client.auth.test();
    } catch (error) {
      const failure = failureOf(error);
      throw failure.type === 'refused' ? refused(failure.code) : unreachable(apiUrl, error);
    }
  }
}

/** An app of Bolt that asks nobody who it is, keeps nothing in memory of its own, and says nothing. */
export function createApp(botToken: string, { bot, botUser }: Bot, apiUrl: string, timeoutMs: number, line: Line): App {
  return new App({
    token: botToken,
    botId: bot,
    botUserId: botUser,
    tokenVerificationEnabled: false,
    attachFunctionToken: false,
    convoStore: false,
    receiver: line.receiver,
    clientOptions: clientOptions(apiUrl, timeoutMs),
    logger: silentLogger(),
  });
}

function refused(code: string): LineError {
  return new LineError(
    `SLACK_BOT_TOKEN: Slack refused it (${code}); it must be the Bot User OAuth Token (xoxb-…) of "OAuth & Permissions"`,
  );
}

function warnOfMissing(granted: readonly string[], log: Log): void {
  const lacks = (scopes: readonly string[]) => scopes.filter((scope) => !granted.includes(scope));
  const missing = lacks(SCOPES);
  if (missing.length > 0) {
    log.warn({ missing }, 'the slack app lacks scopes: add them under "OAuth & Permissions", and install it again');
  }
  const unheard = lacks(THREAD_SCOPES);
  if (unheard.length > 0)
    log.info({ missing: unheard }, 'without these scopes the bot hears only mentions in channels');
}
