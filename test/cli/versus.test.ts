import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { plainCard } from '../../src/core/card.ts';
import { type Ended, runNode, startNode } from '../child.ts';
import { knowledge, reply } from '../knowledge.ts';
import { type Files, LONE_CLAIM, LONE_ENTRY, SMALL_PACK, smallPackWith, writeKnowledge } from '../pack/small-pack.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VERSUS = join(ROOT, 'src', 'cli', 'versus.ts');

/** The contract of a row: these fields, in these ranges, and no other. */
const rowSchema = z.strictObject({
  text: z.string(),
  intent: z.enum([
    'answer',
    'compare',
    'verdict',
    'review',
    'decisions',
    'topics',
    'more',
    'sources',
    'why',
    'counter',
    'what-if',
    'help',
    'greeting',
    'thanks',
    'feedback',
    'clarify',
    'out-of-scope',
    'other-language',
  ]),
  answered: z.boolean(),
  confidence: z.number().min(0).max(1),
  matches: z
    .array(z.strictObject({ entry: z.string(), score: z.number().min(0).max(1), claims: z.array(z.string()).min(1) }))
    .max(5),
  suggestions: z.array(z.string()).max(3),
  verdict: z
    .strictObject({
      kind: z.enum(['option', 'both', 'either', 'neither', 'ask']),
      option: z.string().nullable(),
      margin: z.number().min(0),
      needs: z.array(
        z.strictObject({
          criterion: z.string(),
          weight: z.number().min(0),
          strength: z.number(),
          negated: z.boolean(),
          said: z.string(),
        }),
      ),
    })
    .nullable(),
  reply: z.string().min(1),
});
type Row = z.infer<typeof rowSchema>;

const UTTERANCES = [
  'what are the pros of django',
  'and for node?',
  '',
  'which is better for real time?',
  'verdict: live chat, python team',
  '  verdict: no real time, we love "quotes"\t',
  'verdict: something new',
  'how do i cook pasta',
  'hello',
  'thanks',
  'help',
  'what topics are there',
  // Vague on purpose: at least one of these is to be asked back about.
  'django thing',
  'node stuff',
  'is it slow',
  'something about python',
  'Grüße 👋 \\n {"a": 1}',
];

describe('versus ask --json -', () => {
  let ended: Ended = { code: null, stdout: '', stderr: '' };
  let rows: readonly Row[] = [];
  const row = (text: string) => rows.find((one) => one.text === text);

  beforeAll(async () => {
    ended = await runNode([VERSUS, 'ask', '--json', '-'], {}, ROOT, `${UTTERANCES.join('\r\n')}\r\n`);
    rows = ended.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => rowSchema.parse(JSON.parse(line)));
  }, 30_000);

  it('prints one row for each line, in order, blank lines too, and nothing else', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(rows.map(({ text }) => text)).toEqual(UTTERANCES);
  });

  it('says what it matched, best first, by entries and claims that the pack has', () => {
    const answer = row('what are the pros of django');
    expect(answer).toMatchObject({ intent: 'answer', answered: true, verdict: null, suggestions: [] });
    expect(answer?.matches[0]).toMatchObject({
      entry: 'django-pros',
      claims: knowledge.pack.entries.get('django-pros')?.claims,
    });
    expect(answer?.confidence).toBeGreaterThan(0.5);
    for (const { matches } of rows) {
      const scores = matches.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      for (const { entry, claims } of matches) expect(knowledge.pack.entries.get(entry)?.claims).toEqual(claims);
    }
  });

  it('takes each line as a thread of its own', () => {
    expect(row('and for node?')?.matches[0]?.entry).not.toBe('nodejs-pros');
  });

  it('says what it compared', () => {
    expect(row('which is better for real time?')).toMatchObject({ intent: 'compare', answered: true });
    expect(row('which is better for real time?')?.matches[0]?.entry).toBe('real-time-compared');
  });

  it('says what a verdict was and which words led to it', () => {
    expect(row('verdict: live chat, python team')).toMatchObject({
      intent: 'verdict',
      answered: true,
      matches: [],
      verdict: {
        kind: 'option',
        option: 'django',
        margin: 3,
        needs: [
          { criterion: 'real-time', weight: 3, strength: 1, negated: false, said: 'live chat' },
          { criterion: 'team-python', weight: 3, strength: 1, negated: false, said: 'python team' },
        ],
      },
    });
  });

  it('lists a need that is not wanted as such', () => {
    const denied = row('  verdict: no real time, we love "quotes"\t')?.verdict;
    expect(denied?.needs).toEqual([expect.objectContaining({ criterion: 'real-time', negated: true })]);
  });

  for (const [text, intent, answered] of [
    ['verdict: something new', 'verdict', false],
    ['how do i cook pasta', 'out-of-scope', false],
    ['', 'help', true],
    ['help', 'help', true],
    ['hello', 'greeting', true],
    ['thanks', 'thanks', true],
    ['what topics are there', 'topics', true],
  ] as const) {
    it(`has ${answered ? 'an answer' : 'no answer'} for "${text}": ${intent}`, () => {
      expect(row(text)).toMatchObject({ intent, answered, matches: [] });
    });
  }

  it('offers entries where it is not sure, and only there', () => {
    for (const { intent, answered, matches, suggestions } of rows) {
      expect(suggestions.length > 0).toBe(intent === 'clarify');
      for (const id of suggestions) expect(knowledge.pack.entries.has(id)).toBe(true);
      if (intent === 'clarify') expect({ answered, matches }).toEqual({ answered: false, matches: [] });
    }
    expect(rows.map(({ intent }) => intent)).toContain('clarify');
  });

  it('asks back when a verdict needs more, and names no option then', () => {
    expect(row('verdict: something new')?.verdict).toEqual({ kind: 'ask', option: null, margin: 0, needs: [] });
    expect(row('verdict: something new')?.confidence).toBe(0);
  });

  it('prints the card as plain text', () => {
    for (const text of ['thanks', 'help', 'how do i cook pasta']) {
      expect(row(text)?.reply).toBe(plainCard(reply(text).card));
    }
  });
});

