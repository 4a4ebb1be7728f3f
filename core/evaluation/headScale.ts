/**
 * The scale a of the ideal induction head that a model is held against. The paper's heads bring tokens as they are, so k is
 * about 1 where the selected lags match and 0 elsewhere, and both have the same a. Values of other families are of other
 * sizes: there a match adds more to k, or less, and the head gets as much.
 */
import type { TokenSet } from "../data";
import { firstKeyOf, forwardSequence, type Model, type Weights } from "../model";
import type { LagSet } from "../theory";

/** Sequences that are looked at; the mean over their keys is what counts. */
export const sequencesLookedAt = 40;

/**
 * a times the mean of k over keys that match the target's tokens at all of `selected`, less the mean over the others;
 * the model's own a for the paper's family, and where no key matches, or all do.
 */
export function headScaleOf(model: Model, weights: Weights, set: TokenSet, selected: LagSet): number {
  if (model.family === "disentangled") return weights.scale;
  const sums = { matching: 0, other: 0 };
  const counts = { matching: 0, other: 0 };
  const row = set.sequenceLength + 1;
  for (let sequence = 0; sequence < Math.min(sequencesLookedAt, set.count); sequence++) {
    const tokens = set.tokens.subarray(sequence * row, (sequence + 1) * row);
    const { kernel } = forwardSequence(model, weights, tokens);
    for (let key = Math.max(firstKeyOf(model), ...selected); key < kernel.length; key++) {
      const matches = selected.every((lag) => tokens[key - lag] === tokens[kernel.length - lag]);
      const kind = matches ? "matching" : "other";
      sums[kind] += kernel[key];
      counts[kind]++;
    }
  }
  if (counts.matching === 0 || counts.other === 0) return weights.scale;
  return weights.scale * (sums.matching / counts.matching - sums.other / counts.other);
}
