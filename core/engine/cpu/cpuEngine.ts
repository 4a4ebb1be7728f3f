/**
 * The fast engine at work: weights into the kernels' memory, a run of all threads, sums out of it and back to gradients of
 * the parameters, which stay float64. How it is laid out is createCpuEngine.ts.
 */
import type { TokenSet } from "../../data";
import {
  emptyGradients,
  firstWindowLength,
  layoutOf,
  pullBack,
  weightsOf,
  type GroupName,
  type WeightGradients,
  type Weights,
  type WindowedModel,
} from "../../model";
import { fixedData, type Engine, type EngineDescription, type TrainingData } from "../engine";
import type { DirectJob } from "./directJob";
import { kernelOfPositions } from "./expand";
import type { GivenValues } from "./givenValues";
import type { Job, SharedParameters } from "./job";
import type { KernelView } from "./kernelModel";
import type { OnlineJob } from "./onlineJob";
import { patchPlan } from "./plan";
import { movesValues, type TableJob } from "./tableJob";
import type { KernelThreads } from "./threads";
import {
  clearResults,
  emptyKernelGradients,
  sumResults,
  writeWeights,
  type KernelGradients,
} from "./transfer";

/** A job, and the host's values of its windows where there are some. */
export interface ValuedJob {
  readonly job: FixedJob;
  readonly given: GivenValues | null;
}

export type FixedJob = TableJob | DirectJob;

export interface CpuParts {
  readonly description: EngineDescription;
  readonly model: WindowedModel;
  readonly view: KernelView;
  readonly training: TrainingData;
  readonly memory: WebAssembly.Memory;
  readonly pool: KernelThreads;
  readonly shared: SharedParameters;
  readonly train: ValuedJob;
  readonly online: OnlineJob | null;
  readonly validation: ValuedJob | null;
}

export class CpuEngine implements Engine {
  readonly description: EngineDescription;
  readonly #sums: KernelGradients;
  #trained: readonly GroupName[] = [];
  /** Whether the constants of the stage still have to be computed by a run. */
  #constantsMissing = true;

  constructor(private readonly parts: CpuParts) {
    this.description = parts.description;
    this.#sums = emptyKernelGradients(parts.view.model);
  }

  prepare(train: readonly GroupName[]): void {
    const { memory, train: trained } = this.parts;
    const { job } = trained;
    for (const plan of job.plans) {
      patchPlan(memory, plan, {
        wantsGradient: 1,
        wantsLags: movesValues(train) ? 1 : 0,
        wantsSubsets: train.includes("coefficients") ? 1 : 0,
        wantsScale: train.includes("scale") ? 1 : 0,
      });
    }
    if (job.kernel === "table") job.keepConstants(memory, train);
    this.#trained = train;
    this.#constantsMissing = true;
  }

  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { model, memory, online, pool, train, view } = this.parts;
    if (!parameters.every(Number.isFinite)) {
      gradient.fill(NaN);
      return NaN;
    }
    const weights = weightsOf(model, parameters);
    const moves = movesValues(this.#trained);
    if (moves || this.#constantsMissing) await this.give(train, parameters);
    this.write(weights);
    if (online) {
      online.select(memory, step);
      pool.run("sample", online.plans);
    }
    const loss = this.run(train.job);
    if (this.#constantsMissing && train.job.kernel === "table") train.job.markKept(memory);
    this.#constantsMissing = false;
    sumResults(memory, train.job.results, view.model, this.#sums);
    pullBack(model, parameters, weights, this.gathered(), this.#trained, gradient);
    if (train.given && moves) await this.takeBack(train.given, parameters, gradient);
    return loss;
  }

  async validationLoss(parameters: Float64Array): Promise<number> {
    const { model, validation } = this.parts;
    if (!validation || !parameters.every(Number.isFinite)) return NaN;
    await this.give(validation, parameters);
    this.write(weightsOf(model, parameters));
    return this.run(validation.job);
  }

  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const { model, memory, train, training } = this.parts;
    const { job } = train;
    const data = fixedData(training);
    await this.give(train, parameters);
    this.write(weightsOf(model, parameters));
    const kernel = job.kernel === "table" ? this.tableKernel(job, data) : this.directKernel(job, data);
    job.write(memory);
    this.prepare(this.#trained);
    return kernel;
  }

  dispose(): Promise<void> {
    const { pool, train, validation } = this.parts;
    train.given?.source.dispose();
    validation?.given?.source.dispose();
    return pool.dispose();
  }

  private async give({ given }: ValuedJob, parameters: Float64Array): Promise<void> {
    given?.write(this.parts.memory, await given.source.values(parameters));
  }

  /** Adds what the values' gradients mean for the trained groups. */
  private async takeBack(
    given: GivenValues,
    parameters: Float64Array,
    gradient: Float64Array,
  ): Promise<void> {
    const behind = new Float64Array(gradient.length);
    await given.source.pullBack(parameters, given.read(this.parts.memory), behind);
    for (const { name, offset, size } of layoutOf(this.parts.model).groups) {
      if (!this.#trained.includes(name)) continue;
      for (let at = offset; at < offset + size; at++) gradient[at] += behind[at];
    }
  }

  private tableKernel(job: TableJob, data: TokenSet): Float64Array {
    const { memory, view } = this.parts;
    job.keepConstants(memory, ["scale"]);
    this.run(job);
    return kernelOfPositions(view.model, data, job.table, job.keptKernel(memory));
  }

  private directKernel(job: DirectJob, data: TokenSet): Float64Array {
    const { memory, model } = this.parts;
    const { sequenceLength } = data;
    const kernel = new Float64Array(data.count * sequenceLength);
    for (let sequence = 0; sequence < data.count; sequence++) {
      job.selectOne(memory, sequence);
      this.run(job);
      kernel.set(job.lastKernel(memory), sequence * sequenceLength + firstWindowLength(model));
    }
    return kernel;
  }

  private write(weights: Weights): void {
    const { memory, shared, view } = this.parts;
    const subsetWeights = view.spread(weights.subsetWeights);
    writeWeights(memory, shared, view.model, { ...weights, subsetWeights });
  }

  /** The sums, as gradients of the model's own weights. */
  private gathered(): WeightGradients {
    const { model, view } = this.parts;
    const { lagAttention, subsetWeights, scale } = this.#sums;
    const own = { subsetWeights: view.gather(subsetWeights), scale };
    return view.model.valuesGiven
      ? { ...emptyGradients(model), ...own }
      : { ...own, lagAttention, content: { kind: "none" } };
  }

  /** Mean loss; gradients stay in the threads' results. */
  private run(job: Job): number {
    const { memory, pool, view } = this.parts;
    clearResults(memory, job.results, view.model);
    pool.run(job.kernel, job.plans);
    const losses = job.results.map((address) => new Float64Array(memory.buffer, address, 1)[0]);
    return losses.reduce((sum, loss) => sum + loss, 0);
  }
}
