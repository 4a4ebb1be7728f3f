/** Fewer rows of a recording where it is too much for a file: evenly along log(1 + step), as runs are looked at. */
import type { MetricColumns, RunFacts, SnapshotColumns } from "../protocol";

/** Steps whose rows are never left out: where stages and edits begin, and the best validation loss. */
export function landmarksOf({ stages, edits }: RunFacts, { steps, columns }: MetricColumns): number[] {
  const beginnings = [...stages.map(({ fromStep }) => fromStep), ...edits.map(({ step }) => step)];
  const validation = columns.validationLoss ?? new Float64Array();
  let best = -1;
  validation.forEach((loss, row) => {
    if (best === -1 ? Number.isFinite(loss) : loss < validation[best]) best = row;
  });
  return best === -1 ? beginnings : [...beginnings, steps[best]];
}

/** At most `most` rows, or if these alone are more, the first, the last and those of the landmarks. */
export function thinSnapshots(
  snapshots: SnapshotColumns,
  landmarks: readonly number[],
  most: number,
): SnapshotColumns {
  const { steps, times, losses, parameters } = snapshots;
  if (steps.length <= most) return snapshots;
  const rows = keptRows(steps, landmarks, most);
  const width = parameters.length / steps.length;
  const thinned = new Float64Array(rows.length * width);
  rows.forEach((row, at) => thinned.set(parameters.subarray(row * width, (row + 1) * width), at * width));
  return {
    steps: picked(steps, rows),
    times: picked(times, rows),
    losses: picked(losses, rows),
    parameters: thinned,
  };
}

/** As `thinSnapshots`. */
export function thinMetrics(
  metrics: MetricColumns,
  landmarks: readonly number[],
  most: number,
): MetricColumns {
  const { steps, columns } = metrics;
  if (steps.length <= most) return metrics;
  const rows = keptRows(steps, landmarks, most);
  const thinned = Object.entries(columns).map(([name, column]) => [name, picked(column, rows)] as const);
  return { steps: picked(steps, rows), columns: Object.fromEntries(thinned) };
}

/** Kept rows lie at least a gap apart, the smallest that leaves no more than `most`. */
function keptRows(steps: Float64Array, landmarks: readonly number[], most: number): number[] {
  const always = new Set([0, steps.length - 1, ...landmarks.map((step) => rowUpTo(steps, step))]);
  const places = steps.map(Math.log1p);
  const rowsApart = (gap: number) => {
    const rows: number[] = [];
    let last = -Infinity;
    places.forEach((place, row) => {
      if (!always.has(row) && place - last < gap) return;
      rows.push(row);
      last = place;
    });
    return rows;
  };
  let [small, large] = [0, 1 + places[places.length - 1]];
  for (let halvings = 0; halvings < 40; halvings++) {
    const gap = (small + large) / 2;
    if (rowsApart(gap).length > most) small = gap;
    else large = gap;
  }
  return rowsApart(large);
}

/** The last row of a step up to `step`, or the first. */
function rowUpTo(steps: Float64Array, step: number): number {
  return Math.max(
    0,
    steps.findLastIndex((recorded) => recorded <= step),
  );
}

function picked(column: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => column[row]);
}
