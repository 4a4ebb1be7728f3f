/**
 * The table path: query by query, first the similarities of its window with its distinct key windows, then the
 * sequences that end in it, then the way back. A query's working set stays in the nearest cache.
 */
import { VECTOR, add, madd, mul, rowSums, splat } from "../../../simd/kernels/arithmetic";
import { attend, scaleOf } from "./attention";
import { losses, tallyBytes } from "./losses";
import { pairSimilarities, pairSimilaritiesBackward } from "./pairs";
import { Plan, Slice } from "./plan";
import { drainSums, kernelBackward, kernelFromLanes, kernelFromRows } from "./subsets";
import { tally, tallyBackward } from "./tallies";
import { rowBytes, windowValues, windowsToLags } from "./windows";

const SLICE_BYTES: usize = 32;

/** Loss and wanted gradients of the plan's slices, added to its results. */
export function runTable(plan: Plan): void {
  const similarities = plan.similarities;
  const kernel = plan.kernel;
  const onlyScale = plan.wantsScale && !plan.wantsLags && !plan.wantsSubsets;
  if (!plan.similaritiesKept && !plan.kernelKept && !plan.valuesGiven) windowValues(plan);
  if (plan.wantsLags) memory.fill(plan.valueGradients, 0, <usize>plan.windowCount * rowBytes(plan));
  for (let index = plan.sliceFrom; index < plan.sliceTo; index++) {
    const slice = changetype<Slice>(plan.slices + <usize>index * SLICE_BYTES);
    selectKept(plan, slice, similarities, kernel);
    sliceForward(plan, slice);
    const sharp = attend(plan, slice.pairCount);
    tally(plan, slice, sharp, bool(onlyScale));
    addLosses(plan, slice);
    if (onlyScale) scaleFromMoments(plan, slice);
    else if (plan.wantsGradient) sliceBackward(plan, slice, sharp);
    drainSums(plan);
  }
  plan.similarities = similarities;
  plan.kernel = kernel;
  if (plan.wantsLags && !plan.valuesGiven) windowsToLags(plan);
}

/** Where κ or k are kept they have a place for every pair; else each slice reuses one. */
// @ts-ignore: decorator
@inline
function selectKept(plan: Plan, slice: Slice, similarities: usize, kernel: usize): void {
  const pair = <usize>slice.firstPair;
  if (plan.keepsSimilarities) plan.similarities = similarities + pair * <usize>plan.headVectors * VECTOR;
  if (plan.keepsKernel) plan.kernel = kernel + (pair << 2);
}

// @ts-ignore: decorator
@inline
function sliceForward(plan: Plan, slice: Slice): void {
  const count = slice.pairCount;
  if (!plan.kernelKept) {
    if (plan.similaritiesKept) {
      kernelFromLanes(plan, plan.similarities, plan.kernel, count);
    } else {
      const keys = plan.pairKeys + ((<usize>slice.firstPair) << 2);
      pairSimilarities(plan, slice.queryRow, keys, count, plan.similarities);
      kernelFromRows(plan, plan.similarities, plan.kernel, count);
    }
  }
}

// @ts-ignore: decorator
@inline
function addLosses(plan: Plan, slice: Slice): void {
  const first = (<usize>slice.firstSequence) << 2;
  const sum = losses(plan, plan.tallies, plan.targets + first, plan.weights + first, slice.sequenceCount);
  store<f64>(plan.results, load<f64>(plan.results) + sum);
}

/** ∂ℓ/∂a = Σ_x c_x Σ_l n·E·k: no need to go back to the pairs. */
function scaleFromMoments(plan: Plan, slice: Slice): void {
  const bytes = <usize>slice.sequenceCount * tallyBytes(plan);
  let sum = v128.load(plan.sums);
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    sum = madd(v128.load(plan.tallies + at), v128.load(plan.moments + at), sum);
  }
  v128.store(plan.sums, sum);
}

// @ts-ignore: decorator
@inline
function sliceBackward(plan: Plan, slice: Slice, sharp: bool): void {
  const count = slice.pairCount;
  tallyBackward(plan, slice, sharp);
  logitsToKernel(plan, count, sharp);
  kernelBackward(plan, plan.similarities, plan.logitGradients, count);
  if (plan.wantsLags) {
    const keys = plan.pairKeys + ((<usize>slice.firstPair) << 2);
    pairSimilaritiesBackward(plan, slice.queryRow, keys, count, plan.similarities);
  }
  memory.fill(plan.logitGradients, 0, (<usize>count) << 2);
}

/**
 * Sums the lanes of ∂ℓ/∂E, which gives ∂ℓ/∂(ak) = E·∂ℓ/∂E; leaves ∂k = a·∂ℓ/∂(ak) packed at the front of
 * `logitGradients` and the rest of it clear for the next slice.
 */
// @ts-ignore: decorator
@inline
function logitsToKernel(plan: Plan, count: u32, sharp: bool): void {
  const scale = splat(scaleOf(plan));
  let from = plan.logitGradients;
  let to = plan.logitGradients;
  let kernel = plan.kernel;
  let exponential = plan.exponentials;
  let sum = v128.load(plan.sums);
  const end = kernel + ((<usize>count) << 2);
  do {
    let g = rowSums(from);
    if (!sharp) g = mul(g, v128.load(exponential));
    v128.store(from, splat(0));
    v128.store(from, splat(0), 16);
    v128.store(from, splat(0), 32);
    v128.store(from, splat(0), 48);
    sum = add(sum, mul(g, v128.load(kernel)));
    v128.store(to, mul(g, scale));
    from += 64;
    to += 16;
    exponential += 16;
    kernel += 16;
  } while (kernel < end);
  v128.store(plan.sums, sum);
}
