/**
 * The engine of TensorFlow.js: gradients by automatic differentiation, on whatever its backend computes on. Families whose
 * values are functions of a window have a graph over the distinct windows only, and the kernels of the cpu engine do
 * pairs, classifier and loss; the others are computed sequence by sequence, in portions that fit the device.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { drawSequences, type TokenSet } from "../../data";
import { layoutOf, type GroupName } from "../../model";
import { createCpuEngine } from "../cpu/cpuEngine";
import { fixedData, type Engine, type EngineDescription, type EngineRequest } from "../engine";
import { openBackend, type OpenedBackend } from "./backend";
import type { Tf } from "./backends";
import { addGradients, groupsIn, groupTensors } from "./graphs/parameters";
import { sequenceLoss, type SequenceModel } from "./graphs/sequenceLoss";
import { graphValues } from "./graphs/windowValues";

/**
 * @param portionNumbers of the largest tensor of sequences that are computed together, at most
 * @throws EngineAbsentError where the backend that is asked for cannot be had
 * @throws RangeError when the windows of the data cannot be held
 */
export async function createTfjsEngine(
  request: EngineRequest,
  threads: number,
  portionNumbers = usualPortion,
): Promise<Engine> {
  const opened = await openBackend(request.backend ?? "auto");
  const { tf, backend, device } = opened;
  const { model } = request;
  const describe = (reason: string) =>
    ({ kind: "tfjs", backend, device, path: "graph", reason: reasonOf(opened, reason) }) as const;
  if (model.family === "deep" || model.family === "absolute") {
    const description = { ...describe("whole sequences"), threads: 1 };
    return new SequenceEngine(tf, model, request, description, portionNumbers);
  }
  const makeValues = graphValues(tf, model);
  return createCpuEngine({ ...request, model, makeValues, describe }, threads);
}

/** What is computed, and why not on something better: in a line, which `engines` has more of. */
function reasonOf({ absent }: OpenedBackend, what: string): string {
  const reasons = absent.map(({ backend, why }) => `no ${backend} (${firstSentence(why)})`);
  return [what, ...reasons].join("; ");
}

function firstSentence(text: string): string {
  return text.split(/[.:] /)[0].replace(/\.$/, "");
}

/** B · L times what the widest stream has. */
const usualPortion = 2 ** 22;

class SequenceEngine implements Engine {
  #trained: readonly GroupName[] = [];

  constructor(
    private readonly tf: Tf,
    private readonly model: SequenceModel,
    private readonly request: EngineRequest,
    readonly description: EngineDescription,
    private portionNumbers: number,
  ) {}

  prepare(train: readonly GroupName[]): void {
    this.#trained = train;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { tf, model } = this;
    const set = await this.batch(step);
    const [loss, all] = await this.splitting(async () => {
      const sum = new Float64Array(gradient.length);
      let total = 0;
      for (const portion of this.portions(set)) {
        const inputs = groupTensors(tf, model, parameters);
        const tokens = tokenTensors(tf, portion);
        const lossOf = (...tensors: Tensor[]) =>
          sequenceLoss(tf, model, tokens, groupsIn(model, tensors)).loss;
        const { value, grads } = tf.tidy(() => tf.valueAndGrads(lossOf)(inputs));
        total += (await value.data())[0] / set.count;
        await addGradients(model, grads, 1 / set.count, sum);
        tf.dispose([value, tokens.tokens, tokens.targets, ...inputs]);
      }
      return [total, sum] as const;
    });
    gradient.fill(0);
    for (const { name, offset, size } of layoutOf(model).groups) {
      if (this.#trained.includes(name)) gradient.set(all.subarray(offset, offset + size), offset);
    }
    return loss;
  }

  async validationLoss(parameters: Float64Array): Promise<number> {
    const { validation } = this.request;
    if (!validation) return NaN;
    return this.splitting(async () => {
      let loss = 0;
      for (const portion of this.portions(validation)) {
        loss += (await this.forward(portion, parameters, "loss"))[0] / validation.count;
      }
      return loss;
    });
  }

  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const data = fixedData(this.request.training);
    const kernel = new Float64Array(data.count * data.sequenceLength);
    await this.splitting(async () => {
      let at = 0;
      for (const portion of this.portions(data)) {
        kernel.set(await this.forward(portion, parameters, "kernel"), at);
        at += portion.count * portion.sequenceLength;
      }
    });
    return kernel;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private async forward(
    portion: TokenSet,
    parameters: Float64Array,
    wanted: "loss" | "kernel",
  ): Promise<ArrayLike<number>> {
    const { tf, model } = this;
    const result = tf.tidy(() => {
      const groups = groupsIn(model, groupTensors(tf, model, parameters));
      return sequenceLoss(tf, model, tokenTensors(tf, portion), groups)[wanted];
    });
    const numbers = await result.data();
    result.dispose();
    return numbers;
  }

  /** Does it again with smaller portions where the device has no memory for them. @throws what single sequences throw */
  private async splitting<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const small = this.portionNumbers <= this.sequenceNumbers();
        if (small || !(error instanceof Error) || !/memory|alloc|exceed/i.test(error.message)) throw error;
        this.portionNumbers /= 2;
      }
    }
  }

  private batch(step: number): TokenSet | Promise<TokenSet> {
    const { training } = this.request;
    if (training.kind === "fixed") return training.data;
    const { law, seed, batchSize } = training;
    return drawSequences(law, seed, "online", step * batchSize, batchSize);
  }

  private *portions(set: TokenSet): Generator<TokenSet> {
    const row = set.sequenceLength + 1;
    const size = Math.max(1, Math.floor(this.portionNumbers / this.sequenceNumbers(row)));
    for (let from = 0; from < set.count; from += size) {
      const count = Math.min(size, set.count - from);
      yield { ...set, count, tokens: set.tokens.subarray(from * row, (from + count) * row) };
    }
  }

  /** Of the widest tensor of one sequence. */
  private sequenceNumbers(row = 1): number {
    const { alphabetSize, family, heads } = this.model;
    return row * alphabetSize * (family === "deep" ? (1 + heads) ** this.model.copierLayers : heads);
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
