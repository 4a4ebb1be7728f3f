/**
 * The full model's first layer, window by window (spec/model.md §4, the authors' code): head h attends from token x_l to
 * x_{l'} in its window with logit x_lᵀ Q Kᵀ x_{l'} + w_{l−l'}, and to its own position with x_lᵀ Q Kᵀ x_l + 1e−6; what it
 * brings is LayerNorm(Σ attention · x_{l'}ᵀ OV), with one gain and bias for all heads. Tokens are one-hot, so everything
 * is looked up in two d × d tables a head: A = Q Kᵀ and OV. At the output no token stands yet: its vector is zero.
 */
import { groupView, type GroupName } from "../parameters";
import { layoutOf } from "../layout";
import type { FullModel } from "../transformer";
import { normalizeBackward, normalizeInto } from "../layerNorm";

/** Added to the logit of a head's own position (the authors' code). */
const ownBias = 1e-6;

/** The parameters as the layer uses them; interventions change copies. */
export interface FullContent {
  readonly kind: "full";
  /** A = Q Kᵀ, [H, d, d]: from the attending token to the one attended to. */
  readonly match: Float64Array;
  /** OV, [H, d, d]. */
  readonly outputValue: Float64Array;
  /** w, [H, M]; −∞ where the head may not look. */
  readonly lagLogits: Float64Array;
  readonly gain: Float64Array;
  readonly bias: Float64Array;
  /** [H], 1 where a head brings nothing; and where it does not look at its own position. */
  readonly off: Uint8Array;
  readonly notOwn: Uint8Array;
  /** Thousands of windows are computed one after the other in the same few numbers. */
  readonly scratch: FullScratch;
}

interface FullScratch {
  /** [1 + M]: attention, and ∂ by it. */
  readonly attention: Float64Array;
  readonly pulls: Float64Array;
  /** [d]: what a head brings before LayerNorm, and ∂ by it. */
  readonly brought: Float64Array;
  readonly back: Float64Array;
}

/** ∂ℓ by the tables, as `FullContent` has them. */
export interface FullGradients {
  readonly kind: "full";
  readonly match: Float64Array;
  readonly outputValue: Float64Array;
  readonly lagLogits: Float64Array;
  readonly gain: Float64Array;
  readonly bias: Float64Array;
}

/** Tokens before a position, and its own. */
export interface TokenWindow {
  /** −1 at the output. */
  readonly own: number;
  /** Nearest first, at most M. */
  readonly lags: Uint8Array;
}

export function fullContent(model: FullModel, parameters: Float64Array): FullContent {
  const { heads, window, alphabetSize: d, lagMask } = model;
  const layout = layoutOf(model);
  const view = (name: GroupName) => groupView(parameters, layout, name);
  const [query, key] = [view("query"), view("key")];
  const match = new Float64Array(heads * d * d);
  forEachEntry(heads, d, (head, row, column) => {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += query[(head * d + row) * d + i] * key[(head * d + column) * d + i];
    match[(head * d + row) * d + column] = sum;
  });
  return {
    kind: "full",
    match,
    outputValue: view("outputValue"),
    lagLogits: view("rpe").map((logit, at) => (lagMask[at] ? logit : -Infinity)),
    gain: view("normGain"),
    bias: view("normBias"),
    off: new Uint8Array(heads),
    notOwn: new Uint8Array(heads),
    scratch: {
      attention: new Float64Array(1 + window),
      pulls: new Float64Array(1 + window),
      brought: new Float64Array(d),
      back: new Float64Array(d),
    },
  };
}

export function emptyFullGradients({ heads, alphabetSize: d, window }: FullModel): FullGradients {
  return {
    kind: "full",
    match: new Float64Array(heads * d * d),
    outputValue: new Float64Array(heads * d * d),
    lagLogits: new Float64Array(heads * window),
    gain: new Float64Array(d),
    bias: new Float64Array(d),
  };
}

/** Attention of one head to its own position, then to each lag of the window, [1 + n]; sums to 1, or is 0 throughout. */
export function fullAttention(
  model: FullModel,
  content: FullContent,
  head: number,
  window: TokenWindow,
): Float64Array {
  const attention = new Float64Array(1 + window.lags.length);
  attend(model, content, head, window, attention);
  return attention;
}

