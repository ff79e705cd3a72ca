import { type Config, ConfigError, readConfig, SETTINGS } from '../config.ts';
import { nearest } from '../core/spelling.ts';
import type { Finding } from './doctor-report.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the settings say, and what could be used of them. */
export type ExaminedSettings = {
  /** Without the variables that cannot be used. */
  readonly config: Config;
  /** Beginnings of the names of those: what depends on them is not looked at. */
  readonly unusable: readonly string[];
  readonly findings: readonly Finding[];
};

/** Reads every setting, and finds names that are none; `fileNames` are those of the file `.env`. Shows no value of a token. */
export function examineSettings(environment: Environment, fileNames: readonly string[]): ExaminedSettings {
  const { config, problems, unusable } = readWhatCanBe(environment);
  const set = SETTINGS.filter((name) => isSet(environment, name));
  const unknown = unknownNames(environment, fileNames);
  return {
    config,
    unusable,
    findings: [
      ...problems.map(problemOf),
      ...unknown.map(unknownFinding),
      ...withoutEffect(environment).map((says): Finding => ({ area: 'settings', level: 'warning', says })),
      { area: 'settings', level: 'ok', says: set.length === 0 ? 'none set' : `set: ${set.join(', ')}` },
    ],
  };
}

/** The Node that runs, and whether it is new enough. */
export function examineNode(node: string, version: string): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isSuitable = (major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26;
  return isSuitable
    ? { area: 'node', level: 'ok', says: `Node ${node}, Versus ${version}` }
    : {
        area: 'node',
        level: 'problem',
        says: `Node ${node} is not what Versus ${version} is made for`,
        todo: 'install Node 24.16 or newer, or 26.1 or newer',
      };
}

/** Variables that belong together: where one of them cannot be used, the others are not used either. */
const GROUPS = ['SLACK_', 'DISCORD_', 'DATABASE_'] as const;

function readWhatCanBe(environment: Environment) {
  const problems: string[] = [];
  const unusable: string[] = [];
  // Each round takes out at least one of them, or ends.
  for (let round = 0; round <= SETTINGS.length; round++) {
    const usable = Object.entries(environment).filter(([name]) => !unusable.some((begin) => name.startsWith(begin)));
    try {
      return { config: readConfig(Object.fromEntries(usable)), problems, unusable };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.lines);
      const names = error.lines.flatMap((line) => /^[A-Z][A-Z0-9_]*/.exec(line)?.[0] ?? []);
      unusable.push(...names.map((name) => GROUPS.find((begin) => name.startsWith(begin)) ?? name));
    }
  }
  return { config: readConfig({}), problems, unusable };
}

function problemOf(line: string): Finding {
  const says = line.replace(/\.? See \.env\.example$/, '');
  const name = /^[A-Z][A-Z0-9_]*/.exec(line)?.[0] ?? 'it';
  return { area: 'settings', level: 'problem', says, todo: `mend ${name}; .env.example says what it is for` };
}

/** Names in `.env` that others than Versus read. */
const OF_OTHERS = /^(?:NODE_|PG[A-Z]|UV_|npm_|COMPOSE_|TZ$|POSTGRES_PASSWORD$|PUBLIC_HOST$|(?:HTTPS?|NO|ALL)_PROXY$)/i;
const OURS = /^(?:SLACK|DISCORD|HEALTH|KNOWLEDGE|VERSUS)_/;
/** A name this near to one of ours was meant to be it. */
const MISSPELT_EDITS = 1;
const SUGGESTED_EDITS = 5;

function unknownNames(environment: Environment, fileNames: readonly string[]): string[] {
  const names = Object.keys(environment).filter((name) => isSet(environment, name) && !SETTINGS.includes(name));
  return names
    .filter(
      (name) =>
        OURS.test(name) ||
        nearest(name, SETTINGS, MISSPELT_EDITS) !== undefined ||
        (fileNames.includes(name) && !OF_OTHERS.test(name)),
    )
    .sort();
}

function unknownFinding(name: string): Finding {
  const meant = nearest(name, SETTINGS, SUGGESTED_EDITS);
  return {
    area: 'settings',
    level: 'warning',
    says: `${name} is no setting of Versus, so it has no effect`,
    todo: meant === undefined ? `take it out; .env.example has them all` : `did you mean ${meant}?`,
  };
}

/** Settings that another one puts out of effect. */
function withoutEffect(environment: Environment): string[] {
  const has = (name: string) => isSet(environment, name);
  const unread: readonly (readonly [boolean, string, string])[] = [
    [has('SLACK_APP_TOKEN'), 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN is set, so Slack is connected over Socket Mode'],
    [has('SLACK_APP_TOKEN'), 'SLACK_PORT', 'SLACK_APP_TOKEN is set, so Slack is connected over Socket Mode'],
    [!has('SLACK_BOT_TOKEN'), 'SLACK_API_URL', 'SLACK_BOT_TOKEN is not set'],
    [!has('DISCORD_TOKEN'), 'DISCORD_API_URL', 'DISCORD_TOKEN is not set'],
    [!has('DISCORD_TOKEN'), 'DISCORD_SHARDS', 'DISCORD_TOKEN is not set'],
    [has('DATABASE_URL'), 'DATABASE_FILE', 'DATABASE_URL is set, and goes first'],
  ];
  return unread.flatMap(([isUnread, name, why]) => (isUnread && has(name) ? [`${name} has no effect: ${why}`] : []));
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '').trim() !== '';
}
