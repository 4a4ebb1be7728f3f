/**
 * Whole sequences by automatic differentiation, for families whose values are no function of a window: positions that have
 * embeddings of their own, and copiers in layers. Everything is a product over positions, [B, L, …], in portions of
 * sequences that fit the device.
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
import { divideByLength, maskedSoftmax, selected, subsetWeightsOf } from "./layers";
import type { Groups } from "./parameters";

export type SequenceModel = DeepModel | AbsoluteModel;

/** Sequences of L tokens and a target, one-hot. */
export interface SequenceTensors {
  /** [B, L, d]. */
  readonly tokens: Tensor3D;
  /** [B, d]. */
  readonly targets: Tensor2D;
}

/** Σ over the sequences of their losses, and k, [B, L]. */
export function sequenceLoss(
  tf: Tf,
  model: SequenceModel,
  { tokens, targets }: SequenceTensors,
  groups: Groups,
): { readonly loss: Tensor; readonly kernel: Tensor } {
  const similarities =
    model.family === "deep"
      ? deepSimilarities(tf, model, tokens, groups)
      : absoluteSimilarities(tf, model, tokens, groups);
  const kernel = selected(tf, model.subsets, subsetWeightsOf(tf, groups("coefficients")), similarities);
  const [, length] = tokens.shape;
  const keys = tf.tensor2d(
    Float32Array.from({ length }, (_, at) => (at >= firstKeyOf(model) ? 1 : 0)),
    [1, length],
  );
  const attention = maskedSoftmax(tf, tf.mul(kernel, groups("scale")), tf.mul(tf.onesLike(kernel), keys));
  const output = tf.sum(tf.mul(tf.expandDims(attention, 2), tokens), 1);
  return { loss: lossOf(tf, model, output, targets), kernel: tf.mul(kernel, keys) };
}

function lossOf(tf: Tf, { loss, epsilon }: Transformer, output: Tensor, targets: Tensor): Tensor {
  const voted = tf.sum(tf.mul(output, targets), 1);
  if (loss === "log") return tf.neg(tf.sum(tf.log(tf.add(voted, epsilon))));
  return tf.sum(tf.sub(tf.log(tf.sum(tf.exp(output), 1)), voted));
}

/** κ of every head, [B, L], of values at all positions and the output, [B, L + 1, size]. */
function similarity(tf: Tf, values: Tensor): Tensor {
  const [batch, rows, size] = values.shape;
  const keys = tf.slice(values, [0, 0, 0], [batch, rows - 1, size]);
  const query = tf.slice(values, [0, rows - 1, 0], [batch, 1, size]);
  return tf.sum(tf.mul(keys, query), 2);
}

/** Attention as a matrix from positions to positions, [L + 1, L], times what stands there, [B, L, width]. */
function bring(tf: Tf, model: SequenceModel, attention: Tensor2D, stream: Tensor3D): Tensor {
  const [batch, length, width] = stream.shape;
  const flat = tf.reshape(tf.transpose(stream, [1, 0, 2]), [length, batch * width]);
  const brought = tf.reshape(tf.matMul(attention, flat as Tensor2D), [length + 1, batch, width]);
  const values = tf.transpose(brought, [1, 0, 2]);
  return model.normalizeValues === "l2" ? divideByLength(tf, values) : values;
}

/** σ of one head by relative position. @param firstRow before which no position has a window */
function relativeAttention(
  tf: Tf,
  { window, lagMask, boundary }: DeepModel,
  logits: Tensor,
  head: number,
  length: number,
  firstRow: number,
): Tensor2D {
  // [L + 1, L, M] would be large: lags are picked by a matrix product instead, [M] × [M, (L + 1) · L].
  const places = new Float32Array(window * (length + 1) * length);
  const allowed = new Float32Array((length + 1) * length);
  for (let row = firstRow; row <= length; row++) {
    for (let lag = 1; lag <= Math.min(row, window); lag++) {
      if (boundary === "skip" && row < window) continue;
      const at = row * length + row - lag;
      places[(lag - 1) * (length + 1) * length + at] = 1;
      allowed[at] = lagMask[head * window + lag - 1];
    }
  }
  const picked = tf.matMul(
    tf.slice(logits, [head, 0], [1, window]),
    tf.tensor2d(places, [window, (length + 1) * length]),
  );
  return maskedSoftmax(
    tf,
    tf.reshape(picked, [length + 1, length]),
    tf.tensor2d(allowed, [length + 1, length]),
  ) as Tensor2D;
}

/** What is copied has no token at the output; streams have L rows, values L + 1. */
function deepSimilarities(tf: Tf, model: DeepModel, tokens: Tensor3D, groups: Groups): Tensor[] {
  const inLayer = headsOfLayer(model);
  const [batch, length] = tokens.shape;
  let stream: Tensor3D = tokens;
  const similarities: Tensor[] = [];
  for (let layer = 0; layer < model.copierLayers; layer++) {
    const reads = stream;
    const firstRow = firstWindowLength(model) * (layer + 1);
    const values = Array.from({ length: inLayer }, (_, index) => {
      const head = layer * inLayer + index;
      const attention = relativeAttention(tf, model, groups("rpe"), head, length, firstRow);
      return bring(tf, model, attention, reads);
    });
    similarities.push(...values.map((value) => similarity(tf, value)));
    const written = values.map((value) => tf.slice(value, [0, 0, 0], [batch, length, -1]));
    stream = tf.concat([reads, ...written], 2) as Tensor3D;
  }
  return similarities;
}

/** ⟨P_l W_Q, P_{l'} W_K⟩/√E for every pair of positions, then the lags that may be seen. */
function absoluteSimilarities(tf: Tf, model: AbsoluteModel, tokens: Tensor3D, groups: Groups): Tensor[] {
  const { heads, window, lagMask, embeddingSize } = model;
  const [, length] = tokens.shape;
  const embeddings = tf.slice(groups("positions"), [0, 0], [length + 1, -1]) as Tensor2D;
  return Array.from({ length: heads }, (_, head) => {
    const matrix = (name: "query" | "key") => tf.squeeze<Tensor2D>(tf.slice(groups(name), head, 1), [0]);
    const queries = tf.matMul(embeddings, matrix("query"));
    const keys = tf.slice(tf.matMul(embeddings, matrix("key")), [0, 0], [length, -1]) as Tensor2D;
    const logits = tf.div(tf.matMul(queries, keys, false, true), Math.sqrt(embeddingSize));
    const allowed = new Float32Array((length + 1) * length);
    for (let row = Math.max(1, firstWindowLength(model)); row <= length; row++) {
      for (let lag = 1; lag <= Math.min(row, window); lag++) {
        allowed[row * length + row - lag] = lagMask[head * window + lag - 1];
      }
    }
    const attention = maskedSoftmax(tf, logits, tf.tensor2d(allowed, [length + 1, length]));
    return similarity(tf, bring(tf, model, attention as Tensor2D, tokens));
  });
}
