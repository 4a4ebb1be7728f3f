/** Weights into the kernels' memory, and their gradients out of it: float64 outside, float32 inside, heads in lanes. */
import { firstWindowLength, type Weights, type WeightGradients } from "../../model";
import type { KernelModel } from "./kernelModel";
import { lagCount, resultCount, type SharedParameters } from "./job";
import { headVectorsOf } from "./plan";

/** What the kernels' results add up to, of their own subsets; ∂σ is empty where values are given. */
export type KernelGradients = Omit<WeightGradients, "content">;

/** Weights below this are nothing to float32 sums, and products with them could be denormal, hence slow. */
const NEGLIGIBLE = 1e-20;

export function writeWeights(
  memory: WebAssembly.Memory,
  shared: SharedParameters,
  model: KernelModel,
  weights: Pick<Weights, "lagAttention" | "subsetWeights" | "scale">,
): void {
  const lags = new Float32Array(memory.buffer, shared.lagWeights, lagCount(model));
  forEachLagWeight(model, (inside, outside) => (lags[inside] = orNothing(weights.lagAttention[outside])));
  const subsets = new Float32Array(memory.buffer, shared.subsetWeights, model.subsets.length);
  for (let s = 0; s < subsets.length; s++) subsets[s] = orNothing(weights.subsetWeights[s]);
  const scalars = new Float32Array(memory.buffer, shared.scalars, 2);
  scalars[0] = weights.scale;
  scalars[1] = model.epsilon;
}

export function emptyKernelGradients(model: KernelModel): KernelGradients {
  const { window, heads, valuesGiven } = model;
  return {
    lagAttention: new Float64Array(valuesGiven ? 0 : (window + 1) * window * heads),
    subsetWeights: new Float64Array(model.subsets.length),
    scale: 0,
  };
}

export function clearResults(
  memory: WebAssembly.Memory,
  results: readonly number[],
  model: KernelModel,
): void {
  for (const address of results) new Float64Array(memory.buffer, address, resultCount(model)).fill(0);
}

/** Sums the threads' results, always in the same order, into `gradients`. */
export function sumResults(
  memory: WebAssembly.Memory,
  results: readonly number[],
  model: KernelModel,
  gradients: KernelGradients,
): void {
  gradients.scale = 0;
  gradients.subsetWeights.fill(0);
  gradients.lagAttention.fill(0);
  for (const address of results) {
    const block = new Float64Array(memory.buffer, address, resultCount(model));
    gradients.scale += block[1];
    for (let s = 0; s < model.subsets.length; s++) gradients.subsetWeights[s] += block[2 + s];
    const first = 2 + model.subsets.length;
    forEachLagWeight(model, (inside, outside) => (gradients.lagAttention[outside] += block[first + inside]));
  }
}

/** Places of σ inside ([lengths that occur, M, heads padded to vectors]) and outside ([M + 1, M, H]). */
function forEachLagWeight(model: KernelModel, visit: (inside: number, outside: number) => void): void {
  if (model.valuesGiven) return;
  const { heads, window } = model;
  const padded = 4 * headVectorsOf(model);
  let row = 0;
  for (let length = firstWindowLength(model); length <= window; length++) {
    for (let lag = 0; lag < window; lag++, row += padded) {
      const outside = (length * window + lag) * heads;
      for (let head = 0; head < heads; head++) visit(row + head, outside + head);
    }
  }
}

function orNothing(weight: number): number {
  return weight < NEGLIGIBLE ? 0 : weight;
}
