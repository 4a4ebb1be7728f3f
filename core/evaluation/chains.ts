/**
 * The chain whose parents theory selects: that of the data, or where each token follows one of two laws, their mixture,
 * which is a chain itself, on the parents of both.
 */
import type { ChainDataConfig } from "../config";
import { drawGlobalTransitions, drawTransitions, type ChainLaw } from "../data";
import type { SelectionPlan } from "../theory";
import { lawOf } from "../training";

/** Lags, ascending. */
export function parentsOf(data: ChainDataConfig): readonly number[] {
  if (data.kind === "markov") return data.parents;
  return [...new Set([...data.parents, ...data.globalParents])].sort((one, other) => one - other);
}

/** Draws are the chains of the first training sequences. */
export function selectedFrom(
  data: ChainDataConfig,
  seed: number,
): Pick<SelectionPlan, "law" | "transitionsOf"> {
  const law = lawOf(data);
  const own = (draw: number) => drawTransitions(law, seed, "train", draw);
  const { global } = law;
  if (!global) return { law, transitionsOf: own };
  const parents = parentsOf(data);
  const whole = { alphabetSize: data.alphabetSize, parents };
  let shared: Promise<Float64Array> | undefined;
  return {
    law: whole,
    transitionsOf: async (draw) => {
      shared ??= drawGlobalTransitions(law, seed).then((matrix) => onParents(matrix, global.parents, whole));
      return mixture(onParents(await own(draw), data.parents, whole), await shared, global.weight);
    },
  };
}

/** (1−β) of the one and β of the other. */
function mixture(own: Float64Array, shared: Float64Array, weight: number): Float64Array {
  return own.map((probability, at) => (1 - weight) * probability + weight * shared[at]);
}

/** A matrix that looks at some of the parents, [d^some, d], as one of all of them, [d^all, d]. */
function onParents(
  matrix: Float64Array,
  some: readonly number[],
  { alphabetSize: d, parents }: Pick<ChainLaw, "alphabetSize" | "parents">,
): Float64Array {
  const powers = parents.map((lag) => (some.includes(lag) ? d ** some.indexOf(lag) : 0));
  const whole = new Float64Array(d ** (parents.length + 1));
  for (let row = 0; row * d < whole.length; row++) {
    const from = powers.reduce((sum, power, index) => sum + power * (Math.floor(row / d ** index) % d), 0);
    whole.set(matrix.subarray(from * d, (from + 1) * d), row * d);
  }
  return whole;
}
