/**
 * The copier on a table of distinct windows: v^{(h)} = Σ_i σ_i^{(h)} x_{l−i} as rows [d][heads in lanes],
 * optionally divided by their length, and the way back from ∂v to ∂σ.
 */
import { VECTOR, add, clear, madd, mul, splat, sub } from "../../../simd/kernels/arithmetic";
import { addRow, addWide, lagGradientsOf, lagWeightsOf } from "./lags";
import { Plan } from "./plan";

/** Bytes of one value row. */
// @ts-ignore: decorator
@inline
export function rowBytes(plan: Plan): usize {
  return <usize>plan.valueSize * <usize>plan.headVectors * VECTOR;
}

/** Values of all windows. */
export function windowValues(plan: Plan): void {
  const bytes = rowBytes(plan);
  let row = plan.values;
  let window = plan.windows;
  for (let index: u32 = 0; index < plan.windowCount; index++) {
    copyValue(plan, window + 1, 1, <u32>load<u8>(window), row);
    if (plan.normalizes) normalize(plan, row);
    row += bytes;
    window += 1 + <usize>plan.window;
  }
}

/** Adds what the gradients of the window values mean for σ to the results. */
export function windowsToLags(plan: Plan): void {
  const bytes = rowBytes(plan);
  let gradient = plan.valueGradients;
  let window = plan.windows;
  for (let index: u32 = 0; index < plan.windowCount; index++) {
    copyBackward(plan, window + 1, 1, <u32>load<u8>(window), gradient);
    gradient += bytes;
    window += 1 + <usize>plan.window;
  }
}

/** Row ← Σ_i σ_i x_i over `length` tokens that lie `step` apart, nearest first; not normalised. */
export function copyValue(plan: Plan, tokens: usize, step: isize, length: u32, row: usize): void {
  const vectorBytes = <usize>plan.headVectors * VECTOR;
  clear(row, rowBytes(plan));
  let weights = lagWeightsOf(plan, length);
  for (let lag: u32 = 0; lag < length; lag++) {
    addRow(row + <usize>load<u8>(tokens) * vectorBytes, weights, vectorBytes);
    weights += vectorBytes;
    tokens += step;
  }
}

/** From the gradient of a (normalised) value row, which it may change, adds ∂σ of its window to the results. */
export function copyBackward(plan: Plan, tokens: usize, step: isize, length: u32, gradient: usize): void {
  const vectorBytes = <usize>plan.headVectors * VECTOR;
  if (plan.normalizes) {
    copyValue(plan, tokens, step, length, plan.unnormalized);
    normalizeBackward(plan, plan.unnormalized, gradient);
  }
  let to = lagGradientsOf(plan, length);
  for (let lag: u32 = 0; lag < length; lag++) {
    const from = gradient + <usize>load<u8>(tokens) * vectorBytes;
    for (let at: usize = 0; at < vectorBytes; at += VECTOR) {
      addWide(to, v128.load(from + at));
      to += 32;
    }
    tokens += step;
  }
}

/** v ← v / (‖v‖ + 1e−7), each head. */
export function normalize(plan: Plan, row: usize): void {
  const stride = <usize>plan.headVectors * VECTOR;
  const end = row + rowBytes(plan);
  for (let vector: usize = 0; vector < stride; vector += VECTOR) {
    let squares = splat(0);
    for (let at = row + vector; at < end; at += stride) squares = madd(v128.load(at), v128.load(at), squares);
    const inverse = inverseLength(squares);
    for (let at = row + vector; at < end; at += stride) v128.store(at, mul(v128.load(at), inverse));
  }
}

/** 1 / (‖v‖ + 1e−7) from ‖v‖². */
// @ts-ignore: decorator
@inline
export function inverseLength(squares: v128): v128 {
  return f32x4.div(splat(1), add(f32x4.sqrt(squares), splat(1e-7)));
}

/** Turns ∂v̂ into ∂v: (∂v̂ − v (v·∂v̂)/(n(n + ε))) / (n + ε), from v before it was normalised. */
function normalizeBackward(plan: Plan, value: usize, gradient: usize): void {
  const stride = <usize>plan.headVectors * VECTOR;
  const bytes = rowBytes(plan);
  for (let vector: usize = 0; vector < stride; vector += VECTOR) {
    let squares = splat(0);
    let along = splat(0);
    for (let at = vector; at < bytes; at += stride) {
      const v = v128.load(value + at);
      squares = madd(v, v, squares);
      along = madd(v, v128.load(gradient + at), along);
    }
    const inverse = inverseLength(squares);
    // A head that sees nothing has v = 0: the largest keeps 0/0 away.
    const back = f32x4.div(mul(along, inverse), f32x4.max(f32x4.sqrt(squares), splat(1e-30)));
    for (let at = vector; at < bytes; at += stride) {
      const v = v128.load(value + at);
      v128.store(gradient + at, mul(sub(v128.load(gradient + at), mul(v, back)), inverse));
    }
  }
}
