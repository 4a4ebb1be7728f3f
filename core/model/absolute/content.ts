/**
 * Attention of heads that know where they stand instead of how far they look: position l attends to l − i in its window
 * with logit ⟨P_l W_Q, P_{l−i} W_K⟩/√E. It is the same for all sequences, so it is one table over positions; a position
 * has to learn for itself what a relative head learns for all.
 */
import { groupView, type GroupName } from "../parameters";
import { layoutOf } from "../layout";
import { firstWindowLength, type AbsoluteModel } from "../transformer";

export interface AbsoluteContent {
  readonly kind: "absolute";
  /** σ, [L + 1, H, M] by 0-based position, head and lag − 1; 0 where a position sees nothing. */
  readonly attention: Float64Array;
}

/** ∂ℓ/∂σ, as `AbsoluteContent` has it. */
export type AbsoluteGradients = AbsoluteContent;

export function absoluteContent(model: AbsoluteModel, parameters: Float64Array): AbsoluteContent {
  const { positions, heads, window, lagMask } = model;
  const { queries, keys } = projectionsOf(model, parameters);
  const attention = new Float64Array(positions * heads * window);
  forEachRow(model, (position, head, seen, row) => {
    let largest = -Infinity;
    for (let lag = 0; lag < seen; lag++) {
      if (!lagMask[head * window + lag]) continue;
      attention[row + lag] = logitOf(model, queries, keys, head, position, position - 1 - lag);
      largest = Math.max(largest, attention[row + lag]);
    }
    if (largest === -Infinity) return;
    let sum = 0;
    for (let lag = 0; lag < seen; lag++) {
      if (lagMask[head * window + lag])
        sum += attention[row + lag] = Math.exp(attention[row + lag] - largest);
    }
    for (let lag = 0; lag < seen; lag++) attention[row + lag] /= sum;
  });
  return { kind: "absolute", attention };
}

export function emptyAbsoluteGradients({ positions, heads, window }: AbsoluteModel): AbsoluteGradients {
  return { kind: "absolute", attention: new Float64Array(positions * heads * window) };
}

/** Adds to `gradient`, the whole vector. */
export function absolutePullBack(
  model: AbsoluteModel,
  parameters: Float64Array,
  { attention }: AbsoluteContent,
  gradients: AbsoluteGradients,
  gradient: Float64Array,
): void {
  const { embeddingSize: e, heads, positions } = model;
  const { queries, keys } = projectionsOf(model, parameters);
  const queryGradients = new Float64Array(queries.length);
  const keyGradients = new Float64Array(keys.length);
  forEachRow(model, (position, head, seen, row) => {
    let mean = 0;
    for (let lag = 0; lag < seen; lag++) mean += attention[row + lag] * gradients.attention[row + lag];
    for (let lag = 0; lag < seen; lag++) {
      const logitGradient = (attention[row + lag] * (gradients.attention[row + lag] - mean)) / Math.sqrt(e);
      const query = (head * positions + position) * e;
      const key = (head * positions + position - 1 - lag) * e;
      for (let i = 0; i < e; i++) {
        queryGradients[query + i] += logitGradient * keys[key + i];
        keyGradients[key + i] += logitGradient * queries[query + i];
      }
    }
  });
  const layout = layoutOf(model);
  const of = (name: GroupName) => groupView(parameters, layout, name);
  const to = (name: GroupName) => groupView(gradient, layout, name);
  for (let head = 0; head < heads; head++) {
    projectBackward(model, head, of("positions"), of("query"), queryGradients, to("positions"), to("query"));
    projectBackward(model, head, of("positions"), of("key"), keyGradients, to("positions"), to("key"));
  }
}

/** P W_Q and P W_K, [H, L + 1, E]. */
function projectionsOf(model: AbsoluteModel, parameters: Float64Array) {
  const layout = layoutOf(model);
  const embeddings = groupView(parameters, layout, "positions");
  const project = (name: "query" | "key") => {
    const { heads, positions, embeddingSize: e } = model;
    const weights = groupView(parameters, layout, name);
    const projected = new Float64Array(heads * positions * e);
    for (let head = 0; head < heads; head++) {
      for (let position = 0; position < positions; position++) {
        const row = (head * positions + position) * e;
        for (let i = 0; i < e; i++) {
          const entry = embeddings[position * e + i];
          for (let j = 0; j < e; j++) projected[row + j] += entry * weights[(head * e + i) * e + j];
        }
      }
    }
    return projected;
  };
  return { queries: project("query"), keys: project("key") };
}

function projectBackward(
  { positions, embeddingSize: e }: AbsoluteModel,
  head: number,
  embeddings: Float64Array,
  weights: Float64Array,
  projectedGradients: Float64Array,
  embeddingGradients: Float64Array,
  weightGradients: Float64Array,
): void {
  for (let position = 0; position < positions; position++) {
    const row = (head * positions + position) * e;
    for (let i = 0; i < e; i++) {
      const at = (head * e + i) * e;
      for (let j = 0; j < e; j++) {
        embeddingGradients[position * e + i] += projectedGradients[row + j] * weights[at + j];
        weightGradients[at + j] += projectedGradients[row + j] * embeddings[position * e + i];
      }
    }
  }
}

function logitOf(
  { positions, embeddingSize: e }: AbsoluteModel,
  queries: Float64Array,
  keys: Float64Array,
  head: number,
  position: number,
  other: number,
): number {
  let sum = 0;
  for (let i = 0; i < e; i++) {
    sum += queries[(head * positions + position) * e + i] * keys[(head * positions + other) * e + i];
  }
  return sum / Math.sqrt(e);
}

/** Positions that have a window, with the lags that they see and where their row of σ begins. */
function forEachRow(
  model: AbsoluteModel,
  visit: (position: number, head: number, seen: number, row: number) => void,
): void {
  const { positions, heads, window } = model;
  for (let position = Math.max(1, firstWindowLength(model)); position < positions; position++) {
    for (let head = 0; head < heads; head++) {
      visit(position, head, Math.min(position, window), (position * heads + head) * window);
    }
  }
}
