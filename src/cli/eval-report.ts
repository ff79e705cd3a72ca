import { THRESHOLDS } from '../core/decide.ts';
import { type Answering, type Confusion, type CurvePoint, type Figures, WANTED } from '../core/evaluate.ts';
import type { Noise } from './eval-noise.ts';
import type { EvalFile } from './eval-rows.ts';

export type EvalOptions = {
  /** One line of JSON, and nothing else. */
  readonly json: boolean;
  /** Also the curve of wrong answers against share answered. */
  readonly curve: boolean;
  /** Also the words of what was answered wrongly; those of the final set are not for eyes that tune. */
  readonly show: boolean;
  /** Keep the figures in the pack. */
  readonly write: boolean;
};

/** How a pack does on one file of labelled messages. */
export type Measured = {
  readonly file: EvalFile;
  readonly figures: Figures;
  readonly noises: readonly { readonly noise: Noise; readonly figures: Figures }[];
  readonly curve: readonly CurvePoint[];
  readonly best: CurvePoint | undefined;
  readonly confusions: readonly Confusion[];
  readonly beside: readonly {
    readonly name: string;
    readonly figures: Readonly<Record<string, number>>;
    readonly lines: readonly string[];
  }[];
};

/** Confusions that are listed. */
const MAX_CONFUSIONS = 20;
const MAX_TEXT_CHARS = 88;

/** How a pack does on one file, for a person to read in 100 columns. */
export function reportLines(pack: string, version: string, measured: Measured, options: EvalOptions): string[] {
  const { file, figures, noises, curve, best, confusions, beside } = measured;
  const { scope, sets, out, small, gap } = figures;
  const messages = scope.messages + out.messages + small.messages + gap.messages;
  return [
    `${pack} ${version}, ${file}: ${messages} messages`,
    '',
    row('', ['messages', 'first', 'first 3', 'MRR', 'answered', 'right', 'offered']),
    answeringRow('questions', sets.in),
    ...(sets.verdict.messages > 0 ? [answeringRow('projects', sets.verdict)] : []),
    ...(sets.turns.messages > 0 ? [answeringRow('threads', sets.turns)] : []),
    answeringRow('all in scope', scope),
    ...noises.map((one) => answeringRow(`… ${one.noise}`, one.figures.scope)),
    '',
    row('', ['messages', 'answered', 'suggested']),
    outRow('out of scope', figures),
    ...noises.map((one) => outRow(`… ${one.noise}`, one.figures)),
    ...(gap.messages > 0 ? [row('no entry has it', [String(gap.messages), percent(gap.answered)])] : []),
    '',
    ...(small.messages > 0
      ? [`  small talk: ${small.messages} messages, ${percent(small.understood)} understood`]
      : []),
    `  confidence: AUROC ${figures.auroc.toFixed(3)}, calibration error ${figures.calibrationError.toFixed(3)}`,
    `  wanted: ${wantedLine(figures)}`,
    best
      ? `  most that could be answered within that: ${percent(best.answered)}, from a confidence of ${best.from.toFixed(2)} (now ${THRESHOLDS.answer})`
      : '  no confidence to answer from would keep what is wanted',
    ...beside.flatMap(({ name, lines }) => ['', `  ${name}`, ...lines.map((line) => `    ${line}`)]),
    ...(options.curve
      ? [
          '',
          row('answer from', ['answered', 'wrong', 'foreign']),
          ...curve.map((point) =>
            row(point.from.toFixed(2), [percent(point.answered), percent(point.wrong), percent(point.foreign)]),
          ),
        ]
      : []),
    ...confusionLines(confusions, options.show || file === 'tune'),
    '',
  ];
}

function answeringRow(name: string, { messages, first, firstThree, mrr, answered, right, offered }: Answering): string {
  return row(name, [
    String(messages),
    percent(first),
    percent(firstThree),
    mrr.toFixed(3),
    percent(answered),
    percent(right),
    percent(offered),
  ]);
}

function outRow(name: string, { out }: Figures): string {
  return row(name, [String(out.messages), percent(out.answered), percent(out.suggested)]);
}

function wantedLine({ scope, out }: Figures): string {
  const holds = (is: boolean) => (is ? 'yes' : 'no');
  return [
    `${percent(WANTED.answered)} answered: ${holds(scope.answered >= WANTED.answered)}`,
    `${percent(WANTED.right)} of them right: ${holds(scope.right >= WANTED.right)}`,
    `at most ${percent(WANTED.foreign)} out of scope: ${holds(out.answered <= WANTED.foreign)}`,
  ].join('; ');
}

function confusionLines(confusions: readonly Confusion[], withTexts: boolean): string[] {
  if (confusions.length === 0) return [];
  const shown = confusions.slice(0, MAX_CONFUSIONS);
  const width = Math.max(...shown.map(({ wanted }) => wanted.length));
  const rest = confusions.length - shown.length;
  return [
    '',
    '  answered wrongly: wanted → given',
    ...shown.flatMap(({ wanted, given, count, texts }) => [
      `  ${String(count).padStart(3)}  ${wanted.padEnd(width)} → ${given}`,
      ...(withTexts ? texts.map((text) => `         ${clipped(text)}`) : []),
    ]),
    ...(rest > 0 ? [`       … and ${rest} pairs more`] : []),
  ];
}

function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS - 1)}…` : line;
}

/** A name and columns of ten characters. */
function row(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(10)).join('')}`.trimEnd();
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
