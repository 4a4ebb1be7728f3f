/**
 * The engine of TensorFlow.js: gradients by automatic differentiation, on whatever its backend computes on. Families whose
 * values are functions of a window have a graph over the distinct windows only, and the kernels of the cpu engine do
 * pairs, classifier and loss; the others are computed sequence by sequence, in portions that fit the device.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { drawSequences, type TokenSet } from "../../data";
import { firstKeyOf, layoutOf, type GroupName } from "../../model";
import { createCpuEngine } from "../cpu/cpuEngine";
import { fixedData, type Engine, type EngineDescription, type EngineRequest } from "../engine";
import { openBackend, type OpenedBackend } from "./backend";
import type { Tf } from "./backends";
import { addGradients, groupsIn, groupTensors } from "./graphs/parameters";
import { sequenceLoss, type SequenceModel } from "./graphs/sequenceLoss";
import { graphValues } from "./graphs/windowValues";

/**
 * @throws EngineAbsentError where the backend that is asked for cannot be had
 * @throws RangeError when the windows of the data cannot be held
 */
export async function createTfjsEngine(request: EngineRequest, threads: number): Promise<Engine> {
  const opened = await openBackend(request.backend ?? "auto");
  const { tf, backend, device } = opened;
  const { model } = request;
  const describe = (reason: string) =>
    ({ kind: "tfjs", backend, device, path: "graph", reason: reasonOf(opened, reason) }) as const;
  if (model.family === "deep" || model.family === "absolute") {
    return new SequenceEngine(tf, model, request, { ...describe("whole sequences"), threads: 1 });
  }
  const makeValues = graphValues(tf, model);
  return createCpuEngine({ ...request, model, makeValues, describe }, threads);
}

/** What is computed, and why not on something better. */
function reasonOf({ absent }: OpenedBackend, what: string): string {
  if (absent.length === 0) return what;
  return `${what}; ${absent.map(({ backend, why }) => `no ${backend}: ${why}`).join(" ")}`;
}

/** Numbers of the largest tensor of a portion: B · L times what the widest stream has. */
const portionNumbers = 2 ** 22;

class SequenceEngine implements Engine {
  #trained: readonly GroupName[] = [];

  constructor(
    private readonly tf: Tf,
    private readonly model: SequenceModel,
    private readonly request: EngineRequest,
    readonly description: EngineDescription,
  ) {}

  prepare(train: readonly GroupName[]): void {
    this.#trained = train;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { tf, model } = this;
    const set = await this.batch(step);
    const all = new Float64Array(gradient.length);
    let loss = 0;
    for (const portion of this.portions(set)) {
      const inputs = groupTensors(tf, model, parameters);
      const tokens = tokenTensors(tf, portion);
      const { value, grads } = tf.tidy(() =>
        tf.valueAndGrads(
          (...tensors: Tensor[]) => sequenceLoss(tf, model, tokens, groupsIn(model, tensors)).loss,
        )(inputs),
      );
      loss += (await value.data())[0] / set.count;
      await addGradients(model, grads, 1 / set.count, all);
      tf.dispose([value, tokens.tokens, tokens.targets, ...inputs]);
    }
    gradient.fill(0);
    for (const { name, offset, size } of layoutOf(model).groups) {
      if (this.#trained.includes(name)) gradient.set(all.subarray(offset, offset + size), offset);
    }
    return loss;
  }

  async validationLoss(parameters: Float64Array): Promise<number> {
    const { tf, model } = this;
    const { validation } = this.request;
    if (!validation) return NaN;
    let loss = 0;
    for (const portion of this.portions(validation)) {
      const value = this.forward(
        portion,
        parameters,
        (tokens, inputs) => sequenceLoss(tf, model, tokens, groupsIn(model, inputs)).loss,
      );
      loss += (await value.data())[0] / validation.count;
      value.dispose();
    }
    return loss;
  }

  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const { tf, model } = this;
    const data = fixedData(this.request.training);
    const kernel = new Float64Array(data.count * data.sequenceLength);
    let at = 0;
    for (const portion of this.portions(data)) {
      const value = this.forward(
        portion,
        parameters,
        (tokens, inputs) => sequenceLoss(tf, model, tokens, groupsIn(model, inputs)).kernel,
      );
      kernel.set(await value.data(), at);
      at += portion.count * portion.sequenceLength;
      value.dispose();
    }
    const firstKey = firstKeyOf(model);
    return kernel.map((value, index) => (index % data.sequenceLength < firstKey ? 0 : value));
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private forward(
    portion: TokenSet,
    parameters: Float64Array,
    compute: (tokens: ReturnType<typeof tokenTensors>, inputs: readonly Tensor[]) => Tensor,
  ): Tensor {
    const { tf, model } = this;
    return tf.tidy(() => compute(tokenTensors(tf, portion), groupTensors(tf, model, parameters)));
  }

  private batch(step: number): TokenSet | Promise<TokenSet> {
    const { training } = this.request;
    if (training.kind === "fixed") return training.data;
    const { law, seed, batchSize } = training;
    return drawSequences(law, seed, "online", step * batchSize, batchSize);
  }

  private *portions(set: TokenSet): Generator<TokenSet> {
    const { model } = this;
    const row = set.sequenceLength + 1;
    const width =
      model.alphabetSize * (model.family === "deep" ? (1 + model.heads) ** model.copierLayers : model.heads);
    const size = Math.max(1, Math.floor(portionNumbers / (row * width)));
    for (let from = 0; from < set.count; from += size) {
      const count = Math.min(size, set.count - from);
      yield { ...set, count, tokens: set.tokens.subarray(from * row, (from + count) * row) };
    }
  }
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
