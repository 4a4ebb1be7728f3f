/** How long stage I takes by the paper's theorem. */

export interface SelectionQuantities {
  /** C_D(0) = Σ_S c_S(0)². */
  readonly coefficientNorm: number;
  /** L. */
  readonly sequenceLength: number;
  /** a(0). */
  readonly scale: number;
  /** ΔĨ: what Ĩ(S*) is above the runner-up's. */
  readonly gap: number;
}

/**
 * C_D(0) log L / (a(0) ΔĨ), in units of gradient-flow time (arXiv 2409.10559, section III: t_1 ≍ this). The theorem
 * leaves constants open: it says how t_1 changes with these quantities, and no more than its order of size. Null where
 * one of them is not positive: then it says nothing.
 */
export function predictedSelection({
  coefficientNorm,
  sequenceLength,
  scale,
  gap,
}: SelectionQuantities): number | null {
  const predicted = (coefficientNorm * Math.log(sequenceLength)) / (scale * gap);
  const applies = coefficientNorm > 0 && sequenceLength > 1 && scale > 0 && gap > 0;
  return applies && Number.isFinite(predicted) ? predicted : null;
}