describe('versus ask', () => {
  it('takes the lines of standard input as turns of one thread with --turns, a blank line as the start of another', async () => {
    const input = 'what are the pros of django\nand for node?\nsources\n \nand for node?';
    const { code, stdout } = await runNode([VERSUS, 'ask', '--turns', '--json', '-'], {}, ROOT, input);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => rowSchema.parse(JSON.parse(line)));
    const first = (row: Row) => [row.text, row.intent, row.matches[0]?.entry];
    expect(rows.slice(0, 3).map(first)).toEqual([
      ['what are the pros of django', 'answer', 'django-pros'],
      ['and for node?', 'answer', 'nodejs-pros'],
      ['sources', 'sources', 'nodejs-pros'],
    ]);
    expect(rows).toHaveLength(4);
    expect(rows[3]?.matches[0]?.entry).not.toBe('nodejs-pros');
    expect(code).toBe(0);
  });

  it('prints the answer as text, and with --explain why it is that one', async () => {
    const project = 'verdict: live chat, python team';
    const [plain, explained] = await Promise.all([
      runNode([VERSUS, 'ask', ...'what are the pros of django'.split(' ')], {}, ROOT),
      runNode([VERSUS, 'ask', '--explain', '-'], {}, ROOT, `what are the pros of django\n${project}\n`),
    ]);
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout).toContain('Checked ');
    expect(plain.stdout).not.toContain('why: ');
    expect(explained).toMatchObject({ code: 0, stderr: '' });
    expect(explained.stdout.startsWith(plain.stdout)).toBe(true);
    const [, answer = '', verdict = ''] = explained.stdout.split('\nwhy: ');
    expect(answer).toMatch(
      /^answer, because: .+ \(pack [a-z-]+ [0-9a-f]{12}\)\noptions named: django\nconfidence 0\.\d\d: answer/,
    );
    expect(answer).toMatch(/\n {2}0\.\d{3} django-pros: .+; nearest ".+"; read ".+"\n/);
    expect(verdict).toMatch(/^verdict, because: .+\nverdict option: .+; evidence 6, margin 3\n/);
    expect(verdict).toContain('\n  real-time: said "live chat", weight 3 × strength 1: django 0, nodejs +6\n');
  });

  it('ends quietly when whoever read its output is gone', async () => {
    const child = startNode([VERSUS, 'ask', '-'], {}, ROOT);
    child.process.stdin.write('hello\n');
    await child.says('Hello');
    child.process.stdout.destroy();
    child.process.stdin.end('hello\n'.repeat(100));
    expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('refuses a broken pack with every problem on standard error, a line each', async () => {
    const knowledgeDir = writeKnowledge({ drinks: BROKEN });
    const { code, stdout, stderr } = await runNode([VERSUS, 'ask', 'tea'], { KNOWLEDGE_DIR: knowledgeDir }, ROOT);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      problemsOf(knowledgeDir)
        .map((line) => `versus: ${line}\n`)
        .join(''),
    );
  });
});

