/**
 * The mixed target of arXiv 2410.11474 and the model that learns it (spec/mixed-target.md), one sequence at a time in
 * float64. Tokens are scalars; six parameters make a previous-token copier (layer 1), a head that reads x_{L−2} (the lazy
 * 4-gram) and a head that matches and copies (the rich induction head). The two losses stay apart everywhere.
 */

/** α* > 0, the weight of the 4-gram against the induction head; w*² > 0, how sharply the target matches. */
export interface MixedTarget {
  readonly mixing: number;
  readonly sharpness: number;
}

/** In the order of the parameter vector: p1, p2, v1, v2, k, q. */
export const mixedParameters = ["rpe1", "rpe2", "value1", "value2", "key", "query"] as const;
export type MixedParameter = (typeof mixedParameters)[number];

/** Tokens that a sequence has at least: x_{L−2} has to have others before it. */
export const fewestScalars = 5;

/** What happens to one sequence. */
export interface MixedPass {
  /** f_1 and f_2. */
  readonly target: readonly [number, number];
  /** y_s by 0-based position, [L]; the first has nothing before it and is 0. */
  readonly copied: Float64Array;
  /** Attention of head A, [L], over positions 2 … L−2, and of head B, [L], over 2 … L−1; 0 elsewhere. */
  readonly lazyAttention: Float64Array;
  readonly richAttention: Float64Array;
  /** A/v1 and B/v2: what the heads bring before their values. */
  readonly lazy: number;
  readonly rich: number;
  /** ½(f_1 − A)² and ½(f_2 − B)². */
  readonly lossG4: number;
  readonly lossIH: number;
}

/**
 * @param parameters in the order of `mixedParameters` @param tokens x_1 … x_L
 * @throws RangeError for α* or w*² that are not above 0, and for fewer than 5 tokens
 */
export function mixedPass(target: MixedTarget, parameters: Float64Array, tokens: Float64Array): MixedPass {
  refuseImpossible(target, tokens.length);
  const { mixing } = target;
  const [rpe1, rpe2, value1, value2, key, query] = parameters;
  const length = tokens.length;
  const last = tokens[length - 1];
  const { copied } = copy(tokens, rpe1);
  const lazyAttention = softmaxOver(length, 1, length - 3, (at) => -rpe2 * (length - 3 - at));
  const richAttention = softmaxOver(length, 1, length - 2, (at) => key * query * last * copied[at]);
  const wanted = mixedTargetAttention(target, tokens);
  const lazy = weighed(tokens, lazyAttention);
  const rich = weighed(tokens, richAttention);
  const f1 = (mixing / (1 + mixing)) * tokens[length - 3];
  const f2 = weighed(tokens, wanted) / (1 + mixing);
  return {
    ...{ target: [f1, f2], copied, lazyAttention, richAttention, lazy, rich },
    lossG4: 0.5 * (f1 - value1 * lazy) ** 2,
    lossIH: 0.5 * (f2 - value2 * rich) ** 2,
  };
}

/** What head B's attention is in the target, softmax_s(w*² x_L x_{s−1}), [L] over positions 2 … L−1; 0 elsewhere. */
export function mixedTargetAttention(
  { sharpness }: Pick<MixedTarget, "sharpness">,
  tokens: Float64Array,
): Float64Array {
  const { length } = tokens;
  return softmaxOver(length, 1, length - 2, (at) => sharpness * tokens[length - 1] * tokens[at - 1]);
}

/** Layer 1's attention by lag − 1 of a token that has `seen` ones before it, [seen]. @param rpe1 p1 */
export function firstLayerRow(rpe1: number, seen: number): Float64Array {
  return softmaxOver(seen, 0, seen - 1, (at) => -rpe1 * at);
}

/** y_s, what layer 1 brings to each position, [L]. @param tokens x_1 … x_L @param rpe1 p1 */
export function firstLayerCopies(tokens: Float64Array, rpe1: number): Float64Array {
  return copy(tokens, rpe1).copied;
}

/** Adds `share` × ∂(L_G4 + L_IH) of one sequence to `gradient`, in the order of `mixedParameters`. */
export function addMixedGradient(
  parameters: Float64Array,
  tokens: Float64Array,
  pass: MixedPass,
  share: number,
  gradient: Float64Array,
): void {
  const [rpe1, , value1, value2, key, query] = parameters;
  const length = tokens.length;
  const { target, lazyAttention, richAttention, lazy, rich, copied } = pass;
  const lazyError = share * (value1 * lazy - target[0]);
  const richError = share * (value2 * rich - target[1]);
  gradient[2] += lazyError * lazy;
  gradient[3] += richError * rich;
  for (let at = 1; at <= length - 3; at++) {
    gradient[1] -= lazyError * value1 * lazyAttention[at] * (tokens[at] - lazy) * (length - 3 - at);
  }
  const last = tokens[length - 1];
  const { slopes } = copy(tokens, rpe1);
  for (let at = 1; at <= length - 2; at++) {
    // ∂ by the logit k·q·x_L·y_s.
    const logit = richError * value2 * richAttention[at] * (tokens[at] - rich);
    gradient[0] += logit * key * query * last * slopes[at];
    gradient[4] += logit * query * last * copied[at];
    gradient[5] += logit * key * last * copied[at];
  }
}

/**
 * Layer 1 at all positions in one go: with r = e^{−p1}, y_s = N_s/D_s, N_{s+1} = x_s + r·N_s and D_{s+1} = 1 + r·D_s. Where
 * r is large these overflow, so it is kept·y_s + taken·x_s with taken = 1/D_{s+1} = 1 − kept.
 * @returns y, [L], and ∂y/∂p1, [L]
 */
function copy(tokens: Float64Array, rpe1: number) {
  const ratio = Math.exp(-rpe1);
  const copied = new Float64Array(tokens.length);
  const slopes = new Float64Array(tokens.length);
  let [kept, taken, takenSlope] = [0, 1, 0];
  for (let at = 1; at < tokens.length; at++) {
    copied[at] = kept * copied[at - 1] + taken * tokens[at - 1];
    slopes[at] = kept * slopes[at - 1] + takenSlope * (tokens[at - 1] - copied[at - 1]);
    const total = taken + ratio;
    kept = ratio === Infinity ? 1 : ratio / total;
    takenSlope = (kept * (takenSlope + taken)) / total;
    taken = 1 - kept;
  }
  return { copied, slopes };
}

/** Softmax of the logits of positions `from` to `to`, 0 elsewhere, [length]. */
function softmaxOver(length: number, from: number, to: number, logit: (at: number) => number): Float64Array {
  const weights = new Float64Array(length);
  let largest = -Infinity;
  for (let at = from; at <= to; at++) largest = Math.max(largest, (weights[at] = logit(at)));
  let sum = 0;
  for (let at = from; at <= to; at++) sum += weights[at] = Math.exp(weights[at] - largest);
  for (let at = from; at <= to; at++) weights[at] /= sum;
  return weights;
}

function weighed(tokens: Float64Array, weights: Float64Array): number {
  return tokens.reduce((sum, token, at) => sum + token * weights[at], 0);
}

function refuseImpossible({ mixing, sharpness }: MixedTarget, length: number): void {
  if (!(mixing > 0)) throw new RangeError(`the mixing weight α* must be above 0, not ${mixing}`);
  if (!(sharpness > 0)) throw new RangeError(`the sharpness w*² must be above 0, not ${sharpness}`);
  if (length < fewestScalars) {
    throw new RangeError(
      `a sequence of the mixed target has at least ${fewestScalars} tokens, not ${length}`,
    );
  }
}
