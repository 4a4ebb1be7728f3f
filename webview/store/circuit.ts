/** What the newest parameters of a run mean: its heads, its subsets and its scale, as core/inspect reads them. */
import {
  describeHeads,
  describeSubsets,
  type HeadDescription,
  type SubsetDescription,
} from "../../core/inspect";
import { newestOf } from "./standing";
import type { ShownRun } from "./state";

export interface Circuit {
  /** Of the parameters. */
  readonly step: number;
  readonly heads: readonly HeadDescription[];
  /** In the order of `coefficients`. */
  readonly subsets: readonly SubsetDescription[];
  /** a. */
  readonly scale: number;
  /** [H, M], 1 where head h may attend lag i+1. */
  readonly lagMask: Uint8Array;
}

/** Several views ask of one and the same state; runs never change, they are replaced. */
const known = new WeakMap<ShownRun, Circuit | null>();

/** Null where nothing is known of the parameters yet, or where they cannot be read. */
export function circuitOf(run: ShownRun): Circuit | null {
  const before = known.get(run);
  if (before !== undefined) return before;
  const circuit = read(run);
  known.set(run, circuit);
  return circuit;
}

function read(run: ShownRun): Circuit | null {
  const newest = newestOf(run);
  if (!newest) return null;
  const { step, parameters } = newest;
  // Only whole windows are described; the shorter ones cost most and say nothing more.
  const model = { ...newest.model, boundary: "skip" } as const;
  return {
    step,
    heads: describeHeads(model, parameters),
    subsets: describeSubsets(model, parameters),
    scale: parameters[parameters.length - 1],
    lagMask: model.lagMask,
  };
}
