/**
 * Gradient descent of the mixed target's second layer on the mean losses themselves, so without any noise: the course that
 * training follows up to chance. L_G4 is known in closed form, L_IH by `matchMoments`; layer 1 stays what it is
 * (arXiv 2410.11474, training of layer 2; spec/mixed-target.md §3).
 */
import { mixedParameters, type MixedParameter, type MixedTarget } from "../model";
import type { Estimate } from "./estimate";
import type { MatchMoments } from "./matchMoments";

export interface DescentRequest {
  readonly target: MixedTarget;
  /** L. */
  readonly sequenceLength: number;
  readonly moments: MatchMoments;
  /** p1, p2, v1, v2, k, q, [6]; k·q ≥ 0. */
  readonly start: Float64Array;
  /** What follows its gradient; rpe1 does not, whatever is said. */
  readonly train: readonly MixedParameter[];
  /** η: flow time of a step. */
  readonly stepTime: number;
  readonly steps: number;
}

/** A row a step, and later on fewer; [rows] each. */
export interface MixedDescent {
  readonly steps: Float64Array;
  /** L_G4/½E f_1² and L_IH/½E f_2². */
  readonly unexplainedG4: Float64Array;
  readonly unexplainedIH: Float64Array;
  /** [rows, 6] */
  readonly parameters: Float64Array;
}

/** Rows lie so far apart at most, as a part of their step: what happens early is told as exactly as what happens late. */
const spacing = 1 / 500;

/** @throws RangeError where k·q < 0: the moments do not reach there */
export function mixedDescent(request: DescentRequest): MixedDescent {
  const { start, steps, stepTime, train } = request;
  if (start[keyAt] * start[queryAt] < 0) throw new RangeError("k·q is below 0");
  const toldSteps = stepsToTell(steps);
  const rows = toldSteps.length;
  const told = {
    steps: toldSteps,
    unexplainedG4: new Float64Array(rows),
    unexplainedIH: new Float64Array(rows),
    parameters: new Float64Array(rows * start.length),
  };
  const trained = mixedParameters.map((name) => name !== "rpe1" && train.includes(name));
  const parameters = Float64Array.from(start);
  const gradient = new Float64Array(start.length);
  let row = 0;
  for (let step = 0; step <= steps; step++) {
    const lazy = lazyLoss(request, parameters, gradient);
    const rich = richLoss(request, parameters, gradient);
    if (step === toldSteps[row]) {
      told.unexplainedG4[row] = lazy;
      told.unexplainedIH[row] = rich;
      told.parameters.set(parameters, row * start.length);
      row++;
    }
    for (let at = 0; at < parameters.length; at++) {
      if (trained[at]) parameters[at] -= stepTime * gradient[at];
    }
  }
  return told;
}

function stepsToTell(steps: number): Float64Array {
  const told: number[] = [];
  for (let step = 0; step <= steps; step += Math.max(1, Math.floor(spacing * step))) told.push(step);
  return Float64Array.from(told);
}

/** How fast k and q grow on the plateau, per unit of flow time: λ in e^{λt}. */
export function plateauGrowth({ mixing }: MixedTarget, { agreement, square, push }: MatchMoments): Estimate {
  // v2 at its best without matching, times 1/(1 + α*) of the push.
  const share = agreement[0] / square[0] / (1 + mixing) ** 2;
  return { mean: share * push.mean, standardError: share * push.standardError };
}

const [, rpe2At, value1At, value2At, keyAt, queryAt] = mixedParameters.keys();

/**
 * Tokens are independent: ½(c² − 2c v1 a_0 + v1² Σ a_l²) with c = α* / (1 + α*) and a_l = softmax_l(−p2 l), l = 0 … L − 4, of
 * which lag 0 is x_{L−2}. @returns as a part of ½c²
 */
function lazyLoss(
  { target, sequenceLength }: DescentRequest,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const share = target.mixing / (1 + target.mixing);
  const [value, decay] = [parameters[value1At], parameters[rpe2At]];
  const lags = sequenceLength - 3;
  // The largest power is 1, whichever sign p2 has.
  const shift = Math.min(0, decay * (lags - 1));
  const ratio = Math.exp(-decay);
  let power = Math.exp(shift);
  const first = power;
  let [sum, squares, moment, squaredMoment] = [0, 0, 0, 0];
  for (let lag = 0; lag < lags; lag++) {
    sum += power;
    squares += power * power;
    moment += lag * power;
    squaredMoment += lag * power * power;
    power *= ratio;
  }
  const [own, even] = [first / sum, squares / (sum * sum)];
  const ownSlope = (own * moment) / sum;
  const evenSlope = (2 * (squares * moment - squaredMoment * sum)) / (sum * sum * sum);
  gradient[value1At] = value * even - share * own;
  gradient[rpe2At] = 0.5 * value * value * evenSlope - share * value * ownSlope;
  return (share * share - 2 * share * value * own + value * value * even) / (share * share);
}

/** @returns as a part of ½E f_2² */
function richLoss(
  { target, moments }: DescentRequest,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const share = 1 / (1 + target.mixing);
  const [value, key, query] = [parameters[value2At], parameters[keyAt], parameters[queryAt]];
  const { agreement, agreementSlope, square, squareSlope } = atSharpness(moments, key * query);
  const byMatch = 0.5 * value * value * squareSlope - share * value * agreementSlope;
  gradient[value2At] = value * square - share * agreement;
  gradient[keyAt] = byMatch * query;
  gradient[queryAt] = byMatch * key;
  const whole = share * share * moments.targetSquare;
  return (whole - 2 * share * value * agreement + value * value * square) / whole;
}

/** Cubic between nodes; beyond the last one what it is there. */
function atSharpness({ sharpness: at, ...moments }: MatchMoments, match: number) {
  let node = at.findIndex((each) => each > match) - 1;
  if (node < 0) node = at.length - 2;
  const width = at[node + 1] - at[node];
  const part = Math.min(1, (match - at[node]) / width);
  const cubic = (values: Float64Array, slopes: Float64Array) => {
    const [from, to, out, into] = [
      ...[values[node], values[node + 1]],
      ...[slopes[node] * width, slopes[node + 1] * width],
    ];
    const second = 3 * (to - from) - 2 * out - into;
    const third = 2 * (from - to) + out + into;
    return {
      value: from + part * (out + part * (second + part * third)),
      slope: (out + part * (2 * second + 3 * part * third)) / width,
    };
  };
  const agreement = cubic(moments.agreement, moments.agreementSlope);
  const square = cubic(moments.square, moments.squareSlope);
  return {
    ...{ agreement: agreement.value, agreementSlope: agreement.slope },
    ...{ square: square.value, squareSlope: square.slope },
  };
}
