/**
 * The selector: k = Σ_S p_S Π_{h∈S} κ_h and its derivative (spec §2), four keys at a time.
 * κ arrives as rows (one key, heads in lanes) and is turned, in place, into lanes of keys (one head, four keys).
 */
import { VECTOR, drain, madd, mul, splat, transposeInPlace } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";
import {
  accumulate,
  threeHeadsFromLanes,
  threeHeadsFromRows,
  threeHeadsSums,
  threeHeadsToRows,
} from "./threeHeads";

/** From rows of κ of `count` keys (a multiple of 4) to lanes in place, and their k [count]. */
export function kernelFromRows(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  if (plan.threeHeadsInPairs) return threeHeadsFromRows(plan, similarities, kernel, count);
  transposeAll(plan, similarities, count);
  anySubsetsForward(plan, similarities, kernel, count);
}

/** k [count] of κ that is in lanes of keys already. */
export function kernelFromLanes(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  if (plan.threeHeadsInPairs) threeHeadsFromLanes(plan, similarities, kernel, count);
  else anySubsetsForward(plan, similarities, kernel, count);
}

/**
 * From ∂k [count] adds Σ ∂k·K_S to `plan.sums` (after the vector of ∂a) and, if `wantsLags`,
 * overwrites κ (lanes of keys) with rows of ∂κ.
 */
export function kernelBackward(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  if (plan.threeHeadsInPairs) {
    if (plan.wantsLags) threeHeadsToRows(plan, similarities, kernelGradient, count);
    else threeHeadsSums(plan, similarities, kernelGradient, count);
    return;
  }
  anySubsetsBackward(plan, similarities, kernelGradient, count);
  if (plan.wantsLags) transposeAll(plan, similarities, count);
}

/** Adds the partial sums to the float64 results. */
export function drainSums(plan: Plan): void {
  for (let index: usize = 0; index <= <usize>plan.subsetCount; index++) {
    drain(plan.sums + (index << 4), plan.results + 8 + (index << 3));
  }
}

// @ts-ignore: decorator
@inline
function weight(plan: Plan, subset: u32): v128 {
  return v128.load32_splat(plan.subsetWeights + ((<usize>subset) << 2));
}

/** Rows ↔ lanes, in place. */
function transposeAll(plan: Plan, rows: usize, count: u32): void {
  const stride = <usize>plan.headVectors * VECTOR;
  let at = rows;
  const end = rows + <usize>count * stride;
  do {
    let vector: usize = 0;
    do {
      transposeInPlace(at + vector, stride);
      vector += VECTOR;
    } while (vector < stride);
    at += 4 * stride;
  } while (at < end);
}

/** K_S of four keys for all S: each is its parent in the subset tree times κ of its last head. */
// @ts-ignore: decorator
@inline
function monomials(plan: Plan, similarities: usize): void {
  const tree = plan.subsetTree;
  const at = plan.monomials;
  for (let subset: u32 = 0; subset < plan.subsetCount; subset++) {
    const node = tree + ((<usize>subset) << 3);
    const parent = load<u32>(node);
    const head = load<u32>(node, 4);
    let value = splat(1);
    if (head != u32.MAX_VALUE) {
      value = v128.load(similarities + ((<usize>head) << 4));
      if (parent != u32.MAX_VALUE) value = mul(value, v128.load(at + ((<usize>parent) << 4)));
    }
    v128.store(at + ((<usize>subset) << 4), value);
  }
}

function anySubsetsForward(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  const stride = (<usize>plan.headVectors) << 6;
  const end = kernel + ((<usize>count) << 2);
  do {
    monomials(plan, similarities);
    let sum = splat(0);
    for (let subset: u32 = 0; subset < plan.subsetCount; subset++) {
      sum = madd(weight(plan, subset), v128.load(plan.monomials + ((<usize>subset) << 4)), sum);
    }
    v128.store(kernel, sum);
    similarities += stride;
    kernel += 16;
  } while (kernel < end);
}

function anySubsetsBackward(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  const stride = (<usize>plan.headVectors) << 6;
  const sums = plan.sums + VECTOR;
  const end = kernelGradient + ((<usize>count) << 2);
  do {
    const g = v128.load(kernelGradient);
    monomials(plan, similarities);
    for (let subset: u32 = 0; subset < plan.subsetCount; subset++) {
      const at = (<usize>subset) << 4;
      accumulate(sums + at, mul(g, v128.load(plan.monomials + at)));
      v128.store(plan.monomialGradients + at, mul(g, weight(plan, subset)));
    }
    if (plan.wantsLags) anySubsetsToSimilarities(plan, similarities, stride);
    similarities += stride;
    kernelGradient += 16;
  } while (kernelGradient < end);
}

/** Reverse sweep of the subset tree: κ of four keys becomes ∂κ. */
// @ts-ignore: decorator
@inline
function anySubsetsToSimilarities(plan: Plan, similarities: usize, stride: usize): void {
  // ∂κ is summed apart, behind the monomials' gradients, since κ is still read.
  const gradient = plan.monomialGradients + ((<usize>plan.subsetCount) << 4);
  memory.fill(gradient, 0, stride);
  for (let subset = plan.subsetCount; subset-- > 0;) {
    const node = plan.subsetTree + ((<usize>subset) << 3);
    const parent = load<u32>(node);
    const head = load<u32>(node, 4);
    if (head == u32.MAX_VALUE) continue;
    let g = v128.load(plan.monomialGradients + ((<usize>subset) << 4));
    if (parent != u32.MAX_VALUE) {
      const to = plan.monomialGradients + ((<usize>parent) << 4);
      accumulate(to, mul(g, v128.load(similarities + ((<usize>head) << 4))));
      g = mul(g, v128.load(plan.monomials + ((<usize>parent) << 4)));
    }
    accumulate(gradient + ((<usize>head) << 4), g);
  }
  memory.copy(similarities, gradient, stride);
}
