/**
 * What can be knocked out of a trained circuit: each as the same model with other parameters, with another normalisation,
 * or with heads that bring nothing. Nothing is trained again, and nothing is measured here.
 */
import { describeHeads, type HeadDescription } from "../inspect";
import { hasSelector, type InitialParameters, type Model } from "../model";
import { copiersOf } from "./copiers";
import type { Circuit } from "./losses";
import { headsOnLags, lagsInWords, sameSet, setId, setName } from "./parentSets";
import { coefficientsOf, withGroup, type KnockedOut } from "./withGroup";

export interface CircuitOptions {
  /** What training began with, and the seed of what was random in it. */
  readonly initial: InitialParameters;
  readonly seed: number;
  /** Sets of lags that stand for the parents, each with what it is: the true ones, and S* where it is another. */
  readonly parentSets: readonly { readonly lags: readonly number[]; readonly what: string }[];
}

/** a where only differences of k that float32 could not show still count: its limit, for all that matters. */
const limitScale = 1e8;
/** Single sets that are tried to find the best of them. */
const mostSets = 128;

export interface KnockOutPlan {
  readonly knockedOut: readonly KnockedOut[];
  /** Single sets of which only the best is worth telling. */
  readonly others: readonly KnockedOut[];
  /** What was left out and why, in words. */
  readonly notes: readonly string[];
}

export function knockedOut(circuit: Circuit, options: CircuitOptions): KnockOutPlan {
  const selectors = hasSelector(circuit.model) ? selectorsOf(circuit, options) : selectorsOfMlp(circuit);
  const heads = hasSelector(circuit.model) ? headsRemoved(circuit) : headsSilenced(circuit);
  const normalization = normalizationFlipped(circuit);
  return {
    knockedOut: [
      ...selectors.told,
      ...heads.removed,
      ...copiersOf(circuit, options),
      ...normalization.flipped,
      ...scalesOf(circuit, options.initial.scale),
    ],
    others: selectors.others,
    notes: [...selectors.notes, ...heads.notes, ...normalization.notes],
  };
}

interface Selectors {
  readonly told: readonly KnockedOut[];
  readonly others: readonly KnockedOut[];
  readonly notes: readonly string[];
}

function selectorsOf(circuit: Circuit, { parentSets }: CircuitOptions): Selectors {
  const { model } = circuit;
  const notes: string[] = [];
  const told = new Map<string, KnockedOut>();
  for (const { lags, what } of parentSets) {
    const heads = headsOnLags(circuit, lags);
    if (!heads)
      notes.push(`No set of heads stands for ${what}: not every one of ${lagsInWords(lags)} has a head.`);
    else if (!hasSubset(model, heads))
      notes.push(`The model has no subset ${setName(heads)}, the heads of ${what}.`);
    else if (!told.has(setId(heads))) told.set(setId(heads), aloneIn(circuit, heads, ` (${what})`));
  }
  const full = Array.from({ length: model.heads }, (_, head) => head);
  if (hasSubset(model, full) && !told.has(setId(full))) {
    told.set(setId(full), aloneIn(circuit, full, " (all heads)"));
  }
  const others = heaviest(circuit)
    .filter((subset) => !told.has(setId(subset)))
    .map((subset) => aloneIn(circuit, subset, " (the best other)"));
  const uniform = {
    ...withGroup(circuit, "coefficients", (coefficients) => coefficients.fill(1)),
    id: "uniform-subsets",
    title: "Selector off: all subsets alike",
  };
  return { told: [...(model.subsets.length > 1 ? [uniform] : []), ...told.values()], others, notes };
}

/** What an MLP adds to the stream is all that it does. */
function selectorsOfMlp(circuit: Circuit): Selectors {
  const off = withGroup(circuit, "outputWeights", (weights) => weights.fill(0));
  return {
    told: [
      {
        ...withGroup(off, "outputBias", (bias) => bias.fill(0)),
        id: "no-mlp",
        title: "MLP off: values as the heads bring them",
      },
    ],
    others: [],
    notes: ["No set of heads is selected alone: an MLP weighs them, and has no weights of sets."],
  };
}

/** p = 1 on one subset. */
function aloneIn(circuit: Circuit, heads: readonly number[], remark: string): KnockedOut {
  const { subsets } = circuit.model;
  return {
    ...withGroup(circuit, "coefficients", (coefficients) => {
      subsets.forEach((subset, place) => (coefficients[place] = sameSet(subset, heads) ? 1 : 0));
    }),
    id: `only-${setId(heads)}`,
    title: `Selector on ${setName(heads)} alone${remark}`,
  };
}

