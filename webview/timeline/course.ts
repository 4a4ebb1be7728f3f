/**
 * The way of the runs along the axis: which steps can be stood on, and how far each lies from the left end. All in
 * shares of the width, so that it holds for any.
 */
import { axisUnit, positionOf } from "../charts";
import { firstIndexWhere, isGoingOn, placeOf, type Axis, type ShownRun } from "../store";

export interface Course {
  readonly axis: Axis;
  /** The place at the right end; above 0. */
  readonly lastPlace: number;
  /** Of its log scale. */
  readonly unit: number;
  /** Of the main run, all that its training takes. */
  readonly totalSteps: number;
  /** Those to stand on, ascending. */
  readonly steps: Float64Array;
  /** Where they lie, 0 … 1. */
  readonly shares: Float64Array;
  /** Where the page stands that follows the newest steps. */
  readonly newest: number;
  /** How far the main run has come. */
  readonly reached: number;
  readonly goesOn: boolean;
  /** Of any step of the main run, 0 … 1. */
  readonly shareOf: (step: number) => number;
  /** Of a place on the axis, 0 … 1. */
  readonly shareOfPlace: (place: number) => number;
}

export function courseOf(runs: readonly ShownRun[], axis: Axis): Course {
  const [main] = runs;
  const { quantity } = axis;
  const scale = quantity === "stage" ? "linear" : axis.scale;
  const lastPlace = Math.max(...runs.map((run) => lastPlaceOf(run, axis))) || 1;
  const unit = axisUnit(
    quantity,
    runs.map(({ snapshots }) => snapshots.map(({ time }) => time)),
  );
  const width = positionOf(lastPlace, scale, unit);
  const shareOfPlace = (place: number) =>
    Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, positionOf(place, scale, unit) / width));
  const place = placeOf(main, quantity);
  const shareOf = (step: number) => shareOfPlace(place(step));
  const steps = stepsToStandOn(runs, axis);
  return {
    axis,
    lastPlace,
    unit,
    totalSteps: Math.max(main.facts.totalSteps, steps.at(-1) ?? 0),
    steps,
    shares: steps.map(shareOf),
    newest: Math.max(newestStep(main), steps.at(-1) ?? 0),
    reached: newestStep(main),
    goesOn: isGoingOn(main.facts),
    shareOf,
    shareOfPlace,
  };
}

/** The one that lies nearest to a share of the width; null where there is none. */
export function stepUnder({ steps, shares }: Course, share: number): number | null {
  const after = firstFrom(shares, share);
  if (after === 0) return steps[0] ?? null;
  if (after === shares.length) return steps[after - 1];
  return shares[after] - share < share - shares[after - 1] ? steps[after] : steps[after - 1];
}

/** So many recorded steps on from `step`, or back; the outermost at the ends, null where there is none. */
export function rowsAway({ steps }: Course, step: number, count: number): number | null {
  if (steps.length === 0) return null;
  const at = firstFrom(steps, step);
  const row = count > 0 && steps[at] !== step ? at + count - 1 : at + count;
  return steps[Math.min(steps.length - 1, Math.max(0, row))];
}

/** What the page is to stand on for `step`: who goes to the last follows it. */
export function chosenFrom({ steps }: Course, step: number | null): number | null {
  return step === null || step >= steps[steps.length - 1] ? null : step;
}

/** What was recorded of the main run; where steps are compared, also what others did beyond its end. */
function stepsToStandOn(runs: readonly ShownRun[], { quantity }: Axis): Float64Array {
  const [main, ...others] = runs;
  const own = recordedSteps(main);
  if (quantity !== "step") return Float64Array.from(own);
  const end = own.at(-1) ?? -1;
  const compared = others.filter(({ role }) => role === "compared");
  const beyond = new Set(compared.flatMap((run) => recordedSteps(run).filter((step) => step > end)));
  return Float64Array.from([...own, ...Array.from(beyond).sort((a, b) => a - b)]);
}

/** Where no snapshot can be read, losses may have been measured. */
function recordedSteps({ snapshots, metrics, live }: ShownRun): number[] {
  const steps = snapshots.length > 0 ? snapshots.map(({ step }) => step) : Array.from(metrics.steps);
  if (live && live.step > (steps.at(-1) ?? -1)) steps.push(live.step);
  return steps;
}

function newestStep(run: ShownRun): number {
  const { facts, live } = run;
  return Math.max(live && isGoingOn(facts) ? live.step : facts.step, recordedSteps(run).at(-1) ?? 0);
}

/** The axis of steps holds what is still to be trained; time is known only as far as a run has come. */
function lastPlaceOf(run: ShownRun, { quantity }: Axis): number {
  const end = quantity === "time" ? Infinity : Math.max(run.facts.totalSteps, newestStep(run));
  const place = placeOf(run, quantity)(end);
  return Number.isFinite(place) ? place : 0;
}

/** The first row whose value is at least `value`; the length where there is none. */
function firstFrom(values: Float64Array, value: number): number {
  return firstIndexWhere(values.length, (row) => !(values[row] < value));
}
