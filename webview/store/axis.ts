/**
 * The axis that curves and timeline share: steps, gradient-flow time, or the progress through a run's stages. A place
 * on it is a number in that quantity's own unit; a run knows which place belongs to each of its steps.
 */
import { firstIndexWhere } from "./search";
import type { ShownRun } from "./state";

/** `stage`: 1.5 is the middle of the second stage, whose length may differ from run to run. */
export type AxisQuantity = "step" | "time" | "stage";
export type AxisScale = "linear" | "log";

export interface Axis {
  readonly quantity: AxisQuantity;
  /** Stages are always linear. */
  readonly scale: AxisScale;
}

/** From a step of the run to its place; grows with the step. */
export function placeOf(run: ShownRun, quantity: AxisQuantity): (step: number) => number {
  if (quantity === "step") return (step) => step;
  const { from, to } = knots(run, quantity);
  return (step) => interpolated(from, to, step);
}

/** From a place to the step that the run took there; between recorded steps by interpolation. */
export function stepAtPlace(run: ShownRun, quantity: AxisQuantity): (place: number) => number {
  if (quantity === "step") return (place) => place;
  const { from, to } = knots(run, quantity);
  return (place) => Math.round(interpolated(to, from, place));
}

/** The step of `run` at the same place of the axis as step `chosen` of `main`; null stands for the newest. */
export function alignedStep(
  main: ShownRun,
  run: ShownRun,
  chosen: number | null,
  quantity: AxisQuantity,
): number | null {
  if (chosen === null || run === main || quantity === "step") return chosen;
  return stepAtPlace(run, quantity)(placeOf(main, quantity)(chosen));
}

/** Steps and places that belong to each other, both ascending. */
interface Knots {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const known = new WeakMap<ShownRun, Map<AxisQuantity, Knots>>();

function knots(run: ShownRun, quantity: Exclude<AxisQuantity, "step">): Knots {
  const ofRun = known.get(run) ?? new Map<AxisQuantity, Knots>();
  known.set(run, ofRun);
  const before = ofRun.get(quantity);
  if (before) return before;
  const made = quantity === "time" ? timeKnots(run) : stageKnots(run);
  ofRun.set(quantity, made);
  return made;
}

function timeKnots({ snapshots, live }: ShownRun): Knots {
  const rows = snapshots.filter(({ time }) => Number.isFinite(time));
  const isNewer = live !== null && live.step > (rows.at(-1)?.step ?? -1) && Number.isFinite(live.time);
  const newer = isNewer ? [live] : [];
  const all = [...rows, ...newer];
  return { from: all.map(({ step }) => step), to: all.map(({ time }) => time) };
}

/** Where stages began, and where those that are still to come will, as the run was last set to train. */
function stageKnots({ facts, live }: ShownRun): Knots {
  const { stages, totalSteps, experiment } = facts;
  const last = stages.at(-1);
  if (!last) return { from: [], to: [] };
  let begins = last.fromStep;
  const planned = experiment?.training.stages.slice(last.stage, -1) ?? [];
  const coming = planned.map(({ steps }) => (begins += steps));
  const end = Math.max(totalSteps, live?.step ?? 0, begins);
  return {
    from: [...stages.map(({ fromStep }) => fromStep), ...coming, end],
    to: [...stages.map(({ stage }) => stage), ...[...coming, end].map((_, index) => last.stage + 1 + index)],
  };
}

function interpolated(from: readonly number[], to: readonly number[], value: number): number {
  if (from.length === 0) return NaN;
  const last = from.length - 1;
  if (value <= from[0]) return to[0];
  if (value >= from[last]) return to[last];
  const high = firstIndexWhere(from.length, (knot) => from[knot] > value);
  const low = high - 1;
  return to[low] + ((value - from[low]) / (from[high] - from[low])) * (to[high] - to[low]);
}
