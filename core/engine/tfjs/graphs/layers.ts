/**
 * Pieces of models as operations that can be differentiated: the same mathematics as core/model's, which is their
 * yardstick. Only operations whose gradients all backends have.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { MlpModel, Transformer } from "../../../model";
import type { Tf } from "../backends";
import type { Groups } from "./parameters";

/** Stands for −∞ among logits: its exponential is 0 in float32, and no operation makes NaN of it. */
const forbidden = -1e9;

/** LayerNorm over the last axis, ε = 1e−5. */
export function layerNorm(tf: Tf, x: Tensor, gain: Tensor, bias: Tensor): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.mul(centred, centred), -1, true);
  return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, 1e-5))), gain), bias);
}

/** v/(‖v‖ + 1e−7) over the last axis; 0 stays 0, without a gradient. */
export function divideByLength(tf: Tf, values: Tensor): Tensor {
  const squares = tf.sum(tf.mul(values, values), -1, true);
  // The root of 0 has no slope: where there is nothing, one is divided by instead.
  const nothing = tf.sub(1, tf.sign(squares));
  const length = tf.add(tf.sqrt(tf.add(squares, nothing)), 1e-7);
  return tf.div(values, length);
}

/** Softmax over the last axis where `allowed` (1 or 0) says so; rows that may see nothing are 0 throughout. */
export function maskedSoftmax(tf: Tf, logits: Tensor, allowed: Tensor): Tensor {
  const masked = tf.add(tf.mul(logits, allowed), tf.mul(tf.sub(1, allowed), forbidden));
  return tf.mul(tf.softmax(masked), allowed);
}

/** u of the stream r, [rows, R]: LN(r + MLP(LN(r)))/√R. */
export function mlpFeature(tf: Tf, { activation }: MlpModel, groups: Groups, stream: Tensor): Tensor {
  const normalized = layerNorm(tf, stream, groups("normGain"), groups("normBias"));
  const before = tf.add(tf.matMul(normalized, groups("hiddenWeights")), groups("hiddenBias"));
  const hidden = activation === "relu" ? tf.relu(before) : gelu(tf, before);
  const written = tf.add(tf.matMul(hidden, groups("outputWeights")), groups("outputBias"));
  const feature = layerNorm(tf, tf.add(stream, written), groups("finalGain"), groups("finalBias"));
  return tf.div(feature, Math.sqrt(stream.shape[stream.rank - 1] ?? 1));
}

/** By its tanh approximation, as in core/model. */
function gelu(tf: Tf, x: Tensor): Tensor {
  const cube = tf.mul(tf.mul(x, x), x);
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, cube)));
  return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner)));
}

/** k = Σ_S p_S Π_{h∈S} κ_h of the similarities of every compared vector, each of one shape. */
export function selected(
  tf: Tf,
  subsets: Transformer["subsets"],
  subsetWeights: Tensor,
  similarities: readonly Tensor[],
): Tensor {
  const [first] = similarities;
  return subsets
    .map((subset, index) => {
      const weight = tf.reshape(tf.slice(subsetWeights, index, 1), []);
      const product = subset.reduce<Tensor>((k, head) => tf.mul(k, similarities[head]), tf.onesLike(first));
      return tf.mul(weight, product);
    })
    .reduce((sum, part) => tf.add(sum, part));
}
