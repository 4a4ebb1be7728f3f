/**
 * The fast engine of the mixed target: float32 SIMD in WebAssembly, sums over sequences in float64 and parameters and
 * gradients outside in float64 too.
 */
import type { GroupName, MixedModel } from "../../model";
import type { Engine, EngineDescription, MixedRequest } from "../engine";
import {
  layOut,
  loadKernel,
  type MixedMemory,
  type RunKernel,
  type RunResult,
  type Sequences,
} from "./kernel";
import { lossesOf, lossParts, noLosses, validationParts, writeGradient, type MixedLosses } from "./sums";
import { withoutWindows } from "./windows";

/** @throws RangeError when the sets are larger than the engine can hold */
export async function createKernelEngine(request: MixedRequest): Promise<Engine> {
  const { model, training, validation } = request;
  const laid = layOut(training, validation, model.sequenceLength);
  return new MixedKernelEngine(model, laid, await loadKernel(laid));
}

class MixedKernelEngine implements Engine {
  readonly description: EngineDescription;
  #trained: readonly GroupName[] = [];
  #losses = noLosses;
  #validationLosses = noLosses;

  constructor(
    private readonly model: MixedModel,
    private readonly laid: MixedMemory,
    private readonly run: RunKernel,
  ) {
    const { kind, count } = laid.training;
    const sequences = `${count.toLocaleString("en-US")} ${kind === "fixed" ? "" : "fresh "}sequences`;
    const reason = `${sequences} at every step, four at a time on one thread`;
    this.description = { kind: "cpu", threads: 1, path: "direct", reason };
  }

  prepare(train: readonly GroupName[]): void {
    this.#trained = train;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { training } = this.laid;
    if (!parameters.every(Number.isFinite)) {
      this.#losses = noLosses;
      gradient.fill(NaN);
      return NaN;
    }
    const trained = this.#trained;
    const { sums, places } = this.ran(parameters, training, trained, step);
    writeGradient(parameters, places, sums, training.count, trained, gradient);
    this.#losses = lossesOf(sums, training.count);
    return this.#losses.lossG4 + this.#losses.lossIH;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async validationLoss(parameters: Float64Array): Promise<number> {
    this.#validationLosses = this.lossesOn(this.laid.validation, parameters);
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

  private lossesOn(sequences: Sequences | null, parameters: Float64Array): MixedLosses {
    if (!sequences || !parameters.every(Number.isFinite)) return noLosses;
    return lossesOf(this.ran(parameters, sequences, [], 0).sums, sequences.count);
  }

  /** What nothing trained depends on is left out of the sums. */
  private ran(
    parameters: Float64Array,
    sequences: Sequences,
    trained: readonly GroupName[],
    step: number,
  ): RunResult {
    const { target, sequenceLength } = this.model;
    const slopes = trained.includes("rpe1");
    const wants = { slopes, logits: slopes || trained.includes("key") || trained.includes("query") };
    return this.run({ target, parameters, wants, sequenceLength }, sequences, step);
  }
}
