/** The model once more, as one writes it down: no shared work, no windows laid out, one loop a sum. */
import type { DisentangledModel } from "../../../core/model";

/** What the parts of a circuit are set to. */
export interface Naive {
  /** w of head h at lag i. */
  readonly logits: (head: number, lag: number) => number;
  /** c of a subset of 0-based heads. */
  readonly coefficient: (subset: readonly number[]) => number;
  /** a; Infinity: only the best matches vote. */
  readonly scale: number;
  readonly normalizeValues: "none" | "l2";
}

/** @param tokens the target last */
export function naiveLoss(model: DisentangledModel, tokens: Uint8Array, parts: Naive): number {
  const length = tokens.length - 1;
  const first = model.boundary === "truncate" ? 0 : model.window;
  const query = valuesAt(model, tokens, length, parts);
  const norm = model.subsets.reduce((sum, subset) => sum + parts.coefficient(subset) ** 2, 0);
  const matches: number[] = [];
  for (let key = first; key < length; key++) {
    const values = valuesAt(model, tokens, key, parts);
    const similarity = (head: number) =>
      values[head].reduce((sum, v, token) => sum + v * query[head][token], 0);
    let match = 0;
    for (const subset of model.subsets) {
      match += (parts.coefficient(subset) ** 2 / norm) * subset.map(similarity).reduce((a, b) => a * b, 1);
    }
    matches.push(match);
  }
  const best = Math.max(...matches);
  const weights = matches.map((match) =>
    parts.scale === Infinity ? Number(match > best - 1e-9) : Math.exp(parts.scale * (match - best)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const votes = new Array<number>(model.alphabetSize).fill(0);
  weights.forEach((weight, index) => (votes[tokens[first + index]] += weight / total));
  const target = tokens[length];
  if (model.loss === "log") return -Math.log(votes[target] + model.epsilon);
  return Math.log(votes.reduce((sum, vote) => sum + Math.exp(vote), 0)) - votes[target];
}

function valuesAt(model: DisentangledModel, tokens: Uint8Array, at: number, parts: Naive): number[][] {
  return Array.from({ length: model.heads }, (_, head) => {
    const lags = Array.from({ length: Math.min(at, model.window) }, (_, index) => index + 1).filter(
      (lag) => model.lagMask[head * model.window + lag - 1] === 1,
    );
    const powers = lags.map((lag) => Math.exp(parts.logits(head, lag)));
    const sum = powers.reduce((a, b) => a + b, 0);
    const value = new Array<number>(model.alphabetSize).fill(0);
    lags.forEach((lag, index) => (value[tokens[at - lag]] += powers[index] / sum));
    const length = parts.normalizeValues === "l2" ? Math.hypot(...value) + 1e-7 : 1;
    return value.map((share) => share / length);
  });
}
