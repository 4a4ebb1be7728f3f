/**
 * Copying by relative position: σ over the lags of a window, v = Σ_i σ_i s_{l−i} of whatever vectors s stand at the
 * positions, perhaps divided by its length; and the ways back.
 */
import { firstWindowLength, type Transformer } from "./transformer";

/** Added to a value's length before dividing by it (`normalizeValues: "l2"`). */
export const lengthEpsilon = 1e-7;

/** σ, [M + 1, M, H], of the logits w, [H, M]: see `Weights.lagAttention`. */
export function lagAttentionOf(model: Transformer, logits: Float64Array): Float64Array {
  const { heads, window } = model;
  const attention = new Float64Array((window + 1) * window * heads);
  for (let length = Math.max(1, firstWindowLength(model)); length <= window; length++) {
    for (let head = 0; head < heads; head++) softmaxOfHead(model, logits, attention, length, head);
  }
  return attention;
}

/** ∂w_i += σ_i (∂σ_i − Σ_j σ_j ∂σ_j), for every window length. */
export function lagsToLogits(
  model: Transformer,
  attention: Float64Array,
  attentionGradient: Float64Array,
  gradient: Float64Array,
): void {
  const { heads, window } = model;
  for (let length = Math.max(1, firstWindowLength(model)); length <= window; length++) {
    for (let head = 0; head < heads; head++) {
      const first = length * window * heads + head;
      let mean = 0;
      for (let lag = 0; lag < length; lag++) {
        mean += attention[first + lag * heads] * attentionGradient[first + lag * heads];
      }
      for (let lag = 0; lag < length; lag++) {
        const at = first + lag * heads;
        gradient[head * window + lag] += attention[at] * (attentionGradient[at] - mean);
      }
    }
  }
}

/** v ← v/(‖v‖ + 1e−7). */
export function divideByLength(value: Float64Array): void {
  const inverse = 1 / (lengthOf(value) + lengthEpsilon);
  for (let i = 0; i < value.length; i++) value[i] *= inverse;
}

/**
 * Turns ∂v̂ into ∂v, from v before it was divided: v̂ = v/(n + ε), ∂v = (∂v̂ − v (v·∂v̂)/(n(n + ε)))/(n + ε). Where v is
 * 0 there is no way back.
 */
export function divideByLengthBackward(value: Float64Array, gradient: Float64Array): void {
  const length = lengthOf(value);
  if (length === 0) {
    gradient.fill(0);
    return;
  }
  const whole = length + lengthEpsilon;
  let along = 0;
  for (let i = 0; i < value.length; i++) along += value[i] * gradient[i];
  for (let i = 0; i < value.length; i++) {
    gradient[i] = (gradient[i] - (value[i] * along) / (length * whole)) / whole;
  }
}

function lengthOf(value: Float64Array): number {
  let squares = 0;
  for (const component of value) squares += component * component;
  return Math.sqrt(squares);
}

function softmaxOfHead(
  { heads, window, lagMask }: Transformer,
  logits: Float64Array,
  attention: Float64Array,
  length: number,
  head: number,
): void {
  const row = head * window;
  let largest = -Infinity;
  for (let lag = 0; lag < length; lag++) {
    if (lagMask[row + lag]) largest = Math.max(largest, logits[row + lag]);
  }
  if (largest === -Infinity) return;
  const first = length * window * heads + head;
  let sum = 0;
  for (let lag = 0; lag < length; lag++) {
    const value = lagMask[row + lag] ? Math.exp(logits[row + lag] - largest) : 0;
    attention[first + lag * heads] = value;
    sum += value;
  }
  for (let lag = 0; lag < length; lag++) attention[first + lag * heads] /= sum;
}
