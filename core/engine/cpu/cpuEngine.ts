/**
 * The fast engine: float32 kernels in WebAssembly SIMD on several threads, float64 parameters and gradients outside.
 * Fixed data go through the window table or the direct kernel, whichever is cheaper; fresh batches through the
 * sampler and the direct kernel.
 */
import { compileSampler, type TokenSet } from "../../data";
import {
  firstWindowLength,
  pullBack,
  weightsOf,
  type DisentangledModel,
  type DisentangledWeights,
  type GroupName,
  type WeightGradients,
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
import { kernelSubsetsOf, type KernelSubsets } from "./kernelSubsets";
import { reserveParameters, writeSubsetTree, type Job, type SharedParameters } from "./job";
import engineBytes from "./kernels.wasm";
import { onlineJob, type OnlineJob } from "./onlineJob";
import { Arena, patchPlan } from "./plan";
import { tableJob, type TableJob } from "./tableJob";
import { KernelThreads } from "./threads";
import { clearResults, emptyGradients, sumResults, writeWeights } from "./transfer";

/** @throws RangeError when the data cannot be held, or not be indexed on a path that was asked for. */
export async function createCpuEngine(request: EngineRequest, threads: number): Promise<Engine> {
  const { training, validation } = request;
  const subsets = kernelSubsetsOf(request.model);
  const { model } = subsets;
  const arena = new Arena();
  const shared = reserveParameters(arena, model);
  const train = trainingJobs(arena, { ...request, model }, shared, threads);
  const held =
    validation && fixedJob(arena, model, validation, choosePath(model, validation, "auto"), shared, threads);
  const memory = arena.memory();
  writeSubsetTree(memory, shared.subsetTree, model);
  train.job.write(memory);
  held?.write(memory);
  const [engine, sampler] = await Promise.all([WebAssembly.compile(engineBytes), compileSampler()]);
  const pool = new KernelThreads({ engine, sampler }, memory, threads);
  const description: EngineDescription = {
    kind: "cpu",
    threads,
    path: train.job.kernel,
    reason: train.reason,
  };
  const { job, online } = train;
  return new CpuEngine(
    description,
    request.model,
    subsets,
    training,
    memory,
    pool,
    shared,
    job,
    online,
    held,
  );
}

type FixedJob = TableJob | DirectJob;

interface TrainingJobs {
  readonly job: FixedJob;
  readonly online: OnlineJob | null;
  readonly reason: string;
}

function trainingJobs(
  arena: Arena,
  { model, training, path }: EngineRequest,
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
  if (path === "table") {
    throw new RangeError('engine.path "table" needs fixed data: with data.online, use "auto" or "direct"');
  }
  const size = { count: training.batchSize, sequenceLength: training.law.sequenceLength };
  const job = directJob(arena, model, size, shared, threads);
  return { job, online: onlineJob(arena, training, job), reason: "fresh sequences at every step" };
}

function fixedJob(
  arena: Arena,
  model: DisentangledModel,
  data: TokenSet,
  choice: Choice,
  shared: SharedParameters,
  threads: number,
): FixedJob {
  return choice.path === "table"
    ? tableJob(arena, model, choice.table, shared, threads)
    : directJob(arena, model, data, shared, threads);
}

class CpuEngine implements Engine {
  private readonly gradients: WeightGradients;
  private trained: readonly GroupName[] = [];
  /** Whether the constants of the stage still have to be computed by a run. */
  private constantsMissing = true;

  constructor(
    readonly description: EngineDescription,
    private readonly model: DisentangledModel,
    private readonly subsets: KernelSubsets,
    private readonly training: TrainingData,
    private readonly memory: WebAssembly.Memory,
    private readonly pool: KernelThreads,
    private readonly shared: SharedParameters,
    private readonly train: FixedJob,
    private readonly online: OnlineJob | null,
    private readonly validation: FixedJob | null,
  ) {
    this.gradients = emptyGradients(subsets.model);
  }

  prepare(train: readonly GroupName[]): void {
    for (const plan of this.train.plans) {
      patchPlan(this.memory, plan, {
        wantsGradient: 1,
        wantsLags: train.includes("rpe") ? 1 : 0,
        wantsSubsets: train.includes("coefficients") ? 1 : 0,
        wantsScale: train.includes("scale") ? 1 : 0,
      });
    }
    if (this.train.kernel === "table") this.train.keepConstants(this.memory, train);
    this.trained = train;
    this.constantsMissing = true;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number> {
    const { model, memory, online, subsets, train } = this;
    const weights = weightsOf(model, parameters);
    this.write(weights);
    if (online) {
      online.select(memory, step);
      this.pool.run("sample", online.plans);
    }
    const loss = this.run(train);
    if (this.constantsMissing && train.kernel === "table") train.markKept(memory);
    this.constantsMissing = false;
    sumResults(memory, train.results, subsets.model, this.gradients);
    pullBack(model, parameters, weights, subsets.gather(this.gradients), this.trained, gradient);
    return loss;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async validationLoss(parameters: Float64Array): Promise<number> {
    if (!this.validation) return NaN;
    this.write(weightsOf(this.model, parameters));
    return this.run(this.validation);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other engines wait for a device
  async kernel(parameters: Float64Array): Promise<Float64Array> {
    const { model, memory, train } = this;
    const data = fixedData(this.training);
    this.write(weightsOf(model, parameters));
    const kernel = train.kernel === "table" ? this.tableKernel(train, data) : this.directKernel(train, data);
    train.write(memory);
    this.prepare(this.trained);
    return kernel;
  }

  dispose(): Promise<void> {
    return this.pool.dispose();
  }

  private tableKernel(job: TableJob, data: TokenSet): Float64Array {
    job.keepConstants(this.memory, ["scale"]);
    this.run(job);
    return kernelOfPositions(this.model, data, job.table, job.keptKernel(this.memory));
  }

  private directKernel(job: DirectJob, data: TokenSet): Float64Array {
    const { sequenceLength } = data;
    const kernel = new Float64Array(data.count * sequenceLength);
    for (let sequence = 0; sequence < data.count; sequence++) {
      job.selectOne(this.memory, sequence);
      this.run(job);
      kernel.set(job.lastKernel(this.memory), sequence * sequenceLength + firstWindowLength(this.model));
    }
    return kernel;
  }

  private write(weights: DisentangledWeights): void {
    const { memory, shared, subsets } = this;
    writeWeights(memory, shared, subsets.model, subsets.spread(weights));
  }

  /** Mean loss; gradients stay in the threads' results. */
  private run(job: Job): number {
    clearResults(this.memory, job.results, this.subsets.model);
    this.pool.run(job.kernel, job.plans);
    const losses = job.results.map((address) => new Float64Array(this.memory.buffer, address, 1)[0]);
    return losses.reduce((sum, loss) => sum + loss, 0);
  }
}
