import {
  answerCard,
  compareCard,
  greetingCard,
  helpCard,
  moreCard,
  sourcesCard,
  topicsCard,
} from '../core/answer-card.ts';
import type { Brief } from '../core/brief.ts';
import type { Card } from '../core/card.ts';
import type { Draft } from '../core/check.ts';
import type { Finding } from '../core/check-schema.ts';
import type { Knowledge } from '../core/compile.ts';
import { flipsOf } from '../core/flip.ts';
import type { Need } from '../core/needs.ts';
import { STRENGTHS } from '../core/qualify.ts';
import { recommend } from '../core/recommend.ts';
import { verdictCard } from '../core/verdict-card.ts';
import { counterCard, verdictSourcesCard, whyCard } from '../core/verdict-views.ts';
import { MAX_BAR_LABEL_CHARS as MAX_DISCORD_BAR_CHARS } from '../platforms/discord/limits.ts';
import { renderCard as renderDiscord } from '../platforms/discord/render.ts';
import { MAX_BAR_LABEL_CHARS as MAX_SLACK_BAR_CHARS } from '../platforms/slack/limits.ts';
import { renderCard as renderSlack } from '../platforms/slack/render.ts';

/** Draws every card that a pack can be asked for by itself, and finds those that a platform would have to cut. */
export function checkCards(knowledge: Knowledge, { pack, files, entries }: Draft, today: string): Finding[] {
  const findings: Finding[] = [];
  const holds = (card: Card, file: string, path: Finding['path'], what: string) => {
    for (const [platform, overflow] of [
      ['Slack', renderSlack(card).overflow],
      ['Discord', renderDiscord(card).overflow],
    ] as const) {
      if (overflow === undefined) continue;
      const message = `${what} does not fit into one message of ${platform}, ${overflow.length} characters are left over; shorten it`;
      findings.push({ level: 'problem', file, path, message });
    }
  };
  for (const { file, value } of entries.values()) {
    const entry = pack.entries.get(value.id);
    if (!entry) continue;
    holds(answerCard(entry, knowledge, today), file, ['answer'], 'the answer');
    if (entry.more !== undefined) holds(moreCard(entry, knowledge), file, ['more'], 'what stands below "## More"');
    holds(sourcesCard(entry, knowledge, today), file, ['claims'], 'the list of its sources and corrections');
  }
  const names = longNames(pack.options, files.pack);
  findings.push(...names);
  pack.criteria.forEach((criterion, index) => {
    const path = ['criteria', index];
    const entry = pack.entries.get(criterion.entry);
    if (entry)
      holds(compareCard(entry, criterion, knowledge, today), files.criteria, path, 'the comparison on this criterion');
    // A name that is cut beside its bar is cut in every verdict; it is said once.
    if (names.length > 0) return;
    const brief = { ...NOTHING, needs: [needOf(criterion.id)] };
    const verdict = recommend(brief, pack);
    holds(
      verdictCard(verdict, flipsOf(verdict, brief, pack), 1, knowledge, today, brief),
      files.criteria,
      path,
      'a verdict on it',
    );
    holds(whyCard(verdict, 1, knowledge), files.criteria, path, 'the reason of a verdict on it');
    holds(counterCard(verdict, 1, knowledge), files.criteria, path, 'the case against a verdict on it');
    holds(verdictSourcesCard(verdict, 1, knowledge, today), files.criteria, path, 'the list of its sources');
  });
  pack.neither.forEach(({ id }, index) => {
    const brief = { ...NOTHING, neither: [{ fact: id, said: LONGEST_SAID }] };
    const verdict = recommend(brief, pack);
    holds(verdictCard(verdict, [], 1, knowledge, today, brief), files.criteria, ['neither', index], 'this verdict');
  });
  pack.questions.forEach(({ id }, index) => {
    const asked = pack.questions.flatMap((question) => (question.id === id ? [] : [question.id]));
    const facts = pack.facts.flatMap((fact) =>
      fact.effect === 'ask' && fact.question === id ? [{ fact: fact.id, said: LONGEST_SAID }] : [],
    );
    const brief = { ...NOTHING, asked, facts };
    const verdict = recommend(brief, pack);
    holds(verdictCard(verdict, [], 1, knowledge, today, brief), files.criteria, ['questions', index], 'this question');
  });
  holds(topicsCard(undefined, knowledge, [knowledge]), files.pack, ['topics'], 'the list of topics');
  pack.topics.forEach(({ id }, index) => {
    holds(topicsCard(id, knowledge, [knowledge]), files.pack, ['topics', index], 'the list of its questions');
  });
  holds(helpCard([knowledge]), files.pack, ['summary'], 'the help');
  holds(greetingCard([knowledge]), files.pack, ['summary'], 'the greeting');
  return findings;
}

/** Nothing was said. */
const NOTHING: Brief = { needs: [], facts: [], neither: [], together: undefined, asked: [] };
/** As many characters of somebody's words as a card quotes at most. */
const LONGEST_SAID = 'said '.repeat(16).trim();
const MAX_BAR_CHARS = Math.min(MAX_SLACK_BAR_CHARS, MAX_DISCORD_BAR_CHARS);

function needOf(criterion: string): Need {
  return { criterion, strength: STRENGTHS.must, negated: false, said: LONGEST_SAID, by: 'said' };
}

function longNames(options: Draft['pack']['options'], file: string): Finding[] {
  return options.flatMap(({ name }, index): Finding[] =>
    [...name].length > MAX_BAR_CHARS
      ? [
          {
            level: 'problem',
            file,
            path: ['options', index, 'name'],
            message: `"${name}" is cut beside its bar after ${MAX_BAR_CHARS} characters; shorten it, and write the long name in its entry`,
          },
        ]
      : [],
  );
}
