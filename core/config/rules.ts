/** What no field can tell alone: rules between fields, each with its own words. Faults stop a run, doubts do not. */
import { defaultBatchSize } from "./dataSchema";
import type { Experiment, MarkovDataConfig, ModelConfig } from "./schema";
import { trainableGroups } from "./trainingSchema";

/** A rule broken, or a doubt raised, by several fields together. */
export interface Breach {
  readonly severity: "error" | "warning";
  /** The fields that it takes, as path texts; the one to blame first, if that is written in the experiment at all. */
  readonly fields: readonly [string, ...string[]];
  readonly message: string;
  readonly found: string;
  readonly allowed?: string;
}

const maxTransitionEntries = 2 ** 24;
const maxStationaryStates = 256;
const maxSubsets = 4096;

export function* breaches(experiment: Experiment): Generator<Breach> {
  const { data, model } = experiment;
  if (data.kind === "markov") {
    yield* chainBreaches(data);
    yield* batchBreaches(data);
    yield* windowBreaches(data, model);
  }
  yield* subsetBreaches(model);
  yield* lagMaskBreaches(model);
  yield* stageBreaches(experiment);
  yield* validationBreaches(experiment);
}

function* chainBreaches(data: MarkovDataConfig): Generator<Breach> {
  const { alphabetSize, sequenceLength, parents, prior, initial } = data;
  const largest = parents[parents.length - 1];
  if (largest >= sequenceLength) {
    yield {
      severity: "error",
      fields: ["data.parents", "data.sequenceLength"],
      message:
        "The largest parent reaches back beyond the sequence: use smaller parents or longer sequences.",
      found: `parent ${largest} in sequences of ${tokens(sequenceLength)}`,
      allowed: `parents from 1 to ${sequenceLength - 1}`,
    };
  }
  const entries = alphabetSize ** (parents.length + 1);
  if (entries > maxTransitionEntries) {
    yield {
      severity: "error",
      fields: ["data.parents", "data.alphabetSize"],
      message: "The transition matrix is too large: use fewer parents or a smaller alphabet.",
      found: `${alphabetSize}^${parents.length} rows of ${alphabetSize} probabilities`,
      allowed: `at most ${maxTransitionEntries} probabilities`,
    };
  }
  if (prior.floor * alphabetSize >= 1) {
    yield {
      severity: "error",
      fields: ["data.prior.floor", "data.alphabetSize"],
      message: "The floor leaves no probability to distribute: lower it.",
      found: `floor ${prior.floor} for each of ${tokens(alphabetSize)}`,
      allowed: `a floor below 1/${alphabetSize}`,
    };
  }
  if (initial === "stationary" && alphabetSize ** largest > maxStationaryStates) {
    yield {
      severity: "error",
      fields: ["data.initial", "data.parents", "data.alphabetSize"],
      message:
        'The stationary law has too many states to compute: use "uniform", or a smaller largest parent.',
      found: `${alphabetSize}^${largest} states`,
      allowed: `at most ${maxStationaryStates} states`,
    };
  }
}

function* batchBreaches({ online, batchSize }: MarkovDataConfig): Generator<Breach> {
  if (online || batchSize === defaultBatchSize) return;
  yield {
    severity: "warning",
    fields: ["data.batchSize", "data.online"],
    message:
      "A fixed training set is used whole at every step, so this has no effect: set data.online to true for fresh batches.",
    found: `batchSize ${batchSize} with online false`,
  };
}

function* windowBreaches(
  { parents, sequenceLength }: MarkovDataConfig,
  model: ModelConfig,
): Generator<Breach> {
  const { window, boundary } = model;
  if (boundary === "skip" && window >= sequenceLength) {
    yield {
      severity: "error",
      fields: ["model.window", "data.sequenceLength", "model.boundary"],
      message: 'No position has a whole window before it: use a smaller window, or boundary "truncate".',
      found: `a window of ${tokens(window)} in sequences of ${tokens(sequenceLength)}`,
      allowed: `a window from 1 to ${sequenceLength - 1}`,
    };
  }
  const unseen = parents.filter((parent) => parent > window);
  if (unseen.length > 0) {
    yield {
      severity: "warning",
      fields: ["model.window", "data.parents"],
      message:
        unseen.length === parents.length
          ? "The window sees no parent, so there is nothing for the heads to find: widen it to learn the chain."
          : "The window sees only some of the parents: widen it to learn the whole chain.",
      found: `window ${window}, parents ${parents.join(", ")}`,
      allowed: `a window of at least ${parents[parents.length - 1]} sees all`,
    };
  }
}

