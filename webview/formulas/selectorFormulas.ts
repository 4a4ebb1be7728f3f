/** Where the selector's numbers come from: κ, K_S, p_S and k. */
import { t } from "@vscode/l10n";
import { subsetKernels } from "../../core/inspect";
import { groupView, hasSelector, layoutOf, valueShape, type Model } from "../../core/model";
import { headSet, headWord } from "../words";
import type { Formula } from "./formula";
import { fraction, indexed, longSum, number, productOver, row, sumOver, type Maths } from "./maths";
import { ofHead, outputIndex, outputNote, overSubsets, placeNote, sources, type Workings } from "./workings";

/**
 * κ: how alike what is compared at a place and at the traced one is.
 * @param compared which of the vectors that the model compares, from 0: of which head, where there is one a head
 * @param key 0-based
 */
export function similarityFormula(workings: Workings, compared: number, key: number): Formula {
  const { trace } = workings;
  const { model } = trace;
  const { count, size } = valueShape(model);
  const { values, similarities } = trace.pass;
  const [here, there] = [key, trace.position].map((position) => (position * count + compared) * size);
  const terms = Array.from({ length: size }, (_, at) => ({
    maths: row(number(values[here + at]), "·", number(values[there + at])),
    value: values[here + at] * values[there + at],
  }));
  const sum = longSum(terms.filter(({ value }) => value !== 0));
  const known = {
    value: similarities[key * count + compared],
    numbers: model.family === "full" ? row("max", "(", "0", ",", sum, ")") : sum,
  };
  const places = [placeNote(workings, key), outputNote(workings)];
  if (!hasSelector(model)) return { ...mlpSimilarity(places), ...known };
  const product = row("⟨", indexed("v", "l", ofHead()), ",", indexed("v", outputIndex, ofHead()), "⟩");
  return {
    ...known,
    name: t("likeness κ for {0}", headWord(model, compared)),
    symbol: indexed("κ", "l", ofHead()),
    written: model.family === "full" ? row("ReLU", product) : product,
    notes: [similarityNote(model, compared), ...places],
    source: model.family === "full" ? sources.fullModel() : sources.selector(),
  };
}

/** Of the one vector that an MLP makes of what all heads brought. */
function mlpSimilarity(places: readonly string[]): Omit<Formula, "value" | "numbers"> {
  return {
    name: t("likeness κ of what the MLP makes"),
    symbol: indexed("κ", "l"),
    written: row("⟨", indexed("u", "l"), ",", indexed("u", outputIndex), "⟩"),
    notes: [
      t(
        "u = LayerNorm(r + W_out act(W_in LayerNorm(r) + b_in) + b_out)/√R, where r holds what all heads brought and R is how many numbers that is.",
      ),
      ...places,
    ],
    source: sources.relative(),
  };
}

function similarityNote(model: Model, head: number): string {
  const name = headWord(model, head);
  if (model.family === "full") return t("h is {0}; what is below 0 is cut off.", name);
  return model.family === "deep"
    ? t("h is {0}; a product for each component of what it brings.", name)
    : t("h is {0}; a product for each token that both bring.", name);
}

/** K_S. @param subset its place in the model's subsets @param key 0-based */
export function subsetKernelFormula(workings: Workings, subset: number, key: number): Formula {
  const { trace } = workings;
  const { model } = trace;
  const { subsets, heads } = model;
  const members = subsets[subset];
  const factors = members.map((head) => number(trace.pass.similarities[key * heads + head]));
  return {
    name: t("likeness K of {0}", headSet(model, members)),
    symbol: indexed("K", row("S", ",", "l")),
    written: row(productOver(row("h", "∈", "S")), indexed("κ", "l", ofHead())),
    numbers: factors.length === 0 ? number(1, "1") : row(...between(factors, "·")),
    value: subsetKernels(trace, key)[subset],
    notes: [
      t("S = {0}.", headSet(model, members)),
      placeNote(workings, key),
      ...(members.length === 0 ? [t("The empty product is 1.")] : []),
    ],
    source: sources.selector(),
  };
}

/** p_S. @param subset its place in the model's subsets */
export function subsetWeightFormula(workings: Workings, subset: number): Formula {
  const { trace, interventions } = workings;
  const { subsets } = trace.model;
  const coefficients = remaining(workings);
  const square = (c: number) => indexed(row("(", number(c), ")"), undefined, number(2, "2"));
  const terms = coefficients
    .map((c) => ({ maths: square(c), value: c * c }))
    .filter(({ value }) => value > 0);
  const notes = [t("S = {0}; c are trained.", headSet(trace.model, subsets[subset]))];
  if (interventions.subsetsOff.length > 0) notes.push(t("Subsets that are switched off have c = 0."));
  return {
    name: t("weight p of {0}", headSet(trace.model, subsets[subset])),
    symbol: indexed("p", "S"),
    written: fraction(
      indexed("c", "S", "2"),
      row(indexed("C", "D"), "=", sumOver(overSubsets), indexed("c", "S", "2")),
    ),
    numbers: terms.length === 0 ? null : fraction(square(coefficients[subset]), longSum(terms)),
    value: trace.weights.subsetWeights[subset],
    notes,
    source: sources.selector(),
  };
}

/** p_S·K_S: what a subset adds to k. @param subset its place in the model's subsets @param key 0-based */
export function weightedKernelFormula(workings: Workings, subset: number, key: number): Formula {
  const { trace } = workings;
  const weight = trace.weights.subsetWeights[subset];
  const kernel = subsetKernels(trace, key)[subset];
  return {
    name: t("what {0} adds to k", headSet(trace.model, trace.model.subsets[subset])),
    symbol: row(indexed("p", "S"), indexed("K", row("S", ",", "l"))),
    written: row(indexed("p", "S"), "·", indexed("K", row("S", ",", "l"))),
    numbers: row(number(weight), "·", number(kernel)),
    value: weight * kernel,
    notes: [t("S = {0}.", headSet(trace.model, trace.model.subsets[subset])), placeNote(workings, key)],
    source: sources.selector(),
  };
}

/** k_l. @param key 0-based */
export function kernelFormula(workings: Workings, key: number): Formula {
  const { trace } = workings;
  const base = {
    name: t("how alike place {0} and the traced one are", key + 1),
    symbol: indexed("k", "l"),
    value: trace.pass.kernel[key],
    notes: [placeNote(workings, key), outputNote(workings)],
  };
  if (!hasSelector(trace.model)) {
    const numbers = number(trace.pass.similarities[key]);
    return { ...base, written: indexed("κ", "l"), numbers, source: sources.relative() };
  }
  const { subsetWeights } = trace.weights;
  const kernels = subsetKernels(trace, key);
  const terms = Array.from(kernels, (kernel, subset) => ({
    maths: row(number(subsetWeights[subset]), "·", number(kernel)),
    value: subsetWeights[subset] * kernel,
  }));
  return {
    ...base,
    written: row(sumOver(overSubsets), indexed("p", "S"), indexed("K", row("S", ",", "l"))),
    numbers: longSum(terms.filter(({ value }) => value !== 0)),
    source: sources.selector(),
  };
}

/** c, those that are switched off 0. */
function remaining({ trace, parameters, interventions }: Workings): number[] {
  const coefficients = groupView(parameters, layoutOf(trace.model), "coefficients");
  return Array.from(coefficients, (c, subset) => (interventions.subsetsOff.includes(subset) ? 0 : c));
}

function between(parts: readonly Maths[], sign: string): (Maths | string)[] {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [sign, part]));
}
