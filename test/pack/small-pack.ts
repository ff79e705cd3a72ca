import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkContent } from '../../src/core/check-content.ts';
import { openPacks, problemLine, readPacks } from '../../src/pack/read-pack.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The files of a pack, by their place in its folder. */
export type Files = Readonly<Record<string, string>>;

/** The smallest pack that uses every kind of content, with nothing wrong in it. */
export const SMALL_PACK: Files = {
  'pack.yaml': `id: tea-vs-coffee
title: Tea vs Coffee
summary: I know tea and coffee.
options:
  - id: tea
    name: Tea
    entry: what-is-tea
    against: main-difference
  - id: coffee
    name: Coffee
    entry: what-is-coffee
    against: main-difference
overview: main-difference
starters:
  - What is tea?
  - What is coffee?
shortRule: Tea calms and coffee wakes.
topics:
  - id: basics
    title: What they are
    entries: [what-is-tea, what-is-coffee, main-difference]
`,
  'criteria.yaml': `criteria:
  - id: wakefulness
    name: Staying awake
    definition: People must stay awake for long.
    weight: 3
    splits: true
    entry: main-difference
    question: Must people stay awake for long?
    scores:
      tea:
        score: 0
        reason: A little caffeine.
        claims: [tea.caffeine]
      coffee:
        score: 2
        reason: Much caffeine.
        claims: [coffee.caffeine]
    phrases: [night shift, <3-8> cups, <1000+> people]
    implied: [tired]
  - id: ceremony
    name: Ceremony
    definition: People want a ritual.
    weight: 1
    splits: false
    option: tea
    entry: what-is-tea
    question: Is it about the ritual?
    scores:
      tea: { score: 2, reason: It has one. }
      coffee: { score: -1, reason: It has less of one. }
    phrases: [ritual]
facts:
  - { id: one-kitchen, name: One kitchen, effect: one-back-end, phrases: [one kitchen] }
  - { id: no-sleep, name: No sleep, effect: counts-as, criteria: [wakefulness], claims: [coffee.caffeine], phrases: [no sleep] }
  - { id: guests, name: Guests, effect: ask, question: who-drinks, note: Guests differ., claims: [tea.caffeine], phrases: [guests] }
neither:
  - id: bedtime
    instead: Warm milk.
    reason: It is late.
    claims: [coffee.caffeine]
    unless: [wakefulness]
    phrases: [bedtime]
splits:
  - id: morning-and-evening
    title: Coffee first, tea later
    owns: { tea: the evening, coffee: the morning }
    link: Lunch.
    criteria: [wakefulness]
    claims: [tea.caffeine]
groundRules:
  - { text: One kettle is enough., claims: [tea.caffeine] }
bothCost: { text: There are two cups., claims: [coffee.caffeine] }
questions:
  - id: who-drinks
    text: Who drinks it?
    choices:
      - { label: Night owls, criteria: [wakefulness] }
      - { label: People who sleep, facts: [no-sleep] }
bothPhrases: [tea and coffee]
`,
  'vocabulary.yaml': `options:
  tea:
    aliases: [tea]
  coffee:
    aliases: [coffee]
`,
  'sources.yaml': `- id: handbook
  title: Handbook
  address: https://example.org/handbook
  publisher: Example
  date: 2026-01-02
  kind: documentation
`,
  'claims/caffeine.yaml': `- id: tea.caffeine
  statement: Tea has a little caffeine.
  options: [tea]
  topic: basics
  status: holds
  basis: source
  sources: [handbook]
  checkedOn: 2026-11-01
  reviewBy: 2028-05-01
  confidence: high
- id: coffee.caffeine
  statement: Coffee has much caffeine.
  options: [coffee]
  topic: basics
  status: holds
  basis: practice
  sources: []
  checkedOn: 2026-11-01
  reviewBy: 2028-05-01
  confidence: medium
`,
  'claims/taste.yaml': `- id: tea.taste
  statement: Tea tastes mild.
  options: [tea]
  topic: basics
  status: opinion
  correctedBy: [tea.caffeine]
  basis: source
  sources: [handbook]
  checkedOn: 2026-11-01
  reviewBy: 2028-05-01
  confidence: low
`,
  'entries/basics/what-is-tea.md': `---
id: what-is-tea
question: What is tea?
topic: basics
options: [tea]
claims: [tea.caffeine]
related: [main-difference]
examples:
  - tea meaning
  - explain tea
  - tell me about tea
  - define tea
  - tea in a nutshell
---
Tea is a drink of leaves in hot water.

## More
It comes in **many** kinds.
`,
  'entries/basics/what-is-coffee.md': `---
id: what-is-coffee
question: What is coffee?
topic: basics
options: [coffee]
claims: [coffee.caffeine]
related: [main-difference]
examples: [coffee meaning, explain coffee, tell me about coffee, define coffee, coffee in a nutshell]
---
Coffee is a drink of roasted beans.
`,
  'entries/basics/main-difference.md': `---
id: main-difference
question: What sets tea and coffee apart?
topic: basics
options: [tea, coffee]
claims: [tea.caffeine, coffee.caffeine]
related: [what-is-tea, what-is-coffee]
examples: [difference between them, how do they differ, tea or coffee, leaves or beans, which wakes me]
---
Coffee has more caffeine than tea.
`,
  'entries/basics/tea-kinds.md': `---
id: tea-kinds
question: Which kinds of tea are there?
topic: basics
options: [tea]
claims: [tea.caffeine]
related: [what-is-tea]
examples: [kinds of tea, sorts of tea, green or black, types of leaves, tea varieties]
---
Tea is green or black.

## More
There is white tea too.
`,
};

