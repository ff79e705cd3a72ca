import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerRow } from '../src/cli/answer-row.ts';
import { buttonsOf, plainCard } from '../src/core/card.ts';
import { compile } from '../src/core/compile.ts';
import { recommend } from '../src/core/recommend.ts';
import { type Reply, respond } from '../src/core/respond.ts';
import { EMPTY_THREAD } from '../src/core/thread.ts';
import { shownFlip, verdictHeading } from '../src/core/verdict-wording.ts';
import { loadLibrary } from '../src/pack/load-knowledge.ts';
import { runNode } from './child.ts';
import { TODAY } from './knowledge.ts';

const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');
const PACKS = join(import.meta.dirname, 'packs');
/** Three ways to branch a repository: a pack of a few entries, of another field and another number of options than the one that ships. */
const library = loadLibrary(PACKS);
const [branching] = library;
const { pack } = branching;
const OPTIONS = ['trunk', 'github-flow', 'git-flow'];

const reply = (text: string, state = EMPTY_THREAD): Reply =>
  respond({ content: { type: 'utterance', text } }, state, library, TODAY);
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
    const lost = texts.filter(({ text, id }) => answerRow(text, reply(text), library).matches[0]?.entry !== id);
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
    for (const { name } of pack.options)
      expect(card).toMatch(
        new RegExp(
          `\n[^\n]*${name.slice(0, 7)}[^\n]*\n[+−\\d]+ +[+−\\d]+ +[+−\\d]+\n[^\n]+\n[·█▒]+ [^\n]*[·█▒]+ [^\n]*[·█▒]+ `,
        ),
      );
  });

  for (const [project, ...expected] of [
    [
      'many people on one codebase, and several versions installed by customers',
      'Use Trunk-based and Git flow, each for its part',
      'Trunk-based: the service that runs in one place',
      'Git flow: what customers install',
    ],
    [
      'auditors want four eyes, and several versions installed by customers',
      'Use GitHub flow and Git flow, each for its part',
      'Why GitHub flow: Review before merge',
    ],
    ['a mix of models', 'Use Trunk-based and Git flow, each for its part', 'You asked for the combination itself'],
    [
      'deploy daily, with juniors',
      'Close call: GitHub flow or Trunk-based will do',
      'where it knows several, one question settles it',
    ],
    ['i work alone', 'None of them: No model at all'],
  ] as const) {
    it(`speaks of three, not of two: ${project}: ${expected[0]}`, () => {
      const card = plainCard(reply(`verdict: ${project}`).card);
      for (const words of expected) expect(card).toContain(words);
      expect(card).not.toMatch(/\b(?:either|neither|half|halves)\b|use both/i);
    });
  }

  it('gives no option a part that another one leads on', () => {
    const split = verdict('auditors want four eyes, and several versions installed by customers');
    expect(split?.kind === 'both' && split.split).toBe(undefined);
  });

  it('explains its verdicts in words for three', () => {
    const why = (project: string) => {
      const { state } = reply(`verdict: ${project}`);
      return plainCard(reply('why?', state).card);
    };
    expect(why('many people on one codebase, and several versions installed by customers')).toContain(
      'each of Trunk-based and Git flow leads by 2 marks or more',
    );
    expect(why('four eyes and old versions in one repository for all')).toContain(
      '"one repository for all" rules out using more than one.',
    );
    expect(why('i work alone')).toContain('a case where none of them is the honest answer');
    const [criterion] = pack.criteria;
    if (!criterion) throw new Error('the pack has criteria');
    const flip = {
      criterion,
      from: 0,
      strength: 1,
      isNew: true,
      isLess: false,
      to: { kind: 'both', option: undefined },
    } as const;
    expect(shownFlip(flip, pack)).toBe('to several together if "Frequent releases" is wanted');
  });

  it('says that any of them will do where none is ahead', () => {
    const nothing = { needs: [], facts: [], neither: [], together: undefined, asked: ['what-is-released'] };
    const level = recommend(nothing, pack);
    expect(verdictHeading(level)).toBe('Close call: any of them will do');
  });

  it('compares as a whole without the scores of one criterion, also where a criterion has no entry but the overview', () => {
    const [criterion, ...others] = pack.criteria;
    if (!criterion) throw new Error('the pack has criteria');
    const shared = { ...pack, criteria: [{ ...criterion, entry: pack.overview }, ...others] };
    const content = { type: 'press', id: `v1:compare:branching:${pack.overview}` } as const;
    const overview = respond({ content }, EMPTY_THREAD, [compile(shared, 'x')], TODAY);
    expect(overview.card.elements.map(({ type }) => type)).not.toContain('facts');
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
    expect([first, second, third].map((one) => answerRow('', one, library).matches[0]?.entry)).toEqual([
      'git-flow-cons',
      'github-flow-cons',
      'trunk-based-cons',
    ]);
  });

  it('shows what is often said and wrong, and what holds with a caveat', () => {
    const sources = (id: string) =>
      plainCard(
        respond({ content: { type: 'press', id: `v1:sources:branching:${id}` } }, EMPTY_THREAD, library, TODAY).card,
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
        respond({ content: { type: 'press', id: `v1:entry:branching:${id}` } }, EMPTY_THREAD, library, TODAY).card,
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
