/**
 * Copiers in layers (the paper's open question 1). The stream of position l is s_l = x_l at first; every layer's head
 * brings v^{(h)}_l = Σ_i σ_i s_{l−i} of the stream as the layers before have left it, and the stream grows by what its
 * heads brought: s_l ← [s_l, v^{(1)}_l … v^{(H)}_l], each in components of its own, as the disentangled model keeps them. So a
 * head of the second layer reads tokens at sums of two lags, and what heads of the first layer read there.
 */
import { divideByLength, divideByLengthBackward } from "../copier";
import { firstWindowLength, headsOfLayer, valueShape, type DeepModel } from "../transformer";
import type { WeightGradients, Weights } from "../weights";

/** Fills v, [L + 1, heads of all layers, size]; shorter vectors of early layers are filled up with zeros. */
export function deepValues(
  model: DeepModel,
  { lagAttention }: Pick<Weights, "lagAttention">,
  tokens: Uint8Array,
  values: Float64Array,
): Float64Array {
  const { copierLayers } = model;
  const shape = streamShape(model);
  const stream = tokenStream(tokens, shape.size);
  for (let layer = 0; layer < copierLayers; layer++) {
    const width = shape.widths[layer];
    forEachHead(model, tokens, layer, (at, seen, head, first) => {
      const value = values.subarray(
        (at * model.heads + head) * shape.value,
        (at * model.heads + head) * shape.value + width,
      );
      bring(model, lagAttention, stream, shape.size, at, seen, first, value);
      if (model.normalizeValues === "l2") divideByLength(value);
      const into = at * shape.size + width * (1 + (head % shape.heads));
      if (layer + 1 < copierLayers) stream.set(value, into);
    });
  }
  return values;
}

export function deepValuesBackward(
  model: DeepModel,
  weights: Weights,
  tokens: Uint8Array,
  valueGradients: Float64Array,
  gradients: WeightGradients,
): void {
  const { copierLayers, heads } = model;
  const shape = streamShape(model);
  const { lagAttention } = weights;
  const values = deepValues(model, weights, tokens, new Float64Array(valueGradients.length));
  const stream = wholeStream(model, tokens, values, shape);
  const streamGradients = new Float64Array(stream.length);
  for (let layer = copierLayers - 1; layer >= 0; layer--) {
    const width = shape.widths[layer];
    forEachHead(model, tokens, layer, (at, seen, head, first) => {
      const row = (at * heads + head) * shape.value;
      const gradient = valueGradients.slice(row, row + width);
      const from = at * shape.size + width * (1 + (head % shape.heads));
      if (layer + 1 < copierLayers) {
        for (let i = 0; i < width; i++) gradient[i] += streamGradients[from + i];
      }
      if (model.normalizeValues === "l2") {
        const value = new Float64Array(width);
        bring(model, lagAttention, stream, shape.size, at, seen, first, value);
        divideByLengthBackward(value, gradient);
      }
      for (let lag = 0; lag < seen; lag++) {
        const other = (at - 1 - lag) * shape.size;
        const sigma = lagAttention[first + lag * heads];
        let along = 0;
        for (let i = 0; i < width; i++) {
          along += gradient[i] * stream[other + i];
          streamGradients[other + i] += sigma * gradient[i];
        }
        gradients.lagAttention[first + lag * heads] += along;
      }
    });
  }
}

interface StreamShape {
  /** Heads of one layer. */
  readonly heads: number;
  /** Numbers of the stream that each layer reads. */
  readonly widths: readonly number[];
  /** Numbers of the stream at most, and of a value. */
  readonly size: number;
  readonly value: number;
}

function streamShape(model: DeepModel): StreamShape {
  const heads = headsOfLayer(model);
  const widths = Array.from(
    { length: model.copierLayers },
    (_, layer) => model.alphabetSize * (1 + heads) ** layer,
  );
  const { size } = valueShape(model);
  return { heads, widths, size, value: size };
}

/** x_l in the first components, [L + 1, size]; nothing at the output. */
function tokenStream(tokens: Uint8Array, size: number): Float64Array {
  const stream = new Float64Array(tokens.length * size);
  for (let at = 0; at < tokens.length - 1; at++) stream[at * size + tokens[at]] = 1;
  return stream;
}

/** As the last layer reads it. */
function wholeStream(
  model: DeepModel,
  tokens: Uint8Array,
  values: Float64Array,
  shape: StreamShape,
): Float64Array {
  const stream = tokenStream(tokens, shape.size);
  for (let layer = 0; layer + 1 < model.copierLayers; layer++) {
    const width = shape.widths[layer];
    for (let at = 0; at < tokens.length; at++) {
      for (let head = 0; head < shape.heads; head++) {
        const from = (at * model.heads + layer * shape.heads + head) * shape.value;
        stream.set(values.subarray(from, from + width), at * shape.size + width * (1 + head));
      }
    }
  }
  return stream;
}

/** v += Σ_i σ_i s_{l−i}, as many components as the layer reads. */
function bring(
  { heads }: DeepModel,
  lagAttention: Float64Array,
  stream: Float64Array,
  size: number,
  at: number,
  seen: number,
  first: number,
  value: Float64Array,
): void {
  for (let lag = 0; lag < seen; lag++) {
    const sigma = lagAttention[first + lag * heads];
    if (sigma === 0) continue;
    const from = (at - 1 - lag) * size;
    for (let i = 0; i < value.length; i++) value[i] += sigma * stream[from + i];
  }
}

/** Every position that the layer has a window at, with its heads numbered through the layers and where their σ begins. */
function forEachHead(
  model: DeepModel,
  tokens: Uint8Array,
  layer: number,
  visit: (at: number, seen: number, head: number, first: number) => void,
): void {
  const { heads, window } = model;
  const inLayer = headsOfLayer(model);
  for (let at = firstWindowLength(model) * (layer + 1); at < tokens.length; at++) {
    const seen = Math.min(at, window);
    for (let head = layer * inLayer; head < (layer + 1) * inLayer; head++) {
      visit(at, seen, head, seen * window * heads + head);
    }
  }
}
