/**
 * Which parents the data law itself selects: informations of all sets of lags as means over draws of the prior, the set
 * S* of the largest modified χ²-information, and the gap ΔĨ to the runner-up (spec/theory.md). Knows no model.
 */
import type { ChainLaw } from "../data";
import { contextsOf, withoutZeros, type Contexts } from "./contexts";
import { estimateOf, type Estimate } from "./estimate";
import { planInformations } from "./informations";
import type { LagSet } from "./lagSets";
import { entropyRate, stationaryLaw } from "./stationary";
import { TheoryError } from "./theoryError";

export interface SelectionPlan {
  readonly law: Pick<ChainLaw, "alphabetSize" | "parents">;
  /** M: lags 1..M are candidates. */
  readonly window: number;
  /** D: so many of them at most. */
  readonly degree: number;
  readonly draws: number;
  /** π of a draw of the prior, [d^n, d] row-major; its zeros are taken for rounding. */
  readonly transitionsOf: (draw: number) => Float64Array | Promise<Float64Array>;
}

export interface ParentSelection {
  /** Draws behind the numbers. */
  readonly draws: number;
  /**
   * Draws without a stationary law that can be computed, which no number knows of: all means are those of chains that
   * mix, and as the others are the slowest, a bias.
   */
  readonly leftOut: number;
  /** By size, then lexicographically. */
  readonly sets: readonly SetInformation[];
  /** S*, an index into `sets`; the first of equals. */
  readonly selected: number;
  /** The next best; null where there is but one set. */
  readonly runnerUp: number | null;
  /** ΔĨ = Ĩ(S*) − Ĩ(runner-up), its error from differences on the same draws. */
  readonly gap: Estimate | null;
  /** In nats: the mean log loss of one who knows π, on stationary chains. */
  readonly entropyRate: Estimate;
}

export interface SetInformation {
  readonly lags: LagSet;
  readonly chi2: Estimate;
  readonly modifiedChi2: Estimate;
}

/** Most values kept: informations of all sets of all draws. */
const mostValues = 2 ** 25;

/**
 * Draws that do not mix are left out, as long as they are the fewer.
 * @throws TheoryError where they are more than half, with the reason of the first, or where the whole is too large
 */
export async function selectParents(plan: SelectionPlan): Promise<ParentSelection> {
  const { draws } = plan;
  const contexts = contextsOf(plan.law);
  const informations = planInformations(contexts, plan.window, plan.degree);
  const { sets } = informations;
  refuseMany(draws, sets.length, contexts.count);
  const chi2 = sets.map(() => new Float64Array(draws));
  const modifiedChi2 = sets.map(() => new Float64Array(draws));
  const entropies = new Float64Array(draws);
  const faults: TheoryError[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const transitions = withoutZeros(await plan.transitionsOf(draw));
    const law = lawOrFault(contexts, transitions);
    if (law instanceof TheoryError) {
      faults.push(law);
      // Beyond, no other draw could help.
      if (2 * faults.length > draws) throw tooFew(faults, draw + 1, draws);
      continue;
    }
    const place = draw - faults.length;
    const found = informations.of(transitions, law);
    found.chi2.forEach((value, set) => (chi2[set][place] = value));
    found.modifiedChi2.forEach((value, set) => (modifiedChi2[set][place] = value));
    entropies[place] = entropyRate(contexts, transitions, law);
  }
  const kept = draws - faults.length;
  const keptOf = (values: Float64Array) => values.subarray(0, kept);
  return {
    draws: kept,
    leftOut: faults.length,
    sets: sets.map((lags, set) => ({
      lags,
      chi2: estimateOf(keptOf(chi2[set])),
      modifiedChi2: estimateOf(keptOf(modifiedChi2[set])),
    })),
    ...ranking(modifiedChi2.map(keptOf)),
    entropyRate: estimateOf(keptOf(entropies)),
  };
}

/** @param values Ĩ by set and draw */
function ranking(values: readonly Float64Array[]): Pick<ParentSelection, "selected" | "runnerUp" | "gap"> {
  const means = values.map((ofDraws) => estimateOf(ofDraws).mean);
  const order = Array.from(means.keys()).sort((a, b) => means[b] - means[a]);
  const [selected, runnerUp = null] = order;
  const gap =
    runnerUp === null
      ? null
      : estimateOf(values[selected].map((value, draw) => value - values[runnerUp][draw]));
  return { selected, runnerUp, gap };
}

function lawOrFault(contexts: Contexts, transitions: Float64Array): Float64Array | TheoryError {
  try {
    return stationaryLaw(contexts, transitions).probabilities;
  } catch (error) {
    if (error instanceof TheoryError) return error;
    throw error;
  }
}

function tooFew(faults: readonly TheoryError[], seen: number, draws: number): TheoryError {
  const [{ fault, states, iterations, message }] = faults;
  return new TheoryError(
    `${faults.length} of the first ${seen} of ${draws} draws of the prior do not mix, too many to leave out. ` +
      `The first: ${message}`,
    fault,
    states,
    iterations,
  );
}

function refuseMany(draws: number, sets: number, states: number): void {
  if (2 * draws * sets <= mostValues) return;
  const most = Math.floor(mostValues / 2 / sets);
  throw new TheoryError(
    `${draws.toLocaleString("en-US")} draws of ${sets.toLocaleString("en-US")} sets of lags are too many to keep: ` +
      `draw at most ${most.toLocaleString("en-US")}.`,
    "size",
    states,
  );
}