function* subsetBreaches({ heads, maxDegree, includeEmptySubset }: ModelConfig): Generator<Breach> {
  if (maxDegree > heads) {
    yield {
      severity: "error",
      fields: ["model.maxDegree", "model.heads"],
      message: "A subset cannot hold more heads than there are: lower maxDegree or add heads.",
      found: `maxDegree ${maxDegree} with ${count(heads, "head")}`,
      allowed: `maxDegree of at most ${heads}`,
    };
    return;
  }
  const subsets = subsetCount(heads, maxDegree) + (includeEmptySubset ? 1 : 0);
  if (subsets > maxSubsets) {
    yield {
      severity: "error",
      fields: ["model.maxDegree", "model.heads", "model.includeEmptySubset"],
      message: "There are too many subsets of heads: lower maxDegree or use fewer heads.",
      found: `${subsets} subsets of up to ${maxDegree} of ${heads} heads`,
      allowed: `at most ${maxSubsets} subsets`,
    };
  }
}

function* lagMaskBreaches({ lagMask, heads, window }: ModelConfig): Generator<Breach> {
  if (lagMask === null) return;
  if (lagMask === "authors") {
    if (window >= heads) return;
    yield {
      severity: "error",
      fields: ["model.lagMask", "model.window", "model.heads"],
      message: `Under the authors' mask head h sees lags from h on, so head ${window + 1} sees none: widen the window or use fewer heads.`,
      found: `${count(heads, "head")} with window ${window}`,
      allowed: `a window of at least ${heads}`,
    };
    return;
  }
  if (lagMask.length !== heads) {
    yield {
      severity: "error",
      fields: ["model.lagMask", "model.heads"],
      message: "The mask must have one row for each head.",
      found: count(lagMask.length, "row"),
      allowed: `${count(heads, "row")} of ${window} booleans`,
    };
  }
  for (const [head, lags] of lagMask.entries()) {
    const row = `model.lagMask[${head}]`;
    if (lags.length !== window) {
      yield {
        severity: "error",
        fields: [row, "model.window"],
        message: "A row of the mask must have one boolean for each lag of the window.",
        found: count(lags.length, "boolean"),
        allowed: count(window, "boolean"),
      };
    } else if (!lags.includes(true)) {
      yield {
        severity: "error",
        fields: [row],
        message: `Head ${head + 1} may attend no lag: allow it at least one, or use fewer heads.`,
        found: `${count(lags.length, "boolean")}, all false`,
        allowed: "at least one true",
      };
    }
  }
}

function* stageBreaches({ data, training }: Experiment): Generator<Breach> {
  for (const [index, { optimizer, learningRate }] of training.stages.entries()) {
    const stage = `training.stages[${index}]`;
    if (optimizer.kind !== "flow") continue;
    if (data.kind === "markov" && data.online) {
      yield {
        severity: "error",
        fields: [`${stage}.optimizer`, "data.online"],
        message: 'Gradient flow needs a fixed loss: use "sgd" or "adam", or set data.online to false.',
        found: "flow on fresh sequences every step",
      };
    }
    if (learningRate !== 1) {
      yield {
        severity: "warning",
        fields: [`${stage}.learningRate`, `${stage}.optimizer`],
        message:
          "Gradient flow uses no learning rate: this one has no effect. Set the optimizer's tolerance instead.",
        found: String(learningRate),
      };
    }
  }
  const idle = trainableGroups.filter((group) => !training.stages.some(({ train }) => train.includes(group)));
  if (idle.length > 0) {
    yield {
      severity: "warning",
      fields: ["training.stages"],
      message: `No stage trains ${idle.join(" or ")}, which will keep ${idle.length === 1 ? "its" : "their"} initial values.`,
      found: `stages that train ${trainableGroups.filter((group) => !idle.includes(group)).join(", ")}`,
    };
  }
}

function* validationBreaches({ data, training }: Experiment): Generator<Breach> {
  if (data.validationSequences > 0 || training.validationEvery === 0) return;
  yield {
    severity: "warning",
    fields: ["data.validationSequences", "training.validationEvery"],
    message:
      "No sequences are held out, so there will be no validation loss: hold some out, or set training.validationEvery to 0.",
    found: `0 sequences, to be evaluated every ${count(training.validationEvery, "step")}`,
  };
}

/** Σ_{k=1..D} C(H, k). */
function subsetCount(heads: number, maxDegree: number): number {
  let ofSize = 1;
  let total = 0;
  for (let size = 1; size <= maxDegree; size++) {
    ofSize = (ofSize * (heads - size + 1)) / size;
    total += ofSize;
  }
  return total;
}

function tokens(number: number): string {
  return count(number, "token");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