interface RemovedHeads {
  readonly removed: readonly KnockedOut[];
  readonly notes: readonly string[];
}

/** Every subset with the head drops out, and p goes over those that are left. */
function headsRemoved(circuit: Circuit): RemovedHeads {
  const { model, parameters } = circuit;
  const notes: string[] = [];
  const removed = describeHeads(model, parameters).flatMap((described): KnockedOut[] => {
    const { head } = described;
    const left = model.subsets.filter((subset) => !subset.includes(head));
    if (left.length === 0) {
      notes.push(`Head ${head + 1} cannot be removed: no subset is left without it.`);
      return [];
    }
    if (left.length === model.subsets.length) {
      notes.push(`Head ${head + 1} is in no subset: there is nothing to remove.`);
      return [];
    }
    const without = withGroup(circuit, "coefficients", (coefficients) => {
      model.subsets.forEach((subset, place) => {
        if (subset.includes(head)) coefficients[place] = 0;
      });
      // Losing coefficients may be so small that their squares are 0.
      const largest = coefficients.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
      coefficients.forEach((c, place) => (coefficients[place] = largest > 0 ? c / largest : c));
      if (largest === 0) left.forEach((subset) => (coefficients[model.subsets.indexOf(subset)] = 1));
    });
    return [{ ...without, id: `head-${head + 1}`, title: `Head ${head + 1} removed${placeOf(described)}` }];
  });
  const layers = describeHeads(model, parameters).some(({ place }) => place && place.layer > 1);
  if (layers && removed.length > 0) {
    notes.push("A removed head is in no subset any more; what heads above it read of it is still there.");
  }
  return { removed, notes };
}

/** Where no subset holds a head, it brings nothing. */
function headsSilenced(circuit: Circuit): RemovedHeads {
  const { model, parameters } = circuit;
  if (model.heads === 1) return { removed: [], notes: ["The only head cannot be removed."] };
  const removed = describeHeads(model, parameters).map((described) => ({
    ...circuit,
    headsOff: [described.head],
    id: `head-${described.head + 1}`,
    title: `Head ${described.head + 1} removed${placeOf(described)}`,
  }));
  return { removed, notes: [] };
}

/** ` (on lag 2)`, ` (layer 2 head 1, on lag 2)` */
function placeOf({ lag, place }: HeadDescription): string {
  const parts = [
    ...(place ? [`layer ${place.layer} head ${place.head}`] : []),
    ...(lag === null ? [] : [`on lag ${lag}`]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function normalizationFlipped({ model, parameters }: Circuit): {
  readonly flipped: readonly KnockedOut[];
  readonly notes: readonly string[];
} {
  if (model.family === "full") {
    return {
      flipped: [],
      notes: ["“Values normalised” is left out: LayerNorm does that in the full model."],
    };
  }
  const normalizeValues = model.normalizeValues === "none" ? "l2" : "none";
  const title = normalizeValues === "none" ? "Values not normalised" : "Values normalised";
  const id = `normalize-${normalizeValues}`;
  return { flipped: [{ model: { ...model, normalizeValues }, parameters, id, title }], notes: [] };
}

function scalesOf(circuit: Circuit, initial: number): KnockedOut[] {
  const trained = circuit.parameters[circuit.parameters.length - 1];
  const at = (id: string, title: string, value: number): KnockedOut => ({
    ...withGroup(circuit, "scale", (scale) => scale.fill(value)),
    id,
    title,
  });
  return [
    at("scale-0", "Scale 0: every position votes alike", 0),
    ...(initial === 0 ? [] : [at("scale-initial", `Scale as initialised (${initial})`, initial)]),
    at("scale-half", "Scale halved", trained / 2),
    at("scale-double", "Scale doubled", trained * 2),
    at("scale-limit", "Scale → ∞: only the best matches vote", trained < 0 ? -limitScale : limitScale),
  ];
}

/** The subsets of most weight, at most as many as are tried. */
function heaviest(circuit: Circuit): (readonly number[])[] {
  const { subsets } = circuit.model;
  const coefficients = coefficientsOf(circuit);
  return Array.from(subsets.keys())
    .sort((one, other) => Math.abs(coefficients[other]) - Math.abs(coefficients[one]))
    .slice(0, mostSets)
    .map((place) => subsets[place]);
}

function hasSubset({ subsets }: Model, heads: readonly number[]): boolean {
  return subsets.some((subset) => sameSet(subset, heads));
}
