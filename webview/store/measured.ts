/** What was measured of a run at the step that the page stands on. */
import { circuitOf } from "./circuit";
import { rowsUpTo } from "./snapshots";
import type { ShownRun } from "./state";

/** NaN where unknown. */
export interface Measured {
  /** The recorded step whose state is shown. */
  readonly step: number;
  /** Gradient-flow time. */
  readonly time: number;
  readonly loss: number;
  /** The newest up to there. */
  readonly validationLoss: number;
}

/** @param step null: the newest @returns null where nothing was recorded up to there */
export function measuredAt(run: ShownRun, step: number | null): Measured | null {
  const { live, snapshots } = run;
  // What the views show decides: a damaged snapshot is passed over.
  const upTo = circuitOf(run, step)?.step ?? step ?? Infinity;
  const row = rowsUpTo(snapshots, upTo).at(-1);
  if (live && live.step <= upTo && live.step >= (row?.step ?? 0)) return live;
  const measured = row ?? metricUpTo(run, upTo);
  return measured && { ...measured, validationLoss: newestMetric(run, "validationLoss", measured.step) };
}

/** Where snapshots are missing. @param upTo NaN: nobody knows where that is */
function metricUpTo(
  { metrics: { steps, columns } }: ShownRun,
  upTo: number,
): Omit<Measured, "validationLoss"> | null {
  let row = steps.length - 1;
  while (row >= 0 && !(steps[row] <= upTo)) row--;
  return row < 0 ? null : { step: steps[row], time: NaN, loss: columns.loss?.[row] ?? NaN };
}

/** The newest value of a column of the metrics up to a step; NaN where there is none. */
export function newestMetric({ metrics: { steps, columns } }: ShownRun, name: string, upTo: number): number {
  if (!(name in columns)) return NaN;
  const column = columns[name];
  let row = steps.length - 1;
  while (row >= 0 && (steps[row] > upTo || Number.isNaN(column[row]))) row--;
  return row < 0 ? NaN : column[row];
}
