import { signed } from '../core/card.ts';
import type { Trace } from '../core/respond.ts';

/** The trace as lines a person can read: why this reply, and not another. */
export function explain(trace: Trace): string[] {
  const { decision, verdict, options, thresholds } = trace;
  const lines = [`why: ${trace.intent}, because: ${trace.rule} (pack ${trace.pack} ${trace.version})`];
  if (options.named.length > 0) lines.push(`options named: ${options.named.join(', ')}`);
  if (options.carried.length > 0) lines.push(`options from before: ${options.carried.join(', ')}`);
  if (decision) {
    lines.push(
      `confidence ${decision.confidence.toFixed(2)}: ${decision.zone} (answer from ${thresholds.answer}); one of the first three ${decision.chance.toFixed(2)} ("Did you mean" from ${thresholds.suggest})`,
    );
    for (const { entry, score, parts, example, piece } of decision.matches) {
      const shown = Object.entries(parts).map(([part, value]) => `${part} ${value.toFixed(2)}`);
      lines.push(`  ${score.toFixed(3)} ${entry.id}: ${shown.join(', ')}; nearest "${example}"; read "${piece}"`);
    }
  }
  if (verdict) {
    lines.push(`verdict ${verdict.kind}: ${verdict.rule}; evidence ${verdict.evidence}, margin ${verdict.margin}`);
    for (const { need, criterion, points } of verdict.points) {
      const shown = Object.entries(points).map(([option, value]) => `${option} ${signed(value)}`);
      lines.push(
        `  ${criterion.id}: ${need.by} "${need.said}", weight ${criterion.weight} × strength ${need.strength}: ${shown.join(', ')}`,
      );
    }
    for (const need of verdict.needs.filter((one) => one.negated))
      lines.push(`  ${need.criterion}: not wanted, "${need.said}"`);
    for (const { fact, said } of verdict.facts) lines.push(`  fact ${fact}: "${said}"`);
  }
  return lines;
}
