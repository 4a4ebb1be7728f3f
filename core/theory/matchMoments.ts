/**
 * What head B's loss is on average over sequences, as a function of k·q alone: L_IH = ½(E f_2² − 2 v2 E[f_2 R] + v2² E[R²])
 * with R(k·q) what the head brings, of which the two expectations are taken once, by sampling, at some k·q from 0 on.
 * Between them they are cubic. Neither α* nor any initial value plays a part (spec/mixed-target.md §2).
 */
import { firstLayerCopies, mixedTargetAttention } from "../model";
import { RunningEstimate, type Estimate } from "./estimate";

export interface MatchMoments {
  /** k·q of each node, [nodes], ascending from 0 to 1.6w*². */
  readonly sharpness: Float64Array;
  /** E[F R] and E[R²] with their derivatives by k·q, [nodes] each; F is (1 + α*) f_2. */
  readonly agreement: Float64Array;
  readonly agreementSlope: Float64Array;
  readonly square: Float64Array;
  readonly squareSlope: Float64Array;
  /** E[F²]. */
  readonly targetSquare: number;
  /** E[(F − ρR) R'] at k·q = 0, ρ = E[F R]/E[R²]: how strongly the plateau pushes k·q up, times (1 + α*). */
  readonly push: Estimate;
  /** Over so many. */
  readonly sequences: number;
}

export interface MomentRequest {
  /** w*² > 0. */
  readonly sharpness: number;
  /** L ≥ 5. */
  readonly sequenceLength: number;
  /** p1, which stays what it is. */
  readonly rpe1: number;
  /** Standard error of `push` as a part of it, until which sampling goes on. */
  readonly wishedError: number;
  /** x of sequences first … first + count − 1, [count, L]. */
  readonly draw: (first: number, count: number) => Promise<Float32Array>;
}

/** Scalars drawn at most, whatever the error. */
const mostScalars = 2 ** 26;
const batch = 2 ** 13;

/** Nodes at w*²(i/11)², for near 0 most happens; the eleventh after 0 is w*² itself. */
const nodes = 15;
const nodeOfTarget = 11;

export async function matchMoments(request: MomentRequest): Promise<MatchMoments> {
  const sums = new Sums(request);
  for (let first = 0; first * request.sequenceLength < mostScalars; first += batch) {
    sums.add(await request.draw(first, batch));
    const { mean, standardError } = sums.push.estimate;
    if (standardError < request.wishedError * Math.abs(mean)) break;
  }
  return sums.moments;
}

class Sums {
  readonly #request: MomentRequest;
  readonly #agreement = new Float64Array(nodes);
  readonly #agreementSlope = new Float64Array(nodes);
  readonly #square = new Float64Array(nodes);
  readonly #squareSlope = new Float64Array(nodes);
  #targetSquare = 0;
  #count = 0;
  readonly push = new RunningEstimate();

  constructor(request: MomentRequest) {
    this.#request = request;
  }

  /** @param scalars [count, L] */
  add(scalars: Float32Array): void {
    const { sharpness, sequenceLength, rpe1 } = this.#request;
    const count = scalars.length / sequenceLength;
    const [targets, brought, slopes] = [0, 1, 2].map(() => new Float64Array(count));
    for (let sequence = 0; sequence < count; sequence++) {
      const from = sequence * sequenceLength;
      const tokens = Float64Array.from(scalars.subarray(from, from + sequenceLength));
      // F = Σ_s x_s softmax_s(w*² x_L x_{s−1}).
      const attention = mixedTargetAttention({ sharpness }, tokens);
      const target = tokens.reduce((sum, token, at) => sum + token * attention[at], 0);
      const { values, derivatives } = broughtAt(tokens, firstLayerCopies(tokens, rpe1), sharpness);
      for (let node = 0; node < nodes; node++) {
        this.#agreement[node] += target * values[node];
        this.#agreementSlope[node] += target * derivatives[node];
        this.#square[node] += values[node] ** 2;
        this.#squareSlope[node] += 2 * values[node] * derivatives[node];
      }
      this.#targetSquare += target ** 2;
      [targets[sequence], brought[sequence], slopes[sequence]] = [target, values[0], derivatives[0]];
    }
    this.#count += count;
    const share = this.#agreement[0] / this.#square[0];
    this.push.add(targets.map((target, at) => (target - share * brought[at]) * slopes[at]));
  }

  get moments(): MatchMoments {
    const mean = (sum: Float64Array) => sum.map((each) => each / this.#count);
    return {
      sharpness: Float64Array.from({ length: nodes }, (_, node) =>
        sharpnessAt(node, this.#request.sharpness),
      ),
      agreement: mean(this.#agreement),
      agreementSlope: mean(this.#agreementSlope),
      square: mean(this.#square),
      squareSlope: mean(this.#squareSlope),
      targetSquare: this.#targetSquare / this.#count,
      push: this.push.estimate,
      sequences: this.#count,
    };
  }
}

function sharpnessAt(node: number, target: number): number {
  return target * (node / nodeOfTarget) ** 2;
}

/**
 * R = Σ_s x_s softmax_s(k·q x_L y_s) and ∂R/∂(k·q) at all nodes. As nodes go by squares, exponentials at one follow from
 * those before by two multiplications: e^{(i+1)²z} = e^{i²z} · e^{(2i+1)z}.
 */
function broughtAt(tokens: Float64Array, copied: Float64Array, sharpness: number) {
  const last = tokens.length - 1;
  const asking = tokens[last];
  const step = sharpnessAt(1, sharpness);
  let largest = -Infinity;
  for (let at = 1; at < last; at++) largest = Math.max(largest, asking * copied[at]);
  const sums = new Float64Array(4 * nodes);
  for (let at = 1; at < last; at++) {
    const token = tokens[at];
    const brought = copied[at];
    let factor = Math.exp(step * (asking * brought - largest));
    const squared = factor * factor;
    let power = 1;
    for (let place = 0; place < sums.length; place += 4) {
      sums[place] += power;
      sums[place + 1] += power * token;
      sums[place + 2] += power * brought;
      sums[place + 3] += power * token * brought;
      power *= factor;
      factor *= squared;
    }
  }
  const values = new Float64Array(nodes);
  const derivatives = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    const place = 4 * node;
    const sum = sums[place];
    values[node] = sums[place + 1] / sum;
    derivatives[node] = (asking * (sums[place + 3] - values[node] * sums[place + 2])) / sum;
  }
  return { values, derivatives };
}
