/**
 * The engine for what outgrows the CPU: the disentangled model on a graphics processor, float32 kernels there, float64
 * parameters and gradients here. Fresh batches are drawn there too; only losses and gradients come back.
 */
import type { TokenSet } from "../../data";
import {
  emptyGradients,
  firstWindowLength,
  groupView,
  layoutOf,
  pullBack,
  weightsOf,
  type DisentangledModel,
  type GroupName,
  type WeightGradients,
} from "../../model";
import {
  fixedData,
  type Engine,
  type EngineDescription,
  type TokenRequest,
  type TrainingData,
} from "../engine";
import { openDevice, type Device } from "./device";
import { createJob, defaultBudget, type Budget, type Job } from "./job";
import type { Shape, Wants } from "./shape";
import { floatsOf, readGradients } from "./transfer";

/**
 * @throws EngineAbsentError where WebGPU is not installed, or there is no graphics processor
 * @throws RangeError where the model is of another family, or the device has no memory for it; then with the size
 */
export async function createWebgpuEngine(request: TokenRequest): Promise<Engine> {
  const model = modelOf(request);
  return engineOn(await openDevice(), { ...request, model }, defaultBudget);
}

/** The same on a device that is open already, and with limits of one's own. The engine closes the device. */
export async function engineOn(
  device: Device,
  { model, training, validation }: TokenRequest & { readonly model: DisentangledModel },
  budget: Budget,
): Promise<WebgpuEngine> {
  try {
    const train = await createJob(device, model, training, budget);
    const held = validation && (await createJob(device, model, validation, budget));
    return new WebgpuEngine(device, model, training, train, held);
  } catch (error) {
    device.close();
    throw error;
  }
}

function modelOf({ model, path }: TokenRequest): DisentangledModel {
  if (model.family !== "disentangled") {
    throw new RangeError(
      `engine.kind "webgpu" computes the disentangled model only, not "${model.family}": use engine.kind "auto".`,
    );
  }
  if (path !== "auto") {
    throw new RangeError(
      `engine.path "${path}" is a path of the CPU engine: with engine.kind "webgpu", use "auto".`,
    );
  }
  return model;
}

const lossOnly: Wants = { gradient: false, lags: false, subsets: false };

export class WebgpuEngine implements Engine {
  readonly description: EngineDescription;
  private readonly gradients: WeightGradients;
  private trained: readonly GroupName[] = [];

  constructor(
    private readonly device: Device,
    private readonly model: DisentangledModel,
    private readonly training: TrainingData,
    private readonly train: Job,
    private readonly validation: Job | null,
  ) {
    this.gradients = emptyGradients(model);
    this.description = {
      kind: "webgpu",
      threads: 1,
      path: "device",
      device: device.name,
      reason: reasonOf(train, training),
    };
  }

  prepare(train: readonly GroupName[]): void {
    this.trained = train;
  }

  /** Devices may take every number to be finite, and those that are not for anything: they never get to see one. */
  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { model, train, trained, gradients } = this;
    const weights = weightsOf(model, parameters);
    const wants = {
      gradient: true,
      lags: trained.includes("rpe"),
      subsets: trained.includes("coefficients"),
    };
    const floats = floatsOf(train.shape, weights);
    if (!floats.every(Number.isFinite)) {
      gradient.fill(NaN);
      return NaN;
    }
    const sums = await train.run(floats, wants, step);
    const found = readGradients(train.shape, sums, train.count, gradients);
    pullBack(model, parameters, weights, gradients, trained, gradient);
    if (wants.lags) addShortWindows(train.shape, found.shortWindows, gradient);
    return found.loss;
  }

  async validationLoss(parameters: Float64Array): Promise<number> {
    const { model, validation } = this;
    if (!validation) return NaN;
    const floats = floatsOf(validation.shape, weightsOf(model, parameters));
    if (!floats.every(Number.isFinite)) return NaN;
    const sums = await validation.run(floats, lossOnly, 0);
    return sums[0] / validation.count;
  }

  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const { model, train } = this;
    const { count, sequenceLength } = fixedData(this.training);
    const found = await train.kernel(floatsOf(train.shape, weightsOf(model, parameters)));
    const kernel = new Float64Array(count * sequenceLength);
    for (let first = 0; first < kernel.length; first += sequenceLength) {
      for (let at = firstWindowLength(model); at < sequenceLength; at++)
        kernel[first + at] = found[first + at];
    }
    return kernel;
  }

  /** The sequences of a fresh batch. */
  async batch(step: number): Promise<TokenSet> {
    const { sequenceLength } = this.train.shape;
    const tokens = await this.train.tokens(step);
    return { tokens, count: this.train.count, sequenceLength, alphabetSize: this.model.alphabetSize };
  }

  dispose(): Promise<void> {
    this.device.close();
    return Promise.resolve();
  }
}

function reasonOf(train: Job, training: TrainingData): string {
  const parts = train.parts === 1 ? "at once" : `in ${train.parts} parts`;
  const what = training.kind === "fixed" ? "sequences" : "fresh sequences at every step";
  return `${train.count.toLocaleString("en-US")} ${what} ${parts}, on ${train.groups} workgroups`;
}

/** Windows at a sequence's beginning come back as gradients of w: [H, lags] into [H, M]. */
function addShortWindows({ model, lags }: Shape, shortWindows: Float64Array, gradient: Float64Array): void {
  const logits = groupView(gradient, layoutOf(model), "rpe");
  for (let head = 0; head < model.heads; head++) {
    for (let lag = 0; lag < lags; lag++) {
      logits[head * model.window + lag] += shortWindows[head * lags + lag];
    }
  }
}
