/**
 * The MLP in place of the polynomial FFN (the paper's open question 3). The stream r = [v^{(1)} … v^{(H)}] holds what the
 * copier brought; z = r + W_out act(W_in LN(r) + b_in) + b_out; compared are u = LN(z)/√R, so that κ = ⟨u_l, u_{L+1}⟩ is
 * a mean over the R = H·d components, at most about 1 as in the disentangled model. Which parents count, it has to find
 * out by features of its own.
 */
import { groupView, type GroupName } from "../parameters";
import { layoutOf } from "../layout";
import { normalizeBackward, normalizeInto } from "../layerNorm";
import type { MlpModel } from "../transformer";

/** Views of the parameters. */
export interface MlpContent {
  readonly kind: "mlp";
  readonly normGain: Float64Array;
  readonly normBias: Float64Array;
  readonly hiddenWeights: Float64Array;
  readonly hiddenBias: Float64Array;
  readonly outputWeights: Float64Array;
  readonly outputBias: Float64Array;
  readonly finalGain: Float64Array;
  readonly finalBias: Float64Array;
}

/** The same, of their gradients. */
export type MlpGradients = MlpContent;

export function mlpContent(model: MlpModel, vector: Float64Array): MlpContent {
  const layout = layoutOf(model);
  const view = (name: GroupName) => groupView(vector, layout, name);
  return {
    kind: "mlp",
    normGain: view("normGain"),
    normBias: view("normBias"),
    hiddenWeights: view("hiddenWeights"),
    hiddenBias: view("hiddenBias"),
    outputWeights: view("outputWeights"),
    outputBias: view("outputBias"),
    finalGain: view("finalGain"),
    finalBias: view("finalBias"),
  };
}

/** What happens to one position's stream. */
interface Passage {
  /** LN(r), [R]; before the activation and behind it, [F]; z, [R]. */
  readonly normalized: Float64Array;
  readonly before: Float64Array;
  readonly hidden: Float64Array;
  readonly sum: Float64Array;
}

/** u, [R], of the stream r, [R]. */
export function mlpFeature(model: MlpModel, content: MlpContent, stream: Float64Array): Float64Array {
  const { sum } = passage(model, content, stream);
  const feature = new Float64Array(stream.length);
  normalizeInto(sum, content.finalGain, content.finalBias, feature);
  return feature.map((value) => value / Math.sqrt(stream.length));
}

/** From ∂u to ∂r, [R]; adds to the gradients of the parameters. */
export function mlpFeatureBackward(
  model: MlpModel,
  content: MlpContent,
  stream: Float64Array,
  featureGradient: Float64Array,
  gradients: MlpGradients,
): Float64Array {
  const { activation } = model;
  const { normalized, before, hidden, sum } = passage(model, content, stream);
  const scaled = featureGradient.map((value) => value / Math.sqrt(stream.length));
  const sumGradient = new Float64Array(stream.length);
  const { finalGain, normGain } = content;
  normalizeBackward(
    sum,
    finalGain,
    { values: scaled, at: 0 },
    sumGradient,
    gradients.finalGain,
    gradients.finalBias,
  );
  const hiddenGradient = throughBackward(content.outputWeights, hidden, sumGradient, gradients.outputWeights);
  for (let i = 0; i < sumGradient.length; i++) gradients.outputBias[i] += sumGradient[i];
  const beforeGradient = hiddenGradient.map((value, i) => value * slopeOf(activation, before[i]));
  for (let i = 0; i < before.length; i++) gradients.hiddenBias[i] += beforeGradient[i];
  const back = throughBackward(content.hiddenWeights, normalized, beforeGradient, gradients.hiddenWeights);
  const streamGradient = new Float64Array(stream.length);
  normalizeBackward(
    stream,
    normGain,
    { values: back, at: 0 },
    streamGradient,
    gradients.normGain,
    gradients.normBias,
  );
  for (let i = 0; i < stream.length; i++) streamGradient[i] += sumGradient[i];
  return streamGradient;
}

function passage({ activation }: MlpModel, content: MlpContent, stream: Float64Array): Passage {
  const normalized = new Float64Array(stream.length);
  normalizeInto(stream, content.normGain, content.normBias, normalized);
  const before = through(content.hiddenWeights, normalized, content.hiddenBias);
  const hidden = before.map((value) => activated(activation, value));
  const sum = through(content.outputWeights, hidden, content.outputBias).map((value, i) => value + stream[i]);
  return { normalized, before, hidden, sum };
}

/** xᵀ W + b; W is [x.length, b.length]. */
function through(weights: Float64Array, x: Float64Array, bias: Float64Array): Float64Array {
  const result = bias.slice();
  for (let i = 0; i < x.length; i++) {
    const from = i * bias.length;
    for (let j = 0; j < bias.length; j++) result[j] += x[i] * weights[from + j];
  }
  return result;
}

/** ∂x = W ∂y; adds x ∂yᵀ to ∂W. */
function throughBackward(
  weights: Float64Array,
  x: Float64Array,
  gradient: Float64Array,
  weightGradients: Float64Array,
): Float64Array {
  const back = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const from = i * gradient.length;
    for (let j = 0; j < gradient.length; j++) {
      back[i] += weights[from + j] * gradient[j];
      weightGradients[from + j] += x[i] * gradient[j];
    }
  }
  return back;
}

/** GELU by its tanh approximation (Hendrycks and Gimpel 2016). */
const slope = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

function activated(activation: MlpModel["activation"], x: number): number {
  if (activation === "relu") return Math.max(0, x);
  return 0.5 * x * (1 + Math.tanh(slope * (x + cubic * x ** 3)));
}

function slopeOf(activation: MlpModel["activation"], x: number): number {
  if (activation === "relu") return x > 0 ? 1 : 0;
  const t = Math.tanh(slope * (x + cubic * x ** 3));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope * (1 + 3 * cubic * x * x);
}
