/** The mixed target by core/model's float64 mathematics, one sequence after the other: what the kernel is checked against. */
import { drawScalars, type ScalarSet } from "../../data";
import { addMixedGradient, mixedParameters, mixedPass, type GroupName, type MixedTarget } from "../../model";
import type { Engine, EngineDescription, MixedRequest, ScalarData } from "../engine";
import { lossParts, noLosses, validationParts, type MixedLosses } from "./sums";
import { withoutWindows } from "./windows";

export function createMixedReference(request: MixedRequest): Engine {
  return new MixedReferenceEngine(request);
}

class MixedReferenceEngine implements Engine {
  readonly description: EngineDescription = {
    ...{ kind: "reference", threads: 1, path: "sequences" },
    reason: "float64, one sequence after the other",
  };
  #trained: readonly GroupName[] = [];
  #losses = noLosses;
  #validationLosses = noLosses;

  constructor(private readonly request: MixedRequest) {}

  prepare(train: readonly GroupName[]): void {
    this.#trained = train;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { model, training } = this.request;
    const set = await batchOf(training, model.sequenceLength, step);
    gradient.fill(0);
    this.#losses = meanLosses(model.target, parameters, set, gradient);
    mixedParameters.forEach((name, index) => {
      if (!this.#trained.includes(name)) gradient[index] = 0;
    });
    return this.#losses.lossG4 + this.#losses.lossIH;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async validationLoss(parameters: Float64Array): Promise<number> {
    const { model, validation } = this.request;
    this.#validationLosses = validation ? meanLosses(model.target, parameters, validation, null) : noLosses;
    return this.#validationLosses.lossG4 + this.#validationLosses.lossIH;
  }

  lossParts(): Readonly<Record<string, number>> {
    return lossParts(this.#losses);
  }

  validationParts(): Readonly<Record<string, number>> {
    return validationParts(this.#validationLosses);
  }

  kernel(): Promise<Float64Array> {
    return withoutWindows();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
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
