/**
 * Deep models and absolute positions on TensorFlow.js: sequence by sequence, in portions that fit the device. core/model
 * makes the weights from the parameters, and gradients of the parameters from theirs, in float64.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TokenSet } from "../../data";
import {
  emptyGradients,
  pullBack,
  weightsOf,
  type GroupName,
  type WeightGradients,
  type Weights,
} from "../../model";
import { batchOf } from "../batch";
import { fixedData, type Engine, type EngineDescription, type TokenRequest } from "../engine";
import type { OpenedBackend } from "./backend";
import type { Tf } from "./backends";
import { sequenceLoss, type SequenceModel, type WeightTensors } from "./graphs/sequenceLoss";

export interface SequenceParts {
  readonly opened: OpenedBackend;
  readonly model: SequenceModel;
  readonly request: TokenRequest;
  readonly description: EngineDescription;
  /** Numbers that a portion of sequences may take in all its tensors. */
  readonly portionNumbers: number;
}

export class SequenceEngine implements Engine {
  readonly description: EngineDescription;
  #trained: readonly GroupName[] = [];
  #portionNumbers: number;

  constructor(private readonly parts: SequenceParts) {
    this.description = parts.description;
    this.#portionNumbers = parts.portionNumbers;
  }

  prepare(train: readonly GroupName[]): void {
    this.#trained = train;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { model } = this.parts;
    const set = await batchOf(this.parts.request.training, step);
    const weights = weightsOf(model, parameters);
    const [loss, gradients] = await this.splitting(set, async (size) => {
      const sum = emptyGradients(model);
      let total = 0;
      for (const portion of portions(set, size)) {
        total += (await this.portionGradient(portion, weights, set.count, sum)) / set.count;
      }
      return [total, sum] as const;
    });
    pullBack(model, parameters, weights, gradients, this.#trained, gradient);
    return loss;
  }

  async validationLoss(parameters: Float64Array): Promise<number> {
    const { validation } = this.parts.request;
    if (!validation) return NaN;
    return this.splitting(validation, async (size) => {
      let loss = 0;
      for (const portion of portions(validation, size)) {
        loss += (await this.forward(portion, parameters, "loss"))[0] / validation.count;
      }
      return loss;
    });
  }

  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const data = fixedData(this.parts.request.training);
    const kernel = new Float64Array(data.count * data.sequenceLength);
    await this.splitting(data, async (size) => {
      let at = 0;
      for (const portion of portions(data, size)) {
        kernel.set(await this.forward(portion, parameters, "kernel"), at);
        at += portion.count * portion.sequenceLength;
      }
    });
    return kernel;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  /** Adds the portion's share of the mean loss's gradients. @returns the sum of its losses */
  private async portionGradient(
    portion: TokenSet,
    weights: Weights,
    count: number,
    gradients: WeightGradients,
  ): Promise<number> {
    const { opened, model } = this.parts;
    const { tf } = opened;
    const { value, grads } = tf.tidy(() => {
      const tokens = tokenTensors(tf, portion);
      const lossOf = (attention: Tensor, subsetWeights: Tensor, scale: Tensor) =>
        sequenceLoss(tf, model, tokens, { attention, subsetWeights, scale }).loss;
      const { attention, subsetWeights, scale } = weightTensors(tf, model, weights);
      return tf.valueAndGrads(lossOf)([attention, subsetWeights, scale]);
    });
    try {
      const loss = (await value.data())[0];
      const [attention, subsetWeights, scale] = await Promise.all(grads.map((each) => each.data()));
      opened.check();
      add(attentionOf(gradients), attention, 1 / count);
      add(gradients.subsetWeights, subsetWeights, 1 / count);
      gradients.scale += scale[0] / count;
      return loss;
    } finally {
      tf.dispose([value, ...grads]);
    }
  }

  private async forward(
    portion: TokenSet,
    parameters: Float64Array,
    wanted: "loss" | "kernel",
  ): Promise<ArrayLike<number>> {
    const { opened, model } = this.parts;
    const { tf } = opened;
    const weights = weightsOf(model, parameters);
    const result = tf.tidy(
      () => sequenceLoss(tf, model, tokenTensors(tf, portion), weightTensors(tf, model, weights))[wanted],
    );
    try {
      const numbers = await result.data();
      opened.check();
      return numbers;
    } finally {
      result.dispose();
    }
  }

  /**
   * Does it again with half as many sequences at once where the device has no memory for them.
   * @throws RangeError where it has none for one, and what has nothing to do with memory
   */
  private async splitting<Result>(set: TokenSet, work: (size: number) => Promise<Result>): Promise<Result> {
    const { model } = this.parts;
    const each = numbersOfSequence(model, set.sequenceLength);
    for (;;) {
      const size = Math.min(set.count, Math.max(1, Math.floor(this.#portionNumbers / each)));
      try {
        return await work(size);
      } catch (error) {
        if (!(error instanceof Error) || !/memory|alloc|exceed/i.test(error.message)) throw error;
        if (size === 1) throw tooLarge(each, error);
        this.#portionNumbers = (each * size) / 2;
      }
    }
  }
}

function* portions(set: TokenSet, size: number): Generator<TokenSet> {
  const row = set.sequenceLength + 1;
  for (let from = 0; from < set.count; from += size) {
    const count = Math.min(size, set.count - from);
    yield { ...set, count, tokens: set.tokens.subarray(from * row, (from + count) * row) };
  }
}

/** Of the shifted streams, which the way back keeps: M of the widest, for each layer's heads. */
function numbersOfSequence(model: SequenceModel, sequenceLength: number): number {
  const { alphabetSize, heads, window } = model;
  const width = model.family === "deep" ? (1 + heads / model.copierLayers) ** model.copierLayers : heads;
  return (sequenceLength + 1) * alphabetSize * width * (window + 4);
}

function tooLarge(numbers: number, cause: Error): RangeError {
  return new RangeError(
    `the device has no memory for the work on even one sequence, about ${Math.ceil((numbers * 4) / 2 ** 20)} MB: use shorter ` +
      'sequences, a smaller model.window, or engine.kind "reference"',
    { cause },
  );
}

function weightTensors(tf: Tf, model: SequenceModel, weights: Weights): WeightTensors {
  const { window, heads } = model;
  const { lagAttention, content, subsetWeights, scale } = weights;
  const attention =
    content.kind === "absolute"
      ? tf.tensor(Float32Array.from(content.attention), [
          content.attention.length / (heads * window),
          heads,
          window,
        ])
      : tf.tensor(Float32Array.from(lagAttention), [window + 1, window, heads]);
  return { attention, subsetWeights: tf.tensor1d(Float32Array.from(subsetWeights)), scale: tf.scalar(scale) };
}

function attentionOf({ content, lagAttention }: WeightGradients): Float64Array {
  return content.kind === "absolute" ? content.attention : lagAttention;
}

function add(to: Float64Array, values: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * values[i];
}

function tokenTensors(tf: Tf, { tokens, count, sequenceLength: length, alphabetSize: d }: TokenSet) {
  const oneHot = new Float32Array(count * length * d);
  const targets = new Float32Array(count * d);
  for (let sequence = 0; sequence < count; sequence++) {
    const from = sequence * (length + 1);
    for (let at = 0; at < length; at++) oneHot[(sequence * length + at) * d + tokens[from + at]] = 1;
    targets[sequence * d + tokens[from + length]] = 1;
  }
  return {
    tokens: tf.tensor3d(oneHot, [count, length, d]),
    targets: tf.tensor2d(targets, [count, d]),
  };
}
