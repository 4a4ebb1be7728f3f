/** LayerNorm of one vector and the way back (Ba et al. 2016): (x − mean)/√(variance + 1e−5) · gain + bias. */

const epsilon = 1e-5;

/** Writes the result, as long as `x`, at `at` of `to`. */
export function normalizeInto(
  x: Float64Array,
  gain: Float64Array,
  bias: Float64Array,
  to: Float64Array,
  at = 0,
): void {
  const mean = meanOf(x);
  const inverse = 1 / Math.sqrt(varianceOf(x, mean) + epsilon);
  for (let i = 0; i < x.length; i++) to[at + i] = (x[i] - mean) * inverse * gain[i] + bias[i];
}

/** ∂ by the result, where it begins in `values`. */
interface ResultGradient {
  readonly values: Float64Array;
  readonly at: number;
}

/** From ∂ by the result to ∂x, which overwrites `back`; adds ∂ by gain and bias. */
export function normalizeBackward(
  x: Float64Array,
  gain: Float64Array,
  { values, at }: ResultGradient,
  back: Float64Array,
  gainGradient: Float64Array,
  biasGradient: Float64Array,
): void {
  const mean = meanOf(x);
  const inverse = 1 / Math.sqrt(varianceOf(x, mean) + epsilon);
  let sum = 0;
  let along = 0;
  for (let i = 0; i < x.length; i++) {
    const normalized = (x[i] - mean) * inverse;
    const gradient = values[at + i];
    gainGradient[i] += gradient * normalized;
    biasGradient[i] += gradient;
    sum += gradient * gain[i];
    along += gradient * gain[i] * normalized;
  }
  for (let i = 0; i < x.length; i++) {
    const normalized = (x[i] - mean) * inverse;
    back[i] = inverse * (values[at + i] * gain[i] - (sum + normalized * along) / x.length);
  }
}

function meanOf(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value;
  return sum / x.length;
}

function varianceOf(x: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of x) sum += (value - mean) ** 2;
  return sum / x.length;
}
