/** How long theory takes, by counting what is computed: seconds on one core of a 2025 server, right to a factor of four. */
import { areChains, type ChainDataConfig, type TokenExperiment } from "../config";
import { mostContexts } from "../theory";
import { parentsOf } from "./chains";

/** Seconds before anything runs at its full speed. */
const begun = 0.05;

/** Seconds for the whole study; Infinity where it is refused. */
export function theoryCost(
  experiment: TokenExperiment,
  { draws, sequences }: { readonly draws: number; readonly sequences: number },
): number {
  const { data } = experiment;
  if (!areChains(data)) return Infinity;
  const measured = data.kind === "markov" ? Math.min(sequences, data.validationSequences) : 0;
  return begun + selectionCost(experiment, draws) + (measured * predictorCost(data)) / 1e9;
}

/** Seconds for the informations; Infinity where they are refused. */
export function selectionCost({ data, model }: TokenExperiment, draws: number): number {
  if (!areChains(data)) return Infinity;
  const { alphabetSize: d } = data;
  const parents = parentsOf(data);
  const span = parents[parents.length - 1];
  const contexts = d ** span;
  if (!(contexts <= mostContexts)) return Infinity;
  const degree = Math.min(model.maxDegree, model.window);
  const drawing = 1e5 + 30 * d ** (parents.length + 1);
  const solving = contexts <= 256 ? contexts ** 3 / 2 : 4 * contexts * d * stepsToMix(data, span);
  const labels = d ** Math.min(degree - 1, Math.max(0, model.window - span));
  const joints = contexts * labels * (2 * d + 10 * degree) + 5 * d ** (degree + 1);
  return (draws * (drawing + solving + setCount(model.window, degree) * joints)) / 1e9;
}

/** A floor bounds how long a chain remembers; without one, some remember for as long as one looks. */
function stepsToMix({ alphabetSize, prior }: ChainDataConfig, span: number): number {
  const often = 4_000;
  return prior.floor > 0 ? Math.min(often, (28 * span) / (alphabetSize * prior.floor)) : often;
}

/** Nanoseconds for all predictors on a sequence, with the search for the best scale. */
function predictorCost({ sequenceLength, parents, alphabetSize: d, prior }: ChainDataConfig): number {
  const subsets = 2 ** parents.length;
  const posterior = prior.floor > 0 ? 5 * Math.min(sequenceLength, 192) ** 2 : 1_000;
  return sequenceLength * (40 + 5 * parents.length) + subsets * d * 50 + 60 * (200 + 10 * d) + posterior;
}

function setCount(window: number, degree: number): number {
  let [sets, ofSize] = [0, 1];
  for (let size = 1; size <= degree; size++) {
    ofSize = (ofSize * (window - size + 1)) / size;
    sets += ofSize;
  }
  return sets;
}
