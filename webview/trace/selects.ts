/**
 * The second step of a trace: how far the selector finds one earlier place and the traced one alike, subset by subset,
 * and which subsets count.
 */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { subsetKernels, tokenName } from "../../core/inspect";
import { hasSelector, valueShape } from "../../core/model";
import { checkbox } from "../controls";
import {
  attentionFormula,
  kernelFormula,
  similarityFormula,
  subsetKernelFormula,
  subsetWeightFormula,
  weightedKernelFormula,
  type Formula,
} from "../formulas";
import { withSubset } from "../store";
import { seriesCount, styled } from "../theme";
import { grouped, headNumber, headSet, leadingWeight, matchCounts, share } from "../words";
import type { Scene } from "./scene";

/** Subsets shown before the others are unfolded. */
const mostSubsets = 4;
/** Beyond these even the unfolded list is cut. */
const mostUnfolded = 120;

export function selectsStep(scene: Scene): TemplateResult {
  const { trace, agreement, candidate } = scene;
  const { subsetWeights } = trace.weights;
  const weight = leadingWeight(trace.model.subsets, subsetWeights, trace.model);
  return html`<section class="step">
    <h3><span class="muted">2</span> ${t("selects")}</h3>
    <div>
      <p class="muted">
        ${
          hasSelector(trace.model)
            ? t(
                "What was brought to place {0} is compared with what was brought to each earlier place.",
                trace.position + 1,
              )
            : t(
                "What the MLP makes of what was brought to place {0} is compared with what it makes of each earlier place.",
                trace.position + 1,
              )
        }
      </p>
      <p class="words">${t("{0}: {1}.", weight, matchCounts(agreement))}</p>
      ${candidate === null ? nothing : comparison(scene, candidate)}
      ${hasSelector(trace.model) ? subsetTable(scene, candidate) : nothing}
    </div>
  </section>`;
}

/** κ of every head, or with an MLP the only one, k and α of one place. */
function comparison(scene: Scene, key: number): TemplateResult {
  const { trace, workings, ask } = scene;
  const { model } = trace;
  const { count } = valueShape(model);
  const { similarities, kernel, attention } = trace.pass;
  return html`<div class="comparison" role="group" aria-label=${t("Comparison with place {0}", key + 1)}>
    <induction-stepper
      .label=${t("compared with place")}
      .value=${key + 1}
      .least=${trace.firstKey + 1}
      .most=${trace.position}
      @step=${({ detail }: CustomEvent<number>) => ask.compareWith(detail - 1)}
    ></induction-stepper>
    <span>${t("token")} <b class="token">${tokenName(trace.context[key], model.alphabetSize)}</b></span>
    ${Array.from(
      { length: count },
      (_, head) =>
        html`<span
          ${styled({ "--head": hasSelector(model) ? `var(--series-${head % seriesCount})` : "none" })}
        >
          <span class="name"
            >κ${hasSelector(model) ? html`<sup>${headNumber(model, head)}</sup>` : nothing}</span
          >
          ${number(similarities[key * count + head], () => similarityFormula(workings, head, key))}
        </span>`,
    )}
    <span>k ${number(kernel[key], () => kernelFormula(workings, key))}</span>
    <span>α ${number(attention[key], () => attentionFormula(workings, key))}</span>
  </div>`;
}

function subsetTable(scene: Scene, key: number | null): TemplateResult {
  const { trace, unfolded, ask } = scene;
  const kernels = key === null ? null : subsetKernels(trace, key);
  const shown = shownSubsets(scene, unfolded.has("subsets"));
  const others = trace.model.subsets.length - shown.length;
  return html`<table class="subsets">
      <caption class="hidden">
        ${t("Weight of each subset of heads, and what it adds to k")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("subset")}</th>
          <th scope="col">p</th>
          ${
            kernels
              ? html`<th scope="col">K</th>
                  <th scope="col">p·K</th>`
              : nothing
          }
        </tr>
      </thead>
      <tbody>
        ${shown.map((subset) => subsetRow(scene, subset, key, kernels))}
      </tbody>
    </table>
    ${
      others > 0 || unfolded.has("subsets")
        ? html`<button
            class="link"
            aria-expanded=${unfolded.has("subsets")}
            @click=${() => ask.unfold("subsets", !unfolded.has("subsets"))}
          >
            ${unfolded.has("subsets") ? t("fewer subsets") : moreSubsets(others)}
          </button>`
        : nothing
    }`;
}

function moreSubsets(count: number): string {
  return count === 1 ? t("1 more subset") : t("{0} more subsets", grouped(count));
}

function subsetRow(
  { trace, traced, workings, ask }: Scene,
  subset: number,
  key: number | null,
  kernels: Float64Array | null,
): TemplateResult {
  const heads = trace.model.subsets[subset];
  const name = headSet(trace.model, heads);
  const off = traced.interventions.subsetsOff.includes(subset);
  const weight = trace.weights.subsetWeights[subset];
  const added =
    key === null || kernels === null
      ? nothing
      : html`<td>${number(kernels[subset], () => subsetKernelFormula(workings, subset, key))}</td>
          <td>${number(weight * kernels[subset], () => weightedKernelFormula(workings, subset, key))}</td>`;
  return html`<tr
    class=${off ? "off" : ""}
    @pointerenter=${() => ask.light({ kind: "subset", heads })}
    @pointerleave=${() => ask.light(null)}
  >
    <th scope="row">
      ${checkbox({
        label: t("subset {0} works", name),
        text: name,
        checked: !off,
        onChange: (on) => ask.change(withSubset(traced, subset, on)),
      })}
    </th>
    <td>${number(weight, () => subsetWeightFormula(workings, subset))}</td>
    ${added}
  </tr>`;
}

function number(value: number, formula: () => Formula): TemplateResult {
  return html`<induction-number
    .value=${value}
    .text=${share(value)}
    .formula=${formula}
  ></induction-number>`;
}

/** Those with the most weight as it was learned, in the model's order, and all that are switched off. */
function shownSubsets({ untouched, traced, trace }: Scene, all: boolean): number[] {
  const { subsetWeights } = untouched.weights;
  const places = Array.from(trace.model.subsets.keys());
  const most = all ? mostUnfolded : mostSubsets;
  if (places.length <= most + 1) return places;
  const chosen = new Set(places.toSorted((a, b) => subsetWeights[b] - subsetWeights[a]).slice(0, most));
  for (const subset of traced.interventions.subsetsOff) chosen.add(subset);
  return places.filter((place) => chosen.has(place));
}
