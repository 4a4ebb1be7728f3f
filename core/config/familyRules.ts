/** Rules of the model families: fields that only some of them know, and data that not all of them can take. */
import { familyFields } from "./families";
import { remove, set } from "./fixes/fix";
import { parsePath, valueAt } from "./paths";
import type { Breach } from "./rules";
import type { Experiment } from "./schema";

export function* familyBreaches(experiment: Experiment): Generator<Breach> {
  yield* foreignFieldBreaches(experiment);
  yield* normalizationBreaches(experiment);
  yield* positionBreaches(experiment);
  yield* freshDataBreaches(experiment);
}

function* foreignFieldBreaches({ model }: Experiment): Generator<Breach> {
  for (const [field, families] of Object.entries(familyFields)) {
    const path = `model.${field}`;
    const value = valueAt(model, parsePath(field));
    if (value === undefined || families.includes(model.family)) continue;
    yield {
      severity: "warning",
      fields: [path, "model.family"],
      message: `Models of the family ${model.family} do not know this: it has no effect.`,
      found: `${JSON.stringify(value)} with family ${model.family}`,
      allowed: `only with family ${families.join(" or ")}`,
      fixes: [remove(parsePath(path)), ...families.map((family) => set("model.family", family))],
    };
  }
}

function* normalizationBreaches({ model: { family, normalizeValues } }: Experiment): Generator<Breach> {
  if (family !== "full" || normalizeValues === "none") return;
  yield {
    severity: "warning",
    fields: ["model.normalizeValues", "model.family"],
    message: "The full model normalises its values by LayerNorm: this has no effect.",
    found: `normalizeValues ${normalizeValues} with family full`,
    fixes: [set("model.normalizeValues", "none")],
  };
}

function* positionBreaches({ data, model: { family } }: Experiment): Generator<Breach> {
  if (family !== "absolute" || data.kind === "markov") return;
  yield {
    severity: "error",
    fields: ["model.family", "data.kind"],
    message:
      "Absolute positions are counted by data.sequenceLength, which data from a file do not have: use another family, or Markov data.",
    found: "family absolute with data from a file",
    fixes: [set("model.family", "disentangled")],
  };
}

function* freshDataBreaches({ data, engine, model: { family } }: Experiment): Generator<Breach> {
  if (data.kind !== "markov" || !data.online || engine.kind !== "cpu") return;
  if (family !== "full" && family !== "mlp") return;
  yield {
    severity: "error",
    fields: ["engine.kind", "data.online", "model.family"],
    message: `The cpu engine trains models of the family ${family} on a fixed set only: let auto choose, or set data.online to false.`,
    found: "fresh sequences every step on the cpu engine",
    fixes: [set("engine.kind", "auto"), set("data.online", false)],
  };
}
