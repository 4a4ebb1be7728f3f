/**
 * Runs on the mixed target as the page knows them: what their target is, their six scalars at a step, their phases. They
 * have no `Model`, so nothing that asks for one is theirs.
 */
import { isMixed } from "../../core/config";
import {
  mixedCircuit,
  mixedCourse,
  type MixedCircuit,
  type MixedCourse,
  type MixedPhaseName,
} from "../../core/inspect";
import { fewestScalars, mixedParameters, type MixedModel } from "../../core/model";
import type { MetricColumns } from "../../core/protocol";
import { alignedStep, placeOf, type AxisQuantity } from "./axis";
import { rowsUpTo } from "./snapshots";
import { isGoingOn } from "./standing";
import type { ShownRun } from "./state";

/** The six parameters at a step, in the order of `mixedParameters`; all finite. */
export interface MixedState {
  readonly step: number;
  readonly parameters: Float64Array;
}

/** A phase that has begun, in steps; the last one lasts until the newest measured step. */
export interface MixedSpan {
  readonly name: MixedPhaseName;
  readonly fromStep: number;
  readonly toStep: number;
}

/** Null for runs on tokens, and where the configuration makes no sense. */
export function mixedModelOf({ facts: { experiment } }: Pick<ShownRun, "facts">): MixedModel | null {
  if (!experiment || !isMixed(experiment)) return null;
  const before = models.get(experiment);
  if (before !== undefined) return before;
  const { mixing, sharpness, sequenceLength } = experiment.data;
  const isWhole = mixing > 0 && sharpness > 0 && sequenceLength >= fewestScalars;
  const model: MixedModel | null = isWhole
    ? { family: "mixed-target", target: { mixing, sharpness }, sequenceLength }
    : null;
  models.set(experiment, model);
  return model;
}

/** Those of either kind, in their order; of a kind that only ghosts are of there are none. */
export interface RunKinds {
  readonly mixed: readonly ShownRun[];
  readonly tokens: readonly ShownRun[];
}

/** The same lists for the same runs. */
export function kindsOf(runs: readonly ShownRun[]): RunKinds {
  const before = kinds.get(runs);
  if (before) return before;
  const mixed = shownOf(runs, (run) => mixedModelOf(run) !== null);
  const tokens = shownOf(runs, (run) => mixedModelOf(run) === null);
  const found = { mixed, tokens };
  kinds.set(runs, found);
  return found;
}

function shownOf(runs: readonly ShownRun[], isOne: (run: ShownRun) => boolean): readonly ShownRun[] {
  if (runs.every(isOne)) return runs;
  const found = runs.filter(isOne);
  return found.some(({ role }) => role !== "ghost") ? found : [];
}

/** Of the newest state up to `step`; null where nothing is known of it yet, or it cannot be read. */
export function mixedStateAt(run: ShownRun, step: number | null): MixedState | null {
  if (!mixedModelOf(run)) return null;
  const upTo = step ?? Infinity;
  const { live, snapshots } = run;
  const rows = rowsUpTo(snapshots, upTo);
  let row = rows.length - 1;
  while (row >= 0 && !isWhole(rows[row].parameters)) row--;
  const isNewer = live !== null && live.step <= upTo && live.step >= (rows[row]?.step ?? 0);
  return isNewer && isWhole(live.parameters) ? live : (rows[row] ?? null);
}

/** Of `run` where the axis stands at step `chosen` of the first of `runs`. */
export function alignedMixedState(
  runs: readonly ShownRun[],
  run: ShownRun,
  chosen: number | null,
  quantity: AxisQuantity,
): MixedState | null {
  return mixedStateAt(run, alignedStep(runs[0], run, chosen, quantity));
}

/** What the run's parameters do with a sequence; made once for all views that show it. */
export function mixedCircuitOf(
  { target }: MixedModel,
  { parameters }: MixedState,
  tokens: Float64Array,
): MixedCircuit {
  const ofTokens = circuits.get(tokens) ?? new WeakMap<Float64Array, MixedCircuit>();
  circuits.set(tokens, ofTokens);
  const circuit = ofTokens.get(parameters) ?? mixedCircuit(target, parameters, tokens);
  ofTokens.set(parameters, circuit);
  return circuit;
}

/** Whether all of it is numbers: k·q, and what heads bring, may be too large for any though parameters are not. */
export function isComputable(circuit: MixedCircuit): boolean {
  const { copied, lazyAttention, richAttention, wantedAttention, lazy, rich } = circuit;
  return (
    [copied, lazyAttention, richAttention, wantedAttention].every((column) =>
      column.every(Number.isFinite),
    ) && [lazy.output, rich.output, circuit.effective.match].every(Number.isFinite)
  );
}

/** The run's course in its losses; while it goes on it is looked for again when it has measured so much more. */
export function mixedCourseOf(run: ShownRun): MixedCourse {
  const model = mixedModelOf(run);
  if (!model) return { kind: "unknown" };
  const { metrics, facts } = run;
  const before = courses.get(model);
  const count = metrics.steps.length;
  if (before?.metrics === metrics) return before.course;
  const isLittleMore =
    before !== undefined &&
    count >= before.metrics.steps.length &&
    count < muchMore * before.metrics.steps.length;
  if (isLittleMore && count > fewRows && isGoingOn(facts)) return before.course;
  const course = mixedCourse(linesOf(run), facts.experiment?.training.stages ?? []);
  courses.set(model, { metrics, course });
  return course;
}

/** By step; empty where the course has no phases. */
export function mixedSpans(course: MixedCourse): readonly MixedSpan[] {
  if (course.kind !== "phases") return [];
  return course.phases.flatMap((phase): MixedSpan[] => {
    switch (phase.state) {
      case "notBegun":
        return [];
      case "underWay":
        return [{ name: phase.name, fromStep: phase.from.step, toStep: course.last.step }];
      case "ended":
        return [{ name: phase.name, fromStep: phase.from.step, toStep: phase.to.step }];
    }
  });
}

const kinds = new WeakMap<readonly ShownRun[], RunKinds>();
const models = new WeakMap<object, MixedModel | null>();
const circuits = new WeakMap<Float64Array, WeakMap<Float64Array, MixedCircuit>>();
/** A model stays the same as long as its run's experiment does. */
const courses = new WeakMap<MixedModel, { readonly metrics: MetricColumns; readonly course: MixedCourse }>();

const muchMore = 1.02;
/** So few are looked at in no time. */
const fewRows = 500;

function isWhole(parameters: Float64Array): boolean {
  return parameters.length === mixedParameters.length && parameters.every(Number.isFinite);
}

/** Times are those of the snapshots, which are recorded more thinly than losses. */
function linesOf(run: ShownRun) {
  const { steps, columns } = run.metrics;
  const { unexplainedG4, unexplainedIH } = columns;
  if (!unexplainedG4 || !unexplainedIH) return [];
  const timeAt = placeOf(run, "time");
  const times = columns.time ?? steps.map(timeAt);
  return Array.from(steps, (step, row) => ({
    step,
    time: times[row],
    ...(columns.stage && { stage: columns.stage[row] }),
    unexplainedG4: unexplainedG4[row],
    unexplainedIH: unexplainedIH[row],
  }));
}
