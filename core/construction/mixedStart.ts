/** How far the mixed target's model is from the target with the weights built by hand: both halves, apart as everywhere. */
import { mixedPass, type MixedTarget } from "../model";
import { vectorSequence, type VectorSequences } from "./vectors";

/** Largest |f_1 − A| and |f_2 − B| over all sequences. */
export interface MixedError {
  readonly lazy: number;
  readonly rich: number;
}

/**
 * @param parameters in the order of the model's vector @param sequences of scalars
 * @throws RangeError for sequences of vectors
 */
export function measureMixed(
  target: MixedTarget,
  parameters: Float64Array,
  sequences: VectorSequences,
): MixedError {
  if (sequences.dimension !== 1) throw new RangeError("the mixed target's tokens are scalars");
  let [lazy, rich] = [0, 0];
  for (let index = 0; index < sequences.count; index++) {
    const { lossG4, lossIH } = mixedPass(target, parameters, vectorSequence(sequences, index));
    lazy = Math.max(lazy, Math.sqrt(2 * lossG4));
    rich = Math.max(rich, Math.sqrt(2 * lossIH));
  }
  return { lazy, rich };
}
