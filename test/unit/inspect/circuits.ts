/** Models with parameters in general position and sequences of their data, for the tests of core/inspect. */
import { createEngine, type EngineKind } from "../../../core/engine";
import type { DisentangledModel } from "../../../core/model";
import { authors, laidOut, type Experiment } from "../engine/experiments";

/** One of each kind of convention. */
export const conventions: readonly Experiment[] = [
  { name: "the paper's theory: whole windows, log loss" },
  { name: "the authors' code: masks, l2, truncated windows, empty subset, softmax loss", shape: authors },
  { name: "four heads over eight lags", shape: { heads: 4, window: 8, maxDegree: 3 }, sequenceLength: 40 },
  {
    name: "a mask of its own, windows of any length",
    shape: {
      boundary: "truncate",
      lagMask: [
        [true, false, true, false, true],
        [false, true, true, true, true],
        [false, false, false, false, false],
      ],
    },
  },
];

/** For `test.each`. */
export const named = conventions.map((experiment) => [experiment.name, experiment] as const);

/** @returns the model, its parameters, and the first `count` of its sequences, each x_1 … x_{L+1} */
export async function circuitAndSequences(experiment: Experiment, count: number) {
  const { model, data, parameters } = await laidOut(experiment);
  const row = data.sequenceLength + 1;
  const sequences = Array.from({ length: count }, (_, index) =>
    data.tokens.slice(index * row, (index + 1) * row),
  );
  return { model, parameters, sequences };
}

/** ℓ of one sequence, its target last, as an engine that trains computes it. */
export async function lossByEngine(
  kind: EngineKind,
  model: DisentangledModel,
  parameters: Float64Array,
  tokens: Uint8Array,
): Promise<number> {
  const { alphabetSize } = model;
  const data = { tokens, count: 1, sequenceLength: tokens.length - 1, alphabetSize };
  const engine = await createEngine({
    model,
    training: { kind: "fixed", data },
    validation: null,
    kind,
    threads: 1,
    path: "auto",
  });
  try {
    engine.prepare(["scale"]);
    return await engine.gradient(parameters, new Float64Array(parameters.length), 0);
  } finally {
    await engine.dispose();
  }
}
