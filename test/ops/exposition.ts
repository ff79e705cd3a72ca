/** One line of Prometheus' text format. */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

export type Exposition = {
  readonly samples: readonly Sample[];
  /** The value of the one series with this name and these labels. */
  readonly value: (name: string, labels?: Readonly<Record<string, string>>) => number | undefined;
};

const HEAD = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)|[+-]Inf|NaN)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/gy;

/**
 * Reads Prometheus' text format (version 0.0.4) as strictly as it is written: each metric has one HELP and one TYPE above
 * its samples, no series stands twice, and the buckets of a histogram rise to its count.
 */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    const head = HEAD.exec(line);
    if (head) {
      const [, what = '', name = '', rest = ''] = head;
      if (what === 'HELP' && name === current) throw new Error(`a second HELP: ${line}`);
      if (what === 'TYPE' && (name !== current || types.has(name))) throw new Error(`TYPE without its HELP: ${line}`);
      if (what === 'TYPE') types.set(name, rest);
      current = name;
      continue;
    }
    const found = SAMPLE.exec(line);
    if (!found) throw new Error(`no sample: ${line}`);
    const [, name = '', inside = '', shown = ''] = found;
    const type = types.get(current);
    const family = type === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') : name;
    if (family !== current || type === undefined) throw new Error(`not below its TYPE: ${line}`);
    const series = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(series)) throw new Error(`stands twice: ${series}`);
    seen.add(series);
    samples.push({ name, labels: labelsIn(inside), value: Number(shown.replace('Inf', 'Infinity')) });
  }
  for (const [name, type] of types) if (type === 'histogram') checkBuckets(name, samples);
  return {
    samples,
    value: (name, labels = {}) => samples.find((one) => one.name === name && sameLabels(one.labels, labels))?.value,
  };
}

function labelsIn(inside: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  let end = 0;
  for (const found of inside.matchAll(LABEL)) {
    labels[found[1] ?? ''] = (found[2] ?? '').replaceAll(/\\([\\"n])/g, (_, one) => (one === 'n' ? '\n' : one));
    end = found.index + found[0].length;
  }
  if (end !== inside.length) throw new Error(`labels that cannot be read: ${inside}`);
  return labels;
}

function checkBuckets(name: string, samples: readonly Sample[]): void {
  const buckets = samples.filter((one) => one.name === `${name}_bucket`);
  const groups = Map.groupBy(buckets, ({ labels: { le: _, ...rest } }) => JSON.stringify(rest));
  for (const [rest, group] of groups) {
    const bounds = group.map(({ labels }) => Number(labels.le?.replace('Inf', 'Infinity')));
    const counts = group.map(({ value }) => value);
    const isRising = (numbers: readonly number[]) =>
      numbers.every((one, at) => at === 0 || one >= (numbers[at - 1] ?? 0));
    const count = samples.find((one) => one.name === `${name}_count` && JSON.stringify(one.labels) === rest)?.value;
    if (!isRising(bounds) || !isRising(counts) || bounds.at(-1) !== Number.POSITIVE_INFINITY || counts.at(-1) !== count)
      throw new Error(`buckets of ${name} ${rest} are no histogram`);
  }
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
