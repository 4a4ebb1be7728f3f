/** What a run's parameters mean at a step: its heads, its subsets and its scale, as core/inspect reads them. */
import {
  describeHeads,
  describeSubsets,
  type HeadDescription,
  type SubsetDescription,
} from "../../core/inspect";
import { coefficientNormOf, groupView, hasSelector, layoutOf, type Model } from "../../core/model";
import { alignedStep, type AxisQuantity } from "./axis";
import { newestOf, type Newest } from "./standing";
import type { ShownRun } from "./state";

export interface Circuit {
  /** Of the parameters. */
  readonly step: number;
  readonly model: Model;
  /** The whole vector. */
  readonly parameters: Float64Array;
  readonly heads: readonly HeadDescription[];
  /** In the order of `coefficients`; none where there is no selector. */
  readonly subsets: readonly SubsetDescription[];
  /** C_D; NaN where there is no selector. */
  readonly coefficientNorm: number;
  /** a. */
  readonly scale: number;
  /** [H, M], 1 where head h may attend lag i+1. */
  readonly lagMask: Uint8Array;
}

/** Several views ask of one and the same state. */
const known = new WeakMap<Float64Array, Circuit>();

/**
 * Of the newest state up to `step`, or with null of the newest at all. Null where nothing is known of the parameters
 * yet, or where they cannot be read.
 */
export function circuitOf(run: ShownRun, step: number | null = null): Circuit | null {
  const state = newestOf(run, step ?? Infinity);
  if (!state) return null;
  const before = known.get(state.parameters);
  if (before?.model === state.model && before.step === state.step) return before;
  const circuit = read(state);
  known.set(state.parameters, circuit);
  return circuit;
}

/** Of `run` where the axis stands at step `chosen` of the first of `runs`. */
export function alignedCircuit(
  runs: readonly ShownRun[],
  run: ShownRun,
  chosen: number | null,
  quantity: AxisQuantity,
): Circuit | null {
  return circuitOf(run, alignedStep(runs[0], run, chosen, quantity));
}

function read({ step, model, parameters }: Newest): Circuit {
  return {
    step,
    model,
    parameters,
    heads: describeHeads(model, parameters),
    subsets: describeSubsets(model, parameters),
    coefficientNorm: hasSelector(model)
      ? coefficientNormOf(groupView(parameters, layoutOf(model), "coefficients"))
      : NaN,
    scale: parameters[parameters.length - 1],
    lagMask: model.lagMask,
  };
}
