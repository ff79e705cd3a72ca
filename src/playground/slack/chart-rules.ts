import { byType, list, number, positive, problem, type Rule, shape, string } from './block-rule.ts';
import { isList, objectIn, objectsIn, textIn } from './json.ts';
import * as limits from './limits.ts';

const label = string(limits.MAX_CHART_LABEL_CHARS);
const axisLabel = string(limits.MAX_CHART_AXIS_LABEL_CHARS);
const segment = shape({ required: { label, value: positive() } });
const point = shape({ required: { label, value: number() } });
const series = shape({ required: { name: label, data: list(point, limits.MAX_CHART_CATEGORIES) } });
const axis = shape({
  required: { categories: list(label, limits.MAX_CHART_CATEGORIES) },
  optional: { x_label: axisLabel, y_label: axisLabel },
});
const type = string(limits.MAX_ID_CHARS);

const axisChart: Rule = shape({
  required: { type, series: list(series, limits.MAX_CHART_SERIES), axis_config: axis },
  also: (value, at) => {
    const { categories } = objectIn(value.axis_config);
    const wanted = isList(categories) ? categories.map(String).sort().join('\n') : '';
    return objectsIn(value.series).flatMap((one, index) => {
      const labels = objectsIn(one.data).map((each) => textIn(each.label));
      return labels.sort().join('\n') === wanted
        ? []
        : [problem(`${at}/series/${index}/data`, 'must have one point for each category')];
    });
  },
});

/** The chart inside a data_visualization block. */
export const CHART = byType(
  {
    pie: shape({ required: { type, segments: list(segment, limits.MAX_CHART_SERIES) } }),
    bar: axisChart,
    line: axisChart,
    area: axisChart,
  },
  ['pie', 'bar', 'line', 'area'],
);
