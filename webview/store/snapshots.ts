/** Snapshots as rows: cut out of what the host sends, read once, merged by step. */
import { disentangledLayout, weightsOf, type DisentangledModel } from "../../core/model";
import type { SnapshotColumns } from "../../core/protocol";
import type { Snapshot } from "./state";

/** @param model null where it is not known: then the rows say only their steps and losses */
export function snapshotRows(columns: SnapshotColumns, model: DisentangledModel | null): Snapshot[] {
  const { steps, losses, parameters } = columns;
  const width = steps.length === 0 ? 0 : parameters.length / steps.length;
  return Array.from(steps, (step, row) =>
    snapshotOf(step, losses[row], parameters.subarray(row * width, (row + 1) * width), model),
  );
}

/** The same rows read with another model. */
export function reread(rows: readonly Snapshot[], model: DisentangledModel | null): Snapshot[] {
  return rows.map(({ step, loss, parameters }) => snapshotOf(step, loss, parameters, model));
}

/** Both together, by step; where both hold a step, the newer one's row stands. */
export function mergeSnapshots(older: readonly Snapshot[], newer: readonly Snapshot[]): readonly Snapshot[] {
  if (newer.length === 0) return older;
  const first = newer[0].step;
  const kept = rowsUpTo(older, first - 1);
  const overlapping = older.slice(kept.length);
  if (overlapping.length === 0) return [...kept, ...newer];
  const bySteps = new Map([...overlapping, ...newer].map((row) => [row.step, row]));
  return [...kept, ...Array.from(bySteps.values()).sort((a, b) => a.step - b.step)];
}

/** Those of steps up to `step`; the very list where that is all. */
export function rowsUpTo(rows: readonly Snapshot[], step: number): readonly Snapshot[] {
  let count = rows.length;
  while (count > 0 && rows[count - 1].step > step) count--;
  return count === rows.length ? rows : rows.slice(0, count);
}

/** Whether `parameters` is a vector of this model. */
export function fits(model: DisentangledModel, parameters: Float64Array): boolean {
  return parameters.length === disentangledLayout(model).size;
}

const nothing = new Float64Array();

function snapshotOf(
  step: number,
  loss: number,
  parameters: Float64Array,
  model: DisentangledModel | null,
): Snapshot {
  if (!model || !fits(model, parameters)) {
    return { step, loss, parameters, subsetWeights: nothing, scale: NaN };
  }
  // The attention of shorter windows, at a sequence's start, is not asked for here and costs most.
  const { subsetWeights, scale } = weightsOf({ ...model, boundary: "skip" }, parameters);
  return { step, loss, parameters, subsetWeights, scale };
}
