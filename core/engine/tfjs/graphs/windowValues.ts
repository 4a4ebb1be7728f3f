/**
 * Values of windows by automatic differentiation: a small graph over the distinct windows of a data set. The pairs of
 * windows, the classifier and the loss are the kernels', joined to the graph by the gradient of the values.
 */
import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { valueShape, type FullModel, type TokenWindow, type WindowedModel } from "../../../model";
import type { MakeValueSource } from "../../cpu/valueSource";
import type { OpenedBackend } from "../backend";
import type { Tf } from "../backends";
import { divideByLength, layerNorm, maskedSoftmax, mlpFeature } from "./layers";
import { addGradients, groupsIn, groupTensors, type Groups } from "./parameters";

/** @param portionNumbers that windows which are computed together may take in all their tensors */
export function graphValues(
  opened: OpenedBackend,
  model: WindowedModel,
  portionNumbers: number,
): MakeValueSource {
  const { tf } = opened;
  const { count, size } = valueShape(model);
  const numbers = count * size;
  const { heads, window, alphabetSize } = model;
  const together = Math.max(
    1,
    Math.floor(portionNumbers / ((heads + 1) * (window + 1) * alphabetSize + 8 * numbers)),
  );
  return (windows) => {
    const parts = partsOf(windows, together).map((part) => windowTensors(tf, model, part));
    const values = (part: WindowTensors, tensors: readonly Tensor[]) =>
      valuesOf(tf, model, part, groupsIn(model, tensors));
    return {
      async values(parameters) {
        const all = new Float32Array(windows.length * numbers);
        let at = 0;
        for (const part of parts) {
          const result = tf.tidy(() => values(part, groupTensors(tf, model, parameters)));
          all.set(await result.data(), at);
          at += result.size;
          result.dispose();
        }
        opened.check();
        return all;
      },
      async pullBack(parameters, valueGradients, gradient) {
        gradient.fill(0);
        let at = 0;
        for (const part of parts) {
          const rows = part.own.shape[0];
          const share = Float32Array.from(valueGradients.subarray(at, (at += rows * numbers)));
          const gradients = tf.tidy(() => {
            const back = tf.tensor2d(share, [rows, numbers]);
            // d Σ v·∂v is the way back through the graph.
            const along = (...tensors: Tensor[]) => tf.sum(tf.mul(values(part, tensors), back));
            return tf.grads(along)(groupTensors(tf, model, parameters));
          });
          await addGradients(model, gradients, 1, gradient);
        }
        opened.check();
      },
      dispose() {
        for (const part of parts) tf.dispose({ ...part });
      },
    };
  };
}

function partsOf(windows: readonly TokenWindow[], size: number): (readonly TokenWindow[])[] {
  return Array.from({ length: Math.ceil(windows.length / size) }, (_, part) =>
    windows.slice(part * size, (part + 1) * size),
  );
}

/** Windows as one-hot tokens. */
interface WindowTensors {
  /** [W, d], 0 at the output. */
  readonly own: Tensor2D;
  /** [W, 1], 1 where there is an own token. */
  readonly hasOwn: Tensor2D;
  /** [W, M, d], nearest first, 0 where a window has ended. */
  readonly lags: Tensor3D;
  /** [W, M], 1 where a window has a token. */
  readonly present: Tensor2D;
}

function windowTensors(tf: Tf, model: WindowedModel, windows: readonly TokenWindow[]): WindowTensors {
  const { alphabetSize: d, window } = model;
  const own = new Float32Array(windows.length * d);
  const lags = new Float32Array(windows.length * window * d);
  const present = new Float32Array(windows.length * window);
  windows.forEach(({ own: token, lags: earlier }, index) => {
    if (token >= 0) own[index * d + token] = 1;
    earlier.forEach((other, lag) => {
      lags[(index * window + lag) * d + other] = 1;
      present[index * window + lag] = 1;
    });
  });
  return {
    own: tf.tensor2d(own, [windows.length, d]),
    hasOwn: tf.tensor2d(
      windows.map(({ own: token }) => [token >= 0 ? 1 : 0]),
      [windows.length, 1],
    ),
    lags: tf.tensor3d(lags, [windows.length, window, d]),
    present: tf.tensor2d(present, [windows.length, window]),
  };
}

/** [W, count · size]. */
function valuesOf(tf: Tf, model: WindowedModel, windows: WindowTensors, groups: Groups): Tensor {
  const heads = Array.from({ length: model.heads }, (_, head) =>
    model.family === "full"
      ? fullHead(tf, model, windows, groups, head)
      : copied(tf, model, windows, groups, head),
  );
  const stream = tf.concat(heads, 1);
  // Of a group that stands behind the values the gradient is 0, not missing.
  const all = model.family === "mlp" ? mlpFeature(tf, model, groups, stream) : stream;
  return tf.add(all, tf.mul(0, sumOfRest(tf, model, groups)));
}

/** Σ over groups that the values do not depend on: so that their gradients exist. */
function sumOfRest(tf: Tf, model: WindowedModel, groups: Groups): Tensor {
  const scale = groups("scale");
  return model.family === "mlp" ? scale : tf.add(scale, tf.sum(groups("coefficients")));
}

/** v = Σ σ_i x_{l−i}, [W, d]. */
function copied(
  tf: Tf,
  model: WindowedModel,
  { lags, present }: WindowTensors,
  groups: Groups,
  head: number,
) {
  const attention = maskedSoftmax(tf, rowOf(tf, groups("rpe"), head), allowedLags(tf, model, present, head));
  const value = tf.sum(tf.mul(tf.expandDims(attention, 2), lags), 1);
  return model.normalizeValues === "l2" ? divideByLength(tf, value) : value;
}

/** LayerNorm(Σ attention · xᵀOV), [W, d]; see core/model/full. */
function fullHead(
  tf: Tf,
  model: FullModel,
  { own, hasOwn, lags, present }: WindowTensors,
  groups: Groups,
  head: number,
): Tensor {
  const matrix = (name: "query" | "key" | "outputValue") => tf.squeeze(tf.slice(groups(name), head, 1), [0]);
  // x_lᵀ Q Kᵀ, [W, d]: 0 at the output, where no token stands.
  const asked = tf.matMul(tf.matMul(own, matrix("query") as Tensor2D), matrix("key"), false, true);
  const content = tf.sum(tf.mul(tf.expandDims(asked, 1), lags), 2);
  const itself = tf.add(tf.sum(tf.mul(asked, own), 1, true), 1e-6);
  const logits = tf.concat([itself, tf.add(content, rowOf(tf, groups("rpe"), head))], 1);
  const allowed = tf.concat([tf.onesLike(hasOwn), allowedLags(tf, model, present, head)], 1);
  const attention = maskedSoftmax(tf, logits, allowed);
  const all = tf.concat([tf.expandDims(own, 1), lags], 1);
  const mixture = tf.sum(tf.mul(tf.expandDims(attention, 2), all), 1);
  const brought = tf.matMul(mixture, matrix("outputValue"));
  return layerNorm(tf, brought, groups("normGain"), groups("normBias"));
}

/** Row `head` of [H, M], as [1, M]. */
function rowOf(tf: Tf, matrix: Tensor, head: number): Tensor {
  return tf.slice(matrix, [head, 0], [1, -1]);
}

function allowedLags(tf: Tf, { window, lagMask }: WindowedModel, present: Tensor, head: number): Tensor {
  const mask = tf.tensor2d(Float32Array.from(lagMask.subarray(head * window, (head + 1) * window)), [
    1,
    window,
  ]);
  return tf.mul(present, mask);
}
