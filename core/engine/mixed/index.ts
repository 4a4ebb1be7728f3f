/** The face of core/engine/mixed: engines of the mixed target, which knows scalars where the others know tokens. */
import { mixedPass } from "../../model";
import type { Engine, MixedRequest } from "../engine";
import { kernelComputation } from "./kernelEngine";
import { MixedEngine } from "./mixedEngine";
import { referenceComputation } from "./referenceEngine";

/**
 * The kernel, or the float64 reference where that is asked for.
 * @throws RangeError for an engine or a path that the mixed target has no kernels for, α* or w*² that are not above 0,
 *   fewer than 5 tokens, sets of another length than the model's, and sets larger than the engine can hold
 */
export async function createMixedEngine(request: MixedRequest): Promise<Engine> {
  refuseImpossible(request);
  return new MixedEngine(
    request.kind === "reference" ? referenceComputation(request) : await kernelComputation(request),
  );
}

function refuseImpossible({ kind, path, model, training, validation }: MixedRequest): void {
  if (kind === "tfjs" || kind === "webgpu") {
    throw new RangeError(
      `engine.kind "${kind}" has no kernels for the mixed target, which has some for the cpu and the reference only: ` +
        'use "auto", "cpu" or "reference"',
    );
  }
  if (path === "table") {
    throw new RangeError(
      'engine.path "table" needs windows of tokens, and the mixed target has scalars: use "auto" or "direct"',
    );
  }
  // It refuses what the target cannot be, whatever the parameters and tokens.
  mixedPass(model.target, new Float64Array(6), new Float64Array(model.sequenceLength));
  const sets = { training: training.kind === "fixed" ? training.data : null, validation };
  for (const [name, set] of Object.entries(sets)) {
    if (!set || set.sequenceLength === model.sequenceLength) continue;
    throw new RangeError(
      `the ${name} sequences have ${set.sequenceLength} tokens, but those of the model have ${model.sequenceLength}`,
    );
  }
}
