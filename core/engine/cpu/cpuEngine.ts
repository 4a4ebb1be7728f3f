/**
 * The fast engine: float32 kernels in WebAssembly SIMD on several threads, float64 parameters and gradients outside.
 * Picks, for each data set, the window table or the direct kernel, and says why.
 */
import type { Engine, EngineDescription } from "../engine";
import type { TokenSet } from "../../data";
import {
  pullBack,
  weightsOf,
  firstWindowLength,
  type DisentangledModel,
  type DisentangledWeights,
  type GroupName,
  type WeightGradients,
} from "../../model";
import engineBytes from "./kernels.wasm";
import { reserveParameters, resultCount, writeSubsetTree, type Job, type SharedParameters } from "./job";
import { Arena, headVectorsOf, patchPlan } from "./plan";
import { tableJob, type TableJob } from "./tableJob";
import { KernelThreads } from "./threads";
import { buildWindowTable } from "./windowTable";

export async function createCpuEngine(model: DisentangledModel, train: TokenSet, threads: number) {
  const arena = new Arena();
  const shared = reserveParameters(arena, model);
  const table = buildWindowTable(model, train)!;
  const job = tableJob(arena, model, table, shared, threads);
  const memory = arena.memory();
  writeSubsetTree(memory, shared.subsetTree, model);
  job.write(memory);
  const engine = await WebAssembly.compile(engineBytes);
  const pool = new KernelThreads({ engine, sampler: engine }, memory, threads);
  return { table, engine: new CpuEngine(model, memory, pool, shared, job) };
}

/** Smaller weights are nothing to float32 sums, and denormal products are slow. */
const NEGLIGIBLE = 1e-20;

class CpuEngine {
  private kept = false;
  private readonly gradients: WeightGradients;
  constructor(
    private readonly model: DisentangledModel,
    private readonly memory: WebAssembly.Memory,
    private readonly pool: KernelThreads,
    private readonly shared: SharedParameters,
    private readonly job: TableJob,
  ) {
    this.gradients = {
      lagAttention: new Float64Array((model.window + 1) * model.window * model.heads),
      subsetWeights: new Float64Array(model.subsets.length),
      scale: 0,
    };
  }

  prepare(train: readonly GroupName[], _parameters: Float64Array) {
    this.job.keepConstants(this.memory, train);
    this.kept = false;
    for (const plan of this.job.plans)
      patchPlan(this.memory, plan, {
        wantsLags: train.includes("rpe") ? 1 : 0,
        wantsSubsets: train.includes("coefficients") ? 1 : 0,
        wantsScale: train.includes("scale") ? 1 : 0,
        wantsGradient: 1,
      });
  }

  gradient(parameters: Float64Array, gradient: Float64Array) {
    const weights = weightsOf(this.model, parameters);
    writeWeights(this.memory, this.shared, this.model, weights);
    const loss = this.run(this.job);
    if (!this.kept) {
      this.job.markKept(this.memory);
      this.kept = true;
    }
    pullBack(this.model, parameters, weights, this.gradients, gradient);
    return loss;
  }

  private run(job: Job) {
    const { model, memory } = this;
    const count = resultCount(model);
    const blocks = job.results.map((address) => new Float64Array(memory.buffer, address, count));
    for (const block of blocks) block.fill(0);
    this.pool.run(job.kernel, job.plans);
    const total = blocks[0];
    for (const block of blocks.slice(1)) for (let i = 0; i < count; i++) total[i] += block[i];
    this.gradients.scale = total[1];
    this.gradients.subsetWeights.set(total.subarray(2, 2 + model.subsets.length));
    let at = 2 + model.subsets.length;
    const padded = 4 * headVectorsOf(model);
    const { heads, window } = model;
    for (let length = firstWindowLength(model); length <= window; length++)
      for (let lag = 0; lag < window; lag++, at += padded)
        for (let head = 0; head < heads; head++)
          this.gradients.lagAttention[(length * window + lag) * heads + head] = total[at + head];
    return total[0];
  }
  dispose() {
    return this.pool.dispose();
  }
}

function writeWeights(
  memory: WebAssembly.Memory,
  shared: SharedParameters,
  model: DisentangledModel,
  weights: DisentangledWeights,
) {
  const { heads, window } = model;
  const padded = 4 * headVectorsOf(model);
  const first = firstWindowLength(model);
  const lags = new Float32Array(memory.buffer, shared.lagWeights, (window + 1 - first) * window * padded);
  let at = 0;
  for (let length = first; length <= window; length++)
    for (let lag = 0; lag < window; lag++, at += padded)
      for (let head = 0; head < heads; head++)
        lags[at + head] = dropNegligible(weights.lagAttention[(length * window + lag) * heads + head]);
  const subsets = new Float32Array(memory.buffer, shared.subsetWeights, model.subsets.length);
  weights.subsetWeights.forEach((p, index) => (subsets[index] = dropNegligible(p)));
  new Float32Array(memory.buffer, shared.scalars, 2).set([weights.scale, model.epsilon]);
}

function dropNegligible(x: number): number {
  return x < NEGLIGIBLE ? 0 : x;
}