/** The same into the first 1 + n of `attention`. */
function attend(
  { window, alphabetSize: d }: FullModel,
  { match, lagLogits, notOwn }: FullContent,
  head: number,
  { own, lags }: TokenWindow,
  attention: Float64Array,
): void {
  const count = 1 + lags.length;
  const row = (head * d + own) * d;
  attention[0] = notOwn[head] ? -Infinity : (own < 0 ? 0 : match[row + own]) + ownBias;
  let largest = attention[0];
  for (let lag = 0; lag < lags.length; lag++) {
    const logit = lagLogits[head * window + lag] + (own < 0 ? 0 : match[row + lags[lag]]);
    attention[1 + lag] = logit;
    if (logit > largest) largest = logit;
  }
  if (largest === -Infinity) {
    attention.fill(0, 0, count);
    return;
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += attention[i] = Math.exp(attention[i] - largest);
  for (let i = 0; i < count; i++) attention[i] /= sum;
}

/** Writes v of all heads, [H, d], at `at`. */
export function fullValues(
  model: FullModel,
  content: FullContent,
  window: TokenWindow,
  values: Float64Array,
  at: number,
): void {
  const { heads, alphabetSize: d } = model;
  const { attention, brought } = content.scratch;
  for (let head = 0; head < heads; head++) {
    const row = at + head * d;
    if (content.off[head]) {
      values.fill(0, row, row + d);
      continue;
    }
    attend(model, content, head, window, attention);
    bring(model, content, head, window, attention, brought);
    normalizeInto(brought, content.gain, content.bias, values, row);
  }
}

/** Adds what ∂v, [H, d] at `at`, means for the tables. */
export function fullValuesBackward(
  model: FullModel,
  content: FullContent,
  window: TokenWindow,
  valueGradients: Float64Array,
  at: number,
  gradients: FullGradients,
): void {
  const { heads, alphabetSize: d } = model;
  const { own, lags } = window;
  const { attention, pulls, brought, back } = content.scratch;
  const count = 1 + lags.length;
  for (let head = 0; head < heads; head++) {
    if (content.off[head]) continue;
    attend(model, content, head, window, attention);
    bring(model, content, head, window, attention, brought);
    const gradient = { values: valueGradients, at: at + head * d };
    normalizeBackward(brought, content.gain, gradient, back, gradients.gain, gradients.bias);
    let mean = 0;
    for (let i = 0; i < count; i++) {
      const token = i === 0 ? own : lags[i - 1];
      let pull = 0;
      if (token >= 0) {
        const row = (head * d + token) * d;
        for (let j = 0; j < d; j++) {
          pull += back[j] * content.outputValue[row + j];
          gradients.outputValue[row + j] += attention[i] * back[j];
        }
      }
      pulls[i] = pull;
      mean += attention[i] * pull;
    }
    for (let i = 0; i < count; i++) {
      const logitGradient = attention[i] * (pulls[i] - mean);
      if (i > 0) gradients.lagLogits[head * model.window + i - 1] += logitGradient;
      if (own >= 0) {
        gradients.match[(head * d + own) * d + (i === 0 ? own : lags[i - 1])] += logitGradient;
      }
    }
  }
}

/** From the tables to the parameters: ∂Q = ∂A K, ∂K = ∂Aᵀ Q. Adds to `gradient`, the whole vector. */
export function fullPullBack(
  model: FullModel,
  parameters: Float64Array,
  gradients: FullGradients,
  gradient: Float64Array,
): void {
  const { heads, alphabetSize: d } = model;
  const layout = layoutOf(model);
  const of = (name: GroupName) => groupView(parameters, layout, name);
  const to = (name: GroupName) => groupView(gradient, layout, name);
  const [query, key, queryGradient, keyGradient] = [of("query"), of("key"), to("query"), to("key")];
  forEachEntry(heads, d, (head, row, column) => {
    const g = gradients.match[(head * d + row) * d + column];
    for (let i = 0; i < d; i++) {
      queryGradient[(head * d + row) * d + i] += g * key[(head * d + column) * d + i];
      keyGradient[(head * d + column) * d + i] += g * query[(head * d + row) * d + i];
    }
  });
  add(to("outputValue"), gradients.outputValue);
  add(to("rpe"), gradients.lagLogits);
  add(to("normGain"), gradients.gain);
  add(to("normBias"), gradients.bias);
}

/** Row ← Σ attention · OV[token]. */
function bring(
  { alphabetSize: d }: FullModel,
  { outputValue }: FullContent,
  head: number,
  { own, lags }: TokenWindow,
  attention: Float64Array,
  row: Float64Array,
): void {
  row.fill(0);
  for (let i = 0; i <= lags.length; i++) {
    const token = i === 0 ? own : lags[i - 1];
    if (token < 0) continue;
    const from = (head * d + token) * d;
    for (let j = 0; j < d; j++) row[j] += attention[i] * outputValue[from + j];
  }
}

function forEachEntry(
  heads: number,
  d: number,
  visit: (head: number, row: number, column: number) => void,
): void {
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < d; row++) {
      for (let column = 0; column < d; column++) visit(head, row, column);
    }
  }
}

function add(to: Float64Array, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += values[i];
}
