/** What can be left out of the heads that copy, from the start of a training: positions, matrices, normalisation. */
import { totalSteps, type TokenExperiment } from "../config";
import { stagesSet, type Proposed } from "./proposals";
import { trains, withGroupsFor, withoutGroups, type Group } from "./stages";

/** Where a head looks, by lags and by places. */
const relative: readonly Group[] = ["rpe"];
const absolute: readonly Group[] = ["positions", "query", "key"];

export function copiers(base: TokenExperiment): Proposed[] {
  switch (base.model.family) {
    case "disentangled":
      return [...relativePositions(base), absoluteInstead(base), normalization(base)];
    case "full":
      return [...relativePositions(base), ...matrices(base), normalization(base)];
    case "mlp":
    case "deep":
      return [...relativePositions(base), normalization(base)];
    case "absolute":
      return [...absolutePositions(base), normalization(base)];
  }
}

function relativePositions({ training: { stages }, model: { family } }: TokenExperiment): Proposed[] {
  const trained = trains(stages, relative);
  const frozen = stagesSet(withoutGroups(stages, relative));
  return [
    trained
      ? { id: "rpe-frozen", title: "RPE frozen as initialised", overrides: [frozen] }
      : "RPE is not frozen: no stage trains it anyway.",
    {
      id: "no-rpe",
      title:
        family === "full"
          ? "No RPE: heads attend by tokens alone"
          : "No RPE: heads see the mean of their lags",
      overrides: [
        "model.initial.rpe.diagonal=0",
        "model.initial.rpe.offDiagonal=0",
        ...(trained ? [frozen] : []),
      ],
    },
  ];
}

/** Seconds that a step takes for each token of the training set: TensorFlow.js on WebAssembly, one core of a 2025 server. */
const secondsOfToken = 2.5e-6;
/** Longer, nobody waits for it unasked. */
const longest = 60;

/** The family has no kernels of its own: what others train in a minute may take it a day. */
function absoluteInstead(base: TokenExperiment): Proposed {
  const { data, engine, training } = base;
  const title = "Absolute positions instead of RPE";
  if (data.kind === "file") {
    return `“${title}” is left out: positions are counted by data.sequenceLength, which a file's data do not have.`;
  }
  const { online, batchSize, trainSequences, sequenceLength } = data;
  const tokens = (online ? batchSize : trainSequences) * (sequenceLength + 1);
  const seconds = totalSteps(base) * tokens * secondsOfToken;
  return {
    id: "absolute-positions",
    title,
    overrides: [
      "model.family=absolute",
      ...(engine.kind === "auto" || engine.kind === "reference" ? [] : ["engine.kind=auto"]),
      ...(trains(training.stages, relative)
        ? [stagesSet(withGroupsFor(training.stages, relative, absolute))]
        : []),
    ],
    ...(seconds > longest && { seconds }),
  };
}

function absolutePositions({ training: { stages } }: TokenExperiment): Proposed[] {
  const trained = trains(stages, absolute);
  return [
    trained
      ? {
          id: "positions-frozen",
          title: "Positions frozen as initialised",
          overrides: [stagesSet(withoutGroups(stages, absolute))],
        }
      : "Positions are not frozen: no stage trains them anyway.",
    {
      id: "relative-positions",
      title: "RPE instead of absolute positions",
      overrides: [
        "model.family=disentangled",
        ...(trained ? [stagesSet(withGroupsFor(stages, absolute, relative))] : []),
      ],
    },
  ];
}

/** Of the full model. W_Q = 0 alone would grow again. */
function matrices({ training: { stages } }: TokenExperiment): Proposed[] {
  const matching: readonly Group[] = ["query", "key"];
  const values: readonly Group[] = ["outputValue"];
  return [
    {
      id: "no-qk",
      title: "No W_QK: attention by position alone",
      overrides: [
        "model.initial.query=0",
        ...(trains(stages, matching) ? [stagesSet(withoutGroups(stages, matching))] : []),
      ],
    },
    trains(stages, values)
      ? {
          id: "ov-frozen",
          title: "W_OV frozen as initialised",
          overrides: [stagesSet(withoutGroups(stages, values))],
        }
      : "W_OV is not frozen: no stage trains it anyway.",
    "Absolute positions are not tried in place of RPE: the family that has them has no such matrices.",
  ];
}

function normalization({ model: { family, normalizeValues } }: TokenExperiment): Proposed {
  if (family === "full") return "“Values normalised” is left out: LayerNorm does that in the full model.";
  const flipped = normalizeValues === "none" ? "l2" : "none";
  return {
    id: `normalize-${flipped}`,
    title: flipped === "none" ? "Values not normalised" : "Values normalised",
    overrides: [`model.normalizeValues=${flipped}`],
  };
}
