/**
 * Reference predictors of data with two mechanisms (data.kind mixed-markov): who knows the shared n-gram, who reads the
 * sequence's own chain from it, who does both, and what they lose, by which of the two the target follows.
 */
import { isOfTokens, type Experiment, type MixedMarkovDataConfig } from "../config";
import { drawGlobalTransitions, drawSequences, drawTransitionRows, type TokenSet } from "../data";
import {
  estimateOf,
  lossesOf,
  maximumLikelihood,
  oracle,
  uniform,
  type Estimate,
  type Predictions,
} from "../theory";
import { lawOf } from "../training";
import { mostMeasured } from "./theoryStudy";

/** Mean log losses in nats; those by source are of the targets that follow it, null where none does. */
export interface MechanismLosses {
  /** What it knows and does, in words. */
  readonly predictor: string;
  readonly all: Estimate;
  readonly own: Estimate | null;
  readonly shared: Estimate | null;
}

/**
 * On the experiment's validation sequences, at most 20,000.
 * @returns null for other data, and where nothing is held out
 */
export async function mechanismLosses(experiment: Experiment): Promise<readonly MechanismLosses[] | null> {
  const { data, seed } = experiment;
  if (data.kind !== "mixed-markov" || !isOfTokens(experiment) || data.validationSequences < 2) return null;
  const set = await drawSequences(
    lawOf(data),
    seed,
    "validation",
    0,
    Math.min(data.validationSequences, mostMeasured),
  );
  const { epsilon } = experiment.model;
  return (await predictorsOf(set, data, seed)).map(({ predictor, predictions }) =>
    bySource(predictor, lossesOf(predictions, set, { loss: "log", epsilon }), set),
  );
}

interface Named {
  readonly predictor: string;
  readonly predictions: Predictions;
}

async function predictorsOf(set: TokenSet, data: MixedMarkovDataConfig, seed: number): Promise<Named[]> {
  const { globalWeight: weight, globalParents, parents } = data;
  const law = lawOf(data);
  const global = await drawGlobalTransitions(law, seed);
  const d = data.alphabetSize;
  const shared = await oracle(set, globalParents, (rows) => rowsOf(global, rows, d));
  const own = await oracle(set, parents, (rows) => drawTransitionRows(law, seed, "validation", 0, rows));
  const inContext = maximumLikelihood(set, parents);
  const mixed = (other: Predictions) =>
    shared.map((probability, at) => weight * probability + (1 - weight) * other[at]);
  return [
    { predictor: "uniform", predictions: uniform(set) },
    {
      predictor: "lazy: knows the shared n-gram, and of the chain nothing",
      predictions: mixed(uniform(set)),
    },
    {
      predictor: `rich: frequencies after the chain's parents ${parents.join(", ")} in context`,
      predictions: inContext,
    },
    {
      predictor: `in-context frequencies after the shared parents ${globalParents.join(", ")}`,
      predictions: maximumLikelihood(set, globalParents),
    },
    { predictor: "both: knows the shared n-gram, reads the chain in context", predictions: mixed(inContext) },
    { predictor: "oracle: knows the shared n-gram and the chain", predictions: mixed(own) },
  ];
}

function rowsOf(matrix: Float64Array, rows: Uint32Array, d: number): Float64Array {
  return Float64Array.from(
    { length: rows.length * d },
    (_, at) => matrix[rows[Math.floor(at / d)] * d + (at % d)],
  );
}

function bySource(predictor: string, losses: Float64Array, { sources }: TokenSet): MechanismLosses {
  const of = (source: number) => losses.filter((_, at) => sources?.[at] === source);
  const estimate = (values: Float64Array) => (values.length < 2 ? null : estimateOf(values));
  return { predictor, all: estimateOf(losses), own: estimate(of(0)), shared: estimate(of(1)) };
}
