/** S* and ΔĨ of a member's data law, where that is a matter of a second. They are the law's: the seed plays no part. */
import type { Experiment } from "../config";
import { drawTransitions } from "../data";
import { lagSets, selectParents, TheoryError, type Estimate, type LagSet } from "../theory";
import { lawOf } from "../training";

export interface Gap extends Estimate {
  /** S*. */
  readonly lags: LagSet;
}

const draws = 200;
/** Contexts, tokens, sets and draws multiplied: about a second. */
const mostWork = 3e7;

/** By law: the members of a sweep share few. */
const known = new Map<string, Promise<Gap | null>>();

/** @returns null for a file's data, a law of which the theory cannot speak, and where it would take long */
export async function gapOf({ data, model }: Experiment): Promise<Gap | null> {
  if (data.kind !== "markov") return null;
  const law = lawOf(data);
  const { window, maxDegree: degree } = model;
  const key = JSON.stringify([law.alphabetSize, law.parents, law.prior, window, degree]);
  const found = known.get(key) ?? computed(law, window, degree);
  known.set(key, found);
  return found;
}

async function computed(law: ReturnType<typeof lawOf>, window: number, degree: number): Promise<Gap | null> {
  const { alphabetSize, parents } = law;
  const states = alphabetSize ** parents[parents.length - 1];
  if (states * alphabetSize * draws > mostWork) return null;
  try {
    const sets = lagSets(window, degree).length;
    if (states * alphabetSize * sets * draws > mostWork) return null;
    const transitionsOf = (draw: number) => drawTransitions(law, 0, "train", draw);
    const selection = await selectParents({ law, window, degree, draws, transitionsOf });
    const { gap } = selection;
    return gap && { lags: selection.sets[selection.selected].lags, ...gap };
  } catch (error) {
    if (error instanceof TheoryError) return null;
    throw error;
  }
}
