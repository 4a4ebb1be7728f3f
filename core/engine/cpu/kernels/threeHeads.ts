/**
 * The selector of the paper's model: three heads, subsets up to pairs. The polynomial is written out, and rows are
 * turned into lanes and back in registers, on the way.
 */
import { VECTOR, add, madd, mul, splat } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";

// @ts-ignore: decorator
@inline
function weight(plan: Plan, subset: u32): v128 {
  return v128.load32_splat(plan.subsetWeights + ((<usize>subset) << 2));
}

/** Rows of κ → lanes of κ in place, and k. */
export function threeHeadsFromRows(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  const first = plan.includesEmptySubset;
  const pEmpty = first ? weight(plan, 0) : splat(0);
  const p1 = weight(plan, first);
  const p2 = weight(plan, first + 1);
  const p3 = weight(plan, first + 2);
  const p12 = weight(plan, first + 3);
  const p13 = weight(plan, first + 4);
  const p23 = weight(plan, first + 5);
  const end = kernel + ((<usize>count) << 2);
  do {
    const r0 = v128.load(similarities);
    const r1 = v128.load(similarities, 16);
    const r2 = v128.load(similarities, 32);
    const r3 = v128.load(similarities, 48);
    const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const s1 = v128.shuffle<f64>(a, b, 0, 2);
    const s2 = v128.shuffle<f64>(a, b, 1, 3);
    const s3 = v128.shuffle<f64>(c, d, 0, 2);
    v128.store(similarities, s1);
    v128.store(similarities, s2, 16);
    v128.store(similarities, s3, 32);
    const with1 = madd(s3, p13, madd(s2, p12, p1));
    const with2 = madd(s3, p23, p2);
    v128.store(kernel, madd(s1, with1, madd(s2, with2, madd(s3, p3, pEmpty))));
    similarities += 64;
    kernel += 16;
  } while (kernel < end);
}

/** k of κ (lanes). */
export function threeHeadsFromLanes(plan: Plan, similarities: usize, kernel: usize, count: u32): void {
  const first = plan.includesEmptySubset;
  const pEmpty = first ? weight(plan, 0) : splat(0);
  const p1 = weight(plan, first);
  const p2 = weight(plan, first + 1);
  const p3 = weight(plan, first + 2);
  const p12 = weight(plan, first + 3);
  const p13 = weight(plan, first + 4);
  const p23 = weight(plan, first + 5);
  const end = kernel + ((<usize>count) << 2);
  do {
    const s1 = v128.load(similarities);
    const s2 = v128.load(similarities, 16);
    const s3 = v128.load(similarities, 32);
    const with1 = madd(s3, p13, madd(s2, p12, p1));
    const with2 = madd(s3, p23, p2);
    v128.store(kernel, madd(s1, with1, madd(s2, with2, madd(s3, p3, pEmpty))));
    similarities += 64;
    kernel += 16;
  } while (kernel < end);
}

/** Lanes of κ → rows of ∂κ in place; adds Σ∂k·K_S to the sums. */
export function threeHeadsToRows(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
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
  const end = kernelGradient + ((<usize>count) << 2);
  do {
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
    const o1 = madd(d3, p13, madd(d2, p12, mul(g, p1)));
    const o2 = madd(d3, p23, madd(d1, p12, mul(g, p2)));
    const o3 = madd(d2, p23, madd(d1, p13, mul(g, p3)));
    // The fourth lane of a row belongs to no head: whatever stands there is never read.
    const a = v128.shuffle<f32>(o1, o2, 0, 4, 1, 5);
    const b = v128.shuffle<f32>(o1, o2, 2, 6, 3, 7);
    v128.store(similarities, v128.shuffle<f32>(a, o3, 0, 1, 4, 4));
    v128.store(similarities, v128.shuffle<f32>(a, o3, 2, 3, 5, 5), 16);
    v128.store(similarities, v128.shuffle<f32>(b, o3, 0, 1, 6, 6), 32);
    v128.store(similarities, v128.shuffle<f32>(b, o3, 2, 3, 7, 7), 48);
    similarities += 64;
    kernelGradient += 16;
  } while (kernelGradient < end);
  addSums(plan, g0, g1, g2, g3, g12, g13, g23);
}

/** Adds Σ∂k·K_S to the sums, where the copier is not trained. */
export function threeHeadsSums(plan: Plan, similarities: usize, kernelGradient: usize, count: u32): void {
  let g0 = splat(0);
  let g1 = splat(0);
  let g2 = splat(0);
  let g3 = splat(0);
  let g12 = splat(0);
  let g13 = splat(0);
  let g23 = splat(0);
  const end = kernelGradient + ((<usize>count) << 2);
  do {
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
    kernelGradient += 16;
  } while (kernelGradient < end);
  addSums(plan, g0, g1, g2, g3, g12, g13, g23);
}

// @ts-ignore: decorator
@inline
function addSums(plan: Plan, g0: v128, g1: v128, g2: v128, g3: v128, g12: v128, g13: v128, g23: v128): void {
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

/** Adds to the vector at `at`. */
// @ts-ignore: decorator
@inline
export function accumulate(at: usize, value: v128): void {
  v128.store(at, add(v128.load(at), value));
}
