/**
 * What can be knocked out of a trained circuit: each as the same model with other parameters, or with another
 * normalisation. Nothing is trained again, and nothing is measured here.
 */
import { describeHeads } from "../inspect";
import { initialOf, layoutOf, groupView, type InitialParameters, type Model, type GroupName } from "../model";
import type { Circuit } from "./losses";
import { headsOnLags, lagsInWords, sameSet, setId, setName } from "./parentSets";

export interface KnockedOut extends Circuit {
  readonly id: string;
  readonly title: string;
}

export interface CircuitOptions {
  /** What training began with. */
  readonly initial: InitialParameters;
  /** Sets of lags that stand for the parents, each with what it is: the true ones, and S* where it is another. */
  readonly parentSets: readonly { readonly lags: readonly number[]; readonly what: string }[];
}

/** a where only differences of k that float32 could not show still count: its limit, for all that matters. */
const limitScale = 1e8;
/** Single sets that are tried to find the best of them. */
const mostSets = 128;

/** `others`: single sets of which only the best is worth telling. */
export function knockedOut(
  circuit: Circuit,
  options: CircuitOptions,
): {
  readonly knockedOut: readonly KnockedOut[];
  readonly others: readonly KnockedOut[];
  readonly notes: readonly string[];
} {
  const selectors = selectorsOf(circuit, options);
  const heads = headsRemoved(circuit);
  return {
    knockedOut: [
      ...selectors.told,
      ...heads.removed,
      ...copiersOf(circuit, options.initial),
      normalizationFlipped(circuit),
      ...scalesOf(circuit, options.initial.scale),
    ],
    others: selectors.others,
    notes: [...selectors.notes, ...heads.notes],
  };
}

function selectorsOf(circuit: Circuit, { parentSets }: CircuitOptions) {
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

/** Every subset with the head drops out, and p goes over those that are left. */
function headsRemoved(circuit: Circuit) {
  const { model, parameters } = circuit;
  const notes: string[] = [];
  const removed = describeHeads(model, parameters).flatMap(({ head, lag }): KnockedOut[] => {
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
    const name = lag === null ? "" : ` (on lag ${lag})`;
    return [{ ...without, id: `head-${head + 1}`, title: `Head ${head + 1} removed${name}` }];
  });
  return { removed, notes };
}

function copiersOf(circuit: Circuit, initial: InitialParameters): KnockedOut[] {
  const { model } = circuit;
  const atFirst = groupView(initialOf(model, initial, 0), layoutOf(model), "rpe");
  return [
    {
      ...withGroup(circuit, "rpe", (logits) => logits.fill(0)),
      id: "no-rpe",
      title: "RPE off: heads see the mean of their lags",
    },
    {
      ...withGroup(circuit, "rpe", (logits) => logits.set(atFirst)),
      id: "initial-rpe",
      title: "RPE as initialised",
    },
  ];
}

function normalizationFlipped({ model, parameters }: Circuit): KnockedOut {
  const normalizeValues = model.normalizeValues === "none" ? "l2" : "none";
  return {
    model: { ...model, normalizeValues },
    parameters,
    id: `normalize-${normalizeValues}`,
    title: normalizeValues === "none" ? "Values not normalised" : "Values normalised",
  };
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
function heaviest({ model, parameters }: Circuit): (readonly number[])[] {
  const coefficients = groupView(parameters, layoutOf(model), "coefficients");
  return Array.from(model.subsets.keys())
    .sort((one, other) => Math.abs(coefficients[other]) - Math.abs(coefficients[one]))
    .slice(0, mostSets)
    .map((place) => model.subsets[place]);
}

function hasSubset({ subsets }: Model, heads: readonly number[]): boolean {
  return subsets.some((subset) => sameSet(subset, heads));
}

function withGroup(
  { model, parameters }: Circuit,
  group: GroupName,
  change: (values: Float64Array) => void,
): Circuit {
  const changed = parameters.slice();
  change(groupView(changed, layoutOf(model), group));
  return { model, parameters: changed };
}
