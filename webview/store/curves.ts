/** Numbers over a run's axis, as columns to draw: what was recorded, and behind it where the run stands. */
import { placeOf, type AxisQuantity } from "./axis";
import { scaleAt, subsetWeightsAt } from "./snapshots";
import type { ShownRun, Snapshot } from "./state";

/** Rows in order of their steps; a value may be NaN where it was not measured. */
export interface Series {
  readonly steps: ArrayLike<number>;
  /** Of the steps on the axis; with the axis of steps the very same numbers. */
  readonly places: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Whether `lossSeries` or `validationSeries` has anything to show. */
export function hasLosses({ metrics, snapshots, live }: ShownRun): boolean {
  return metrics.steps.length > 0 || snapshots.length > 0 || live !== null;
}

/** Metrics know more steps than snapshots; where they are lost, snapshots do. */
export function lossSeries(run: ShownRun, quantity: AxisQuantity): Series {
  if (!("loss" in run.metrics.columns)) {
    return snapshotSeries(run, quantity, ({ loss }) => loss, run.live?.loss ?? NaN);
  }
  return withLive(run, quantity, metricSeries(run, quantity, "loss"), run.live?.loss ?? NaN);
}

export function validationSeries(run: ShownRun, quantity: AxisQuantity): Series {
  return metricSeries(run, quantity, "validationLoss");
}

/** A column of the metrics as it was measured; empty where there is none. */
export function metricSeries(run: ShownRun, quantity: AxisQuantity, name: string): Series {
  const { steps, columns } = run.metrics;
  return name in columns ? placed(run, quantity, steps, columns[name]) : nothing;
}

/** p of the subset at `index`. @param live p of where the run stands, if that is known */
export function weightSeries(run: ShownRun, quantity: AxisQuantity, index: number, live: number): Series {
  const { model } = run;
  if (!model) return nothing;
  return snapshotSeries(run, quantity, (row) => subsetWeightsAt(model, row)[index] ?? NaN, live);
}

/** @param live a of where the run stands, if that is known */
export function scaleSeries(run: ShownRun, quantity: AxisQuantity, live: number): Series {
  const { model } = run;
  if (!model) return nothing;
  return snapshotSeries(run, quantity, (row) => scaleAt(model, row), live);
}

/** A number of every snapshot. @param live that of where the run stands; NaN where unknown */
export function snapshotSeries(
  run: ShownRun,
  quantity: AxisQuantity,
  value: (row: Snapshot) => number,
  live = NaN,
): Series {
  const rows = run.snapshots;
  // Not with Float64Array.from, which takes ten times as long and is asked for with every frame.
  const steps = new Float64Array(rows.length);
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    steps[row] = rows[row].step;
    values[row] = value(rows[row]);
  }
  return withLive(run, quantity, placed(run, quantity, steps, values), live);
}

const nothing: Series = { steps: [], places: [], values: [] };

function placed(
  run: ShownRun,
  quantity: AxisQuantity,
  steps: Float64Array,
  values: ArrayLike<number>,
): Series {
  return { steps, places: quantity === "step" ? steps : steps.map(placeOf(run, quantity)), values };
}

/** Its own row only where the records do not reach so far. */
function withLive(run: ShownRun, quantity: AxisQuantity, series: Series, value: number): Series {
  const { live } = run;
  const last = series.steps.length - 1;
  if (!live || Number.isNaN(value) || (last >= 0 && series.steps[last] >= live.step)) return series;
  const steps = appended(series.steps, live.step);
  const places = quantity === "step" ? steps : appended(series.places, placeOf(run, quantity)(live.step));
  return { steps, places, values: appended(series.values, value) };
}

function appended(column: ArrayLike<number>, value: number): Float64Array {
  const longer = new Float64Array(column.length + 1);
  longer.set(column);
  longer[column.length] = value;
  return longer;
}