/** What nothing else refers to, so that breaking it breaks nothing else: a claim, and an entry. */
export const LONE_CLAIM = 'claims/taste.yaml';
export const LONE_ENTRY = 'entries/basics/tea-kinds.md';

/** Writes packs into a knowledge folder of their own, and names that folder. */
export function writeKnowledge(packs: Readonly<Record<string, Files>>): string {
  const knowledgeDir = temporaryFolder();
  for (const [pack, files] of Object.entries(packs)) {
    for (const [place, text] of Object.entries(files)) {
      const path = join(knowledgeDir, pack, place);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  return knowledgeDir;
}

/** The small pack with one piece of one file written another way. */
export function smallPackWith(place: string, from: string, to: string): Files {
  const text = SMALL_PACK[place] ?? '';
  if (text.split(from).length !== 2) throw new Error(`${place} must hold "${from}" once`);
  return { ...SMALL_PACK, [place]: text.replace(from, () => to) };
}

/** The printed problems of a pack with these files, its folder left out. */
export function problemsOf(files: Files): string[] {
  const knowledgeDir = writeKnowledge({ pack: files });
  return readPacks(knowledgeDir).problems.map((problem) =>
    problemLine(problem).replaceAll(`${knowledgeDir}/pack/`, ''),
  );
}

/** What is found in the content of a pack with these files, as "level file:line: field: message", by file and line. */
export function findingsOf(files: Files, today = '2026-11-22', isThorough = false): string[] {
  const knowledgeDir = writeKnowledge({ pack: files });
  return openPacks(knowledgeDir).packs.flatMap(({ checked: { draft }, locate }) =>
    (draft ? checkContent(draft, today, isThorough).findings : [])
      .map((finding) => {
        const { file, line, field, message } = locate(finding);
        return { file: file.replace(`${knowledgeDir}/pack/`, ''), line, field, message, level: finding.level };
      })
      .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
      .map(({ level, ...located }) => `${level} ${problemLine(located)}`),
  );
}

/** The line on which these words begin. */
export function lineOf(text = '', words: string): number {
  const before = text.split(words)[0];
  if (before === undefined || before === text) throw new Error(`nothing reads "${words}"`);
  return before.split('\n').length;
}
