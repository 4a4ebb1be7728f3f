/** S* and ΔĨ of a member's data law, where that is a matter of a second. They are the law's: the seed plays no part. */
import { isOfTokens, type Experiment, type TokenExperiment } from "../config";
import { selectionOf, theoryCost } from "../evaluation";
import { TheoryError, type Estimate, type LagSet } from "../theory";

export interface Gap extends Estimate {
  /** S*. */
  readonly lags: LagSet;
}

const draws = 200;
/** Seconds that it may take: it is computed once in every process. */
const mostSeconds = 1;

/** By law: the members of a sweep share few. */
const known = new Map<string, Promise<Gap | null>>();

/** @returns null for a file's data, a law of which the theory cannot speak, and where it would take long */
export async function gapOf(experiment: Experiment): Promise<Gap | null> {
  if (!isOfTokens(experiment)) return null;
  const { alphabetSize, parents, prior } = { parents: null, prior: null, ...experiment.data };
  const { window, maxDegree } = experiment.model;
  const key = JSON.stringify([alphabetSize, parents, prior, window, maxDegree]);
  const found = known.get(key) ?? computed(experiment);
  known.set(key, found);
  return found;
}

async function computed(experiment: TokenExperiment): Promise<Gap | null> {
  const { data } = experiment;
  if (data.kind !== "markov" || theoryCost(experiment, { draws, sequences: 0 }) > mostSeconds) return null;
  try {
    const { gap, sets, selected } = await selectionOf({ ...experiment, seed: 0 }, data, draws);
    return gap && { lags: sets[selected].lags, ...gap };
  } catch (error) {
    if (error instanceof TheoryError) return null;
    throw error;
  }
}
