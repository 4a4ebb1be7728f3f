/**
 * How long the mixed target's plateau lasts over a sweep: each fitted exponent beside that of theory's own plateaus and
 * beside the hypothesis, below the figure; or why there is no law.
 */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import {
  fitPlateauLaw,
  missingPlateauLaw,
  plateauLawSentences,
  plateauPointsOf,
  twoDigits,
  type PlateauExponent,
  type PlateauLaw,
  type PlateauPoint,
} from "../../core/inspect";
import type { SweepContent } from "../../core/protocol";

/** Nothing of sweeps that are not of the mixed target, or do not vary what T_II depends on. */
export function plateauLaw(sweep: SweepContent): TemplateResult | typeof nothing {
  const points = pointsOf(sweep, "plateauTime");
  const law = fitPlateauLaw(points);
  if (law) return found(law, fitPlateauLaw(pointsOf(sweep, "plateauTimeTheory")));
  const isMixed = sweep.members.some(({ measures }) => typeof measures.plateau === "string");
  const missing = isMixed ? missingPlateauLaw(points) : null;
  return missing === null ? nothing : small(missing);
}

function pointsOf(
  { fields, members }: SweepContent,
  measure: "plateauTime" | "plateauTimeTheory",
): readonly PlateauPoint[] {
  const done = members.filter(({ state }) => state === "done");
  return plateauPointsOf(
    fields,
    done.map(({ values, measures }) => ({ values, time: measures[measure] })),
  );
}

function found(law: PlateauLaw, theory: PlateauLaw | null): TemplateResult {
  const titles = [
    ...[t("of"), t("fitted"), t("95 % interval")],
    ...(theory ? [t("by theory")] : []),
    ...[t("hypothesis"), t("verdict")],
  ];
  return html`<section aria-label=${t("Law of the plateau")}>
    <h2>${t("Length of the plateau T_II: exponents")}</h2>
    <table class="law">
      <thead>
        <tr>
          ${titles.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${law.exponents.map((exponent) => row(exponent, theory))}
      </tbody>
    </table>
    ${plateauLawSentences(law).map(small)}
    ${
      theory
        ? small(
            t(
              "By theory: T_II of gradient descent on the mean losses, followed from each run's own beginning and fitted alike.",
            ),
          )
        : nothing
    }
  </section>`;
}

function row(
  { factor, title, value, interval: [least, most], hypothesis, holds }: PlateauExponent,
  theory: PlateauLaw | null,
): TemplateResult {
  const expected = theory?.exponents.find((each) => each.factor === factor);
  return html`<tr>
    <th scope="row">${title}</th>
    <td>${cell(value)}</td>
    <td>${t("{0} to {1}", twoDigits(least), twoDigits(most))}</td>
    ${theory ? html`<td>${expected ? cell(expected.value) : "–"}</td>` : nothing}
    <td>${twoDigits(hypothesis)}</td>
    <td>${holds ? t("within") : t("outside")}</td>
  </tr>`;
}

function cell(value: number): TemplateResult {
  return html`<data value=${value}>${twoDigits(value)}</data>`;
}

function small(sentence: string): TemplateResult {
  return html`<p class="muted small">${sentence}</p>`;
}
