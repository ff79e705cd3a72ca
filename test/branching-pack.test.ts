import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerRow } from '../src/cli/answer-row.ts';
import { buttonsOf, plainCard } from '../src/core/card.ts';
import { recommend } from '../src/core/recommend.ts';
import { type Reply, respond } from '../src/core/respond.ts';
import { EMPTY_THREAD } from '../src/core/thread.ts';
import { loadKnowledge } from '../src/pack/load-knowledge.ts';
import { runNode } from './child.ts';
import { TODAY } from './knowledge.ts';

const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');
const PACKS = join(import.meta.dirname, 'packs');
/** Three ways to branch a repository: a pack of a few entries, of another field and another number of options than the one that ships. */
const branching = loadKnowledge(PACKS);
const { pack } = branching;
const OPTIONS = ['trunk', 'github-flow', 'git-flow'];

const reply = (text: string, state = EMPTY_THREAD): Reply =>
  respond({ content: { type: 'utterance', text } }, state, branching, TODAY);
const verdict = (project: string) => reply(`verdict: ${project}`).trace.verdict;

describe('a pack of three options', () => {
  it('passes the check without a warning', async () => {
    const versus = join(ROOT, 'src', 'cli', 'versus.ts');
    const { code, stdout, stderr } = await runNode([versus, 'check', '--report'], { KNOWLEDGE_DIR: PACKS }, ROOT);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('warning');
    expect(stdout).toMatch(/^ {2}pros +\d+ +\d+ +\d+$/m);
  });

  it('finds every entry by its question and its examples', () => {
    const texts = [...pack.entries.values()].flatMap((entry) =>
      [entry.question, ...entry.examples].map((text) => ({ text, id: entry.id })),
    );
    const lost = texts.filter(({ text, id }) => answerRow(text, reply(text)).matches[0]?.entry !== id);
    expect(lost).toEqual([]);
  });

  for (const [project, kind, option] of [
    ['we deploy many times a day, many people on one codebase', 'option', 'trunk'],
    ['auditors want four eyes, and our interns have never used git', 'option', 'github-flow'],
    ['on premise, old versions get fixes, a release date each quarter', 'option', 'git-flow'],
    ['many people on one codebase, and several versions installed by customers', 'both', undefined],
    ['deploy daily, but with a code freeze', 'option', 'trunk'],
    ['deploy daily, with juniors', 'either', undefined],
    ['i work alone', 'neither', undefined],
    ['something new', 'ask', undefined],
  ] as const) {
    it(`has a verdict: ${project}: ${option ?? kind}`, () => {
      const given = verdict(project);
      expect(given?.kind).toBe(kind);
      expect(given?.kind === 'option' ? given.option.id : undefined).toBe(option);
      expect(given?.totals.map((total) => total.option.id).toSorted()).toEqual(OPTIONS.toSorted());
    });
  }

  it('shows each of the three in every verdict that adds up, with its bar', () => {
    const card = plainCard(reply('verdict: deploy daily, auditors').card);
    for (const { name } of pack.options) expect(card).toMatch(new RegExp(`^${name} +[█░]+ `, 'm'));
  });

  it('treats them alike: in another order they have the same verdicts', () => {
    const projects = [
      'deploy daily, auditors',
      'juniors, code freeze',
      'many people on one codebase, old versions',
      'monorepo, app store',
    ];
    for (const project of projects) {
      const heard = branching.readNeeds(project);
      const brief = { ...heard, asked: [] };
      const [given, ...others] = [pack.options, pack.options.toReversed(), pack.options.toSorted(byId)].map(
        (options) => {
          const { kind, totals, margin } = recommend(brief, { ...pack, options });
          return { kind, margin, totals: Object.fromEntries(totals.map(({ option, total }) => [option.id, total])) };
        },
      );
      for (const other of others) expect(other, project).toEqual(given);
    }
  });

  it('compares all three, and any two of them', () => {
    for (const text of ['trunk vs github flow vs git flow', 'github flow or trunk based for merge conflicts?']) {
      const compared = reply(text);
      expect(compared.intent.type, text).toBe('compare');
    }
    expect(plainCard(reply('github flow or trunk based for merge conflicts?').card)).toContain(
      'Trunk-based: Daily merges keep conflicts small.\nGitHub flow: Depends on how long pull requests stay open.\nGit flow: Long branches conflict late.',
    );
  });

  it('knows which of the three is meant, and asks the same of another one', () => {
    const first = reply('cons of gitflow');
    const second = reply('and githubflow?', first.state);
    const third = reply('and trunk based?', second.state);
    expect([first, second, third].map((one) => answerRow('', one).matches[0]?.entry)).toEqual([
      'git-flow-cons',
      'github-flow-cons',
      'trunk-based-cons',
    ]);
  });

  it('shows what is often said and wrong, and what holds with a caveat', () => {
    const sources = (id: string) =>
      plainCard(
        respond({ content: { type: 'press', id: `v1:sources:branching:${id}` } }, EMPTY_THREAD, branching, TODAY).card,
      );
    expect(sources('git-flow-cons')).toContain(
      'Often said: "Git flow suits every team." In truth: Its author advises teams that deliver continuously to take a simpler flow.',
    );
    expect(sources('what-is-github-flow')).toContain(
      'Holds with a caveat: "In GitHub flow every change is reviewed before it is merged." Only where the repository is set to require it; the flow itself cannot.',
    );
  });

  it('is known by no file of src', () => {
    const names = pack.options.flatMap(({ id, name }) => [id, name.toLowerCase()]);
    const naming = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => {
        const code = readFileSync(join(SRC, file), 'utf8').toLowerCase();
        return names.some((name) => code.includes(name));
      });
    expect(naming).toEqual([]);
  });

  it('says no word of another pack', () => {
    const cards = [...pack.entries.keys()].map((id) =>
      plainCard(
        respond({ content: { type: 'press', id: `v1:entry:branching:${id}` } }, EMPTY_THREAD, branching, TODAY).card,
      ),
    );
    const said = [...cards, plainCard(reply('help').card), plainCard(reply('hello').card)].join('\n').toLowerCase();
    expect(said).not.toMatch(/django|node/);
    expect(buttonsOf(reply('topics').card)).toHaveLength(pack.topics.length);
  });
});

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
