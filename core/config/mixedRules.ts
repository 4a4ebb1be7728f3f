/** Rules of the mixed target: data and model go together, and its six scalars have two engines only. */
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

export function* mixedBreaches({ engine, model, training }: MixedExperiment): Generator<Breach> {
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
  const { initial } = model;
  const stuck = (["key", "query"] as const).every((name) => (initial[name] ?? initial.epsilon) === 0);
  const trained = new Set(training.stages.flatMap(({ train }) => train));
  if (!stuck || !(trained.has("key") || trained.has("query"))) return;
  yield {
    severity: "warning",
    fields: ["model.initial.epsilon"],
    message:
      "With k = q = 0 neither has a gradient, so the induction head cannot emerge: start them elsewhere.",
    found: "k = q = 0",
    fixes: startFixes(initial.epsilon),
  };
}

function startFixes(epsilon: number): Fix[] {
  const start = 0.01;
  return epsilon === 0
    ? [set("model.initial.epsilon", start)]
    : [set("model.initial.key", start), set("model.initial.query", start)];
}
