/** Rules between the fields of `data`, each with its own words and remedies. */
import { count } from "./count";
import { copierLayersOf } from "./families";
import { defaultBatchSize, mixedBatchSize } from "./dataSchema";
import { remove, set } from "./fixes/fix";
import { parsePath } from "./paths";
import type { Breach } from "./rules";
import { areChains, type ChainDataConfig, type Experiment, type TokenExperiment } from "./schema";

const maxTransitionEntries = 2 ** 24;
const maxStationaryStates = 256;

export function* chainBreaches({ data, model }: TokenExperiment): Generator<Breach> {
  if (!areChains(data)) return;
  const span = model.boundary === "skip" ? model.window * copierLayersOf(model) : 0;
  for (const gram of gramsOf(data)) {
    yield* parentBreaches(gram, data, span);
    yield* transitionBreaches(gram, data);
  }
  yield* initialBreaches(data);
}

/** An n-gram that tokens follow: what it is, and the fields that say so. */
interface Gram {
  readonly parents: readonly number[];
  readonly floor: number;
  readonly parentsField: string;
  readonly floorField: string;
}

/** Each sequence's own, and the one that all share. */
function gramsOf(data: ChainDataConfig): readonly Gram[] {
  const own = {
    parents: data.parents,
    floor: data.prior.floor,
    parentsField: "data.parents",
    floorField: "data.prior.floor",
  };
  if (data.kind === "markov") return [own];
  const shared = {
    parents: data.globalParents,
    floor: data.globalPrior.floor,
    parentsField: "data.globalParents",
    floorField: "data.globalPrior.floor",
  };
  return [own, shared];
}

/** @param span tokens that a position must have before it, whatever its parents. */
function* parentBreaches(
  { parents, parentsField }: Gram,
  { sequenceLength }: ChainDataConfig,
  span: number,
): Generator<Breach> {
  const largest = parents[parents.length - 1];
  if (largest < sequenceLength) return;
  const within = parents.filter((parent) => parent < sequenceLength);
  yield {
    severity: "error",
    fields: [parentsField, "data.sequenceLength"],
    message: "The largest parent reaches back beyond the sequence: use smaller parents or longer sequences.",
    found: `parent ${largest} in sequences of ${count(sequenceLength, "token")}`,
    allowed: `parents from 1 to ${sequenceLength - 1}`,
    fixes: [
      set("data.sequenceLength", Math.max(largest, span) + 1),
      ...(within.length > 0 ? [set(parentsField, within)] : []),
    ],
  };
}

function* transitionBreaches(
  { parents, floor, parentsField, floorField }: Gram,
  { alphabetSize }: ChainDataConfig,
): Generator<Breach> {
  const entries = alphabetSize ** (parents.length + 1);
  if (entries > maxTransitionEntries) {
    const most = Math.floor(Math.log(maxTransitionEntries) / Math.log(alphabetSize) + 1e-9) - 1;
    const largest = Math.floor(maxTransitionEntries ** (1 / (parents.length + 1)) + 1e-9);
    yield {
      severity: "error",
      fields: [parentsField, "data.alphabetSize"],
      message: "The transition matrix is too large: use fewer parents or a smaller alphabet.",
      found: `${alphabetSize}^${parents.length} rows of ${alphabetSize} probabilities`,
      allowed: `at most ${maxTransitionEntries} probabilities`,
      fixes: [set(parentsField, parents.slice(0, most)), set("data.alphabetSize", largest)],
    };
  }
  if (floor * alphabetSize >= 1) {
    yield {
      severity: "error",
      fields: [floorField, "data.alphabetSize"],
      message: "The floor leaves no probability to distribute: lower it.",
      found: `floor ${floor} for each of ${count(alphabetSize, "token")}`,
      allowed: `a floor below 1/${alphabetSize}`,
      // The theory's setting (preset paper-theory), or no floor at all.
      fixes: [set(floorField, 0.01), set(floorField, 0)],
    };
  }
}

function* initialBreaches({ kind, alphabetSize, parents, initial }: ChainDataConfig): Generator<Breach> {
  if (initial !== "stationary") return;
  if (kind === "mixed-markov") {
    yield {
      severity: "error",
      fields: ["data.initial", "data.kind"],
      message: "A sequence of two mechanisms has no stationary law to start from: begin uniformly.",
      found: '"stationary" with kind "mixed-markov"',
      allowed: '"uniform"',
      fixes: [set("data.initial", "uniform")],
    };
    return;
  }
  const largest = parents[parents.length - 1];
  if (alphabetSize ** largest <= maxStationaryStates) return;
  yield {
    severity: "error",
    fields: ["data.initial", "data.parents", "data.alphabetSize"],
    message: 'The stationary law has too many states to compute: use "uniform", or a smaller largest parent.',
    found: `${alphabetSize}^${largest} states`,
    allowed: `at most ${maxStationaryStates} states`,
    fixes: [set("data.initial", "uniform")],
  };
}

export function* batchBreaches({ data }: Experiment): Generator<Breach> {
  if (data.kind === "file") return;
  const { online, batchSize } = data;
  if (online || batchSize === (data.kind === "mixed-target" ? mixedBatchSize : defaultBatchSize)) return;
  yield {
    severity: "warning",
    fields: ["data.batchSize", "data.online"],
    message:
      "A fixed training set is used whole at every step, so this has no effect: set data.online to true for fresh batches.",
    found: `batchSize ${batchSize} with online false`,
    fixes: [set("data.online", true), remove(parsePath("data.batchSize"))],
  };
}
