/** What training begins with: fixed values that tie head h to lag h (spec/model.md §2), and seeded noise where a family needs it. */
import { groupView } from "./parameters";
import { layoutOf } from "./layout";
import { headsOfLayer, type Model } from "./transformer";

export interface InitialParameters {
  /** w at (head h, lag h), and elsewhere. */
  readonly rpe: { readonly diagonal: number; readonly offDiagonal: number };
  /** Every c_S. */
  readonly coefficients: number;
  /** a. */
  readonly scale: number;
  /** Of `full`: multiples of the identity. Of `absolute`: standard deviation of query and key entries, times √E. */
  readonly query?: number | undefined;
  readonly key?: number | undefined;
  readonly outputValue?: number | undefined;
}

/** As in the authors' published runs of the full model. */
export const defaultQuery = 0.01;
export const defaultOutputValue = 1;
/** Strong enough for heads to prefer some positions from the start. */
const defaultPositionQuery = 1;

/** @param seed of the random numbers; the same gives the same vector */
export function initialOf(model: Model, initial: InitialParameters, seed: number): Float64Array {
  const layout = layoutOf(model);
  const vector = new Float64Array(layout.size);
  const { alphabetSize: d, heads } = model;
  const random = normalDeviates(seed);
  const fillNormal = (values: Float64Array, deviation: number) => {
    for (let i = 0; i < values.length; i++) values[i] = deviation * random();
  };
  for (const { name, shape } of layout.groups) {
    const values = groupView(vector, layout, name);
    switch (name) {
      case "rpe":
        fillLagLogits(model, values, initial.rpe);
        break;
      case "coefficients":
        values.fill(initial.coefficients);
        break;
      case "scale":
        values.fill(initial.scale);
        break;
      case "positions":
        fillNormal(values, 1);
        break;
      case "query":
      case "key": {
        const multiple = initial[name];
        if (model.family === "full") fillIdentities(values, heads, d, multiple ?? defaultQuery);
        else fillNormal(values, (multiple ?? defaultPositionQuery) / Math.sqrt(shape[1]));
        break;
      }
      case "outputValue":
        fillIdentities(values, heads, d, initial.outputValue ?? defaultOutputValue);
        break;
      case "normGain":
      case "finalGain":
        values.fill(1);
        break;
      case "hiddenWeights":
        // He et al. 2015: the activation halves the variance.
        fillNormal(values, Math.sqrt(2 / shape[0]));
        break;
      case "outputWeights":
        fillNormal(values, Math.sqrt(1 / shape[0]));
        break;
      // Of the mixed target alone, which mixedInitial starts.
      case "rpe1":
      case "rpe2":
      case "value1":
      case "value2":
      case "normBias":
      case "hiddenBias":
      case "outputBias":
      case "finalBias":
        break;
    }
  }
  return vector;
}

/** In every layer head h starts on lag h. */
function fillLagLogits(
  model: Model,
  logits: Float64Array,
  { diagonal, offDiagonal }: InitialParameters["rpe"],
): void {
  const { heads, window } = model;
  const inLayer = headsOfLayer(model);
  logits.fill(offDiagonal);
  for (let head = 0; head < heads; head++) {
    if (head % inLayer < window) logits[head * window + (head % inLayer)] = diagonal;
  }
}

function fillIdentities(values: Float64Array, heads: number, d: number, multiple: number): void {
  for (let head = 0; head < heads; head++) {
    for (let token = 0; token < d; token++) values[(head * d + token) * d + token] = multiple;
  }
}

/** Standard normal: Box and Muller's transform of Tommy Ettinger's generator, which is good enough to start from. */
function normalDeviates(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
