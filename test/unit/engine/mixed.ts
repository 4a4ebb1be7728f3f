/** Engines of the mixed target made, run and compared, for the tests beside. */
import { drawScalars, type ScalarSet } from "../../../core/data";
import { createEngine, type EngineKind, type MixedRequest, type ScalarData } from "../../../core/engine";
import { mixedParameters, type GroupName, type MixedTarget } from "../../../core/model";

export interface Outcome {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly parts: Readonly<Record<string, number>>;
}

/** A set, or the size of fresh batches of seed 5. */
export type Sequences = ScalarSet | { readonly batchSize: number; readonly sequenceLength: number };

export function requestOf(
  kind: EngineKind | "auto",
  target: MixedTarget,
  sequences: Sequences,
  validation: ScalarSet | null = null,
): MixedRequest {
  const { sequenceLength } = sequences;
  const training: ScalarData =
    "scalars" in sequences
      ? { kind: "fixed", data: sequences }
      : { kind: "online", seed: 5, batchSize: sequences.batchSize };
  const model = { family: "mixed-target", target, sequenceLength } as const;
  return { model, training, validation, kind, threads: "auto", path: "auto" };
}

export async function computed(
  request: MixedRequest,
  parameters: ArrayLike<number>,
  step = 0,
  train: readonly GroupName[] = mixedParameters,
): Promise<Outcome> {
  const engine = await createEngine(request);
  try {
    engine.prepare(train);
    // What stands in it before must not matter.
    const gradient = new Float64Array(mixedParameters.length).fill(7);
    const loss = await engine.gradient(Float64Array.from(parameters), gradient, step);
    return { loss, gradient, parts: engine.lossParts?.() ?? {} };
  } finally {
    await engine.dispose();
  }
}

/** ‖found − expected‖ / ‖expected‖ */
export function distance(found: Float64Array, expected: Float64Array): number {
  return Math.hypot(...found.map((value, index) => value - expected[index])) / Math.hypot(...expected);
}

/** The fresh batch of a step, as a set. */
export function batchAsSet(batchSize: number, sequenceLength: number, step: number): Promise<ScalarSet> {
  return drawScalars(5, "online", step * batchSize, batchSize, sequenceLength);
}
