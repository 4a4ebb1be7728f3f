/**
 * The copier's weights σ by window length, and the sums of their gradients.
 * A key at position l ≤ M sees only l − 1 tokens (boundary `truncate`), so σ comes once for every length.
 */
import { VECTOR, add } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";

/** σ of lag 1 for windows of `length` tokens; the next lag is `headVectors` vectors further. */
// @ts-ignore: decorator
@inline
export function lagWeightsOf(plan: Plan, length: u32): usize {
  return plan.lagWeights + lagOffset(plan, length) * VECTOR;
}

/** ∂σ (float64, a multiple of four heads) of lag 1 for windows of `length` tokens. */
// @ts-ignore: decorator
@inline
export function lagGradientsOf(plan: Plan, length: u32): usize {
  const lagGradients = plan.results + ((2 + <usize>plan.subsetCount) << 3);
  return lagGradients + (lagOffset(plan, length) << 5);
}

/** Adds four float32 lanes to four float64 numbers. */
// @ts-ignore: decorator
@inline
export function addWide(to: usize, lanes: v128): void {
  const low = f64x2.promote_low_f32x4(lanes);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(lanes, lanes, 1, 1));
  v128.store(to, f64x2.add(v128.load(to), low));
  v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
}

/** value[vectors] += row[vectors] */
// @ts-ignore: decorator
@inline
export function addRow(value: usize, row: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    v128.store(value + at, add(v128.load(value + at), v128.load(row + at)));
  }
}

// @ts-ignore: decorator
@inline
function lagOffset(plan: Plan, length: u32): usize {
  return <usize>(length - plan.firstLength) * <usize>plan.window * <usize>plan.headVectors;
}
