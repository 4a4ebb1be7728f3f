/** Rules of the model families: fields that only some of them know, and data and engines that not all of them can take. */
import { count } from "./count";
import { copierLayersOf, familyFields } from "./families";
import { remove, set } from "./fixes/fix";
import { parsePath, valueAt } from "./paths";
import type { Breach } from "./rules";
import { areChains, type TokenExperiment } from "./schema";

export function* familyBreaches(experiment: TokenExperiment): Generator<Breach> {
  yield* foreignFieldBreaches(experiment);
  yield* normalizationBreaches(experiment);
  yield* selectorBreaches(experiment);
  yield* streamBreaches(experiment);
  yield* positionBreaches(experiment);
  yield* kernelBreaches(experiment);
  yield* pathBreaches(experiment);
  yield* freshDataBreaches(experiment);
}

function* foreignFieldBreaches({ model }: TokenExperiment): Generator<Breach> {
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

function* normalizationBreaches({ model: { family, normalizeValues } }: TokenExperiment): Generator<Breach> {
  if (family !== "full" || normalizeValues === "none") return;
  yield {
    severity: "warning",
    fields: ["model.normalizeValues", "model.family"],
    message: "The full model normalises its values by LayerNorm: this has no effect.",
    found: `normalizeValues ${normalizeValues} with family full`,
    allowed: '"none" with family full',
    fixes: [set("model.normalizeValues", "none")],
  };
}

function* selectorBreaches({ model: { family, subsets } }: TokenExperiment): Generator<Breach> {
  if (family !== "mlp" || subsets === null) return;
  yield {
    severity: "warning",
    fields: ["model.subsets", "model.family"],
    message:
      "A model of the family mlp has no subsets of heads, since its MLP weighs them: this has no effect.",
    found: `${count(subsets.length, "subset")} with family mlp`,
    allowed: "null with family mlp",
    fixes: [set("model.subsets", null), set("model.family", "disentangled")],
  };
}

/** Numbers that the heads of deep may bring to one position: more than these, and sequences do not fit into memory. */
const widestStream = 2 ** 14;

/** Every layer of copiers brings the stream of the one before, as often as it has heads. */
function* streamBreaches({ data, model }: TokenExperiment): Generator<Breach> {
  if (model.family !== "deep") return;
  const copiers = copierLayersOf(model);
  const widthOf = (heads: number) => copiers * heads * data.alphabetSize * (1 + heads) ** (copiers - 1);
  if (widthOf(model.heads) <= widestStream) return;
  let fits = model.heads;
  while (fits > 1 && widthOf(fits) > widestStream) fits--;
  yield {
    severity: "error",
    fields: ["model.heads", "model.layers", "data.alphabetSize"],
    message:
      "The layers bring too much to every position, for each brings all that the one before has brought, once a head: use fewer heads or layers.",
    found: `${count(copiers, "copying layer")} of ${count(model.heads, "head")}, ${widthOf(model.heads)} numbers a position`,
    allowed: `at most ${widestStream} numbers a position`,
    fixes: [
      ...(widthOf(fits) <= widestStream ? [set("model.heads", fits)] : []),
      ...(copiers > 1 ? [set("model.layers", copiers)] : []),
    ],
  };
}

function* positionBreaches({ data, model: { family } }: TokenExperiment): Generator<Breach> {
  if (family !== "absolute" || areChains(data)) return;
  yield {
    severity: "error",
    fields: ["model.family", "data.kind"],
    message:
      "Absolute positions are counted by data.sequenceLength, which data from a file do not have: use another family, or Markov data.",
    found: "family absolute with data from a file",
    allowed: "disentangled, full, mlp or deep with data from a file",
    fixes: [set("model.family", "disentangled")],
  };
}

function* kernelBreaches({ engine, model: { family } }: TokenExperiment): Generator<Breach> {
  if (engine.kind !== "cpu" || (family !== "deep" && family !== "absolute")) return;
  yield {
    severity: "error",
    fields: ["engine.kind", "model.family"],
    message: `The cpu engine has no kernels for models of the family ${family}: let auto choose.`,
    found: `kind "cpu" with family ${family}`,
    allowed: '"auto", "tfjs" or "reference" with this family',
    fixes: [set("engine.kind", "auto"), set("engine.kind", "tfjs"), set("engine.kind", "reference")],
  };
}

function* pathBreaches({ engine, model: { family } }: TokenExperiment): Generator<Breach> {
  if (engine.path !== "direct" || (family !== "full" && family !== "mlp")) return;
  if (engine.kind !== "auto" && engine.kind !== "cpu") return;
  yield {
    severity: "error",
    fields: ["engine.path", "model.family"],
    message: `The kernels for models of the family ${family} know window pairs only: let auto choose the path.`,
    found: `path "direct" with family ${family}`,
    allowed: '"auto" or "table" with this family',
    fixes: [set("engine.path", "auto"), set("engine.path", "table")],
  };
}

function* freshDataBreaches({ data, engine, model: { family } }: TokenExperiment): Generator<Breach> {
  if (!areChains(data) || !data.online || (engine.kind !== "cpu" && engine.kind !== "tfjs")) return;
  // Automatic differentiation of windows has the kernels do the rest.
  if (family === "deep" || family === "absolute" || (family === "disentangled" && engine.kind === "cpu"))
    return;
  yield {
    severity: "error",
    fields: ["engine.kind", "data.online", "model.family"],
    message: `The ${engine.kind} engine trains models of the family ${family} on a fixed set only: let auto choose, or set data.online to false.`,
    found: `fresh sequences every step on the ${engine.kind} engine`,
    allowed: 'a fixed set, or kind "auto" or "reference"',
    fixes: [set("engine.kind", "auto"), set("data.online", false), set("engine.kind", "reference")],
  };
}
