/** The same quantities from this program's engines, and how far they are from the reference. */
import { createEngine, type Engine, type EngineRequest } from "../../engine";
import {
  classify,
  layoutOf,
  groupNames,
  groupView,
  weightsOf,
  type GroupName,
  type ParameterLayout,
} from "../../model";
import {
  keyPositions,
  type BatchVectors,
  type Snapshot,
  type EngineVectors,
  type Tensors,
  type TrajectoryVectors,
} from "./vectors";

/** Which engine computes, on which path. */
export type EngineChoice = Pick<EngineRequest, "kind" | "path">;

/**
 * The largest error of every quantity that the engine gives, relative to the largest entry of its tensor (of the
 * snapshot, in a trajectory the worst of them); NaN where anything is NaN.
 * @throws RangeError when the engine cannot hold the data as asked
 */
export async function relativeErrors(
  vectors: EngineVectors,
  choice: EngineChoice,
): Promise<ReadonlyMap<string, number>> {
  const { model, tokens } = vectors;
  const training = { kind: "fixed", data: tokens } as const;
  const engine = await createEngine({ model, training, validation: null, threads: "auto", ...choice });
  try {
    return vectors.format === "batch"
      ? await batchErrors(vectors, engine)
      : await trajectoryErrors(vectors, engine);
  } finally {
    await engine.dispose();
  }
}

/** max |found − expected| / max |expected|; absolute where nothing but zeros is expected. */
export function relativeError(found: Float64Array, expected: Float64Array): number {
  const error = expected.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(found[index] - value)),
    0,
  );
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return scale === 0 ? error : error / scale;
}

async function batchErrors(vectors: BatchVectors, engine: Engine): Promise<ReadonlyMap<string, number>> {
  const found: Tensors = new Map([
    ...(await differentiated(vectors, engine)),
    ...(await passes(vectors, engine)),
  ]);
  return new Map(
    Array.from(vectors.expected).flatMap(([name, expected]) => {
      const values = found.get(name);
      return values ? [[name, relativeError(values, expected)]] : [];
    }),
  );
}

async function differentiated({ model, parameters }: BatchVectors, engine: Engine): Promise<Tensors> {
  const layout = layoutOf(model);
  const gradient = new Float64Array(layout.size);
  engine.prepare(groupNames);
  const loss = await engine.gradient(parameters, gradient, 0);
  return new Map([
    ["loss", Float64Array.of(loss)],
    ["subsetWeights", weightsOf(model, parameters).subsetWeights],
    ...layout.groups.map(({ name }) => [`gradients.${name}`, groupView(gradient, layout, name)] as const),
  ]);
}

/** k as the engine computes it; attention and output follow from it in float64. */
async function passes({ model, parameters, tokens: set }: BatchVectors, engine: Engine): Promise<Tensors> {
  const { scale } = weightsOf(model, parameters);
  const { sequenceLength: length } = set;
  const all = await engine.kernel(parameters);
  const sequences = Array.from({ length: set.count }, (_, index) => {
    const kernel = all.subarray(index * length, (index + 1) * length);
    const tokens = set.tokens.subarray(index * (length + 1), (index + 1) * (length + 1));
    return { kernel, ...classify(model, scale, kernel, tokens) };
  });
  const joined = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat());
  return new Map([
    ["output", joined(sequences.map(({ output }) => [...output]))],
    ["attention", joined(sequences.map(({ attention }) => keyPositions(model, [...attention])))],
    ["kernel", joined(sequences.map(({ kernel }) => keyPositions(model, [...kernel])))],
  ]);
}

/** Full-batch gradient descent from the first snapshot. */
async function trajectoryErrors(
  vectors: TrajectoryVectors,
  engine: Engine,
): Promise<ReadonlyMap<string, number>> {
  const { model, stages, snapshots } = vectors;
  const layout = layoutOf(model);
  const parameters = snapshots[0].parameters.slice();
  const gradient = new Float64Array(layout.size);
  const errors = new Map<string, number>();
  const byStep = new Map(snapshots.map((snapshot) => [snapshot.step, snapshot]));
  const compare = (step: number, loss: number) => {
    const snapshot = byStep.get(step);
    if (snapshot) keepLargest(errors, snapshotErrors(snapshot, { step, loss, parameters }, layout));
  };

  let step = 0;
  for (const { train, steps, learningRate } of stages) {
    engine.prepare(train);
    for (const end = step + steps; step < end; step++) {
      compare(step, await engine.gradient(parameters, gradient, step));
      // The groups that the stage does not train have no gradient.
      for (let entry = 0; entry < layout.size; entry++) parameters[entry] -= learningRate * gradient[entry];
    }
  }
  compare(step, await engine.gradient(parameters, gradient, step));
  return errors;
}

function snapshotErrors(
  expected: Snapshot,
  found: Snapshot,
  layout: ParameterLayout,
): ReadonlyMap<string, number> {
  const errorOf = (name: GroupName) =>
    relativeError(groupView(found.parameters, layout, name), groupView(expected.parameters, layout, name));
  return new Map([
    ["loss", relativeError(Float64Array.of(found.loss), Float64Array.of(expected.loss))],
    ...layout.groups.map(({ name }) => [name, errorOf(name)] as const),
  ]);
}

function keepLargest(errors: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, error] of more) errors.set(name, Math.max(errors.get(name) ?? 0, error));
}
