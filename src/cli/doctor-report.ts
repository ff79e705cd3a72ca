/** One thing that was looked at. */
export type Finding = {
  readonly area: 'settings' | 'node' | 'slack' | 'discord' | 'clock' | 'store' | 'packs' | 'health';
  /** 'problem': the bot does not work so; 'warning': it works, with less or not for long; 'off': there is nothing to look at. */
  readonly level: 'problem' | 'warning' | 'ok' | 'off';
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
};

/** Everything that was found, problems first, in columns no wider than `width`. */
export function reportLines(findings: readonly Finding[], width: number): string[] {
  const inOrder = ORDER.flatMap((level) => findings.filter((finding) => finding.level === level));
  const lines = inOrder.flatMap((finding, index) => {
    const after = inOrder[index + 1];
    // What mends several in a row is said once, below the last of them.
    const isSaidBelow = after?.level === finding.level && after.area === finding.area && after.todo === finding.todo;
    return findingLines(finding, width, isSaidBelow ? undefined : finding.todo);
  });
  return [...lines, '', summary(findings)];
}

/** The same as one line of JSON. */
export function reportJson(findings: readonly Finding[]): string {
  const counted = countsOf(findings);
  return JSON.stringify({ ok: counted.problems === 0, ...counted, findings });
}

/** The exit code: 1 with a problem. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return countsOf(findings).problems > 0 ? 1 : 0;
}

const ORDER: readonly Finding['level'][] = ['problem', 'warning', 'ok', 'off'];
/** The longest of the levels and of the areas, and a gap. */
const LEVEL_CHARS = 9;
const AREA_CHARS = 10;
const MIN_TEXT_CHARS = 24;

function countsOf(findings: readonly Finding[]) {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  return { problems: count('problem'), warnings: count('warning') };
}

function summary(findings: readonly Finding[]): string {
  const { problems, warnings } = countsOf(findings);
  if (problems + warnings === 0) return 'All is well.';
  return [counted(problems, 'problem'), counted(warnings, 'warning')].join(', ');
}

function counted(count: number, what: string): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}

function findingLines({ level, area, says }: Finding, width: number, todo: string | undefined): string[] {
  const textChars = Math.max(MIN_TEXT_CHARS, width - LEVEL_CHARS - AREA_CHARS);
  const [first = '', ...rest] = folded(says, textChars);
  const advice = todo === undefined ? [] : folded(todo, textChars - 2);
  const indent = ' '.repeat(LEVEL_CHARS + AREA_CHARS);
  return [
    `${level.padEnd(LEVEL_CHARS)}${area.padEnd(AREA_CHARS)}${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...advice.map((line, index) => `${indent}${index === 0 ? '→ ' : '  '}${line}`),
  ];
}

/** Folds between words; a word that is too long stands alone. */
function folded(text: string, chars: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > chars) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
