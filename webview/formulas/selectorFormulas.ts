/** Where the selector's numbers come from: κ, K_S, p_S and k. */
import { t } from "@vscode/l10n";
import { subsetKernels } from "../../core/inspect";
import { layoutOf, groupView } from "../../core/model";
import type { Formula } from "./formula";
import { fraction, indexed, longSum, number, productOver, row, sumOver, type Maths } from "./maths";
import { ofHead, outputIndex, outputNote, overSubsets, placeNote, sources, type Workings } from "./workings";

/** κ: how alike what a head brings to a place and to the traced one is. @param head 0-based @param key 0-based */
export function similarityFormula(workings: Workings, head: number, key: number): Formula {
  const { trace } = workings;
  const { heads, alphabetSize: d } = trace.model;
  const { values, similarities } = trace.pass;
  const [here, there] = [key, trace.position].map((position) => (position * heads + head) * d);
  const terms = Array.from({ length: d }, (_, token) => ({
    maths: row(number(values[here + token]), "·", number(values[there + token])),
    value: values[here + token] * values[there + token],
  }));
  return {
    name: t("likeness κ for head {0}", head + 1),
    symbol: indexed("κ", "l", ofHead()),
    written: row("⟨", indexed("v", "l", ofHead()), ",", indexed("v", outputIndex, ofHead()), "⟩"),
    numbers: longSum(terms.filter(({ value }) => value !== 0)),
    value: similarities[key * heads + head],
    notes: [
      t("h is head {0}; a product for each token that both bring.", head + 1),
      placeNote(workings, key),
      outputNote(workings),
    ],
    source: sources.selector(),
  };
}

/** K_S. @param subset its place in the model's subsets @param key 0-based */
export function subsetKernelFormula(workings: Workings, subset: number, key: number): Formula {
  const { trace } = workings;
  const { subsets, heads } = trace.model;
  const members = subsets[subset];
  const factors = members.map((head) => number(trace.pass.similarities[key * heads + head]));
  return {
    name: t("likeness K of {0}", setOf(members)),
    symbol: indexed("K", row("S", ",", "l")),
    written: row(productOver(row("h", "∈", "S")), indexed("κ", "l", ofHead())),
    numbers: factors.length === 0 ? number(1, "1") : row(...between(factors, "·")),
    value: subsetKernels(trace, key)[subset],
    notes: [
      t("S = {0}.", setOf(members)),
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
  const notes = [t("S = {0}; c are trained.", setOf(subsets[subset]))];
  if (interventions.subsetsOff.length > 0) notes.push(t("Subsets that are switched off have c = 0."));
  return {
    name: t("weight p of {0}", setOf(subsets[subset])),
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
    name: t("what {0} adds to k", setOf(trace.model.subsets[subset])),
    symbol: row(indexed("p", "S"), indexed("K", row("S", ",", "l"))),
    written: row(indexed("p", "S"), "·", indexed("K", row("S", ",", "l"))),
    numbers: row(number(weight), "·", number(kernel)),
    value: weight * kernel,
    notes: [t("S = {0}.", setOf(trace.model.subsets[subset])), placeNote(workings, key)],
    source: sources.selector(),
  };
}

/** k_l. @param key 0-based */
export function kernelFormula(workings: Workings, key: number): Formula {
  const { trace } = workings;
  const { subsetWeights } = trace.weights;
  const kernels = subsetKernels(trace, key);
  const terms = Array.from(kernels, (kernel, subset) => ({
    maths: row(number(subsetWeights[subset]), "·", number(kernel)),
    value: subsetWeights[subset] * kernel,
  }));
  return {
    name: t("how alike place {0} and the traced one are", key + 1),
    symbol: indexed("k", "l"),
    written: row(sumOver(overSubsets), indexed("p", "S"), indexed("K", row("S", ",", "l"))),
    numbers: longSum(terms.filter(({ value }) => value !== 0)),
    value: trace.pass.kernel[key],
    notes: [placeNote(workings, key), outputNote(workings)],
    source: sources.selector(),
  };
}

/** c, those that are switched off 0. */
function remaining({ trace, parameters, interventions }: Workings): number[] {
  const coefficients = groupView(parameters, layoutOf(trace.model), "coefficients");
  return Array.from(coefficients, (c, subset) => (interventions.subsetsOff.includes(subset) ? 0 : c));
}

/** `{1, 2}`, heads counted from 1. */
function setOf(heads: readonly number[]): string {
  return `{${heads.map((head) => head + 1).join(", ")}}`;
}

function between(parts: readonly Maths[], sign: string): (Maths | string)[] {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [sign, part]));
}
