/**
 * How the error of IH_2 and IH_n falls with the sharpness p, derived. With r = e^{−p} and B the longest token:
 *
 * - The head of lag 1 keeps a share of at most λ_1 = r from its place, every other one λ_i = 2r/(1 + r), since it errs to
 *   both sides. So ‖y_s^{(i)} − x_{s−i}‖ ≤ 2B λ_i, and y is no longer than B.
 * - The query's part i comes from the head of lag i − 1, part 1 from the token itself (λ_0 = 0). A logit is thus off by
 *   at most Δ = 2B² w*² Σ_i (λ_{i−1} + λ_i).
 * - Softmax weights of logits that are off by up to Δ move by at most Δ in ℓ1, the output by at most B·Δ.
 *
 * For IH_2 this is 2 w*² B³ e^{−p}. The first order in r is known exactly too: see `firstOrderError`.
 */
import { attention, defined, keysOf, type Definition, type HeadShape } from "./definition";
import { dot } from "./similarity";
import { vectorSequence, type VectorSequences } from "./vectors";

/** The bound above, on the sequence with the longest token; never more than 2B, which two outputs differ by at most. */
export function sharpnessBound(
  shape: HeadShape,
  strength: number,
  sharpness: number,
  sequences: VectorSequences,
): number {
  const { tokens, dimension } = sequences;
  let longest = 0;
  for (let at = 0; at < tokens.length; at += dimension) {
    longest = Math.max(longest, Math.hypot(...tokens.subarray(at, at + dimension)));
  }
  const ratio = Math.exp(-sharpness);
  const strayOf = (lag: number) => (lag === 0 ? 0 : lag === 1 ? ratio : (2 * ratio) / (1 + ratio));
  let stray = 0;
  for (let part = 1; part < shape.order; part++) stray += strayOf(part - 1) + strayOf(part);
  return longest * Math.min(2, 2 * longest ** 2 * strength * stray);
}

/**
 * The error's first order in r, largest and root mean square over the sequences: to this order a head adds r times
 * the difference of its place's neighbours to what it copies, which shifts the logit of key s by
 *   r·δ_s, δ_s = w*² Σ_i (u_i·e_s^{(i)} + e_L^{(i−1)}·v_i), e_s^{(i)} = Σ_{τ = s−i±1, τ<s} (x_τ − x_{s−i}),
 * and so the output by r·Σ_s α_s (x_s − x̄) δ_s.
 * @returns without the factor r = e^{−p}
 */
export function firstOrderError(
  { shape, similarity }: Definition,
  strength: number,
  sequences: VectorSequences,
): { readonly largest: number; readonly rootMeanSquare: number } {
  let [largest, squares] = [0, 0];
  for (let index = 0; index < sequences.count; index++) {
    const tokens = vectorSequence(sequences, index);
    const { logits, output } = defined({ shape, similarity }, tokens);
    const weights = attention(shape, logits);
    const moved = new Float64Array(shape.dimension);
    const { first, last } = keysOf(shape);
    for (let at = first; at <= last; at++) {
      const shift = weights[at] * strength * logitShift(shape, tokens, at);
      for (let i = 0; i < moved.length; i++) {
        moved[i] += shift * (tokens[at * shape.dimension + i] - output[i]);
      }
    }
    const size = Math.hypot(...moved);
    largest = Math.max(largest, size);
    squares += size * size;
  }
  return { largest, rootMeanSquare: Math.sqrt(squares / sequences.count) };
}

/** δ_s/w*² of the key at position `at`, from 0. */
function logitShift({ order, sequenceLength, dimension }: HeadShape, tokens: Float64Array, at: number) {
  const last = sequenceLength - 1;
  let shift = 0;
  for (let part = 1; part < order; part++) {
    const queryToken = (last - part + 1) * dimension;
    const keyToken = (at - part) * dimension;
    shift += dot(tokens, queryToken, strayTowards(tokens, at, part, dimension), 0, dimension);
    if (part > 1) {
      shift += dot(strayTowards(tokens, last, part - 1, dimension), 0, tokens, keyToken, dimension);
    }
  }
  return shift;
}

/** e_s^{(i)}, [d], of position s = `at`. */
function strayTowards(tokens: Float64Array, at: number, lag: number, dimension: number): Float64Array {
  const place = at - lag;
  const neighbours = [place - 1, place + 1].filter((from) => from >= 0 && from < at);
  return Float64Array.from({ length: dimension }, (_, i) =>
    neighbours.reduce((sum, from) => sum + tokens[from * dimension + i] - tokens[place * dimension + i], 0),
  );
}
