/**
 * Whole sequences by automatic differentiation, for families whose values are no function of a window: positions that have
 * embeddings of their own, and copiers in layers. The graph begins at the weights — σ, p and a, which core/model gets from
 * the parameters in float64 and takes their gradients back to — and ends at the losses. A head is a sum of its lags'
 * shifted streams, so that work and memory grow with L and not with its square.
 */
import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import {
  firstKeyOf,
  firstWindowLength,
  headsOfLayer,
  type AbsoluteModel,
  type DeepModel,
  type Transformer,
} from "../../../model";
import type { Tf } from "../backends";
import { divideByLength, maskedSoftmax, selected } from "./layers";

export type SequenceModel = DeepModel | AbsoluteModel;

/** What is differentiated by. */
export interface WeightTensors {
  /** σ: of `deep` `Weights.lagAttention`, [M + 1, M, H]; of `absolute` its own, [L + 1, H, M]. */
  readonly attention: Tensor;
  /** p_S, [|𝒮|]. */
  readonly subsetWeights: Tensor;
  /** a, []. */
  readonly scale: Tensor;
}

/** Sequences of L tokens and a target, one-hot. */
export interface SequenceTensors {
  /** [B, L, d]. */
  readonly tokens: Tensor3D;
  /** [B, d]. */
  readonly targets: Tensor2D;
}

/** Σ over the sequences of their losses, and k, [B, L]; 0 where a position is no key. */
export function sequenceLoss(
  tf: Tf,
  model: SequenceModel,
  { tokens, targets }: SequenceTensors,
  weights: WeightTensors,
): { readonly loss: Tensor; readonly kernel: Tensor } {
  const similarities = similaritiesOf(tf, model, tokens, weights.attention);
  const kernel = selected(tf, model.subsets, weights.subsetWeights, similarities);
  const [, length] = tokens.shape;
  const keys = column(tf, length, firstKeyOf(model), [1, length]);
  const allowed = tf.mul(tf.onesLike(kernel), keys);
  const attention = maskedSoftmax(tf, tf.mul(kernel, weights.scale), allowed);
  const output = tf.sum(tf.mul(tf.expandDims(attention, 2), tokens), 1);
  return { loss: lossOf(tf, model, output, targets), kernel: tf.mul(kernel, keys) };
}

function lossOf(tf: Tf, { loss, epsilon }: Transformer, output: Tensor, targets: Tensor): Tensor {
  const voted = tf.sum(tf.mul(output, targets), 1);
  if (loss === "log") return tf.neg(tf.sum(tf.log(tf.add(voted, epsilon))));
  return tf.sum(tf.sub(tf.log(tf.sum(tf.exp(output), 1)), voted));
}

/** κ of every head, [B, L] each. */
function similaritiesOf(tf: Tf, model: SequenceModel, tokens: Tensor3D, attention: Tensor): Tensor[] {
  const inLayer = headsOfLayer(model);
  const layers = model.family === "deep" ? model.copierLayers : 1;
  const [batch, length] = tokens.shape;
  let stream: Tensor = tokens;
  const similarities: Tensor[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const reads = stream;
    const shifted = shiftedBy(tf, model.window, reads);
    const heard = column(tf, length + 1, firstWindowLength(model) * (layer + 1), [1, length + 1, 1]);
    const values = Array.from({ length: inLayer }, (_, index) => {
      const head = layer * inLayer + index;
      const rows = attentionRows(tf, model, attention, head, length);
      const value = shifted
        .map((earlier, lag) => tf.mul(earlier, tf.expandDims(tf.slice(rows, [0, lag], [-1, 1]), 0)))
        .reduce((sum, part) => tf.add(sum, part));
      const known = tf.mul(value, heard);
      return model.normalizeValues === "l2" ? divideByLength(tf, known) : known;
    });
    similarities.push(...values.map((value) => similarity(tf, value)));
    // The stream has no row for the output, where no token stands.
    const written = values.map((value) => tf.slice(value, [0, 0, 0], [batch, length, -1]));
    if (layer + 1 < layers) stream = tf.concat([reads, ...written], 2);
  }
  return similarities;
}

/** What stands 1 … M positions before each position and the output, [B, L + 1, width] each; 0 before the first. */
function shiftedBy(tf: Tf, window: number, stream: Tensor): Tensor[] {
  const [batch, length, width] = stream.shape;
  const padded = tf.concat([tf.zeros([batch, window, width]), stream], 1);
  return Array.from({ length: window }, (_, lag) =>
    tf.slice(padded, [0, window - 1 - lag, 0], [batch, length + 1, width]),
  );
}

/** σ of one head at every position and the output, [L + 1, M]. */
function attentionRows(
  tf: Tf,
  model: SequenceModel,
  attention: Tensor,
  head: number,
  length: number,
): Tensor {
  const { window } = model;
  if (model.family === "absolute") {
    return tf.reshape(tf.slice(attention, [0, head, 0], [length + 1, 1, window]), [length + 1, window]);
  }
  const byLength = tf.reshape(tf.slice(attention, [0, 0, head], [-1, -1, 1]), [window + 1, window]);
  const short = Math.min(window, length + 1);
  const whole = tf.tile(tf.slice(byLength, [window, 0], [1, window]), [Math.max(0, length + 1 - window), 1]);
  return tf.concat([tf.slice(byLength, [0, 0], [short, window]), whole], 0);
}

/** κ, [B, L], of values at all positions and the output, [B, L + 1, size]. */
function similarity(tf: Tf, values: Tensor): Tensor {
  const [batch, rows, size] = values.shape;
  const keys = tf.slice(values, [0, 0, 0], [batch, rows - 1, size]);
  const query = tf.slice(values, [0, rows - 1, 0], [batch, 1, size]);
  return tf.sum(tf.mul(keys, query), 2);
}

/** 1 from `first` on, 0 before. */
function column(tf: Tf, length: number, first: number, shape: [number, number, number?]): Tensor {
  return tf.tensor(
    Float32Array.from({ length }, (_, at) => (at >= first ? 1 : 0)),
    shape.filter((side) => side !== undefined),
  );
}
