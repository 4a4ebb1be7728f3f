/** From sums over sequences, which the kernel makes, to means: losses and the gradient, in float64. */
import { mixedParameters, type GroupName } from "../../model";
import type { Places } from "./places";

/** Sums of `Sum` in kernels/plan.ts; order is the contract. */
export const sumNames = [
  "lazyError",
  "richError",
  "lazyTarget",
  "richTarget",
  "value1",
  "rpe2",
  "value2",
  "logit",
  "rpe1",
] as const;
export type MixedSums = Readonly<Record<(typeof sumNames)[number], number>>;

/** L_G4 and L_IH, and what they would be with values of 0: ½E f². */
export interface MixedLosses {
  readonly lossG4: number;
  readonly lossIH: number;
  readonly targetG4: number;
  readonly targetIH: number;
}

/** What they are of parameters that are no numbers. */
export const noLosses: MixedLosses = { lossG4: NaN, lossIH: NaN, targetG4: NaN, targetIH: NaN };

export function lossesOf(sums: MixedSums, count: number): MixedLosses {
  return {
    lossG4: (0.5 * sums.lazyError) / count,
    lossIH: (0.5 * sums.richError) / count,
    targetG4: (0.5 * sums.lazyTarget) / count,
    targetIH: (0.5 * sums.richTarget) / count,
  };
}

/** ∂(L_G4 + L_IH), in the order of `mixedParameters`; 0 of what is not trained. */
export function writeGradient(
  parameters: Float64Array,
  places: Places,
  sums: MixedSums,
  count: number,
  trained: readonly GroupName[],
  gradient: Float64Array,
): void {
  const [, , value1, value2, key, query] = parameters;
  const all = {
    rpe1: value2 * key * query * places.slopeUnit * sums.rpe1,
    rpe2: -value1 * places.lazyUnit * sums.rpe2,
    value1: sums.value1,
    value2: sums.value2,
    key: value2 * query * sums.logit,
    query: value2 * key * sums.logit,
  };
  mixedParameters.forEach((name, index) => {
    gradient[index] = trained.includes(name) ? all[name] / count : 0;
  });
}

/** `lossParts` of an engine. */
export function lossParts({ lossG4, lossIH, targetG4, targetIH }: MixedLosses) {
  return { lossG4, lossIH, unexplainedG4: lossG4 / targetG4, unexplainedIH: lossIH / targetIH };
}

/** `validationParts` of an engine. */
export function validationParts({ lossG4, lossIH }: MixedLosses) {
  return { validationLossG4: lossG4, validationLossIH: lossIH };
}
