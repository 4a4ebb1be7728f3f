/** A small run to record: two heads, a window of two, three subsets. */
import type { NewRun, SnapshotValues } from "../../../core/runs";

export const newRun: NewRun = {
  config: { name: "small", model: { heads: 2 } },
  manifest: {
    name: "small",
    program: { version: "0.1.0" },
    seed: 7,
    totalSteps: 1000,
    engine: { kind: "reference", threads: 1, path: "sequences", reason: "asked for" },
    layout: {
      groups: [
        { name: "rpe", shape: [2, 2], offset: 0, size: 4 },
        { name: "coefficients", shape: [3], offset: 4, size: 3 },
        { name: "scale", shape: [], offset: 7, size: 1 },
      ],
      size: 8,
    },
  },
  snapshots: {
    arrays: [
      { name: "step", shape: [] },
      { name: "rpe", shape: [2, 2], dimensions: ["head", "lag"], attributes: { description: "RPE logits" } },
      { name: "coefficients", shape: [3], dimensions: ["subset"] },
      { name: "scale", shape: [] },
    ],
    attributes: { program: "induction-lab" },
  },
};

/** A snapshot from which every number can be told. */
export function snapshotAt(step: number): SnapshotValues {
  return {
    step,
    rpe: [step + 0.11, step + 0.12, step + 0.21, step + 0.22],
    coefficients: Float64Array.of(step + 0.1, step + 0.2, step + 0.3),
    scale: -step,
  };
}