describe('versus, used wrongly,', () => {
  it('says in one line what is wrong and exits with 2', async () => {
    const cases: readonly (readonly [string[], RegExp, Record<string, string>?])[] = [
      [[], /^versus: a command is missing; there are ask, verdict, check, .*discord-invite; see versus --help$/],
      [
        ['aks', 'x'],
        /^versus: no command is called "aks"; there are ask, verdict, check, .*discord-invite; see versus --help$/,
      ],
      [['ask'], /^versus: ask what\? Put the words in quotes, or "-" to read standard input$/],
      [['ask', '--json', ' '], /^versus: ask what\? /],
      [
        ['ask', '--jsno', 'x'],
        /^versus: Unknown option '--jsno'; put "--" before words that begin with a dash, and see versus --help$/,
      ],
      [['ask', '--turns', 'x'], /^versus: --turns goes with "-": the turns are lines of standard input$/],
      [['check', 'x'], /^versus: check takes no names; KNOWLEDGE_DIR names the folder, see versus --help$/],
      [['check', '--jsno'], /^versus: Unknown option '--jsno'; /],
      [['preview'], /^versus: preview which entry\? Name one by its id, /],
      [['preview', 'django-pros', 'x'], /^versus: preview which entry\? /],
      [
        ['preview', '--platform', 'irc', 'django-pros'],
        /^versus: no platform is called "irc"; there are terminal, slack, discord$/,
      ],
      [['new-entry', 'basics/x'], /^versus: new-entry takes <topic>\/<id> and "<question>" in quotes$/],
      [['new-entry', 'basics/x', 'Is', 'it?'], /^versus: new-entry takes /],
      [['new-pack'], /^versus: new-pack takes <id> <option> <option> \[\.\.\.\]$/],
      [['check'], /^versus: LOG_LEVEL: expected one of .*; got "loud"\. See \.env\.example$/, { LOG_LEVEL: 'loud' }],
      [
        ['ask', 'tea'],
        /^versus: .*versus\.ts:1: no pack is here; KNOWLEDGE_DIR must name a folder/,
        { KNOWLEDGE_DIR: VERSUS },
      ],
    ];
    const all = await Promise.all(cases.map(([args, , set = {}]) => runNode([VERSUS, ...args], set, ROOT)));
    cases.forEach(([, line], index) => {
      const { code, stdout, stderr } = all[index] ?? { code: null, stdout: '', stderr: '' };
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.trimEnd()).toMatch(line);
    });
  });

  it('prints no token and no password, wherever it stands', async () => {
    const secrets = {
      SLACK_SIGNING_SECRET: 'signing-planted',
      SLACK_BOT_TOKEN: 'xoxb-1',
      DATABASE_URL: 'postgres://u:password-planted@127.0.0.1:1/x',
    };
    const all = await Promise.all([
      runNode([VERSUS, 'notes'], { LOG_LEVEL: 'xoxb-planted' }, ROOT),
      runNode([VERSUS, 'xoxb-planted'], {}, ROOT),
      runNode([VERSUS, 'signing-planted'], secrets, ROOT),
      runNode([VERSUS, 'password-planted'], secrets, ROOT),
    ]);
    for (const { code, stdout, stderr } of all) {
      expect(code).toBe(2);
      expect(stderr).toContain('[redacted]');
      expect(stdout + stderr).not.toContain('planted');
    }
  });

  it('shows its usage when it is asked to, and exits with 0', async () => {
    const { code, stdout, stderr } = await runNode([VERSUS, '--help'], {}, ROOT);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const words =
      'versus ask,--json,--turns,--explain,versus check,--report,versus preview,new-entry,new-pack,Exit codes';
    for (const word of words.split(',')) {
      expect(stdout).toContain(word);
    }
  });
});

const BROKEN: Files = {
  ...smallPackWith(LONE_CLAIM, 'status: opinion', 'status: maybe'),
  [LONE_ENTRY]: (SMALL_PACK[LONE_ENTRY] ?? '').replace('[what-is-tea]', '[what-is-te]'),
};

/** The two problems of the broken pack. */
function problemsOf(knowledgeDir: string): string[] {
  return [
    `${knowledgeDir}/drinks/${LONE_CLAIM}:5: [1].status: expected one of "holds", "caveat", "outdated", "wrong", "opinion"; got "maybe"`,
    `${knowledgeDir}/drinks/${LONE_ENTRY}:7: related[1]: no entry has the id "what-is-te"; did you mean "what-is-tea"?`,
  ];
}
