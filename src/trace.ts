import type { Delivery } from './core/delivery.ts';
import type { Trace } from './core/respond.ts';

/** The message of the log line that explains one exchange; written only where `TRACE=on` asks for it. */
export const TRACE_MESSAGE = 'exchange trace';

/** Most matches of one exchange that are told. */
const MAX_MATCHES = 5;

/**
 * One exchange as a log line: what was said, what it was taken for and why. It holds people's words, which no other line
 * does, so it is for the playground and for looking into one's own bot.
 */
export function exchangeTrace(
  { key, thread, person, content }: Delivery,
  { trace, place }: { readonly trace: Trace; readonly place: string },
  durationMs: number,
) {
  const { intent, rule, options, decision, verdict, pack, version } = trace;
  return {
    key,
    thread,
    person,
    place,
    said: wordsOf(content),
    intent,
    rule,
    options: [...new Set([...options.named, ...options.carried])],
    confidence: decision?.confidence,
    zone: decision?.zone,
    matches: (decision?.matches ?? []).slice(0, MAX_MATCHES).map(({ entry, score, parts, example }) => ({
      entry: entry.id,
      score,
      parts,
      nearest: example,
    })),
    verdict: verdict && { kind: verdict.kind, rule: verdict.rule, margin: verdict.margin, evidence: verdict.evidence },
    needs: (verdict?.needs ?? []).map(({ criterion, said, strength, negated }) => ({
      criterion,
      words: said,
      strength,
      isDenied: negated,
      points: verdict?.points.find((point) => point.criterion.id === criterion)?.points ?? {},
    })),
    pack,
    version,
    durationMs,
  };
}

function wordsOf(content: Delivery['content']): string {
  switch (content.type) {
    case 'utterance':
      return content.text;
    case 'command':
      return `/${content.name} ${content.text}`.trim();
    case 'press':
      return `[${content.id}]`;
    case 'submission':
      return Object.values(content.fields).join('\n');
    case 'page':
      return '(opened the page)';
  }
}
