/** What both engines of the mixed target are: who computes differs, and what is told of the losses does not. */
import type { GroupName } from "../../model";
import type { Engine, EngineDescription } from "../engine";
import { lossParts, noLosses, validationParts, type MixedLosses } from "./sums";

/** Losses on the training and on the validation set, by kernels or by core/model. */
export interface MixedComputation {
  readonly description: EngineDescription;
  /** Overwrites `gradient`: 0 of what is not trained. */
  train(
    parameters: Float64Array,
    gradient: Float64Array,
    trained: readonly GroupName[],
    step: number,
  ): MixedLosses | Promise<MixedLosses>;
  /** `noLosses` where nothing is held out. */
  validate(parameters: Float64Array): MixedLosses;
}

export class MixedEngine implements Engine {
  readonly description: EngineDescription;
  #trained: readonly GroupName[] = [];
  #losses = noLosses;
  #validationLosses = noLosses;

  constructor(private readonly computation: MixedComputation) {
    this.description = computation.description;
  }

  prepare(train: readonly GroupName[]): void {
    this.#trained = train;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    this.#losses = await this.computation.train(parameters, gradient, this.#trained, step);
    return this.#losses.lossG4 + this.#losses.lossIH;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async validationLoss(parameters: Float64Array): Promise<number> {
    this.#validationLosses = this.computation.validate(parameters);
    return this.#validationLosses.lossG4 + this.#validationLosses.lossIH;
  }

  lossParts(): Readonly<Record<string, number>> {
    return lossParts(this.#losses);
  }

  validationParts(): Readonly<Record<string, number>> {
    return validationParts(this.#validationLosses);
  }

  /** @throws RangeError always */
  kernel(): Promise<Float64Array> {
    return Promise.reject(
      new RangeError(
        "the mixed target has no windows to compare, and so no kernel of them: its attention comes with a trace of a sequence",
      ),
    );
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
