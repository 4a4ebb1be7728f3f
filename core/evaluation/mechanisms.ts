/**
 * Reference predictors of data with two mechanisms (data.kind mixed-markov): who knows the shared n-gram, who reads the
 * sequence's own chain in context, who does both, and what they lose, by which of the two the target follows.
 */
import type { MixedMarkovDataConfig, TokenExperiment } from "../config";
import { drawGlobalTransitions, type TokenSet } from "../data";
import type { MechanismKind, MechanismStudy } from "../studies";
import {
  bayesOfMixture,
  lossesOf,
  maximumLikelihood,
  mostExactOfMixture,
  oracle,
  RunningEstimate,
  uniform,
  type Estimate,
  type Predictions,
} from "../theory";
import { lawOf } from "../training";
import { portionsOf, type Portion } from "./portions";
import { measuredNotes, mostMeasured } from "./theoryStudy";

/**
 * On the experiment's validation sequences, the first `sequences` of them.
 * @returns null for other data, and where fewer than two sequences are held out
 */
export async function mechanismStudyOf(
  { data, model, seed }: TokenExperiment,
  sequences = mostMeasured,
): Promise<MechanismStudy | null> {
  if (data.kind !== "mixed-markov") return null;
  const count = Math.min(sequences, data.validationSequences);
  if (count < 2) return null;
  const law = lawOf(data);
  const global = await drawGlobalTransitions(law, seed);
  const found = new Map<MechanismKind, { readonly loss: BySource; readonly logLoss: BySource }>();
  for await (const portion of portionsOf({ law, seed, first: 0, count })) {
    for (const { kind, predictions } of await predictorsOn(portion, data, global)) {
      const { loss, logLoss } = found.get(kind) ?? { loss: new BySource(), logLoss: new BySource() };
      loss.add(lossesOf(predictions, portion.set, model), portion.set);
      logLoss.add(lossesOf(predictions, portion.set, { loss: "log", epsilon: model.epsilon }), portion.set);
      found.set(kind, { loss, logLoss });
    }
  }
  return {
    weight: data.globalWeight,
    parents: data.parents,
    globalParents: data.globalParents,
    sequences: count,
    predictors: Array.from(found, ([kind, { loss, logLoss }]) => ({
      kind,
      loss: loss.estimates,
      logLoss: logLoss.estimates,
    })),
    notes: [...measuredNotes(data, count), ...exactNotes(data)],
  };
}

interface Predictor {
  readonly kind: MechanismKind;
  readonly predictions: Predictions;
}

/** In the order of what they know. */
async function predictorsOn(
  { set, transitionsOf }: Portion,
  data: MixedMarkovDataConfig,
  global: Float64Array,
): Promise<Predictor[]> {
  const { globalWeight: weight, globalParents, parents, alphabetSize: d } = data;
  const shared = await oracle(set, globalParents, (rows) => rowsOf(global, rows, d));
  const own = await oracle(set, parents, transitionsOf);
  const inContext = maximumLikelihood(set, parents);
  const mixed = (other: Predictions) =>
    shared.map((probability, at) => weight * probability + (1 - weight) * other[at]);
  return [
    { kind: "uniform", predictions: uniform(set) },
    { kind: "lazy", predictions: mixed(uniform(set)) },
    { kind: "sharedFrequencies", predictions: maximumLikelihood(set, globalParents) },
    { kind: "ownFrequencies", predictions: inContext },
    { kind: "bothFrequencies", predictions: mixed(inContext) },
    { kind: "bothBayes", predictions: bayesOfMixture(set, lawOf(data), global) },
    { kind: "oracle", predictions: mixed(own) },
  ];
}

function rowsOf(matrix: Float64Array, rows: Uint32Array, d: number): Float64Array {
  const found = new Float64Array(rows.length * d);
  rows.forEach((row, index) => found.set(matrix.subarray(row * d, (row + 1) * d), index * d));
  return found;
}

/** Means of losses, of all targets and by what they follow. */
class BySource {
  readonly #all = new RunningEstimate();
  readonly #own = new RunningEstimate();
  readonly #shared = new RunningEstimate();

  add(losses: Float64Array, { sources }: TokenSet): void {
    this.#all.add(losses);
    this.#own.add(losses.filter((_, at) => sources?.[at] === 0));
    this.#shared.add(losses.filter((_, at) => sources?.[at] === 1));
  }

  get estimates() {
    const known = ({ estimate }: RunningEstimate): Estimate | null =>
      Number.isNaN(estimate.standardError) ? null : estimate;
    return { all: this.#all.estimate, own: known(this.#own), shared: known(this.#shared) };
  }
}

function exactNotes({ sequenceLength }: MixedMarkovDataConfig): string[] {
  if (sequenceLength <= mostExactOfMixture) return [];
  return [
    `Bayes is exact where the context occurred at most ${mostExactOfMixture.toLocaleString("en-US")} times before, and an ` +
      "approximation beyond.",
  ];
}
