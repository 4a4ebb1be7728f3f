/**
 * The selector: k = Σ_S p_S Π_{h∈S} κ_h and its derivative (spec §2), four keys at a time.
 * κ arrives as rows (one key, heads in lanes) and is turned, in place, into lanes of keys (one head, four keys).
 */
import { VECTOR, add, drain, madd, mul, splat, transposeInPlace } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";

/** Rows of κ for `count` keys (a multiple of 4) → lanes of keys, in place. */
export function similaritiesToLanes(plan: Plan, rows: usize, count: u32): void {
  const stride = <usize>plan.headVectors * VECTOR;
  for (let at = rows, end = rows + <usize>count * stride; at < end; at += 4 * stride) {
    for (let vector: usize = 0; vector < stride; vector += VECTOR) transposeInPlace(at + vector, stride);
  }
}

/** k [count] of κ (lanes of keys). */
export function kernelForward(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  if (plan.threeHeadsInPairs) threeHeadsForward(plan, similarities, kernel, count);
  else anySubsetsForward(plan, similarities, kernel, count);
}

/**
 * From ∂k [count] adds Σ ∂k·K_S to `plan.sums` (after the vector of ∂a) and, if `wantsLags`,
 * overwrites κ (lanes of keys) with rows of ∂κ.
 */
export function kernelBackward(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  if (plan.threeHeadsInPairs) {
    if (plan.wantsLags) threeHeadsBackward(plan, similarities, kernelGradient, count);
    else threeHeadsSums(plan, similarities, kernelGradient, count);
  } else {
    anySubsetsBackward(plan, similarities, kernelGradient, count);
  }
  if (plan.wantsLags) similaritiesToLanes(plan, similarities, count);
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

function threeHeadsForward(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  const first = plan.includesEmptySubset;
  const pEmpty = first ? weight(plan, 0) : splat(0);
  const p1 = weight(plan, first);
  const p2 = weight(plan, first + 1);
  const p3 = weight(plan, first + 2);
  const p12 = weight(plan, first + 3);
  const p13 = weight(plan, first + 4);
  const p23 = weight(plan, first + 5);
  for (let end = kernel + ((<usize>count) << 2); kernel < end; kernel += 16) {
    const s1 = v128.load(similarities);
    const s2 = v128.load(similarities, 16);
    const s3 = v128.load(similarities, 32);
    const with1 = madd(s3, p13, madd(s2, p12, p1));
    const with2 = madd(s3, p23, p2);
    v128.store(kernel, madd(s1, with1, madd(s2, with2, madd(s3, p3, pEmpty))));
    similarities += 64;
  }
}

function threeHeadsBackward(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  const first = plan.includesEmptySubset;
  const p1 = weight(plan, first);
  const p2 = weight(plan, first + 1);
  const p3 = weight(plan, first + 2);
  const p12 = weight(plan, first + 3);
  const p13 = weight(plan, first + 4);
  const p23 = weight(plan, first + 5);
  let g0 = splat(0);
  let g1 = splat(0);
  let g2 = splat(0);
  let g3 = splat(0);
  let g12 = splat(0);
  let g13 = splat(0);
  let g23 = splat(0);
  for (let end = kernelGradient + ((<usize>count) << 2); kernelGradient < end; kernelGradient += 16) {
    const g = v128.load(kernelGradient);
    const s1 = v128.load(similarities);
    const s2 = v128.load(similarities, 16);
    const s3 = v128.load(similarities, 32);
    const d1 = mul(g, s1);
    const d2 = mul(g, s2);
    const d3 = mul(g, s3);
    g0 = add(g0, g);
    g1 = add(g1, d1);
    g2 = add(g2, d2);
    g3 = add(g3, d3);
    g12 = madd(d1, s2, g12);
    g13 = madd(d1, s3, g13);
    g23 = madd(d2, s3, g23);
    v128.store(similarities, madd(d3, p13, madd(d2, p12, mul(g, p1))));
    v128.store(similarities, madd(d3, p23, madd(d1, p12, mul(g, p2))), 16);
    v128.store(similarities, madd(d2, p23, madd(d1, p13, mul(g, p3))), 32);
    v128.store(similarities, splat(0), 48);
    similarities += 64;
  }
  addThreeHeadsSums(plan, g0, g1, g2, g3, g12, g13, g23);
}

function threeHeadsSums(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  let g0 = splat(0);
  let g1 = splat(0);
  let g2 = splat(0);
  let g3 = splat(0);
  let g12 = splat(0);
  let g13 = splat(0);
  let g23 = splat(0);
  for (let end = kernelGradient + ((<usize>count) << 2); kernelGradient < end; kernelGradient += 16) {
    const g = v128.load(kernelGradient);
    const s1 = v128.load(similarities);
    const s2 = v128.load(similarities, 16);
    const s3 = v128.load(similarities, 32);
    const d1 = mul(g, s1);
    const d2 = mul(g, s2);
    g0 = add(g0, g);
    g1 = add(g1, d1);
    g2 = add(g2, d2);
    g3 = madd(g, s3, g3);
    g12 = madd(d1, s2, g12);
    g13 = madd(d1, s3, g13);
    g23 = madd(d2, s3, g23);
    similarities += 64;
  }
  addThreeHeadsSums(plan, g0, g1, g2, g3, g12, g13, g23);
}

// @ts-ignore: decorator
@inline
function addThreeHeadsSums(
  plan: Plan,
  g0: v128,
  g1: v128,
  g2: v128,
  g3: v128,
  g12: v128,
  g13: v128,
  g23: v128,
): void {
  let at = plan.sums + VECTOR;
  if (plan.includesEmptySubset) {
    accumulate(at, g0);
    at += VECTOR;
  }
  accumulate(at, g1);
  accumulate(at + 16, g2);
  accumulate(at + 32, g3);
  accumulate(at + 48, g12);
  accumulate(at + 64, g13);
  accumulate(at + 80, g23);
}

// @ts-ignore: decorator
@inline
function accumulate(at: usize, value: v128): void {
  v128.store(at, add(v128.load(at), value));
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
  for (let end = kernel + ((<usize>count) << 2); kernel < end; kernel += 16) {
    monomials(plan, similarities);
    let sum = splat(0);
    for (let subset: u32 = 0; subset < plan.subsetCount; subset++) {
      sum = madd(weight(plan, subset), v128.load(plan.monomials + ((<usize>subset) << 4)), sum);
    }
    v128.store(kernel, sum);
    similarities += stride;
  }
}

function anySubsetsBackward(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  const stride = (<usize>plan.headVectors) << 6;
  const sums = plan.sums + VECTOR;
  for (let end = kernelGradient + ((<usize>count) << 2); kernelGradient < end; kernelGradient += 16) {
    const g = v128.load(kernelGradient);
    monomials(plan, similarities);
    for (let subset: u32 = 0; subset < plan.subsetCount; subset++) {
      const at = (<usize>subset) << 4;
      accumulate(sums + at, mul(g, v128.load(plan.monomials + at)));
      v128.store(plan.monomialGradients + at, mul(g, weight(plan, subset)));
    }
    if (plan.wantsLags) anySubsetsToSimilarities(plan, similarities, stride);
    similarities += stride;
  }
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
