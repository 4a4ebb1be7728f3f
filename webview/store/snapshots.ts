/** Snapshots as rows: cut out of what the host sends, merged by step, and read with the run's model when asked. */
import {
  hasSelector,
  layoutOf,
  groupView,
  subsetWeightsOf,
  wholeWindowAttention,
  type Model,
} from "../../core/model";
import type { SnapshotColumns } from "../../core/protocol";
import { firstIndexWhere } from "./search";
import type { Snapshot } from "./state";

export function snapshotRows({ steps, times, losses, parameters }: SnapshotColumns): Snapshot[] {
  const width = steps.length === 0 ? 0 : parameters.length / steps.length;
  return Array.from(steps, (step, row) => ({
    step,
    time: times[row],
    loss: losses[row],
    parameters: parameters.subarray(row * width, (row + 1) * width),
  }));
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
  const count = rowAfter(rows, step);
  return count === rows.length ? rows : rows.slice(0, count);
}

/** The newest row of a step up to `step` that can be read with the model; undefined where there is none. */
export function readableUpTo(rows: readonly Snapshot[], step: number, model: Model): Snapshot | undefined {
  let row = rowAfter(rows, step) - 1;
  while (row >= 0 && !isReadable(model, rows[row].parameters)) row--;
  return rows[row];
}

/** Whether `parameters` is a vector of this model. */
export function fits(model: Model, parameters: Float64Array): boolean {
  return parameters.length === layoutOf(model).size;
}

/** Whether it is one without a damaged number. */
export function isReadable(model: Model, parameters: Float64Array): boolean {
  return fits(model, parameters) && parameters.every(Number.isFinite);
}

/** p_S, [|𝒮|]; empty where the row does not fit the model, or there is no selector. */
export const subsetWeightsAt = remembered((model, { parameters }) =>
  hasSelector(model) && fits(model, parameters)
    ? subsetWeightsOf(groupView(parameters, layoutOf(model), "coefficients"))
    : nothing,
);

/** σ of whole windows, [H, M]; empty where the row does not fit the model. */
export const lagAttentionAt = remembered((model, { parameters }) =>
  fits(model, parameters) ? wholeWindowAttention(model, parameters) : nothing,
);

/** a; NaN where the row does not fit the model. */
export function scaleAt(model: Model, { parameters }: Snapshot): number {
  return fits(model, parameters) ? parameters[parameters.length - 1] : NaN;
}

const nothing = new Float64Array();

type Reading = (model: Model, snapshot: Snapshot) => Float64Array;

/** Rows never change, and several views ask of one and the same. */
function remembered(read: Reading): Reading {
  const known = new WeakMap<Model, WeakMap<Snapshot, Float64Array>>();
  return (model, snapshot) => {
    const ofModel = known.get(model) ?? new WeakMap<Snapshot, Float64Array>();
    known.set(model, ofModel);
    const before = ofModel.get(snapshot);
    if (before) return before;
    const values = read(model, snapshot);
    ofModel.set(snapshot, values);
    return values;
  };
}

/** The first row of a later step than `step`; of NaN, the very first. */
function rowAfter(rows: readonly Snapshot[], step: number): number {
  return firstIndexWhere(rows.length, (row) => !(rows[row].step <= step));
}
