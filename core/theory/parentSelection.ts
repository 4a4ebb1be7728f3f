/**
 * Which parents the data law itself selects: informations of all sets of lags as means over draws of the prior, the set
 * S* of the largest modified χ²-information, and the gap ΔĨ to the runner-up (spec/theory.md). Knows no model.
 */
import type { ChainLaw } from "../data";
import { contextsOf, withoutZeros } from "./contexts";
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
  readonly draws: number;
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

/** @throws TheoryError where a draw does not mix, naming it, or the whole is too large */
export async function selectParents(plan: SelectionPlan): Promise<ParentSelection> {
  const { draws } = plan;
  const contexts = contextsOf(plan.law);
  const informations = planInformations(contexts, plan.window, plan.degree);
  const { sets } = informations;
  refuseMany(draws, sets.length, contexts.count);
  const chi2 = sets.map(() => new Float64Array(draws));
  const modifiedChi2 = sets.map(() => new Float64Array(draws));
  const entropies = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const transitions = withoutZeros(await plan.transitionsOf(draw));
    const { probabilities } = ofDraw(draw, draws, () => stationaryLaw(contexts, transitions));
    const found = informations.of(transitions, probabilities);
    found.chi2.forEach((value, set) => (chi2[set][draw] = value));
    found.modifiedChi2.forEach((value, set) => (modifiedChi2[set][draw] = value));
    entropies[draw] = entropyRate(contexts, transitions, probabilities);
  }
  return {
    draws,
    sets: sets.map((lags, set) => ({
      lags,
      chi2: estimateOf(chi2[set]),
      modifiedChi2: estimateOf(modifiedChi2[set]),
    })),
    ...ranking(modifiedChi2),
    entropyRate: estimateOf(entropies),
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

function ofDraw<T>(draw: number, draws: number, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof TheoryError)) throw error;
    const message = `Draw ${draw + 1} of ${draws} of the prior: ${error.message}`;
    throw new TheoryError(message, error.fault, error.states, error.iterations);
  }
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
