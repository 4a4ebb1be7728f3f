/** Rules between the fields of `model`, and of the model with its data, each with its own words and remedies. */
import { count } from "./count";
import { copierLayersOf } from "./families";
import { set, type Fix } from "./fixes/fix";
import { maxSubsets } from "./modelSchema";
import type { Breach } from "./rules";
import { areChains, type ChainDataConfig, type TokenExperiment, type TransformerConfig } from "./schema";
import { shown } from "./written";

export function* modelBreaches({ data, model }: TokenExperiment): Generator<Breach> {
  if (areChains(data)) yield* windowBreaches(data, model);
  // An MLP has no subsets to be right or wrong.
  if (model.family !== "mlp") yield* subsetBreaches(model);
  if (model.family !== "mlp" && model.subsets !== null) yield* listedSubsetBreaches(model.subsets, model);
  if (model.lagMask === "authors") yield* authorsMaskBreaches(model);
  else if (model.lagMask !== null) yield* lagMaskBreaches(model.lagMask, model);
}

function* windowBreaches(
  { parents, sequenceLength }: ChainDataConfig,
  model: TransformerConfig,
): Generator<Breach> {
  const { window, boundary } = model;
  const layers = copierLayersOf(model);
  // A layer that reads what the one before has written sees as far again.
  const reach = window * layers;
  if (boundary === "skip" && reach >= sequenceLength) {
    const most = Math.floor((sequenceLength - 1) / layers);
    yield {
      severity: "error",
      fields: ["model.window", "data.sequenceLength", "model.boundary"],
      message: 'No position has a whole window before it: use a smaller window, or boundary "truncate".',
      found: `a window of ${count(window, "token")} in sequences of ${count(sequenceLength, "token")}`,
      allowed: `a window from 1 to ${most}`,
      fixes: [...(most > 0 ? [set("model.window", most)] : []), set("model.boundary", "truncate")],
    };
  }
  const unseen = parents.filter((parent) => parent > reach);
  if (unseen.length > 0) {
    const largest = parents[parents.length - 1];
    yield {
      severity: "warning",
      fields: ["model.window", "data.parents"],
      message:
        unseen.length === parents.length
          ? "The window sees no parent, so there is nothing for the heads to find: widen it to learn the chain."
          : "The window sees only some of the parents: widen it to learn the whole chain.",
      found: `window ${window}, parents ${parents.join(", ")}`,
      allowed: `a window of at least ${Math.ceil(largest / layers)} sees all`,
      fixes: [set("model.window", Math.ceil(largest / layers))],
    };
  }
}

function* subsetBreaches(model: TransformerConfig): Generator<Breach> {
  const { maxDegree, includeEmptySubset, subsets: listed } = model;
  const layers = copierLayersOf(model);
  const heads = model.heads * layers;
  if (maxDegree > heads) {
    yield {
      severity: "error",
      fields: ["model.maxDegree", "model.heads"],
      message: "A subset cannot hold more heads than there are: lower maxDegree or add heads.",
      found: `maxDegree ${maxDegree} with ${count(heads, "head")}`,
      allowed: `maxDegree of at most ${heads}`,
      fixes: [set("model.maxDegree", heads), set("model.heads", Math.ceil(maxDegree / layers))],
    };
    return;
  }
  if (listed !== null) return;
  const subsets = subsetCount(heads, maxDegree, includeEmptySubset);
  if (subsets > maxSubsets) {
    let fits = maxDegree;
    while (subsetCount(heads, fits, includeEmptySubset) > maxSubsets) fits--;
    yield {
      severity: "error",
      fields: ["model.maxDegree", "model.heads", "model.includeEmptySubset"],
      message: "There are too many subsets of heads: lower maxDegree or use fewer heads.",
      found: `${subsets} subsets of up to ${maxDegree} of ${heads} heads`,
      allowed: `at most ${maxSubsets} subsets`,
      fixes: [set("model.maxDegree", fits)],
    };
  }
}

