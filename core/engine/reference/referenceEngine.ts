/**
 * The reference engine: core/model's float64 mathematics, sequence by sequence on one thread. Slow, plain, and what
 * the fast engines are checked against.
 */
import type { TokenSet } from "../../data";
import {
  backwardSequence,
  emptyGradients,
  forwardSequence,
  pullBack,
  weightsOf,
  type Model,
  type GroupName,
} from "../../model";
import { batchOf } from "../batch";
import { fixedData, type Engine, type EngineDescription, type TokenRequest } from "../engine";

/** @param why this engine, where nobody asked for it */
export function createReferenceEngine({ model, training, validation }: TokenRequest, why?: string): Engine {
  return new ReferenceEngine(model, training, validation, why);
}

class ReferenceEngine implements Engine {
  readonly description: EngineDescription;
  private trained: readonly GroupName[] = [];

  constructor(
    private readonly model: Model,
    private readonly training: TokenRequest["training"],
    private readonly validation: TokenSet | null,
    why: string | undefined,
  ) {
    const how = "float64, one sequence after the other";
    const reason = why === undefined ? how : `${how}; ${why}`;
    this.description = { kind: "reference", threads: 1, path: "sequences", reason };
  }

  prepare(train: readonly GroupName[]): void {
    this.trained = train;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { model } = this;
    const data = await batchOf(this.training, step);
    const weights = weightsOf(model, parameters);
    const gradients = emptyGradients(model);
    let loss = 0;
    for (const tokens of sequencesOf(data)) {
      const pass = forwardSequence(model, weights, tokens);
      loss += pass.loss / data.count;
      backwardSequence(model, weights, tokens, pass, 1 / data.count, gradients);
    }
    pullBack(model, parameters, weights, gradients, this.trained, gradient);
    return loss;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async validationLoss(parameters: Float64Array): Promise<number> {
    if (!this.validation) return NaN;
    const weights = weightsOf(this.model, parameters);
    let loss = 0;
    for (const tokens of sequencesOf(this.validation)) {
      loss += forwardSequence(this.model, weights, tokens).loss / this.validation.count;
    }
    return loss;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const data = fixedData(this.training);
    const weights = weightsOf(this.model, parameters);
    const kernel = new Float64Array(data.count * data.sequenceLength);
    let row = 0;
    for (const tokens of sequencesOf(data)) {
      kernel.set(forwardSequence(this.model, weights, tokens).kernel, row);
      row += data.sequenceLength;
    }
    return kernel;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

function* sequencesOf(data: TokenSet): Generator<Uint8Array> {
  const row = data.sequenceLength + 1;
  for (let index = 0; index < data.count; index++) yield data.tokens.subarray(index * row, (index + 1) * row);
}
