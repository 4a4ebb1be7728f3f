/** What a chart of curves over steps shows, as plain data; and what it says of one step. */
import type { Series } from "../store";
import { rowAt } from "./decimate";

export interface Plot {
  /** What the chart is, for those who do not see it. */
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly marks: readonly Mark[];
  /** Of the values; where left out, what the curves need. */
  readonly range?: readonly [least: number, greatest: number];
  /** How values are told. */
  readonly format: (value: number) => string;
}

export interface Curve {
  readonly name: string;
  /** Tells more than the name, where there is room. */
  readonly title?: string;
  readonly series: Series;
  /** By place in the theme's series, or the colour of what is said beside. */
  readonly colour: number | "muted";
  /** Of a run that is only there for comparison. */
  readonly dashed: boolean;
}

/** Something that happened at a step. */
export interface Mark {
  readonly step: number;
  readonly words: string;
  readonly kind: "stage" | "edit";
}

export interface Reading {
  readonly step: number;
  readonly value: number;
}

/** What a curve says of a step: its newest value up to there; null before its first. */
export function readingAt({ series }: Curve, step: number): Reading | null {
  const row = rowAt(series, step);
  return row < 0 ? null : { step: series.steps[row], value: series.values[row] };
}

/** The greatest step of any curve. */
export function lastStepOf({ curves }: Plot): number {
  return curves.reduce((last, { series: { steps } }) => Math.max(last, steps[steps.length - 1] ?? 0), 0);
}

/** The recorded step nearest to `step`; null where nothing is recorded. */
export function nearestStep({ curves }: Plot, step: number): number | null {
  const near = curves.flatMap((curve) => {
    const { steps } = curve.series;
    const row = rowAt(curve.series, step);
    return [steps[Math.max(0, row)], steps[row + 1]].filter((found) => found !== undefined);
  });
  return near.reduce<number | null>(
    (best, found) => (best === null || Math.abs(found - step) < Math.abs(best - step) ? found : best),
    null,
  );
}

/** The next recorded step after `step`, or before it. */
export function neighbourStep({ curves }: Plot, step: number, direction: 1 | -1): number {
  const candidates = curves.flatMap(({ series }) => {
    const row = rowAt(series, direction > 0 ? step : step - 1);
    const found = series.steps[direction > 0 ? row + 1 : row];
    return found === undefined ? [] : [found];
  });
  if (candidates.length === 0) return step;
  return direction > 0 ? Math.min(...candidates) : Math.max(...candidates);
}