function* listedSubsetBreaches(
  listed: readonly (readonly number[])[],
  model: TransformerConfig,
): Generator<Breach> {
  const { maxDegree, includeEmptySubset } = model;
  const heads = model.heads * copierLayersOf(model);
  const without = (wrong: (set: readonly number[]) => boolean): Fix[] => {
    const rest = listed.filter((set) => !wrong(set));
    return rest.length > 0 ? [set("model.subsets", rest)] : [];
  };
  for (const [index, subset] of listed.entries()) {
    const field = `model.subsets[${index}]`;
    const largest = subset.at(-1) ?? 0;
    if (largest > heads) {
      yield {
        severity: "error",
        fields: [field, "model.heads"],
        message: `The set holds a head that there is not: heads are counted from 1 to ${heads}.`,
        found: shown(subset),
        allowed: `heads from 1 to ${heads}`,
        fixes: [
          ...without((other) => (other.at(-1) ?? 0) > heads),
          set("model.heads", Math.ceil(largest / copierLayersOf(model))),
        ],
      };
    } else if (subset.length > maxDegree && maxDegree <= heads) {
      yield {
        severity: "error",
        fields: [field, "model.maxDegree"],
        message: "The set holds more heads than maxDegree allows: raise maxDegree or take it out.",
        found: `${count(subset.length, "head")} with maxDegree ${maxDegree}`,
        allowed: `sets of at most ${count(maxDegree, "head")}`,
        fixes: [set("model.maxDegree", subset.length), ...without((other) => other.length > maxDegree)],
      };
    } else if (subset.length === 0 && !includeEmptySubset) {
      yield {
        severity: "error",
        fields: [field, "model.includeEmptySubset"],
        message: "The empty set has a coefficient only with includeEmptySubset.",
        found: "[]",
        allowed: "sets of at least one head",
        fixes: [set("model.includeEmptySubset", true), ...without((other) => other.length === 0)],
      };
    }
  }
  if (listed.every((subset) => subset.length === 0)) {
    yield {
      severity: "warning",
      fields: ["model.subsets"],
      message: "Without a set that holds a head all positions are alike, so there is nothing to learn.",
      found: shown(listed),
    };
  }
}

function* authorsMaskBreaches({ heads, window }: TransformerConfig): Generator<Breach> {
  if (window >= heads) return;
  yield {
    severity: "error",
    fields: ["model.lagMask", "model.window", "model.heads"],
    message: `Under the authors' mask head h sees lags from h on, so head ${window + 1} sees none: widen the window or use fewer heads.`,
    found: `${count(heads, "head")} with window ${window}`,
    allowed: `a window of at least ${heads}`,
    fixes: [set("model.window", heads), set("model.heads", window)],
  };
}

type Mask = readonly (readonly boolean[])[];

function* lagMaskBreaches(mask: Mask, model: TransformerConfig): Generator<Breach> {
  const { heads, window } = model;
  if (mask.length !== heads) {
    yield {
      severity: "error",
      fields: ["model.lagMask", "model.heads"],
      message: `The mask must have one row for each head${copierLayersOf(model) > 1 ? " of a layer" : ""}.`,
      found: count(mask.length, "row"),
      allowed: `${count(heads, "row")} of ${window} booleans`,
      fixes: [rowsFor(heads, mask, window)],
    };
  }
  for (const [head, lags] of mask.entries()) {
    const row = `model.lagMask[${head}]`;
    if (lags.length !== window) {
      yield {
        severity: "error",
        fields: [row, "model.window"],
        message: "A row of the mask must have one boolean for each lag of the window.",
        found: count(lags.length, "boolean"),
        allowed: count(window, "boolean"),
        fixes: [set(row, resized(lags, window, true))],
      };
    } else if (!lags.includes(true)) {
      yield {
        severity: "error",
        fields: [row],
        message: `Head ${head + 1} may attend no lag: allow it at least one, or use fewer heads.`,
        found: `${count(lags.length, "boolean")}, all false`,
        allowed: "at least one true",
        fixes: [set(row, resized([], window, true))],
      };
    }
  }
}

function rowsFor(heads: number, mask: Mask, window: number): Fix {
  const fix = set("model.lagMask", resized(mask, heads, resized([], window, true)));
  return { ...fix, title: `Give model.lagMask ${count(heads, "row")}, new ones all true` };
}

/** A list cut or filled up to a length. */
function resized<Item>(items: readonly Item[], length: number, filling: Item): Item[] {
  return Array.from({ length }, (_, index) => items[index] ?? filling);
}

/** Σ_{k=1..D} C(H, k), and the empty subset. */
function subsetCount(heads: number, maxDegree: number, includeEmpty: boolean): number {
  let ofSize = 1;
  let total = includeEmpty ? 1 : 0;
  for (let size = 1; size <= maxDegree; size++) {
    ofSize = (ofSize * (heads - size + 1)) / size;
    total += ofSize;
  }
  return total;
}
