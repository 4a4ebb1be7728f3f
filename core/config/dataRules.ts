/** Rules between the fields of `data`, each with its own words and remedies. */
import { count } from "./count";
import { copierLayersOf } from "./families";
import { defaultBatchSize, mixedBatchSize } from "./dataSchema";
import { remove, set } from "./fixes/fix";
import { parsePath } from "./paths";
import type { Breach } from "./rules";
import {
  areChains,
  type ChainDataConfig,
  type Experiment,
  type MixedMarkovDataConfig,
  type TokenExperiment,
} from "./schema";

const maxTransitionEntries = 2 ** 24;
const maxStationaryStates = 256;

export function* chainBreaches({ data, model }: TokenExperiment): Generator<Breach> {
  if (!areChains(data)) return;
  yield* parentBreaches(data, model.boundary === "skip" ? model.window * copierLayersOf(model) : 0);
  yield* transitionBreaches(data);
  yield* initialBreaches(data);
  if (data.kind === "mixed-markov") yield* globalBreaches(data);
}

/** The same of the n-gram that all sequences share. */
function* globalBreaches(data: MixedMarkovDataConfig): Generator<Breach> {
  const { globalParents, globalPrior, alphabetSize, sequenceLength, initial } = data;
  const largest = globalParents[globalParents.length - 1];
  if (largest >= sequenceLength) {
    const within = globalParents.filter((parent) => parent < sequenceLength);
    yield {
      severity: "error",
      fields: ["data.globalParents", "data.sequenceLength"],
      message:
        "The largest global parent reaches back beyond the sequence: use smaller ones or longer sequences.",
      found: `parent ${largest} in sequences of ${count(sequenceLength, "token")}`,
      allowed: `parents from 1 to ${sequenceLength - 1}`,
      fixes: within.length > 0 ? [set("data.globalParents", within)] : [],
    };
  }
  if (alphabetSize ** (globalParents.length + 1) > maxTransitionEntries) {
    yield {
      severity: "error",
      fields: ["data.globalParents", "data.alphabetSize"],
      message: "The global n-gram's matrix is too large: use fewer global parents or a smaller alphabet.",
      found: `${alphabetSize}^${globalParents.length} rows of ${alphabetSize} probabilities`,
      allowed: `at most ${maxTransitionEntries} probabilities`,
      fixes: [set("data.globalParents", globalParents.slice(0, 1))],
    };
  }
  if (globalPrior.floor * alphabetSize >= 1) {
    yield {
      severity: "error",
      fields: ["data.globalPrior.floor", "data.alphabetSize"],
      message: "The floor leaves no probability to distribute: lower it.",
      found: `floor ${globalPrior.floor} for each of ${count(alphabetSize, "token")}`,
      allowed: `a floor below 1/${alphabetSize}`,
      fixes: [set("data.globalPrior.floor", 0)],
    };
  }
  if (initial === "stationary") {
    yield {
      severity: "error",
      fields: ["data.initial", "data.kind"],
      message: "A sequence of two mechanisms has no stationary law to start from: begin uniformly.",
      found: '"stationary" with kind "mixed-markov"',
      allowed: '"uniform"',
      fixes: [set("data.initial", "uniform")],
    };
  }
}

/** @param span tokens that a position must have before it, whatever its parents. */
function* parentBreaches({ parents, sequenceLength }: ChainDataConfig, span: number): Generator<Breach> {
  const largest = parents[parents.length - 1];
  if (largest < sequenceLength) return;
  const within = parents.filter((parent) => parent < sequenceLength);
  yield {
    severity: "error",
    fields: ["data.parents", "data.sequenceLength"],
    message: "The largest parent reaches back beyond the sequence: use smaller parents or longer sequences.",
    found: `parent ${largest} in sequences of ${count(sequenceLength, "token")}`,
    allowed: `parents from 1 to ${sequenceLength - 1}`,
    fixes: [
      set("data.sequenceLength", Math.max(largest, span) + 1),
      ...(within.length > 0 ? [set("data.parents", within)] : []),
    ],
  };
}

function* transitionBreaches({ alphabetSize, parents, prior }: ChainDataConfig): Generator<Breach> {
  const entries = alphabetSize ** (parents.length + 1);
  if (entries > maxTransitionEntries) {
    const most = Math.floor(Math.log(maxTransitionEntries) / Math.log(alphabetSize) + 1e-9) - 1;
    const largest = Math.floor(maxTransitionEntries ** (1 / (parents.length + 1)) + 1e-9);
    yield {
      severity: "error",
      fields: ["data.parents", "data.alphabetSize"],
      message: "The transition matrix is too large: use fewer parents or a smaller alphabet.",
      found: `${alphabetSize}^${parents.length} rows of ${alphabetSize} probabilities`,
      allowed: `at most ${maxTransitionEntries} probabilities`,
      fixes: [set("data.parents", parents.slice(0, most)), set("data.alphabetSize", largest)],
    };
  }
  if (prior.floor * alphabetSize >= 1) {
    yield {
      severity: "error",
      fields: ["data.prior.floor", "data.alphabetSize"],
      message: "The floor leaves no probability to distribute: lower it.",
      found: `floor ${prior.floor} for each of ${count(alphabetSize, "token")}`,
      allowed: `a floor below 1/${alphabetSize}`,
      // The theory's setting (preset paper-theory), or no floor at all.
      fixes: [set("data.prior.floor", 0.01), set("data.prior.floor", 0)],
    };
  }
}

function* initialBreaches({ alphabetSize, parents, initial }: ChainDataConfig): Generator<Breach> {
  const largest = parents[parents.length - 1];
  if (initial !== "stationary" || alphabetSize ** largest <= maxStationaryStates) return;
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
