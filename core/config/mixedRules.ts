/** Rules of the mixed target: data and model go together, and its six scalars have two engines only. */
import { mixedTrainSequences } from "./dataSchema";
import { mixedFamily } from "./families";
import { remove, set, type Fix } from "./fixes/fix";
import { parsePath } from "./paths";
import type { Breach } from "./rules";
import type { Experiment, MixedExperiment } from "./schema";

/** Scalars are for the six scalars alone, tokens for all others. */
export function* pairingBreaches({ data, model, training }: Experiment): Generator<Breach> {
  const [scalars, six] = [data.kind === "mixed-target", model.family === mixedFamily];
  if (scalars !== six) {
    yield {
      severity: "error",
      fields: ["model.family", "data.kind"],
      message: scalars
        ? "The mixed target's sequences are scalars, which only the family mixed-target knows."
        : "The family mixed-target learns the mixed target's scalars, not tokens.",
      found: `data of the kind ${data.kind} with family ${model.family}`,
      allowed: "mixed-target for both, or for neither",
      fixes: [
        set("model", { family: mixedFamily }),
        set("data", { kind: "mixed-target" }),
        ...(scalars ? [set("data", { kind: "markov" })] : [set("model", { family: "disentangled" })]),
      ],
    };
  }
  if (six) return;
  for (const [index, { stopWhen }] of training.stages.entries()) {
    if (stopWhen?.unexplainedIH === undefined) continue;
    const field = `training.stages[${index}].stopWhen.unexplainedIH`;
    yield {
      severity: "warning",
      fields: [field, "model.family"],
      message: "Only the mixed target has an induction head's loss of its own: this has no effect.",
      found: `${stopWhen.unexplainedIH} with family ${model.family}`,
      fixes: [remove(parsePath(field))],
    };
  }
}

export function* mixedBreaches(experiment: MixedExperiment): Generator<Breach> {
  yield* mixedEngineBreaches(experiment);
  yield* trainingSetBreaches(experiment);
  yield* stuckBreaches(experiment);
}

function* mixedEngineBreaches({ engine }: MixedExperiment): Generator<Breach> {
  if (engine.kind === "tfjs" || engine.kind === "webgpu") {
    yield {
      severity: "error",
      fields: ["engine.kind", "model.family"],
      message: `The ${engine.kind} engine does not know the mixed target: let auto choose.`,
      found: `kind "${engine.kind}" with family ${mixedFamily}`,
      allowed: '"auto", "cpu" or "reference" with this family',
      fixes: [set("engine.kind", "auto"), set("engine.kind", "reference")],
    };
  }
  if (engine.path === "table") {
    yield {
      severity: "error",
      fields: ["engine.path", "model.family"],
      message: "Scalars have no window pairs to tabulate: let auto choose the path.",
      found: 'path "table" with family mixed-target',
      allowed: '"auto" or "direct" with this family',
      fixes: [set("engine.path", "auto")],
    };
  }
  if (engine.threads !== "auto" && engine.threads > 1) {
    yield {
      severity: "warning",
      fields: ["engine.threads", "model.family"],
      message: "The mixed target is trained on one thread: more have no effect.",
      found: `${engine.threads} threads with family ${mixedFamily}`,
      fixes: [set("engine.threads", 1), remove(parsePath("engine.threads"))],
    };
  }
}

/** Of tokens, online data are asked for, often on top of a preset with a set of its own; here they are the default. */
function* trainingSetBreaches({ data: { online, trainSequences } }: MixedExperiment): Generator<Breach> {
  if (!online || trainSequences === mixedTrainSequences) return;
  yield {
    severity: "warning",
    fields: ["data.trainSequences", "data.online"],
    message:
      "Every step draws fresh sequences, so this has no effect: set data.online to false for a fixed training set.",
    found: `trainSequences ${trainSequences} with online true`,
    fixes: [set("data.online", false), remove(parsePath("data.trainSequences"))],
  };
}

/** Starts from which k·q never grows: the gradient of k is a multiple of q and that of q the same multiple of k. */
function* stuckBreaches({ model: { initial }, training }: MixedExperiment): Generator<Breach> {
  const { epsilon, key = epsilon, query = epsilon } = initial;
  const trained = training.stages.map(({ train }) => [train.includes("key"), train.includes("query")]);
  if (!trained.some(([ofKey, ofQuery]) => ofKey || ofQuery)) return;
  if (key === 0 && query === 0) {
    yield {
      severity: "warning",
      fields: ["model.initial.epsilon"],
      message:
        "With k = q = 0 neither has a gradient, so the induction head cannot emerge: start them elsewhere.",
      found: "k = q = 0",
      fixes: startFixes(epsilon),
    };
  } else if (key === -query && trained.every(([ofKey, ofQuery]) => ofKey === ofQuery)) {
    const negative = key < 0 ? "key" : "query";
    yield {
      severity: "warning",
      fields: [`model.initial.${negative}`, "model.initial.epsilon"],
      message:
        "With k = −q the two stay opposite while both are trained: k·q never gets above 0 and the induction head cannot " +
        "emerge. Start them elsewhere.",
      found: `k = ${key}, q = ${query}`,
      fixes: [set(`model.initial.${negative}`, Math.abs(key))],
    };
  }
}

function startFixes(epsilon: number): Fix[] {
  const start = 0.01;
  return epsilon === 0
    ? [set("model.initial.epsilon", start)]
    : [set("model.initial.key", start), set("model.initial.query", start)];
}
