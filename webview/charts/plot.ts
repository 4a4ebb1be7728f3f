/** What a chart of curves over steps shows, as plain data; and what it says of one step. */
import type { Series } from "../store";
import { rowAfter, rowAt } from "./decimate";

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
export function nearestStep(plot: Plot, step: number): number | null {
  const [before, after] = [lastRecorded(plot, step), firstRecordedAfter(plot, step)];
  if (before === null || after === null) return before ?? after;
  return after - step < step - before ? after : before;
}

/** The next recorded step after `step`, or before it; `step` itself at the ends. */
export function neighbourStep(plot: Plot, step: number, direction: 1 | -1): number {
  return (direction > 0 ? firstRecordedAfter(plot, step) : lastRecorded(plot, step - 1)) ?? step;
}

function lastRecorded({ curves }: Plot, step: number): number | null {
  const steps = curves.flatMap(({ series }) => stepOf(series, rowAt(series, step)));
  return steps.length > 0 ? Math.max(...steps) : null;
}

function firstRecordedAfter({ curves }: Plot, step: number): number | null {
  const steps = curves.flatMap(({ series }) => stepOf(series, rowAfter(series, step)));
  return steps.length > 0 ? Math.min(...steps) : null;
}

function stepOf({ steps }: Series, row: number): number[] {
  return row < 0 ? [] : [steps[row]];
}
