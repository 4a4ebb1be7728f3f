/**
 * The fast engine: float32 kernels in WebAssembly SIMD on several threads, float64 parameters and gradients outside.
 * Fixed data go through the window table or the direct kernel, whichever is cheaper; fresh batches through the
 * sampler and the direct kernel.
 */
import { compileSampler, type TokenSet } from "../../data";
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
import {
  fixedData,
  type Engine,
  type EngineDescription,
  type EngineRequest,
  type TrainingData,
} from "../engine";
import { kernelOfPositions } from "./expand";
import { choosePath, type Choice } from "./choice";
import { directJob, type DirectJob } from "./directJob";
import { givenValues, type GivenValues } from "./givenValues";
import { kernelViewOf, type KernelModel, type KernelView } from "./kernelModel";
import { reserveParameters, writeSubsetTree, type Job, type SharedParameters } from "./job";
import engineBytes from "./kernels.wasm";
import { onlineJob, type OnlineJob } from "./onlineJob";
import { Arena, patchPlan } from "./plan";
import { movesValues, tableJob, type TableJob } from "./tableJob";
import { analyticValues, type MakeValueSource } from "./valueSource";
import { KernelThreads } from "./threads";
import {
  clearResults,
  emptyKernelGradients,
  sumResults,
  writeWeights,
  type KernelGradients,
} from "./transfer";

/** What the kernels can train: values of other families are no function of a window. */
export interface CpuRequest extends EngineRequest {
  readonly model: WindowedModel;
}

/** What another engine that computes values itself has the kernels do the rest for. */
export interface ValuedRequest extends CpuRequest {
  readonly makeValues: MakeValueSource;
  /** How the engine is described. @param reason what the kernels say of the data */
  describe(reason: string): Omit<EngineDescription, "threads">;
}

/**
 * Of the disentangled model everything; of others the kernels are given the values of windows.
 * @throws RangeError when the data cannot be held, or not be indexed on a path that was asked for
 */
export async function createCpuEngine(request: CpuRequest | ValuedRequest, threads: number): Promise<Engine> {
  const { training, validation } = request;
  const valued = "makeValues" in request ? request : null;
  const view = kernelViewOf(request.model, valued ? true : undefined);
  const { model } = view;
  const arena = new Arena();
  const shared = reserveParameters(arena, model);
  const train = trainingJobs(arena, model, request, shared, threads);
  const held =
    validation && fixedJob(arena, model, validation, choosePath(model, validation, "auto"), shared, threads);
  const memory = arena.memory();
  writeSubsetTree(memory, shared.subsetTree, model);
  train.job.write(memory);
  held?.write(memory);
  const [engine, sampler] = await Promise.all([WebAssembly.compile(engineBytes), compileSampler()]);
  const pool = new KernelThreads({ engine, sampler }, memory, threads);
  const description: EngineDescription = {
    ...{ kind: "cpu", threads, path: train.job.kernel, reason: train.reason },
    ...valued?.describe(train.reason),
  };
  const makeValues = valued?.makeValues ?? analyticValues(request.model);
  const withValues = (job: FixedJob): ValuedJob => ({
    job,
    given:
      model.valuesGiven && job.kernel === "table" ? givenValues(request.model, model, job, makeValues) : null,
  });
  return new CpuEngine({
    description,
    model: request.model,
    view,
    training,
    memory,
    pool,
    shared,
    train: withValues(train.job),
    online: train.online,
    validation: held && withValues(held),
  });
}

/** A job, and the host's values of its windows where there are some. */
interface ValuedJob {
  readonly job: FixedJob;
  readonly given: GivenValues | null;
}

type FixedJob = TableJob | DirectJob;

interface TrainingJobs {
  readonly job: FixedJob;
  readonly online: OnlineJob | null;
  readonly reason: string;
}

function trainingJobs(
  arena: Arena,
  model: KernelModel,
  { training, path }: EngineRequest,
  shared: SharedParameters,
  threads: number,
): TrainingJobs {
  if (training.kind === "fixed") {
    const choice = choosePath(model, training.data, path);
    return {
      job: fixedJob(arena, model, training.data, choice, shared, threads),
      online: null,
      reason: choice.reason,
    };
  }
  if (model.valuesGiven) {
    throw new RangeError(
      "this model's kernels need fixed data: set data.online to false, or use another engine.kind",
    );
  }
  if (path === "table") {
    throw new RangeError('engine.path "table" needs fixed data: with data.online, use "auto" or "direct"');
  }
  const size = { count: training.batchSize, sequenceLength: training.law.sequenceLength };
  const job = directJob(arena, model, size, shared, threads);
  return { job, online: onlineJob(arena, training, job), reason: "fresh sequences at every step" };
}

function fixedJob(
  arena: Arena,
  model: KernelModel,
  data: TokenSet,
  choice: Choice,
  shared: SharedParameters,
  threads: number,
): FixedJob {
  return choice.path === "table"
    ? tableJob(arena, model, choice.table, shared, threads)
    : directJob(arena, model, data, shared, threads);
}

interface CpuParts {
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

class CpuEngine implements Engine {
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
    if (!validation) return NaN;
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
