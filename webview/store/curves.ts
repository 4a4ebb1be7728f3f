/** Numbers over a run's steps, as columns to draw: what was recorded, and behind it where the run stands. */
import type { ShownRun, Snapshot } from "./state";

/** Rows in order of their steps; a value may be NaN where it was not measured. */
export interface Series {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Whether `lossSeries` or `validationSeries` has anything to show. */
export function hasLosses({ metrics, snapshots, live }: ShownRun): boolean {
  return metrics.steps.length > 0 || snapshots.length > 0 || live !== null;
}

/** Metrics know more steps than snapshots; where they are lost, snapshots do. */
export function lossSeries(run: ShownRun): Series {
  const { steps, columns } = run.metrics;
  const recorded =
    "loss" in columns ? { steps, values: columns.loss } : seriesOf(run.snapshots, ({ loss }) => loss);
  return withLive(run, recorded, run.live?.loss ?? NaN);
}

export function validationSeries({ metrics }: ShownRun): Series {
  const { steps, columns } = metrics;
  return "validationLoss" in columns ? { steps, values: columns.validationLoss } : nothing;
}

/** p of the subset at `index`. @param live p of where the run stands, if that is known */
export function weightSeries(run: ShownRun, index: number, live: number): Series {
  return withLive(
    run,
    seriesOf(run.snapshots, ({ subsetWeights }) => subsetWeights[index] ?? NaN),
    live,
  );
}

/** @param live a of where the run stands, if that is known */
export function scaleSeries(run: ShownRun, live: number): Series {
  return withLive(
    run,
    seriesOf(run.snapshots, ({ scale }) => scale),
    live,
  );
}

const nothing: Series = { steps: [], values: [] };

function seriesOf(rows: readonly Snapshot[], value: (row: Snapshot) => number): Series {
  // Not with Float64Array.from, which takes ten times as long and is asked for with every frame.
  const steps = new Float64Array(rows.length);
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    steps[row] = rows[row].step;
    values[row] = value(rows[row]);
  }
  return { steps, values };
}

/** Its own row only where the records do not reach so far. */
function withLive({ live }: ShownRun, series: Series, value: number): Series {
  const { steps, values } = series;
  const last = steps.length - 1;
  if (!live || Number.isNaN(value) || (last >= 0 && steps[last] >= live.step)) return series;
  return { steps: appended(steps, live.step), values: appended(values, value) };
}

function appended(column: ArrayLike<number>, value: number): Float64Array {
  const longer = new Float64Array(column.length + 1);
  longer.set(column);
  longer[column.length] = value;
  return longer;
}
