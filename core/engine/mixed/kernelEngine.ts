/**
 * The fast computation of the mixed target: float32 SIMD in WebAssembly, sums over sequences in float64 and parameters and
 * gradients outside in float64 too.
 */
import type { GroupName, MixedModel } from "../../model";
import type { EngineDescription, MixedRequest } from "../engine";
import {
  layOut,
  loadKernel,
  type MixedMemory,
  type RunKernel,
  type RunResult,
  type Sequences,
} from "./kernel";
import type { MixedComputation } from "./mixedEngine";
import { lossesOf, noLosses, writeGradient } from "./sums";

/** @throws RangeError when the sets are larger than the engine can hold */
export async function kernelComputation(request: MixedRequest): Promise<MixedComputation> {
  const { model, training, validation } = request;
  const laid = layOut(training, validation, model.sequenceLength);
  const run = await loadKernel(laid);
  return {
    description: describe(laid),
    train(parameters, gradient, trained, step) {
      if (!parameters.every(Number.isFinite)) {
        gradient.fill(NaN);
        return noLosses;
      }
      const { count } = laid.training;
      const { sums, places } = ran({ run, model }, parameters, laid.training, trained, step);
      writeGradient(parameters, places, sums, count, trained, gradient);
      return lossesOf(sums, count);
    },
    validate(parameters) {
      if (!laid.validation || !parameters.every(Number.isFinite)) return noLosses;
      const { sums } = ran({ run, model }, parameters, laid.validation, [], 0);
      return lossesOf(sums, laid.validation.count);
    },
  };
}

function describe({ training: { kind, count } }: MixedMemory): EngineDescription {
  const noun = count === 1 ? "sequence" : "sequences";
  const sequences = `${count.toLocaleString("en-US")} ${kind === "fixed" ? "" : "fresh "}${noun}`;
  const reason = `${sequences} at every step, four at a time on one thread`;
  return { kind: "cpu", threads: 1, path: "direct", reason };
}

/** What nothing trained depends on is left out of the sums. */
function ran(
  { run, model }: { readonly run: RunKernel; readonly model: MixedModel },
  parameters: Float64Array,
  sequences: Sequences,
  trained: readonly GroupName[],
  step: number,
): RunResult {
  const { target, sequenceLength } = model;
  const slopes = trained.includes("rpe1");
  const wants = { slopes, logits: slopes || trained.includes("key") || trained.includes("query") };
  return run({ target, parameters, wants, sequenceLength }, sequences, step);
}
