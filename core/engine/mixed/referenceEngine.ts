/** The mixed target by core/model's float64 mathematics, one sequence after the other: what the kernel is checked against. */
import { drawScalars, type ScalarSet } from "../../data";
import { addMixedGradient, mixedParameters, mixedPass, type MixedTarget } from "../../model";
import type { MixedRequest, ScalarData } from "../engine";
import type { MixedComputation } from "./mixedEngine";
import { noLosses, type MixedLosses } from "./sums";

export function referenceComputation({ model, training, validation }: MixedRequest): MixedComputation {
  return {
    description: {
      ...{ kind: "reference", threads: 1, path: "sequences" },
      reason: "float64, one sequence after the other",
    },
    async train(parameters, gradient, trained, step) {
      const set = await batchOf(training, model.sequenceLength, step);
      gradient.fill(0);
      const losses = meanLosses(model.target, parameters, set, gradient);
      mixedParameters.forEach((name, index) => {
        if (!trained.includes(name)) gradient[index] = 0;
      });
      return losses;
    },
    validate: (parameters) =>
      validation ? meanLosses(model.target, parameters, validation, null) : noLosses,
  };
}

/** The fixed set, or the fresh batch that belongs to `step`. */
async function batchOf(training: ScalarData, sequenceLength: number, step: number): Promise<ScalarSet> {
  if (training.kind === "fixed") return training.data;
  const { seed, batchSize } = training;
  return drawScalars(seed, "online", step * batchSize, batchSize, sequenceLength);
}

/** Adds the gradient to `gradient`, where there is one. */
function meanLosses(
  target: MixedTarget,
  parameters: Float64Array,
  { scalars, count, sequenceLength }: ScalarSet,
  gradient: Float64Array | null,
): MixedLosses {
  const means = { lossG4: 0, lossIH: 0, targetG4: 0, targetIH: 0 };
  for (let from = 0; from < scalars.length; from += sequenceLength) {
    const tokens = Float64Array.from(scalars.subarray(from, from + sequenceLength));
    const pass = mixedPass(target, parameters, tokens);
    means.lossG4 += pass.lossG4 / count;
    means.lossIH += pass.lossIH / count;
    means.targetG4 += (0.5 * pass.target[0] ** 2) / count;
    means.targetIH += (0.5 * pass.target[1] ** 2) / count;
    if (gradient) addMixedGradient(parameters, tokens, pass, 1 / count, gradient);
  }
  return means;
}
