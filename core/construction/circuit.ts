/**
 * A two-layer transformer with weights built by hand, as plain data, and what it computes of a sequence: heads of layer 1
 * copy, the feed-forward network transforms, the head of layer 2 matches and votes.
 */
import { copiedWindows, type Copiers } from "./copiers";
import { keysOf, type HeadShape } from "./definition";
import type { FeatureMap } from "./features";

export interface Circuit {
  readonly copiers: Copiers;
  readonly features: FeatureMap;
}

/**
 * Logits of layer 2, Σ_r ±φ_r(query) φ_r(key), with the first R features alone for each R of `counts`.
 * @param counts increasing; the last at most as many as there are
 * @returns of tokens, [L, d], the logits [counts, L], 0 where a position is no key; valid until the next call
 */
export function builtLogits(
  shape: HeadShape,
  { copiers, features }: Circuit,
  counts: readonly number[],
): (tokens: Float64Array) => readonly Float64Array[] {
  const { sequenceLength } = shape;
  const size = (shape.order - 1) * shape.dimension;
  const windowsOf = copiedWindows(shape, copiers);
  const query = new Float64Array(features.count);
  const key = new Float64Array(features.count);
  const logits = counts.map(() => new Float64Array(sequenceLength));
  const { first, last } = keysOf(shape);
  return (tokens) => {
    const windows = windowsOf(tokens);
    features.write(windows, sequenceLength * size, query, 0);
    for (let r = 0; r < query.length; r++) query[r] *= features.signs[r];
    for (let at = first; at <= last; at++) {
      features.write(windows, at * size, key, 0);
      let sum = 0;
      counts.forEach((count, index) => {
        for (let r = counts[index - 1] ?? 0; r < count; r++) sum += query[r] * key[r];
        logits[index][at] = sum;
      });
    }
    return logits;
  };
}
