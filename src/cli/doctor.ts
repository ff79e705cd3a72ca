import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseDotenv } from 'dotenv';
import { type Config, type HealthConfig, secretsIn } from '../config.ts';
import { redact } from '../ops/redact.ts';
import { readVersion } from '../ops/version.ts';
import { examinePacks } from './doctor-packs.ts';
import { exitCodeOf, type Finding, reportJson, reportLines } from './doctor-report.ts';
import { ask } from './doctor-request.ts';
import { examineNode, examineSettings } from './doctor-settings.ts';
import type { ExaminedPlatform } from './doctor-slack.ts';
import { parsed, UsageError } from './usage.ts';

/** `versus doctor` with its arguments. */
export async function doctorCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    }),
  );
  if (positionals.length > 0)
    throw new UsageError('doctor takes no names; it looks at what .env and the environment set');
  return doctor({
    environment: process.env,
    fileNames: namesInFile('.env'),
    isJson: values.json,
    width: process.stdout.columns ?? USUAL_WIDTH,
    now: Date.now,
    print: (line) => console.log(line),
  });
}

export type DoctorOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The names that stand in `.env`. */
  readonly fileNames: readonly string[];
  /** One line of JSON, and nothing else. */
  readonly isJson: boolean;
  /** Characters in a line. */
  readonly width: number;
  readonly now: () => number;
  readonly print: (line: string) => void;
};

/** `versus doctor`: looks at all that the bot needs, says what to do about what is wrong, and shows no token; 1 with a problem. */
export async function doctor({ environment, fileNames, isJson, width, now, print }: DoctorOptions): Promise<0 | 1> {
  const { config, unusable, findings: ofSettings } = examineSettings(environment, fileNames);
  const isUsable = (name: string) => !unusable.some((one) => one.startsWith(name));
  const [slack, discord, store, health] = await Promise.all([
    isUsable('SLACK_') ? examineSlackOf(config, now) : unexamined('slack'),
    isUsable('DISCORD_') ? examineDiscordOf(config, now) : unexamined('discord'),
    isUsable('DATABASE_') ? examineStoreOf(config, now) : unexamined('store').findings,
    isUsable('HEALTH_') ? examineHealth(config.health, now) : unexamined('health').findings,
  ]);
  const findings: readonly Finding[] = [
    ...ofSettings,
    examineNode(process.versions.node, readVersion()),
    ...slack.findings,
    ...discord.findings,
    clockFinding([slack.aheadMs, discord.aheadMs]),
    ...store,
    ...(isUsable('KNOWLEDGE_DIR')
      ? examinePacks(config.knowledgeDir, new Date(now()).toISOString().slice(0, 10))
      : unexamined('packs').findings),
    ...health,
  ];
  const secrets = secretsIn(environment);
  const shown = findings.map(({ says, todo, ...rest }) => ({
    ...rest,
    says: redact(says, secrets),
    ...(todo === undefined ? {} : { todo: redact(todo, secrets) }),
  }));
  if (isJson) print(reportJson(shown));
  else for (const line of reportLines(shown, Math.min(width, MAX_WIDTH))) print(line);
  return exitCodeOf(shown);
}

/** Where standard output is no terminal. */
const USUAL_WIDTH = 100;
/** Longer lines are hard to read. */
const MAX_WIDTH = 120;
/** From where on a clock is worth a word. */
const SKEW_MS = 5000;
/** Slack's requests are refused from here on, by the time in their signature. */
const MAX_SKEW_MS = 300_000;

async function examineSlackOf({ slack }: Config, now: () => number): Promise<ExaminedPlatform> {
  if (!slack) return { findings: [off('slack', 'not set up: SLACK_BOT_TOKEN is not set')], aheadMs: undefined };
  return (await import('./doctor-slack.ts')).examineSlack(slack, now);
}

async function examineDiscordOf({ discord }: Config, now: () => number): Promise<ExaminedPlatform> {
  if (!discord) return { findings: [off('discord', 'not set up: DISCORD_TOKEN is not set')], aheadMs: undefined };
  return (await import('./doctor-discord.ts')).examineDiscord(discord, now);
}

async function examineStoreOf({ database }: Config, now: () => number): Promise<readonly Finding[]> {
  return (await import('./doctor-store.ts')).examineStore(database, now);
}

function clockFinding(ahead: readonly (number | undefined)[]): Finding {
  const known = ahead.filter((one) => one !== undefined);
  if (known.length === 0) return off('clock', 'not compared: no platform said what time it is');
  const worst = known.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one));
  const seconds = Math.round(Math.abs(worst) / 1000);
  const says = `this machine's clock is ${seconds} s ${worst > 0 ? 'ahead' : 'behind'}`;
  const todo = 'let it be set by NTP (timedatectl set-ntp true, or chrony)';
  if (Math.abs(worst) >= MAX_SKEW_MS)
    return { area: 'clock', level: 'problem', says: `${says}: Slack's signatures are refused from 300 s on`, todo };
  if (Math.abs(worst) > SKEW_MS)
    return { area: 'clock', level: 'warning', says: `${says}: deadlines of the platforms are misjudged`, todo };
  return { area: 'clock', level: 'ok', says: seconds === 0 ? 'right' : says };
}

/** Whether the bot runs, as far as its own pages say. */
async function examineHealth(health: HealthConfig | undefined, now: () => number): Promise<readonly Finding[]> {
  if (!health) return [off('health', 'not served: HEALTH_PORT is off, or no platform is set up')];
  const address = `http://${shownHost(health.host)}:${health.port}`;
  const asked = await ask(`${address}/readyz`, {}, now);
  const found = (level: Finding['level'], says: string, todo?: string): readonly Finding[] => [
    { area: 'health', level, says, ...(todo === undefined ? {} : { todo }) },
  ];
  if (asked.type === 'unreachable') return found('ok', `the bot does not run here: nobody answers at ${address}`);
  const status = typeof asked.body === 'object' && asked.body && 'status' in asked.body ? asked.body.status : undefined;
  if (status === 'unready')
    return found('warning', 'the bot runs and is not ready', `see ${address}/readyz and its log`);
  if (status === 'ready' || status === 'degraded')
    return found('ok', `the bot runs and is ${status}: ${address}/readyz`);
  return found(
    'warning',
    `something else answers at ${address}`,
    'set HEALTH_PORT to a free port: until then, health and metrics are not served',
  );
}

/** Where somebody on this machine asks. */
function shownHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function unexamined(area: Finding['area']): ExaminedPlatform {
  return { findings: [off(area, 'not looked at, because of its settings')], aheadMs: undefined };
}

function off(area: Finding['area'], says: string): Finding {
  return { area, level: 'off', says };
}

function namesInFile(file: string): readonly string[] {
  try {
    return Object.keys(parseDotenv(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
