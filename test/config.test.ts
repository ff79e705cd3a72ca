import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigError, readConfig } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '..');
const DEFAULTS: Config = {
  knowledgeDir: join(ROOT, 'knowledge'),
  databaseFile: join(ROOT, 'data', 'versus.sqlite'),
  logLevel: 'warn',
};

describe('the configuration', () => {
  for (const [title, environment, expected] of [
    ['needs nothing to be set', {}, DEFAULTS],
    ['takes an empty variable as not set', { KNOWLEDGE_DIR: '', DATABASE_FILE: '  ', LOG_LEVEL: '\t' }, DEFAULTS],
    ['takes a variable without a value as not set', { LOG_LEVEL: undefined }, DEFAULTS],
    ['leaves alone what is not its own', { PATH: '/bin', LOGLEVEL: 'loud' }, DEFAULTS],
    [
      'is what the environment sets',
      { KNOWLEDGE_DIR: '/srv/knowledge', DATABASE_FILE: ':memory:', LOG_LEVEL: 'debug' },
      { knowledgeDir: '/srv/knowledge', databaseFile: ':memory:', logLevel: 'debug' },
    ],
  ] as const) {
    it(title, () => {
      expect(readConfig(environment)).toEqual(expected);
    });
  }

  for (const level of ['loud', 'WARN', 'warn, info']) {
    it(`names a variable that cannot be used, what was expected, and what is there: "${level}"`, () => {
      expect(problemsOf({ LOG_LEVEL: level, DATABASE_FILE: ':memory:' })).toEqual([
        `LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent; got "${level}". See .env.example`,
      ]);
    });
  }
});

describe('.env.example', () => {
  const text = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const lines = text.split('\n');
  const nameOf = (line: string) => /^(?:# ?)?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
  const names = lines.flatMap((line) => nameOf(line) ?? []);

  it('holds every variable that is read, and no other, once', () => {
    const source = readFileSync(join(ROOT, 'src', 'config.ts'), 'utf8');
    const read = [...source.matchAll(/^ +([A-Z][A-Z0-9_]*): z\./gm)].map((match) => match[1]);
    expect(read).toContain('LOG_LEVEL');
    expect([...names].sort()).toEqual([...read].sort());
  });

  it('says in a comment above each variable what it is', () => {
    for (const name of names) {
      const above = lines[lines.findIndex((line) => nameOf(line) === name) - 1] ?? '';
      expect(above, name).toMatch(/^# .*\w/);
      expect(nameOf(above), name).toBeUndefined();
    }
  });

  it('can be used as it is, and changes nothing', () => {
    expect(readConfig(parse(text))).toEqual(readConfig({}));
  });
});

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}
