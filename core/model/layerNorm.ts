/** LayerNorm of one vector and the way back (Ba et al. 2016): (x − mean)/√(variance + 1e−5) · gain + bias. */

const epsilon = 1e-5;

/** @param to may be `x` itself */
export function normalizeInto(
  x: Float64Array,
  gain: Float64Array,
  bias: Float64Array,
  to: Float64Array,
): void {
  const { mean, inverse } = momentsOf(x);
  for (let i = 0; i < x.length; i++) to[i] = (x[i] - mean) * inverse * gain[i] + bias[i];
}

/** From ∂ by the result to ∂x, which overwrites `back`; adds ∂ by gain and bias. */
export function normalizeBackward(
  x: Float64Array,
  gain: Float64Array,
  gradient: Float64Array,
  back: Float64Array,
  gainGradient: Float64Array,
  biasGradient: Float64Array,
): void {
  const { mean, inverse } = momentsOf(x);
  let [sum, along] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const normalized = (x[i] - mean) * inverse;
    gainGradient[i] += gradient[i] * normalized;
    biasGradient[i] += gradient[i];
    sum += gradient[i] * gain[i];
    along += gradient[i] * gain[i] * normalized;
  }
  for (let i = 0; i < x.length; i++) {
    const normalized = (x[i] - mean) * inverse;
    back[i] = inverse * (gradient[i] * gain[i] - (sum + normalized * along) / x.length);
  }
}

function momentsOf(x: Float64Array) {
  let mean = 0;
  for (const value of x) mean += value / x.length;
  let variance = 0;
  for (const value of x) variance += (value - mean) ** 2 / x.length;
  return { mean, inverse: 1 / Math.sqrt(variance + epsilon) };
}
